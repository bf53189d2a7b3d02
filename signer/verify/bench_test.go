package verify_test

import (
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/verify"
)

var (
	benchKey = signer.Credentials{AccessKeyID: "LTAI5tExampleExampleId", AccessKeySecret: "ExampleSecretExampleSecret00"}
	sameSlot = signer.Credentials{AccessKeyID: "LTAI5tAnotherExampleId", AccessKeySecret: "AnotherSecretExampleSecret00"}
)

// BenchmarkVerify measures one verification of a request with 8 headers, signed in
// its header or its URL; as /names=changing and /keys=changing, of a request with other
// header names, or by another key, than the time before. /keys=anew has two keys of
// which the Verifier keeps one.
func BenchmarkVerify(b *testing.B) {
	for _, v := range signertest.BothVersions {
		s := signertest.MakeSigner(b, v, benchKey)
		inHeader := sent(b, s, signertest.TypicalRequest(), 0)
		other := signertest.TypicalRequest()
		delete(other.Header, "Cache-Control")
		other.Header["Content-Encoding"] = []string{"none"}
		b.Run(v.String(), func(b *testing.B) { benchmarkVerify(b, inHeader) })
		b.Run(v.String()+"/URL", func(b *testing.B) { benchmarkVerify(b, sent(b, s, signertest.TypicalRequest(), time.Hour)) })
		b.Run(v.String()+"/names=changing", func(b *testing.B) { benchmarkVerify(b, inHeader, sent(b, s, other, 0)) })
		b.Run(v.String()+"/keys=changing", func(b *testing.B) {
			benchmarkVerify(b, inHeader, sent(b, signertest.MakeSigner(b, v, signertest.LongTerm), signertest.TypicalRequest(), 0))
		})
		b.Run(v.String()+"/keys=anew", func(b *testing.B) {
			benchmarkVerify(b, inHeader, sent(b, signertest.MakeSigner(b, v, sameSlot), signertest.TypicalRequest(), 0))
		})
	}
	names := sent(b, signertest.MakeSigner(b, signer.V4, signertest.LongTerm, "cache-control", "user-agent"), signertest.TypicalRequest(), 0)
	b.Run("V4/additional", func(b *testing.B) { benchmarkVerify(b, names) })
	b.Run("V4/additional=changing", func(b *testing.B) {
		benchmarkVerify(b, names, sent(b, signertest.MakeSigner(b, signer.V4, signertest.LongTerm), signertest.TypicalRequest(), 0))
	})
}

// sent returns r signed in its header or, with a life, in its URL.
func sent(b *testing.B, s *signer.Signer, r *signer.Request, life time.Duration) *signer.Request {
	b.Helper()
	if life > 0 {
		return signertest.Presigned(b, s, r, life)
	}
	return signertest.Send(b, s, r)
}

func benchmarkVerify(b *testing.B, requests ...*signer.Request) {
	c := map[string]signer.Credentials{signertest.LongTerm.AccessKeyID: signertest.LongTerm, benchKey.AccessKeyID: benchKey, sameSlot.AccessKeyID: sameSlot}
	v := &verify.Verifier{Region: signertest.Region, Credentials: func(id string) (signer.Credentials, bool) { return c[id], true }}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := v.Verify(requests[i%len(requests)], signertest.Time); err != nil {
			b.Fatal(err)
		}
	}
}
