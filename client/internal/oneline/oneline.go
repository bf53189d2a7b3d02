// Package oneline keeps messages on one line.
package oneline

import (
	"strconv"
	"strings"
	"unicode"
)

// Text keeps foreign text on one line of a message, and short.
func Text(text string) string {
	const most = 1100 // bytes; a key has 1023
	if len(text) > most {
		text = text[:most] + "…"
	}
	if quoted := strconv.Quote(text); quoted != `"`+text+`"` {
		return quoted
	}
	return text
}

// Message keeps a whole message on one line, and short enough for a log. Most of
// what is in it has been through Text; not so an error of somebody else's.
func Message(text string) string {
	const most = 16 << 10 // bytes
	if len(text) > most {
		text = text[:most] + "…"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}

// Join returns the messages of errors, with semicolons between them.
func Join[E error](list []E) string {
	texts := make([]string, len(list))
	for i, e := range list {
		texts[i] = e.Error()
	}
	return strings.Join(texts, "; ")
}

// Each returns a list of errors of one type as errors.
func Each[E error](list []E) []error {
	errs := make([]error, len(list))
	for i, e := range list {
		errs[i] = e
	}
	return errs
}
