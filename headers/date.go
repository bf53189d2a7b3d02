package headers

import (
	"strings"
	"time"
)

// Forms of a date in HTTP (RFC 9110 section 5.6.7) as Go layouts.
const (
	imfFixdate = "Mon, 02 Jan 2006 15:04:05 GMT"
	rfc850Date = "Monday, 02-Jan-06 15:04:05 GMT"
	asctime    = "Mon Jan _2 15:04:05 2006"
)

// ParseTime parses a date of HTTP, such as Last-Modified and Date, and returns it
// in UTC. It has whole seconds.
//
//	HTTP-date    = IMF-fixdate / obs-date
//	obs-date     = rfc850-date / asctime-date
//	IMF-fixdate  = "Sun, 06 Nov 1994 08:49:37 GMT"
//	rfc850-date  = "Sunday, 06-Nov-94 08:49:37 GMT"
//	asctime-date = "Sun Nov  6 08:49:37 1994"
//
// The day of the week must be right and each letter in its case. The two digits
// of an rfc850-date mean 1969 to 2068. Leap seconds (":60") are refused.
func ParseTime(s string) (time.Time, bool) {
	// Reading takes more than the grammar (fractions, other days of the week,
	// one digit for two); writing it again shows the difference.
	if len(s) == len(imfFixdate) { // as everybody sends it: without time.Parse, which takes twice as long
		month := strings.Index("JanFebMarAprMayJunJulAugSepOctNovDec", s[8:11])/3 + 1
		t := time.Date(number(s[12:16]), time.Month(month), number(s[5:7]), number(s[17:19]), number(s[20:22]), number(s[23:25]), 0, time.UTC)
		if isWritten(t, imfFixdate, s) {
			return t, true
		}
	}
	for _, layout := range [...]string{rfc850Date, asctime} {
		if t, err := time.Parse(layout, s); err == nil && isWritten(t, layout, s) {
			return t, true
		}
	}
	return time.Time{}, false
}

// isWritten reports whether s is t in the given layout.
func isWritten(t time.Time, layout, s string) bool {
	var buffer [40]byte
	return string(t.AppendFormat(buffer[:0], layout)) == s
}

// number returns the value of decimal digits, and for anything else any number.
func number(s string) (n int) {
	for i := range len(s) {
		n = 10*n + int(s[i]) - '0'
	}
	return n
}

// FormatTime writes a time as IMF-fixdate, in UTC, without its fraction of a
// second. The form has room for the years 0 to 9999.
func FormatTime(t time.Time) string {
	return t.UTC().Format(imfFixdate)
}
