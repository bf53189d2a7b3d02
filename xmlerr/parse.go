package xmlerr

import (
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// parse returns what data says if its root element is Error, in any namespace,
// else nil. It keeps the elements that were complete before the first thing
// that is not well-formed, and reads nothing after the root.
func parse(data []byte) *Error {
	var d document
	dec := newDecoder(data)
	for more := true; more; {
		// Not Token: it reports a wrong end tag only if Strict.
		token, err := dec.RawToken()
		more = err == nil && d.take(token)
	}
	if d.open == nil {
		return nil
	}
	d.finish()
	return &d.Error
}

// take takes one token of the document; false ends it.
func (d *document) take(token xml.Token) bool {
	last := len(d.open) - 1
	switch t := token.(type) {
	case xml.StartElement:
		if last < 0 && t.Name.Local != "Error" {
			return false
		}
		d.open, d.text, d.isLeaf = append(d.open, t.Name), d.text[:0], true
	case xml.CharData:
		d.text = append(d.text, t...)
		return last >= 0 || len(bytes.Trim(t, blanks)) == 0
	case xml.EndElement:
		if last < 0 || t.Name != d.open[last] {
			return false
		}
		if d.isLeaf {
			d.leaf(string(d.text))
		}
		d.open, d.text, d.isLeaf = d.open[:last], d.text[:0], false
		return last > 0
	}
	return true
}

// newDecoder reads data for UTF-8 whatever it declares, which reads the markup
// of every encoding that extends ASCII. What XML 1.0 cannot carry, and package
// xml would stop at, becomes U+FFFD. References to entities that a document
// type declares stay as they are written.
func newDecoder(data []byte) *xml.Decoder {
	s := clean(strings.TrimPrefix(string(data), "\uFEFF"))
	dec := xml.NewDecoder(strings.NewReader(cleanRefs(s)))
	dec.Strict = false // else an unknown reference is an error
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	return dec
}

// cleanRefs returns s with U+FFFD for every reference, &#1; or &#x1;, to what
// is not a character of XML 1.0.
func cleanRefs(s string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "&#")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		digits, after, ended := strings.Cut(rest, ";")
		base := 10
		if hex, ok := strings.CutPrefix(digits, "x"); ok {
			digits, base = hex, 16
		}
		n, err := strconv.ParseUint(digits, base, 32)
		if ended && err == nil && !isChar(rune(n)) {
			b.WriteString("\uFFFD")
			s = after
			continue
		}
		b.WriteString("&#")
		s = rest
	}
}

// isChar reports a character of XML 1.0 below U+10000, or any beyond: no control
// character but tab, LF and CR, not U+FFFE, not U+FFFF.
func isChar(r rune) bool {
	return (r >= ' ' || strings.ContainsRune(blanks, r)) && r != 0xFFFE && r != 0xFFFF
}

// blanks are what XML takes for white space.
const blanks = " \t\r\n"

// clean returns s with U+FFFD for every byte that is not UTF-8 and every
// character that XML 1.0 cannot carry.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if !isChar(r) {
			return utf8.RuneError
		}
		return r // a bad byte comes as U+FFFD
	}, s)
}
