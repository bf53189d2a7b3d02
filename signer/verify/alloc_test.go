//go:build !race

package verify_test

import (
	"cmp"
	"testing"
	"time"

	"example.com/ossmeta/signer"
)

// The race detector makes sync.Pool drop items on purpose, hence the tag.

// TestVerifyAllocations: what one call has made, the Signer and its buffers, the next
// one uses again, also of two clients in turns. Of two whose keys are not kept both, a
// new Signer makes the one HMAC with its key that it needs.
func TestVerifyAllocations(t *testing.T) {
	const most = 12
	anew := map[signer.Version]float64{signer.V4: 78, signer.V1: 43}
	for _, v := range bothVersions {
		mine, theirs := makeSigner(t, v, longTerm), makeSigner(t, v, signer.Credentials{AccessKeyID: "another", AccessKeySecret: "another-secret"})
		for name, requests := range map[string][]*signer.Request{
			"header": {send(t, mine, typicalRequest())}, "URL": {presigned(t, mine, typicalRequest(), time.Hour)},
			"two clients": {send(t, mine, typicalRequest()), send(t, theirs, typicalRequest())},
			"keys anew":   {send(t, makeSigner(t, v, benchKey), typicalRequest()), send(t, makeSigner(t, v, sameSlot), typicalRequest())},
		} {
			verifier := testVerifier()
			verifier.Credentials = func(id string) (signer.Credentials, bool) {
				return map[string]signer.Credentials{"another": {AccessKeySecret: "another-secret"}, longTerm.AccessKeyID: longTerm,
					benchKey.AccessKeyID: benchKey, sameSlot.AccessKeyID: sameSlot}[id], true
			}
			i := 0
			got := testing.AllocsPerRun(100, func() {
				i++
				if _, err := verifier.Verify(requests[i%len(requests)], testTime); err != nil {
					t.Fatal(err)
				}
			})
			if want := cmp.Or(map[string]float64{"keys anew": anew[v]}[name], most); got > want {
				t.Errorf("%v, %s: %v allocations, want at most %v", v, name, got, want)
			}
		}
	}
}
