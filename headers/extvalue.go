package headers

import "strings"

// extCharset begins what EncodeExtValue writes: UTF-8, no language.
const extCharset = "UTF-8''"

// EncodeExtValue writes s as an extended value (RFC 8187 section 3.2), which is
// ASCII: a way to keep text in metadata that is not, or that begins or ends with
// a blank. Browsers know the form as filename* of a Content-Disposition. For OSS
// it is a value as any other: whoever reads it must decode it, with
// [ParseExtValue].
//
// Nothing is lost whatever s holds, but s should be UTF-8, as the result says so
// and other readers may refuse it. An escaped byte takes three.
func EncodeExtValue(s string) string {
	return string(appendEscaped([]byte(extCharset), s, isAttrChar))
}

// ParseExtValue decodes an extended value in UTF-8 (RFC 8187 section 3.2). False
// means that s is no such value. Use it where one is expected: any text may happen to look
// like one. The result is what was escaped, which need not be valid UTF-8.
//
//	ext-value   = charset "'" [ language ] "'" value-chars
//	charset     = "UTF-8"                   ; in any letter case
//	language    = 1*( ALPHA / DIGIT / "-" ) ; passed over
//	value-chars = *( pct-encoded / attr-char )
//	attr-char   = ALPHA / DIGIT / "!" / "#" / "$" / "&" / "+" / "-" / "." /
//	              "^" / "_" / "`" / "|" / "~"
//
// Other charsets are refused, ISO-8859-1 of the former RFC 5987 too.
func ParseExtValue(s string) (string, bool) {
	charset, rest, ok := strings.Cut(s, "'")
	if !ok || !equalFold(charset, "UTF-8") {
		return "", false
	}
	language, chars, ok := strings.Cut(rest, "'")
	if !ok {
		return "", false
	}
	for i := range len(language) {
		if !isAlphaNum(language[i]) && language[i] != '-' {
			return "", false
		}
	}
	for i := range len(chars) {
		if !isAttrChar(chars[i]) && chars[i] != '%' {
			return "", false
		}
	}
	return unescape(chars, false)
}

func isAttrChar(c byte) bool {
	return isAlphaNum(c) || strings.IndexByte("!#$&+-.^_`|~", c) >= 0
}
