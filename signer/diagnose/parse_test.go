package diagnose_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/ossmeta/signer"
	. "example.com/ossmeta/signer/diagnose"

	"github.com/google/go-cmp/cmp"
)

// TestCutForms has a server that shows the first lines of what was signed, one
// more each time.
func TestCutForms(t *testing.T) {
	for _, tt := range []struct {
		setup setup
		want  []string // cause, line and name, and how many parts differ beside
	}{
		{twoNames, []string{
			"path changed, 2 , 12",
			"query missing, 3 acl, 11",
			"additional headers, 12 host, 9",
			"additional headers, 12 host, 8",
			"additional headers, 12 host, 7",
			"additional headers, 12 host, 6",
			"additional headers, 12 host, 5",
			"additional headers, 12 host, 4",
			"additional headers, 12 host, 3",
			"additional headers, 12 host, 2",
			"additional headers, 12 host, 2",
			"header missing, 13 x-oss-content-sha256, ",
		}},
		{inURL(setup{}), []string{
			"path changed, 2 , 10",
			"query missing, 3 acl, 9",
			"content-type missing, 4 content-type, 3",
			"header missing, 5 x-oss-meta-a, 2",
			"header missing, 6 x-oss-meta-b, 1",
			"header missing, 9 x-oss-content-sha256, ",
			"header missing, 9 x-oss-content-sha256, ",
			"header missing, 9 x-oss-content-sha256, ",
		}},
		{v1(), []string{
			"path changed, 7 , 6",
			"path changed, 7 , 6",
			"path changed, 7 , 5",
			"path changed, 7 , 4",
			"path changed, 7 , 3",
			"path changed, 7 , 2",
		}},
	} {
		transcript := explained(t, tt.setup, upload)
		form := string(transcript.CanonicalRequest())
		if tt.setup.version == signer.V1 {
			form = string(transcript.StringToSign())
		}
		var got []string
		for i := range strings.Count(form, "\n") {
			cut := strings.Join(strings.Split(form, "\n")[:i+1], "\n")
			e := Evidence{CanonicalRequest: cut}
			if tt.setup.version == signer.V1 {
				e = Evidence{StringToSign: cut}
			}
			v := Diagnose(transcript, e)
			_, beside, _ := strings.Cut(v.Explanation, "beside this one: ")
			got = append(got, fmt.Sprintf("%s, %d %s, %s", v.Cause, v.Line, v.Name, strings.TrimSuffix(beside, ")")))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%v verdicts (-want +got):\n%s", tt.setup.version, diff)
		}
	}
}

