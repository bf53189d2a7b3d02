package client

import (
	"context"
	"hash"
	"io"
	"net/http"

	"example.com/ossmeta/headers"
)

// GetObjectOptions are the options of GetObject.
type GetObjectOptions struct {
	RequestOptions
	Conditions
	VersionID string // "" means the current version

	// Range asks for a part of the object, in the form of RFC 9110 section
	// 14.1.2: "bytes=0-99". OSS answers a range it does not understand with
	// the whole object. "" means all of it.
	Range string

	// Override replaces headers of this one answer. OSS does so for signed
	// requests only.
	Override ResponseOverride
}

// A ResponseOverride replaces headers of one answer, without changing the
// object's (OSS's response-… parameters). "" leaves the header as it is.
type ResponseOverride struct {
	ContentType, ContentEncoding, ContentDisposition, ContentLanguage, CacheControl, Expires string
}

// A GetObjectResult is the result of GetObject. Size is the number of bytes
// that Body has, which for a range is less than the object's.
type GetObjectResult struct {
	Response
	ObjectProperties

	// Body is the object's content; the caller must close it. At the end of a
	// whole object its CRC-64 is compared with OSS's, and a difference is a
	// *ChecksumError in place of io.EOF (but not if Header asks for an
	// Accept-Encoding). Reading ends with the context given to GetObject.
	Body io.ReadCloser
}

// GetObject returns an object's content as a stream, and all its metadata.
//
// Source: OSS API reference, GetObject.
func (b *Bucket) GetObject(ctx context.Context, key string, opt *GetObjectOptions) (*GetObjectResult, error) {
	op := b.getObject(key, opt)
	resp, _, err := b.c.do(ctx, op)
	if err != nil {
		return nil, err
	}
	result := &GetObjectResult{newResponse(resp), newProperties(resp.Header), resp.Body}
	if resp.ContentLength >= 0 {
		result.Size = resp.ContentLength
	}
	encoding, _ := headers.Get(op.options.Header, "Accept-Encoding") // with one OSS may answer with other bytes than it has
	if want, ok := result.CRC64(); ok && encoding == "" && resp.StatusCode == http.StatusOK {
		result.Body = &checkedBody{ReadCloser: resp.Body, op: op, crc: headers.NewCRC64(), want: want}
	}
	return result, nil
}

func (b *Bucket) getObject(key string, opt *GetObjectOptions) *operation {
	opt = orZero(opt)
	op := b.version("GetObject", http.MethodGet, key, &versionOptions{opt.RequestOptions, opt.VersionID})
	if _, ranged := headers.Get(opt.Header, "Range"); ranged || opt.Range != "" {
		op.success = []int{http.StatusOK, http.StatusPartialContent}
	}
	opt.Override.set(op)
	opt.Conditions.set(op.header, "")
	setIf(op.header, "Range", opt.Range)
	return op
}

// set adds the query parameters of what is overridden.
func (o ResponseOverride) set(op *operation) {
	for _, p := range [...][2]string{
		{"response-cache-control", o.CacheControl}, {"response-content-disposition", o.ContentDisposition},
		{"response-content-encoding", o.ContentEncoding}, {"response-content-language", o.ContentLanguage},
		{"response-content-type", o.ContentType}, {"response-expires", o.Expires},
	} {
		if p[1] != "" {
			op.setQuery(p[0], p[1])
		}
	}
}

// A checkedBody compares the CRC-64 of a body when it has been read to its end.
type checkedBody struct {
	io.ReadCloser
	op   *operation
	crc  hash.Hash64
	want headers.CRC64
}

func (c *checkedBody) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.crc.Write(p[:n])
	if got := headers.CRC64(c.crc.Sum64()); err == io.EOF && got != c.want {
		err = newOpError(c.op, &ChecksumError{got, c.want})
	}
	return n, err
}
