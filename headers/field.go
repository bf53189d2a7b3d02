package headers

import (
	"cmp"
	"strings"
)

// ValidName reports whether s can be the name of a header field, by RFC 9110
// section 5.6.2. It says nothing of what OSS takes as the name of user metadata,
// which is less: see [Metadata.Check].
//
//	field-name = token
//	token      = 1*tchar
//	tchar      = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." /
//	             "^" / "_" / "`" / "|" / "~" / DIGIT / ALPHA
func ValidName(s string) bool {
	for i := range len(s) {
		if !isTokenChar(s[i]) {
			return false
		}
	}
	return s != ""
}

// ValidValue reports whether s can be the value of a header field on the wire:
// no control character but tab. That includes the empty value, blanks at the
// ends, which receivers drop, and any byte from 0x80 up (obs-text).
//
// It is RFC 9110 section 5.5 without the rule on blanks.
//
//	field-vchar = VCHAR / obs-text
//	obs-text    = %x80-FF
func ValidValue(s string) bool {
	for i := range len(s) {
		if isControl(s[i]) {
			return false
		}
	}
	return true
}

// CanonicalName returns the spelling of a field name that Go's net/http uses as
// the key of an http.Header: the first letter and each letter after a hyphen in
// upper case, the others in lower case. A name that is not valid (see
// [ValidName]) comes back as it is.
func CanonicalName(s string) string {
	var buffer [64]byte // enough for most
	b, valid := appendCanonical(buffer[:0], s)
	if !valid || string(b) == s {
		return s
	}
	return string(b)
}

// appendCanonical appends the spelling of a name that CanonicalName returns, and
// reports whether it is valid, or empty.
func appendCanonical(dst []byte, s string) ([]byte, bool) {
	start := len(dst)
	dst = append(dst, s...)
	first := true // of a word
	for i, c := range dst[start:] {
		switch {
		case !isTokenChar(c):
			return dst, false
		case first:
			dst[start+i] = upperByte(c)
		default:
			dst[start+i] = lowerByte(c)
		}
		first = c == '-'
	}
	return dst, true
}

// Get returns the first value of the named field, and whether there is one. The
// letter case of name and of the keys of h does not matter. If several keys fit,
// the one in the spelling of [CanonicalName] counts, else the first in byte
// order; a key without values counts as absent.
func Get(h map[string][]string, name string) (string, bool) {
	if v := h[CanonicalName(name)]; len(v) > 0 {
		return v[0], true
	}
	best, value, found := "", "", false
	for key, v := range h {
		if len(v) > 0 && equalFold(key, name) && (!found || key < best) {
			best, value, found = key, v[0], true
		}
	}
	return value, found
}

// tchars has the bit of every tchar, in two words.
const tchars = (1<<10-1)<<'0' | (1<<26-1)<<'A' | (1<<26-1)<<'a' |
	1<<'!' | 1<<'#' | 1<<'$' | 1<<'%' | 1<<'&' | 1<<'\'' | 1<<'*' | 1<<'+' |
	1<<'-' | 1<<'.' | 1<<'^' | 1<<'_' | 1<<'`' | 1<<'|' | 1<<'~'

var tcharWords = [...]uint64{tchars & (1<<64 - 1), tchars >> 64, 0, 0}

func isTokenChar(c byte) bool { return tcharWords[c>>6]>>(c&63)&1 == 1 }

func isAlphaNum(c byte) bool { return c|0x20-'a' < 26 || c-'0' < 10 }

// isControl reports whether c is a control character that no value may hold.
func isControl(c byte) bool {
	return c < ' ' && c != '\t' || c == 0x7f
}

func lowerByte(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

func upperByte(c byte) byte {
	if 'a' <= c && c <= 'z' {
		c -= 'a' - 'A'
	}
	return c
}

// lower folds ASCII letters. strings.ToLower would also fold the Kelvin sign to
// k, and mangle bytes that are not UTF-8.
func lower(s string) string {
	i := 0
	for i < len(s) && s[i] == lowerByte(s[i]) {
		i++
	}
	if i == len(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:i])
	for ; i < len(s); i++ {
		b.WriteByte(lowerByte(s[i]))
	}
	return b.String()
}

func equalFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if lowerByte(a[i]) != lowerByte(b[i]) {
			return false
		}
	}
	return true
}

// compareFold compares what lower makes of a and b.
func compareFold(a, b string) int {
	for i := range min(len(a), len(b)) {
		if c := cmp.Compare(lowerByte(a[i]), lowerByte(b[i])); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(a), len(b))
}
