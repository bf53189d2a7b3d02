package osstest

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"strconv"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// maxPart is the highest number of a part.
const maxPart = 10000

// partNumber reads the number of the part that a request is about.
func (c *call) partNumber() (int, *xmlerr.Error) {
	sent := c.queryValue("partNumber")
	if sent == "" {
		return 0, invalidEC(ecPartNoNumber, "ResourceType", "partNumber", "Unexpected query string parameter")
	}
	n, err := strconv.Atoi(sent)
	if err != nil || n < 1 || n > maxPart {
		return 0, invalidEC(ecPartNumber, "PartNumber", sent, "Part number must be an integer between 1 and 10000, inclusive.")
	}
	return n, nil
}

// uploadPart takes a part of any size: which one is the last is known only in
// the end (OSS UploadPart).
func uploadPart(c *call) (*reply, *xmlerr.Error) {
	n, e := c.partNumber()
	if e != nil {
		return nil, e
	}
	part := new(object)
	part.setBody(c.body)
	if e := c.checkBody(part); e != nil {
		return nil, e
	}
	return c.write(func(b *bucket, old *object) (*reply, *xmlerr.Error) {
		if e := c.putPart(b, old, n, part); e != nil {
			return nil, e
		}
		r := newReply(http.StatusOK)
		part.showSums(r)
		return r, nil
	})
}

// putPart stores a part, in place of one with the same number. old is the
// object under the key of the upload. The lock is held for writing.
func (c *call) putPart(b *bucket, old *object, n int, part *object) *xmlerr.Error {
	if e := c.mayWrite(b, old); e != nil {
		return e
	}
	u, e := c.upload(b)
	if e != nil {
		return e
	}
	if e := c.oss.charge("", u.parts[n], part); e != nil {
		return e
	}
	part.modified = c.oss.stamp(nil)
	u.parts[n] = part
	return nil
}

// uploadPartCopy takes a part out of an object (OSS UploadPartCopy).
func uploadPartCopy(c *call) (*reply, *xmlerr.Error) {
	n, e := c.partNumber()
	if e != nil {
		return nil, e
	}
	var cp copying
	if cp.bucket, cp.key, cp.version, e = c.copySource(); e != nil {
		return nil, e
	}
	return c.write(func(b *bucket, old *object) (*reply, *xmlerr.Error) {
		from, source, e := c.source(cp)
		if e != nil {
			return nil, e
		}
		if e := c.conditions(copyConditions, source); e != nil {
			return nil, e
		}
		if e := c.frozen(source, from.ArchiveDirectRead); e != nil {
			return nil, e
		}
		part, e := c.partOf(source)
		if e != nil {
			return nil, e
		}
		if e := c.putPart(b, old, n, part); e != nil {
			return nil, e
		}
		r := copiedPart(part)
		if from.Versioning != "" {
			r.set(headers.XOSSCopySourceVersionID, source.version)
		}
		return r, nil
	})
}

// partOf cuts a part out of source. A range that is not within the source
// means the whole of it (OSS UploadPartCopy); so does one that is none.
// Appendable objects cannot be a source (OSS UploadPartCopy), nor, as this
// server has it, links.
func (c *call) partOf(source *object) (*object, *xmlerr.Error) {
	if source.kind == typeAppendable || source.kind == typeSymlink {
		return nil, fail(xmlerr.OperationNotSupported, "", "The operation is not supported for this object type.", "ObjectType", source.kind)
	}
	size := int64(len(source.body))
	first, last, ok := parseRange(c.header(headers.XOSSCopySourceRange), size)
	if !ok || first < 0 || last >= size {
		first, last = 0, size-1
	}
	part := new(object)
	part.setBody(bytes.Clone(source.body[first : last+1])) // not to keep the whole, which is not charged for it
	return part, nil
}

// copiedPart is the reply to a part that was copied.
func copiedPart(part *object) *reply {
	r := xmlReply(struct {
		XMLName      xml.Name `xml:"CopyPartResult"`
		LastModified string
		ETag         string
	}{LastModified: isoSecond(part.modified), ETag: part.etag.String()})
	r.set(headers.ETagName, part.etag.String())
	return r
}
