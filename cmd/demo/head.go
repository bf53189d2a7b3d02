package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"example.com/ossmeta/client"
	"example.com/ossmeta/headers"
)

func head(ctx context.Context, c *call) error {
	opt, err := c.requestOptions()
	if err != nil {
		return err
	}
	result, err := c.bucket.HeadObject(ctx, c.key(), &client.HeadObjectOptions{RequestOptions: opt})
	if err != nil {
		return err
	}
	return c.show(result.Response, result.Size, result.ETag)
}

func stat(ctx context.Context, c *call) error {
	opt, err := c.requestOptions()
	if err != nil {
		return err
	}
	result, err := c.bucket.GetObjectMeta(ctx, c.key(), &client.GetObjectMetaOptions{RequestOptions: opt})
	if err != nil {
		return err
	}
	return c.show(result.Response, result.Size, result.ETag)
}

// show prints an answer for people, or with -json for programs.
func (c *call) show(r client.Response, size int64, etag headers.ETag) error {
	if !c.json {
		return writeHeader(c.stdout, r.Header)
	}
	d := description{Bucket: c.bucket.Name(), Key: c.key(), ETag: string(etag),
		LastModified: r.Header.Get(headers.LastModified), RequestID: r.RequestID, Headers: lowerNames(r.Header)}
	if size >= 0 {
		d.Size = &size
	}
	return writeJSON(c.stdout, d)
}

func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// A description is the JSON of head and stat.
type description struct {
	Bucket       string              `json:"bucket"`
	Key          string              `json:"key"`
	Size         *int64              `json:"size"`          // in bytes; null if OSS did not say
	ETag         string              `json:"etag"`          // without its quotes
	LastModified string              `json:"last_modified"` // the text of the header
	RequestID    string              `json:"request_id"`
	Headers      map[string][]string `json:"headers"` // names in lower case; all that was sent
}

func lowerNames(h http.Header) map[string][]string {
	lower := make(map[string][]string, len(h))
	for name, values := range h {
		name = strings.ToLower(name)
		lower[name] = append(lower[name], values...)
	}
	return lower
}

// writeHeader writes a line for each value, sorted by name.
func writeHeader(w io.Writer, h http.Header) error {
	lower := lowerNames(h)
	for _, name := range slices.Sorted(maps.Keys(lower)) {
		for _, value := range lower[name] {
			if _, err := fmt.Fprintf(w, "%s: %s\n", printable(name), printable(value)); err != nil {
				return err
			}
		}
	}
	return nil
}

// printable returns s, in Go's quotes if it has what a terminal could take for
// something else.
func printable(s string) string {
	for _, r := range s {
		if !strconv.IsPrint(r) || r == utf8.RuneError {
			return strconv.Quote(s)
		}
	}
	return s
}
