package diagnose_test

import (
	"strings"
	"testing"

	"example.com/ossmeta/signer"
	. "example.com/ossmeta/signer/diagnose"
)

// TestSuspects: under V4 a server need not show its canonical request.
func TestSuspects(t *testing.T) {
	const last = "an x-oss- header or a query parameter that was added, dropped or changed on the way"
	const added = "a Content-Type that the HTTP library added; " + last
	method := func(name string) signer.Request { return signer.Request{Method: name, Key: "a"} }
	everything := signer.Request{Method: "PUT", Key: "a+b%#//", Query: map[string][]string{"x-oss-process": {"a b"}},
		Header: map[string][]string{"x-oss-meta-a_b": {"é  "}}}
	for _, tt := range []struct {
		setup   setup
		request signer.Request
		message string
		want    string
	}{
		{setup{}, get("a"), "", last},
		{inURL(setup{}), get("a"), "", last},
		{setup{}, put("a"), "", added},
		{setup{}, method("POST"), "", added},
		{setup{}, method("DELETE"), "", last},
		{setup{}, method("HEAD"), "", "a CDN that asks with GET for a HEAD; " + last},
		{setup{}, with(put("a"), "Content-Type", "a/b"), "", last},
		{inURL(setup{}), put("a"), "", "a Content-Type that the sender of the URL added; " + last},
		{inURL(setup{}), method("POST"), "", "a Content-Type that the sender of the URL added; " + last},
		{inURL(setup{}), with(put("a"), "CONTENT-TYPE", "a/b"), "", "a sender of the URL that did not send the signed Content-Type; " + last},
		{setup{}, get("a+b"), "", "a '+' or a blank in the key, which was sent in another escaping; " + last},
		{setup{}, get("a b"), "", "a '+' or a blank in the key, which was sent in another escaping; " + last},
		{setup{}, get("100%"), "", "a '%' in the key, which was given escaped already or decoded on the way; " + last},
		{setup{}, get("a#b"), "", "a '#' or '?' in the key, which was sent without escaping; " + last},
		{setup{}, get("a?b"), "", "a '#' or '?' in the key, which was sent without escaping; " + last},
		{setup{}, get("a//b"), "", "empty or dot segments in the key, which a proxy normalized; " + last},
		{setup{}, get("a/./b"), "", "empty or dot segments in the key, which a proxy normalized; " + last},
		{setup{}, get("a/../b"), "", "empty or dot segments in the key, which a proxy normalized; " + last},
		{setup{}, get("a", "x-oss-process", "a+b"), "", "a '+' or a blank in the parameter x-oss-process; " + last},
		{setup{}, get("a", "x-oss-process", "a b"), "", "a '+' or a blank in the parameter x-oss-process; " + last},
		{setup{}, with(get("a"), "X-Oss-Meta-A", "\x80"), "", "the value of x-oss-meta-a, which is not ASCII and was sent in another character set; " + last},
		{setup{}, with(get("a"), "X-Oss-Meta-A", "Café"), "", "the value of x-oss-meta-a, which is not ASCII and was sent in another character set; " + last},
		{setup{}, with(get("a"), "x-oss-meta-a_b", "1"), "", "the '_' in x-oss-meta-a_b, which proxies drop and OSS refuses; " + last},
		{setup{}, with(get("a"), "X-Oss-Meta-A", "1  2"), "", "the doubled blank in x-oss-meta-a; " + last},
		{setup{names: []string{"ab"}}, with(get("a"), "Ab", "1  2"), "", "the signed header ab, which proxies change; " + last},
		{setup{}, everything, "", "the value of x-oss-meta-a_b, which is not ASCII and was sent in another character set; " +
			"a '+' or a blank in the key, which was sent in another escaping; a '%' in the key, which was given escaped already or decoded on the way"},
		{setup{}, with(get("a"), "X-Oss-Meta-A", "1"), `the value of "x-oss-meta-a" is odd`, "the value of x-oss-meta-a, which the answer names; " + last},
		{v1(), get("é  "), "", last + "; the access key secret"},
		{v1(), get("a"), "", last + "; the access key secret"},
		{v1(), put("a"), "", added + "; the access key secret"},
		{v1(), with(put("a"), "Content-Type", "a/b"), "", last + "; the access key secret"},
	} {
		transcript := explained(t, tt.setup, tt.request)
		e, want := Evidence{Code: "SignatureDoesNotMatch", Message: tt.message}, Verdict{Cause: CanonicalUnseen, Explanation: "the server sent nothing to compare"}
		if tt.setup.version == signer.V4 {
			theirs := string(transcript.StringToSign())
			e.StringToSign = theirs[:len(theirs)-64] + strings.Repeat("0", 64)
			want.Stage, want.Line, want.Explanation = StageToSign, 4, "only the digest of the canonical request differs, and the server did not show its own"
		}
		if tt.message != "" {
			want.Name = "x-oss-meta-a"
		}
		want.Explanation += "; likely: " + tt.want
		checkWhole(t, Diagnose(transcript, e), whole(want))
	}
}
