package osstest

import (
	"crypto/md5"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

var appendOperations = []operation{
	{name: "AppendObject", method: http.MethodPost, level: objectLevel, subResource: "append", query: []string{"position"}, traffic: true,
		body: objectBody, headers: putHeaders, run: appendObject},
}

// appendObject makes an Appendable object, or extends the one that is there.
// With versioning, enabled or suspended, the current version is extended in
// place: its id stays, and no other version is made (OSS AppendObject). The
// position and the write that it guards are one step whatever
// Options.SplitConditions says.
func appendObject(c *call) (*reply, *xmlerr.Error) {
	position, e := c.appendPosition()
	if e != nil {
		return nil, e
	}
	part := new(object)
	part.setBody(c.body)
	if e := c.checkBody(part); e != nil {
		return nil, e
	}
	return c.write(func(b *bucket, old *object) (*reply, *xmlerr.Error) {
		if e := c.mayAppend(b, old, position); e != nil {
			return nil, e
		}
		store := c.extend
		if old == nil {
			store = c.appendFirst
		}
		obj, e := store(b, old)
		if e != nil {
			return nil, e
		}
		r := newReply(http.StatusOK)
		r.set(headers.ETagName, obj.etag.String())
		r.set(headers.ContentMD5, part.md5)
		r.set(headers.XOSSHashCRC64ECMA, obj.crc.String())
		r.set(headers.XOSSNextAppendPosition, strconv.Itoa(len(obj.body)))
		obj.encryption.set(r)
		c.showVersion(r, obj)
		return r, nil
	})
}

// appendPosition reads where the request wants to append.
func (c *call) appendPosition() (int64, *xmlerr.Error) {
	sent := c.queryValue("position")
	if sent == "" {
		return 0, missingPosition(ecPositionMissing, "Missing the argument position.")
	}
	n, err := strconv.ParseInt(sent, 10, 64)
	if err != nil || n < 0 {
		return 0, missingPosition(ecPositionInvalid, "The position is not an integer that is zero or greater.")
	}
	return n, nil
}

// missingPosition refuses a position that is none. OSS has the same code for
// one that is no number (OSS "Self-help troubleshooting by using error codes").
func missingPosition(ec, message string) *xmlerr.Error {
	return fail(xmlerr.MissingArgument, ec, message, "ArgumentName", "position")
}

// mayAppend refuses to append to an object of another type, or elsewhere than
// at its end, or more than fits. old is nil if there is no object, or a delete
// marker only.
func (c *call) mayAppend(b *bucket, old *object, position int64) *xmlerr.Error {
	if e := c.mayWrite(b, old); e != nil {
		return e
	}
	if old != nil && !old.sealed.IsZero() {
		return notAppendable()
	}
	if e := c.atEnd(old, position); e != nil {
		return e
	}
	if e := c.oss.immutable(b, old); e != nil {
		return e
	}
	if limit := c.oss.opt.MaxObjectBytes; position+int64(len(c.body)) > limit {
		return c.tooLarge(limit)
	}
	return nil
}

// atEnd refuses another position than the end of an Appendable object, or 0 if
// there is none.
func (c *call) atEnd(old *object, position int64) *xmlerr.Error {
	size := int64(0)
	if old != nil {
		if old.kind != typeAppendable {
			return notAppendable()
		}
		size = int64(len(old.body))
	}
	if position != size {
		c.also(headers.XOSSNextAppendPosition, strconv.FormatInt(size, 10))
		return fail(xmlerr.PositionNotEqualToLength, ecPositionDiffers, "Position is not equal to file length")
	}
	return nil
}

func notAppendable() *xmlerr.Error {
	return fail(xmlerr.ObjectNotAppendable, "", "The object is not appendable")
}

// appendFirst makes the object, whose metadata count from then on. A key of
// KMS cannot be chosen for it (OSS AppendObject), and the class cannot be
// DeepColdArchive.
func (c *call) appendFirst(b *bucket, _ *object) (*object, *xmlerr.Error) {
	obj := &object{kind: typeAppendable}
	if e := c.fill(obj); e != nil {
		return nil, e
	}
	keyID := obj.encryption.keyID
	b.complete(obj)
	switch {
	case obj.class == "DeepColdArchive":
		return nil, invalidEC(ecDeepColdArchive, headers.XOSSStorageClass, obj.class, "AppendObject does not support the storage class.")
	case keyID != "":
		return nil, invalid(headers.XOSSServerSideEncryptionKeyID, keyID, "An appendable object cannot have it.")
	}
	obj.setAppended(c.body)
	return obj, c.oss.commit(b, c.key, obj)
}

// extend appends to old. Of the request the body counts and the ACL, if there is
// one: so the tests of Go SDK V1 find it at OSS.
func (c *call) extend(b *bucket, old *object) (*object, *xmlerr.Error) {
	acl, e := c.objectACL()
	if e != nil {
		return nil, e
	}
	obj := *old
	obj.acl = orElse(acl, old.acl)
	obj.setAppended(slices.Concat(old.body, c.body))
	obj.modified = c.oss.stamp(old)
	return &obj, c.oss.swap(b, c.key, old, &obj)
}

// setAppended sets the body of an Appendable object. Its ETag changes with the
// body, and is not the MD5 of it; there is no Content-MD5 (OSS AppendObject,
// HeadObject).
func (obj *object) setAppended(body []byte) {
	obj.setBody(body)
	obj.etag = headers.ETag(fmt.Sprintf("%X", md5.Sum([]byte("appended "+obj.md5))))
	obj.md5 = ""
}
