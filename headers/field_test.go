package headers_test

import (
	"net/textproto"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/http/httpguts"

	"example.com/ossmeta/headers"
)

// sameAsReferences compares the rules of fields with those of net/textproto and
// x/net for one string.
func sameAsReferences(t *testing.T, s string) {
	t.Helper()
	if got, want := headers.ValidName(s), httpguts.ValidHeaderFieldName(s); got != want {
		t.Errorf("ValidName(%q) = %v, want %v", s, got, want)
	}
	if got, want := headers.ValidValue(s), httpguts.ValidHeaderFieldValue(s); got != want {
		t.Errorf("ValidValue(%q) = %v, want %v", s, got, want)
	}
	if got, want := headers.CanonicalName(s), textproto.CanonicalMIMEHeaderKey(s); got != want {
		t.Errorf("CanonicalName(%q) = %q, want %q", s, got, want)
	}
}

func TestFieldRulesOfEveryByte(t *testing.T) {
	sameAsReferences(t, "")
	for c := range 256 {
		b := string([]byte{byte(c)})
		for _, s := range []string{b, "a" + b, b + "a", "a-" + b + "B"} {
			sameAsReferences(t, s)
		}
	}
}

func FuzzFieldRules(f *testing.F) {
	for _, s := range []string{"x-oss-meta-author", "X-OSS-META-A_B", "eTaG", "a b", "ſ\u212a", "\x7f", "-a--B-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { sameAsReferences(t, s) })
}

func TestCanonicalNameDoesNotAllocateForNothing(t *testing.T) {
	for _, name := range []string{"X-Oss-Meta-Author", "X-Oss-Copy-Source-If-Unmodified-Since"} {
		if n := testing.AllocsPerRun(100, func() { headers.CanonicalName(name) }); n != 0 {
			t.Errorf("%s: %v allocations, want 0", name, n)
		}
	}
}

func TestGet(t *testing.T) {
	type result struct {
		Value string
		OK    bool
	}
	tests := []struct {
		name   string
		header map[string][]string
		get    string
		want   result
	}{
		{"nil map", nil, "ETag", result{}},
		{"canonical key", map[string][]string{"Etag": {"a", "b"}}, "ETag", result{"a", true}},
		{"lower case key", map[string][]string{"etag": {"a"}}, "ETag", result{"a", true}},
		{"empty value", map[string][]string{"etag": {""}}, "ETag", result{"", true}},
		{"key without values", map[string][]string{"Etag": {}}, "ETag", result{}},
		{"key without values is passed over", map[string][]string{"Etag": nil, "eTAG": {"a"}}, "ETag", result{"a", true}},
		{"canonical key first", map[string][]string{"ETAG": {"a"}, "Etag": {"b"}}, "eTAG", result{"b", true}},
		{"then byte order", map[string][]string{"etag": {"a"}, "ETAG": {"b"}, "eTag": {"c"}}, "ETag", result{"b", true}},
		{"not a prefix", map[string][]string{"Etags": {"a"}}, "ETag", result{}},
		{"no other letters", map[string][]string{"E\u017f": {"a"}, "Server-\u212a": {"b"}}, "Server-k", result{}},
		{"not a token", map[string][]string{"A b": {"a"}}, "a B", result{"a", true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for range 20 { // the order of a map is random
				v, ok := headers.Get(tt.header, tt.get)
				if diff := cmp.Diff(tt.want, result{v, ok}); diff != "" {
					t.Fatalf("-want +got:\n%s", diff)
				}
			}
		})
	}
}
