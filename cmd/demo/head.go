package main

import (
	"context"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/headers"
)

// head shows every header that OSS has to an object.
func head(ctx context.Context, c *call) error {
	opt, err := c.requestOptions()
	if err != nil {
		return err
	}
	result, err := c.bucket.HeadObject(ctx, c.key(), &client.HeadObjectOptions{RequestOptions: opt, VersionID: c.versionID})
	if err != nil {
		return err
	}
	if c.json {
		return c.describe(result.Response, result.Size, result.ETag, result.LastModified)
	}
	c.writeHeader("", result.Header)
	return nil
}

// stat shows the little that GetObjectMeta tells: its headers about the object.
func stat(ctx context.Context, c *call) error {
	opt, err := c.requestOptions()
	if err != nil {
		return err
	}
	result, err := c.bucket.GetObjectMeta(ctx, c.key(), &client.GetObjectMetaOptions{RequestOptions: opt, VersionID: c.versionID})
	if err != nil {
		return err
	}
	if c.json {
		return c.describe(result.Response, result.Size, result.ETag, result.LastModified)
	}
	c.writeHeader("", result.Header, "content-length", "etag", "last-modified",
		headers.XOSSHashCRC64ECMA, headers.XOSSVersionID, headers.XOSSTransitionTime, headers.XOSSLastAccessTime, headers.XOSSSealedTime)
	return nil
}

// A description is the JSON of head and stat.
type description struct {
	Bucket       string              `json:"bucket"`
	Key          string              `json:"key"`
	Size         *int64              `json:"size"`          // in bytes; null if OSS did not say
	ETag         string              `json:"etag"`          // without its quotes
	LastModified string              `json:"last_modified"` // RFC 3339
	VersionID    string              `json:"version_id,omitempty"`
	RequestID    string              `json:"request_id"`
	Headers      map[string][]string `json:"headers"` // names in lower case; all that was sent
}

func (c *call) describe(r client.Response, size int64, etag headers.ETag, modified time.Time) error {
	d := description{Bucket: c.bucket.Name(), Key: c.key(), ETag: string(etag), LastModified: isoTime(modified),
		VersionID: r.Header.Get(headers.XOSSVersionID), RequestID: r.RequestID, Headers: lowerNames(r.Header)}
	if size >= 0 {
		d.Size = &size
	}
	return writeJSON(c.stdout, d)
}
