package signer_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"testing"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

var benchKey = signer.Credentials{AccessKeyID: "LTAI5tExampleExampleId", AccessKeySecret: "ExampleSecretExampleSecret00"}

func newBench(tb testing.TB, v signer.Version) *signer.Signer {
	tb.Helper()
	s, err := signer.NewV1(benchKey)
	if v == signer.V4 {
		s, err = signer.NewV4(benchKey, signer.Scope{Date: signer.DateOf(signertest.Time), Region: "cn-hangzhou"})
	}
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// BenchmarkSign measures one signature of the same request with 8 headers, and, as
// /values=changing and /names=changing, of one with other values, and other names,
// than the time before. Its twin /floor measures the hashing alone, with reused
// state, over the same bytes.
func BenchmarkSign(b *testing.B) {
	for _, v := range []signer.Version{signer.V4, signer.V1} {
		s, r := newBench(b, v), signertest.TypicalRequest()
		b.Run(v.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Sign(r, signertest.Time); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(v.String()+"/values=changing", func(b *testing.B) { benchmarkChanging(b, s, r, otherValues()) })
		b.Run(v.String()+"/names=changing", func(b *testing.B) { benchmarkChanging(b, s, r, otherNames()) })
		b.Run(v.String()+"/floor", func(b *testing.B) { benchmarkFloor(b, s, r, v) })
	}
}

func otherNames() *signer.Request {
	r := signertest.TypicalRequest()
	delete(r.Header, "Cache-Control")
	r.Header["Content-Encoding"] = []string{"none"}
	return r
}

// otherValues has values of the same lengths.
func otherValues() *signer.Request {
	r := signertest.TypicalRequest()
	for name, values := range r.Header {
		r.Header[name] = []string{"+" + values[0][1:]}
	}
	return r
}

func benchmarkChanging(b *testing.B, s *signer.Signer, requests ...*signer.Request) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := s.Sign(requests[i%2], signertest.Time); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkFloor(b *testing.B, s *signer.Signer, r *signer.Request, v signer.Version) {
	transcript, err := s.Explain(r, signertest.Time)
	if err != nil {
		b.Fatal(err)
	}
	canonical, toSign := transcript.CanonicalRequest(), transcript.StringToSign()
	mac := hmac.New(sha256.New, make([]byte, 32))
	if v == signer.V1 {
		mac = hmac.New(sha1.New, make([]byte, 30))
	}
	sum := make([]byte, 0, 32)
	b.ReportAllocs()
	for b.Loop() {
		if v == signer.V4 {
			sha256.Sum256(canonical)
		}
		mac.Reset()
		mac.Write(toSign)
		sum = mac.Sum(sum[:0])
	}
}

func BenchmarkExplain(b *testing.B) {
	s, r := newBench(b, signer.V4), signertest.TypicalRequest()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Explain(r, signertest.Time); err != nil {
			b.Fatal(err)
		}
	}
}
