package headers_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/headers"
)

func TestDiff(t *testing.T) {
	user := func(m map[string]string) headers.Metadata { return headers.Metadata{User: m} }
	without := full()
	without.Expires = ""
	without.CacheControl = "no-cache"
	without.User = map[string]string{"a_b": "\xb1\xa5", "b": "3", "c": ""}
	tests := []struct {
		name string
		m, n headers.Metadata
		want []headers.Change
	}{
		{"nothing", headers.Metadata{}, headers.Metadata{}, nil},
		{"nil and empty map", headers.Metadata{}, user(map[string]string{}), nil},
		{"the same", full(), full(), nil},
		{"letter case of names", user(map[string]string{"Ab": "1"}), user(map[string]string{"aB": "1"}), nil},
		{"letter case of values", user(map[string]string{"a": "x"}), user(map[string]string{"a": "X"}),
			[]headers.Change{{Name: "x-oss-meta-a", Old: "x", New: "X"}}},
		{"empty is not absent", user(map[string]string{"a": ""}), user(nil),
			[]headers.Change{{Name: "x-oss-meta-a", Removed: true}}},
		{"absent is not empty", user(nil), user(map[string]string{"a": ""}),
			[]headers.Change{{Name: "x-oss-meta-a", Added: true}}},
		{"all kinds", full(), without, []headers.Change{
			{Name: "Cache-Control", Old: "max-age=3600", New: "no-cache"},
			{Name: "Expires", Old: "2022-10-12T00:00:00.000Z", Removed: true},
			{Name: "x-oss-meta-b", Old: "2", New: "3"},
			{Name: "x-oss-meta-c", Added: true},
			{Name: "x-oss-meta-empty", Removed: true},
		}},
		{"standard field added", headers.Metadata{}, headers.Metadata{ContentType: "a"},
			[]headers.Change{{Name: "Content-Type", New: "a", Added: true}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.m.Diff(tt.n)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if equal := tt.m.Equal(tt.n); equal != (tt.want == nil) {
				t.Errorf("Equal = %v", equal)
			}
		})
	}
}

func TestChangeString(t *testing.T) {
	tests := []struct {
		change headers.Change
		want   string
	}{
		{headers.Change{Name: "Expires", New: "0", Added: true}, `+ Expires: 0`},
		{headers.Change{Name: "x-oss-meta-a", Old: "a b", Removed: true}, `- x-oss-meta-a: a b`},
		{headers.Change{Name: "x-oss-meta-a", Old: "1", New: ""}, `~ x-oss-meta-a: 1 -> ""`},
		{headers.Change{Name: "x-oss-meta-a", Old: " 1", New: "你"}, `~ x-oss-meta-a: " 1" -> "你"`},
		{headers.Change{Name: "x-oss-meta-a", Old: `"q"`, New: "a -> b"}, `~ x-oss-meta-a: "\"q\"" -> "a -> b"`},
		{headers.Change{Name: "x-oss-meta-\n", Old: "\xb1", New: "a\tb"}, `~ "x-oss-meta-\n": "\xb1" -> "a\tb"`},
		{headers.Change{Name: "x-oss-meta-a", Old: "~", New: "\x7f"}, `~ x-oss-meta-a: ~ -> "\x7f"`},
	}
	for _, tt := range tests {
		if got := tt.change.String(); got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
	}
}
