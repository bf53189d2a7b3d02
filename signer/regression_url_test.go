package signer_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"example.com/ossmeta/signer"
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
		s, r := makeSigner(t, tt.v, longTerm), getRequest()
		r.Host, r.Query[tt.name] = "h", []string{tt.value}
		signature, err := s.Presign(r, testTime, time.Hour)
		if err != nil {
			continue // refused, as it should be
		}
		_, err = testVerifier().Verify(receivedURL(r, signature), testTime)
		t.Errorf("%v: Presign takes %s=%s; Verify says %v", tt.v, tt.name, tt.value, err)
	}
}

// TestForeignToken: the same in the header form.
func TestForeignToken(t *testing.T) {
	for _, v := range bothVersions {
		s, r := makeSigner(t, v, longTerm), getRequest()
		r.Header["x-oss-security-token"] = []string{"a-token"}
		signature, err := s.Sign(r, testTime)
		if err != nil {
			continue
		}
		_, err = testVerifier().Verify(received(r, signature), testTime)
		t.Errorf("%v: Sign takes a token that its credentials have not; Verify says %v", v, err)
	}
}

// TestSubResourceSignature: a part of the signature is no sub-resource.
func TestSubResourceSignature(t *testing.T) {
	for _, name := range []string{"Signature", "Expires", "OSSAccessKeyId"} {
		s, err := signer.NewV1(longTerm, "mine", name)
		var got *signer.RequestError
		if want := (signer.RequestError{Part: "query", Name: name, Reason: signer.ReasonURLForm}); !errors.As(err, &got) || *got != want {
			t.Errorf("NewV1 with %s: %v, %v, want %v", name, s, err, &want)
		}
	}
}

// TestNegativeExpires: the Expires of V1 is no negative number.
func TestNegativeExpires(t *testing.T) {
	at := time.Date(1960, 1, 1, 0, 0, 0, 0, time.UTC)
	r := getRequest()
	signature, err := makeSigner(t, signer.V1, longTerm).Presign(r, at, time.Hour)
	if err != nil {
		return
	}
	_, err = testVerifier().Verify(receivedURL(r, signature), at)
	t.Errorf("Presign makes Expires=%s; Verify says %v", valueOf(signature, "Expires"), err)
}

// TestLeftOutOfURL: the end of a V1 URL is signed: it is the line before the
// headers.
func TestLeftOutOfURL(t *testing.T) {
	s := makeSigner(t, signer.V1, longTerm)
	for _, o := range explainPresign(t, s, getRequest()).LeftOut {
		if o.Name == "Expires" {
			t.Errorf("signed, and left out because %q", o.Reason)
		}
	}
}

// TestRequestInJSON: no token of a Request is printed in JSON or by slog.
func TestRequestInJSON(t *testing.T) {
	r := getRequest()
	r.Header["x-oss-security-token"], r.Query["security-token"] = []string{markedToken}, []string{markedToken}
	data, err := json.Marshal(r)
	if err == nil {
		checkSilent(t, "a Request in JSON", string(data))
	}
}

// TestManyFields: also among many fields and parameters the signer's own
// may be the caller's too, with the same value.
func TestManyFields(t *testing.T) {
	for _, v := range bothVersions {
		s, r := makeSigner(t, v, temporary), getRequest()
		for i := range 60 {
			r.Header[fmt.Sprintf("x-oss-meta-%d", i)], r.Query[fmt.Sprintf("n%d", i)] = []string{"1"}, []string{"1"}
		}
		again := send(t, s, r)
		if _, err := s.Sign(again, testTime); err != nil {
			t.Errorf("%v: Sign: %v", v, err)
		}
		again = presigned(t, s, r, time.Hour)
		delete(again.Query, "Signature")
		delete(again.Query, "x-oss-signature")
		if _, err := s.Presign(again, testTime, time.Hour); err != nil {
			t.Errorf("%v: Presign: %v", v, err)
		}
	}
}
