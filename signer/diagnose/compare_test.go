package diagnose_test

import (
	"strings"
	"testing"

	"example.com/ossmeta/signer"
	. "example.com/ossmeta/signer/diagnose"
)

// A comparison is one request and what a server says that it signed: ours, in
// which pairs of texts were replaced.
type comparison struct {
	setup   setup
	request signer.Request
	change  []string
	want    string // the cause, then all that the verdict says but its remedy
}

func (c comparison) verdict(t *testing.T) Verdict {
	t.Helper()
	transcript, replacer := explained(t, c.setup, c.request), strings.NewReplacer(c.change...)
	e, ours := Evidence{}, ""
	if c.setup.version == signer.V4 {
		ours = string(transcript.CanonicalRequest())
		e.CanonicalRequestBytes = pairs([]byte(replacer.Replace(ours)))
	} else {
		ours = string(transcript.StringToSign())
		e.StringToSignBytes = pairs([]byte(replacer.Replace(ours)))
	}
	if replacer.Replace(ours) == ours {
		t.Fatalf("nothing was replaced in %q", ours)
	}
	return Diagnose(transcript, e)
}

// whole returns a verdict without its remedy, which goes with the cause.
func whole(v Verdict) string {
	return string(v.Cause) + ": " + strings.TrimSuffix(v.String(), "; "+v.Remedy)
}

func checkWhole(t *testing.T, v Verdict, want string) {
	t.Helper()
	checkText(t, v)
	if got := whole(v); got != want {
		t.Errorf("verdict\n%s, want\n%s", got, want)
	}
}

func testComparisons(t *testing.T, comparisons []comparison) {
	for _, c := range comparisons {
		t.Run(strings.Join(c.change, " "), func(t *testing.T) {
			checkWhole(t, c.verdict(t), c.want)
		})
	}
}

var (
	upload = signer.Request{Method: "PUT", Key: "dir/a+b", Query: map[string][]string{"acl": {""}, "x-oss-process": {"image/a+b"}},
		Header: map[string][]string{"Content-Type": {"text/plain"}, "X-Oss-Meta-A": {"1"}, "X-Oss-Meta-B": {"2"}, "Range": {"bytes=0-1"}, "Host": {"h"}}}
	twoNames = setup{names: []string{"range", "host"}}
	tokenV1  = setup{version: signer.V1, credentials: temporary}
)

