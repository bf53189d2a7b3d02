package osstest

import (
	"encoding/xml"
	"net/http"
	"strings"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// Limits of tags. What they are made of is ASCII, so that bytes and
// characters are the same.
const (
	maxTags     = 10
	maxTagKey   = 128
	maxTagValue = 256
)

// tagging is the document of tags.
type tagging struct {
	XMLName xml.Name      `xml:"Tagging"`
	Tags    []headers.Tag `xml:"TagSet>Tag"`
}

// tags reads x-oss-tagging.
func (c *call) tags() ([]headers.Tag, *xmlerr.Error) {
	sent, e := c.single(headers.XOSSTagging)
	if e != nil || sent == "" {
		return nil, e
	}
	tags, ok := headers.ParseTags(sent)
	for item := range strings.SplitSeq(sent, "&") {
		ok = ok && strings.Count(item, "=") <= 1
	}
	if !ok {
		return nil, invalidEC(ecTagForm, headers.XOSSTagging, sent, "The value is not of the form k=v&k2=v2.")
	}
	return tags, checkTags(tags)
}

// checkTags refuses tags that OSS does not take.
func checkTags(tags []headers.Tag) *xmlerr.Error {
	if len(tags) > maxTags {
		return fail(xmlerr.InvalidTag, ecTagsMany, "Object tags cannot be greater than 10")
	}
	seen := make(map[string]bool)
	for _, t := range tags {
		switch {
		case t.Key == "" || !isTagText(t.Key):
			return fail(xmlerr.InvalidTag, "", "The tag key you have provided is invalid", "TagKey", t.Key)
		case len(t.Key) > maxTagKey:
			return fail(xmlerr.InvalidTag, ecTagKeyLength, "The tag key you have provided is longer than 128 characters", "TagKey", t.Key)
		case len(t.Value) > maxTagValue:
			return fail(xmlerr.InvalidTag, ecTagValueLong, "The tag value you have provided is longer than 256 characters", "TagKey", t.Key)
		case !isTagText(t.Value):
			return fail(xmlerr.InvalidTag, ecTagValue, "The tag value you have provided is invalid", "TagKey", t.Key, "TagValue", t.Value)
		case seen[t.Key]:
			return fail(xmlerr.InvalidTag, ecTagTwice, "Cannot provide multiple tags with the same key", "TagKey", t.Key)
		}
		seen[t.Key] = true
	}
	return nil
}

// isTagText reports letters, digits, blanks and + - = . _ : /
func isTagText(s string) bool {
	for i := range len(s) {
		b := s[i] | 0x20 // folds letters
		if !('a' <= b && b <= 'z') && !strings.ContainsRune("0123456789 +-=._:/", rune(s[i])) {
			return false
		}
	}
	return true
}

func getObjectTagging(c *call) (*reply, *xmlerr.Error) {
	obj, e := c.found()
	if e != nil {
		return nil, e
	}
	r := xmlReply(tagging{Tags: obj.tags})
	c.showVersion(r, obj)
	return r, nil
}

func putObjectTagging(c *call) (*reply, *xmlerr.Error) {
	var sent tagging
	if e := c.readXML(&sent); e != nil {
		return nil, e
	}
	if e := checkTags(sent.Tags); e != nil {
		return nil, e
	}
	return c.setTags(sent.Tags, http.StatusOK)
}

func deleteObjectTagging(c *call) (*reply, *xmlerr.Error) {
	return c.setTags(nil, http.StatusNoContent)
}

// setTags changes the tags of an object, and nothing else: not its
// Last-Modified.
func (c *call) setTags(tags []headers.Tag, status int) (*reply, *xmlerr.Error) {
	return c.alter(func(_ *bucket, obj *object, r *reply) *xmlerr.Error {
		obj.tags, r.status = tags, status
		return nil
	})
}
