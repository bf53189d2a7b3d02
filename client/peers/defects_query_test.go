package peers

import (
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/ossmeta/signer"
)

// Rows of the table in doc.go, as in defects_test.go: those on queries and URLs.

// The first of two values can be changed on the way, and nobody notices.
func repeatedQueryV4(t *testing.T) {
	j := newJob(signer.V4)
	equal(t, "theirs", j.sdkOn(t, "k=a&k=b").authorization(), j.sdkOn(t, "k=b&k=b").authorization())
	j.query = url.Values{"k": {"a", "b"}}
	j.refused(t, "query", "k", signer.ReasonRepeated)
}

func repeatedQueryV1(t *testing.T) {
	j := newJob(signer.V1)
	endsIn(t, "theirs", j.sdkOn(t, "tagging=a&tagging=b").stringToSign, "/examplebucket/key?tagging=a")
	j.query = url.Values{"tagging": {"a", "b"}}
	j.refused(t, "query", "tagging", signer.ReasonRepeated)
}

func semicolonInQuery(t *testing.T) {
	j := newJob(signer.V4)
	j.life, j.rawQuery = time.Hour, "x-oss-process=style/a;b&acl"
	if theirs := j.theirs(t).query; theirs.Has("x-oss-process") || !theirs.Has("acl") {
		t.Errorf("theirs: %q", theirs)
	}
	j = newJob(signer.V1)
	endsIn(t, "theirs", j.sdkOn(t, "x-oss-process=style/a;b&acl").stringToSign, "/examplebucket/key?acl")
	j.query = url.Values{"x-oss-process": {"style/a;b"}, "acl": {""}}
	endsIn(t, "ours", string(j.explain(t).StringToSign()), "/examplebucket/key?acl&x-oss-process=style/a;b")
}

func queryEscapingV4(t *testing.T) {
	j := newJob(signer.V4)
	seen := map[string]bool{}
	for _, rawQuery := range []string{"prefix=a/b", "prefix=a%2Fb", "prefix=a%2fb"} {
		seen[j.sdkOn(t, rawQuery).authorization()] = true
	}
	if len(seen) != 3 {
		t.Errorf("theirs: %d signatures for three spellings of one query, want 3", len(seen))
	}
	j.query = url.Values{"prefix": {"a/b"}}
	equal(t, "ours", j.authorization(t), j.sdkOn(t, "prefix=a%2Fb").authorization())
}

// In a URL the SDK takes that header for the payload, which OSS's page on V4
// in a URL has as UNSIGNED-PAYLOAD always.
func contentSHA256InURL(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		digest := strings.Repeat("0", 64)
		j := newJob(signer.V4)
		j.at, j.life, j.header = time.Now(), time.Hour, headerOf("x-oss-content-sha256", digest)
		if theirs := j.theirs(t); j.authorization(t) == theirs.query.Get("x-oss-signature") {
			t.Error("theirs has UNSIGNED-PAYLOAD too")
		}
		s, err := j.signer()
		if err != nil {
			t.Fatal(err)
		}
		transcript, err := s.ExplainPresign(j.request(), j.at, j.life)
		if err != nil {
			t.Fatal(err)
		}
		endsIn(t, "ours", string(transcript.CanonicalRequest()), "\nx-oss-content-sha256:"+digest+"\n\n\nUNSIGNED-PAYLOAD")
	})
}

// Signing again is what a retry does.
func presignedTwice(t *testing.T) {
	for version, name := range map[signer.Version]string{signer.V4: "x-oss-date", signer.V1: "Expires"} {
		j := newJob(version)
		j.life, j.query = time.Hour, url.Values{}
		j.rawQuery = j.theirs(t).rawQuery
		if got := j.theirs(t).query[name]; len(got) != 2 {
			t.Errorf("theirs, %v: %s is there as %q, want it twice", version, name, got)
		}
		first := j.authorization(t)
		equal(t, "ours, again", j.authorization(t), first) // the request was not changed
	}
	j := newJob(signer.V4)
	j.life, j.query = time.Hour, url.Values{"x-oss-signature": {"0"}}
	j.refused(t, "query", "x-oss-signature", signer.ReasonURLForm)
}

func lifeOfURL(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for life, want := range map[time.Duration]string{-time.Hour: "-3600", 8 * 24 * time.Hour: "691200"} {
			j := newJob(signer.V4)
			j.at, j.life = time.Now(), life
			equal(t, "theirs", j.theirs(t).query.Get("x-oss-expires"), want)
			j.refused(t, "time", life.String(), signer.ReasonExpires)
		}
	})
}

func emptyQueryName(t *testing.T) {
	j := newJob(signer.V4)
	if j.sdkOn(t, "=v").authorization() == j.sdkOn(t, "").authorization() {
		t.Error("theirs, V4, leaves it out")
	}
	j = newJob(signer.V1)
	equal(t, "theirs, V1", j.sdkOn(t, "=v").authorization(), j.sdkOn(t, "").authorization())
	j.query = url.Values{"": {"v"}}
	j.refused(t, "query", "", signer.ReasonNoName)
}

// Which of them OSS believes is not documented.
func twoValues(t *testing.T) {
	j := newJob(signer.V4)
	j.header, j.query = headerOf("x-oss-meta-a", "1"), url.Values{"x-oss-meta-a": {"2"}}
	if j.theirs(t).authorization() == j.sdkOn(t, "x-oss-meta-a=1").authorization() {
		t.Error("theirs does not sign the parameter")
	}
	j.refused(t, "header", "X-Oss-Meta-A", signer.ReasonTwoValues)
}