// TestPaths has what becomes of method and path.
func TestPaths(t *testing.T) {
	head := get("a")
	head.Method = "HEAD"
	testComparisons(t, []comparison{
		{setup{}, head, []string{"HEAD", "GET"},
			`method changed: canonical request line 1: signed "HEAD", the server has "GET": the request arrived with another method (a CDN or cache asks with GET for a HEAD)`},
		{setup{}, head, []string{"HEAD", "PUT"},
			`method changed: canonical request line 1: signed "HEAD", the server has "PUT": the request arrived with another method`},
		{setup{}, get("a"), []string{"GET", "get"},
			`method changed: canonical request line 1: signed "GET", the server has "get": the request arrived with another method (only the letter case differs)`},
		{setup{}, get("a"), []string{"GET", "GE"},
			`method changed: canonical request line 1: signed "GET", the server has "GE": the request arrived with another method (the end was cut off)`},
		{v1(), get("a"), []string{"GET", "HEAD"},
			`method changed: string to sign line 1: signed "GET", the server has "HEAD": the request arrived with another method`},
		{v1(), get("a"), []string{"/examplebucket/a", "x-oss-a:1"},
			`path changed: string to sign line 5: signed "/examplebucket/a", the server has nothing: the request arrived with another path (parts that differ beside this one: 1)`},
		{setup{}, get("a"), []string{"/examplebucket/a", "/other/a"},
			`bucket in the path: canonical request line 2: signed "/examplebucket/a", the server has "/other/a": the server sees another bucket or the bucket in another place (it sees another bucket)`},
		{setup{}, get("dir/a"), []string{"/examplebucket/dir/a", "/dir/a"},
			`bucket in the path: canonical request line 2: signed "/examplebucket/dir/a", the server has "/dir/a": the server sees another bucket or the bucket in another place (it takes the first part of the key for the bucket)`},
		{setup{}, get("dir"), []string{"/examplebucket/dir", "/dir/"},
			`bucket in the path: canonical request line 2: signed "/examplebucket/dir", the server has "/dir/": the server sees another bucket or the bucket in another place (it takes the first part of the key for the bucket)`},
		{setup{}, get("dir/a"), []string{"/examplebucket/dir/a", "/dir/b"},
			`path changed: canonical request line 2: signed "/examplebucket/dir/a", the server has "/dir/b": the request arrived with another path`},
		{setup{}, get("dir/a"), []string{"/examplebucket", "/examplebucket/examplebucket"},
			`bucket in the path: canonical request line 2: signed "/examplebucket/dir/a", the server has "/examplebucket/examplebucket/dir/a": the server sees another bucket or the bucket in another place (the bucket is in the host and in the path)`},
		{setup{}, get("dir/a"), []string{"/dir/a", "/dir/a%3Facl"},
			`path encoding: canonical request line 2: signed "/examplebucket/dir/a", the server has "/examplebucket/dir/a?acl": the path was escaped or unescaped once more, or in another way (the '?' of the query was escaped into the path)`},
		{setup{}, get("a?b"), []string{"%3Fb", ""},
			`path encoding: canonical request line 2: signed "/examplebucket/a?b", the server has "/examplebucket/a": the path was escaped or unescaped once more, or in another way (the key was sent without escaping its '?')`},
		{setup{}, get("a#b"), []string{"%23b", ""},
			`path encoding: canonical request line 2: signed "/examplebucket/a#b", the server has "/examplebucket/a": the path was escaped or unescaped once more, or in another way (the key was sent without escaping its '#')`},
		{setup{}, get("a;b"), []string{"%3Bb", ""},
			`path encoding: canonical request line 2: signed "/examplebucket/a;b", the server has "/examplebucket/a": the path was escaped or unescaped once more, or in another way (the key was sent without escaping its ';')`},
		{setup{}, get("a,b"), []string{"%2Cb", ""},
			`path changed: canonical request line 2: signed "/examplebucket/a,b", the server has "/examplebucket/a": the request arrived with another path (the one is an element of the other, a list with commas)`},
		{setup{}, get("a+b"), []string{"%2B", "%20"},
			`plus or blank: canonical request line 2: signed "/examplebucket/a+b", the server has "/examplebucket/a b": '+' and blank were exchanged on the way (the path was escaped like a form, or not at all)`},
		{setup{}, get("a+b/c"), []string{"a%2Bb", "a%2520b"},
			`plus or blank: canonical request line 2: signed "/examplebucket/a+b/c", the server has "/examplebucket/a%20b/c": '+' and blank were exchanged on the way (the path was escaped like a form, or not at all)`},
		{setup{}, get("a b"), []string{"%20", "%2520"},
			`path encoding: canonical request line 2: signed "/examplebucket/a b", the server has "/examplebucket/a%20b": the path was escaped or unescaped once more, or in another way (it was percent-encoded once more)`},
		{setup{}, get("a%20b"), []string{"%2520", "%20"},
			`path encoding: canonical request line 2: signed "/examplebucket/a%20b", the server has "/examplebucket/a b": the path was escaped or unescaped once more, or in another way (it was percent-decoded once more)`},
		{setup{}, get("a%252520b"), []string{"a%25252520b", "a%20b"},
			`path encoding: canonical request line 2: signed "/examplebucket/a%252520b", the server has "/examplebucket/a b": the path was escaped or unescaped once more, or in another way (it was percent-decoded once more)`},
		{setup{}, get("a b"), []string{"%20", "%2525252520"},
			`path changed: canonical request line 2: signed "/examplebucket/a b", the server has "/examplebucket/a%25252520b": the request arrived with another path`},
		{setup{}, get("é"), []string{"%C3%A9", "%E9"},
			`path encoding: canonical request line 2: signed "/examplebucket/é", the server has "/examplebucket/\xe9": the path was escaped or unescaped once more, or in another way (only characters beyond ASCII differ: another character set, or another form of Unicode)`},
		{setup{}, get("a/b"), []string{"a/b", "a%2Fb"},
			`path encoding: canonical request line 2: signed "/examplebucket/a/b", the server has "/examplebucket/a/b": the path was escaped or unescaped once more, or in another way (the same text is written with another escaping)`},
		{setup{}, get("a//b/./c/"), []string{"a//b/./c/", "a/b/c"},
			`path changed: canonical request line 2: signed "/examplebucket/a//b/./c/", the server has "/examplebucket/a/b/c": the request arrived with another path (empty, dot or last segments were normalized)`},
		{setup{}, get("a/b"), []string{"a/b", "A/b"},
			`path changed: canonical request line 2: signed "/examplebucket/a/b", the server has "/examplebucket/A/b": the request arrived with another path (only the letter case differs)`},
		{setup{}, get("a/b"), []string{"a/b", "x/y/z"},
			`path changed: canonical request line 2: signed "/examplebucket/a/b", the server has "/examplebucket/x/y/z": the request arrived with another path`},
		{setup{}, get("a/b"), []string{"a/b", "a/"},
			`path changed: canonical request line 2: signed "/examplebucket/a/b", the server has "/examplebucket/a/": the request arrived with another path (the end was cut off)`},
	})
}

