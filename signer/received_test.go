package signer_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/transcript"
)

// TestSignReceived has a receiver sign what was sent: the signature is the one that
// was sent, whatever headers its own signer would add, and whatever it signed before.
func TestSignReceived(t *testing.T) {
	for _, v := range signertest.BothVersions {
		s := signertest.MakeSigner(t, v, signertest.Temporary)
		if v == signer.V4 {
			s = signertest.MakeSigner(t, v, signertest.Temporary, "range")
		}
		for _, names := range [][]string{nil, {"host"}, {"content-length", "host"}, {"cache-control"}, nil, {"host", "range"}} {
			sender := signertest.MakeSigner(t, v, signertest.Temporary)
			if v == signer.V4 {
				sender = signertest.MakeSigner(t, v, signertest.Temporary, names...)
			}
			sent := signertest.PutRequest()
			sent.Header["range"] = []string{"bytes=0-1"}
			dates := map[bool]string{false: signertest.Stamp, true: signertest.Stamp}
			if v == signer.V1 {
				dates = map[bool]string{false: signertest.Date, true: "1702747257"}
			}
			for url, date := range dates {
				r := signertest.Send(t, sender, sent)
				if url {
					r = signertest.Presigned(t, sender, sent, time.Hour)
				}
				before := signertest.CopyRequest(r)
				if err := signer.CheckReceived(r, v, names...); err != nil {
					t.Errorf("%v, %q, URL %t: %v", v, names, url, err)
				}
				got, err := s.SignReceived(r, signer.Presented{URL: url, Additional: names, Date: date})
				if want := signertest.ProvidedSignature(v, r); err != nil || got != want {
					t.Errorf("%v, %q, URL %t: signed as %s, %v, want %s", v, names, url, got, err, want)
				}
				if diff := cmp.Diff(before, r); diff != "" {
					t.Errorf("%v: signing changed the request:\n%s", v, diff)
				}
			}
			fresh := signertest.MakeSigner(t, v, signertest.Temporary)
			if v == signer.V4 {
				fresh = signertest.MakeSigner(t, v, signertest.Temporary, "range")
			}
			if diff := cmp.Diff(signertest.MustSign(t, fresh, sent), signertest.MustSign(t, s, sent)); diff != "" {
				t.Errorf("%v, after %q: a request to send is signed another way (-want +got):\n%s", v, names, diff)
			}
		}
	}
}

// TestReceivedNames has additional names in every order, and in capitals: the signature is the same.
func TestReceivedNames(t *testing.T) {
	r := signertest.Send(t, signertest.MakeSigner(t, signer.V4, signertest.LongTerm, "content-length", "host"), signertest.PutRequest())
	s, want := signertest.MakeSigner(t, signer.V4, signertest.LongTerm), signertest.ProvidedSignature(signer.V4, r)
	for _, names := range [][]string{{"content-length", "host"}, {"host", "content-length"}, {"Host", "CONTENT-LENGTH"}, {"host", "content-length", "host"}} {
		given := slices.Clone(names)
		got, err := s.SignReceived(r, signer.Presented{Additional: names, Date: signertest.Stamp})
		if err != nil || got != want {
			t.Errorf("%q: signed as %s, %v, want %s", names, got, err, want)
		}
		if !slices.Equal(names, given) {
			t.Errorf("%q became %q", given, names)
		}
	}
	for _, names := range [][]string{nil, {"host"}, {"content-length", "host", "content-type"}, {"content-length", "host", "absent"}} {
		if got, err := s.SignReceived(r, signer.Presented{Additional: names, Date: signertest.Stamp}); err != nil || got == want {
			t.Errorf("%q: signed as %s, %v", names, got, err)
		}
	}
}

