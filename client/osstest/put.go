package osstest

import (
	"crypto/md5"
	"encoding/base64"
	"net/http"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

func putObject(c *call) (*reply, *xmlerr.Error) {
	obj := &object{kind: typeNormal}
	obj.setBody(c.body)
	if e := c.checkBody(obj); e != nil {
		return nil, e
	}
	if e := c.fill(obj); e != nil {
		return nil, e
	}
	return c.replace(func(b *bucket, old *object) (*object, *xmlerr.Error) {
		if e := c.mayWrite(b, old); e != nil {
			return nil, e
		}
		b.complete(obj)
		return obj, c.forbidden(b, old)
	}, func(obj *object) *reply {
		r := newReply(http.StatusOK)
		obj.showSums(r)
		obj.encryption.set(r)
		return r
	})
}

// fill gives a new object what the request's headers say about it: metadata,
// ACL, tags, encryption, and the class, which stays "" if they name none.
func (c *call) fill(obj *object) *xmlerr.Error {
	var e *xmlerr.Error
	if obj.meta, e = c.metadata(nil); e != nil {
		return e
	}
	p, e := c.properties()
	if e != nil {
		return e
	}
	obj.acl, obj.class, obj.encryption = p.acl, p.class, p.encryption
	if obj.persistent, e = c.persistentHeaders(); e != nil {
		return e
	}
	obj.tags, e = c.tags()
	return e
}

// checkBody compares the body with the checksums that came with it.
func (c *call) checkBody(obj *object) *xmlerr.Error {
	if e := c.checkMD5(obj.md5); e != nil {
		return e
	}
	sent, e := c.single(headers.XOSSHashCRC64ECMA)
	if e != nil || sent == "" {
		return e
	}
	crc, ok := headers.ParseCRC64(sent)
	switch {
	case !ok:
		return invalid(headers.XOSSHashCRC64ECMA, sent, "The value is not a CRC-64 in decimal.")
	case crc != obj.crc:
		return fail(xmlerr.InvalidCRC64, "", "The CRC64 you specified did not match what we received.")
	}
	return nil
}

// checkMD5 compares Content-MD5, if there is one, with that of the body.
func (c *call) checkMD5(want string) *xmlerr.Error {
	sent, e := c.single(headers.ContentMD5)
	if e != nil || sent == "" || sent == want {
		return e
	}
	ec, message := ecMD5Differs, "The Content-MD5 you specified did not match what we received."
	if sum, err := base64.StdEncoding.DecodeString(sent); err != nil || len(sum) != md5.Size {
		ec, message = ecMD5Form, "The Content-MD5 you specified was invalid."
	}
	return fail(xmlerr.InvalidDigest, ec, message, headers.ContentMD5, sent)
}
