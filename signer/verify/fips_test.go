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
	if _, err := testVerifier().Verify(send(t, makeSigner(t, signer.V4, temporary), putRequest()), testTime); err != nil {
		t.Errorf("V4: %v", err)
	}
	r := putRequest()
	r.Header["Date"] = []string{testDate}
	r.Header["Authorization"] = []string{"OSS LTAIexample:" + strings.Repeat("A", 27) + "="}
	if got := refusedWith(t, testVerifier(), r, "NotImplemented"); got.Message != signer.ErrFIPS.Error() {
		t.Errorf("%v, want it to say %v", got, signer.ErrFIPS)
	}
}
