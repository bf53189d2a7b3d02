package verify_test

import (
	"errors"
	"testing"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/verify"
)

// TestVectors verifies every published signature, with its own secret and another.
func TestVectors(t *testing.T) {
	for name, v := range signertest.ReadVectors(t) {
		if v.Get("level") != "" {
			continue // of what no request, or no key, gives
		}
		t.Run(name, func(t *testing.T) {
			r, c := v.Request(t), v.Credentials()
			signVector(t, v, r)
			verifier := &verify.Verifier{Region: v.Get("region"), Product: v.Get("product"),
				Credentials: func(id string) (signer.Credentials, bool) { return c, id == c.AccessKeyID }}
			if _, err := verifier.Verify(r, v.Time(t)); err != nil {
				t.Errorf("Verify: %v", err)
			}
			c.AccessKeySecret += "x"
			var refused *verify.Error
			if _, err := verifier.Verify(r, v.Time(t)); !errors.As(err, &refused) || refused.Code != "SignatureDoesNotMatch" {
				t.Fatalf("Verify with another secret: %v, want SignatureDoesNotMatch", err)
			}
			if got := string(refused.Transcript.StringToSign()); got != v.Sections["string to sign"] {
				t.Errorf("the server computed %q, want %q", got, v.Sections["string to sign"])
			}
		})
	}
}

// signVector puts the signature of the vector on r.
func signVector(t *testing.T, v signertest.Vector, r *signer.Request) {
	t.Helper()
	s, err := signer.NewV1(v.Credentials())
	if v.Get("version") == "V4" {
		s, err = signer.NewV4(v.Credentials(), v.Scope(), v.Fields["additional"]...)
	}
	if err != nil {
		t.Fatal(err)
	}
	life := v.Expires(t)
	if life == 0 {
		signature, err := s.Sign(r, v.Time(t))
		if err != nil {
			t.Fatal(err)
		}
		*r = *signertest.Received(r, signature)
		return
	}
	signature, err := s.Presign(r, v.Time(t), life)
	if err != nil {
		t.Fatal(err)
	}
	*r = *signertest.ReceivedURL(r, signature)
}
