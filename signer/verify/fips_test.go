package verify_test

import (
	"strings"
	"testing"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

// TestFIPS runs itself again in FIPS 140-only mode.
func TestFIPS(t *testing.T) {
	if !signertest.InFIPSMode(t.Context(), t) {
		return
	}
	if _, err := testVerifier().Verify(signertest.Send(t, signertest.MakeSigner(t, signer.V4, signertest.Temporary), signertest.PutRequest()), signertest.Time); err != nil {
		t.Errorf("V4: %v", err)
	}
	r := signertest.PutRequest()
	r.Header["Date"] = []string{signertest.Date}
	r.Header["Authorization"] = []string{"OSS LTAIexample:" + strings.Repeat("A", 27) + "="}
	if got := refusedWith(t, testVerifier(), r, "NotImplemented"); got.Message != signer.ErrFIPS.Error() {
		t.Errorf("%v, want it to say %v", got, signer.ErrFIPS)
	}
}
