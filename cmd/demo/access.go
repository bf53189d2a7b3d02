package main

import (
	"context"
	"strings"

	"example.com/ossmeta/client"
	"example.com/ossmeta/headers"
)

// acl shows the object's ACL, or sets it.
func acl(ctx context.Context, c *call) error {
	common, err := c.requestOptions()
	if err != nil {
		return err
	}
	opt := &client.ObjectACLOptions{RequestOptions: common, VersionID: c.versionID}
	if len(c.args) == 2 {
		value := c.args[1]
		result, err := c.bucket.PutObjectACL(ctx, c.key(), client.ACL(value), opt)
		if err != nil {
			return err
		}
		return c.done("set the ACL of "+c.target()+" to "+value, report{Key: c.key(), ACL: value, RequestID: result.RequestID})
	}
	result, err := c.bucket.GetObjectACL(ctx, c.key(), opt)
	if err != nil {
		return err
	}
	if c.json {
		return c.writeReport(report{Key: c.key(), ACL: string(result.ACL), RequestID: result.RequestID})
	}
	c.say("%s", printable(string(result.ACL)))
	return nil
}

// tag shows the object's tags, or replaces or removes all of them.
func tag(ctx context.Context, c *call) error {
	common, err := c.requestOptions()
	if err != nil {
		return err
	}
	tags, err := parseTags(c.args[1:])
	if err != nil {
		return err
	}
	if c.remove && len(tags) > 0 {
		return usagef("there are tags to set, and -delete")
	}
	opt := &client.ObjectTaggingOptions{RequestOptions: common, VersionID: c.versionID}
	var result client.Response
	what := ""
	switch {
	case c.remove:
		what = "removed the tags of " + c.target()
		result, err = c.bucket.DeleteObjectTagging(ctx, c.key(), opt)
	case len(tags) > 0:
		what = "set the tags of " + c.target()
		result, err = c.bucket.PutObjectTagging(ctx, c.key(), tags, opt)
	default:
		return c.showTags(ctx, opt)
	}
	if err != nil {
		return err
	}
	return c.done(what, report{Key: c.key(), Tags: tagsJSON(tags), RequestID: result.RequestID})
}

func (c *call) showTags(ctx context.Context, opt *client.ObjectTaggingOptions) error {
	result, err := c.bucket.GetObjectTagging(ctx, c.key(), opt)
	if err != nil {
		return err
	}
	if c.json {
		return c.writeReport(report{Key: c.key(), Tags: tagsJSON(result.Tags), RequestID: result.RequestID})
	}
	for _, t := range result.Tags {
		c.say("%s=%s", c.style.bold(printable(t.Key)), printable(t.Value))
	}
	return nil
}

// parseTags reads tags of the command line. An error does not repeat them.
func parseTags(words []string) ([]headers.Tag, error) {
	var tags []headers.Tag
	for i, word := range words {
		key, value, ok := strings.Cut(word, "=")
		if !ok || key == "" {
			return nil, usagef("tag %d is not of the form NAME=VALUE", i+1)
		}
		tags = append(tags, headers.Tag{Key: key, Value: value})
	}
	return tags, nil
}

func tagsJSON(tags []headers.Tag) *[]tagJSON {
	list := make([]tagJSON, len(tags))
	for i, t := range tags {
		list[i] = tagJSON(t)
	}
	return &list
}
