// Package signer makes and explains the request signatures of Alibaba Cloud OSS:
// V1 (HMAC-SHA1) and V4 (OSS4-HMAC-SHA256), in the Authorization header, in a
// URL, and over the policy of a POST form. Below it, package transcript has what
// Explain tells, package verify checks the signatures of received requests, and
// package policy makes policies.
//
// A signature is a pure function of key, request and time: the package does no
// I/O, reads no clock, keeps no global state but pools of buffers, and never
// changes the caller's request. It needs no HTTP package either; http.Header and
// url.Values assign to the maps of a [Request].
//
//	s, err := signer.NewV4(credentials, signer.Scope{Date: signer.DateOf(now), Region: "cn-hangzhou"})
//	signature, err := s.Sign(&signer.Request{Method: "GET", Bucket: "b", Key: "k", Header: req.Header}, now)
//	for _, f := range signature.Fields {
//		req.Header.Set(f.Name, f.Value)
//	}
//
// # What is signed
//
// V4 signs the method, bucket and key, every query parameter, Content-Type,
// Content-MD5, every x-oss- header and the headers that the caller names. V1
// signs the method, Content-MD5, Content-Type, Date, every x-oss- header,
// bucket and key, and of the query only the sub-resources. Neither signs the
// body. [Signer.Explain] tells for one request what was signed, line by line,
// where each line comes from, and what was left out and why.
//
// What is signed must be what is sent: set the fields of the [Signature], and
// send path and query in the escaping of [AppendPath] and [AppendQuery].
// Blanks around a header value are not signed, because HTTP does not carry
// them (RFC 9110 section 5.5). Whoever sends a request with a signed URL must
// send the very Content-Type, Content-MD5, x-oss- and additional headers that
// were signed, and no others of these.
//
// # What is refused
//
// What two readers could read differently is refused with a typed error,
// never guessed: CR, LF or NUL in a header value, a signed header or a query
// parameter with several values, header names that differ only by letter
// case, half-set credentials, keys that are not UTF-8, and control characters
// in a key under V1. Names that OSS would refuse, such as x-oss-meta-a_b, are
// signed all the same: package headers objects to them.
//
// # Cost
//
// A signature of a request with 8 headers takes two allocations, of a URL three.
// In seven runs on two virtual cores of an Intel Xeon, Go 1.26.8, it took with V4
// 2.2 to 2.8 times its hashing alone (median 2.6), and with V1 2.4 to 3.1 times
// (median 3.0): at times all but the hashing is slower there. The official Go SDK V2
// 1.6.1, with 103 and 44 allocations, took about 9 and 5 times as long as this
// package, and for a URL with its query 8 times. client/peers/RESULTS.md has the
// runs, and client/peers what makes them anew.
//
// These are requests like the one before: a [Signer] keeps its names in order, what
// it found out about its values, and the last timestamp, so that signing is one walk
// over them. With other values of these names it takes 1.1 times as long with V4, 1.2
// times with V1; with other names 1.9 and 2.1 times, and one allocation more
// (BenchmarkSign).
//
// # Secrets
//
// Nothing in this package prints a secret or an STS token: not [Credentials],
// not a [Signer], a [Request], a [Signature] or a [Field], not an error, not a
// [Transcript]. That holds for every verb of fmt but %p and %w, which are
// misuses that vet reports, and for log/slog, encoding/json and encoding/xml.
// It cannot hold for values in unexported fields of another struct: there fmt
// looks at the fields and does not ask the value. The exact bytes of a
// transcript, in which the token stands, come only by
// [transcript.Transcript.CanonicalRequest] and [transcript.Transcript.StringToSign].
package signer

import (
	"cmp"
	"crypto/hmac"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"example.com/ossmeta/signer/transcript"
)

// A Version is a version of the signature algorithm. The zero value is V4.
type Version = transcript.Version

// The versions.
const (
	V4 = transcript.V4 // OSS4-HMAC-SHA256, which OSS recommends
	V1 = transcript.V1 // HMAC-SHA1
)

// A Transcript tells how one signature came about, line by line. Package transcript
// has its parts.
type Transcript = transcript.Transcript

// A Request is what is signed of an HTTP request. It is only read.
type Request struct {
	Method string              // as it is sent: "PUT"
	Bucket string              // "" for ListBuckets; always given, whatever host the request goes to
	Key    string              // object key, not escaped; "" for a request about the bucket
	Query  map[string][]string // names and values, not escaped; url.Values fits
	Header map[string][]string // any letter case; http.Header fits
	Host   string              // for AdditionalHeaders host; "" means the Host of Header
}

// A Field is one header field, query parameter or form field of a signature.
// Printed with any verb, or marshalled, a field with the STS token shows no value; Value has it.
type Field struct {
	Name, Value string
}

// Format prints "name: value", for every verb.
func (f Field) Format(s fmt.State, verb rune) { io.WriteString(s, f.redacted()) }

// MarshalText returns "name: value". It never fails.
func (f Field) MarshalText() ([]byte, error) { return []byte(f.redacted()), nil }

func (f Field) redacted() string {
	if f.Name == "policy" { // the token is among its conditions
		return f.Name + ": (" + strconv.Itoa(len(f.Value)) + " bytes)"
	}
	return f.Name + ": " + transcript.Redact(f.Name, f.Value)
}

