package osstest

import (
	"net/http"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

var sealOperations = []operation{
	{name: "SealAppendObject", method: http.MethodPost, level: objectLevel, subResource: "seal", query: []string{"position"},
		body: documentBody, run: sealAppendObject},
}

// sealAppendObject ends the appending to an object whose length is the
// position. Sealing it again changes nothing (OSS SealAppendObject).
func sealAppendObject(c *call) (*reply, *xmlerr.Error) {
	position, e := c.appendPosition()
	if e != nil {
		return nil, e
	}
	return c.write(func(b *bucket, old *object) (*reply, *xmlerr.Error) {
		if e := c.owned(b, old); e != nil {
			return nil, e
		}
		if e := c.atEnd(old, position); e != nil {
			return nil, e
		}
		obj := *old
		if obj.sealed.IsZero() {
			obj.sealed = c.started
		}
		if e := c.oss.swap(b, c.key, old, &obj); e != nil {
			return nil, e
		}
		r := newReply(http.StatusOK)
		r.set(headers.ETagName, obj.etag.String())
		obj.showSealed(r)
		c.showVersion(r, &obj)
		return r, nil
	})
}

// showSealed tells since when nothing can be appended to an object.
func (obj *object) showSealed(r *reply) {
	if !obj.sealed.IsZero() {
		r.set(headers.XOSSSealedTime, headers.FormatTime(obj.sealed))
	}
}
