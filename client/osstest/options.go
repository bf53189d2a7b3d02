package osstest

import (
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"example.com/ossmeta/signer"
)

// Options say what a server is like. The zero value is a server for region
// cn-hangzhou with one private bucket "examplebucket" and made-up credentials.
type Options struct {
	_ [0]func() // fields by name only, and no comparing

	// Region is the region id that V4 signatures must name; "" means
	// "cn-hangzhou".
	Region string

	// Buckets are the buckets that exist at first; nil means one,
	// "examplebucket". PutBucket makes more, up to 100.
	Buckets []Bucket

	// Credentials are the keys that the server accepts, all of them the
	// owner's; nil means one made-up pair. With a SecurityToken, requests
	// must carry that token; without, they must carry none.
	Credentials []signer.Credentials

	// VirtualHost is the domain under which buckets are hosts: with
	// "oss.example.com", bucket b is b.oss.example.com. "" means
	// "oss-<Region>.aliyuncs.com". The domain itself is refused with a bucket
	// in the path, as OSS does (SecondLevelDomainForbidden). An IP address,
	// localhost and every host that matches nothing are served in path style.
	VirtualHost string

	// CNAME maps further hosts, without port, to buckets, which need not exist.
	// The host "*" stands for every other one, but for those of VirtualHost,
	// localhost and IP addresses.
	CNAME map[string]string

	// Now is the server's clock; nil means time.Now. It is called
	// concurrently. It may step in either direction: Last-Modified does not
	// go back with it, Date does.
	Now func() time.Time

	// Denied lists, by access key id, the actions that signed requests may
	// not do, in the words of RAM policies: "oss:GetObjectAcl". What is under ""
	// holds for all of them, anonymous ones too. A copy needs oss:GetObject for
	// its source, and what names a version oss:GetObjectVersion and the like.
	Denied map[string][]string

	// Precedence says how several conditions of one request combine; the
	// zero value is And.
	Precedence Precedence

	// ACLMovesLastModified makes PutObjectACL set a new Last-Modified.
	ACLMovesLastModified bool

	// CopyStorageClass is the storage class of a copy whose request names
	// none; the zero value is CopyToStandard.
	CopyStorageClass CopyClass

	// SplitConditions, if not 0, separates what guards a write (conditions,
	// forbid-overwrite) from the write, by so long: to show what breaks if OSS
	// does not do both in one step, as everybody assumes.
	SplitConditions time.Duration

	// RestoreTakes is how long it takes, by the clock, until an archived object
	// can be read after a RestoreObject; 0 means that it can be at once. On OSS
	// it is a minute (Archive) to 48 hours (DeepColdArchive).
	RestoreTakes time.Duration

	// MaxObjectBytes bounds the body of one object; 0 means 64 MiB. A longer
	// one is answered with EntityTooLarge.
	MaxObjectBytes int64

	// MaxTotalBytes bounds all objects together, with their names and
	// metadata and the parts of uploads that are under way; 0 means 1 GiB.
	// The bodies of requests that are under way have the same bound for
	// themselves. What does not fit is answered with EntityTooLarge and a
	// message that names this field.
	MaxTotalBytes int64

	// MaxCopyBytes bounds the source of a CopyObject to another bucket; 0 means
	// 5 GiB. MaxRewriteBytes bounds the source of one that changes class or
	// encryption; 0 means 1 GiB. A larger one is answered with EntityTooLarge.
	MaxCopyBytes, MaxRewriteBytes int64

	// MaxRequests bounds the record of requests that OSS.Requests returns; 0
	// means 10,000, and -1 that there is none.
	MaxRequests int

	// Log, if not nil, is called with the record of every request, before
	// the reply is sent. It is called concurrently.
	Log func(RequestRecord)
}

// A Precedence says how several conditions of one request combine. OSS does
// not document it.
type Precedence int

const (
	// And demands that every condition holds.
	And Precedence = iota

	// RFC follows RFC 9110 section 13.2.2: an if-match switches
	// if-unmodified-since off, an if-none-match if-modified-since.
	RFC
)

// A CopyClass says which storage class a copy gets whose request names none.
// OSS's pages differ.
type CopyClass int

const (
	CopyToStandard CopyClass = iota // Standard, whatever the source has
	CopyKeepsClass                  // the source's class
)

const (
	defaultRegion   = "cn-hangzhou"
	defaultBucket   = "examplebucket"
	defaultObject   = 64 << 20 // bytes, MaxObjectBytes
	defaultTotal    = 1 << 30  // bytes, MaxTotalBytes
	defaultCopy     = 5 << 30  // bytes, MaxCopyBytes
	defaultRewrite  = 1 << 30  // bytes, MaxRewriteBytes
	defaultRequests = 10_000
	defaultKeyID    = "LTAIosstestExampleKey"
	defaultSecret   = "osstestExampleSecretKnownToAll"
	endpointPattern = "oss-%s.aliyuncs.com"
)

// Validate says which field makes no sense, if one does. New panics with the
// same message. No secret is in it.
func (opt Options) Validate() error {
	_, err := opt.completed()
	return err
}

