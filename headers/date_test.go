package headers_test

import (
	"testing"
	"time"

	"example.com/ossmeta/headers"
)

func TestParseTime(t *testing.T) {
	want := time.Date(1994, 11, 6, 8, 49, 37, 0, time.UTC)
	tests := []struct {
		in string
		ok bool
	}{
		{"Sun, 06 Nov 1994 08:49:37 GMT", true},
		{"Sunday, 06-Nov-94 08:49:37 GMT", true},
		{"Sun Nov  6 08:49:37 1994", true},
		{"Mon, 06 Nov 1994 08:49:37 GMT", false},     // it was a Sunday
		{"Saturday, 06-Nov-94 08:49:37 GMT", false},  // of 2094
		{"sun, 06 Nov 1994 08:49:37 GMT", false},     // letter case
		{"Sun, 06 NOV 1994 08:49:37 GMT", false},     //
		{"Sun, 06 Nov 1994 08:49:37 UTC", false},     // only GMT
		{"Sun, 06 Nov 1994 08:49:37 +0000", false},   //
		{"Sun, 6 Nov 1994 08:49:37 GMT", false},      // two digits
		{"Sun, 06 Nov 1994 8:49:37 GMT", false},      //
		{"Sun, 06 Nov 1994 08:49:37.5 GMT", false},   // whole seconds
		{"Sun Nov 6 08:49:37 1994", false},           // one blank too few
		{"Sun Nov 06 08:49:37 1994", false},          //
		{"Sun, 06 Nov 1994 08:49:60 GMT", false},     // leap second
		{" Sun, 06 Nov 1994 08:49:37 GMT", false},    // blanks
		{"Sun, 06 Nov 1994 08:49:37 GMT ", false},    //
		{"Sun, 31 Nov 1994 08:49:37 GMT", false},     // no such day
		{"1994-11-06T08:49:37.000Z", false},          // ISO 8601
		{"", false},                                  //
		{"0", false},                                 // seen as Expires
		{"Sun, 06 Nov 1994 08:49:37 GMT\x00", false}, //
	}
	for _, tt := range tests {
		got, ok := headers.ParseTime(tt.in)
		if ok != tt.ok || ok && !got.Equal(want) || !ok && !got.IsZero() {
			t.Errorf("ParseTime(%q) = %v, %v, want %v", tt.in, got, ok, tt.ok)
		}
		if got.Location() != time.UTC {
			t.Errorf("ParseTime(%q) is not in UTC", tt.in)
		}
	}
}

func TestParseTimeCentury(t *testing.T) {
	for in, year := range map[string]int{
		"Wednesday, 01-Jan-69 00:00:00 GMT": 1969,
		"Sunday, 01-Jan-68 00:00:00 GMT":    2068,
	} {
		if got, ok := headers.ParseTime(in); !ok || got.Year() != year {
			t.Errorf("ParseTime(%q) = %v, %v, want the year %d", in, got, ok, year)
		}
	}
}

func TestFormatTime(t *testing.T) {
	east := time.FixedZone("east", 8*3600)
	tests := []struct {
		in   time.Time
		want string
	}{
		{time.Date(2023, 12, 16, 16, 30, 12, 999_999_999, east), "Sat, 16 Dec 2023 08:30:12 GMT"},
		{time.Time{}, "Mon, 01 Jan 0001 00:00:00 GMT"},
		{time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), "Fri, 31 Dec 9999 23:59:59 GMT"},
	}
	for _, tt := range tests {
		got := headers.FormatTime(tt.in)
		if got != tt.want {
			t.Errorf("FormatTime(%v) = %q, want %q", tt.in, got, tt.want)
		}
		if back, ok := headers.ParseTime(got); !ok || !back.Equal(tt.in.Truncate(time.Second)) {
			t.Errorf("ParseTime(%q) = %v, %v, want %v", got, back, ok, tt.in)
		}
	}
}

func FuzzTime(f *testing.F) {
	f.Add("Sun, 06 Nov 1994 08:49:37 GMT", int64(784111777))
	f.Add("Sunday, 06-Nov-94 08:49:37 GMT", int64(-1))
	f.Add("Sun Nov  6 08:49:37 1994", int64(253402300799))
	f.Add("Thu, 29 Feb 1900 00:00:00 GMT", int64(-62167219200))
	f.Fuzz(func(t *testing.T, s string, sec int64) {
		if at, ok := headers.ParseTime(s); ok {
			if back, ok := headers.ParseTime(headers.FormatTime(at)); !ok || !back.Equal(at) {
				t.Errorf("%q is %v, but comes back as %v, %v", s, at, back, ok)
			}
		}
		at := time.Unix(sec, 0)
		if y := at.UTC().Year(); y < 0 || y > 9999 {
			return
		}
		if back, ok := headers.ParseTime(headers.FormatTime(at)); !ok || !back.Equal(at) {
			t.Errorf("%v comes back as %v, %v", at, back, ok)
		}
	})
}
