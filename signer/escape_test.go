package signer_test

import (
	"net/url"
	"strings"
	"testing"

	"example.com/ossmeta/signer"
)

func TestAppendPath(t *testing.T) {
	for _, tt := range []struct{ key, want string }{
		{"", ""},
		{"plain-._~/0aZ", "plain-._~/0aZ"},
		{"a b+c%d", "a%20b%2Bc%25d"},
		{"//../a//b/.", "//../a//b/."},
		{"?#[]@!$&'()*,;=:", "%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2C%3B%3D%3A"},
		{"中", "%E4%B8%AD"},
		{"\x00\n\x7f\xff", "%00%0A%7F%FF"},
	} {
		if got := string(signer.AppendPath([]byte("/"), tt.key)); got != "/"+tt.want {
			t.Errorf("AppendPath(%q) = %q, want %q", tt.key, got, "/"+tt.want)
		}
	}
}

func TestAppendQuery(t *testing.T) {
	for _, tt := range []struct {
		query map[string][]string
		want  string
	}{
		{nil, ""},
		{map[string][]string{"acl": {""}}, "acl"},
		{map[string][]string{"prefix": {"a/b c+d"}, "max-keys": {"2"}}, "max-keys=2&prefix=a%2Fb%20c%2Bd"},
		{map[string][]string{"none": {}, "x": {"1"}}, "x=1"},
		// Sorted as encoded: %C3 comes before '~', while é comes after it.
		{map[string][]string{"a~": {"1"}, "aé": {"2"}}, "a%C3%A9=2&a~=1"},
	} {
		got, err := signer.AppendQuery(nil, tt.query)
		if err != nil || string(got) != tt.want {
			t.Errorf("AppendQuery(%q) = %q, %v, want %q", tt.query, got, err, tt.want)
		}
	}
	for _, query := range []map[string][]string{{"": {"x"}}, {"k": {"a", "b"}}} {
		if got, err := signer.AppendQuery([]byte("?"), query); err == nil || string(got) != "?" {
			t.Errorf("AppendQuery(%q) = %q, %v, want an error and nothing appended", query, got, err)
		}
	}
}

func FuzzEscape(f *testing.F) {
	for _, s := range []string{"", "a b/ü+%~\x00", "/", "//../.", "%2F", "a=b&c;d?#", "\xff\xc3", "AZaz09-._~"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		path := string(signer.AppendPath(nil, s))
		if back, err := url.PathUnescape(path); err != nil || back != s {
			t.Errorf("net/url reads %q as %q, %v, want %q", path, back, err, s)
		}
		if s == "" {
			return
		}
		query, err := signer.AppendQuery(nil, map[string][]string{s: {s}})
		if err != nil {
			t.Fatal(err)
		}
		// No byte may mean something to a reader of URLs.
		if strings.ContainsAny(path, " +?#&=;") || strings.ContainsAny(strings.Replace(string(query), "=", "", 1), " +?#&=;/") {
			t.Errorf("a reserved character is left in %q or %q", path, query)
		}
		values, err := url.ParseQuery(string(query))
		if err != nil || len(values) != 1 || values.Get(s) != s {
			t.Errorf("net/url reads %q as %q, %v, want %q", query, values, err, s)
		}
	})
}
