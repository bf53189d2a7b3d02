package headers

import (
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
func ReadMetadata(h map[string][]string) (m Metadata, err error) {
	for key, values := range h {
		field := m.field(key)
		switch {
		case len(values) == 0 || field == nil && !hasUserPrefix(key):
		case len(values) > 1 || field != nil && (values[0] == "" || *field != ""):
			return readOddly(h)
		case field != nil:
			*field = values[0]
		default:
			name := lower(key[len(UserMetaPrefix):])
			if _, twice := m.User[name]; twice {
				return readOddly(h)
			}
			if m.User == nil {
				m.User = make(map[string]string)
			}
			m.User[name] = values[0]
		}
	}
	return m, nil
}

// readOddly reads a header that says more than a Metadata holds.
func readOddly(h map[string][]string) (m Metadata, err error) {
	var errs []error
	keys := metadataKeys(h)
	for i, key := range keys {
		values, field := h[key], m.field(key)
		switch {
		case i > 0 && equalFold(keys[i-1], key):
			errs = append(errs, newFieldError(key, values[0], ReasonCollision))
			continue
		case len(values) > 1:
			errs = append(errs, newFieldError(key, values[1], ReasonDuplicate))
		case field != nil && values[0] == "":
			errs = append(errs, newFieldError(key, "", ReasonEmpty))
		}
		if field != nil {
			*field = values[0]
			continue
		}
		if m.User == nil {
			m.User = make(map[string]string)
		}
		m.User[lower(key[len(UserMetaPrefix):])] = values[0]
	}
	return m, errors.Join(errs...)
}

// metadataKeys returns the keys of h that carry metadata and have a value,
// ordered by name, and first the one that counts.
func metadataKeys(h map[string][]string) []string {
	keys := make([]string, 0, 8)
	for key, values := range h {
		if len(values) > 0 && (hasUserPrefix(key) || new(Metadata).field(key) != nil) {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b string) int {
		if c := compareFold(a, b); c != 0 {
			return c
		}
		return preferSpelling(CanonicalName(lower(a)), a, b)
	})
	return keys
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
	for i, name := range standard[:] {
		if v := *m.at(i); v != "" {
			set(name, v)
		}
	}
	for key := range m.User {
		value, _ := m.user(lower(key)) // of several spellings the one that counts
		set(userHeader(key), value)
	}
}

// userHeader returns the header of user metadata, as Write sets it.
func userHeader(name string) string {
	var buffer [64]byte // enough for most
	b, valid := appendCanonical(append(buffer[:0], "X-Oss-Meta-"...), name)
	if !valid {
		return UserMetaPrefix + lower(name)
	}
	return string(b)
}
