package signer_test

import (
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"

	"github.com/google/go-cmp/cmp"
)

// The neighbours of the refusals: what looks alike and is signed.
var accepted = []struct {
	name     string
	versions []signer.Version
	change   func(*signer.Request)
	signed   string // a line that must be signed; "" means nothing is asked for
}{
	{"our x-oss-date", onlyV4, withHeader("X-Oss-Date", testStamp), "x-oss-date:" + testStamp},
	{"our x-oss-date in blanks", onlyV4, withHeader("X-Oss-Date", " "+testStamp+"\t"), "x-oss-date:" + testStamp},
	{"our payload digest", onlyV4, withHeader("x-oss-content-sha256", "UNSIGNED-PAYLOAD"), "x-oss-content-sha256:UNSIGNED-PAYLOAD"},
	{"our token", nil, withHeader("X-OSS-Security-Token", temporary.SecurityToken), "x-oss-security-token:" + temporary.SecurityToken},
	{"our Date", onlyV1, withHeader("date", testDate), testDate},
	{"our Date as x-oss-date", onlyV1, withHeader("x-oss-date", testDate), "x-oss-date:" + testDate},
	{"any Date under V4", onlyV4, withHeader("Date", "yesterday"), ""},
	{"an old Authorization", nil, withHeader("Authorization", "OSS old:one"), ""},
	{"Host given twice alike", nil, func(r *signer.Request) { r.Host = "h"; r.Header["host"] = []string{"h"} }, ""},
	{"two lines of an unsigned header", nil, withHeader("Cache-Control", "a", "b"), ""},
	{"two lines of an additional header's neighbour", nil, withHeader("If-Match", "a", "b"), ""},
	{"tab within a value", nil, withHeader("x-oss-meta-a", "1\t2"), "x-oss-meta-a:1\t2"},
	{"blanks within a value", nil, withHeader("x-oss-meta-a", "1  2"), "x-oss-meta-a:1  2"},
	{"control character in a value", nil, withHeader("x-oss-meta-a", "\x01\x7f"), "x-oss-meta-a:\x01\x7f"},
	{"value of blanks", nil, withHeader("x-oss-meta-a", " \t "), "x-oss-meta-a:"},
	{"empty value", nil, withHeader("x-oss-meta-a", ""), "x-oss-meta-a:"},
	{"value not UTF-8", nil, withHeader("x-oss-meta-a", "\xd6\xd0"), "x-oss-meta-a:\xd6\xd0"},
	{"name that OSS refuses", nil, withHeader("x-oss-meta-a_b", "1"), "x-oss-meta-a_b:1"},
	{"name of all kinds of token characters", nil, withHeader("x-oss-!#$%&'*+-.^_`|~", "1"), "x-oss-!#$%&'*+-.^_`|~:1"},
	{"no lines of a header", nil, withHeader("x-oss-meta-a"), ""},
	{"no lines of a header with our own name", nil, withHeader("x-oss-security-token"), "x-oss-security-token:" + temporary.SecurityToken},
	{"no lines of an oddly named header", nil, withHeader("a b"), ""},
	{"no values of a parameter", nil, withQuery("acl"), ""},
	{"no values of a URL signature", nil, withQuery("x-oss-signature"), ""},
	{"lower-case method", nil, func(r *signer.Request) { r.Method = "get" }, "get"},
	{"control characters in a key", onlyV4, withKey("\x00\n\x7f"), "/examplebucket/%00%0A%7F"},
	{"empty segments and dots in a key", nil, withKey("//../a//b/."), ""},
	{"nil maps", nil, func(r *signer.Request) { r.Query, r.Header = nil, nil }, ""},
	{"query value not UTF-8", nil, withQuery("acl", "\xff"), ""},
	{"bucket with every kind of character", nil, func(r *signer.Request) { r.Bucket = "aZ09-._" }, ""},
}

func TestAccepted(t *testing.T) {
	for _, tt := range accepted {
		versions := tt.versions
		if versions == nil {
			versions = bothVersions
		}
		for _, v := range versions {
			t.Run(tt.name+"/"+v.String(), func(t *testing.T) {
				s, r := makeSigner(t, v, temporary), getRequest()
				tt.change(r)
				before := copyRequest(r)
				transcript, err := s.Explain(r, testTime)
				if err != nil {
					t.Fatal(err)
				}
				lines := strings.Split(string(signedText(transcript)), "\n")
				if tt.signed != "" && !hasLine(lines, tt.signed) {
					t.Errorf("the line %q is not signed, but %q", tt.signed, lines)
				}
				if diff := cmp.Diff(before, r); diff != "" {
					t.Errorf("the request was changed:\n%s", diff)
				}
				if _, err := testVerifier().Verify(send(t, s, r), testTime); err != nil {
					t.Errorf("Verify: %v", err)
				}
			})
		}
	}
}

func hasLine(lines []string, line string) bool {
	for _, l := range lines {
		if l == line {
			return true
		}
	}
	return false
}

// TestSignAgain signs what was signed already: a retry needs no cleaning.
func TestSignAgain(t *testing.T) {
	for _, v := range bothVersions {
		s := makeSigner(t, v, temporary)
		first := send(t, s, putRequest())
		if diff := cmp.Diff(first, send(t, s, first)); diff != "" {
			t.Errorf("%v: signing again gives another request:\n%s", v, diff)
		}
	}
}

// TestTimeOfDay signs at the ends of the scope's day, in another time zone and
// with parts of a second, which are cut off.
func TestTimeOfDay(t *testing.T) {
	s := makeSigner(t, signer.V4, longTerm)
	for _, tt := range []struct {
		at   time.Time
		want string
	}{
		{time.Date(2023, 12, 16, 0, 0, 0, 0, time.UTC), "20231216T000000Z"},
		{time.Date(2023, 12, 16, 23, 59, 59, 999999999, time.UTC), "20231216T235959Z"},
		{time.Date(2023, 12, 17, 0, 20, 57, 0, time.FixedZone("", 8*3600)), testStamp},
	} {
		signature, err := s.Sign(getRequest(), tt.at)
		if got := valueOf(signature, "x-oss-date"); err != nil || got != tt.want {
			t.Errorf("signed at %v as %q, %v, want %q", tt.at, got, err, tt.want)
		}
	}
}
