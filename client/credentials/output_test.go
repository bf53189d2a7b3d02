package credentials

import (
	"strings"
	"testing"
)

func TestMask(t *testing.T) {
	const secret = "Fxk3Example9secretOf30letters1" // as long as Alibaba Cloud's
	for _, tt := range []struct{ text, want string }{
		{"", ""},
		{"login first", "login first"},
		{"/usr/local/share/credentials/helper: no such file", "/usr/local/share/credentials/helper: no such file"},
		{"InvalidAccessKeyId: the key does not exist", "InvalidAccessKeyId: the key does not exist"},
		{secret, "[masked]"},
		{"key " + secret + ", \"" + secret + "\"!", "key [masked], \"[masked]\"!"},
		{"+ AccessKeySecret=" + secret, "+ [masked]"},
		{"0123456789abcdef01234567", "[masked]"},
		{"CAIS+x/" + strings.Repeat("Ab1/", 100) + "==", "[masked]"},
		{"a%2Fb%2B" + strings.ToLower(secret) + "…" + secret, "[masked]…[masked]"},
		{"0123456789abcdef0123456", "0123456789abcdef0123456"}, // 23 characters
	} {
		if got := mask(tt.text); got != tt.want {
			t.Errorf("mask(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

// FuzzMask: no run that may be a secret is left, and masking again changes
// nothing.
func FuzzMask(f *testing.F) {
	f.Add("token: ", " end")
	f.Add("\xff", "ü")
	f.Fuzz(func(t *testing.T, before, after string) {
		const secret = "Fxk3Example9secretOf30letters1"
		got := mask(before + secret + after)
		if strings.Contains(got, secret) && !strings.Contains(before+after, secret) || mask(got) != got {
			t.Errorf("%q", got)
		}
	})
}