// TestResources has what becomes of the path and the sub-resources of V1, which are not escaped.
func TestResources(t *testing.T) {
	testComparisons(t, []comparison{
		// The path ends where ours does.
		{v1(), get("a?b", "acl", ""), []string{"?acl", "?cors"},
			`query added: string to sign line 5, cors: a query parameter was added after signing (parts that differ beside this one: 1)`},
		{v1(), get("a?b", "acl", ""), []string{"?acl", ""},
			`query missing: string to sign line 5, acl: a signed query parameter did not arrive, or the server does not sign it`},
		{v1(), get("a?b", "acl", ""), []string{"b?acl", "bc?acl"},
			`path changed: string to sign line 5: signed "/examplebucket/a?b", the server has "/examplebucket/a?bc": the request arrived with another path`},
		{v1(), get("a?b"), []string{"?b", "?b?acl"},
			`query added: string to sign line 5, acl: a query parameter was added after signing`},
		{v1(), get("a?b"), []string{"?b", "?c"},
			`path changed: string to sign line 5: signed "/examplebucket/a?b", the server has "/examplebucket/a?c": the request arrived with another path`},
		{v1(), get("a?b"), []string{"a?b", "x?b?acl"},
			`path changed: string to sign line 5: signed "/examplebucket/a?b", the server has "/examplebucket/x?b": the request arrived with another path (parts that differ beside this one: 1)`},
		{v1(), get("a?b"), []string{"a?b", "x?acl"},
			`path changed: string to sign line 5: signed "/examplebucket/a?b", the server has "/examplebucket/x?acl": the request arrived with another path`},
		{v1(), get("a?b?c"), []string{"a?b?c", "x?b?c?acl"},
			`path changed: string to sign line 5: signed "/examplebucket/a?b?c", the server has "/examplebucket/x?b?c": the request arrived with another path (parts that differ beside this one: 1)`},
		{v1(), get("a"), []string{"/a", "/x"},
			`path changed: string to sign line 5: signed "/examplebucket/a", the server has "/examplebucket/x": the request arrived with another path`},
		{v1(), get("a"), []string{"/a", "/x?acl"},
			`path changed: string to sign line 5: signed "/examplebucket/a", the server has "/examplebucket/x": the request arrived with another path (parts that differ beside this one: 1)`},
		{v1(), get("a"), []string{"/a", "/x?acl?b&cors"},
			`path changed: string to sign line 5: signed "/examplebucket/a", the server has "/examplebucket/x": the request arrived with another path (parts that differ beside this one: 2)`},
		{v1(), get("a?"), []string{"/a?", "/x?"},
			`path changed: string to sign line 5: signed "/examplebucket/a?", the server has "/examplebucket/x?": the request arrived with another path`},
		{v1(), get("a?"), []string{"/a?", "/a"},
			`path encoding: string to sign line 5: signed "/examplebucket/a?", the server has "/examplebucket/a": the path was escaped or unescaped once more, or in another way (the key was sent without escaping its '?')`},
		// It ends before the first of our names that is found.
		{v1(), get("a", "acl", "", "cors", ""), []string{"/a", "/x"},
			`path changed: string to sign line 5: signed "/examplebucket/a", the server has "/examplebucket/x": the request arrived with another path`},
		{v1(), get("a", "acl", "", "cors", ""), []string{"/a?acl&", "/x?"},
			`path changed: string to sign line 5: signed "/examplebucket/a", the server has "/examplebucket/x": the request arrived with another path (parts that differ beside this one: 1)`},
		{v1(), get("a?b", "acl", ""), []string{"/a", "/x?y"},
			`path changed: string to sign line 5: signed "/examplebucket/a?b", the server has "/examplebucket/x?y?b": the request arrived with another path`},
		{v1(), get("a", "acl", "", "cors", ""), []string{"/a?acl&cors", "/x?cors?acl"},
			`path changed: string to sign line 5: signed "/examplebucket/a", the server has "/examplebucket/x?cors": the request arrived with another path (parts that differ beside this one: 1)`},
		// The line may have line ends.
		{v1(), get("a", "uploadId", "1\n2"), []string{"1\n2", "1\n3"},
			`query changed: string to sign line 5, uploadId: signed "1\n2", the server has "1\n3": a query parameter arrived with another value`},
		// A value may hold '&'.
		{v1(), get("a", "response-content-type", "a&b", "uploadId", "1"), []string{"Id=1", "Id=2"},
			`query changed: string to sign line 5, uploadId: signed "1", the server has "2": a query parameter arrived with another value`},
		{v1(), get("a", "response-content-type", "a&b", "uploadId", "1"), []string{"=a&b&", "=a&c&"},
			`query encoding: string to sign line 5, response-content-type: signed "a&b", the server has "a": a query parameter was escaped or unescaped once more, or in another way (the value was sent without escaping its '&') (parts that differ beside this one: 1)`},
		{v1(), get("a", "response-content-type", "a&b"), []string{"a&b", "a"},
			`query encoding: string to sign line 5, response-content-type: signed "a&b", the server has "a": a query parameter was escaped or unescaped once more, or in another way (the value was sent without escaping its '&')`},
		{v1(), get("a", "response-content-type", "a&b"), []string{"a&b", "a&b&acl"},
			`query added: string to sign line 5, acl: a query parameter was added after signing`},
		{v1(), get("a", "response-content-type", "a&b"), []string{"a&b", "a&bc"},
			`query encoding: string to sign line 5, response-content-type: signed "a&b", the server has "a": a query parameter was escaped or unescaped once more, or in another way (the value was sent without escaping its '&') (parts that differ beside this one: 1)`},
		{v1(), get("a", "response-content-type", "a&b+c"), []string{"b+c", "b c"},
			`plus or blank: string to sign line 5, response-content-type: signed "a&b+c", the server has "a&b c": '+' and blank were exchanged on the way (a query that is sent raw has a blank for every '+')`},
		{v1(), get("a", "acl", "", "response-content-type", "a&b&c"), []string{"?acl&", "?"},
			`query missing: string to sign line 5, acl: a signed query parameter did not arrive, or the server does not sign it`},
		{v1(), get("a", "response-content-type", "a&b", "uploadId", "1&2"), []string{"?", "?acl&"},
			`query added: string to sign line 5, acl: a query parameter was added after signing`},
		// V1 decodes nothing.
		{v1(), get("a", "uploadId", "%41"), []string{"%41", "A"},
			`query encoding: string to sign line 5, uploadId: signed "%41", the server has "A": a query parameter was escaped or unescaped once more, or in another way (it was percent-decoded once more)`},
		{v1(), get("a", "uploadId", "="), []string{"Id==", "Id="},
			`query changed: string to sign line 5, uploadId: signed "=", the server has nothing: a query parameter arrived with another value (the end was cut off)`},
	})
}

// TestUnescape has foreign text that is not well escaped.
func TestUnescape(t *testing.T) {
	testComparisons(t, []comparison{
		{setup{}, get("key"), []string{"/key", "/%"},
			`path changed: canonical request line 2: signed "/examplebucket/key", the server has "/examplebucket/%": the request arrived with another path`},
		{setup{}, get("key"), []string{"/key", "/%4"},
			`path changed: canonical request line 2: signed "/examplebucket/key", the server has "/examplebucket/%4": the request arrived with another path`},
		{setup{}, get("key"), []string{"/key", "/%41"},
			`path changed: canonical request line 2: signed "/examplebucket/key", the server has "/examplebucket/A": the request arrived with another path`},
		{setup{}, get("key"), []string{"/key", "/%41b%4"},
			`path changed: canonical request line 2: signed "/examplebucket/key", the server has "/examplebucket/Ab%4": the request arrived with another path`},
		{setup{}, get("key"), []string{"/key", "/%zz%41%"},
			`path changed: canonical request line 2: signed "/examplebucket/key", the server has "/examplebucket/%zzA%": the request arrived with another path`},
		{setup{}, get("key"), []string{"/key", "/%%41"},
			`path changed: canonical request line 2: signed "/examplebucket/key", the server has "/examplebucket/%A": the request arrived with another path`},
	})
}
