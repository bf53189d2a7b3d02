package headers

import (
	"cmp"
	"errors"
	"slices"
)

// ReadMetadata takes the metadata out of the header of a response, whose names
// may be in any letter case. Other fields are passed over.
//
// A header can say more than a Metadata holds. Then the Metadata has the first
// values all the same, and the error joins (see [errors.Join]) a *[FieldError]
// for each field that cannot be sent back as it came:
//   - [ReasonDuplicate]: several lines of one field;
//   - [ReasonCollision]: keys of the map that differ only by letter case; the key
//     that counts is the one [Get] would find;
//   - [ReasonEmpty]: a standard field that is present and empty.
func ReadMetadata(h map[string][]string) (Metadata, error) {
	var m Metadata
	var errs []error
	found := metadataFields(h)
	for i, f := range found {
		values := h[f.key]
		switch {
		case i > 0 && found[i-1].name == f.name:
			errs = append(errs, newFieldError(f.key, values[0], ReasonCollision))
			continue
		case len(values) > 1:
			errs = append(errs, newFieldError(f.key, values[1], ReasonDuplicate))
		case f.index >= 0 && values[0] == "":
			errs = append(errs, newFieldError(f.key, "", ReasonEmpty))
		}
		if f.index >= 0 {
			*m.at(f.index) = values[0]
			continue
		}
		if m.User == nil {
			m.User = make(map[string]string)
		}
		m.User[f.name[len(UserMetaPrefix):]] = values[0]
	}
	return m, errors.Join(errs...)
}

// A metadataField is a key of a header map that carries metadata.
type metadataField struct {
	name  string // full name: as in standard, or lower case
	key   string // as in the map
	index int    // in standard, or -1
}

// metadataFields returns the keys of h that carry metadata and have a value,
// ordered by name, and first the one that counts.
func metadataFields(h map[string][]string) []metadataField {
	found := make([]metadataField, 0, len(h))
	for key, values := range h {
		if len(values) == 0 {
			continue
		}
		if i := standardIndex(key); i >= 0 {
			found = append(found, metadataField{standard[i], key, i})
		} else if hasUserPrefix(key) {
			found = append(found, metadataField{lower(key), key, -1})
		}
	}
	slices.SortFunc(found, func(a, b metadataField) int {
		if c := cmp.Compare(a.name, b.name); c != 0 {
			return c
		}
		return preferSpelling(CanonicalName(a.name), a.key, b.key)
	})
	return found
}

// Write sets the fields of m in h, which must not be nil, under the names that
// net/http uses (see [CanonicalName]: "X-Oss-Meta-Author") and with their values byte
// for byte. It replaces what h has of these fields in any letter case. Fields
// that m lacks stay as they are in h.
func (m Metadata) Write(h map[string][]string) {
	for key := range h {
		if _, ok := m.Get(key); ok {
			delete(h, key)
		}
	}
	values := make([]string, 0, len(standard)+len(m.User))
	set := func(key, value string) {
		values = append(values, value)
		n := len(values)
		h[key] = values[n-1 : n : n]
	}
	for i, name := range standard {
		if v := *m.at(i); v != "" {
			set(name, v)
		}
	}
	for _, k := range m.winners() {
		set(CanonicalName(UserMetaPrefix+k.name), m.User[k.key])
	}
}
