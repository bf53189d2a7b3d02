package signer

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
)

// A rank is where an entry stands: by the beginning of its key, as a number, so
// that most of them are ordered by comparing numbers.
type rank struct {
	first uint64
	index int // in entries
}

func (l *list) key(e *entry) []byte { return l.text[e.start:e.end] }

// at returns the i-th entry in order.
func (l *list) at(i int) *entry { return &l.entries[l.order[i].index] }

func (l *list) reset(escaped bool) {
	l.escaped, l.merged = escaped, false
	l.text, l.entries, l.order = l.text[:0], l.entries[:0], l.order[:0]
}

// add adds an entry. Its key must be appended to l.text, and place called.
func (l *list) add(name, value string, ours bool) *entry {
	if n := len(l.entries); n < cap(l.entries) { // written where it stands: a copy would cost more than all else here
		l.entries = l.entries[:n+1]
	} else {
		l.entries = append(l.entries, entry{})
	}
	e := &l.entries[len(l.entries)-1]
	e.name, e.value, e.start, e.why = name, value, len(l.text), notSigned
	e.ours, e.trimmed, e.repeated = ours, false, false
	return e
}

const fewEntries = 32

// place puts the last entry, which is e, where it belongs. While there are few,
// sorting by insertion is fastest; arrange sorts more.
func (l *list) place(e *entry) {
	e.end = len(l.text)
	placed, j := rank{first8(l.key(e)), len(l.entries) - 1}, len(l.order)
	order := append(l.order, placed)
	for ; 0 < j && j < fewEntries; j-- {
		before := order[j-1]
		if before.first < placed.first || before.first == placed.first && l.compare(before, placed) < 0 {
			break
		}
		order[j] = before
	}
	order[j] = placed
	l.order = order
}

// first8 returns the beginning of a key as a number: what is less comes first.
func first8(key []byte) uint64 {
	if len(key) >= 8 {
		return binary.BigEndian.Uint64(key)
	}
	var first [8]byte
	copy(first[:], key)
	return binary.BigEndian.Uint64(first[:])
}

// compare orders entries by key, ours after the caller's. Of several spellings
// the last comes first.
func (l *list) compare(a, b rank) int {
	if a.first != b.first {
		return cmp.Compare(a.first, b.first)
	}
	x, y := &l.entries[a.index], &l.entries[b.index]
	if order := bytes.Compare(l.key(x), l.key(y)); order != 0 || x.ours && y.ours {
		return order
	}
	switch {
	case x.ours:
		return 1
	case y.ours:
		return -1
	}
	return cmp.Compare(y.name, x.name)
}

// arrange completes the order. One of ours may be there from the caller too,
// with the same value, and is dropped; else a key that is there twice is refused.
func (l *list) arrange(part string) error {
	if len(l.order) > fewEntries {
		slices.SortFunc(l.order, l.compare)
	}
	kept := l.order[:0]
	for _, r := range l.order {
		e, n := &l.entries[r.index], len(kept)
		if n == 0 || kept[n-1].first != r.first || !bytes.Equal(l.key(l.at(n-1)), l.key(e)) {
			if e.why != demanded {
				kept = append(kept, r)
			}
			continue
		}
		switch before := l.at(n - 1); {
		case !e.ours:
			return &RequestError{part, before.name, ReasonLetterCase}
		case before.repeated || before.value != e.value || e.value == "":
			return &RequestError{part, before.name, ReasonConflict}
		}
		l.merged = true
	}
	l.order = kept
	return nil
}

// find returns the entry with the key, or nil.
func (l *list) find(key string) *entry {
	i, found := slices.BinarySearchFunc(l.order, key, func(r rank, key string) int {
		return cmp.Compare(string(l.key(&l.entries[r.index])), key)
	})
	if !found {
		return nil
	}
	return l.at(i)
}

// valueOf returns the value of the entry with the key, "" without one.
func (l *list) valueOf(key string) string {
	if e := l.find(key); e != nil {
		return e.value
	}
	return ""
}
