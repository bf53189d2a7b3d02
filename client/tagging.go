package client

import (
	"bytes"
	"context"
	"net/http"

	"example.com/ossmeta/headers"
)

// ObjectTaggingOptions are the options of the operations on an object's tags.
type ObjectTaggingOptions struct {
	RequestOptions
	VersionID string // "" means the current version
}

// A GetObjectTaggingResult is the result of GetObjectTagging.
type GetObjectTaggingResult struct {
	Response
	Tags []headers.Tag
}

// GetObjectTagging returns an object's tags. It needs the permission
// oss:GetObjectTagging.
//
// Source: OSS API reference, GetObjectTagging.
func (b *Bucket) GetObjectTagging(ctx context.Context, key string, opt *ObjectTaggingOptions) (*GetObjectTaggingResult, error) {
	type taggingDocument struct {
		Tags []headers.Tag `xml:"TagSet>Tag"`
	}
	op := b.version("GetObjectTagging", http.MethodGet, key, (*versionOptions)(opt), "tagging")
	return document(ctx, b.c, op, "Tagging", func(d *taggingDocument, resp Response) (*GetObjectTaggingResult, error) {
		return &GetObjectTaggingResult{resp, d.Tags}, nil
	})
}

// PutObjectTagging replaces all of an object's tags, of which OSS takes at most
// 10. It leaves Last-Modified as it is, and makes no version.
//
// Source: OSS API reference, PutObjectTagging.
func (b *Bucket) PutObjectTagging(ctx context.Context, key string, tags []headers.Tag, opt *ObjectTaggingOptions) (Response, error) {
	op := b.version("PutObjectTagging", http.MethodPut, key, (*versionOptions)(opt), "tagging")
	body := bytes.NewBufferString("<Tagging><TagSet>")
	for _, tag := range tags {
		body.WriteString("<Tag>")
		op.fail(appendElement(body, "Key", tag.Key))
		op.fail(appendElement(body, "Value", tag.Value))
		body.WriteString("</Tag>")
	}
	body.WriteString("</TagSet></Tagging>")
	op.setDocument(body)
	return b.c.call(ctx, op)
}

// DeleteObjectTagging removes all of an object's tags, if it has any.
//
// Source: OSS API reference, DeleteObjectTagging.
func (b *Bucket) DeleteObjectTagging(ctx context.Context, key string, opt *ObjectTaggingOptions) (Response, error) {
	op := b.version("DeleteObjectTagging", http.MethodDelete, key, (*versionOptions)(opt), "tagging")
	op.success = []int{http.StatusNoContent, http.StatusOK}
	return b.c.call(ctx, op)
}
