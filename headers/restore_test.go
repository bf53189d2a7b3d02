package headers_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/headers"
)

func TestParseRestore(t *testing.T) {
	expiry := time.Date(2017, 4, 16, 8, 12, 33, 0, time.UTC)
	tests := []struct {
		in   string
		want headers.Restore
		ok   bool
	}{
		{`ongoing-request="true"`, headers.Restore{Ongoing: true}, true},
		{`ongoing-request="false", expiry-date="Sun, 16 Apr 2017 08:12:33 GMT"`, headers.Restore{Expiry: expiry}, true},
		{`ongoing-request="false",expiry-date="Sun, 16 Apr 2017 08:12:33 GMT"`, headers.Restore{Expiry: expiry}, true},
		{`ongoing-request="false"`, headers.Restore{}, false},
		{`ongoing-request="false", `, headers.Restore{}, false},
		{`ongoing-request="false", expiry-date="`, headers.Restore{}, false},
		{`ongoing-request="false", expiry-date="soon"`, headers.Restore{}, false},
		{`ongoing-request="false",  expiry-date="Sun, 16 Apr 2017 08:12:33 GMT"`, headers.Restore{}, false},
		{`ongoing-request="true", expiry-date="Sun, 16 Apr 2017 08:12:33 GMT"`, headers.Restore{}, false},
		{`ongoing-request="false", expiry-date="Sun, 16 Apr 2017 08:12:33 GMT`, headers.Restore{}, false},
		{`ongoing-request=true`, headers.Restore{}, false},
		{``, headers.Restore{}, false},
	}
	for _, tt := range tests {
		got, ok := headers.ParseRestore(tt.in)
		if diff := cmp.Diff(tt.want, got); diff != "" || ok != tt.ok {
			t.Errorf("ParseRestore(%q) = %v, want %v; -want +got:\n%s", tt.in, ok, tt.ok, diff)
		}
	}
}

func FuzzParseRestore(f *testing.F) {
	f.Add(`ongoing-request="true"`)
	f.Add(`ongoing-request="false", expiry-date="Sun, 16 Apr 2017 08:12:33 GMT"`)
	f.Fuzz(func(t *testing.T, s string) {
		r, ok := headers.ParseRestore(s)
		if !ok {
			return
		}
		if back, ok := headers.ParseRestore(r.String()); !ok || back != r {
			t.Errorf("%q is %v, but comes back as %v, %v", s, r, back, ok)
		}
	})
}
