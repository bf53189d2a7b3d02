package signer

import (
	"bytes"
	"encoding/base64"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A vector is one file of testdata/signing: "name: value" lines, then sections
// of the form "-- name --" that pin every stage.
type vector struct {
	fields   map[string][]string
	sections map[string]string
}

const fewestVectors = 24

func readVectors(t *testing.T) map[string]vector {
	t.Helper()
	paths, err := filepath.Glob("../testdata/signing/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) < fewestVectors {
		t.Fatalf("testdata/signing has %d vectors, want at least %d", len(paths), fewestVectors)
	}
	vectors := map[string]vector{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		vectors[name] = parseVector(t, name, string(data))
	}
	return vectors
}

func parseVector(t *testing.T, name, text string) vector {
	t.Helper()
	v := vector{map[string][]string{}, map[string]string{}}
	head, rest, _ := strings.Cut(text, "\n\n-- ")
	for line := range strings.Lines(head) {
		field, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if !ok {
			t.Fatalf("%s: line %q is not \"name: value\"", name, line)
		}
		v.fields[field] = append(v.fields[field], value)
	}
	for section := range strings.SplitSeq(rest, "\n\n-- ") {
		title, body, ok := strings.Cut(section, " --\n")
		if !ok {
			t.Fatalf("%s: section %q has no title", name, section)
		}
		v.sections[title] = strings.TrimSuffix(body, "\n")
	}
	return v
}

func (v vector) get(name string) string {
	if len(v.fields[name]) == 0 {
		return ""
	}
	return v.fields[name][0]
}

func (v vector) credentials() Credentials {
	return Credentials{v.get("access-key-id"), v.get("access-key-secret"), v.get("security-token")}
}

func (v vector) scope() Scope {
	day := strings.ReplaceAll(v.get("time")[:len("2023-12-16")], "-", "")
	return Scope{Date: day, Region: v.get("region"), Product: v.get("product")}
}

func (v vector) time(t *testing.T) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, v.get("time"))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// expires is the life of a URL; 0 for the header form.
func (v vector) expires(t *testing.T) time.Duration {
	t.Helper()
	if v.get("expires") == "" {
		return 0
	}
	seconds, err := strconv.Atoi(v.get("expires"))
	if err != nil {
		t.Fatal(err)
	}
	return time.Duration(seconds) * time.Second
}

// urlQuery returns the query of the signed URL.
func urlQuery(t *testing.T, r *Request, signature Signature) string {
	t.Helper()
	query := maps.Clone(r.Query)
	for _, f := range signature.Fields {
		query[f.Name] = []string{f.Value}
	}
	escaped, err := AppendQuery(nil, query)
	if err != nil {
		t.Fatal(err)
	}
	return string(escaped)
}

// readQuery decodes a query: official clients sort theirs in their own ways.
func readQuery(t *testing.T, query string) map[string]string {
	t.Helper()
	values := map[string]string{}
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		values[unescape(t, name)] = unescape(t, value)
	}
	return values
}

func (v vector) request(t *testing.T) *Request {
	t.Helper()
	r := &Request{Method: v.get("method"), Bucket: v.get("bucket"), Key: v.get("key"),
		Query: map[string][]string{}, Header: map[string][]string{}}
	for _, pair := range v.fields["query"] {
		name, value, _ := strings.Cut(pair, "=")
		r.Query[unescape(t, name)] = []string{unescape(t, value)}
	}
	for _, field := range v.fields["header"] {
		name, value, _ := strings.Cut(field, ": ")
		r.Header[name] = []string{value}
	}
	return r
}

