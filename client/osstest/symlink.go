package osstest

import (
	"crypto/md5"
	"fmt"
	"net/http"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

var symlinkOperations = []operation{
	{name: "PutSymlink", method: http.MethodPut, level: objectLevel, subResource: "symlink",
		headers: []string{headers.XOSSSymlinkTarget, headers.XOSSObjectACL, headers.XOSSStorageClass, headers.XOSSForbidOverwrite, headers.XOSSTagging},
		run:     putSymlink},
	{name: "GetSymlink", method: http.MethodGet, level: objectLevel, subResource: "symlink", query: ofVersion, run: getSymlink},
}

// putSymlink makes a link to another key of the bucket, where nothing needs to
// be (OSS PutSymlink). What the link is called is kept as it was sent.
func putSymlink(c *call) (*reply, *xmlerr.Error) {
	target, e := c.single(headers.XOSSSymlinkTarget)
	if e != nil {
		return nil, e
	}
	if target == "" {
		return nil, invalidEC(ecLinkNoTarget, headers.XOSSSymlinkTarget, "", "The target is missing.")
	}
	if _, ok := targetKey(target); !ok {
		return nil, invalid(headers.XOSSSymlinkTarget, target, "The target is not the name of an object, percent-encoded.")
	}
	obj := &object{kind: typeSymlink}
	obj.setTarget(target)
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
		r.set(headers.ETagName, obj.etag.String())
		return r
	})
}

// targetKey decodes the target of a link. Clients encode it as they encode
// x-oss-copy-source: see copySource.
func targetKey(target string) (string, bool) {
	key, ok := unescape(target, true)
	return key, ok && validKey(key)
}

// setTarget makes obj a link, with an ETag that changes with its target.
func (obj *object) setTarget(target string) {
	obj.target = target
	obj.etag = headers.ETag(fmt.Sprintf("%X", md5.Sum([]byte("link to "+target))))
}

// getSymlink answers with the link itself (OSS GetSymlink).
func getSymlink(c *call) (*reply, *xmlerr.Error) {
	obj, e := c.found()
	if e != nil {
		return nil, e
	}
	if obj.kind != typeSymlink {
		return nil, fail(xmlerr.NotSymlink, ecNotSymlink, "The object you specified is not a symlink.", "Key", c.key)
	}
	r := newReply(http.StatusOK)
	for name, value := range obj.meta.All() {
		r.put(name, value)
	}
	r.set(headers.ETagName, obj.etag.String())
	r.set(headers.LastModified, headers.FormatTime(obj.modified))
	r.set(headers.XOSSSymlinkTarget, obj.target)
	c.showVersion(r, obj)
	return r, nil
}

// followed returns the object that the request reads. Through a link that is
// what OSS HeadObject says: content, size, ETag, sums and storage class of the
// target, the later Last-Modified of both, and the rest of the link.
func (c *call) followed() (obj *object, e *xmlerr.Error) {
	_, e = c.read(func(b *bucket, o *object) (*reply, *xmlerr.Error) {
		if obj, e = c.readable(b, o); e != nil || obj.kind != typeSymlink {
			return nil, e
		}
		obj, e = c.through(b, obj)
		return nil, e
	})
	return obj, e
}

// through follows a link by one step. The ACLs of both count (OSS PutSymlink).
func (c *call) through(b *bucket, link *object) (*object, *xmlerr.Error) {
	key, _ := targetKey(link.target)
	target := b.current(key)
	if target == nil {
		return nil, fail(xmlerr.SymlinkTargetNotExist, ecTargetNotExist, "The target of the symlink does not exist.", "TargetKey", key)
	}
	if e := c.mayRead(b, target); e != nil {
		return nil, e
	}
	if target.kind == typeSymlink {
		return nil, fail(xmlerr.InvalidTargetType, "", "The target of the symlink is a symlink.", "TargetKey", key)
	}
	obj := *link
	obj.body, obj.etag, obj.crc, obj.md5 = target.body, target.etag, target.crc, target.md5
	obj.class, obj.restore = target.class, target.restore
	if target.modified.After(link.modified) {
		obj.modified = target.modified
	}
	return &obj, nil
}
