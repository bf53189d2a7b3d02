package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
)

// flags are the flags of all commands. Which of them go with a command is in
// its entry in commands.
type flags struct {
	set *flag.FlagSet

	endpoint, region        string
	buckets                 list
	signature               version
	pathStyle, cname        bool
	requesterPays, verbose  bool
	fields                  fields // -H and -meta
	unset, allow            list
	versionID               string
	json                    bool
	recursive, versions     bool
	delimiter               string
	replace, remove, dryRun bool
	expires                 lifetime
	method, query, product  string
	time, presign           seconds
	signHeaders             list
	subResources            list
	addr, virtualHost       string
	accessKeyID             string
	accessKeySecret, token  string
	bucketACL, versioning   string
	precedence, seed        string
	copyKeepsClass, quiet   bool
}

// newFlags makes them, with what help says about them: the name of the value
// in backquotes.
func newFlags() *flags {
	f := &flags{set: flag.NewFlagSet("demo", flag.ContinueOnError)}
	f.set.SetOutput(io.Discard) // what is wrong is said once, by run
	f.connection()
	f.set.Var(headerFlag{&f.fields}, "H", "`'NAME: VALUE'` a header of the request, such as 'x-oss-storage-class: IA', as often\n"+
		"as needed; where there is -meta, metadata too: Content-Type,\n"+
		"Content-Encoding, Content-Disposition, Content-Language, Cache-Control,\n"+
		"Expires, x-oss-meta-...")
	f.set.Var(metaFlag{&f.fields}, "meta", "`NAME=VALUE` user metadata, x-oss-meta-NAME, as often as needed")
	f.set.Var(&f.unset, "unset", "`NAME` remove a header, by its full name, such as x-oss-meta-author or\nCache-Control, as often as needed")
	f.set.StringVar(&f.versionID, "version", "", "`ID` of this version of the object; the current one by default")
	f.set.BoolVar(&f.json, "json", false, "one JSON object a line")
	f.set.BoolVar(&f.recursive, "r", false, "every key, in no groups")
	f.set.BoolVar(&f.versions, "versions", false, "all versions, and delete markers")
	f.set.StringVar(&f.delimiter, "delimiter", "/", "`TEXT` group the keys that have it behind PREFIX; / by default")
	f.set.BoolVar(&f.replace, "replace", false, "give the copy the metadata of -H and -meta, and none of the source's")
	f.set.BoolVar(&f.remove, "delete", false, "remove all tags")
	f.set.BoolVar(&f.dryRun, "dry-run", false, "show what would be sent, and send nothing that writes")
	f.set.Var(&f.allow, "allow", "`WHAT` edit an object that is refused without: see above; as often as needed")
	f.set.Var(&f.expires, "expires", "`DURATION` how long the URL is good for, such as 90s or 12h; at most 168h, and 15m\nby default")
	f.signing()
	f.serving()
	return f
}

// connection adds the flags that say where a request goes to, and how.
func (f *flags) connection() {
	f.set.StringVar(&f.endpoint, "endpoint", "", "`HOST` or URL; or OSS_ENDPOINT, or by default that of the region")
	f.set.StringVar(&f.region, "region", "", "`ID` such as cn-hangzhou; or OSS_REGION, or the one that the endpoint names\n(serve: cn-hangzhou, whatever the environment says)")
	f.set.Var(&f.buckets, "bucket", "`NAME` or OSS_BUCKET (serve: as often as needed; examplebucket)")
	f.set.Var(&f.signature, "signature", "`v1|v4` version of the signature; v4 by default")
	f.set.BoolVar(&f.pathStyle, "path-style", false, "the bucket stands in the path; implied for IPs and localhost")
	f.set.BoolVar(&f.cname, "cname", false, "the endpoint is a domain that is bound to the bucket")
	f.set.BoolVar(&f.requesterPays, "requester-pays", false, "you pay for the request, not the bucket's owner")
	f.set.BoolVar(&f.verbose, "v", false, "tell on standard error of each request that is sent")
}

