package osstest

import (
	"fmt"
	"maps"
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

	// Buckets are the names of the buckets that exist; nil means one,
	// "examplebucket". Requests can neither make nor delete buckets.
	Buckets []string

	// BucketACL holds the ACL of buckets: private, public-read or
	// public-read-write. A bucket that is not in it, or has "", is private.
	BucketACL map[string]string

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

	// CNAME maps further hosts, without port, to buckets.
	CNAME map[string]string

	// Now is the server's clock; nil means time.Now. It is called
	// concurrently. It may step in either direction: Last-Modified does not
	// go back with it, Date does.
	Now func() time.Time

	// Precedence says how several conditions of one request combine; the
	// zero value is And.
	Precedence Precedence

	// ACLMovesLastModified makes PutObjectACL set a new Last-Modified.
	ACLMovesLastModified bool

	// CopyStorageClass is the storage class of a copy whose request names
	// none; the zero value is CopyToStandard.
	CopyStorageClass CopyClass

	// MaxObjectBytes bounds the body of one object; 0 means 64 MiB. A longer
	// one is answered with EntityTooLarge.
	MaxObjectBytes int64

	// MaxTotalBytes bounds all objects together, with their names and
	// metadata; 0 means 1 GiB. What does not fit is answered with
	// EntityTooLarge and a message that names this field.
	MaxTotalBytes int64

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
		opt.Buckets = []string{defaultBucket}
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
	if opt.MaxObjectBytes == 0 {
		opt.MaxObjectBytes = defaultObject
	}
	if opt.MaxTotalBytes == 0 {
		opt.MaxTotalBytes = defaultTotal
	}
	opt.Buckets = slices.Clone(opt.Buckets)
	opt.Credentials = slices.Clone(opt.Credentials)
	opt.BucketACL = maps.Clone(opt.BucketACL)
	opt.VirtualHost = strings.ToLower(opt.VirtualHost)
	hosts := make(map[string]string, len(opt.CNAME))
	for host, bucket := range opt.CNAME {
		hosts[strings.ToLower(host)] = bucket
	}
	opt.CNAME = hosts
	for _, check := range []func(Options) error{checkPlace, checkBuckets, checkCredentials, checkChoices} {
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
		if !isHost(host) {
			return fmt.Errorf("Options.CNAME: %q is not a host (no scheme, no port, no path)", host)
		}
		if !slices.Contains(opt.Buckets, bucket) {
			return fmt.Errorf("Options.CNAME: host %q is mapped to %q, which is not in Buckets", host, bucket)
		}
	}
	return nil
}

func checkBuckets(opt Options) error {
	for i, name := range opt.Buckets {
		if !validBucket(name) {
			return fmt.Errorf("Options.Buckets[%d]: %q is not a bucket name (3 to 63 lower-case letters, digits and hyphens)", i, name)
		}
		if slices.Contains(opt.Buckets[:i], name) {
			return fmt.Errorf("Options.Buckets[%d]: %q is there twice", i, name)
		}
	}
	for name, acl := range opt.BucketACL {
		if !slices.Contains(opt.Buckets, name) {
			return fmt.Errorf("Options.BucketACL: %q is not in Buckets", name)
		}
		if acl != "" && (acl == aclDefault || !validACL(acl)) {
			return fmt.Errorf("Options.BucketACL: %q is not a bucket's ACL (private, public-read, public-read-write)", acl)
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
	case opt.MaxObjectBytes < 0:
		return fmt.Errorf("Options.MaxObjectBytes: %d is negative", opt.MaxObjectBytes)
	case opt.MaxTotalBytes < 0:
		return fmt.Errorf("Options.MaxTotalBytes: %d is negative", opt.MaxTotalBytes)
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

// validBucket reports what OSS takes as the name of a bucket: 3 to 63
// lower-case letters, digits and hyphens, no hyphen at either end.
func validBucket(name string) bool {
	return 3 <= len(name) && len(name) <= 63 && isName(name) &&
		name[0] != '-' && name[len(name)-1] != '-'
}
