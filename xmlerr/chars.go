package xmlerr

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// parseCharRef reads the inside of &#…; : "13" or "xD".
func parseCharRef(s string) (rune, bool) {
	base := 10
	if strings.HasPrefix(s, "x") {
		s, base = s[1:], 16
	}
	n, err := strconv.ParseUint(s, base, 21)
	r := rune(n)
	return r, err == nil && utf8.ValidRune(r)
}

// isChar reports whether XML 1.0 can carry r (production Char).
func isChar(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return true
	case r < 0x20, r == 0xFFFE, r == 0xFFFF:
		return false
	}
	return utf8.ValidRune(r)
}

// clean returns s with U+FFFD for every byte that is not UTF-8 and every
// character that XML cannot carry.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if !isChar(r) {
			return utf8.RuneError
		}
		return r // a bad byte comes as U+FFFD
	}, s)
}

// appendEscaped appends s as character data. Carriage returns are written as
// references, or a reader would take them for line feeds.
func appendEscaped(dst []byte, s string) []byte {
	for _, r := range clean(s) {
		switch r {
		case '&':
			dst = append(dst, "&amp;"...)
		case '<':
			dst = append(dst, "&lt;"...)
		case '>':
			dst = append(dst, "&gt;"...)
		case '\r':
			dst = append(dst, "&#xD;"...)
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}