// signing adds the flags of explain.
func (f *flags) signing() {
	f.set.StringVar(&f.method, "method", "GET", "`METHOD` GET by default")
	f.set.StringVar(&f.query, "query", "", "`QUERY` escaped, without '?': a blank is %20, '+' is refused")
	f.set.StringVar(&f.product, "product", "", "`NAME` oss by default, as far as the signature goes (V4)")
	f.set.Var(&f.signHeaders, "sign-header", "`NAME` sign this header too (V4), as often as needed")
	f.set.Var(&f.subResources, "sub-resource", "`NAME` sign this query parameter too (V1), as often as needed")
	f.set.Var(&f.time, "time", "`SECONDS` the time of the request, since 1970; now by default")
	f.set.Var(&f.presign, "presign", "`SECONDS` sign a URL that lives so long, not a header")
}

// serving adds the flags of serve.
func (f *flags) serving() {
	f.set.StringVar(&f.addr, "addr", "127.0.0.1:0", "`HOST:PORT` 127.0.0.1:0 by default, which is a free port")
	f.set.StringVar(&f.virtualHost, "virtual-host", "", "`DOMAIN` where buckets are hosts, BUCKET.DOMAIN; by default the public\nendpoint of the region")
	f.set.StringVar(&f.accessKeyID, "access-key-id", "", "`ID` of the only key that is accepted; by default a made-up pair")
	f.set.StringVar(&f.accessKeySecret, "access-key-secret", "", "`SECRET` of that key")
	f.set.StringVar(&f.token, "security-token", "", "`TOKEN` of that key, if it is an STS key")
	f.set.StringVar(&f.seed, "seed", "", "`DIR` store the files under DIR in the first bucket at the start")
	f.set.StringVar(&f.bucketACL, "bucket-acl", "", "`ACL` private by default, public-read or public-read-write")
	f.set.StringVar(&f.versioning, "versioning", "", "`STATE` Enabled or Suspended; by default never enabled")
	f.set.StringVar(&f.precedence, "precedence", "", "`and|rfc` several conditions: all must hold, as by default, or RFC 9110")
	f.set.BoolVar(&f.copyKeepsClass, "copy-keeps-class", false, "a copy has the storage class of its source, not Standard")
	f.set.BoolVar(&f.quiet, "quiet", false, "no line per request")
}

// given reports whether a flag is on the command line.
func (f *flags) given(name string) (found bool) {
	f.set.Visit(func(one *flag.Flag) { found = found || one.Name == name })
	return found
}

// parseArguments parses flags wherever they stand and returns the other words.
// Package flag stops at the first of those, so it is given one flag at a time.
// An error never repeats a value that could be a secret. With flag.ErrHelp come
// the words before it.
func parseArguments(set *flag.FlagSet, args []string) (words []string, err error) {
	for len(args) > 0 {
		arg := args[0]
		if arg == "--" {
			return append(words, args[1:]...), nil
		}
		if len(arg) < 2 || arg[0] != '-' {
			words, args = append(words, arg), args[1:]
			continue
		}
		name, _, hasValue := strings.Cut(strings.TrimPrefix(arg[1:], "-"), "=")
		if name == "" || name[0] == '-' {
			return nil, errors.New("a flag has no name, or too many hyphens before it")
		}
		n := 1
		if f := set.Lookup(name); f != nil && !hasValue && !isBool(f) {
			n = min(2, len(args))
		}
		if err := set.Parse(args[:n]); errors.Is(err, flag.ErrHelp) {
			return words, err
		} else if err != nil {
			return nil, flagError(set, name, err)
		}
		args = args[n:]
	}
	return words, nil
}

func isBool(f *flag.Flag) bool {
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}

// flagError says what is wrong with a flag. Package flag would repeat its
// value.
func flagError(set *flag.FlagSet, name string, err error) error {
	f := set.Lookup(name)
	if f == nil {
		return fmt.Errorf("there is no flag -%s", name)
	}
	if strings.HasPrefix(err.Error(), "flag needs an argument") {
		return fmt.Errorf("-%s needs a value", name)
	}
	if v, ok := f.Value.(interface{ want() string }); ok {
		return fmt.Errorf("-%s %s", name, v.want())
	}
	return fmt.Errorf("-%s is true or false", name)
}
