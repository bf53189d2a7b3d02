//go:build !race

package verify_test

import (
	"cmp"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

// The race detector makes sync.Pool drop items on purpose, hence the tag.

// TestVerifyAllocations: what one call has made, the Signer and its buffers, the next
// one uses again, also of two clients in turns. Of two whose keys are not kept both, a
// new Signer makes the one HMAC with its key that it needs.
func TestVerifyAllocations(t *testing.T) {
	const most = 12
	anew := map[signer.Version]float64{signer.V4: 78, signer.V1: 43}
	for _, v := range signertest.BothVersions {
		mine, theirs := signertest.MakeSigner(t, v, signertest.LongTerm), signertest.MakeSigner(t, v, signer.Credentials{AccessKeyID: "another", AccessKeySecret: "another-secret"})
		for name, requests := range map[string][]*signer.Request{
			"header": {signertest.Send(t, mine, signertest.TypicalRequest())}, "URL": {signertest.Presigned(t, mine, signertest.TypicalRequest(), time.Hour)},
			"two clients": {signertest.Send(t, mine, signertest.TypicalRequest()), signertest.Send(t, theirs, signertest.TypicalRequest())},
			"keys anew":   {signertest.Send(t, signertest.MakeSigner(t, v, benchKey), signertest.TypicalRequest()), signertest.Send(t, signertest.MakeSigner(t, v, sameSlot), signertest.TypicalRequest())},
		} {
			verifier := testVerifier()
			verifier.Credentials = func(id string) (signer.Credentials, bool) {
				return map[string]signer.Credentials{"another": {AccessKeySecret: "another-secret"}, signertest.LongTerm.AccessKeyID: signertest.LongTerm,
					benchKey.AccessKeyID: benchKey, sameSlot.AccessKeyID: sameSlot}[id], true
			}
			i := 0
			got := testing.AllocsPerRun(100, func() {
				i++
				if _, err := verifier.Verify(requests[i%len(requests)], signertest.Time); err != nil {
					t.Fatal(err)
				}
			})
			if want := cmp.Or(map[string]float64{"keys anew": anew[v]}[name], most); got > want {
				t.Errorf("%v, %s: %v allocations, want at most %v", v, name, got, want)
			}
		}
	}
}
