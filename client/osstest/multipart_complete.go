package osstest

import (
	"bytes"
	"crypto/md5"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// minPart is how large every part must be, but for the last one.
const minPart = 100 << 10 // bytes

// A listedPart is a part as a CompleteMultipartUpload lists it.
type listedPart struct {
	PartNumber int
	ETag       string // with or without quotes; "" = whatever it is
}

// completeUpload makes the object of its parts (OSS CompleteMultipartUpload).
// The upload ends with it.
func completeUpload(c *call) (*reply, *xmlerr.Error) {
	encoding, e := c.encodingType()
	if e != nil {
		return nil, e
	}
	acl, e := c.objectACL()
	if e != nil {
		return nil, e
	}
	persistent, e := c.persistentHeaders()
	if e != nil {
		return nil, e
	}
	var u *upload
	return c.replaceBy(func(b *bucket, old *object) (*object, *xmlerr.Error) {
		if e := c.mayWrite(b, old); e != nil {
			return nil, e
		}
		var e *xmlerr.Error
		if u, e = c.upload(b); e != nil {
			return nil, e
		}
		parts, e := c.completeParts(u)
		if e != nil {
			return nil, e
		}
		obj, e := c.joined(u, parts)
		if e != nil {
			return nil, e
		}
		obj.acl = orElse(acl, obj.acl)
		if persistent != nil {
			obj.persistent = persistent
		}
		return obj, c.forbidden(b, old)
	}, func(b *bucket, obj *object) *xmlerr.Error {
		return c.finish(b, u, obj)
	}, func(obj *object) *reply { return c.completed(obj, encoding) })
}

// completeParts returns the parts that make the object, in their order:
// those that the body lists, or all of them with x-oss-complete-all: yes,
// which goes with no body (OSS CompleteMultipartUpload). None make an empty
// object: so Go SDK V2 uploads one.
func (c *call) completeParts(u *upload) ([]*object, *xmlerr.Error) {
	var listed []listedPart
	switch v := c.header(headers.XOSSCompleteAll); {
	case v == "":
		var e *xmlerr.Error
		if listed, e = c.listedParts(); e != nil {
			return nil, e
		}
	case v != "yes":
		return nil, invalid(headers.XOSSCompleteAll, v, "The value is not yes.")
	case len(c.body) > 0:
		return nil, invalidEC(ecCompleteAllBody, headers.XOSSCompleteAll, v, "Should not speficy both complete all header and http body.") // OSS's words
	default:
		for _, n := range u.numbers() {
			listed = append(listed, listedPart{PartNumber: n})
		}
	}
	parts := make([]*object, len(listed))
	for i, p := range listed {
		part := u.parts[p.PartNumber]
		if part == nil || p.ETag != "" && !sameTag(p.ETag, part.etag) {
			return nil, fail(xmlerr.InvalidPart, "",
				"One or more of the specified parts could not be found or the specified entity tag might not have matched the part's entity tag.",
				"ETag", p.ETag, "PartNumber", strconv.Itoa(p.PartNumber), "UploadId", u.id)
		}
		if i < len(listed)-1 && len(part.body) < minPart {
			return nil, fail(xmlerr.EntityTooSmall, ecPartTooSmall, "Your proposed upload smaller than the minimum allowed object size.",
				"MinSizeAllowed", strconv.Itoa(minPart), "ProposedSize", strconv.Itoa(len(part.body)), "PartNumber", strconv.Itoa(p.PartNumber))
		}
		parts[i] = part
	}
	return parts, nil
}

// listedParts reads the body.
func (c *call) listedParts() ([]listedPart, *xmlerr.Error) {
	var sent struct {
		XMLName xml.Name     `xml:"CompleteMultipartUpload"`
		Parts   []listedPart `xml:"Part"`
	}
	if e := c.readXML(&sent); e != nil {
		return nil, e
	}
	for i, p := range sent.Parts {
		if i > 0 && p.PartNumber <= sent.Parts[i-1].PartNumber {
			return nil, fail(xmlerr.InvalidPartOrder, ecPartOrder, "The list of parts was not in ascending order. Parts list must specified in order by part number.")
		}
		sent.Parts[i].ETag = orElse(strings.TrimSpace(p.ETag), "none") // "" means any
	}
	return sent.Parts, nil
}

// sameTag reports whether sent is the tag, in quotes or not.
func sameTag(sent string, tag headers.ETag) bool {
	parsed, ok := headers.ParseETag(sent)
	return ok && parsed == tag
}

// joined makes the object of its parts. Its ETag is the MD5 of theirs, as they
// are written, and their number: so the tests of Go SDK V1 know it from OSS. The
// object has no Content-MD5 (OSS HeadObject).
func (c *call) joined(u *upload, parts []*object) (*object, *xmlerr.Error) {
	size := 0
	for _, part := range parts {
		size += len(part.body)
	}
	if limit := c.oss.opt.MaxObjectBytes; int64(size) > limit {
		return nil, c.tooLarge(limit)
	}
	obj := *u.object
	body := bytes.NewBuffer(make([]byte, 0, size))
	sums, crc := md5.New(), headers.NewCRC64()
	for _, part := range parts {
		body.Write(part.body)
		crc.Write(part.body)
		io.WriteString(sums, string(part.etag)) // a hash does not fail
	}
	obj.body, obj.crc = body.Bytes(), headers.CRC64(crc.Sum64())
	obj.etag = headers.ETag(fmt.Sprintf("%X-%d", sums.Sum(nil), len(parts)))
	return &obj, nil
}

// finish stores the object of an upload in the place of the upload, whose
// bytes are given back. The lock is held for writing.
func (c *call) finish(b *bucket, u *upload, obj *object) *xmlerr.Error {
	if b.uploads[u.id] != u { // ended since; see Options.SplitConditions
		return c.noSuchUpload(u.id)
	}
	o, held := c.oss, u.cost()
	o.total -= held
	if e := o.commit(b, u.key, obj); e != nil {
		o.total += held
		return e
	}
	delete(b.uploads, u.id)
	return nil
}

// completed is the reply to an upload that was completed.
func (c *call) completed(obj *object, encoding string) *reply {
	location := url.URL{Scheme: "http", Host: c.bucket + "." + c.oss.opt.VirtualHost, Path: "/" + c.key}
	r := xmlReply(struct {
		XMLName      xml.Name `xml:"CompleteMultipartUploadResult"`
		EncodingType string   `xml:",omitempty"`
		Location     string
		Bucket       string
		Key          keyText
		ETag         string
	}{EncodingType: encoding, Location: location.String(), Bucket: c.bucket, Key: encodeName(encoding, c.key), ETag: obj.etag.String()})
	r.set(headers.ETagName, obj.etag.String())
	r.set(headers.XOSSHashCRC64ECMA, obj.crc.String())
	obj.encryption.set(r)
	return r
}
