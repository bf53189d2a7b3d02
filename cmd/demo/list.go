package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strconv"

	"example.com/ossmeta/client"
)

// ls lists keys, one a line, as the pages come: its memory does not grow with
// their number.
func ls(ctx context.Context, c *call) error {
	if c.recursive && c.given("delimiter") {
		return usagef("-r and -delimiter exclude each other")
	}
	out := bufio.NewWriter(c.stdout)
	err := c.list(ctx, out)
	if failed := out.Flush(); failed != nil {
		return failed
	}
	return err
}

func (c *call) list(ctx context.Context, out io.Writer) error {
	common, err := c.requestOptions()
	if err != nil {
		return err
	}
	prefix, delimiter := "", c.delimiter
	if len(c.args) > 0 {
		prefix = c.key()
	}
	if c.recursive {
		delimiter = ""
	}
	if c.versions {
		opt := &client.ListObjectVersionsOptions{RequestOptions: common, Prefix: prefix, Delimiter: delimiter}
		for v, err := range c.bucket.ListObjectVersions(ctx, opt) {
			if err != nil {
				return err
			}
			if err := c.listVersion(out, v); err != nil {
				return err
			}
		}
		return nil
	}
	opt := &client.ListObjectsOptions{RequestOptions: common, Prefix: prefix, Delimiter: delimiter}
	for o, err := range c.bucket.ListObjects(ctx, opt) {
		if err != nil {
			return err
		}
		if err := c.listObject(out, o); err != nil {
			return err
		}
	}
	return nil
}

// A listedJSON is the JSON of a listed object.
type listedJSON struct {
	Bucket       string `json:"bucket"`
	Key          string `json:"key"`
	Size         int64  `json:"size"` // in bytes
	ETag         string `json:"etag"` // without its quotes
	LastModified string `json:"last_modified"`
	ObjectType   string `json:"object_type"`
	StorageClass string `json:"storage_class"`
	Restore      string `json:"restore,omitempty"` // as x-oss-restore has it
}

// A versionJSON is the JSON of a listed version.
type versionJSON struct {
	listedJSON
	VersionID    string `json:"version_id"`
	IsLatest     bool   `json:"is_latest"`
	DeleteMarker bool   `json:"delete_marker"` // then size, etag, type and class say nothing
}

// A groupJSON is the JSON of the keys that have a prefix in common.
type groupJSON struct {
	Bucket string `json:"bucket"`
	Prefix string `json:"prefix"`
}

func (c *call) listed(o client.ListedObject) listedJSON {
	return listedJSON{c.bucket.Name(), o.Key, o.Size, string(o.ETag), isoTime(o.LastModified), o.ObjectType, o.StorageClass, o.Restore}
}

func (c *call) listObject(out io.Writer, o client.ListedObject) error {
	switch {
	case c.json && o.IsPrefix:
		return writeJSON(out, groupJSON{c.bucket.Name(), o.Key})
	case c.json:
		return writeJSON(out, c.listed(o))
	case o.IsPrefix:
		return c.row(out, "-", "-", "-", c.style.bold(printable(o.Key)))
	}
	return c.row(out, strconv.FormatInt(o.Size, 10), isoTime(o.LastModified), o.StorageClass, printable(o.Key))
}

func (c *call) listVersion(out io.Writer, v client.ObjectVersion) error {
	switch {
	case c.json && v.IsPrefix:
		return writeJSON(out, groupJSON{c.bucket.Name(), v.Key})
	case c.json:
		return writeJSON(out, versionJSON{c.listed(v.ListedObject), v.VersionID, v.IsLatest, v.DeleteMarker})
	case v.IsPrefix:
		return c.row(out, "-", "-", "-", fmt.Sprintf("%-7s  -  %s", "-", c.style.bold(printable(v.Key))))
	}
	state, size, class := "old", strconv.FormatInt(v.Size, 10), v.StorageClass
	switch {
	case v.DeleteMarker && v.IsLatest:
		state = "deleted"
	case v.DeleteMarker:
		state = "marker"
	case v.IsLatest:
		state = "current"
	}
	if v.DeleteMarker {
		size, class = "-", "-"
	}
	return c.row(out, size, isoTime(v.LastModified), class, fmt.Sprintf("%-7s  %s  %s", state, printable(v.VersionID), printable(v.Key)))
}

// row writes a line of a listing. What has blanks, if anything has, comes
// last, so that the columns can be told apart by them.
func (c *call) row(out io.Writer, size, modified, class, rest string) error {
	_, err := fmt.Fprintf(out, "%s  %s\n", c.style.dim(fmt.Sprintf("%13s  %-20s  %-11s", size, modified, printable(class))), rest)
	return err
}
