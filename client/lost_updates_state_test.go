package client_test

import (
	"fmt"
	"slices"
	"strings"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
)

// A version is one version of the object, as far as writers change it.
// Last-Modified is not in it: it is what the protection is made of.
type version struct {
	stored
	meta headers.Metadata
}

// A stored is what a version has beside its metadata.
type stored struct {
	id                            string // "" in a bucket without versioning
	marker                        bool   // a delete marker: nothing else counts
	body, acl, class, tags, crypt string
}

// A stack has the versions of the object, newest first; none if it is gone.
type stack []version

func stackOf(objects []osstest.Object) stack {
	var s stack
	for _, o := range objects {
		if o.DeleteMarker {
			s = append(s, version{stored: stored{id: o.VersionID, marker: true}})
			continue
		}
		meta, err := headers.ReadMetadata(o.Header)
		if err != nil {
			panic(err)
		}
		s = append(s, version{stored{id: o.VersionID, body: string(o.Body), acl: o.ACL, class: o.StorageClass, tags: fmt.Sprint(o.Tags),
			crypt: o.ServerSideEncryption + " " + o.ServerSideDataEncryption + " " + o.KMSKeyID}, meta})
	}
	return s
}

// current returns the version that requests without a version id are about.
func (s stack) current() (version, bool) {
	if len(s) == 0 || s[0].marker {
		return version{}, false
	}
	return s[0], true
}

func (s stack) equal(other stack) bool {
	return slices.EqualFunc(s, other, func(a, b version) bool { return a.stored == b.stored && a.meta.Equal(b.meta) })
}

func (s stack) String() string {
	var all []string
	for _, v := range s {
		if v.marker {
			all = append(all, v.id+" delete marker")
			continue
		}
		text := fmt.Sprintf("%s %q %s %s %s %s", v.id, v.body, v.acl, v.class, v.tags, v.crypt)
		for name, value := range v.meta.All() {
			text += fmt.Sprintf(" %s=%q", strings.TrimPrefix(name, "x-oss-meta-"), value)
		}
		all = append(all, text)
	}
	return "[" + strings.Join(all, "] [") + "]"
}

// push returns s with a new version, as the bucket's versioning has it.
func (s stack) push(versioning string, v version) stack {
	switch versioning {
	case "":
		return stack{v}
	case "Suspended":
		v.id = "null"
		s = s.without("null")
	}
	return append(stack{v}, s...)
}

// without returns s without the version of that id.
func (s stack) without(id string) stack {
	return slices.DeleteFunc(slices.Clone(s), func(v version) bool { return v.id == id })
}

// change returns s with the current version changed in its place.
func (s stack) change(f func(*version)) stack {
	s = slices.Clone(s)
	if _, ok := s.current(); ok {
		f(&s[0])
	}
	return s
}
