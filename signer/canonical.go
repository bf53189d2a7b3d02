package signer

import (
	"hash"
	"slices"
	"strings"
	"unicode/utf8"
)

// A canonicalizer holds the buffers in which one request is put in canonical
// form. A Signer keeps its own in a pool. What it collects has no pointers.
type canonicalizer struct {
	mac    hash.Hash // keyed
	text   []byte    // the lines of the entries, end to end
	header list
	lines  [2]int32 // of V1: where Content-MD5 and Content-Type stand in header.entries; -1 for none
	query  list
	buf    []byte // the canonical request, then the string to sign
	sum    []byte // the last HMAC
	stamp  [32]byte
}

// A list has the entries of a header or a query, and their order by key.
type list struct {
	entries []entry
	order   []int32 // indices of entries
}

// An entry is a header field or a query parameter, as the line that is signed:
// "name:value" with the name in lower case, or "name=value", escaped under V4,
// without the "=" if the value is empty.
type entry struct {
	prefix                  uint64 // of the key, in its order; see prefixOf
	start, name, value, end int32  // in text: the key, where it ends, the value, where it ends
	why                     reason
	oss                     bool // a field of OSS's own, x-oss-…
	ours                    bool // the signer adds it
	trimmed                 bool
	repeated                bool // it has more values than this one
}

// A reason says why an entry is signed.
type reason uint8

const (
	notSigned  reason = iota
	byDefault         // Content-Type, Content-MD5, x-oss-*; V4: a query parameter, V1: a sub-resource
	byAddition        // named as an additional header
)

func (c *canonicalizer) key(e *entry) []byte   { return c.text[e.start:e.name] }
func (c *canonicalizer) value(e *entry) []byte { return c.text[e.value:e.end] }
func (c *canonicalizer) line(e *entry) []byte  { return c.text[e.start:e.end] }

// checkTarget refuses a method, bucket or key that cannot be told apart from
// another one in the canonical form.
func checkTarget(r *Request) error {
	if !isToken(r.Method) {
		return &RequestError{"method", r.Method, ReasonNotToken}
	}
	if r.Bucket == "" && r.Key != "" {
		return &RequestError{"bucket", "", ReasonMissing}
	}
	for i := range len(r.Bucket) {
		if b := r.Bucket[i]; !isUnreserved(b) || b == '~' {
			return &RequestError{"bucket", r.Bucket, ReasonBucket}
		}
	}
	if !utf8.ValidString(r.Key) {
		return &RequestError{"key", r.Key, ReasonNotUTF8}
	}
	return nil
}

// collectHeader fills c.header with every field of r and marks the ones that
// are signed. Of several faults it reports the one whose name comes first,
// whatever the order of the map. arrange must follow.
func (c *canonicalizer) collectHeader(r *Request, additional []string) error {
	c.text, c.header.entries, c.lines = c.text[:0], c.header.entries[:0], [2]int32{-1, -1}
	var first *RequestError
	for name, values := range r.Header {
		if len(values) == 0 {
			continue // net/http sends nothing for it
		}
		reason := c.addField(name, values[0], additional, false)
		if len(values) > 1 {
			reason = c.addMore(values[1:], reason)
		}
		if reason != "" && (first == nil || name < first.Name) {
			first = &RequestError{"header", name, reason}
		}
	}
	if first == nil && r.Host != "" { // net/http keeps it beside the header
		if reason := c.addField("Host", r.Host, additional, true); reason != "" {
			first = &RequestError{"header", "Host", reason}
		}
	}
	if first != nil {
		return first
	}
	return nil
}

// addOwn appends a field of the signer's own, with its name in lower case.
func (c *canonicalizer) addOwn(name string, value []byte, why reason) {
	start := int32(len(c.text))
	c.text = append(append(append(c.text, name...), ':'), value...)
	end := start + int32(len(name))
	c.header.entries = append(c.header.entries, entry{prefix: prefixOf(c.text[start:end]), start: start, name: end,
		value: end + 1, end: int32(len(c.text)), why: why, oss: why == byDefault, ours: true})
}

// addField appends a field. It returns why it cannot, or "".
func (c *canonicalizer) addField(name, value string, additional []string, ours bool) Reason {
	if name == "" {
		return ReasonNotToken
	}
	if hasLineBreak(value) {
		return ReasonLineBreak
	}
	trimmed := trim(value)
	start, colon := len(c.text), len(c.text)+len(name)
	end := colon + len(":") + len(trimmed)
	if end > cap(c.text) {
		c.text = slices.Grow(c.text, end-start)
	}
	text := c.text[start:end]
	key := text[:len(name)]
	for i := range len(name) {
		lower := tokenLower[name[i]]
		if lower == 0 {
			return ReasonNotToken
		}
		key[i] = lower
	}
	text[len(name)] = ':'
	copy(text[len(name)+1:], trimmed)
	e := entry{prefix: prefixOf(key), start: int32(start), name: int32(colon), value: int32(colon) + 1,
		end: int32(end), ours: ours, trimmed: len(trimmed) != len(value)}
	switch at := int32(len(c.header.entries)); {
	case isOSSHeader(key):
		e.oss, e.why = true, byDefault
	case string(key) == "content-md5":
		c.lines[0], e.why = at, byDefault
	case string(key) == "content-type":
		c.lines[1], e.why = at, byDefault
	case len(additional) > 0:
		if _, found := slices.BinarySearch(additional, string(key)); found {
			e.why = byAddition
		}
	}
	c.text = c.text[:end]
	c.header.entries = append(c.header.entries, e)
	return ""
}

