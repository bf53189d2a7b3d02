package diagnose_test

import (
	"net/url"
	"strings"
	"testing"

	"example.com/ossmeta/signer"
	. "example.com/ossmeta/signer/diagnose"
)

// TestTokensAreRedacted: ours, theirs, and pieces of both.
func TestTokensAreRedacted(t *testing.T) {
	for _, s := range []setup{{credentials: temporary}, inURL(setup{credentials: temporary}), {version: signer.V1, credentials: temporary}, inURL(setup{version: signer.V1, credentials: temporary})} {
		transcript := explained(t, s, with(get("a"), "x-oss-meta-a", "1"))
		request, text := string(transcript.CanonicalRequest()), string(transcript.StringToSign())
		for _, change := range []func(string) string{
			func(s string) string { return strings.ReplaceAll(s, "CAISexample", "SECRETother") },
			func(s string) string {
				return strings.ReplaceAll(s, "x-oss-meta-a:1", "x-oss-meta-a:"+temporary.SecurityToken[3:20])
			},
			func(s string) string {
				return strings.ReplaceAll(s, "x-oss-meta-a:1", "x-oss-meta-a:x-oss-security-token:SECRETother")
			},
			func(s string) string { return strings.ReplaceAll(s, "/a", "/a?security-token=SECRETother") },
		} {
			got := Diagnose(transcript, Evidence{CanonicalRequest: change(request), StringToSign: change(text)})
			checkText(t, got)
			if strings.Contains(got.String(), "SECRETother") {
				t.Errorf("their token stands in %v", got)
			}
		}
	}
}

// TestPiecesOfTokens: of a token eight bytes in a row are a piece, whoever has
// the token, in whatever escaping; of a shorter one it is the whole.
func TestPiecesOfTokens(t *testing.T) {
	const ours, theirs = "CAISours/+token", "CAIStheirs/+token"
	for _, tt := range []struct{ ours, theirs, value, want string }{
		{ours, "", "ISours/+", "(8 bytes, redacted)"},
		{ours, "", "CAISours", "(8 bytes, redacted)"},
		{ours, "", "s/+token", "(8 bytes, redacted)"},
		{ours, "", "xISours/+x", "(10 bytes, redacted)"},
		{ours, "", "xISours/x", "xISours/x"},
		{ours, "", "/+token", "/+token"},
		{ours, "", "ISours%2F%2B", "(12 bytes, redacted)"},
		{ours, "", "ISours%25252F%2B", "(16 bytes, redacted)"},
		{ours, theirs, "CAIStheirs", "(10 bytes, redacted)"},
		{ours, url.QueryEscape(theirs), "theirs/+", "(8 bytes, redacted)"},
		{ours, url.QueryEscape(theirs), "heirs%2F%2B", "(11 bytes, redacted)"},
		{"token", "", "a token ", "(8 bytes, redacted)"},
		{"token", "", "toke n", "toke n"},
		{"token", "other", "another", "(7 bytes, redacted)"},
		{"a%2Bb", "", "xa+bx", "(5 bytes, redacted)"},
		{"12345678", "", "x12345678x", "(10 bytes, redacted)"},
		{"ours==", "", "charset=x", "charset=x"},
		{ours, "", "1 SECURITY-token", "(16 bytes, redacted)"},
		{ours, "", "security%2Dtoken", "(16 bytes, redacted)"},
	} {
		credentials := temporary
		credentials.SecurityToken = tt.ours
		for _, s := range []setup{{}, {version: signer.V1}, {url: true}, {version: signer.V1, url: true}} {
			s.credentials = credentials
			transcript := explained(t, s, with(get("a"), "x-oss-meta-a", "1"))
			request, text := string(transcript.CanonicalRequest()), string(transcript.StringToSign())
			e := Evidence{CanonicalRequest: strings.Replace(request, "x-oss-meta-a:1", "x-oss-meta-a:"+tt.value, 1), StringToSign: text + "\nx-oss-security-token:" + tt.theirs}
			if s.version == signer.V1 {
				e = Evidence{StringToSign: strings.Replace(text, "x-oss-meta-a:1", "x-oss-meta-a:"+tt.value, 1), CanonicalRequest: "\n\n\nx-oss-security-token:" + tt.theirs}
			}
			if v := Diagnose(transcript, e); v.Name != "x-oss-meta-a" || v.Ours != "1" || v.Theirs != tt.want {
				t.Errorf("%q with the tokens %q and %q: %v", tt.value, tt.ours, tt.theirs, v)
			}
		}
	}
}

// TestShown has values and names as a verdict prints them.
func TestShown(t *testing.T) {
	const eighty = "0123456789abcdefghijabcdefghij0123456789abcdefghij0123456789abcdefghijabcdefghij"
	const other = "X"
	for _, tt := range []struct{ ours, theirs, wantOurs, wantTheirs string }{
		{eighty, other, eighty, other},
		{eighty, eighty + "x", eighty, "…" + eighty[1:] + "x"},
		{eighty + "12", other + eighty, eighty + "…", other + eighty[:79] + "…"},
		{eighty + eighty, eighty + other, "…" + eighty[60:] + eighty[:60] + "…", "…" + eighty[1:] + other},
		{eighty + eighty, eighty + eighty[:70] + other, "…" + eighty, "…" + eighty[71:] + eighty[:70] + other},
		{other + eighty[1:21] + eighty, other + eighty[1:21] + "-", "…" + eighty[1:21] + eighty[:60] + "…", other + eighty[1:21] + "-"},
		{"a", `"b" c\`, "a", `"b" c\`},
		{"a", "\"b\"\x01", "a", `"b"\x01`},
		{"a", "é\x7f", "a", `é\x7f`},
		{"a", "\xe9", "a", `\xe9`},
		{"a", "\u2028", "a", `\u2028`},
	} {
		transcript := explained(t, setup{}, with(get("k"), "x-oss-meta-a", tt.ours))
		request := strings.Replace(string(transcript.CanonicalRequest()), ":"+tt.ours+"\n", ":"+tt.theirs+"\n", 1)
		if v := Diagnose(transcript, Evidence{CanonicalRequestBytes: pairs([]byte(request))}); v.Ours != tt.wantOurs || v.Theirs != tt.wantTheirs {
			t.Errorf("%q and %q are shown as\n%q and %q, want\n%q and %q", tt.ours, tt.theirs, v.Ours, v.Theirs, tt.wantOurs, tt.wantTheirs)
		}
	}
	long := strings.Repeat("-a", 40)
	for name, want := range map[string]string{
		"x-oss-a\x01":               `x-oss-a\x01`,
		"x-oss" + long:              "x-oss" + long[:75] + "…",
		"x-oss-caisexample":         "x-oss-caisexample",
		"x-oss-token+012345":        "(18 bytes, redacted)",
		"x-oss-my-security-token-a": "(25 bytes, redacted)",
		"security-token":            "security-token",
	} {
		transcript := explained(t, setup{credentials: temporary}, get("k"))
		request := strings.Replace(string(transcript.CanonicalRequest()), "x-oss-content", name+":1\nx-oss-content", 1)
		if v := Diagnose(transcript, Evidence{CanonicalRequest: request}); v.Name != want {
			t.Errorf("the name %q is shown as %q, want %q", name, v.Name, want)
		}
	}
}
