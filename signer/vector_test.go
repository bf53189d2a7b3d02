package signer_test

import (
	"bytes"
	"encoding/base64"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

// TestVectors reproduces every published signature, stage by stage.
func TestVectors(t *testing.T) {
	for name, v := range signertest.ReadVectors(t) {
		t.Run(name, func(t *testing.T) {
			if v.Get("level") == "mac" {
				testMAC(t, v)
				return
			}
			s, r, at := signerOf(t, v), v.Request(t), v.Time(t)
			before := signertest.CopyRequest(r)
			explain, sign := s.Explain, s.Sign
			if life := v.Expires(t); life > 0 {
				explain = func(r *signer.Request, at time.Time) (*signer.Transcript, error) {
					return s.ExplainPresign(r, at, life)
				}
				sign = func(r *signer.Request, at time.Time) (signer.Signature, error) { return s.Presign(r, at, life) }
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
			if _, pinned := v.Sections["authorization"]; pinned {
				got["authorization"] = signertest.ValueOf(signature, "Authorization")
			}
			if want, pinned := v.Sections["url query"]; pinned {
				got["url query"] = want
				if diff := cmp.Diff(readQuery(t, want), readQuery(t, urlQuery(t, r, signature))); diff != "" {
					t.Errorf("the URL's query (-published +got):\n%s", diff)
				}
			}
			if diff := cmp.Diff(v.Sections, got); diff != "" {
				t.Errorf("stages differ (-published +got):\n%s", diff)
			}
			if diff := cmp.Diff(before, r); diff != "" {
				t.Errorf("signing changed the request:\n%s", diff)
			}
		})
	}
}

// testMAC reproduces the HMAC of a string to sign that no request gives.
func testMAC(t *testing.T, v signertest.Vector) {
	sum := signer.MAC(v.Get("access-key-secret"), v.Sections["string to sign"])
	if got := base64.StdEncoding.EncodeToString(sum); got != v.Sections["signature"] {
		t.Errorf("signature %s, want %s", got, v.Sections["signature"])
	}
}

// signerOf returns the vector's signer. A core vector has what the public API
// refuses, an empty access key id: it is made below that.
func signerOf(t *testing.T, v signertest.Vector) *signer.Signer {
	t.Helper()
	var s *signer.Signer
	var err error
	switch {
	case v.Get("level") == "core":
		s, err = signer.NewUncheckedV1(v.Credentials())
	case v.Get("version") == "V1":
		s, err = signer.NewV1(v.Credentials())
	default:
		s, err = signer.NewV4(v.Credentials(), v.Scope(), v.Fields["additional"]...)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// urlQuery returns the query of the signed URL.
func urlQuery(t *testing.T, r *signer.Request, signature signer.Signature) string {
	t.Helper()
	query := maps.Clone(r.Query)
	for _, f := range signature.Fields {
		query[f.Name] = []string{f.Value}
	}
	escaped, err := signer.AppendQuery(nil, query)
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
		values[signertest.Unescape(t, name)] = signertest.Unescape(t, value)
	}
	return values
}

// TestVectorsWithoutOwnFields signs the V4 vectors without the fields that the
// signer sets itself: it adds them, with the same result.
func TestVectorsWithoutOwnFields(t *testing.T) {
	for name, v := range signertest.ReadVectors(t) {
		if v.Get("version") != "V4" || v.Expires(t) > 0 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			r := v.Request(t)
			maps.DeleteFunc(r.Header, func(name string, _ []string) bool {
				return name == "x-oss-date" || name == "x-oss-content-sha256" || name == "x-oss-security-token"
			})
			transcript, err := signerOf(t, v).Explain(r, v.Time(t))
			if err != nil {
				t.Fatal(err)
			}
			if got, want := transcript.CanonicalRequest(), v.Sections["canonical request"]; !bytes.Equal(got, []byte(want)) {
				t.Errorf("canonical request:\n%s", cmp.Diff(want, string(got)))
			}
			if transcript.Signature != v.Sections["signature"] {
				t.Errorf("signature %s, want %s", transcript.Signature, v.Sections["signature"])
			}
		})
	}
}
