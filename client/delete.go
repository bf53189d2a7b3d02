package client

import (
	"context"
	"net/http"

	"example.com/ossmeta/headers"
)

// DeleteObjectOptions are the options of DeleteObject.
type DeleteObjectOptions struct {
	RequestOptions
	VersionID string // deletes that version for good; "" deletes the current one
}

// A DeleteObjectResult is the result of DeleteObject.
type DeleteObjectResult struct {
	Response
	DeleteMarker bool   // a delete marker was made, or one was deleted
	VersionID    string // of the marker, or of what was deleted
}

// DeleteObject deletes an object. OSS answers the same whether there was one
// or not. In a bucket with versioning, and without a VersionID, the object is
// hidden behind a delete marker. If an answer gets lost the request is
// repeated, and then deletes what somebody may have put there in between, or
// makes a second delete marker.
//
// Source: OSS API reference, DeleteObject.
func (b *Bucket) DeleteObject(ctx context.Context, key string, opt *DeleteObjectOptions) (*DeleteObjectResult, error) {
	op := b.version("DeleteObject", http.MethodDelete, key, (*versionOptions)(opt))
	op.success = []int{http.StatusNoContent, http.StatusOK}
	resp, err := b.c.call(ctx, op)
	if err != nil {
		return nil, err
	}
	return &DeleteObjectResult{resp, resp.Header.Get(headers.XOSSDeleteMarker) == "true",
		resp.Header.Get(headers.XOSSVersionID)}, nil
}
