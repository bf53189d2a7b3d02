package signer

import (
	"slices"
	"strings"
)

// collectHeader puts the fields of r and the signer's own in order, and marks
// the ones that are signed.
func (s *Signer) collectHeader(c *canonicalizer, r *Request, own []Field) error {
	if hasLineBreak(r.Host) {
		return &RequestError{"header", "Host", ReasonLineBreak}
	}
	if r.Host != "" { // net/http keeps it beside the header
		own = append(own, Field{"Host", trim(r.Host)})
	}
	return c.header.collect(r.Header, own)
}

// readField takes the value of a header field.
func readField(e *entry, values []string) Reason {
	if e.key == "" {
		return ReasonNotToken
	}
	for _, value := range values {
		if hasLineBreak(value) {
			return ReasonLineBreak
		}
	}
	if len(values) > 1 && e.why != notSigned {
		return ReasonRepeated
	}
	e.value = trim(values[0])
	return ""
}

// whyField says why a header field is signed.
func (c *canonicalizer) whyField(e *entry) reason {
	switch {
	case isOSSHeader(e.key):
		return byPrefix
	case isSignedByDefault(e.key):
		return byDefault
	}
	if _, found := slices.BinarySearch(c.named, e.key); found {
		return byAddition
	}
	return notSigned
}

// appendFields appends the line and LF of every field that is signed. V1 signs
// OSS's own alone in this way.
func (l *list) appendFields(dst []byte) []byte {
	for _, e := range l.present {
		if e.among {
			dst = append(append(append(dst, e.label...), e.value...), '\n')
		}
	}
	return dst
}

// isOSSHeader reports a lower-case name of one of OSS's own headers.
func isOSSHeader(lower string) bool { return strings.HasPrefix(lower, "x-oss-") }

// isSignedByDefault reports a lower-case name that is signed without being
// asked for.
func isSignedByDefault(lower string) bool {
	return isOSSHeader(lower) || lower == "content-type" || lower == "content-md5"
}

// trim removes the blanks around a value, which HTTP does not carry.
func trim(s string) string {
	if s == "" || s[0] > ' ' && s[len(s)-1] > ' ' {
		return s
	}
	return strings.Trim(s, " \t")
}

// hasLineBreak reports CR, LF or NUL, which would end a line of the canonical
// form, or of the request, before its time.
func hasLineBreak(s string) bool { return !consistsOf(s, isWithinLine) }

func isWithinLine(b byte) bool { return b > '\r' || b != '\n' && b != '\r' && b != 0 }
