package verify_test

import (
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/verify"
)

// TestVerifyManySecrets has one Verifier see secrets, days and keys change
// back and forth: what it keeps of one must not let another pass.
func TestVerifyManySecrets(t *testing.T) {
	other := longTerm
	other.AccessKeySecret = "another" + longTerm.AccessKeySecret
	known := longTerm
	verifier := &verify.Verifier{Region: testRegion, Credentials: func(string) (signer.Credentials, bool) { return known, true }}
	for _, day := range []time.Time{testTime, testTime.AddDate(0, 0, 1), testTime} {
		for _, known = range []signer.Credentials{longTerm, other, other, longTerm} {
			for _, by := range []signer.Credentials{longTerm, other} {
				s, err := signer.NewV4(by, signer.Scope{Date: signer.DateOf(day), Region: testRegion})
				if err != nil {
					t.Fatal(err)
				}
				signature, err := s.Sign(getRequest(), day)
				if err != nil {
					t.Fatal(err)
				}
				_, err = verifier.Verify(received(getRequest(), signature), day)
				if accepted := err == nil; accepted != (by.AccessKeySecret == known.AccessKeySecret) {
					t.Errorf("%v: accepted %v, %v", day, accepted, err)
				}
			}
		}
	}
}
