package peers

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/ossmeta/signer"
)

// Each function below shows a row of the table in doc.go: what the SDK's signer
// makes of a request, and what ours does. One that fails because the SDK got
// better goes away, and so does its row.

func headerOf(pairs ...string) http.Header {
	h := http.Header{}
	for i := 0; i < len(pairs); i += 2 {
		h.Set(pairs[i], pairs[i+1])
	}
	return h
}

func (j *job) refused(t *testing.T, part, name string, reason signer.Reason) {
	t.Helper()
	_, err := j.ours()
	var e *signer.RequestError
	if want := (signer.RequestError{Part: part, Name: name, Reason: reason}); !errors.As(err, &e) || *e != want {
		t.Errorf("ours: %v, want %v", err, &want)
	}
}

func (j *job) authorization(t *testing.T) string {
	t.Helper()
	s, err := j.ours()
	if err != nil {
		t.Fatal(err)
	}
	return s.Fields[len(s.Fields)-1].Value
}

// sdkOn returns what the SDK makes of j with another query.
func (j job) sdkOn(t *testing.T, rawQuery string) theirs {
	t.Helper()
	j.rawQuery = rawQuery
	return j.theirs(t)
}

// sdkWith returns what the SDK makes of j with another header.
func (j job) sdkWith(t *testing.T, header http.Header) theirs {
	t.Helper()
	j.header = header
	return j.theirs(t)
}

func equal(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n%q, want\n%q", what, got, want)
	}
}

func endsIn(t *testing.T, what, got, want string) {
	t.Helper()
	if !strings.HasSuffix(got, want) {
		t.Errorf("%s: %q, want it to end in %q", what, got, want)
	}
}

func headerNameNotCanonical(t *testing.T) {
	j := newJob(signer.V1)
	j.header = http.Header{"x-oss-meta-a": {"1"}}
	endsIn(t, "theirs", j.theirs(t).stringToSign, "\nx-oss-meta-a:\n/examplebucket/key")
	endsIn(t, "ours", string(j.explain(t).StringToSign()), "\nx-oss-meta-a:1\n/examplebucket/key")

	j = newJob(signer.V4)
	equal(t, "theirs, V4", j.sdkWith(t, http.Header{"x-oss-meta-a": {"1"}}).authorization(),
		j.sdkWith(t, headerOf("x-oss-meta-a", "")).authorization())
	j.header = http.Header{"x-oss-meta-a": {"1"}}
	ours := j.authorization(t)
	equal(t, "ours, V4", ours, j.sdkWith(t, headerOf("x-oss-meta-a", "1")).authorization())
}

func bothSpellings(t *testing.T) {
	j := newJob(signer.V1)
	j.header = http.Header{"x-oss-meta-a": {"1"}, "X-Oss-Meta-A": {"2"}}
	endsIn(t, "theirs", j.theirs(t).stringToSign, "\nx-oss-meta-a:2\nx-oss-meta-a:2\n/examplebucket/key")
	j.refused(t, "header", "x-oss-meta-a", signer.ReasonLetterCase)
}

func fieldsOfTheCaller(t *testing.T) {
	for name, want := range map[string]string{"X-Oss-Content-Sha256": "UNSIGNED-PAYLOAD", "X-Oss-Date": "20231216T162057Z"} {
		j := newJob(signer.V4)
		j.header = headerOf(name, "another")
		equal(t, "theirs", j.theirs(t).header.Get(name), want)
		j.refused(t, "header", name, signer.ReasonConflict)
	}
	for _, version := range []signer.Version{signer.V1, signer.V4} {
		j := newJob(version)
		j.header = headerOf("x-oss-security-token", "another")
		equal(t, "theirs", j.theirs(t).header.Get("x-oss-security-token"), "another")
		j.refused(t, "header", "X-Oss-Security-Token", signer.ReasonConflict)
		j.credentials = temporary
		equal(t, "theirs", j.theirs(t).header.Get("x-oss-security-token"), temporary.SecurityToken)
		j.refused(t, "header", "X-Oss-Security-Token", signer.ReasonConflict)
	}
}

