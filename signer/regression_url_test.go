package signer_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

// The tests of this file have faults that the package once had.

// TestForeignParameters: a caller's parameter that a server reads as a part of
// the signature, and that the signer does not set, is refused.
func TestForeignParameters(t *testing.T) {
	for _, tt := range []struct {
		v           signer.Version
		name, value string
	}{
		{signer.V4, "x-oss-additional-headers", "host"},
		{signer.V4, "x-oss-additional-headers", ""},
		{signer.V4, "x-oss-security-token", "a-token"},
		{signer.V1, "security-token", "a-token"},
	} {
		s, r := signertest.MakeSigner(t, tt.v, signertest.LongTerm), signertest.GetRequest()
		r.Host, r.Query[tt.name] = "h", []string{tt.value}
		signature, err := s.Presign(r, signertest.Time, time.Hour)
		if err != nil {
			continue // refused, as it should be
		}
		_, err = testVerifier().Verify(signertest.ReceivedURL(r, signature), signertest.Time)
		t.Errorf("%v: Presign takes %s=%s; Verify says %v", tt.v, tt.name, tt.value, err)
	}
}

// TestForeignToken: the same in the header form.
func TestForeignToken(t *testing.T) {
	for _, v := range signertest.BothVersions {
		s, r := signertest.MakeSigner(t, v, signertest.LongTerm), signertest.GetRequest()
		r.Header["x-oss-security-token"] = []string{"a-token"}
		signature, err := s.Sign(r, signertest.Time)
		if err != nil {
			continue
		}
		_, err = testVerifier().Verify(signertest.Received(r, signature), signertest.Time)
		t.Errorf("%v: Sign takes a token that its credentials have not; Verify says %v", v, err)
	}
}

// TestSubResourceSignature: a part of the signature is no sub-resource.
func TestSubResourceSignature(t *testing.T) {
	for _, name := range []string{"Signature", "Expires", "OSSAccessKeyId"} {
		s, err := signer.NewV1(signertest.LongTerm, "mine", name)
		var got *signer.RequestError
		if want := (signer.RequestError{Part: "query", Name: name, Reason: signer.ReasonURLForm}); !errors.As(err, &got) || *got != want {
			t.Errorf("NewV1 with %s: %v, %v, want %v", name, s, err, &want)
		}
	}
}

// TestNegativeExpires: the Expires of V1 is no negative number.
func TestNegativeExpires(t *testing.T) {
	at := time.Date(1960, 1, 1, 0, 0, 0, 0, time.UTC)
	r := signertest.GetRequest()
	signature, err := signertest.MakeSigner(t, signer.V1, signertest.LongTerm).Presign(r, at, time.Hour)
	if err != nil {
		return
	}
	_, err = testVerifier().Verify(signertest.ReceivedURL(r, signature), at)
	t.Errorf("Presign makes Expires=%s; Verify says %v", signertest.ValueOf(signature, "Expires"), err)
}

// TestLeftOutOfURL: the end of a V1 URL is signed: it is the line before the
// headers.
func TestLeftOutOfURL(t *testing.T) {
	s := signertest.MakeSigner(t, signer.V1, signertest.LongTerm)
	for _, o := range signertest.ExplainPresign(t, s, signertest.GetRequest()).LeftOut {
		if o.Name == "Expires" {
			t.Errorf("signed, and left out because %q", o.Reason)
		}
	}
}

// TestRequestInJSON: no token of a Request is printed in JSON or by slog.
func TestRequestInJSON(t *testing.T) {
	r := signertest.GetRequest()
	r.Header["x-oss-security-token"], r.Query["security-token"] = []string{signertest.MarkedToken}, []string{signertest.MarkedToken}
	data, err := json.Marshal(r)
	if err == nil {
		signertest.CheckSilent(t, "a Request in JSON", string(data))
	}
}

// TestManyFields: also among many fields and parameters the signer's own
// may be the caller's too, with the same value.
func TestManyFields(t *testing.T) {
	for _, v := range signertest.BothVersions {
		s, r := signertest.MakeSigner(t, v, signertest.Temporary), signertest.GetRequest()
		for i := range 60 {
			r.Header[fmt.Sprintf("x-oss-meta-%d", i)], r.Query[fmt.Sprintf("n%d", i)] = []string{"1"}, []string{"1"}
		}
		again := signertest.Send(t, s, r)
		if _, err := s.Sign(again, signertest.Time); err != nil {
			t.Errorf("%v: Sign: %v", v, err)
		}
		again = signertest.Presigned(t, s, r, time.Hour)
		delete(again.Query, "Signature")
		delete(again.Query, "x-oss-signature")
		if _, err := s.Presign(again, signertest.Time, time.Hour); err != nil {
			t.Errorf("%v: Presign: %v", v, err)
		}
	}
}
