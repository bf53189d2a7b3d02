package headers_test

import (
	"testing"

	"example.com/ossmeta/headers"
)

func TestParseETag(t *testing.T) {
	tests := []struct {
		in   string
		want headers.ETag
		ok   bool
	}{
		{`"5B3C1A2E053D763E1B002CC607C5A0FE"`, "5B3C1A2E053D763E1B002CC607C5A0FE", true},
		{`5B3C1A2E053D763E1B002CC607C5A0FE`, "5B3C1A2E053D763E1B002CC607C5A0FE", true},
		{`"5b3c1a2e-2"`, "5b3c1a2e-2", true},
		{`"null"`, "null", true}, // a directory in a hierarchical bucket
		{`"*"`, "*", true},
		{"\"\xb5\"", "\xb5", true},
		{`*`, "", false},
		{`""`, "", false},
		{``, "", false},
		{`"`, "", false},
		{`"a`, "", false},
		{`a"`, "", false},
		{`""a""`, "", false},
		{`W/"a"`, "", false},
		{`"a", "b"`, "", false},
		{` "a"`, "", false},
		{"\"a\tb\"", "", false},
		{"\"a\x7f\"", "", false},
	}
	for _, tt := range tests {
		got, ok := headers.ParseETag(tt.in)
		if ok != tt.ok || ok && got != tt.want {
			t.Errorf("ParseETag(%q) = %q, %v, want %q, %v", tt.in, string(got), ok, string(tt.want), tt.ok)
		}
	}
}

func FuzzParseETag(f *testing.F) {
	f.Add(`"5B3C1A2E"`)
	f.Add(`5b3c-2`)
	f.Add(`W/"a"`)
	f.Add("\"\xff\"")
	f.Fuzz(func(t *testing.T, s string) {
		e, ok := headers.ParseETag(s)
		if !ok {
			return
		}
		if s != string(e) && s != e.String() {
			t.Errorf("ParseETag(%q) = %q, which is another text", s, string(e))
		}
		if again, ok := headers.ParseETag(e.String()); !ok || again != e {
			t.Errorf("ParseETag(%q) = %q, %v, want %q", e.String(), string(again), ok, string(e))
		}
	})
}
