package signer_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

// TestPrintedSignaturePointer: Signature hides the token behind a pointer, too.
func TestPrintedSignaturePointer(t *testing.T) {
	signature := signertest.MustSign(t, signertest.MakeSigner(t, signer.V4, signertest.Marked), signertest.PutRequest())
	for shape, held := range signertest.Holders(&signature) {
		signertest.CheckSilent(t, shape, fmt.Sprintf("%s", held))
	}
}

// TestPrintedTranscriptValue: by value it hides the exact bytes, too.
func TestPrintedTranscriptValue(t *testing.T) {
	for _, v := range signertest.BothVersions {
		transcript := signertest.Explain(t, signertest.MakeSigner(t, v, signertest.Marked), signertest.PutRequest())
		for shape, held := range signertest.Holders(*transcript) {
			signertest.CheckSilent(t, v.String()+" "+shape, fmt.Sprintf("%s", held))
		}
	}
}

// TestRedactionOfOverlappingTokens: neither shows a part of the other.
func TestRedactionOfOverlappingTokens(t *testing.T) {
	r := signertest.GetRequest()
	r.Query["security-token"], r.Query["x-oss-security-token"] = []string{"abcdef"}, []string{"abcdefGHIJKL"}
	for _, v := range signertest.BothVersions {
		if text := signertest.Explain(t, signertest.MakeSigner(t, v, signertest.LongTerm), r).String(); strings.Contains(text, "GHIJKL") {
			t.Errorf("%v: a part of a token stands in\n%s", v, text)
		}
	}
}

// TestRedactionOfShortToken: only the value is replaced, not the header's name.
func TestRedactionOfShortToken(t *testing.T) {
	c := signertest.LongTerm
	c.SecurityToken = "token"
	transcript := signertest.Explain(t, signertest.MakeSigner(t, signer.V4, c), signertest.GetRequest())
	if text := transcript.String(); !strings.Contains(text, "x-oss-security-token:(5 bytes, redacted)") {
		t.Errorf("the name of the header is gone from\n%s", text)
	}
}

// TestTranscriptTime: the time that was signed has whole seconds.
func TestTranscriptTime(t *testing.T) {
	transcript, err := signertest.MakeSigner(t, signer.V4, signertest.LongTerm).Explain(signertest.GetRequest(), signertest.Time.Add(time.Second/2))
	if err != nil {
		t.Fatal(err)
	}
	if !transcript.Time.Equal(signertest.Time) {
		t.Errorf("the time is %v, what is signed is %v", transcript.Time, signertest.Time)
	}
}

// TestTranscriptPrintsTwoValuesAlike: a tab, and a backslash with a t.
func TestTranscriptPrintsTwoValuesAlike(t *testing.T) {
	seen := map[string]string{}
	for _, value := range []string{"a\tb", `a\tb`} {
		r := signertest.GetRequest()
		r.Header["x-oss-meta-a"] = []string{value}
		text, _, _ := strings.Cut(signertest.Explain(t, signertest.MakeSigner(t, signer.V4, signertest.LongTerm), r).String(), "string to sign")
		if other, found := seen[text]; found {
			t.Errorf("%q and %q print alike", value, other)
		}
		seen[text] = value
	}
}

// TestTranscriptOfAbsentHeader: the name stands in Name.
func TestTranscriptOfAbsentHeader(t *testing.T) {
	line := signertest.Explain(t, signertest.MakeSigner(t, signer.V1, signertest.LongTerm), signertest.GetRequest()).ToSign[1]
	if line.Name != "content-md5" {
		t.Errorf("the line of Content-MD5 is %+v", line)
	}
}

// TestZeroTranscript: a transcript that was not made by Explain has no bytes.
func TestZeroTranscript(t *testing.T) {
	defer func() {
		if err := recover(); err != nil {
			t.Errorf("panic: %v", err)
		}
	}()
	var transcript signer.Transcript
	if transcript.CanonicalRequest() != nil || transcript.StringToSign() != nil {
		t.Error("an empty transcript has bytes")
	}
}

// TestTwoDatesV1: Sign refuses two Date lines, though the first is its own.
func TestTwoDatesV1(t *testing.T) {
	r := signertest.GetRequest()
	r.Header["Date"] = []string{signertest.Date, "Sat, 16 Dec 2023 16:20:58 GMT"}
	if _, err := signertest.MakeSigner(t, signer.V1, signertest.LongTerm).Sign(r, signertest.Time); err == nil {
		t.Error("two Date lines are signed as one")
	}
}

// TestSpellingOfNoLines: a name without lines, which is not sent, does not hide the
// same name in another spelling.
func TestSpellingOfNoLines(t *testing.T) {
	for _, v := range signertest.BothVersions {
		for none, name := range map[string]string{"Content-Type": "content-type", "content-md5": "Content-MD5", "X-Oss-Meta-A": "x-oss-meta-a"} {
			s, r := signertest.MakeSigner(t, v, signertest.LongTerm), signertest.GetRequest()
			r.Header[name] = []string{"value"}
			want := string(signertest.SignedText(signertest.Explain(t, s, r)))
			r.Header[none] = nil
			if got := string(signertest.SignedText(signertest.Explain(t, s, r))); got != want || !strings.Contains(got, "value") {
				t.Errorf("%v, %s: signed is\n%s\nwant\n%s", v, none, got, want)
			}
		}
	}
}
