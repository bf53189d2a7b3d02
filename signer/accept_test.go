package signer_test

import (
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"

	"github.com/google/go-cmp/cmp"
)

// The neighbours of the refusals: what looks alike and is signed.
var accepted = []struct {
	name     string
	versions []signer.Version
	change   func(*signer.Request)
	signed   string // a line that must be signed; "" means nothing is asked for
}{
	{"our x-oss-date", signertest.OnlyV4, signertest.WithHeader("X-Oss-Date", signertest.Stamp), "x-oss-date:" + signertest.Stamp},
	{"our x-oss-date in blanks", signertest.OnlyV4, signertest.WithHeader("X-Oss-Date", " "+signertest.Stamp+"\t"), "x-oss-date:" + signertest.Stamp},
	{"our payload digest", signertest.OnlyV4, signertest.WithHeader("x-oss-content-sha256", "UNSIGNED-PAYLOAD"), "x-oss-content-sha256:UNSIGNED-PAYLOAD"},
	{"our token", nil, signertest.WithHeader("X-OSS-Security-Token", signertest.Temporary.SecurityToken), "x-oss-security-token:" + signertest.Temporary.SecurityToken},
	{"our Date", signertest.OnlyV1, signertest.WithHeader("date", signertest.Date), signertest.Date},
	{"our Date as x-oss-date", signertest.OnlyV1, signertest.WithHeader("x-oss-date", signertest.Date), "x-oss-date:" + signertest.Date},
	{"any Date under V4", signertest.OnlyV4, signertest.WithHeader("Date", "yesterday"), ""},
	{"an old Authorization", nil, signertest.WithHeader("Authorization", "OSS old:one"), ""},
	{"Host given twice alike", nil, func(r *signer.Request) { r.Host = "h"; r.Header["host"] = []string{"h"} }, ""},
	{"two lines of an unsigned header", nil, signertest.WithHeader("Cache-Control", "a", "b"), ""},
	{"two lines of an additional header's neighbour", nil, signertest.WithHeader("If-Match", "a", "b"), ""},
	{"tab within a value", nil, signertest.WithHeader("x-oss-meta-a", "1\t2"), "x-oss-meta-a:1\t2"},
	{"blanks within a value", nil, signertest.WithHeader("x-oss-meta-a", "1  2"), "x-oss-meta-a:1  2"},
	{"control character in a value", nil, signertest.WithHeader("x-oss-meta-a", "\x01\x7f"), "x-oss-meta-a:\x01\x7f"},
	{"value of blanks", nil, signertest.WithHeader("x-oss-meta-a", " \t "), "x-oss-meta-a:"},
	{"empty value", nil, signertest.WithHeader("x-oss-meta-a", ""), "x-oss-meta-a:"},
	{"value not UTF-8", nil, signertest.WithHeader("x-oss-meta-a", "\xd6\xd0"), "x-oss-meta-a:\xd6\xd0"},
	{"name that OSS refuses", nil, signertest.WithHeader("x-oss-meta-a_b", "1"), "x-oss-meta-a_b:1"},
	{"name of all kinds of token characters", nil, signertest.WithHeader("x-oss-!#$%&'*+-.^_`|~", "1"), "x-oss-!#$%&'*+-.^_`|~:1"},
	{"no lines of a header", nil, signertest.WithHeader("x-oss-meta-a"), ""},
	{"no lines of a header with our own name", nil, signertest.WithHeader("x-oss-security-token"), "x-oss-security-token:" + signertest.Temporary.SecurityToken},
	{"no lines of an oddly named header", nil, signertest.WithHeader("a b"), ""},
	{"no values of a parameter", nil, signertest.WithQuery("acl"), ""},
	{"no values of a URL signature", nil, signertest.WithQuery("x-oss-signature"), ""},
	{"lower-case method", nil, func(r *signer.Request) { r.Method = "get" }, "get"},
	{"control characters in a key", signertest.OnlyV4, signertest.WithKey("\x00\n\x7f"), "/examplebucket/%00%0A%7F"},
	{"empty segments and dots in a key", nil, signertest.WithKey("//../a//b/."), ""},
	{"nil maps", nil, func(r *signer.Request) { r.Query, r.Header = nil, nil }, ""},
	{"query value not UTF-8", nil, signertest.WithQuery("acl", "\xff"), ""},
	{"bucket with every kind of character", nil, func(r *signer.Request) { r.Bucket = "aZ09-._" }, ""},
}

func TestAccepted(t *testing.T) {
	for _, tt := range accepted {
		versions := tt.versions
		if versions == nil {
			versions = signertest.BothVersions
		}
		for _, v := range versions {
			t.Run(tt.name+"/"+v.String(), func(t *testing.T) {
				s, r := signertest.MakeSigner(t, v, signertest.Temporary), signertest.GetRequest()
				tt.change(r)
				before := signertest.CopyRequest(r)
				transcript, err := s.Explain(r, signertest.Time)
				if err != nil {
					t.Fatal(err)
				}
				lines := strings.Split(string(signertest.SignedText(transcript)), "\n")
				if tt.signed != "" && !hasLine(lines, tt.signed) {
					t.Errorf("the line %q is not signed, but %q", tt.signed, lines)
				}
				if diff := cmp.Diff(before, r); diff != "" {
					t.Errorf("the request was changed:\n%s", diff)
				}
				if _, err := testVerifier().Verify(signertest.Send(t, s, r), signertest.Time); err != nil {
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
	for _, v := range signertest.BothVersions {
		s := signertest.MakeSigner(t, v, signertest.Temporary)
		first := signertest.Send(t, s, signertest.PutRequest())
		if diff := cmp.Diff(first, signertest.Send(t, s, first)); diff != "" {
			t.Errorf("%v: signing again gives another request:\n%s", v, diff)
		}
	}
}

// TestTimeOfDay signs at the ends of the scope's day, in another time zone and
// with parts of a second, which are cut off.
func TestTimeOfDay(t *testing.T) {
	s := signertest.MakeSigner(t, signer.V4, signertest.LongTerm)
	for _, tt := range []struct {
		at   time.Time
		want string
	}{
		{time.Date(2023, 12, 16, 0, 0, 0, 0, time.UTC), "20231216T000000Z"},
		{time.Date(2023, 12, 16, 23, 59, 59, 999999999, time.UTC), "20231216T235959Z"},
		{time.Date(2023, 12, 17, 0, 20, 57, 0, time.FixedZone("", 8*3600)), signertest.Stamp},
	} {
		signature, err := s.Sign(signertest.GetRequest(), tt.at)
		if got := signertest.ValueOf(signature, "x-oss-date"); err != nil || got != tt.want {
			t.Errorf("signed at %v as %q, %v, want %q", tt.at, got, err, tt.want)
		}
	}
}
