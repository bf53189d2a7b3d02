package main

import (
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/headers"
)

// A report is the JSON of what was done to an object. A command fills in what
// it knows.
type report struct {
	Bucket          string     `json:"bucket"`
	Key             string     `json:"key"`
	Source          string     `json:"source,omitempty"` // of a copy: /bucket/key
	SourceVersionID string     `json:"source_version_id,omitempty"`
	ETag            string     `json:"etag,omitempty"`  // without its quotes
	CRC64           string     `json:"crc64,omitempty"` // of what was sent, in decimal
	LastModified    string     `json:"last_modified,omitempty"`
	ACL             string     `json:"acl,omitempty"`
	Tags            *[]tagJSON `json:"tags,omitempty"`
	VersionID       string     `json:"version_id,omitempty"`
	DeleteMarker    bool       `json:"delete_marker,omitempty"` // one was made, or deleted
	RequestID       string     `json:"request_id,omitempty"`
}

type tagJSON struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

func (c *call) writeReport(r report) error {
	r.Bucket = c.bucket.Name()
	return writeJSON(c.stdout, r)
}

// done says what was done, with the id by which OSS's support finds it, or
// with -json writes r.
func (c *call) done(what string, r report) error {
	if c.json {
		return c.writeReport(r)
	}
	if r.VersionID != "" {
		what += ", version " + printable(r.VersionID)
	}
	if r.RequestID != "" { // an edit whose answer got lost has none
		what += ", request id " + printable(r.RequestID)
	}
	c.say("%s", what)
	return nil
}

// reportOf is that of an object that was written.
func (c *call) reportOf(r client.Response, etag headers.ETag, modified time.Time, version string) report {
	return report{Key: c.key(), ETag: string(etag), LastModified: isoTime(modified), VersionID: version, RequestID: r.RequestID}
}
