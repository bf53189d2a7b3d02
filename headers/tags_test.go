package headers_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/headers"
)

func TestParseTags(t *testing.T) {
	tests := []struct {
		in        string
		want      []headers.Tag
		ok        bool
		roundtrip string
	}{
		{"", nil, true, ""},
		{"k=v", []headers.Tag{{"k", "v"}}, true, "k=v"},
		{"b=1&a=2&b=3", []headers.Tag{{"b", "1"}, {"a", "2"}, {"b", "3"}}, true, "b=1&a=2&b=3"},
		{"k", []headers.Tag{{"k", ""}}, true, "k="},
		{"k=", []headers.Tag{{"k", ""}}, true, "k="},
		{"=v", []headers.Tag{{"", "v"}}, true, "=v"},
		{"=", []headers.Tag{{"", ""}}, true, "="},
		{"k=a=b", []headers.Tag{{"k", "a=b"}}, true, "k=a%3Db"},
		{"a+b=c%20d%2be", []headers.Tag{{"a b", "c d+e"}}, true, "a%20b=c%20d%2Be"},
		{"k=%E4%BD%A0", []headers.Tag{{"k", "你"}}, true, "k=%E4%BD%A0"},
		{"k=你;/:", []headers.Tag{{"k", "你;/:"}}, true, "k=%E4%BD%A0%3B%2F%3A"},
		{"K=-._~*", []headers.Tag{{"K", "-._~*"}}, true, "K=-._~%2A"},
		{"&", nil, false, ""},
		{"a=1&", nil, false, ""},
		{"&a=1", nil, false, ""},
		{"a=1&&b=2", nil, false, ""},
		{"a=%", nil, false, ""},
		{"a=%4", nil, false, ""},
		{"a=%4g", nil, false, ""},
		{"%g4=a", nil, false, ""},
	}
	for _, tt := range tests {
		got, ok := headers.ParseTags(tt.in)
		if diff := cmp.Diff(tt.want, got); diff != "" || ok != tt.ok {
			t.Errorf("ParseTags(%q) = %v, want %v; -want +got:\n%s", tt.in, ok, tt.ok, diff)
		}
		if s := headers.FormatTags(got); s != tt.roundtrip {
			t.Errorf("FormatTags of %q = %q, want %q", tt.in, s, tt.roundtrip)
		}
	}
}

func FuzzTags(f *testing.F) {
	f.Add("a=1&b=%20+&c", "key", "value", "", "")
	f.Add("a=%zz", "a b", "+-=._:/", "你", "\xff\x00&=%")
	f.Fuzz(func(t *testing.T, s, k1, v1, k2, v2 string) {
		tags := []headers.Tag{{k1, v1}, {k2, v2}}
		text := headers.FormatTags(tags)
		back, ok := headers.ParseTags(text)
		if diff := cmp.Diff(tags, back); diff != "" || !ok {
			t.Errorf("%q parses as %v; -want +got:\n%s", text, ok, diff)
		}
		if q, err := url.ParseQuery(text); err != nil || q.Get(k1) != v1 {
			t.Errorf("net/url reads %q as %v, %v", text, q, err)
		}
		parsed, ok := headers.ParseTags(s)
		if !ok {
			return
		}
		back, ok = headers.ParseTags(headers.FormatTags(parsed))
		if diff := cmp.Diff(parsed, back); diff != "" || !ok {
			t.Errorf("%q does not come back: %v\n%s", s, ok, diff)
		}
		q, err := url.ParseQuery(s)
		if err != nil {
			return // net/url refuses ";"
		}
		for _, tag := range parsed {
			if !cmp.Equal(valuesOf(parsed, tag.Key), q[tag.Key]) {
				t.Errorf("%q: key %q has %q, net/url says %q", s, tag.Key, valuesOf(parsed, tag.Key), q[tag.Key])
			}
		}
	})
}

func valuesOf(tags []headers.Tag, key string) []string {
	var values []string
	for _, tag := range tags {
		if tag.Key == key {
			values = append(values, tag.Value)
		}
	}
	return values
}
