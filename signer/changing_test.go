package signer_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

// TestOneSignerManyRequests signs requests, good and refused, one after the
// other with one signer, which keeps what it found out about the header names of
// the last one, and each again with a signer of its own.
func TestOneSignerManyRequests(t *testing.T) {
	random := rand.New(rand.NewPCG(20231216, 1))
	for _, v := range signertest.BothVersions {
		for _, c := range []signer.Credentials{signertest.LongTerm, signertest.Temporary} {
			var names []string
			if v == signer.V4 {
				names = []string{"host", "range"}
			}
			s := signertest.MakeSigner(t, v, c, names...)
			for round := range 6000 {
				r := changingRequest(random)
				at, life := signertest.Time.Add(time.Duration(random.IntN(3))*time.Second), time.Duration(random.IntN(2))*time.Hour
				got, want := signedAs(s, r, at, life), signedAs(signertest.MakeSigner(t, v, c, names...), r, at, life)
				if got != want {
					t.Fatalf("%v, round %d: %v %q is signed as\n%s\nand by a new signer as\n%s", v, round, r, r.Header, got, want)
				}
			}
		}
	}
}

// changingRequest returns a request that often has the names of the last one.
func changingRequest(random *rand.Rand) *signer.Request {
	one := func(choices ...string) string { return choices[random.IntN(len(choices))] }
	method, bucket := one("GET", "GET", "GET", "PUT", "G T", ""), one("examplebucket", "examplebucket", "b", "b/", "")
	r := &signer.Request{Method: method, Bucket: bucket, Key: one("key", "key", ""), Header: http.Header{}, Host: one("", "", "h", "h2", "h\n")}
	if random.IntN(2) == 0 {
		r.Host = one("", "h")
	}
	for _, name := range []string{one("Content-Type", "content-type", "Content-MD5"), one("Range", "X-Oss-Meta-A", "x-oss-meta-a")} {
		r.Header[name] = []string{one("a", "a", "b", "\ta ", "", "a\x00")}
	}
	if random.IntN(3) > 0 {
		return r
	}
	name := one("range", "content-type", "Date", "x-oss-date", "X-Oss-Security-Token", "X-Oss-Content-Sha256", "Host", "é", "", "Authorization")
	r.Header[name] = []string{one(signertest.Date, signertest.Stamp, signertest.Temporary.SecurityToken, "UNSIGNED-PAYLOAD", "h", "a\n")}
	switch random.IntN(4) {
	case 0:
		r.Header[name] = nil
	case 1:
		r.Header[name] = append(r.Header[name], "a")
	case 2:
		r.Query = map[string][]string{name: {one("a", "h", signertest.Stamp)}}
	}
	return r
}

// signedAs returns what comes of signing r: a transcript and the fields, or an error.
func signedAs(s *signer.Signer, r *signer.Request, at time.Time, life time.Duration) string {
	explain, sign := s.Explain, s.Sign
	if life > 0 {
		explain = func(r *signer.Request, at time.Time) (*signer.Transcript, error) {
			return s.ExplainPresign(r, at, life)
		}
		sign = func(r *signer.Request, at time.Time) (signer.Signature, error) { return s.Presign(r, at, life) }
	}
	transcript, explained := explain(r, at)
	signature, err := sign(r, at)
	return fmt.Sprintf("%v %v %v %v", transcript, signature, explained, err)
}

// TestOwnFieldsAreComparedEveryTime: a request with one of the signer's fields
// is good, and the next, with the very names and another value, is not.
func TestOwnFieldsAreComparedEveryTime(t *testing.T) {
	for _, tt := range []struct {
		version     signer.Version
		name, value string
	}{
		{signer.V4, "x-oss-date", signertest.Stamp},
		{signer.V4, "X-Oss-Content-Sha256", "UNSIGNED-PAYLOAD"},
		{signer.V4, "X-Oss-Security-Token", signertest.Temporary.SecurityToken},
		{signer.V4, "host", "h"},
		{signer.V1, "Date", signertest.Date},
		{signer.V1, "x-oss-date", signertest.Date},
		{signer.V1, "x-oss-security-token", signertest.Temporary.SecurityToken},
		{signer.V1, "Host", "h"},
	} {
		s := signertest.MakeSigner(t, tt.version, signertest.Temporary)
		for round := range 4 {
			r := signertest.GetRequest()
			r.Host, r.Header[tt.name] = "h", []string{tt.value}
			if round%2 == 1 {
				r.Header[tt.name] = []string{"other"}
			}
			if _, err := s.Sign(r, signertest.Time); (err == nil) != (round%2 == 0) {
				t.Errorf("%v, round %d, %s: %q: %v", tt.version, round, tt.name, r.Header[tt.name], err)
			}
		}
	}
}
