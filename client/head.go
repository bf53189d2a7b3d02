package client

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"example.com/ossmeta/headers"
)

// ObjectProperties are what OSS tells of an object in response headers. What
// it does not tell is the zero value; the raw headers stand in Response.
type ObjectProperties struct {
	Size         int64        // in bytes; -1 if OSS did not say
	ETag         headers.ETag // without the quotes around it
	LastModified time.Time    // UTC, whole seconds
	ObjectType   string       // "Normal", "Appendable", "Multipart", "Symlink"
	StorageClass string       // "Standard", "IA", …
	VersionID    string       // "" in a bucket without versioning
	Encryption   Encryption
	TagCount     int    // 0 also if the caller may not read tags
	Restore      string // of an archived object, x-oss-restore; see headers.ParseRestore

	// Metadata is what an edit may change: standard headers and user metadata.
	Metadata headers.Metadata
}

func newProperties(h http.Header) (p ObjectProperties) {
	p.ObjectType = get(h, "X-Oss-Object-Type")
	p.StorageClass = get(h, "X-Oss-Storage-Class")
	p.VersionID = get(h, "X-Oss-Version-Id")
	p.Restore = get(h, "X-Oss-Restore")
	p.Encryption.Algorithm = get(h, "X-Oss-Server-Side-Encryption")
	p.Encryption.DataAlgorithm = get(h, "X-Oss-Server-Side-Data-Encryption")
	p.Encryption.KeyID = get(h, "X-Oss-Server-Side-Encryption-Key-Id")
	p.Size = -1
	if size, err := strconv.ParseInt(get(h, "Content-Length"), 10, 64); err == nil {
		p.Size = size
	}
	p.ETag, _ = headers.ParseETag(get(h, "Etag"))
	p.LastModified, _ = headers.ParseTime(get(h, "Last-Modified"))
	if count := get(h, "X-Oss-Tagging-Count"); count != "" {
		p.TagCount, _ = strconv.Atoi(count)
	}
	p.Metadata, _ = headers.ReadMetadata(h) // what it cannot hold stands in Header
	return p
}

// CRC64 returns the CRC-64 of the object's content, and whether OSS told it.
func (r Response) CRC64() (headers.CRC64, bool) {
	return headers.ParseCRC64(get(r.Header, "X-Oss-Hash-Crc64ecma"))
}

// HeadObjectOptions are the options of HeadObject.
type HeadObjectOptions struct {
	RequestOptions
	Conditions
	VersionID string // "" means the current version
}

// A HeadObjectResult is the result of HeadObject.
type HeadObjectResult struct {
	Response
	ObjectProperties
}

// HeadObject returns all of an object's metadata, without its content.
//
// Source: OSS API reference, HeadObject.
func (b *Bucket) HeadObject(ctx context.Context, key string, opt *HeadObjectOptions) (*HeadObjectResult, error) {
	resp, err := b.c.call(ctx, b.headObject(key, opt))
	if err != nil {
		return nil, err
	}
	return &HeadObjectResult{resp, newProperties(resp.Header)}, nil
}

func (b *Bucket) headObject(key string, opt *HeadObjectOptions) *operation {
	opt = orZero(opt)
	op := b.version("HeadObject", http.MethodHead, key, &versionOptions{opt.RequestOptions, opt.VersionID})
	opt.Conditions.set(op.header, "")
	return op
}

// GetObjectMetaOptions are the options of GetObjectMeta.
type GetObjectMetaOptions struct {
	RequestOptions
	VersionID string // "" means the current version
}

// A GetObjectMetaResult is the result of GetObjectMeta.
type GetObjectMetaResult struct {
	Response
	Size         int64        // in bytes; -1 if OSS did not say
	ETag         headers.ETag // without the quotes around it
	LastModified time.Time    // UTC, whole seconds
	VersionID    string       // "" in a bucket without versioning
}

// GetObjectMeta returns the little that OSS tells of an object fastest: its
// size, ETag, Last-Modified, version and CRC-64. Of a symbolic link it tells of the link itself.
//
// Source: OSS API reference, GetObjectMeta.
func (b *Bucket) GetObjectMeta(ctx context.Context, key string, opt *GetObjectMetaOptions) (*GetObjectMetaResult, error) {
	resp, err := b.c.call(ctx, b.version("GetObjectMeta", http.MethodHead, key, (*versionOptions)(opt), "objectMeta"))
	if err != nil {
		return nil, err
	}
	p := newProperties(resp.Header)
	return &GetObjectMetaResult{resp, p.Size, p.ETag, p.LastModified, p.VersionID}, nil
}
