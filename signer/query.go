package signer

import (
	"bytes"
	"slices"
)

// collectQuery fills c.query with the escaped parameters, sorted by name.
func (c *canonicalizer) collectQuery(query map[string][]string) error {
	if err := checkQuery(query); err != nil {
		return err
	}
	c.escape, c.query = c.escape[:0], c.query[:0]
	for name, values := range query {
		if len(values) == 0 {
			continue
		}
		start := len(c.escape)
		c.escape = appendEscaped(c.escape, name, false)
		middle := len(c.escape)
		c.escape = appendEscaped(c.escape, values[0], false)
		c.query = append(c.query, queryField{span{start, middle}, span{middle, len(c.escape)}, name})
	}
	slices.SortFunc(c.query, func(a, b queryField) int {
		return bytes.Compare(c.escaped(a.name), c.escaped(b.name))
	})
	return nil
}

func (c *canonicalizer) escaped(s span) []byte { return c.escape[s.start:s.end] }

// appendQuery appends the collected parameters, joined with '&'.
func (c *canonicalizer) appendQuery(dst []byte, rec *recorder) []byte {
	for i, q := range c.query {
		if i > 0 {
			dst = append(dst, '&')
		}
		start := len(dst)
		dst = append(dst, c.escaped(q.name)...)
		if q.value.start < q.value.end {
			dst = append(dst, '=')
			dst = append(dst, c.escaped(q.value)...)
		}
		rec.part(q.original, dst[start:])
	}
	return dst
}

// checkQuery refuses parameters that cannot be told apart. Of several faults it
// reports the one whose name comes first.
func checkQuery(query map[string][]string) error {
	var first *RequestError
	for name, values := range query {
		reason := ReasonRepeated
		switch {
		case len(values) == 0, len(values) == 1 && name != "":
			continue
		case name == "":
			reason = ReasonNoName
		}
		if first == nil || name < first.Name {
			first = &RequestError{"query", name, reason}
		}
	}
	if first != nil {
		return first
	}
	return nil
}
