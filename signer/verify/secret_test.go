package verify_test

import (
	"fmt"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/verify"
)

func markedVerifier() *verify.Verifier {
	return &verify.Verifier{Region: testRegion, Credentials: func(string) (signer.Credentials, bool) { return marked, true }}
}

// TestSecretsAreNotPrinted has a value of every exported type, which keeps its secret
// even where fmt calls no methods.
func TestSecretsAreNotPrinted(t *testing.T) {
	v := markedVerifier()
	values := map[string]any{"Verifier": v, "new Verifier": markedVerifier()}
	for _, version := range bothVersions {
		s := makeSigner(t, version, marked)
		for form, r := range map[string]*signer.Request{"header": send(t, s, putRequest()), "URL": presigned(t, s, putRequest(), time.Hour)} {
			name := version.String() + " " + form
			verified, err := v.Verify(r, testTime)
			if err != nil {
				t.Fatal(err)
			}
			r.Method = "GET"
			refused := refusedWith(t, v, r, "SignatureDoesNotMatch")
			values[name+" Verified"], values[name+" Error"], values[name+" Error value"] = verified, refused, *refused
			printEverywhere(t, name+": an error around an error", fmt.Errorf("doing it: %w", refused))
		}
	}
	for name, value := range values {
		for _, shapes := range []map[string]any{holders(value), hiddenHolders(value)} {
			for shape, held := range shapes {
				printEverywhere(t, name+" in "+shape, held)
			}
		}
	}
}

func TestNoError(t *testing.T) {
	var none *verify.Error
	if got := fmt.Sprintf("%v", none); got != "<nil>" {
		t.Errorf("printed as %s", got)
	}
}
