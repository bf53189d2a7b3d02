package verify_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/transcript"
	"example.com/ossmeta/signer/verify"
)

// The tests of this file have faults that the package once had.

// TestVerifyWithoutASecret: nobody can sign with an empty secret.
func TestVerifyWithoutASecret(t *testing.T) {
	lookUp := map[string]signer.Credentials{} // returns no secret for any id
	v := testVerifier()
	v.Credentials = func(id string) (signer.Credentials, bool) { return lookUp[id], true }
	r := signertest.GetRequest()
	toSign := signertest.ReferenceToSignV1(r, signertest.Date)
	r.Header["Date"] = []string{signertest.Date}
	r.Header["Authorization"] = []string{"OSS anybody:" + signertest.ReferenceSignatureV1("", toSign)}
	if verified, err := v.Verify(r, signertest.Time); err == nil {
		t.Errorf("a forged request is accepted as %+v", *verified)
	}
}

// TestLeftOutOfReceived: no signed name is among the ones left out.
func TestLeftOutOfReceived(t *testing.T) {
	r := signertest.Send(t, signertest.MakeSigner(t, signer.V4, signertest.LongTerm), signertest.PutRequest())
	authorization := r.Header["Authorization"][0]
	signertest.Set(r, "Authorization", strings.Replace(authorization, ",Signature", ",AdditionalHeaders=content-type,Signature", 1))
	told := refusedWith(t, testVerifier(), r, "SignatureDoesNotMatch").Transcript
	for _, o := range told.LeftOut {
		if o.Name == "content-type" || o.Name == "Authorization" && o.Reason != "it carries the signature" {
			t.Errorf("%+v, in a request whose names line is %q", o, told.Canonical[len(told.Canonical)-2].Text)
		}
	}
}

// TestTimeOfURL: the transcript of a refused V1 URL has its end as the time
// that was signed.
func TestTimeOfURL(t *testing.T) {
	r := signertest.Presigned(t, signertest.MakeSigner(t, signer.V1, signertest.LongTerm), signertest.GetRequest(), time.Hour)
	r.Method = "PUT"
	told := refusedWith(t, testVerifier(), r, "SignatureDoesNotMatch").Transcript
	if text := told.String(); told.Time.Year() < 1970 && strings.Contains(text, "0001-01-01") {
		t.Errorf("the time is %v in\n%s", told.Time, text)
	}
}

// TestECOfURLs: the OSS error code reference has a number for each of these.
func TestECOfURLs(t *testing.T) {
	const early, late = -16 * time.Minute, 2 * time.Hour
	for _, tt := range []struct {
		name   string
		v      signer.Version
		change func(*signer.Request)
		after  time.Duration
		ec     string
	}{
		{"past its end", signer.V1, signertest.Unchanged, late, "0002-00000069"},
		{"no key id", signer.V1, signertest.WithQuery("OSSAccessKeyId"), 0, "0002-00000071"},
		{"empty key id", signer.V1, signertest.WithQuery("OSSAccessKeyId", ""), 0, "0002-00000072"},
		{"no signature", signer.V1, signertest.WithQuery("Signature"), 0, "0002-00000074"},
		{"no life", signer.V4, signertest.WithQuery("x-oss-expires"), 0, "0002-00000215"},
		{"empty life", signer.V4, signertest.WithQuery("x-oss-expires", ""), 0, "0002-00000216"},
		{"no credential", signer.V4, signertest.WithQuery("x-oss-credential"), 0, "0002-00000217"},
		{"empty credential", signer.V4, signertest.WithQuery("x-oss-credential", ""), 0, "0002-00000218"},
		{"before its beginning", signer.V4, signertest.Unchanged, early, "0002-00000235"},
		{"wrong token", signer.V4, signertest.WithQuery("x-oss-security-token", "other"), 0, "0002-00000006"},
	} {
		r := signedURL(t, tt.v)
		tt.change(r)
		_, err := testVerifier().Verify(r, signertest.Time.Add(tt.after))
		var refused *verify.Error
		if !errors.As(err, &refused) || refused.EC != tt.ec {
			t.Errorf("%s, %v: %v, want EC %s", tt.name, tt.v, err, tt.ec)
		}
	}
}

// TestBothVersionsInOneURL: Presign refuses a request that has parameters of both
// versions, because a server could read either; Verify refuses it too.
func TestBothVersionsInOneURL(t *testing.T) {
	r := bareURL(signer.V4)
	r.Query["OSSAccessKeyId"], r.Query["Signature"] = []string{signertest.LongTerm.AccessKeyID}, []string{"AAAAAAAAAAAAAAAAAAAAAAAAAAA="}
	presignByHand(r, signer.V4)
	if verified, err := testVerifier().Verify(r, signertest.Time); err == nil {
		t.Errorf("accepted as %+v", *verified)
	}
}

// TestFarExpires: OSS takes every number of seconds that fits in 64 bits,
// says its tool ossutil.
func TestFarExpires(t *testing.T) {
	r := bareURL(signer.V1)
	r.Query["Expires"] = []string{"9223372036854775807"}
	presignByHand(r, signer.V1)
	verified, err := testVerifier().Verify(r, signertest.Time)
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC); verified.Expires != want {
		t.Errorf("good until %v, want the last time that can be written, %v", verified.Expires, want)
	}
}

// TestLeftOutOfURL: what carries the signature is said to.
func TestLeftOutOfURL(t *testing.T) {
	r := signertest.Presigned(t, signertest.MakeSigner(t, signer.V1, signertest.LongTerm), signertest.GetRequest(), time.Hour)
	r.Method = "PUT"
	i := slices.IndexFunc(refusedWith(t, testVerifier(), r, "SignatureDoesNotMatch").Transcript.LeftOut, func(o transcript.Omission) bool {
		return o == transcript.Omission{Part: "query", Name: "Signature", Reason: "it carries the signature"}
	})
	if i < 0 {
		t.Error("the signature is left out for another reason")
	}
}
