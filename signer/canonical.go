package signer

import (
	"bytes"
	"hash"
	"slices"
	"strings"
	"unicode/utf8"
)

// A canonicalizer holds the buffers in which one request is put in canonical
// form. Signers keep theirs in a pool.
type canonicalizer struct {
	mac    hash.Hash     // keyed; nil where nothing is signed
	names  []byte        // the header names in lower case, end to end
	header []headerField // sorted by name
	query  []queryField  // sorted by escaped name
	escape []byte        // the escaped query, in the order it was found
	buf    []byte        // the canonical request, then the string to sign
	sum    []byte        // the last digest or signature
}

// A span is a part of one of the canonicalizer's byte buffers.
type span struct{ start, end int }

type headerField struct {
	name     span // in names
	original string
	value    string // without the blanks around it
	trimmed  bool
	repeated bool // it has more lines than the one in value
	signed   signedBy
}

// signedBy says for what reason a header field is signed.
type signedBy uint8

const (
	notSigned  signedBy = iota
	byDefault           // content-type, content-md5, x-oss-*
	byAddition          // named in AdditionalHeaders
	bySigner            // set by the signer itself
)

type queryField struct {
	name, value span // in escape
	original    string
}

// checkTarget refuses a method, bucket or key that cannot be told apart from
// another one in the canonical form.
func checkTarget(r *Request) error {
	if r.Method == "" || !isToken(r.Method) {
		return &RequestError{"method", r.Method, ReasonNotToken}
	}
	if r.Bucket == "" && r.Key != "" {
		return &RequestError{"bucket", "", ReasonMissing}
	}
	for i := range len(r.Bucket) {
		if b := r.Bucket[i]; !isAlphanumeric(b) && b != '-' && b != '.' && b != '_' {
			return &RequestError{"bucket", r.Bucket, ReasonBucket}
		}
	}
	if !utf8.ValidString(r.Key) {
		return &RequestError{"key", r.Key, ReasonNotUTF8}
	}
	return nil
}

// collectHeader fills c.header with every field of r, sorted by lower-case
// name, and marks the ones that are signed. Of several faults it reports the
// one whose name comes first, whatever the order of the map.
func (c *canonicalizer) collectHeader(r *Request, additional []string) error {
	c.names, c.header = c.names[:0], c.header[:0]
	var first *RequestError
	for name, values := range r.Header {
		if len(values) == 0 {
			continue // net/http sends nothing for it
		}
		if err := c.addField(name, values, additional); err != nil && (first == nil || err.Name < first.Name) {
			first = err
		}
	}
	if first != nil {
		return first
	}
	if err := c.sortHeader(); err != nil {
		return err
	}
	return c.collectHost(r.Host, additional)
}

// collectHost adds the host that net/http keeps beside the header.
func (c *canonicalizer) collectHost(host string, additional []string) error {
	if host == "" {
		return nil
	}
	i, found := c.find("host")
	if found {
		if c.header[i].value != host || c.header[i].repeated {
			return &RequestError{"header", "Host", ReasonConflict}
		}
		return nil
	}
	if err := c.addField("Host", []string{host}, additional); err != nil {
		return err
	}
	return c.sortHeader()
}

func (c *canonicalizer) addField(name string, values []string, additional []string) *RequestError {
	if !isToken(name) {
		return &RequestError{"header", name, ReasonNotToken}
	}
	for _, value := range values {
		if hasLineBreak(value) {
			return &RequestError{"header", name, ReasonLineBreak}
		}
	}
	start := len(c.names)
	c.names = appendLower(c.names, name)
	h := headerField{name: span{start, len(c.names)}, original: name,
		value: strings.Trim(values[0], " \t"), repeated: len(values) > 1}
	h.trimmed = len(h.value) != len(values[0])
	if isSignedByDefault(c.lower(h)) {
		h.signed = byDefault
	}
	if err := c.markAdditional(&h, additional); err != nil {
		return err
	}
	c.header = append(c.header, h)
	return nil
}

