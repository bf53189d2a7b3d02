package diagnose_test

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/diagnose"
	"example.com/ossmeta/signer/verify"
)

const region = "cn-hangzhou"

var (
	at        = time.Date(2023, 12, 16, 16, 20, 57, 0, time.UTC)
	longTerm  = signer.Credentials{AccessKeyID: "LTAIexample", AccessKeySecret: "example-secret-0123456789"}
	temporary = signer.Credentials{AccessKeyID: "STS.example", AccessKeySecret: "example-secret-9876543210",
		SecurityToken: "CAISexample/token+0123456789=="}
)

// A wire is a signed request as it travels: escaped, with the bucket in the path.
type wire struct {
	method, path, query string
	header              map[string][]string // lower-case names
}

// A setup says how a request is signed.
type setup struct {
	version     signer.Version
	url         bool
	credentials signer.Credentials
	region      string
	names       []string // V4: additional headers
	at          time.Time
}

func newSigner(tb testing.TB, s setup) *signer.Signer {
	tb.Helper()
	made, err := signer.NewV1(s.credentials)
	if s.version == signer.V4 {
		made, err = signer.NewV4(s.credentials, signer.Scope{Date: signer.DateOf(s.at), Region: s.region}, s.names...)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return made
}

// send signs r and puts it on the wire.
func send(tb testing.TB, s setup, r *signer.Request) (*wire, *signer.Transcript) {
	tb.Helper()
	made := newSigner(tb, s)
	var signature signer.Signature
	var transcript *signer.Transcript
	var err error
	if s.url {
		if signature, err = made.Presign(r, s.at, time.Hour); err == nil {
			transcript, err = made.ExplainPresign(r, s.at, time.Hour)
		}
	} else if signature, err = made.Sign(r, s.at); err == nil {
		transcript, err = made.Explain(r, s.at)
	}
	if err != nil {
		tb.Fatal(err)
	}
	w := &wire{method: r.Method, header: map[string][]string{}}
	w.path = string(signer.AppendPath([]byte("/"+r.Bucket+"/"), r.Key))
	query := map[string][]string{}
	maps.Copy(query, r.Query)
	for name, values := range r.Header {
		w.header[strings.ToLower(name)] = slices.Clone(values)
	}
	for _, f := range signature.Fields {
		if s.url {
			query[f.Name] = []string{f.Value}
		} else {
			w.header[strings.ToLower(f.Name)] = []string{f.Value}
		}
	}
	escaped, err := signer.AppendQuery(nil, query)
	if err != nil {
		tb.Fatal(err)
	}
	w.query = string(escaped)
	return w, transcript
}

// explained signs r for examplebucket.
func explained(tb testing.TB, s setup, r signer.Request) *signer.Transcript {
	tb.Helper()
	if s.region == "" {
		s.region = region
	}
	if s.credentials.IsZero() {
		s.credentials = longTerm
	}
	s.at, r.Bucket = at, "examplebucket"
	_, transcript := send(tb, s, &r)
	return transcript
}

// received is the request as a server reads it: a '+' in the query is a blank.
func (w *wire) received(tb testing.TB) *signer.Request {
	tb.Helper()
	path, err := url.PathUnescape(w.path)
	if err != nil {
		tb.Fatal(err)
	}
	bucket, key, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	r := &signer.Request{Method: w.method, Bucket: bucket, Key: key, Header: w.header, Query: map[string][]string{}}
	for pair := range strings.SplitSeq(w.query, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, err1 := url.QueryUnescape(name)
		value, err2 := url.QueryUnescape(value)
		if err := errors.Join(err1, err2); err != nil {
			tb.Fatal(err)
		}
		r.Query[name] = append(r.Query[name], value)
	}
	return r
}

func lookUp(id string) (signer.Credentials, bool) {
	for _, c := range []signer.Credentials{longTerm, temporary} {
		if c.AccessKeyID == id {
			return c, true
		}
	}
	return signer.Credentials{}, false
}

// answer returns what a server answers; found is false for a right signature.
func answer(tb testing.TB, w *wire, now time.Time) (e diagnose.Evidence, refused bool) {
	tb.Helper()
	v := &verify.Verifier{Region: region, Credentials: lookUp, SubResources: []string{"brandNew"}}
	_, err := v.Verify(w.received(tb), now)
	var refusal *verify.Error
	if err == nil {
		return e, false
	}
	if !errors.As(err, &refusal) {
		tb.Fatal(err)
	}
	e = diagnose.Evidence{Code: refusal.Code, EC: refusal.EC, Message: refusal.Message, AccessKeyID: refusal.AccessKeyID,
		SignatureProvided: refusal.SignatureProvided, RequestTime: refusal.RequestTime, ServerTime: refusal.ServerTime}
	if refusal.Transcript != nil {
		e.StringToSignBytes = pairs(refusal.Transcript.StringToSign())
		e.CanonicalRequestBytes = pairs(refusal.Transcript.CanonicalRequest())
	}
	return e, true
}

// pairs writes b as OSS does.
func pairs(b []byte) string {
	const digits = "0123456789ABCDEF"
	var text strings.Builder
	for _, c := range b {
		text.Write([]byte{digits[c>>4], digits[c&15], ' '})
	}
	return text.String()
}