// addMore takes the further values of the field that was added last, with what
// was said of the first one. A field with several is not signed.
func (c *canonicalizer) addMore(values []string, reason Reason) Reason {
	if reason != "" {
		return reason
	}
	if slices.ContainsFunc(values, hasLineBreak) {
		return ReasonLineBreak
	}
	last := &c.header.entries[len(c.header.entries)-1]
	if last.repeated = true; last.why != notSigned {
		return ReasonRepeated
	}
	return ""
}

// collectQuery fills c.query with the parameters of query and with ours. V4
// escapes and signs all of them, V1 the sub-resources.
func (c *canonicalizer) collectQuery(query map[string][]string, v Version, subResources []string, ours []Field) error {
	c.query.entries, c.query.order = c.query.entries[:0], c.query.order[:0]
	if len(query) == 0 && len(ours) == 0 {
		return nil
	}
	var first *RequestError
	for name, values := range query {
		switch {
		case len(values) == 0:
		case name == "":
			first = &RequestError{"query", name, ReasonNoName}
		case len(values) == 1:
			c.addParameter(name, values[0], v, subResources, false)
		case first == nil || name < first.Name:
			first = &RequestError{"query", name, ReasonRepeated}
		}
	}
	if first != nil {
		return first
	}
	for _, f := range ours {
		c.addParameter(f.Name, f.Value, v, subResources, true)
	}
	return c.arrange(&c.query, "query", query)
}

func (c *canonicalizer) addParameter(name, value string, v Version, subResources []string, ours bool) {
	e := entry{start: int32(len(c.text)), ours: ours}
	if v == V4 || isSubResource(name, subResources) {
		e.why = byDefault
	}
	c.text = appendPart(c.text, name, v)
	e.name, e.value = int32(len(c.text)), int32(len(c.text))
	if value != "" {
		c.text = appendPart(append(c.text, '='), value, v)
		e.value++
	}
	e.end, e.prefix = int32(len(c.text)), prefixOf(c.key(&e))
	c.query.entries = append(c.query.entries, e)
}

func appendPart(dst []byte, s string, v Version) []byte {
	if v == V4 {
		return appendEscaped(dst, s, false)
	}
	return append(dst, s...)
}

// valueOf returns the value of the field with the lower-case name, "" without one.
func (c *canonicalizer) valueOf(name string) string {
	if e := c.find(name); e != nil {
		return string(c.value(e))
	}
	return ""
}

// appendFields appends the line and LF of every field that is signed. V1 signs
// OSS's own alone in this way.
func (c *canonicalizer) appendFields(dst []byte, ossOnly bool, rec *recorder) []byte {
	for _, i := range c.header.order {
		e := &c.header.entries[i]
		if e.why == notSigned || ossOnly && !e.oss {
			continue
		}
		dst = append(dst, c.line(e)...)
		dst = append(dst, '\n')
		rec.field(c, e, c.line(e))
	}
	return dst
}

// appendQuery appends the parameters that are signed, joined with '&', behind
// prefix if there are any.
func (c *canonicalizer) appendQuery(dst []byte, prefix string, rec *recorder) []byte {
	for _, i := range c.query.order {
		if e := &c.query.entries[i]; e.why != notSigned {
			dst = append(append(dst, prefix...), c.line(e)...)
			prefix = "&"
			rec.part(c, e)
		}
	}
	return dst
}

// authenticate leaves the HMAC of the string to sign in c.sum.
func (c *canonicalizer) authenticate(toSign []byte) {
	c.mac.Reset()
	c.mac.Write(toSign)
	c.sum = c.mac.Sum(c.sum[:0])
}

// isSignedByDefault reports a lower-case name that is signed without being
// asked for.
func isSignedByDefault(lower []byte) bool {
	return isOSSHeader(lower) || string(lower) == "content-type" || string(lower) == "content-md5"
}

// isOSSHeader reports a lower-case name of one of OSS's own headers.
func isOSSHeader(lower []byte) bool { return len(lower) >= 6 && string(lower[:6]) == "x-oss-" }

// trim removes the blanks around a value, which HTTP does not carry.
func trim(s string) string {
	if s == "" || s[0] != ' ' && s[0] != '\t' && s[len(s)-1] != ' ' && s[len(s)-1] != '\t' {
		return s
	}
	return strings.Trim(s, " \t")
}

// hasLineBreak reports CR, LF or NUL, which would end a line of the canonical
// form, or of the request, before its time.
func hasLineBreak(s string) bool {
	for i := range len(s) {
		if b := s[i]; b <= '\r' && (b == '\n' || b == '\r' || b == 0) {
			return true
		}
	}
	return false
}
