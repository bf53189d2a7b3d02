package xmlerr_test

import (
	"testing"

	"example.com/ossmeta/xmlerr"
)

func TestExactStringToSign(t *testing.T) {
	tests := []struct{ name, pairs, text, want string }{
		{"pairs", "47 45 54 0A ", "other", "GET\n"},
		{"lower case, line ends", "4f\r\n4F\t0a", "", "OO\n"},
		{"no pairs", " ", "GET", "GET"},
		{"odd digits", "47 4", "GET", "GET"},
		{"no blanks", "4745", "GET", "GET"},
		{"no hex", "47 G0", "GET", "GET"},
		{"signs", "47 -1", "GET", "GET"},
	}
	for _, tt := range tests {
		ev := &xmlerr.Evidence{
			StringToSign: tt.text, StringToSignBytes: tt.pairs,
			CanonicalRequest: tt.text, CanonicalRequestBytes: tt.pairs,
		}
		if got := ev.ExactStringToSign(); string(got) != tt.want {
			t.Errorf("%s: string to sign %q, want %q", tt.name, got, tt.want)
		}
		if got := ev.ExactCanonicalRequest(); string(got) != tt.want {
			t.Errorf("%s: canonical request %q, want %q", tt.name, got, tt.want)
		}
	}
	if got := new(xmlerr.Evidence).ExactStringToSign(); got != nil {
		t.Errorf("nothing gives %q", got)
	}
}
