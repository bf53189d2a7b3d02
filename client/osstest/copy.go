package osstest

import (
	"encoding/xml"
	"strings"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// A copying is what a CopyObject asks for, apart from its source's state.
type copying struct {
	bucket, key string // of the source
	replaceMeta bool   // by directive
	replaceTags bool
	tags        []headers.Tag
	properties  properties
}

// onto reports a copy of an object onto itself.
func (cp copying) onto(c *call) bool { return cp.bucket == c.bucket && cp.key == c.key }

func copyObject(c *call) (*reply, *xmlerr.Error) {
	cp, e := c.copying()
	if e != nil {
		return nil, e
	}
	return c.write(func(b *bucket, old *object) (*reply, *xmlerr.Error) {
		source, e := c.source(cp)
		if e != nil {
			return nil, e
		}
		if e := c.mayWrite(b, old); e != nil {
			return nil, e
		}
		if e := c.conditions(copyConditions, source); e != nil {
			return nil, e
		}
		if e := c.forbidden(old); e != nil {
			return nil, e
		}
		obj, e := c.copyOf(source, cp)
		if e != nil {
			return nil, e
		}
		if e := c.oss.commit(b, c.key, obj); e != nil {
			return nil, e
		}
		return copied(obj), nil
	})
}

// copying reads a CopyObject, all but the metadata.
func (c *call) copying() (cp copying, e *xmlerr.Error) {
	if cp.bucket, cp.key, e = c.copySource(); e != nil {
		return cp, e
	}
	if cp.replaceMeta, e = c.directive(headers.XOSSMetadataDirective); e != nil {
		return cp, e
	}
	if cp.replaceTags, e = c.directive(headers.XOSSTaggingDirective); e != nil {
		return cp, e
	}
	if cp.replaceTags {
		if cp.tags, e = c.tags(); e != nil {
			return cp, e
		}
	}
	cp.properties, e = c.properties()
	return cp, e
}

// copySource reads x-oss-copy-source.
//
//	source = [ "/" ] bucket "/" key [ "?versionId=" id ]
//
// Clients encode it in different ways, all of which mean the same: "/" or
// %2F, %20 or "+" for a blank. A plus is %2B.
func (c *call) copySource() (bucket, key string, e *xmlerr.Error) {
	sent, e := c.single(headers.XOSSCopySource)
	if e != nil {
		return "", "", e
	}
	path, query, hasQuery := strings.Cut(sent, "?")
	if strings.HasPrefix(query, "versionId=") {
		return "", "", unsupported("Header", headers.XOSSCopySource+" with versionId")
	}
	path, ok := unescape(path, true)
	bucket, key, slash := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if !ok || hasQuery || !slash || !validBucket(bucket) || !validKey(key) {
		return "", "", invalid(headers.XOSSCopySource, sent, "Copy Source must mention the source bucket and key: /sourcebucket/sourcekey")
	}
	return bucket, key, nil
}

// directive reads a directive, COPY or REPLACE, and reports REPLACE.
func (c *call) directive(name string) (replace bool, e *xmlerr.Error) {
	v, e := c.single(name)
	switch {
	case e != nil:
		return false, e
	case v == "" || strings.EqualFold(v, "COPY"):
		return false, nil
	case strings.EqualFold(v, "REPLACE"):
		return true, nil
	}
	return false, invalid(name, v, "The directive is neither COPY nor REPLACE.")
}

// source finds the object to copy. The lock is held.
func (c *call) source(cp copying) (*object, *xmlerr.Error) {
	b := c.oss.buckets[cp.bucket]
	if b == nil {
		return nil, noSuchBucket(cp.bucket)
	}
	obj := b.objects[cp.key]
	if e := c.mayRead(b, obj); e != nil {
		return nil, e
	}
	if obj == nil {
		return nil, noSuchKey(cp.key)
	}
	return obj, nil
}

// copyOf makes the new object. Copying an object onto itself in a bucket
// without versioning takes the request's metadata whatever the directive says
// (OSS CopyObject). The ACL goes back to the default, and nothing is encrypted,
// unless the request says so.
func (c *call) copyOf(source *object, cp copying) (*object, *xmlerr.Error) {
	obj := *source
	if self := cp.onto(c); self || cp.replaceMeta {
		meta, e := c.metadata(source.meta.User)
		if e != nil {
			return nil, e
		}
		obj.meta, obj.persistent = meta, nil
	}
	if !cp.onto(c) {
		obj.kind = typeNormal
	}
	if cp.replaceTags {
		obj.tags = cp.tags
	}
	obj.acl, obj.encryption = cp.properties.acl, cp.properties.encryption
	switch {
	case cp.properties.class != "":
		obj.class = cp.properties.class
	case c.oss.opt.CopyStorageClass == CopyToStandard:
		obj.class = classStandard
	}
	return &obj, nil
}

// copied is the reply to a copy that was made.
func copied(obj *object) *reply {
	r := xmlReply(struct {
		XMLName      xml.Name `xml:"CopyObjectResult"`
		ETag         string
		LastModified string
	}{ETag: obj.etag.String(), LastModified: isoSecond(obj.modified)})
	r.set(headers.ETagName, obj.etag.String())
	r.set(headers.XOSSHashCRC64ECMA, obj.crc.String())
	obj.encryption.set(r)
	return r
}
