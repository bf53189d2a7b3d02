//go:build !race

package verify_test

import (
	"testing"
	"time"

	"example.com/ossmeta/signer"
)

// The race detector makes sync.Pool drop items on purpose, hence the tag.

// TestVerifyAllocations: what one call has made, the Signer and its buffers, the next
// one uses again, also of two clients in turns.
func TestVerifyAllocations(t *testing.T) {
	const most = 12
	for _, v := range bothVersions {
		mine, theirs := makeSigner(t, v, longTerm), makeSigner(t, v, signer.Credentials{AccessKeyID: "another", AccessKeySecret: "another-secret"})
		for name, requests := range map[string][]*signer.Request{
			"header": {send(t, mine, typicalRequest())}, "URL": {presigned(t, mine, typicalRequest(), time.Hour)},
			"two clients": {send(t, mine, typicalRequest()), send(t, theirs, typicalRequest())},
		} {
			verifier := testVerifier()
			verifier.Credentials = func(id string) (signer.Credentials, bool) {
				return map[string]signer.Credentials{"another": {AccessKeySecret: "another-secret"}, longTerm.AccessKeyID: longTerm}[id], true
			}
			i := 0
			got := testing.AllocsPerRun(100, func() {
				i++
				if _, err := verifier.Verify(requests[i%len(requests)], testTime); err != nil {
					t.Fatal(err)
				}
			})
			if got > most {
				t.Errorf("%v, %s: %v allocations, want at most %d", v, name, got, most)
			}
		}
	}
}
