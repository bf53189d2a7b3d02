package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"

	"example.com/ossmeta/signer"
)

// flags are the flags of all commands. Which of them go with a command is in
// its entry in commands.
type flags struct {
	set *flag.FlagSet

	endpoint, region string
	buckets          list
	signature        version
	pathStyle, cname bool
	fields           fields // -H and -meta
	unset            list
	json             bool

	method, query, product    string
	time, presign             seconds
	signHeaders, subResources list

	addr, virtualHost                   string
	accessKeyID, accessKeySecret, token string
	bucketACL, versioning, precedence   string
	seed                                string
	copyKeepsClass, quiet               bool
}

func newFlags() *flags {
	f := &flags{set: flag.NewFlagSet("demo", flag.ContinueOnError)}
	f.set.SetOutput(io.Discard) // what is wrong is said once, by run
	f.set.StringVar(&f.endpoint, "endpoint", "", "")
	f.set.StringVar(&f.region, "region", "", "")
	f.set.Var(&f.buckets, "bucket", "")
	f.set.Var(&f.signature, "signature", "")
	f.set.BoolVar(&f.pathStyle, "path-style", false, "")
	f.set.BoolVar(&f.cname, "cname", false, "")
	f.set.Var(headerFlag{&f.fields}, "H", "")
	f.set.Var(metaFlag{&f.fields}, "meta", "")
	f.set.Var(&f.unset, "unset", "")
	f.set.BoolVar(&f.json, "json", false, "")
	f.set.StringVar(&f.method, "method", "GET", "")
	f.set.StringVar(&f.query, "query", "", "")
	f.set.StringVar(&f.product, "product", "", "")
	f.set.Var(&f.time, "time", "")
	f.set.Var(&f.presign, "presign", "")
	f.set.Var(&f.signHeaders, "sign-header", "")
	f.set.Var(&f.subResources, "sub-resource", "")
	f.set.StringVar(&f.addr, "addr", "127.0.0.1:0", "")
	f.set.StringVar(&f.virtualHost, "virtual-host", "", "")
	f.set.StringVar(&f.accessKeyID, "access-key-id", "", "")
	f.set.StringVar(&f.accessKeySecret, "access-key-secret", "", "")
	f.set.StringVar(&f.token, "security-token", "", "")
	f.set.StringVar(&f.bucketACL, "bucket-acl", "", "")
	f.set.StringVar(&f.versioning, "versioning", "", "")
	f.set.StringVar(&f.precedence, "precedence", "", "")
	f.set.StringVar(&f.seed, "seed", "", "")
	f.set.BoolVar(&f.copyKeepsClass, "copy-keeps-class", false, "")
	f.set.BoolVar(&f.quiet, "quiet", false, "")
	return f
}

// parseArguments parses flags wherever they stand and returns the other words.
// Package flag stops at the first of those, so it is given one flag at a time.
// An error never repeats a value that could be a secret.
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
			return nil, err
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

// A list is a flag that may be given several times.
type list []string

func (l *list) String() string { return strings.Join(*l, " ") }

func (l *list) Set(s string) error {
	*l = append(*l, s)
	return nil
}

// A version is the value of -signature.
type version signer.Version

func (v *version) String() string { return strings.ToLower(signer.Version(*v).String()) }

func (v *version) want() string { return "is v1 or v4" }

func (v *version) Set(s string) error {
	switch strings.ToLower(s) {
	case "v1":
		*v = version(signer.V1)
	case "v4":
		*v = version(signer.V4)
	default:
		return errors.New(v.want())
	}
	return nil
}

// seconds is the value of -time and -presign.
type seconds struct {
	value int64
	given bool
}

func (s *seconds) String() string { return strconv.FormatInt(s.value, 10) }

func (s *seconds) want() string { return "is a whole number of seconds" }

func (s *seconds) Set(text string) (err error) {
	if s.value, err = strconv.ParseInt(text, 10, 64); err != nil {
		return errors.New(s.want())
	}
	s.given = true
	return nil
}
