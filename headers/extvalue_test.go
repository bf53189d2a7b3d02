package headers_test

import (
	"testing"

	"example.com/ossmeta/headers"
)

func TestParseExtValue(t *testing.T) {
	tests := []struct {
		in        string
		want      string
		ok        bool
		roundtrip bool
	}{
		{"UTF-8''", "", true, true},
		{"UTF-8''%E4%BD%A0%E5%A5%BD.txt", "你好.txt", true, true},
		{"UTF-8''%20a%27b%25", " a'b%", true, true},
		{"UTF-8''!#$&+-.^_`|~", "!#$&+-.^_`|~", true, true},
		{"utf-8'en'%c2%a3%20and%20%e2%82%ac%20rates", "£ and € rates", true, false}, // RFC 8187 section 3.2.3
		{"UTF-8'zh-Hans-CN'a", "a", true, false},
		{"UTF-8''%B1%A5", "\xb1\xa5", true, true}, // GBK bytes
		{"ISO-8859-1'en'%A3%20rates", "", false, false},
		{"UTF-8", "", false, false},
		{"UTF-8'", "", false, false},
		{"UTF-8'en", "", false, false},
		{"UTF-8'e n'a", "", false, false},
		{"''a", "", false, false},
		{"", "", false, false},
		{"UTF-8''a b", "", false, false},
		{"UTF-8''a'b", "", false, false},
		{"UTF-8''a*", "", false, false},
		{"UTF-8''你", "", false, false},
		{"UTF-8''%", "", false, false},
		{"UTF-8''%4", "", false, false},
		{"UTF-8''%4x", "", false, false},
		{" UTF-8''a", "", false, false},
	}
	for _, tt := range tests {
		got, ok := headers.ParseExtValue(tt.in)
		if got != tt.want || ok != tt.ok {
			t.Errorf("ParseExtValue(%q) = %q, %v, want %q, %v", tt.in, got, ok, tt.want, tt.ok)
		}
		if s := headers.EncodeExtValue(got); tt.ok && (s == tt.in) != tt.roundtrip {
			t.Errorf("EncodeExtValue(%q) = %q, from %q", got, s, tt.in)
		}
	}
}

func FuzzExtValue(f *testing.F) {
	f.Add("你好.txt")
	f.Add("\xb1\xa5\x00\r\n")
	f.Add("utf-8'en'%c2%a3")
	f.Fuzz(func(t *testing.T, s string) {
		encoded := headers.EncodeExtValue(s)
		if back, ok := headers.ParseExtValue(encoded); !ok || back != s {
			t.Errorf("%q comes back from %q as %q, %v", s, encoded, back, ok)
		}
		m := headers.Metadata{User: map[string]string{"a": encoded}}
		if faults := m.Check(headers.Metadata{}); faults != nil {
			t.Errorf("the encoded value has a fault: %v", faults[0])
		}
		if plain, ok := headers.ParseExtValue(s); ok {
			if back, ok := headers.ParseExtValue(headers.EncodeExtValue(plain)); !ok || back != plain {
				t.Errorf("%q is %q, but comes back as %q, %v", s, plain, back, ok)
			}
		}
	})
}
