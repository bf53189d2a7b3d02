package osstest

import (
	"strings"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// forbidden refuses to replace old if the request forbids it, or the bucket
// (OSS PutBucketOverwriteConfig). With versioning, enabled or suspended, OSS
// ignores what the request says (OSS PutObject). It also refuses to replace
// what is protected.
func (c *call) forbidden(b *bucket, old *object) *xmlerr.Error {
	switch v := c.header(headers.XOSSForbidOverwrite); v {
	case "", "false", "true":
		if (v == "true" || b.ForbidOverwrite) && old != nil && b.Versioning == "" {
			return alreadyExists(c.key)
		}
	default:
		return invalidEC(ecForbidValue, headers.XOSSForbidOverwrite, v, "The value of x-oss-forbid-overwrite is neither true nor false.")
	}
	return c.oss.immutable(b, b.replaced(c.key))
}

func alreadyExists(key string) *xmlerr.Error {
	return fail(xmlerr.FileAlreadyExists, ecExists, "The object you specified already exists and can not be overwritten.", "Key", key)
}

// directory refuses what cannot be done with a directory (OSS GetObjectACL).
func directory(key string) *xmlerr.Error {
	return fail(xmlerr.FileAlreadyExists, "", "The object you specified already exists and is a directory.", "Key", key)
}

// replaced returns the version that a write of the key takes the place of, nil
// if there is none.
func (b *bucket) replaced(key string) *object {
	if b.Versioning == versioningEnabled {
		return nil
	}
	return b.version(key, nullVersion)
}

// immutable refuses to change or to delete obj, nil for nothing, before the
// bucket's retention of it is over.
func (o *OSS) immutable(b *bucket, obj *object) *xmlerr.Error {
	if obj == nil || obj.marker || b.Retention == 0 || !o.now().Before(obj.modified.Add(b.Retention)) {
		return nil
	}
	return fail(xmlerr.FileImmutable, "", "The object you specified is immutable.")
}

// isDirectory reports the name of a directory, which only a bucket with a
// hierarchical namespace has.
func (b *bucket) isDirectory(key string) bool {
	return b.HierarchicalNamespace && strings.HasSuffix(key, "/")
}

// makeDirectory makes obj look like one (OSS HeadObject).
func (obj *object) makeDirectory() {
	obj.meta.ContentType, obj.etag, obj.md5 = "application/x-directory", "null", ""
}
