package osstest

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"time"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// partListBody is the most of a CompleteMultipartUpload: 10000 parts.
const partListBody = 2 << 20 // bytes

var uploadOperations = []operation{
	{name: "InitiateMultipartUpload", method: http.MethodPost, level: objectLevel, subResource: "uploads", query: []string{"encoding-type"},
		noDirectory: true, traffic: true, headers: newHeaders, run: initiateUpload},
	{name: "UploadPart", method: http.MethodPut, level: objectLevel, subResource: "uploadId", query: []string{"partNumber"},
		traffic: true, body: objectBody, headers: []string{headers.XOSSHashCRC64ECMA}, run: uploadPart},
	{name: "UploadPartCopy", method: http.MethodPut, level: objectLevel, subResource: "uploadId", query: []string{"partNumber"},
		copies: true, traffic: true, headers: partCopyHeaders, run: uploadPartCopy},
	{name: "CompleteMultipartUpload", method: http.MethodPost, level: objectLevel, subResource: "uploadId", query: []string{"encoding-type"},
		noDirectory: true, body: partListBody, headers: completeHeaders, run: completeUpload},
	{name: "AbortMultipartUpload", method: http.MethodDelete, level: objectLevel, subResource: "uploadId", run: abortUpload},
	{name: "ListParts", method: http.MethodGet, level: objectLevel, subResource: "uploadId", owner: true,
		query: []string{"encoding-type", "max-parts", "part-number-marker"}, run: listParts},
	{name: "ListMultipartUploads", method: http.MethodGet, level: bucketLevel, subResource: "uploads", owner: true,
		query: []string{"encoding-type", "prefix", "delimiter", "key-marker", "upload-id-marker", "max-uploads"}, run: listUploads},
}

var completeHeaders = []string{
	headers.XOSSObjectACL, headers.XOSSForbidOverwrite, headers.XOSSCompleteAll, headers.XOSSPersistentHeaders,
}

var partCopyHeaders = slices.Concat(sourceHeaders, []string{headers.XOSSCopySourceRange})

// An upload is a multipart upload that is under way: neither completed nor
// aborted. OSS.mu guards it.
type upload struct {
	id        string
	key       string
	initiated time.Time
	object    *object         // what it will be, without a body
	parts     map[int]*object // by number; body, sums and time count
}

// cost returns about how many bytes the upload holds; see object.cost.
func (u *upload) cost() int64 {
	n := u.object.cost(u.key)
	for _, part := range u.parts {
		n += part.cost("")
	}
	return n
}

// numbers returns the numbers of the parts in their order.
func (u *upload) numbers() []int {
	all := make([]int, 0, len(u.parts))
	for n := range u.parts {
		all = append(all, n)
	}
	slices.Sort(all)
	return all
}

// initiateUpload begins an upload. What the object will be beside its body is
// said here, and the key must be free if overwriting is forbidden (OSS
// InitiateMultipartUpload).
func initiateUpload(c *call) (*reply, *xmlerr.Error) {
	encoding, e := c.encodingType()
	if e != nil {
		return nil, e
	}
	obj := &object{kind: typeMultipart}
	if e := c.fill(obj); e != nil {
		return nil, e
	}
	return c.write(func(b *bucket, old *object) (*reply, *xmlerr.Error) {
		if e := c.mayWrite(b, old); e != nil {
			return nil, e
		}
		if e := c.forbidden(b, old); e != nil {
			return nil, e
		}
		b.complete(obj)
		if e := c.oss.charge(c.key, nil, obj); e != nil {
			return nil, e
		}
		c.oss.uploads++
		u := &upload{id: uploadID(c.oss.uploads), key: c.key, initiated: c.oss.stamp(nil), object: obj, parts: make(map[int]*object)}
		b.uploads[u.id] = u
		r := xmlReply(struct {
			XMLName      xml.Name `xml:"InitiateMultipartUploadResult"`
			EncodingType string   `xml:",omitempty"`
			Bucket       string
			Key          keyText
			UploadID     string `xml:"UploadId"`
		}{EncodingType: encoding, Bucket: b.Name, Key: encodeName(encoding, c.key), UploadID: u.id})
		obj.encryption.set(r)
		return r, nil
	})
}

// uploadID makes an id of OSS's form, 32 upper-case hexadecimal digits, of a
// number. Later ids are greater.
func uploadID(n uint64) string { return fmt.Sprintf("0005F2A7%024X", n) }

// upload finds the upload that the request names. The lock is held.
func (c *call) upload(b *bucket) (*upload, *xmlerr.Error) {
	id := c.query["uploadId"][0]
	if u := b.uploads[id]; u != nil && u.key == c.key {
		return u, nil
	}
	return nil, c.noSuchUpload(id)
}

// ecsNoSuchUpload are the numbers of operations that have one of their own for
// an upload that does not exist.
var ecsNoSuchUpload = map[string]string{
	"AbortMultipartUpload": "0042-00000002", "ListParts": "0042-00000002", "UploadPart": "0042-00000104", "UploadPartCopy": "0042-00000311",
}

func (c *call) noSuchUpload(id string) *xmlerr.Error {
	return fail(xmlerr.NoSuchUpload, orElse(ecsNoSuchUpload[c.op.name], ecNoSuchUpload),
		"The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.", "UploadId", id)
}

// abortUpload drops an upload with its parts (OSS AbortMultipartUpload).
func abortUpload(c *call) (*reply, *xmlerr.Error) {
	return c.write(func(b *bucket, old *object) (*reply, *xmlerr.Error) {
		if e := c.mayWrite(b, old); e != nil {
			return nil, e
		}
		u, e := c.upload(b)
		if e != nil {
			return nil, e
		}
		c.oss.total -= u.cost()
		delete(b.uploads, u.id)
		return newReply(http.StatusNoContent), nil
	})
}
