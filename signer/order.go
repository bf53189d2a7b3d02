package signer

import (
	"cmp"
	"errors"
	"slices"
	"strings"
)

// A list has the entries of a header or a query in the order in which they are
// signed, the caller's and the signer's own.
type list struct {
	part    string                        // "header" or "query"
	mark    byte                          // ':' or '=', between name and value
	escaped bool                          // names and values are signed percent-encoded: a query under V4
	why     func(*entry) reason           // why an entry of that name is signed
	least   reason                        // to be signed as one of the list, not in a place of its own
	read    func(*entry, []string) Reason // takes the value of an entry, and says why it cannot be signed

	present []*entry // what the request has
	names   []*entry // all names that it was arranged for, in order
	store   []entry  // what names points to
	text    []byte   // the labels, end to end
}

// An entry is a header field or a query parameter.
type entry struct {
	name  string // as the caller has it
	key   string // the name as it is signed: in lower case, or escaped; "" if it is none
	label string // the key and what stands between it and its value
	end   int    // of the label in the text of the list
	own   int    // which one of the signer's own it is, from 1; 0 means the caller's
	why   reason
	among bool   // the ones that are signed in the order of the list
	value string // of a header field without the blanks around it
	lines int    // how many values the caller has; this is the first one
}

// A reason says why an entry is signed.
type reason uint8

const (
	notSigned  reason = iota
	byDefault         // Content-Type, Content-MD5; V4: a query parameter, V1: a sub-resource
	byPrefix          // x-oss-, as a header
	byAddition        // named as an additional header
)

// collect puts what the caller has and what the signer adds in order, and
// refuses what is ambiguous. Of several faults it reports the first one in this
// order, which does not depend on the map.
func (l *list) collect(caller map[string][]string, own []Field) error {
	if l.walk(caller, own) == nil {
		return nil // the names are those of the request before, as often happens
	}
	l.arrange(caller, own)
	return l.walk(caller, own)
}

var errOtherNames = errors.New("other names")

// walk goes over the names in order and takes what is there. One of the signer's
// own may be the caller's too, with the same value; with no value, nobody may have
// it.
func (l *list) walk(caller map[string][]string, own []Field) error {
	if len(l.names) != len(caller)+len(own) {
		return errOtherNames
	}
	present, last := l.present[:0], &entry{}
	for _, e := range l.names {
		if e.own > 0 {
			if e.own > len(own) || own[e.own-1].Name != e.name {
				return errOtherNames
			}
			e.value = own[e.own-1].Value
		} else {
			values, found := caller[e.name]
			if !found {
				return errOtherNames
			}
			// A value that could be signed as it is the time before can be again.
			if e.lines = len(values); e.lines != 1 || e.key == "" || e.value != values[0] {
				if e.lines == 0 {
					continue // net/http sends nothing for it
				}
				if fault := l.read(e, values); fault != "" {
					return &RequestError{l.part, e.name, fault}
				}
			}
		}
		switch {
		case e.key != last.key:
			if last = e; e.own == 0 || e.value != "" {
				present = append(present, e)
			}
		case e.own == 0:
			return &RequestError{l.part, last.name, ReasonLetterCase}
		case last.lines > 1 || last.value != e.value || e.value == "":
			return &RequestError{l.part, last.name, ReasonConflict}
		}
	}
	l.present = present
	return nil
}

// arrange sorts by key, and the signer's own after the caller's.
func (l *list) arrange(caller map[string][]string, own []Field) {
	n := len(caller) + len(own)
	clear(l.store) // lets go of the values of the request before
	l.store, l.text, l.names = slices.Grow(l.store[:0], n), l.text[:0], slices.Grow(l.names[:0], n)
	for name := range caller {
		l.add(name, 0)
	}
	for i, f := range own {
		l.add(f.Name, i+1)
	}
	labels, start := string(l.text), 0
	for i := range l.store {
		e := &l.store[i]
		e.label, start = labels[start:e.end], e.end
		e.key = e.label[:len(e.label)-1]
		e.why = l.why(e)
		e.among = e.why >= l.least
		l.names = append(l.names, e)
	}
	slices.SortFunc(l.names, compareEntries)
}

func (l *list) add(name string, own int) {
	l.text = append(l.appendText(l.text, name), l.mark)
	l.store = append(l.store, entry{name: name, own: own, end: len(l.text)})
}

// appendText appends a name, or the value of a parameter, as it is signed.
func (l *list) appendText(dst []byte, s string) []byte {
	switch {
	case l.part == "header":
		return appendLower(dst, s)
	case l.escaped:
		return appendEscaped(dst, s, false)
	}
	return append(dst, s...)
}

func compareEntries(a, b *entry) int {
	if order := strings.Compare(a.key, b.key); order != 0 {
		return order
	}
	return cmp.Or(cmp.Compare(a.own, b.own), strings.Compare(b.name, a.name))
}

func (l *list) isSmall() bool { return cap(l.text) <= maxKept && cap(l.store) <= maxNames }

// find returns the entry with the key, if the request has one, or nil.
func (l *list) find(key string) *entry {
	i, found := slices.BinarySearchFunc(l.present, key, func(e *entry, key string) int { return strings.Compare(e.key, key) })
	if found {
		return l.present[i]
	}
	return nil
}
