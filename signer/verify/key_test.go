package verify_test

import (
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/verify"
)

// TestVerifyManySecrets has one Verifier see secrets, days and keys change
// back and forth: what it keeps of one must not let another pass.
func TestVerifyManySecrets(t *testing.T) {
	other := signertest.LongTerm
	other.AccessKeySecret = "another" + signertest.LongTerm.AccessKeySecret
	known := signertest.LongTerm
	verifier := &verify.Verifier{Region: signertest.Region, Credentials: func(string) (signer.Credentials, bool) { return known, true }}
	for _, day := range []time.Time{signertest.Time, signertest.Time.AddDate(0, 0, 1), signertest.Time} {
		for _, known = range []signer.Credentials{signertest.LongTerm, other, other, signertest.LongTerm} {
			for _, by := range []signer.Credentials{signertest.LongTerm, other} {
				s, err := signer.NewV4(by, signer.Scope{Date: signer.DateOf(day), Region: signertest.Region})
				if err != nil {
					t.Fatal(err)
				}
				signature, err := s.Sign(signertest.GetRequest(), day)
				if err != nil {
					t.Fatal(err)
				}
				_, err = verifier.Verify(signertest.Received(signertest.GetRequest(), signature), day)
				if accepted := err == nil; accepted != (by.AccessKeySecret == known.AccessKeySecret) {
					t.Errorf("%v: accepted %v, %v", day, accepted, err)
				}
			}
		}
	}
}
