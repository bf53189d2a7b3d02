package signer_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
)

// TestPrintedSignaturePointer: Signature hides the token behind a pointer, too.
func TestPrintedSignaturePointer(t *testing.T) {
	signature := mustSign(t, makeSigner(t, signer.V4, marked), putRequest())
	for shape, held := range holders(&signature) {
		checkSilent(t, shape, fmt.Sprintf("%s", held))
	}
}

// TestPrintedTranscriptValue: by value it hides the exact bytes, too.
func TestPrintedTranscriptValue(t *testing.T) {
	for _, v := range bothVersions {
		transcript := explain(t, makeSigner(t, v, marked), putRequest())
		for shape, held := range holders(*transcript) {
			checkSilent(t, v.String()+" "+shape, fmt.Sprintf("%s", held))
		}
	}
}

// TestRedactionOfOverlappingTokens: neither shows a part of the other.
func TestRedactionOfOverlappingTokens(t *testing.T) {
	r := getRequest()
	r.Query["security-token"], r.Query["x-oss-security-token"] = []string{"abcdef"}, []string{"abcdefGHIJKL"}
	for _, v := range bothVersions {
		if text := explain(t, makeSigner(t, v, longTerm), r).String(); strings.Contains(text, "GHIJKL") {
			t.Errorf("%v: a part of a token stands in\n%s", v, text)
		}
	}
}

// TestRedactionOfShortToken: only the value is replaced, not the header's name.
func TestRedactionOfShortToken(t *testing.T) {
	c := longTerm
	c.SecurityToken = "token"
	transcript := explain(t, makeSigner(t, signer.V4, c), getRequest())
	if text := transcript.String(); !strings.Contains(text, "x-oss-security-token:(5 bytes, redacted)") {
		t.Errorf("the name of the header is gone from\n%s", text)
	}
}

// TestTranscriptTime: the time that was signed has whole seconds.
func TestTranscriptTime(t *testing.T) {
	transcript, err := makeSigner(t, signer.V4, longTerm).Explain(getRequest(), testTime.Add(time.Second/2))
	if err != nil {
		t.Fatal(err)
	}
	if !transcript.Time.Equal(testTime) {
		t.Errorf("the time is %v, what is signed is %v", transcript.Time, testTime)
	}
}

// TestTranscriptPrintsTwoValuesAlike: a tab, and a backslash with a t.
func TestTranscriptPrintsTwoValuesAlike(t *testing.T) {
	seen := map[string]string{}
	for _, value := range []string{"a\tb", `a\tb`} {
		r := getRequest()
		r.Header["x-oss-meta-a"] = []string{value}
		text, _, _ := strings.Cut(explain(t, makeSigner(t, signer.V4, longTerm), r).String(), "string to sign")
		if other, found := seen[text]; found {
			t.Errorf("%q and %q print alike", value, other)
		}
		seen[text] = value
	}
}

// TestTranscriptOfAbsentHeader: the name stands in Name.
func TestTranscriptOfAbsentHeader(t *testing.T) {
	line := explain(t, makeSigner(t, signer.V1, longTerm), getRequest()).ToSign[1]
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
	r := getRequest()
	r.Header["Date"] = []string{testDate, "Sat, 16 Dec 2023 16:20:58 GMT"}
	if _, err := makeSigner(t, signer.V1, longTerm).Sign(r, testTime); err == nil {
		t.Error("two Date lines are signed as one")
	}
}

// TestSpellingOfNoLines: a name without lines, which is not sent, does not hide the
// same name in another spelling.
func TestSpellingOfNoLines(t *testing.T) {
	for _, v := range bothVersions {
		for none, name := range map[string]string{"Content-Type": "content-type", "content-md5": "Content-MD5", "X-Oss-Meta-A": "x-oss-meta-a"} {
			s, r := makeSigner(t, v, longTerm), getRequest()
			r.Header[name] = []string{"value"}
			want := string(signedText(explain(t, s, r)))
			r.Header[none] = nil
			if got := string(signedText(explain(t, s, r))); got != want || !strings.Contains(got, "value") {
				t.Errorf("%v, %s: signed is\n%s\nwant\n%s", v, none, got, want)
			}
		}
	}
}
