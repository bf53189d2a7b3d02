package xmlerr

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxSnippet is how much of a foreign body is shown.
const maxSnippet = 200 // bytes

// oneLine returns s in valid UTF-8 with every run of blanks and characters that
// do not print as one blank, without outer blanks, cut to max bytes.
func oneLine(s string, max int) string {
	b := make([]byte, 0, min(len(s), max))
	blank := false
	for _, r := range s {
		if r == ' ' || !strconv.IsPrint(r) {
			blank = len(b) > 0
			continue
		}
		n := utf8.RuneLen(r)
		if blank {
			n++
		}
		if len(b)+n > max {
			break
		}
		if blank {
			b = append(b, ' ')
			blank = false
		}
		b = utf8.AppendRune(b, r)
	}
	return string(b)
}

// secretMarks are words after which a page that repeats the request may show a
// token or a signature.
var secretMarks = [...]string{"token", "signature", "stringtosign", "canonicalrequest", "secret"}

// snippet returns the beginning of a body for people to read: NUL bytes left
// out (UTF-16), on one line, nothing from the first of secretMarks on.
func snippet(body []byte) string {
	const look = 8 * maxSnippet // markup and blanks may go before the text
	s := strings.ReplaceAll(string(body[:min(len(body), look)]), "\x00", "")
	s = oneLine(s, look)
	for _, mark := range secretMarks {
		for i := range s {
			if len(s)-i >= len(mark) && strings.EqualFold(s[i:i+len(mark)], mark) {
				s = s[:i]
				break
			}
		}
	}
	return oneLine(s, maxSnippet)
}