// TestReceivedNamesAreCopied changes the names that were given, behind the back of the signer.
func TestReceivedNamesAreCopied(t *testing.T) {
	s, names := signertest.MakeSigner(t, signer.V4, signertest.LongTerm), []string{"content-length"}
	r := signertest.Send(t, signertest.MakeSigner(t, signer.V4, signertest.LongTerm, names...), signertest.PutRequest())
	sign := func() string {
		got, err := s.SignReceived(r, signer.Presented{Additional: names, Date: signertest.Stamp})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	first := sign()
	names[0] = "cache-control"
	other := sign()
	names[0] = "content-length"
	if again := sign(); first != signertest.ProvidedSignature(signer.V4, r) || again != first || other == first {
		t.Errorf("signed as %s, with another name as %s, then as %s", first, other, again)
	}
}

// receivedRefusals are the refusals that have to do with the request alone.
func receivedRefusals() []refusal {
	return slices.DeleteFunc(slices.Clone(refusals), func(tt refusal) bool {
		own := tt.want.Reason == signer.ReasonConflict && tt.name != "two Hosts"
		return own || tt.want.Part == "time" || tt.want.Reason == signer.ReasonURLForm
	})
}

func TestReceivedRefusals(t *testing.T) {
	for _, tt := range receivedRefusals() {
		for _, v := range signertest.VersionsOf(tt.versions) {
			r := signertest.GetRequest()
			tt.change(r)
			_, err := signertest.MakeSigner(t, v, signertest.LongTerm).SignReceived(r, signer.Presented{Additional: []string{"range"}})
			_, explained := signertest.MakeSigner(t, v, signertest.LongTerm).ExplainReceived(r, signer.Presented{Additional: []string{"range"}})
			for call, err := range map[string]error{"CheckReceived": signer.CheckReceived(r, v, "range"), "SignReceived": err, "ExplainReceived": explained} {
				var got *signer.RequestError
				if !errors.As(err, &got) || *got != tt.want {
					t.Errorf("%s, %v: %s: %v, want %v", tt.name, v, call, err, &tt.want)
				}
			}
		}
	}
	if n := len(receivedRefusals()); n < 25 {
		t.Errorf("there are %d rows, want at least 25", n)
	}
}

// TestPresentedRefusals has what a receiver reads from a request and must not sign.
func TestPresentedRefusals(t *testing.T) {
	for _, tt := range []struct {
		p    signer.Presented
		want signer.RequestError
	}{
		{signer.Presented{Date: signertest.Stamp + "\n"}, signer.RequestError{Part: "time", Name: signertest.Stamp + "\n", Reason: signer.ReasonLineBreak}},
		{signer.Presented{Date: "1\r"}, signer.RequestError{Part: "time", Name: "1\r", Reason: signer.ReasonLineBreak}},
		{signer.Presented{Additional: []string{"host", ""}}, signer.RequestError{Part: "additional header", Reason: signer.ReasonNotToken}},
		{signer.Presented{Additional: []string{"a;b"}}, signer.RequestError{Part: "additional header", Name: "a;b", Reason: signer.ReasonNotToken}},
		{signer.Presented{Additional: []string{"a\nUNSIGNED-PAYLOAD"}}, signer.RequestError{Part: "additional header", Name: "a\nUNSIGNED-PAYLOAD", Reason: signer.ReasonNotToken}},
	} {
		signature, err := signertest.MakeSigner(t, signer.V4, signertest.LongTerm).SignReceived(signertest.GetRequest(), tt.p)
		var got *signer.RequestError
		if !errors.As(err, &got) || *got != tt.want || signature != "" {
			t.Errorf("%+v: %q, %v, want %v", tt.p, signature, err, &tt.want)
		}
	}
}

// TestExplainReceived: the transcript has the bytes that the sender signed, and not the signature.
func TestExplainReceived(t *testing.T) {
	for _, v := range signertest.BothVersions {
		s, date := signertest.MakeSigner(t, v, signertest.Temporary), map[signer.Version]string{signer.V4: signertest.Stamp, signer.V1: signertest.Date}[v]
		want := signertest.Explain(t, s, signertest.PutRequest())
		got, err := signertest.MakeSigner(t, v, signertest.Temporary).ExplainReceived(signertest.Send(t, s, signertest.PutRequest()), signer.Presented{Date: date, Time: signertest.Time})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(signertest.SignedText(want)), string(signertest.SignedText(got))); diff != "" {
			t.Errorf("%v (-sent +received):\n%s", v, diff)
		}
		if got.Signature != "" || got.URL || !got.Time.Equal(signertest.Time) || got.AccessKeyID != signertest.Temporary.AccessKeyID || strings.Contains(got.String(), want.Signature) {
			t.Errorf("%v: the transcript is\n%v", v, got)
		}
	}
}

// TestExplainReceivedFields has what only a received request has: the Authorization header, which is left out for
// its own reason, and an empty token, which is a header as any other.
func TestExplainReceivedFields(t *testing.T) {
	for _, v := range signertest.BothVersions {
		r := signertest.GetRequest()
		r.Header["authorization"], r.Header["X-Oss-Security-Token"] = []string{"a"}, []string{""}
		got, err := signertest.MakeSigner(t, v, signertest.LongTerm).ExplainReceived(r, signer.Presented{Date: signertest.Stamp})
		if err != nil {
			t.Fatal(err)
		}
		if want := (transcript.Omission{Part: "header", Name: "authorization", Reason: "it carries the signature"}); !slices.Contains(got.LeftOut, want) {
			t.Errorf("%v: left out are %v", v, got.LeftOut)
		}
		isToken := func(l transcript.Line) bool {
			return l.Text == "x-oss-security-token:" && l.Origin == transcript.OriginHeader
		}
		if !slices.ContainsFunc(slices.Concat(got.Canonical, got.ToSign), isToken) {
			t.Errorf("%v: no line of an empty token in\n%v", v, got)
		}
	}
}

// TestCheckReceivedAfterAnother: what is kept of one request does not bear on the next.
func TestCheckReceivedAfterAnother(t *testing.T) {
	r := signertest.GetRequest()
	r.Header["Range"] = []string{"a", "b"}
	for range 3 {
		for _, names := range [][]string{{"range"}, nil, {"host"}, {"Range"}} {
			signed := slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, "range") })
			if err := signer.CheckReceived(r, signer.V4, names...); (err != nil) != signed {
				t.Errorf("two lines of Range with the additional names %q: %v", names, err)
			}
		}
	}
	clear(r.Header)
	maps.Copy(r.Query, map[string][]string{"a": {"1", "2"}})
	if err := signer.CheckReceived(r, signer.V1); err == nil {
		t.Error("two values of a parameter are taken")
	}
}
