package signer

import (
	"slices"
	"strings"
)

// A layout is how many entries of a header come from where, in this order: the
// caller's fields, Host, the signer's.
type layout struct{ fields, host, own int }

func layoutOf(r *Request, own []Field) layout {
	return layout{len(r.Header), min(len(r.Host), 1), len(own)}
}

// collectHeader puts every field of r in order, and the signer's own fields, and
// marks the ones that are signed. Of several faults it reports the one whose
// name comes first, whatever the order of the map.
func (c *canonicalizer) collectHeader(r *Request, v Version, additional []string, own []Field) error {
	l := &c.header
	l.reset(false)
	c.layout, c.lines = layout{own: -1}, [2]int{}
	var first *RequestError
	for name, values := range r.Header {
		if len(values) == 0 {
			continue // net/http sends nothing for it
		}
		if reason := c.addField(name, values, additional, false); reason != "" && (first == nil || name < first.Name) {
			first = &RequestError{"header", name, reason}
		}
	}
	if first != nil {
		return first
	}
	if r.Host != "" { // net/http keeps it beside the header
		if reason := c.addField("Host", []string{r.Host}, additional, true); reason != "" {
			return &RequestError{"header", "Host", reason}
		}
	}
	for _, f := range own {
		e := l.add(f.Name, f.Value, true)
		l.text, _ = appendLower(l.text, f.Name)
		if e.why = byDefault; f.Value == "" || v == V1 && f.Name != nameToken {
			e.why = demanded
		}
		l.place(e)
	}
	if err := l.arrange("header"); err != nil {
		return err
	}
	// What was skipped or merged depends on values, and is looked at every time.
	if now := layoutOf(r, own); !l.merged && now.fields+now.host+now.own == len(l.entries) {
		c.layout = now
	}
	return nil
}

// addField adds a field of the request's. It returns why it cannot, or "".
func (c *canonicalizer) addField(name string, values, additional []string, ours bool) Reason {
	l := &c.header
	e, ok := l.add(name, "", ours), false
	if l.text, ok = appendLower(l.text, name); !ok {
		return ReasonNotToken
	}
	if !e.set(values) {
		return ReasonLineBreak
	}
	switch key := l.text[e.start:]; {
	case isOSSHeader(key):
		e.why = byDefault
	case string(key) == "content-md5":
		c.lines[0], e.why = len(l.entries), byDefault
	case string(key) == "content-type":
		c.lines[1], e.why = len(l.entries), byDefault
	case len(additional) > 0:
		if _, found := slices.BinarySearch(additional, string(key)); found {
			e.why = byAddition
		}
	}
	if e.repeated && e.why != notSigned {
		return ReasonRepeated
	}
	l.place(e)
	return ""
}

// set gives a field its values, unless one would break a line.
func (e *entry) set(values []string) bool {
	for _, value := range values {
		if hasLineBreak(value) {
			return false
		}
	}
	e.value = trim(values[0])
	e.trimmed, e.repeated = len(e.value) != len(values[0]), len(values) > 1
	return true
}

// recollectHeader does what collectHeader does if r has the very names of the
// request before, as often happens: which are signed, and in which order, stays,
// and only the values are new. It reports whether it could; all else, faults
// among it, is collectHeader's.
func (c *canonicalizer) recollectHeader(r *Request, own []Field) bool {
	now, entries := layoutOf(r, own), c.header.entries
	if now != c.layout {
		return false
	}
	for i := range entries[:now.fields] {
		if values := r.Header[entries[i].name]; len(values) != 1 || !entries[i].set(values) {
			return false
		}
	}
	entries = entries[now.fields:]
	if now.host > 0 && !entries[0].set([]string{r.Host}) {
		return false
	}
	for i, f := range own {
		entries[now.host+i].value = f.Value
	}
	return true
}

// appendFields appends the line and LF of every field that is signed. V1 signs
// OSS's own alone in this way.
func (l *list) appendFields(dst []byte, v Version) []byte {
	for i := range l.order {
		if e := l.at(i); l.hasLine(e, v) {
			dst = append(append(dst, l.key(e)...), ':')
			dst = append(append(dst, e.value...), '\n')
		}
	}
	return dst
}

func (l *list) hasLine(e *entry, v Version) bool {
	return e.why != notSigned && (v == V4 || isOSSHeader(l.key(e)))
}

// isOSSHeader reports a lower-case name of one of OSS's own headers.
func isOSSHeader(lower []byte) bool { return len(lower) >= 6 && string(lower[:6]) == "x-oss-" }

// isSignedByDefault reports a lower-case name that is signed without being
// asked for.
func isSignedByDefault(lower string) bool {
	return isOSSHeader([]byte(lower)) || lower == "content-type" || lower == "content-md5"
}

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
