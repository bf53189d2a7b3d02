package signer_test

import (
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/verify"
)

// testVerifier knows the credentials that the tests sign with.
func testVerifier() *verify.Verifier {
	return &verify.Verifier{Region: signertest.Region, Credentials: signertest.LookUp}
}
