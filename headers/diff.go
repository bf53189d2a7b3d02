package headers

import (
	"fmt"
	"strconv"
	"strings"
)

// A Change is what happens to one header between two Metadata. If neither Added
// nor Removed is set, the value changes from Old to New.
type Change struct {
	Name           string // full name, as Metadata.All spells it
	Old, New       string // "" where the header is absent
	Added, Removed bool   // at most one of them
}

// String returns a line for people: "+ name: new", "- name: old" or
// "~ name: old -> new". A name or value is quoted as in Go if it has anything but
// printable ASCII, if it is empty or has blanks at its ends, or if it could be
// taken for another one: with a quote in front or an arrow inside.
func (c Change) String() string {
	name := plainOrQuoted(c.Name)
	switch {
	case c.Added:
		return fmt.Sprintf("+ %s: %s", name, plainOrQuoted(c.New))
	case c.Removed:
		return fmt.Sprintf("- %s: %s", name, plainOrQuoted(c.Old))
	}
	return fmt.Sprintf("~ %s: %s -> %s", name, plainOrQuoted(c.Old), plainOrQuoted(c.New))
}

func plainOrQuoted(s string) string {
	odd := s == "" || s[0] == '"' || hasOuterBlank(s) || strings.Contains(s, " -> ")
	for i := 0; i < len(s) && !odd; i++ {
		odd = s[i] < ' ' || s[i] > '~'
	}
	if odd {
		return strconv.Quote(s)
	}
	return s
}

// Diff returns the changes that turn m into n, in the order of [Metadata.All]; nil
// if they are equal.
func (m Metadata) Diff(n Metadata) []Change {
	var d []Change
	for i, name := range standard[:] {
		before, after := *m.at(i), *n.at(i)
		d = appendChange(d, Change{name, before, after, before == "", after == ""})
	}
	a, b := m.winners(), n.winners()
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && compareFold(a[0], b[0]) < 0:
			d = append(d, Change{UserMetaPrefix + lower(a[0]), m.User[a[0]], "", false, true})
			a = a[1:]
		case len(a) == 0 || compareFold(b[0], a[0]) < 0:
			d = append(d, Change{UserMetaPrefix + lower(b[0]), "", n.User[b[0]], true, false})
			b = b[1:]
		default:
			before, after := m.User[a[0]], n.User[b[0]]
			d = appendChange(d, Change{UserMetaPrefix + lower(a[0]), before, after, false, false})
			a, b = a[1:], b[1:]
		}
	}
	return d
}

// appendChange appends c unless the value stays.
func appendChange(d []Change, c Change) []Change {
	if c.Old == c.New {
		return d
	}
	return append(d, c)
}
