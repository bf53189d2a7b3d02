package main

import (
	"context"
	"strings"

	"example.com/ossmeta/client"
)

// replace leaves the object with the metadata given, and none other.
func replace(ctx context.Context, c *call) error {
	m, others, err := c.fields.split()
	if err != nil {
		return err
	}
	opt := &client.ReplaceObjectMetaOptions{RequestOptions: client.RequestOptions{Header: others}}
	result, err := c.bucket.ReplaceObjectMeta(ctx, c.key(), m, opt)
	if err != nil {
		return err
	}
	return c.done("replaced all metadata of "+c.target(), c.reportOf(result.Response, result.ETag, result.LastModified, result.VersionID))
}

// cp copies an object within OSS.
func cp(ctx context.Context, c *call) error {
	m, others, err := c.fields.split()
	if err != nil {
		return err
	}
	opt := &client.CopyObjectOptions{RequestOptions: client.RequestOptions{Header: others}}
	if c.replace {
		opt.Metadata = &m
	}
	for name := range m.All() {
		if !c.replace {
			return usagef("%s goes with -replace; without it the copy has the metadata of its source", name)
		}
	}
	source, err := c.location(c.args[0])
	if err != nil {
		return err
	}
	target, err := c.location(c.args[1])
	if err != nil {
		return err
	}
	c.bucket, c.args = c.oss.Bucket(target.Bucket), []string{target.Key}
	source.VersionID = c.versionID
	result, err := c.bucket.CopyObject(ctx, target.Key, source, opt)
	if err != nil {
		return err
	}
	r := c.reportOf(result.Response, result.ETag, result.LastModified, result.VersionID)
	r.Source, r.SourceVersionID = "/"+source.Bucket+"/"+source.Key, result.SourceVersionID
	return c.done("copied "+source.Bucket+"/"+printable(source.Key)+" to "+c.target(), r)
}

// location reads where an object is: KEY, or /BUCKET/KEY as OSS itself writes
// it in x-oss-copy-source. No key begins with a slash.
func (c *call) location(text string) (client.CopySource, error) {
	rest, elsewhere := strings.CutPrefix(text, "/")
	if !elsewhere {
		return client.CopySource{Bucket: c.bucket.Name(), Key: text}, nil
	}
	bucket, key, ok := strings.Cut(rest, "/")
	if !ok || bucket == "" || key == "" {
		return client.CopySource{}, usagef("cp takes KEY or /BUCKET/KEY, and one of the two is neither")
	}
	return client.CopySource{Bucket: bucket, Key: key}, nil
}
