// Package oneline keeps messages on one line.
package oneline

import (
	"strconv"
	"strings"
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
