package verify_test

import (
	"fmt"
	"sync"
	"testing"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/verify"
)

// TestConcurrent has one Verifier check, at once, requests by more keys than it keeps
// signers of, with several additional headers.
func TestConcurrent(t *testing.T) {
	verifier := &verify.Verifier{Region: signertest.Region, Credentials: func(id string) (signer.Credentials, bool) {
		return signer.Credentials{AccessKeySecret: "secret-of-" + id}, true
	}}
	var group sync.WaitGroup
	for i := range 40 {
		c := signer.Credentials{AccessKeyID: fmt.Sprintf("id%d", i), AccessKeySecret: fmt.Sprintf("secret-of-id%d", i)}
		var names []string
		if i%3 == 0 {
			names = []string{"host", "content-length"}[:1+i%2]
		}
		inHeader, v1 := signertest.Send(t, signertest.MakeSigner(t, signer.V4, c, names...), signertest.PutRequest()), signertest.Send(t, signertest.MakeSigner(t, signer.V1, c), signertest.PutRequest())
		forged := signertest.Send(t, signertest.MakeSigner(t, signer.V4, signer.Credentials{AccessKeyID: c.AccessKeyID, AccessKeySecret: "secret-of-another"}), signertest.PutRequest())
		group.Go(func() {
			for range 20 {
				for _, r := range []*signer.Request{inHeader, v1} {
					if verified, err := verifier.Verify(r, signertest.Time); err != nil || verified.AccessKeyID != c.AccessKeyID {
						t.Errorf("%s: %v, %v", c.AccessKeyID, verified, err)
					}
				}
				if verified, err := verifier.Verify(forged, signertest.Time); err == nil {
					t.Errorf("%s: accepted as %v", c.AccessKeyID, verified)
				}
			}
		})
	}
	group.Wait()
}