func headerOfSignedURL(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, version := range []signer.Version{signer.V1, signer.V4} {
			j := newJob(version)
			j.at, j.life, j.credentials = time.Now(), time.Hour, temporary
			without := j.theirs(t).stringToSign
			j.header = headerOf("x-oss-security-token", "another")
			if j.theirs(t).stringToSign == without {
				t.Errorf("theirs, %v: the token of the header is not signed", version)
			}
			j.refused(t, "header", "X-Oss-Security-Token", signer.ReasonHeaderForm)
			j.header = headerOf("Authorization", "OSS id:signature")
			equal(t, "theirs, with Authorization", j.theirs(t).stringToSign, without)
			j.refused(t, "header", "Authorization", signer.ReasonHeaderForm)
		}
	})
}

func notToken(t *testing.T) {
	for _, version := range []signer.Version{signer.V1, signer.V4} {
		j := newJob(version)
		j.header = http.Header{"x-oss-meta-a b": {"1"}}
		if j.theirs(t).authorization() == j.sdkWith(t, http.Header{}).authorization() {
			t.Error("theirs does not sign it")
		}
		j.refused(t, "header", "x-oss-meta-a b", signer.ReasonNotToken)
		j = newJob(version)
		j.method = "GET\n"
		if j.theirs(t).authorization() == "" {
			t.Error("theirs does not sign it")
		}
		j.refused(t, "method", "GET\n", signer.ReasonNotToken)
	}
}

// The key "b/key" of bucket "a" gets the same signature.
func notABucket(t *testing.T) {
	for _, version := range []signer.Version{signer.V1, signer.V4} {
		inside, j, none := newJob(version), newJob(version), newJob(version)
		inside.bucket, inside.key, j.bucket, none.bucket = "a", "b/key", "a/b", ""
		equal(t, "theirs", j.theirs(t).authorization(), inside.theirs(t).authorization())
		j.refused(t, "bucket", "a/b", signer.ReasonBucket)
		if none.theirs(t).authorization() == "" {
			t.Error("theirs does not sign a key without a bucket")
		}
		none.refused(t, "bucket", "", signer.ReasonMissing)
	}
}

// One value that is sent as two header fields is signed as if it were.
func lineBreakInValue(t *testing.T) {
	for _, version := range []signer.Version{signer.V1, signer.V4} {
		j := newJob(version)
		j.header = headerOf("x-oss-meta-a", "1\nx-oss-meta-b:2")
		equal(t, "theirs", j.theirs(t).authorization(),
			j.sdkWith(t, headerOf("x-oss-meta-a", "1", "x-oss-meta-b", "2")).authorization())
		j.refused(t, "header", "X-Oss-Meta-A", signer.ReasonLineBreak)
	}
}

func severalValues(t *testing.T) {
	for _, version := range []signer.Version{signer.V1, signer.V4} {
		j := newJob(version)
		j.header = http.Header{"X-Oss-Meta-A": {"1", "2"}}
		equal(t, "theirs", j.theirs(t).authorization(), j.sdkWith(t, headerOf("x-oss-meta-a", "1,2")).authorization())
		j.refused(t, "header", "X-Oss-Meta-A", signer.ReasonRepeated)
	}
}

// net/http sends nothing for a name without values.
func noValues(t *testing.T) {
	for _, version := range []signer.Version{signer.V1, signer.V4} {
		j := newJob(version)
		j.header = http.Header{"X-Oss-Meta-A": {}}
		equal(t, "theirs", j.theirs(t).authorization(), j.sdkWith(t, headerOf("x-oss-meta-a", "")).authorization())
		equal(t, "ours", j.authorization(t), j.sdkWith(t, http.Header{}).authorization())
	}
}

// V1 is not injective, whoever signs; ours refuses where a control character
// is the means.
func controlCharacterInKeyV1(t *testing.T) {
	j := newJob(signer.V1)
	j.key = "a\nb"
	endsIn(t, "theirs", j.theirs(t).stringToSign, "/examplebucket/a\nb")
	j.refused(t, "key", "a\nb", signer.ReasonControl)
}