// signer returns the vector's signer. A core vector has what the public API
// refuses, an empty access key id: it is made below that.
func (v vector) signer(t *testing.T) *Signer {
	t.Helper()
	var s *Signer
	var err error
	switch {
	case v.get("level") == "core":
		c := v.credentials()
		s, err = newSigner(&Signer{version: V1}, c)
	case v.get("version") == "V1":
		s, err = NewV1(v.credentials())
	default:
		s, err = NewV4(v.credentials(), v.scope(), v.fields["additional"]...)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestVectors reproduces every published signature, stage by stage, and
// verifies it as a server would.
func TestVectors(t *testing.T) {
	for name, v := range readVectors(t) {
		t.Run(name, func(t *testing.T) {
			if v.get("level") == "mac" {
				testMAC(t, v)
				return
			}
			s, r, at := v.signer(t), v.request(t), v.time(t)
			before := clone(r)
			explain, sign := s.Explain, s.Sign
			if life := v.expires(t); life > 0 {
				explain = func(r *Request, at time.Time) (*Transcript, error) { return s.ExplainPresign(r, at, life) }
				sign = func(r *Request, at time.Time) (Signature, error) { return s.Presign(r, at, life) }
			}
			transcript, err := explain(r, at)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{
				"string to sign": string(transcript.StringToSign()),
				"signature":      transcript.Signature,
			}
			if canonical := transcript.CanonicalRequest(); canonical != nil {
				got["canonical request"] = string(canonical)
			}
			signature, err := sign(r, at)
			if err != nil {
				t.Fatal(err)
			}
			if _, pinned := v.sections["authorization"]; pinned {
				got["authorization"] = field(signature, "Authorization")
			}
			if want, pinned := v.sections["url query"]; pinned {
				got["url query"] = want
				if diff := cmp.Diff(readQuery(t, want), readQuery(t, urlQuery(t, r, signature))); diff != "" {
					t.Errorf("the URL's query (-published +got):\n%s", diff)
				}
			}
			if diff := cmp.Diff(v.sections, got); diff != "" {
				t.Errorf("stages differ (-published +got):\n%s", diff)
			}
			if diff := cmp.Diff(before, r); diff != "" {
				t.Errorf("signing changed the request:\n%s", diff)
			}
			if v.get("level") != "core" {
				testAccepted(t, v, signature)
			}
		})
	}
}

// testMAC reproduces the HMAC of a string to sign that no request gives.
func testMAC(t *testing.T, v vector) {
	_, mac, err := (&Signer{version: V1}).newKey(v.get("access-key-secret"), deriveKey)
	if err != nil {
		t.Fatal(err)
	}
	c := &canonicalizer{mac: mac}
	c.authenticate([]byte(v.sections["string to sign"]))
	if got := base64.StdEncoding.EncodeToString(c.sum); got != v.sections["signature"] {
		t.Errorf("signature %s, want %s", got, v.sections["signature"])
	}
}

// testAccepted verifies the signed request, with its own secret and another.
func testAccepted(t *testing.T, v vector, signature Signature) {
	r := v.request(t)
	for _, f := range signature.Fields {
		if v.expires(t) > 0 {
			r.Query[f.Name] = []string{f.Value}
			continue
		}
		for name := range r.Header {
			if strings.EqualFold(name, f.Name) {
				delete(r.Header, name)
			}
		}
		r.Header[f.Name] = []string{f.Value}
	}
	c := v.credentials()
	verifier := &Verifier{Region: v.get("region"), Product: v.get("product"),
		Credentials: func(id string) (Credentials, bool) { return c, id == c.AccessKeyID }}
	if _, err := verifier.Verify(r, v.time(t)); err != nil {
		t.Errorf("Verify: %v", err)
	}
	c.AccessKeySecret += "x"
	var refused *VerifyError
	if _, err := verifier.Verify(r, v.time(t)); !errors.As(err, &refused) || refused.Code != "SignatureDoesNotMatch" {
		t.Fatalf("Verify with another secret: %v, want SignatureDoesNotMatch", err)
	}
	if got := string(refused.Transcript.StringToSign()); got != v.sections["string to sign"] {
		t.Errorf("the server computed %q, want %q", got, v.sections["string to sign"])
	}
}

// TestVectorsWithoutOwnFields signs the V4 vectors without the fields that the
// signer sets itself: it adds them, with the same result.
func TestVectorsWithoutOwnFields(t *testing.T) {
	for name, v := range readVectors(t) {
		if v.get("version") != "V4" || v.expires(t) > 0 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			r := v.request(t)
			maps.DeleteFunc(r.Header, func(name string, _ []string) bool {
				return name == nameDate || name == nameContentSHA256 || name == nameToken
			})
			transcript, err := v.signer(t).Explain(r, v.time(t))
			if err != nil {
				t.Fatal(err)
			}
			if got, want := transcript.CanonicalRequest(), v.sections["canonical request"]; !bytes.Equal(got, []byte(want)) {
				t.Errorf("canonical request:\n%s", cmp.Diff(want, string(got)))
			}
			if transcript.Signature != v.sections["signature"] {
				t.Errorf("signature %s, want %s", transcript.Signature, v.sections["signature"])
			}
		})
	}
}

func field(s Signature, name string) string {
	for _, f := range s.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

func clone(r *Request) *Request {
	c := *r
	c.Query, c.Header = maps.Clone(r.Query), maps.Clone(r.Header)
	return &c
}

func unescape(t *testing.T, s string) string {
	t.Helper()
	out, ok := unescapePercent(s)
	if !ok {
		t.Fatalf("%q is not percent-encoded", s)
	}
	return out
}
