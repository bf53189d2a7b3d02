package client

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"example.com/ossmeta/client/internal/xmldoc"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
)

// A CopySource is the object that CopyObject copies.
type CopySource struct {
	Bucket    string // "" means the bucket that is copied to
	Key       string
	VersionID string // "" means the current version
}

// CopyObjectOptions are the options of CopyObject.
type CopyObjectOptions struct {
	RequestOptions
	Placement // of the copy; nothing of it is taken over from the source

	// Source makes the copy conditional on its source.
	Source Conditions

	// Metadata, if not nil, is the copy's metadata (directive REPLACE). nil
	// means the source's (directive COPY).
	Metadata      *headers.Metadata
	AllowNonASCII bool // as in PutObjectOptions

	// Tags, if not nil, are the copy's tags (directive Replace). nil means the
	// source's (directive Copy).
	Tags []headers.Tag

	// ForbidOverwrite is as in PutObjectOptions.
	ForbidOverwrite bool
}

// A CopyObjectResult is the result of CopyObject and ReplaceObjectMeta.
type CopyObjectResult struct {
	Response
	ETag            headers.ETag
	LastModified    time.Time
	VersionID       string // of the copy; "" in a bucket without versioning
	SourceVersionID string // of what was copied
}

// CopyObject copies an object to key within OSS. The two buckets must be in
// one region. Limit: 5 GB between buckets, 1 GB with another storage class or
// encryption.
//
// A copy of an object onto itself with the source's metadata is refused here:
// in a bucket without versioning OSS takes the metadata of the request, that
// is none, whatever the directive says. Give Metadata, or use EditObjectMeta.
//
// Source: OSS API reference, CopyObject.
func (b *Bucket) CopyObject(ctx context.Context, key string, source CopySource, opt *CopyObjectOptions) (*CopyObjectResult, error) {
	return b.copy(ctx, b.copyObject(key, source, opt))
}

func (b *Bucket) copyObject(key string, source CopySource, opt *CopyObjectOptions) *operation {
	opt = orZero(opt)
	op := b.object("CopyObject", http.MethodPut, key, opt.RequestOptions)
	source.Bucket = cmp.Or(source.Bucket, b.name)
	ontoItself := source.Bucket == b.name && source.Key == key && (source.VersionID == "" || source.VersionID == "null")
	op.once = opt.ForbidOverwrite || ontoItself && opt.Source.onTime()
	op.fail(opt.set(op.header, source, ontoItself))
	return op
}

func (o *CopyObjectOptions) set(h http.Header, source CopySource, ontoItself bool) error {
	if o.Metadata == nil && ontoItself {
		return &ArgumentError{"Metadata", "", "is missing in a copy of an object onto itself, which would wipe the object's; use EditObjectMeta to change some of it"}
	}
	if o.Metadata == nil {
		h["X-Oss-Metadata-Directive"] = []string{"COPY"}
	} else if err := setReplace(h, *o.Metadata, headers.Metadata{}, o.AllowNonASCII); err != nil {
		return err
	}
	if err := setCopySource(h, source); err != nil {
		return err
	}
	if o.Tags != nil {
		h.Set(headers.XOSSTaggingDirective, "Replace")
		setIf(h, headers.XOSSTagging, headers.FormatTags(o.Tags))
	}
	if o.ForbidOverwrite {
		h.Set(headers.XOSSForbidOverwrite, "true")
	}
	o.Source.set(h, "x-oss-copy-source-")
	return o.Placement.set(h)
}

// setCopySource names the source as /bucket/key, percent-encoded with '/' kept:
// the one of the four encodings in use that every reader decodes alike.
func setCopySource(h http.Header, source CopySource) error {
	if err := checkBucket(source.Bucket); err != nil {
		return err
	}
	if err := checkKey(source.Key); err != nil {
		return fmt.Errorf("the source's %w", err)
	}
	var buffer [256]byte // enough for most
	value := append(append(append(buffer[:0], '/'), source.Bucket...), '/')
	value = signer.AppendPath(value, source.Key)
	if source.VersionID != "" {
		value = signer.AppendPath(append(value, "?versionId="...), source.VersionID)
	}
	h["X-Oss-Copy-Source"] = []string{string(value)}
	return nil
}

// setReplace gives the copy the metadata m, of which OSS accepted the part
// that is also in was.
func setReplace(h http.Header, m, was headers.Metadata, allowNonASCII bool) error {
	if err := checkMetadata(m, was, allowNonASCII); err != nil {
		return err
	}
	m.Write(h)
	h["X-Oss-Metadata-Directive"] = []string{"REPLACE"}
	return nil
}

// A copyDocument is the answer to a copy.
type copyDocument struct{ ETag, LastModified string }

func (d *copyDocument) Set(name, text string) {
	switch name {
	case "ETag":
		d.ETag = text
	case "LastModified":
		d.LastModified = text
	}
}

// copy sends a copy whose header is complete.
func (b *Bucket) copy(ctx context.Context, op *operation) (*CopyObjectResult, error) {
	return document(ctx, b.c, op, "CopyObjectResult", func(d *copyDocument, resp Response) (*CopyObjectResult, error) {
		tag, _ := headers.ParseETag(strings.TrimSpace(d.ETag))
		return &CopyObjectResult{resp, tag, xmldoc.ParseTime(d.LastModified),
			get(resp.Header, "X-Oss-Version-Id"), get(resp.Header, "X-Oss-Copy-Source-Version-Id")}, nil
	})
}

// ReplaceObjectMetaOptions are the options of ReplaceObjectMeta.
type ReplaceObjectMetaOptions struct {
	RequestOptions
	Placement
	// Source makes the copy conditional on the object as it is. With a
	// condition on its time the request is not repeated if an answer gets lost:
	// it could have made its own condition fail.
	Source        Conditions
	AllowNonASCII bool // as in PutObjectOptions
}

// ReplaceObjectMeta replaces all metadata of an object by m, in one request: a
// copy of the object onto itself with x-oss-metadata-directive: REPLACE. It is
// what oss2's update_object_meta and Go SDK V1's SetObjectMeta do.
//
// It WIPES what it does not give. User metadata that is not in m is gone, and
// so are Cache-Control, Content-Disposition, Content-Encoding,
// Content-Language, Expires and persistent headers; the Content-Type goes back
// to OSS's default; the ACL to the bucket's; encryption and storage class to
// the options' or the bucket's. Only the content and the tags stay. Two calls
// in a row leave what the second one gave. To change some metadata and keep
// the rest, use EditObjectMeta.
func (b *Bucket) ReplaceObjectMeta(ctx context.Context, key string, m headers.Metadata, opt *ReplaceObjectMetaOptions) (*CopyObjectResult, error) {
	opt = orZero(opt)
	op := b.copyObject(key, CopySource{Key: key}, &CopyObjectOptions{RequestOptions: opt.RequestOptions, Placement: opt.Placement,
		Source: opt.Source, Metadata: &m, AllowNonASCII: opt.AllowNonASCII})
	op.name = "ReplaceObjectMeta"
	return b.copy(ctx, op)
}
