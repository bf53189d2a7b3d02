package verify_test

import (
	"fmt"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/verify"
)

func markedVerifier() *verify.Verifier {
	return &verify.Verifier{Region: signertest.Region, Credentials: func(string) (signer.Credentials, bool) { return signertest.Marked, true }}
}

// TestSecretsAreNotPrinted has a value of every exported type, which keeps its secret
// even where fmt calls no methods.
func TestSecretsAreNotPrinted(t *testing.T) {
	v := markedVerifier()
	values := map[string]any{"Verifier": v, "new Verifier": markedVerifier()}
	for _, version := range signertest.BothVersions {
		s := signertest.MakeSigner(t, version, signertest.Marked)
		for form, r := range map[string]*signer.Request{"header": signertest.Send(t, s, signertest.PutRequest()), "URL": signertest.Presigned(t, s, signertest.PutRequest(), time.Hour)} {
			name := version.String() + " " + form
			verified, err := v.Verify(r, signertest.Time)
			if err != nil {
				t.Fatal(err)
			}
			r.Method = "GET"
			refused := refusedWith(t, v, r, "SignatureDoesNotMatch")
			values[name+" Verified"], values[name+" Error"], values[name+" Error value"] = verified, refused, *refused
			signertest.PrintEverywhere(t, name+": an error around an error", fmt.Errorf("doing it: %w", refused))
		}
	}
	for name, value := range values {
		for _, shapes := range []map[string]any{signertest.Holders(value), signertest.HiddenHolders(value)} {
			for shape, held := range shapes {
				signertest.PrintEverywhere(t, name+" in "+shape, held)
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
