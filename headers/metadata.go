package headers

import (
	"cmp"
	"iter"
	"maps"
	"slices"
)

// Metadata is what an edit may change about an object: the standard fields that
// OSS stores with it and gives back (OSS PutObject), and its user metadata.
//
// All values are the bytes of the header field. In a standard field "" means
// absent, as OSS has no use for an empty one. The zero value is the metadata of
// an object without any, which as a request means: OSS chooses the Content-Type
// by the extension of the key.
//
// A Metadata is a value, but copies share the User map; see [Metadata.Clone].
type Metadata struct {
	ContentType        string // media type, "text/html; charset=utf-8"
	ContentEncoding    string // "gzip"
	ContentDisposition string // "attachment; filename=..." (RFC 6266)
	ContentLanguage    string // "zh-CN"; OSS documents it in the developer guide only
	CacheControl       string // "max-age=3600"
	Expires            string // an HTTP date; OSS stores anything, its own example is ISO 8601

	// User is the user metadata: names without x-oss-meta-, in lower case. A
	// name may have an empty value, which is not the same as its absence. Nil
	// is the same as empty.
	//
	// Names that were put in with upper-case letters count as the lower-case
	// ones, as they do for OSS. Of several that are the same but for case, the
	// lower-case one counts, else the first in byte order; Check objects.
	User map[string]string
}

// standard holds the names of the standard fields in the order of [Metadata.All]
// and of Metadata.at. It is never written.
var standard = [...]string{
	ContentType, ContentEncoding, ContentDisposition, ContentLanguage, CacheControl, Expires,
}

// at returns the standard field with that index.
func (m *Metadata) at(i int) *string {
	switch i {
	case 0:
		return &m.ContentType
	case 1:
		return &m.ContentEncoding
	case 2:
		return &m.ContentDisposition
	case 3:
		return &m.ContentLanguage
	case 4:
		return &m.CacheControl
	default:
		return &m.Expires
	}
}

// field returns the standard field of that name, nil if there is none.
func (m *Metadata) field(name string) *string {
	for i, s := range standard[:] {
		if equalFold(name, s) {
			return m.at(i)
		}
	}
	return nil
}

// userName returns a header's name without x-oss-meta-, in lower case.
func userName(name string) (string, bool) {
	if !hasUserPrefix(name) {
		return "", false
	}
	return lower(name[len(UserMetaPrefix):]), true
}

func hasUserPrefix(name string) bool {
	n := len(UserMetaPrefix)
	return len(name) >= n && equalFold(name[:n], UserMetaPrefix)
}

// userKeys returns the keys of User ordered by name, and first the one that counts.
func (m *Metadata) userKeys() []string {
	keys := make([]string, 0, len(m.User))
	for key := range m.User {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b string) int {
		if c := compareFold(a, b); c != 0 {
			return c
		}
		return preferSpelling(lower(a), a, b)
	})
	return keys
}

// winners returns the keys of User that count, ordered by name.
func (m *Metadata) winners() []string {
	return slices.CompactFunc(m.userKeys(), equalFold)
}

// preferSpelling orders spellings of one name: the preferred one, then byte order.
func preferSpelling(preferred, a, b string) int {
	switch {
	case a == b:
		return 0
	case a == preferred:
		return -1
	case b == preferred:
		return 1
	}
	return cmp.Compare(a, b)
}

// user returns the value of a lower-case name.
func (m *Metadata) user(name string) (string, bool) {
	if value, ok := m.User[name]; ok {
		return value, true
	}
	best, value, found := "", "", false
	for key, v := range m.User {
		if equalFold(key, name) && (!found || key < best) {
			best, value, found = key, v, true
		}
	}
	return value, found
}

// All yields the full name and value of each header that [Metadata.Write] would
// set: Content-Type, Content-Encoding, Content-Disposition, Content-Language,
// Cache-Control, Expires, as far as present, then the user metadata ordered by
// name, as "x-oss-meta-" and the name in lower case.
func (m Metadata) All() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for i, name := range standard[:] {
			if v := *m.at(i); v != "" && !yield(name, v) {
				return
			}
		}
		for _, key := range m.winners() {
			if !yield(UserMetaPrefix+lower(key), m.User[key]) {
				return
			}
		}
	}
}

// Get returns the value of the header with this full name ("Content-Type",
// "x-oss-meta-author"), in any letter case, and whether it is present.
func (m Metadata) Get(name string) (string, bool) {
	if f := m.field(name); f != nil {
		return *f, *f != ""
	}
	if user, ok := userName(name); ok {
		return m.user(user)
	}
	return "", false
}

// Set sets the header with this full name, in any letter case, so that Get
// returns value. It returns a *[FieldError] and changes nothing if the name is no
// metadata ([ReasonUnknown]), or for an empty value of a standard field
// ([ReasonEmpty]). Whether OSS would take name and value is for [Metadata.Check] to say.
func (m *Metadata) Set(name, value string) error {
	if f := m.field(name); f != nil {
		if value == "" {
			return &FieldError{Name: name, Reason: ReasonEmpty}
		}
		*f = value
		return nil
	}
	user, ok := userName(name)
	if !ok {
		return newFieldError(name, value, ReasonUnknown)
	}
	m.deleteUser(user)
	if m.User == nil {
		m.User = make(map[string]string)
	}
	m.User[user] = value
	return nil
}

// Delete removes the header with this full name, in any letter case. Removing
// what is not there is no error. It returns a *[FieldError] if the name is no
// metadata ([ReasonUnknown]).
func (m *Metadata) Delete(name string) error {
	if f := m.field(name); f != nil {
		*f = ""
		return nil
	}
	user, ok := userName(name)
	if !ok {
		return newFieldError(name, "", ReasonUnknown)
	}
	m.deleteUser(user)
	return nil
}

// deleteUser removes a lower-case name in all its spellings.
func (m *Metadata) deleteUser(name string) {
	maps.DeleteFunc(m.User, func(key, _ string) bool { return equalFold(key, name) })
}

// Clone returns a copy that shares nothing with m.
func (m Metadata) Clone() Metadata {
	m.User = maps.Clone(m.User)
	return m
}

// Equal reports whether m and n write the same headers. Names of user metadata
// are compared without regard to letter case, values byte for byte, and a nil
// map is an empty one.
func (m Metadata) Equal(n Metadata) bool {
	return len(m.Diff(n)) == 0
}
