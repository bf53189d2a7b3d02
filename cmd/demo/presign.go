package main

import (
	"context"
	"net/http"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/presigned"
)

// presign signs a URL, and says what must be sent with it. It sends nothing
// itself.
func presign(ctx context.Context, c *call) error {
	if c.anonymous {
		return noKey()
	}
	if c.key() == "" { // a variable that is not set, perhaps: the request would be one about the bucket
		return usagef("presign: KEY is empty")
	}
	p, err := c.presigned(ctx)
	if err != nil {
		return err
	}
	if c.json {
		return writeJSON(c.stdout, presignedJSON{c.bucket.Name(), c.key(), p.Method, p.URL, lowerNames(p.Header), isoTime(p.Expires), p.Curl()})
	}
	c.say("%s\n", p.URL)
	c.say("%s  %s", c.style.bold("method "), p.Method)
	c.say("%s  %s", c.style.bold("expires"), isoTime(p.Expires))
	if len(p.Header) == 0 {
		c.say("%s  no Content-Type, Content-MD5 or x-oss- header may be sent", c.style.bold("headers"))
	} else {
		c.say("%s  exactly these must be sent, and no other Content-Type, Content-MD5 or x-oss- header:", c.style.bold("headers"))
		c.writeHeader("         ", p.Header)
	}
	c.say("%s  %s", c.style.bold("curl   "), p.Curl())
	return nil
}

// presigned signs the URL: what is put is checked as PutObject does it.
func (c *call) presigned(ctx context.Context) (*presigned.Request, error) {
	how := &client.PresignOptions{Expires: time.Duration(c.expires)}
	m, others, err := c.fields.split()
	if err != nil {
		return nil, err
	}
	if c.method == http.MethodPut && c.query == "" && c.versionID == "" {
		opt := &client.PutObjectOptions{RequestOptions: client.RequestOptions{Header: others}, Metadata: m}
		return c.bucket.PresignPutObject(ctx, c.key(), opt, how)
	}
	query, err := parseQuery(c.query)
	if err != nil {
		return nil, usagef("-query %v", err)
	}
	if c.versionID != "" {
		query["versionId"] = []string{c.versionID}
	}
	m.Write(others)
	return c.oss.Presign(ctx, client.Operation{Name: "Presign", Method: c.method, Bucket: c.bucket.Name(), Key: c.key(),
		Query: query, Header: others}, how)
}

// A presignedJSON is the JSON of presign.
type presignedJSON struct {
	Bucket  string              `json:"bucket"`
	Key     string              `json:"key"`
	Method  string              `json:"method"`
	URL     string              `json:"url"`
	Headers map[string][]string `json:"headers"` // to be sent exactly; names in lower case
	Expires string              `json:"expires"` // RFC 3339
	Curl    string              `json:"curl"`
}