// TestTelling: of several differences the verdict names the most telling one.
func TestTelling(t *testing.T) {
	method, path, query := []string{"PUT", "GET"}, []string{"/dir", "/new"}, []string{"acl", "policy"}
	all := func(changes ...[]string) (joined []string) {
		for _, c := range changes {
			joined = append(joined, c...)
		}
		return joined
	}
	changed, added, missing := []string{"text/plain", "text/html"}, []string{"host:", "expect:\nhost:"}, []string{"x-oss-meta-b:2\n", ""}
	names, payload, date := []string{"host;range", "host"}, []string{"\nUNSIGNED-PAYLOAD", "\n"}, []string{"x-oss-date:2", "x-oss-date:3"}
	s := twoNames
	s.credentials = temporary
	testComparisons(t, []comparison{
		{s, upload, all(method, path, query, changed, added, missing, names, payload, date, []string{"CAIS", "OTHER"}),
			`token wrong: canonical request line 11, x-oss-security-token: signed "(30 bytes, redacted)", the server has "(31 bytes, redacted)": the security token that arrived is not the one that belongs to this key (parts that differ beside this one: 10)`},
		{s, upload, all(method, path, query, changed, added, missing, names, payload, date, []string{"x-oss-security-token:" + temporary.SecurityToken + "\n", ""}),
			`token missing: canonical request line 11, x-oss-security-token: signed "(30 bytes, redacted)", the server has nothing: the security token of this temporary key did not arrive (parts that differ beside this one: 10)`},
		{s, upload, all(date, payload, missing, added, changed, names, query, path, method),
			`method changed: canonical request line 1: signed "PUT", the server has "GET": the request arrived with another method (parts that differ beside this one: 9)`},
		{s, upload, all(date, payload, missing, added, changed, names, query, path),
			`path changed: canonical request line 2: signed "/examplebucket/dir/a+b", the server has "/examplebucket/new/a+b": the request arrived with another path (parts that differ beside this one: 8)`},
		{s, upload, all(date, payload, missing, added, changed, names, query),
			`query added: canonical request line 3, policy: a query parameter was added after signing (parts that differ beside this one: 7)`},
		{s, upload, all(date, payload, missing, added, changed, names),
			`additional headers: canonical request line 13, range: signed "range", the server has nothing: AdditionalHeaders does not fit the headers that arrived (the list of names differs) (parts that differ beside this one: 5)`},
		{s, upload, all(date, payload, missing, added, changed),
			`content-type changed: canonical request line 4, content-type: signed "text/plain", the server has "text/html": the request arrived with another Content-Type than the signed one (parts that differ beside this one: 4)`},
		{s, upload, all(date, payload, missing, added),
			`header added: canonical request line 5, expect: a header that OSS signs was added after signing (parts that differ beside this one: 3)`},
		{s, upload, all(date, payload, missing),
			`header missing: canonical request line 10, x-oss-meta-b: signed "2", the server has nothing: a signed header did not arrive (parts that differ beside this one: 2)`},
		{s, upload, all(date, payload),
			`header changed: canonical request line 14, x-oss-content-sha256: signed "UNSIGNED-PAYLOAD", the server has nothing: a signed header arrived with another value (the end was cut off) (parts that differ beside this one: 1)`},
		{setup{}, put("k"), []string{"x-oss-content", "content-type:a\ncontent-md5:b\nx-oss-content"},
			`content-type added: canonical request line 4, content-type: signed nothing, the server has "a": the sender added a Content-Type that was not signed (parts that differ beside this one: 1)`},
		{setup{}, put("k"), []string{"x-oss-content", "content-md5:b\ncontent-type:a\nx-oss-content"},
			`content-type added: canonical request line 5, content-type: signed nothing, the server has "a": the sender added a Content-Type that was not signed (parts that differ beside this one: 1)`},
		{inURL(s), upload, []string{"x-oss-security-token=CAIS", "x-oss-security-token=", "x-oss-date=2", "x-oss-date=3"},
			`token wrong: canonical request line 3, x-oss-security-token: signed "(30 bytes, redacted)", the server has "(26 bytes, redacted)": the security token that arrived is not the one that belongs to this key (parts that differ beside this one: 1)`},
		{tokenV1, upload, []string{"x-oss-security-token:CAIS", "x-oss-security-token:", "Sat", "Sun"},
			`token wrong: string to sign line 7, x-oss-security-token: signed "(30 bytes, redacted)", the server has "(26 bytes, redacted)": the security token that arrived is not the one that belongs to this key (parts that differ beside this one: 1)`},
		{inURL(tokenV1), upload, []string{"&security-token=" + temporary.SecurityToken, "", "17027", "17028"},
			`token missing: string to sign line 7, security-token: signed "(30 bytes, redacted)", the server has nothing: the security token of this temporary key did not arrive (parts that differ beside this one: 1)`},
	})
}