// Format prints what r asks for and the names of its header fields, for every
// verb: among the values there may be a token.
func (r Request) Format(f fmt.State, verb rune) { io.WriteString(f, r.redacted()) }

// MarshalText returns what Format prints. It never fails.
func (r Request) MarshalText() ([]byte, error) { return []byte(r.redacted()), nil }

func (r Request) redacted() string {
	return fmt.Sprintf("%s bucket %q key %q, header fields %q", r.Method, r.Bucket, r.Key, slices.Sorted(maps.Keys(r.Header)))
}

// A Signature is what must be added to a request to make it a signed one. Its
// fields are sent as they are: they hold the STS token, if there is one.
type Signature struct {
	// Fields are header fields (Sign), query parameters, not escaped (Presign),
	// or form fields (SignPolicy), to set in place of any of the same name. The
	// ones of Presign and SignPolicy are all that it takes to use them.
	Fields []Field
}

// Format prints the fields, the STS token left out, for every verb.
func (s Signature) Format(f fmt.State, verb rune) { io.WriteString(f, s.redacted()) }

// MarshalText returns the fields, the STS token left out. It never fails.
func (s Signature) MarshalText() ([]byte, error) { return []byte(s.redacted()), nil }

func (s Signature) redacted() string {
	lines := make([]string, len(s.Fields))
	for i, f := range s.Fields {
		lines[i] = f.redacted()
	}
	return strings.Join(lines, "\n")
}

// A Signer signs requests with one key: for V4 the key of one day, region and
// product, for V1 the secret itself. It derives the key once, never changes,
// and is safe for concurrent use. It is made by NewV4 or NewV1; the zero value
// cannot be used.
type Signer struct {
	version      Version
	accessKeyID  string
	token        *string // behind a pointer, where fmt does not look
	scope        Scope
	scopeText    string
	credential   string    // the access key id, with V4 the scope, too
	prefix       string    // of Authorization, with the credential
	additional   []string  // lower case, sorted
	subResources []string  // sorted
	pool         sync.Pool // of *canonicalizer, keyed
}

// NewV4 returns a Signer for version 4 in the given scope. The additional
// names are the headers to sign beyond the ones that V4 always signs (OSS's
// AdditionalHeaders), in any letter case: host, content-length, range, ….
// Names that a request lacks, or that V4 signs anyway, drop out of its
// signature.
//
// The error is a *CredentialsError, a *ScopeError, a *RequestError for an
// additional name, or ErrFIPS.
func NewV4(c Credentials, s Scope, additional ...string) (*Signer, error) {
	if err := cmp.Or(c.Check(), s.Check()); err != nil {
		return nil, err
	}
	names, err := sortNames(additional)
	if err != nil {
		return nil, err
	}
	for _, name := range additional {
		lower := strings.ToLower(name)
		if strings.Contains(name, "_") && !isSignedByDefault(lower) || lower == "authorization" {
			return nil, &RequestError{"additional header", name, ReasonNotAdditional}
		}
	}
	return newSigner(&Signer{version: V4, scope: s, scopeText: s.String(), additional: names}, c)
}

// NewV1 returns a Signer for version 1. The sub-resources are query names to
// sign beyond the built-in table, for operations it does not know.
//
// The error is a *CredentialsError, a *RequestError for a sub-resource that is
// a part of the signature itself, or ErrFIPS.
func NewV1(c Credentials, subResources ...string) (*Signer, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	for _, name := range subResources {
		if name == nameSignatureV1 || name == nameExpiresV1 || name == nameAccessKeyIDV1 {
			return nil, &RequestError{"query", name, ReasonURLForm}
		}
	}
	sorted := slices.Clone(subResources)
	slices.Sort(sorted)
	return newSigner(&Signer{version: V1, subResources: sorted}, c)
}

// newSigner completes s, which is for credentials that were checked. The error is in
// place of the panic by which crypto/hmac refuses SHA-1 and keys under 14 bytes in
// FIPS 140-only mode.
func newSigner(s *Signer, c Credentials) (_ *Signer, err error) {
	defer func() {
		if recover() != nil {
			err = ErrFIPS
		}
	}()
	key := schemes[s.version].key(c.AccessKeySecret, s.scope)
	s.accessKeyID, s.token, s.credential = c.AccessKeyID, &c.SecurityToken, c.AccessKeyID
	s.prefix = "OSS " + s.credential + ":"
	if s.version == V4 {
		s.credential += "/" + s.scopeText
		s.prefix = algorithmV4 + " Credential=" + s.credential
	}
	s.pool.New = func() any { return s.newCanonicalizer(hmac.New(schemes[s.version].hash, key)) }
	s.pool.Put(s.pool.New()) // for the first request, and to see that the key is allowed
	return s, nil
}

// Version returns the version that s signs with.
func (s *Signer) Version() Version { return s.version }

// Format prints s without its secrets, for every verb.
func (s *Signer) Format(f fmt.State, verb rune) {
	fmt.Fprintf(f, "OSS %v signer, access key id %q", s.version, s.accessKeyID)
	if s.version == V4 {
		fmt.Fprintf(f, ", scope %s", s.scopeText)
	}
}
