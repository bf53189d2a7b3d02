package signer

import (
	"bytes"
	"encoding/base64"
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

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