func keyNotUTF8(t *testing.T) {
	for _, version := range []signer.Version{signer.V1, signer.V4} {
		j := newJob(version)
		j.key = "a\xff"
		if j.theirs(t).authorization() == "" {
			t.Error("theirs does not sign it")
		}
		j.refused(t, "key", "a\xff", signer.ReasonNotUTF8)
	}
}

// Official clients of other languages sign x-oss-date in place of Date, the
// Go SDK signs both times: with two different ones nobody knows what is meant.
func datesV1(t *testing.T) {
	j := newJob(signer.V1)
	j.header = headerOf("x-oss-date", "Sat, 16 Dec 2023 00:00:00 GMT")
	equal(t, "theirs", j.theirs(t).stringToSign, "GET\n\n\nSat, 16 Dec 2023 16:20:57 GMT\n"+
		"x-oss-date:Sat, 16 Dec 2023 00:00:00 GMT\n/examplebucket/key")
	j.refused(t, "header", "X-Oss-Date", signer.ReasonConflict)
	j.header = headerOf("Date", "Sat, 16 Dec 2023 00:00:00 GMT")
	equal(t, "theirs", j.theirs(t).header.Get("Date"), "Sat, 16 Dec 2023 16:20:57 GMT")
	j.refused(t, "header", "Date", signer.ReasonConflict)
}

// HTTP does not carry blanks and tabs around a value, and nothing else does it drop.
func trimming(t *testing.T) {
	for _, version := range []signer.Version{signer.V1, signer.V4} {
		j := newJob(version)
		j.header = headerOf("x-oss-meta-a", "v\u00a0\u3000")
		equal(t, "theirs", j.theirs(t).authorization(), j.sdkWith(t, headerOf("x-oss-meta-a", "v")).authorization())
		if j.authorization(t) == j.theirs(t).authorization() {
			t.Errorf("ours, %v: U+00A0 and U+3000 are trimmed", version)
		}
	}
}

func blanksAroundContentType(t *testing.T) {
	j := newJob(signer.V1)
	j.header = headerOf("Content-Type", " text/plain")
	equal(t, "theirs", j.theirs(t).stringToSign, "GET\n\n text/plain\nSat, 16 Dec 2023 16:20:57 GMT\n/examplebucket/key")
	equal(t, "ours", string(j.explain(t).StringToSign()), "GET\n\ntext/plain\nSat, 16 Dec 2023 16:20:57 GMT\n/examplebucket/key")
}

func noRegion(t *testing.T) {
	j := newJob(signer.V4)
	j.region = ""
	if got := j.theirs(t).authorization(); !strings.Contains(got, "/20231216//oss/aliyun_v4_request") {
		t.Errorf("theirs: %s", got)
	}
	var e *signer.ScopeError
	if _, err := j.ours(); !errors.As(err, &e) || e.Part != "region" {
		t.Errorf("ours: %v", err)
	}
}

func callersRequestIsChanged(t *testing.T) {
	j := newJob(signer.V4)
	j.header = headerOf("x-oss-meta-a", "1")
	context, s := j.sdk()
	before := fmt.Sprint(context.Request.Header)
	if err := s.Sign(t.Context(), context); err != nil || fmt.Sprint(context.Request.Header) == before {
		t.Errorf("theirs: the request is as it was; %v", err)
	}
	before = fmt.Sprint(j.header)
	j.authorization(t)
	equal(t, "ours", fmt.Sprint(j.header), before)
}

// V1 is not injective, whoever signs: V4 tells these two apart.
func notInjectiveV1(t *testing.T) {
	for _, version := range []signer.Version{signer.V1, signer.V4} {
		inKey, inQuery := newJob(version), newJob(version)
		inKey.key, inQuery.query = "key?acl", map[string][]string{"acl": {""}}
		same := version == signer.V1
		if (inKey.theirs(t).authorization() == inQuery.theirs(t).authorization()) != same {
			t.Errorf("theirs, %v: the same is %t", version, !same)
		}
		if (inKey.authorization(t) == inQuery.authorization(t)) != same {
			t.Errorf("ours, %v: the same is %t", version, !same)
		}
	}
}
