package osstest

import (
	"net/http"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

var sealOperations = []operation{
	{name: "SealAppendObject", method: http.MethodPost, level: objectLevel, subResource: "seal", owner: true, query: []string{"position"},
		run: sealAppendObject},
}

// sealAppendObject ends the appending to an object whose length is the
// position. Sealing it again changes nothing (OSS SealAppendObject).
func sealAppendObject(c *call) (*reply, *xmlerr.Error) {
	position, e := c.appendPosition()
	if e != nil {
		return nil, e
	}
	return c.alter(func(_ *bucket, obj *object, r *reply) *xmlerr.Error {
		if obj.sealed.IsZero() {
			obj.sealed = c.started
		}
		r.set(headers.ETagName, obj.etag.String())
		obj.showSealed(r)
		return c.atEnd(obj, position)
	})
}

// showSealed tells since when nothing can be appended to an object.
func (obj *object) showSealed(r *reply) {
	if !obj.sealed.IsZero() {
		r.set(headers.XOSSSealedTime, headers.FormatTime(obj.sealed))
	}
}
