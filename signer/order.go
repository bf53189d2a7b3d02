package signer

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
)

// arrange puts a list in order. One of ours may be there from the caller too,
// with the same value; else a key that is there twice is refused.
func (c *canonicalizer) arrange(l *list, part string, from map[string][]string) error {
	const few = 32 // that insertion sorts them fastest
	l.order = l.order[:0]
	for i := range l.entries {
		j := len(l.order)
		l.order = append(l.order, int32(i))
		for prefix := l.entries[i].prefix; len(l.entries) <= few && j > 0; j-- {
			before := l.order[j-1]
			if p := l.entries[before].prefix; p < prefix || p == prefix && c.compare(l, before, int32(i)) <= 0 {
				break
			}
			l.order[j] = before
		}
		l.order[j] = int32(i)
	}
	if len(l.entries) > few {
		slices.SortFunc(l.order, func(i, j int32) int { return c.compare(l, i, j) })
	}
	for i := 1; i < len(l.order); i++ {
		a, b := &l.entries[l.order[i-1]], &l.entries[l.order[i]]
		if a.prefix == b.prefix && bytes.Equal(c.key(a), c.key(b)) {
			return c.merge(l, part, from)
		}
	}
	return nil
}

// prefixOf returns the beginning of a key as a number, so that most keys are
// ordered by comparing numbers: a < b if prefixOf(a) < prefixOf(b). Of names
// that begin with x-oss- it is what comes after that.
func prefixOf(key []byte) uint64 {
	class := uint64(0)
	switch {
	case len(key) == 0 || key[0] < 'x':
	case isOSSHeader(key):
		class, key = 1, key[len("x-oss-"):]
	case string(key) > "x-oss-":
		class = 2
	}
	if len(key) >= 8 {
		return class<<62 | binary.BigEndian.Uint64(key)>>2
	}
	prefix := uint64(0)
	for i := range 8 {
		prefix <<= 8
		if i < len(key) {
			prefix |= uint64(key[i])
		}
	}
	return class<<62 | prefix>>2
}

// compare orders entries by key, ours after the caller's.
func (c *canonicalizer) compare(l *list, i, j int32) int {
	a, b := &l.entries[i], &l.entries[j]
	if a.prefix != b.prefix {
		return cmp.Compare(a.prefix, b.prefix)
	}
	if order := bytes.Compare(c.text[a.start:a.name], c.text[b.start:b.name]); order != 0 {
		return order
	}
	switch {
	case a.ours:
		return 1
	case b.ours:
		return -1
	}
	return 0
}

// merge drops ours where the caller has the same, and refuses all else that is
// there twice.
func (c *canonicalizer) merge(l *list, part string, from map[string][]string) error {
	kept := l.order[:0]
	for _, i := range l.order {
		e := &l.entries[i]
		if n := len(kept); n > 0 && bytes.Equal(c.key(&l.entries[kept[n-1]]), c.key(e)) {
			before := &l.entries[kept[n-1]]
			name := spelling(from, string(c.key(e)))
			switch {
			case !e.ours:
				return &RequestError{part, name, ReasonLetterCase}
			case before.repeated || !bytes.Equal(c.value(before), c.value(e)):
				return &RequestError{part, name, ReasonConflict}
			}
			continue
		}
		kept = append(kept, i)
	}
	l.order = kept
	return nil
}

// spelling returns how the caller spells a name, the last one if in several
// ways, and the key itself if it is not the caller's.
func spelling(from map[string][]string, key string) string {
	name := ""
	for n, values := range from {
		if len(values) > 0 && strings.EqualFold(n, key) && n > name {
			name = n
		}
	}
	if name == "" {
		return key
	}
	return name
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
