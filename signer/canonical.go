package signer

import (
	"bytes"
	"hash"
	"slices"
	"strings"
	"unicode/utf8"
)

// A canonicalizer holds the buffers in which one request is put in canonical
// form. A Signer keeps its own in a pool.
type canonicalizer struct {
	mac    hash.Hash // keyed
	keys   []byte    // what the entries are sorted by, end to end
	header list
	query  list
	own    []Field // what the signer adds
	buf    []byte  // the canonical request, then the string to sign
	sum    []byte  // the last HMAC
}

// A list has the entries of a header or a query, and their order by key.
type list struct {
	entries []entry
	order   []int32 // indices of entries
}

// An entry is a header field or a query parameter.
type entry struct {
	start, end int    // its key in keys: the name in lower case, or escaped
	name       string // as the caller spells it
	value      string // of a field: without the blanks around it
	why        reason
	ours       bool // the signer adds it
	trimmed    bool
	repeated   bool // it has more values than this one
}

// A reason says why an entry is signed.
type reason uint8

const (
	notSigned  reason = iota
	byDefault         // Content-Type, Content-MD5, x-oss-*; a query parameter
	byAddition        // named as an additional header
)

func (c *canonicalizer) key(e *entry) []byte { return c.keys[e.start:e.end] }

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

// collectHeader fills c.header with every field of r and with ours, and marks
// the ones that are signed. Of several faults it reports the one whose name
// comes first, whatever the order of the map.
func (c *canonicalizer) collectHeader(r *Request, additional []string, ours ...Field) error {
	c.keys, c.header.entries = c.keys[:0], c.header.entries[:0]
	var first *RequestError
	for name, values := range r.Header {
		if len(values) == 0 {
			continue // net/http sends nothing for it
		}
		if err := c.addField(name, values, additional, false); err != nil && (first == nil || err.Name < first.Name) {
			first = err
		}
	}
	if first == nil && r.Host != "" { // net/http keeps it beside the header
		first = c.addField("Host", []string{r.Host}, additional, true)
	}
	if first != nil {
		return first
	}
	for _, f := range ours {
		c.addField(f.Name, []string{f.Value}, additional, true)
	}
	return c.arrange(&c.header, "header")
}

func (c *canonicalizer) addField(name string, values []string, additional []string, ours bool) *RequestError {
	e := entry{start: len(c.keys), name: name, value: trim(values[0]), ours: ours, repeated: len(values) > 1}
	for i := range len(name) {
		lower := tokenLower[name[i]]
		if lower == 0 {
			return &RequestError{"header", name, ReasonNotToken}
		}
		c.keys = append(c.keys, lower)
	}
	if name == "" {
		return &RequestError{"header", name, ReasonNotToken}
	}
	for _, value := range values {
		if hasLineBreak(value) {
			return &RequestError{"header", name, ReasonLineBreak}
		}
	}
	e.end, e.trimmed = len(c.keys), len(e.value) != len(values[0])
	if key := c.key(&e); isOSSHeader(key) || string(key) == "content-type" || string(key) == "content-md5" {
		e.why = byDefault
	} else if len(additional) > 0 {
		if _, found := slices.BinarySearch(additional, string(key)); found {
			e.why = byAddition
		}
	}
	if e.why != notSigned && e.repeated {
		return &RequestError{"header", name, ReasonRepeated}
	}
	c.header.entries = append(c.header.entries, e)
	return nil
}

// collectQuery fills c.query with the parameters of query and with ours,
// except one name, which may be empty. V4 sorts them by their escaped names.
func (c *canonicalizer) collectQuery(query map[string][]string, escaped bool, except string, ours ...Field) error {
	c.query.entries = c.query.entries[:0]
	var first *RequestError
	for name, values := range query {
		if len(values) == 0 || name == except && except != "" {
			continue
		}
		if name == "" || len(values) > 1 {
			if first == nil || name < first.Name {
				first = &RequestError{"query", name, ReasonRepeated}
			}
			continue
		}
		c.addParameter(name, values[0], escaped, false)
	}
	if first != nil {
		if first.Name == "" {
			first.Reason = ReasonNoName
		}
		return first
	}
	for _, f := range ours {
		c.addParameter(f.Name, f.Value, escaped, true)
	}
	return c.arrange(&c.query, "query")
}

func (c *canonicalizer) addParameter(name, value string, escaped, ours bool) {
	e := entry{start: len(c.keys), name: name, value: value, ours: ours, why: byDefault}
	if escaped {
		c.keys = appendEscaped(c.keys, name, false)
	} else {
		c.keys = append(c.keys, name...)
	}
	e.end = len(c.keys)
	c.query.entries = append(c.query.entries, e)
}

// arrange puts a list in order. One of ours may be there from the caller too,
// with the same value; else a key that is there twice is refused.
func (c *canonicalizer) arrange(l *list, part string) error {
	l.order = l.order[:0]
	for i := range l.entries {
		l.order = append(l.order, int32(i))
	}
	slices.SortFunc(l.order, func(i, j int32) int {
		a, b := &l.entries[i], &l.entries[j]
		if order := bytes.Compare(c.key(a), c.key(b)); order != 0 {
			return order
		}
		switch {
		case a.ours:
			return 1
		case b.ours:
			return -1
		}
		return strings.Compare(a.name, b.name)
	})
	n := 0
	for _, i := range l.order {
		if e := &l.entries[i]; n > 0 {
			before := &l.entries[l.order[n-1]]
			if same := bytes.Equal(c.key(before), c.key(e)); same && !e.ours {
				return &RequestError{part, e.name, ReasonLetterCase}
			} else if same && (before.value != e.value || before.repeated) {
				return &RequestError{part, before.name, ReasonConflict}
			} else if same {
				continue
			}
		}
		l.order[n] = i
		n++
	}
	l.order = l.order[:n]
	return nil
}

// all yields the entries in their order.
func (l *list) all(yield func(*entry) bool) {
	for _, i := range l.order {
		if !yield(&l.entries[i]) {
			return
		}
	}
}

// find returns the field with the lower-case name, or nil.
func (c *canonicalizer) find(name string) *entry {
	low, high := 0, len(c.header.order)
	for low < high {
		middle := (low + high) / 2
		e := &c.header.entries[c.header.order[middle]]
		switch key := c.key(e); {
		case string(key) == name:
			return e
		case string(key) < name:
			low = middle + 1
		default:
			high = middle
		}
	}
	return nil
}

// valueOf returns the value of the field with the lower-case name, "" without one.
func (c *canonicalizer) valueOf(name string) string {
	if e := c.find(name); e != nil {
		return e.value
	}
	return ""
}

// appendFields appends the canonical line, name:value and LF, of every field
// that is signed. V1 signs OSS's own alone in this way.
func (c *canonicalizer) appendFields(dst []byte, ossOnly bool, rec *recorder) []byte {
	for e := range c.header.all {
		if e.why == notSigned || ossOnly && !isOSSHeader(c.key(e)) {
			continue
		}
		start := len(dst)
		dst = append(dst, c.key(e)...)
		dst = append(dst, ':')
		dst = append(dst, e.value...)
		rec.field(dst[start:], e)
		dst = append(dst, '\n')
	}
	return dst
}

// authenticate leaves the HMAC of the string to sign in c.sum.
func (c *canonicalizer) authenticate(toSign []byte) {
	c.mac.Reset()
	c.mac.Write(toSign)
	c.sum = c.mac.Sum(c.sum[:0])
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
		if b := s[i]; b < ' ' && (b == '\n' || b == '\r' || b == 0) {
			return true
		}
	}
	return false
}
