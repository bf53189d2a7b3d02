package signer_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"net/http"
	"testing"
	"time"

	"example.com/ossmeta/signer"
)

var (
	benchTime = time.Date(2023, 12, 16, 16, 20, 57, 0, time.UTC)
	benchKey  = signer.Credentials{AccessKeyID: "LTAI5tExampleExampleId", AccessKeySecret: "ExampleSecretExampleSecret00"}
)

func benchRequest() *signer.Request {
	return &signer.Request{
		Method: "PUT", Bucket: "examplebucket", Key: "folder/object name.txt",
		Header: http.Header{
			"Content-Type":        {"text/plain"},
			"Content-Md5":         {"eB5eJF1ptWaXm4bijSPyxw=="},
			"Cache-Control":       {"no-cache"},
			"User-Agent":          {"ossmeta"},
			"X-Oss-Meta-Author":   {"O. Henry"},
			"X-Oss-Meta-Price":    {"100 dollar"},
			"X-Oss-Object-Acl":    {"private"},
			"X-Oss-Storage-Class": {"Standard"},
		},
	}
}

func newBench(tb testing.TB, v signer.Version) *signer.Signer {
	tb.Helper()
	s, err := signer.NewV1(benchKey)
	if v == signer.V4 {
		s, err = signer.NewV4(benchKey, signer.Scope{Date: signer.DateOf(benchTime), Region: "cn-hangzhou"})
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
		s, r := newBench(b, v), benchRequest()
		b.Run(v.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Sign(r, benchTime); err != nil {
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
	r := benchRequest()
	delete(r.Header, "Cache-Control")
	r.Header["Content-Encoding"] = []string{"none"}
	return r
}

// otherValues has values of the same lengths.
func otherValues() *signer.Request {
	r := benchRequest()
	for name, values := range r.Header {
		r.Header[name] = []string{"+" + values[0][1:]}
	}
	return r
}

func benchmarkChanging(b *testing.B, s *signer.Signer, requests ...*signer.Request) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := s.Sign(requests[i%2], benchTime); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkFloor(b *testing.B, s *signer.Signer, r *signer.Request, v signer.Version) {
	transcript, err := s.Explain(r, benchTime)
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
	s, r := newBench(b, signer.V4), benchRequest()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Explain(r, benchTime); err != nil {
			b.Fatal(err)
		}
	}
}
