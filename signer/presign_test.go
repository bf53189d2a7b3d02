package signer_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

// urlRefusals are what Presign alone refuses.
var urlRefusals = []struct {
	name    string
	v       signer.Version
	expires time.Duration
	change  func(*signer.Request)
	want    signer.RequestError
}{
	{"no life", signer.V4, 0, signertest.Unchanged, signer.RequestError{Part: "time", Name: "0s", Reason: signer.ReasonExpires}},
	{"a negative life", signer.V1, -time.Hour, signertest.Unchanged, signer.RequestError{Part: "time", Name: "-1h0m0s", Reason: signer.ReasonExpires}},
	{"less than a second", signer.V4, time.Second - 1, signertest.Unchanged, signer.RequestError{Part: "time", Name: "999.999999ms", Reason: signer.ReasonExpires}},
	{"more than seven days", signer.V4, 7*24*time.Hour + 1, signertest.Unchanged, signer.RequestError{Part: "time", Name: "168h0m0.000000001s", Reason: signer.ReasonExpires}},
	{"Authorization", signer.V4, time.Hour, signertest.WithHeader("authorization", "OSS a:b"), signer.RequestError{Part: "header", Name: "authorization", Reason: signer.ReasonHeaderForm}},
	{"a token in the header", signer.V1, time.Hour, signertest.WithHeader("X-Oss-Security-Token", "t"), signer.RequestError{Part: "header", Name: "X-Oss-Security-Token", Reason: signer.ReasonHeaderForm}},
	{"an old signature", signer.V4, time.Hour, signertest.WithQuery("x-oss-signature", "0"), signer.RequestError{Part: "query", Name: "x-oss-signature", Reason: signer.ReasonURLForm}},
	{"an old signature", signer.V1, time.Hour, signertest.WithQuery("Signature", "0"), signer.RequestError{Part: "query", Name: "Signature", Reason: signer.ReasonURLForm}},
	{"the other version's", signer.V1, time.Hour, signertest.WithQuery("x-oss-credential", "0"), signer.RequestError{Part: "query", Name: "x-oss-credential", Reason: signer.ReasonURLForm}},
	{"another date", signer.V4, time.Hour, signertest.WithQuery("x-oss-date", "20231216T162058Z"), signer.RequestError{Part: "query", Name: "x-oss-date", Reason: signer.ReasonConflict}},
	{"another life", signer.V4, time.Hour, signertest.WithQuery("x-oss-expires", "60"), signer.RequestError{Part: "query", Name: "x-oss-expires", Reason: signer.ReasonConflict}},
	{"another life", signer.V1, time.Hour, signertest.WithQuery("Expires", "60"), signer.RequestError{Part: "query", Name: "Expires", Reason: signer.ReasonConflict}},
	{"a header that differs", signer.V4, time.Hour, signertest.WithHeader("x-oss-expires", "60"), signer.RequestError{Part: "header", Name: "x-oss-expires", Reason: signer.ReasonTwoValues}},
}

// TestPresignLimits: the shortest and the longest life are good.
func TestPresignLimits(t *testing.T) {
	for _, v := range signertest.BothVersions {
		for _, life := range []time.Duration{signer.MinExpires, signer.MaxExpires} {
			if _, err := signertest.MakeSigner(t, v, signertest.LongTerm).Presign(signertest.GetRequest(), signertest.Time, life); err != nil {
				t.Errorf("%v, a life of %v: %v", v, life, err)
			}
		}
	}
}

func TestURLRefusals(t *testing.T) {
	for _, tt := range urlRefusals {
		t.Run(tt.name+"/"+tt.v.String(), func(t *testing.T) {
			s, r := signertest.MakeSigner(t, tt.v, signertest.LongTerm), signertest.GetRequest()
			tt.change(r)
			before := signertest.CopyRequest(r)
			_, err := s.Presign(r, signertest.Time, tt.expires)
			var got *signer.RequestError
			if !errors.As(err, &got) {
				t.Fatalf("Presign: %v, want a *RequestError", err)
			}
			if diff := cmp.Diff(tt.want, *got); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if _, explained := s.ExplainPresign(r, signertest.Time, tt.expires); explained == nil || explained.Error() != err.Error() {
				t.Errorf("ExplainPresign: %v, want %v", explained, err)
			}
			if diff := cmp.Diff(before, r); diff != "" {
				t.Errorf("the refused request was changed:\n%s", diff)
			}
		})
	}
}

// TestURLRefusalOfTwo: of both fields that belong to a signature in the header, every
// call refuses the same one.
func TestURLRefusalOfTwo(t *testing.T) {
	s, r := signertest.MakeSigner(t, signer.V4, signertest.LongTerm), signertest.GetRequest()
	signertest.Both(signertest.WithHeader("X-Oss-Security-Token", "t"), signertest.WithHeader("Authorization", "OSS a:b"))(r)
	want := signer.RequestError{Part: "header", Name: "Authorization", Reason: signer.ReasonHeaderForm}
	for range 100 {
		_, err := s.Presign(r, signertest.Time, time.Hour)
		if got := new(signer.RequestError); !errors.As(err, &got) || *got != want {
			t.Fatalf("Presign: %v, want %v", err, &want)
		}
	}
}

// TestURLAccepted has the neighbours of these refusals.
func TestURLAccepted(t *testing.T) {
	for _, tt := range []struct {
		name     string
		versions []signer.Version
		change   func(*signer.Request)
	}{
		{"no lines of Authorization", nil, signertest.WithHeader("Authorization")},
		{"no lines of a token", nil, signertest.WithHeader("X-Oss-Security-Token")},
		{"another x-oss-date in the header", signertest.OnlyV1, signertest.WithHeader("x-oss-date", "yesterday")},
		{"a header that differs", signertest.OnlyV1, signertest.Both(signertest.WithHeader("x-oss-process", "1"), signertest.WithQuery("x-oss-process", "2"))},
		{"a header that differs and is not signed", nil, signertest.Both(signertest.WithHeader("Range", "1"), signertest.WithQuery("Range", "2"))},
	} {
		for _, v := range signertest.VersionsOf(tt.versions) {
			r := signertest.GetRequest()
			tt.change(r)
			if _, err := testVerifier().Verify(signertest.Presigned(t, signertest.MakeSigner(t, v, signertest.LongTerm), r, time.Hour), signertest.Time); err != nil {
				t.Errorf("%s, %v: %v", tt.name, v, err)
			}
		}
	}
}
