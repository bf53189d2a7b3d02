package signer_test

import (
	"errors"
	"testing"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

// TestFIPS runs itself again in FIPS 140-only mode.
func TestFIPS(t *testing.T) {
	if signertest.InFIPSMode(t.Context(), t) {
		testInFIPSMode(t)
	}
}

func testInFIPSMode(t *testing.T) {
	if s, err := signer.NewV1(signertest.LongTerm); !errors.Is(err, signer.ErrFIPS) {
		t.Errorf("NewV1 = %v, %v, want ErrFIPS", s, err)
	}
	scope := signer.Scope{Date: "20231216", Region: signertest.Region}
	for secret, want := range map[string]error{"1234": signer.ErrFIPS, "12345": nil} {
		_, err := signer.NewV4(signer.Credentials{AccessKeyID: "i", AccessKeySecret: secret}, scope)
		if !errors.Is(err, want) {
			t.Errorf("NewV4 with a secret of %d bytes: %v, want %v", len(secret), err, want)
		}
	}
	s := signertest.MakeSigner(t, signer.V4, signertest.Temporary)
	r := signertest.Send(t, s, signertest.PutRequest())
	for range 3 {
		r = signertest.Send(t, s, r)
		signertest.Explain(t, s, r)
	}
}
