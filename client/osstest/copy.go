package osstest

import (
	"encoding/xml"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// A copying is what a CopyObject asks for, apart from its source's state.
type copying struct {
	bucket, key string // of the source
	version     string // of the source; "" = the current one
	replaceMeta bool   // by directive
	replaceTags bool
	tags        []headers.Tag
	properties  properties
	persistent  http.Header

	read string // the version that was copied; "" without versioning
}

// onto reports a copy of an object onto itself.
func (cp copying) onto(c *call) bool { return cp.bucket == c.bucket && cp.key == c.key }

func copyObject(c *call) (*reply, *xmlerr.Error) {
	cp, e := c.copying()
	if e != nil {
		return nil, e
	}
	return c.replace(func(b *bucket, old *object) (*object, *xmlerr.Error) {
		from, source, e := c.source(cp)
		if e != nil {
			return nil, e
		}
		if e := c.mayWrite(b, old); e != nil {
			return nil, e
		}
		if e := c.conditions(copyConditions, source); e != nil {
			return nil, e
		}
		if e := c.frozen(source, from.ArchiveDirectRead); e != nil {
			return nil, e
		}
		if e := c.forbidden(b, old); e != nil {
			return nil, e
		}
		if e := c.mayCopy(cp, from, source, b); e != nil {
			return nil, e
		}
		if from.Versioning != "" {
			cp.read = source.version
		}
		return c.copyOf(b, source, cp)
	}, func(obj *object) *reply {
		r := copied(obj)
		r.set(headers.XOSSCopySourceVersionID, cp.read)
		return r
	})
}

// copying reads a CopyObject, all but the metadata.
func (c *call) copying() (cp copying, e *xmlerr.Error) {
	if cp.bucket, cp.key, cp.version, e = c.copySource(); e != nil {
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
	if cp.persistent, e = c.persistentHeaders(); e != nil {
		return cp, e
	}
	cp.properties, e = c.properties()
	return cp, e
}

// copySource reads x-oss-copy-source.
//
//	source = [ "/" ] bucket "/" key [ "?versionId=" id ]   ; of a part with "/"
//
// Clients encode it in different ways, all of which mean the same: "/" or
// %2F, %20 or "+" for a blank. A plus is %2B.
func (c *call) copySource() (bucket, key, version string, e *xmlerr.Error) {
	sent, e := c.single(headers.XOSSCopySource)
	if e != nil {
		return "", "", "", e
	}
	path, query, hasQuery := strings.Cut(sent, "?")
	id, named := strings.CutPrefix(query, "versionId=")
	version, ok := unescape(id, true)
	path, decoded := unescape(path, true)
	bucket, key, slash := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	part := c.op.name == "UploadPartCopy"
	if hasQuery != named || named && version == "" || part && !strings.HasPrefix(path, "/") || !ok || !decoded || !slash || !validBucket(bucket) || !validKey(key) {
		e = invalid(headers.XOSSCopySource, sent, "Copy Source must mention the source bucket and key: /sourcebucket/sourcekey")
		switch {
		case part:
			e.EC = ecPartSource
		case hasQuery != named:
			e.EC = ecSourceQuery
		case named && version == "":
			e.EC = ecSourceNoVersion
		}
		return "", "", "", e
	}
	return bucket, key, version, nil
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

// source finds the object to copy and its bucket. The lock is held.
func (c *call) source(cp copying) (*bucket, *object, *xmlerr.Error) {
	b := c.oss.buckets[cp.bucket]
	if b == nil {
		return nil, nil, noSuchBucket(cp.bucket)
	}
	obj := b.newest(cp.key)
	if cp.version != "" {
		obj = b.version(cp.key, cp.version)
	}
	if e := c.mayRead(b, obj); e != nil {
		return nil, nil, e
	}
	if obj != nil && !obj.marker {
		return b, obj, nil
	}
	e := noSuchKey(cp.key) // OSS CopyObject: for a marker, by its id too
	switch {
	case cp.version != "" && obj == nil:
		e = noSuchVersion(cp.key, cp.version)
		e.EC = ecSourceVersion
	case cp.version != "":
		e.EC = ecSourceMarker
	}
	return nil, nil, e
}

// mayCopy refuses what OSS does not copy: an Appendable object into a bucket
// whose versioning is, or was, enabled (OSS CopyObject; "Copy objects" of the
// SDKs says that the destination counts), an Appendable object with another
// encryption (OSS AppendObject), and a link with any. Which codes OSS has for
// these is a guess.
func (c *call) mayCopy(cp copying, from *bucket, source *object, to *bucket) *xmlerr.Error {
	wanted := cp.properties.encryption.withKey()
	switch {
	case from.isDirectory(cp.key) || to.isDirectory(c.key): // OSS CopyObject
		return directory(c.key)
	case source.kind == typeAppendable && to.Versioning != "":
		return fail(xmlerr.OperationNotSupported, "", "An appendable object cannot be copied into a bucket with versioning.", "ObjectType", source.kind)
	case wanted == encryption{}:
	case source.kind == typeAppendable && cp.onto(c) && wanted != source.encryption:
		return invalid(headers.XOSSServerSideEncryption, wanted.algorithm, "The encryption of an appendable object cannot be changed.")
	case source.kind == typeSymlink:
		return invalid(headers.XOSSServerSideEncryption, wanted.algorithm, "The header does not go with a symlink.")
	}
	return nil
}

// copyOf makes the new object. Copying an object onto itself in a bucket
// without versioning takes the request's metadata whatever the directive says
// (OSS CopyObject). The ACL goes back to the default, the encryption is that of
// the bucket, and persistent headers are gone, unless the request says so.
func (c *call) copyOf(b *bucket, source *object, cp copying) (*object, *xmlerr.Error) {
	obj := *source
	obj.restore, obj.persistent = restoring{}, cp.persistent
	if inPlace := cp.onto(c) && b.Versioning == ""; inPlace || cp.replaceMeta {
		meta, e := c.metadata(source.meta.User)
		if e != nil {
			return nil, e
		}
		obj.meta = meta
	}
	if !cp.onto(c) && source.kind != typeSymlink {
		obj.kind, obj.sealed = typeNormal, time.Time{}
	}
	if cp.replaceTags {
		obj.tags = cp.tags
	}
	obj.acl = cp.properties.acl
	if obj.kind != typeAppendable { // whose encryption stays
		obj.encryption = cp.properties.encryption
		b.encrypt(&obj)
	}
	switch {
	case cp.properties.class != "":
		obj.class = cp.properties.class
	case c.oss.opt.CopyStorageClass == CopyToStandard:
		obj.class = classStandard
	}
	return &obj, c.copyTooLarge(b, source, &obj, cp)
}

// copyTooLarge refuses a source that OSS would have copied in parts: what is
// rewritten, because class or encryption change, may be smaller than what goes
// to another bucket, and all else is not bounded (OSS CopyObject).
func (c *call) copyTooLarge(b *bucket, source, obj *object, cp copying) *xmlerr.Error {
	limit := int64(math.MaxInt64)
	if cp.bucket != b.Name {
		limit = c.oss.opt.MaxCopyBytes
	}
	if obj.class != source.class || obj.encryption != source.encryption {
		limit = min(limit, c.oss.opt.MaxRewriteBytes)
	}
	if size := int64(len(source.body)); size > limit {
		return fail(xmlerr.EntityTooLarge, "", "Source object Length exceeds the maximum allowed size.",
			"MaxSizeAllowed", strconv.FormatInt(limit, 10), "ProposedSize", strconv.FormatInt(size, 10))
	}
	return nil
}

// copied is the reply to a copy that was made.
func copied(obj *object) *reply {
	r := xmlReply(struct {
		XMLName      xml.Name `xml:"CopyObjectResult"`
		ETag         string
		LastModified string
	}{ETag: obj.etag.String(), LastModified: isoSecond(obj.modified)})
	r.set(headers.ETagName, obj.etag.String())
	obj.showCRC(r)
	obj.encryption.set(r)
	return r
}
