package signer_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/transcript"
)

// TestLimitsOfQuotes has foreign text that is shown whole, and some that is cut.
func TestLimitsOfQuotes(t *testing.T) {
	for text, want := range map[string]string{
		strings.Repeat("a", 64): `"` + strings.Repeat("a", 64) + `" `, strings.Repeat("a", 65): `"` + strings.Repeat("a", 64) + `"… `,
		strings.Repeat("a", 63) + "é": `"` + strings.Repeat("a", 63) + `"… `,
	} {
		err := &signer.RequestError{Part: "key", Name: text, Reason: signer.ReasonControl}
		if !strings.HasPrefix(err.Error(), "signer: key "+want) {
			t.Errorf("%v, want it to show %s", err, want)
		}
	}
}

// TestRequestErrorWithoutName: the part stands alone.
func TestRequestErrorWithoutName(t *testing.T) {
	err := &signer.RequestError{Part: "method", Reason: signer.ReasonNotToken}
	if want := "signer: method is not a token of RFC 9110"; err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// TestLimitsOfNames has every byte in a header's name: it is signed in lower
// case, or refused.
func TestLimitsOfNames(t *testing.T) {
	const marks, digits, upper, lower = "!#$%&'*+-.^_`|~", "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
	for b := range 256 {
		name, r := "X-Oss-Meta-"+string([]byte{byte(b)}), signertest.GetRequest()
		r.Header[name] = []string{"v"}
		told, err := signertest.MakeSigner(t, signer.V4, signertest.LongTerm).Explain(r, signertest.Time)
		if i := strings.IndexByte(marks+digits+upper+marks+digits+lower, byte(b)); i >= 0 {
			line := "x-oss-meta-" + (marks + digits + lower + marks + digits + lower)[i:i+1] + ":v"
			if err != nil || !slices.ContainsFunc(told.Canonical, func(l transcript.Line) bool { return l.Text == line && l.Name == name }) {
				t.Errorf("%q: %v, %v, want the line %s", name, told, err, line)
			}
			continue
		}
		var refused *signer.RequestError
		if want := (signer.RequestError{Part: "header", Name: name, Reason: signer.ReasonNotToken}); !errors.As(err, &refused) || *refused != want {
			t.Errorf("%q: %v, want %v", name, err, &want)
		}
	}
}

// TestLimitsOfBuckets has every byte in a bucket's name.
func TestLimitsOfBuckets(t *testing.T) {
	for b := range 256 {
		r := signertest.GetRequest()
		r.Bucket = "a" + string([]byte{byte(b)})
		_, err := signertest.MakeSigner(t, signer.V4, signertest.LongTerm).Sign(r, signertest.Time)
		var refused *signer.RequestError
		isName := strings.IndexByte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._", byte(b)) >= 0
		if isName != (err == nil) || err != nil && (!errors.As(err, &refused) || refused.Reason != signer.ReasonBucket) {
			t.Errorf("bucket %q: %v", r.Bucket, err)
		}
	}
}

// TestTrimmed has blanks at either end alone.
func TestTrimmed(t *testing.T) {
	sign := func(value string) string {
		r := signertest.GetRequest()
		r.Header["X-Oss-Meta-Blank"] = []string{value}
		return signertest.MustSign(t, signertest.MakeSigner(t, signer.V4, signertest.LongTerm), r).Fields[2].Value
	}
	for _, value := range []string{"v ", " v", "v\t", "\tv", " \tv\t "} {
		if sign(value) != sign("v") {
			t.Errorf("%q is not trimmed", value)
		}
	}
	if sign("v\v") == sign("v") || sign("v\u00a0") == sign("v") {
		t.Error("more is trimmed than blanks and tabs")
	}
}

// TestUnsignedDates has a Date that is not the one that is signed.
func TestUnsignedDates(t *testing.T) {
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		s, r := signertest.MakeSigner(t, version, signertest.LongTerm), signertest.GetRequest()
		r.Header["Date"] = []string{signertest.Date}
		inHeader := signertest.Explain(t, s, r)
		inURL, err := s.ExplainPresign(r, signertest.Time, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		for told, want := range map[*signer.Transcript]bool{inHeader: version == signer.V4, inURL: true} {
			is := slices.ContainsFunc(told.LeftOut, func(o transcript.Omission) bool { return o.Part == "header" && o.Name == "Date" })
			if is != want {
				t.Errorf("%v, in the URL %t: that Date is not signed is told: %t", version, told.URL, is)
			}
		}
	}
}

// TestEpoch signs at the second that Unix time begins with.
func TestEpoch(t *testing.T) {
	v4, err := signer.NewV4(signertest.LongTerm, signer.Scope{Date: "19700101", Region: signertest.Region})
	if err != nil {
		t.Fatal(err)
	}
	v1 := signertest.MakeSigner(t, signer.V1, signertest.LongTerm)
	for s, want := range map[*signer.Signer]string{v4: "19700101T000000Z", v1: "Thu, 01 Jan 1970 00:00:00 GMT"} {
		signature, err := s.Sign(signertest.GetRequest(), time.Unix(0, 0))
		if err != nil || signature.Fields[0].Value != want {
			t.Errorf("%v, %v, want %s", signature, err, want)
		}
	}
	signature, err := v1.Presign(signertest.GetRequest(), time.Unix(-60, 0), time.Minute)
	if err != nil || signertest.ValueOf(signature, "Expires") != "0" {
		t.Errorf("%v, %v, want it to expire at 0", signature, err)
	}
}

func TestLimitsOfYears(t *testing.T) {
	for year, good := range map[int]bool{-1: false, 0: true, 9999: true, 10000: false} {
		at := time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC)
		if _, err := signertest.MakeSigner(t, signer.V1, signertest.LongTerm).Sign(signertest.GetRequest(), at); (err == nil) != good {
			t.Errorf("in the year %d: %v", year, err)
		}
	}
}

// TestLimitsOfEnds: V1 signs the end of a URL, in seconds since 1970, and a transcript
// tells it in JSON, which has years of four digits.
func TestLimitsOfEnds(t *testing.T) {
	s, last := signertest.MakeSigner(t, signer.V1, signertest.LongTerm), time.Date(9999, 12, 31, 23, 59, 59, 999, time.UTC)
	for end, good := range map[time.Time]bool{time.Unix(-1, 999).UTC(): false, time.Unix(0, 0).UTC(): true, last: true, last.Add(time.Second): false} {
		told, err := s.ExplainPresign(signertest.GetRequest(), end.Add(-time.Hour), time.Hour+1)
		var refused *signer.RequestError
		if !good && (!errors.As(err, &refused) || *refused != signer.RequestError{Part: "time", Name: end.String(), Reason: signer.ReasonYear}) {
			t.Errorf("until %v: %v, want a *RequestError for it", end, err)
		}
		if good {
			_, err = json.Marshal(told)
		}
		if good && err != nil {
			t.Errorf("until %v: %v", end, err)
		}
	}
}
