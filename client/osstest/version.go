package osstest

import (
	"fmt"
	"net/http"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// versionID makes an id of OSS's form, 64 characters, of a number.
func versionID(n uint64) string {
	return fmt.Sprintf("CAEQGBiBgID%053X", n)
}

// versionQuery is the version that a request names, "" for the current one.
func (c *call) versionQuery() string { return c.queryValue("versionId") }

// named returns the version that the request names, or the newest one. It may
// be a delete marker.
func (c *call) named(b *bucket) *object {
	if id := c.versionQuery(); id != "" {
		return b.version(c.key, id)
	}
	return b.newest(c.key)
}

// absent says why there is no object that the request names. A delete marker
// is 404 as the newest version and 405 by its id (OSS HeadObject, GetObject).
func (c *call) absent(b *bucket) *xmlerr.Error {
	id, obj := c.versionQuery(), c.named(b)
	if obj != nil && obj.marker {
		c.also(headers.XOSSDeleteMarker, "true")
		c.also(headers.XOSSVersionID, obj.version)
	}
	switch {
	case id == "":
		return noSuchKey(c.key)
	case obj == nil:
		return noSuchVersion(c.key, id)
	}
	c.also("Allow", http.MethodDelete)
	return fail(xmlerr.MethodNotAllowed, ecMarkerVersion, "The specified method is not allowed against this resource.",
		"Method", c.req.Method, "ResourceType", "DeleteMarker")
}

// showVersion names the version in a reply, as OSS does in a bucket whose
// versioning is, or was, enabled.
func (c *call) showVersion(r *reply, obj *object) {
	if c.versioned {
		r.set(headers.XOSSVersionID, obj.version)
	}
}

// deleteObject deletes the version that the request names, or else hides the
// object behind a delete marker. Without versioning it deletes the object. It
// answers 204 whether there was something to delete or not (OSS DeleteObject).
func deleteObject(c *call) (*reply, *xmlerr.Error) {
	return c.write(func(b *bucket, _ *object) (*reply, *xmlerr.Error) {
		if e := c.mayWrite(b, b.current(c.key)); e != nil {
			return nil, e
		}
		gone, e := c.oss.delete(b, c.key, c.versionQuery())
		if e != nil {
			return nil, e
		}
		r := newReply(http.StatusNoContent)
		if gone != nil && c.versioned {
			r.set(headers.XOSSVersionID, gone.version)
			if gone.marker {
				r.set(headers.XOSSDeleteMarker, "true")
			}
		}
		return r, nil
	})
}

// delete deletes one version for good, or, with no id, what a DeleteObject
// deletes. It returns the version that it deleted or the delete marker that it
// made, nil for none. The lock is held for writing.
func (o *OSS) delete(b *bucket, key, id string) (*object, *xmlerr.Error) {
	if id == "" && b.Versioning != "" {
		marker := &object{marker: true}
		return marker, o.commit(b, key, marker)
	}
	gone := b.version(key, orElse(id, nullVersion))
	if e := o.immutable(b, gone); e != nil {
		return nil, e
	}
	if gone != nil {
		o.remove(b, key, gone)
	}
	return gone, nil
}