// completed returns a deep copy of the options with their defaults filled in,
// or says which field makes no sense.
func (opt Options) completed() (Options, error) {
	if opt.Region == "" {
		opt.Region = defaultRegion
	}
	if opt.Buckets == nil {
		opt.Buckets = []Bucket{{Name: defaultBucket}}
	}
	if opt.Credentials == nil {
		opt.Credentials = []signer.Credentials{{AccessKeyID: defaultKeyID, AccessKeySecret: defaultSecret}}
	}
	if opt.VirtualHost == "" {
		opt.VirtualHost = fmt.Sprintf(endpointPattern, opt.Region)
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	for limit, standard := range map[*int64]int64{&opt.MaxObjectBytes: defaultObject, &opt.MaxTotalBytes: defaultTotal,
		&opt.MaxCopyBytes: defaultCopy, &opt.MaxRewriteBytes: defaultRewrite} {
		if *limit == 0 {
			*limit = standard
		}
	}
	if opt.MaxRequests == 0 {
		opt.MaxRequests = defaultRequests
	}
	opt.Buckets = slices.Clone(opt.Buckets)
	opt.Credentials = slices.Clone(opt.Credentials)
	opt.VirtualHost = strings.ToLower(opt.VirtualHost)
	hosts := make(map[string]string, len(opt.CNAME))
	for host, bucket := range opt.CNAME {
		hosts[strings.ToLower(host)] = bucket
	}
	opt.CNAME = hosts
	denied := make(map[string][]string, len(opt.Denied))
	for id, actions := range opt.Denied {
		denied[id] = slices.Clone(actions)
	}
	opt.Denied = denied
	for _, check := range []func(Options) error{checkPlace, checkBuckets, checkCredentials, checkDenied, checkChoices} {
		if err := check(opt); err != nil {
			return opt, err
		}
	}
	return opt, nil
}

// checkPlace checks the region and the hosts.
func checkPlace(opt Options) error {
	if !isName(opt.Region) || strings.HasPrefix(opt.Region, "oss-") {
		return fmt.Errorf("Options.Region: %q is not a region id such as %q", opt.Region, defaultRegion)
	}
	if !isHost(opt.VirtualHost) || net.ParseIP(opt.VirtualHost) != nil {
		return fmt.Errorf("Options.VirtualHost: %q is not a domain (no scheme, no port, no path, no IP address)", opt.VirtualHost)
	}
	for host, bucket := range opt.CNAME {
		if host != anyHost && !isHost(host) {
			return fmt.Errorf("Options.CNAME: %q is not a host (no scheme, no port, no path)", host)
		}
		if !validBucket(bucket) {
			return fmt.Errorf("Options.CNAME: host %q is mapped to %q, which is not a bucket name", host, bucket)
		}
	}
	return nil
}

func checkBuckets(opt Options) error {
	for i, b := range opt.Buckets {
		if err := b.check(); err != nil {
			return fmt.Errorf("Options.Buckets[%d]: %w", i, err)
		}
		if slices.ContainsFunc(opt.Buckets[:i], func(other Bucket) bool { return other.Name == b.Name }) {
			return fmt.Errorf("Options.Buckets[%d]: %q is there twice", i, b.Name)
		}
	}
	return nil
}

// checkCredentials lets the signer judge each pair, so that nothing is
// accepted here that no request could be signed with.
func checkCredentials(opt Options) error {
	if len(opt.Credentials) == 0 {
		return fmt.Errorf("Options.Credentials: is empty but not nil; leave it nil for a made-up pair")
	}
	seen := make(map[string]bool)
	for i, c := range opt.Credentials {
		scope := signer.Scope{Date: "20060102", Region: opt.Region}
		if _, err := signer.NewV4(c, scope); err != nil {
			return fmt.Errorf("Options.Credentials[%d]: %w", i, err)
		}
		if seen[c.AccessKeyID] {
			return fmt.Errorf("Options.Credentials[%d]: access key id %q is there twice", i, c.AccessKeyID)
		}
		seen[c.AccessKeyID] = true
	}
	return nil
}

func checkChoices(opt Options) error {
	switch {
	case opt.Precedence != And && opt.Precedence != RFC:
		return fmt.Errorf("Options.Precedence: %d is neither And nor RFC", opt.Precedence)
	case opt.CopyStorageClass != CopyToStandard && opt.CopyStorageClass != CopyKeepsClass:
		return fmt.Errorf("Options.CopyStorageClass: %d is neither CopyToStandard nor CopyKeepsClass", opt.CopyStorageClass)
	case opt.SplitConditions < 0:
		return fmt.Errorf("Options.SplitConditions: %v is negative", opt.SplitConditions)
	case opt.RestoreTakes < 0:
		return fmt.Errorf("Options.RestoreTakes: %v is negative", opt.RestoreTakes)
	case opt.MaxObjectBytes < 0:
		return fmt.Errorf("Options.MaxObjectBytes: %d is negative", opt.MaxObjectBytes)
	case opt.MaxCopyBytes < 0:
		return fmt.Errorf("Options.MaxCopyBytes: %d is negative", opt.MaxCopyBytes)
	case opt.MaxRewriteBytes < 0:
		return fmt.Errorf("Options.MaxRewriteBytes: %d is negative", opt.MaxRewriteBytes)
	case opt.MaxTotalBytes < 0:
		return fmt.Errorf("Options.MaxTotalBytes: %d is negative", opt.MaxTotalBytes)
	case opt.MaxRequests < -1:
		return fmt.Errorf("Options.MaxRequests: %d is less than -1", opt.MaxRequests)
	}
	return nil
}

// isName reports letters, digits and hyphens in lower case.
func isName(s string) bool {
	for i := range len(s) {
		if b := s[i]; !('a' <= b && b <= 'z' || '0' <= b && b <= '9' || b == '-') {
			return false
		}
	}
	return s != ""
}

// isHost reports a host name or an IP address, without port.
func isHost(s string) bool {
	if net.ParseIP(s) != nil {
		return true
	}
	for label := range strings.SplitSeq(s, ".") {
		if !isName(strings.ReplaceAll(label, "_", "-")) {
			return false
		}
	}
	return true
}