// markAdditional marks h as signed if it is among the additional names, which
// are sorted, and refuses to sign a field of several lines.
func (c *canonicalizer) markAdditional(h *headerField, additional []string) *RequestError {
	if h.signed == notSigned && len(additional) > 0 {
		if _, found := slices.BinarySearch(additional, string(c.lower(*h))); found {
			h.signed = byAddition
		}
	}
	if h.signed != notSigned && h.repeated {
		return &RequestError{"header", h.original, ReasonRepeated}
	}
	return nil
}

// setField adds a field of the signer's own, with a name in lower case. The
// caller may have set it too, to the same value.
func (c *canonicalizer) setField(name, value string, signed signedBy) error {
	i, found := c.find(name)
	if found {
		if c.header[i].value != value || c.header[i].repeated {
			return &RequestError{"header", c.header[i].original, ReasonConflict}
		}
		return nil
	}
	start := len(c.names)
	c.names = append(c.names, name...)
	c.header = slices.Insert(c.header, i, headerField{
		name: span{start, len(c.names)}, original: name, value: value, signed: signed})
	return nil
}

// sortHeader brings the collected fields in order and refuses a name that was
// given twice.
func (c *canonicalizer) sortHeader() error {
	slices.SortFunc(c.header, func(a, b headerField) int {
		if order := bytes.Compare(c.lower(a), c.lower(b)); order != 0 {
			return order
		}
		return strings.Compare(a.original, b.original)
	})
	for i := 1; i < len(c.header); i++ {
		if bytes.Equal(c.lower(c.header[i-1]), c.lower(c.header[i])) {
			return &RequestError{"header", c.header[i].original, ReasonLetterCase}
		}
	}
	return nil
}

// find returns the index of the field with the lower-case name, or where it
// would stand.
func (c *canonicalizer) find(name string) (int, bool) {
	return slices.BinarySearchFunc(c.header, name, func(h headerField, name string) int {
		lower := c.lower(h)
		switch {
		case string(lower) < name:
			return -1
		case string(lower) > name:
			return 1
		}
		return 0
	})
}

func (c *canonicalizer) lower(h headerField) []byte { return c.names[h.name.start:h.name.end] }

// valueOf returns the value of the field with the lower-case name, "" without one.
func (c *canonicalizer) valueOf(name string) string {
	if i, found := c.find(name); found {
		return c.header[i].value
	}
	return ""
}

// appendField appends a field's canonical line, name:value and LF.
func (c *canonicalizer) appendField(dst []byte, h headerField) []byte {
	dst = append(dst, c.lower(h)...)
	dst = append(dst, ':')
	dst = append(dst, h.value...)
	return append(dst, '\n')
}

// appendLower appends s with ASCII letters in lower case.
func appendLower(dst []byte, s string) []byte {
	for i := range len(s) {
		b := s[i]
		if 'A' <= b && b <= 'Z' {
			b += 'a' - 'A'
		}
		dst = append(dst, b)
	}
	return dst
}

// isSignedByDefault reports a lower-case name that is signed without being
// asked for.
func isSignedByDefault(lower []byte) bool {
	return isOSSHeader(lower) || string(lower) == "content-type" || string(lower) == "content-md5"
}

// isOSSHeader reports a lower-case name of one of OSS's own headers.
func isOSSHeader(lower []byte) bool { return bytes.HasPrefix(lower, []byte("x-oss-")) }

// hasLineBreak reports CR, LF or NUL, which would end a line of the canonical
// form, or of the request, before its time.
func hasLineBreak(s string) bool {
	for i := range len(s) {
		if s[i] == '\n' || s[i] == '\r' || s[i] == 0 {
			return true
		}
	}
	return false
}

// isToken reports a token of RFC 9110 section 5.6.2:
//
//	token = 1*( ALPHA / DIGIT / "!" / "#" / "$" / "%" / "&" / "'" / "*" /
//	            "+" / "-" / "." / "^" / "_" / "`" / "|" / "~" )
func isToken(s string) bool {
	for i := range len(s) {
		if isAlphanumeric(s[i]) {
			continue
		}
		switch s[i] {
		case '-', '_', '.', '!', '#', '$', '%', '&', '\'', '*', '+', '^', '`', '|', '~':
		default:
			return false
		}
	}
	return s != ""
}
