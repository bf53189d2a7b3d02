package verify_test

import (
	"fmt"
	"sync"
	"testing"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/verify"
)

// TestConcurrent has one Verifier check, at once, requests by more keys than it keeps
// signers of, with several additional headers.
func TestConcurrent(t *testing.T) {
	verifier := &verify.Verifier{Region: testRegion, Credentials: func(id string) (signer.Credentials, bool) {
		return signer.Credentials{AccessKeySecret: "secret-of-" + id}, true
	}}
	var group sync.WaitGroup
	for i := range 40 {
		c := signer.Credentials{AccessKeyID: fmt.Sprintf("id%d", i), AccessKeySecret: fmt.Sprintf("secret-of-id%d", i)}
		var names []string
		if i%3 == 0 {
			names = []string{"host", "content-length"}[:1+i%2]
		}
		inHeader, v1 := send(t, makeSigner(t, signer.V4, c, names...), putRequest()), send(t, makeSigner(t, signer.V1, c), putRequest())
		forged := send(t, makeSigner(t, signer.V4, signer.Credentials{AccessKeyID: c.AccessKeyID, AccessKeySecret: "secret-of-another"}), putRequest())
		group.Go(func() {
			for range 20 {
				for _, r := range []*signer.Request{inHeader, v1} {
					if verified, err := verifier.Verify(r, testTime); err != nil || verified.AccessKeyID != c.AccessKeyID {
						t.Errorf("%s: %v, %v", c.AccessKeyID, verified, err)
					}
				}
				if verified, err := verifier.Verify(forged, testTime); err == nil {
					t.Errorf("%s: accepted as %v", c.AccessKeyID, verified)
				}
			}
		})
	}
	group.Wait()
}
