package osstest

import (
	"encoding/xml"
	"fmt"
	"net/http"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// Limits of DeleteMultipleObjects.
const (
	maxDeleted = 1000
	deleteBody = 2 << 20 // bytes
)

// deletion is the body of a DeleteMultipleObjects.
type deletion struct {
	XMLName xml.Name `xml:"Delete"`
	Quiet   bool
	Objects []struct {
		Key       keyText
		VersionID string `xml:"VersionId"`
	} `xml:"Object"`
}

// A deletedEntry is an object that was deleted. Only when a delete marker was
// made or deleted, there is something about one.
type deletedEntry struct {
	Key                   keyText
	VersionID             string `xml:"VersionId,omitempty"`
	DeleteMarker          bool   `xml:",omitempty"`
	DeleteMarkerVersionID string `xml:"DeleteMarkerVersionId,omitempty"`
}

type deleteResult struct {
	XMLName      xml.Name       `xml:"DeleteResult"`
	EncodingType string         `xml:",omitempty"`
	Deleted      []deletedEntry // in the order of the request
}

// deleteMultiple deletes many objects, or versions of them. What is not there
// counts as deleted. A quiet one that went well has no body (OSS
// DeleteMultipleObjects).
func deleteMultiple(c *call) (*reply, *xmlerr.Error) {
	encoding, e := c.encodingType()
	if e != nil {
		return nil, e
	}
	sent, e := c.deletion()
	if e != nil {
		return nil, e
	}
	return c.write(func(b *bucket, _ *object) (*reply, *xmlerr.Error) {
		total, before := c.oss.total, make(map[string]history)
		for _, o := range sent.Objects { // before anything is deleted
			if e := c.mayWrite(b, b.current(string(o.Key))); e != nil {
				e.EC = ecDeleteDenied
				return nil, e
			}
			before[string(o.Key)] = b.histories[string(o.Key)]
		}
		deleted, e := c.deleteAll(b, sent, encoding)
		if e != nil { // then nothing is
			c.oss.total = total
			for key, h := range before {
				b.set(key, h)
			}
			return nil, e
		}
		if sent.Quiet {
			return newReply(http.StatusOK), nil
		}
		return xmlReply(deleteResult{EncodingType: encoding, Deleted: deleted}), nil
	})
}

// deleteAll deletes what was sent, up to the first that may not be deleted.
func (c *call) deleteAll(b *bucket, sent deletion, encoding string) ([]deletedEntry, *xmlerr.Error) {
	all := make([]deletedEntry, 0, len(sent.Objects))
	for _, o := range sent.Objects {
		gone, e := c.oss.delete(b, string(o.Key), o.VersionID)
		if e != nil {
			return nil, e
		}
		deleted := deletedEntry{Key: encodeName(encoding, string(o.Key)), VersionID: o.VersionID}
		if gone != nil && gone.marker {
			deleted.DeleteMarker, deleted.DeleteMarkerVersionID = true, gone.version
		}
		all = append(all, deleted)
	}
	return all, nil
}

// deletion reads the body. Its length and its MD5 must be told. To delete
// versions is an action of its own (OSS DeleteMultipleObjects).
func (c *call) deletion() (sent deletion, e *xmlerr.Error) {
	switch {
	case c.req.ContentLength < 0 || c.lengthMissing():
		return sent, fail(xmlerr.MissingContentLength, "", "You must provide the Content-Length HTTP header.")
	case c.header(headers.ContentMD5) == "":
		return sent, fail(xmlerr.MissingArgument, ecDeleteNoMD5, "Missing Some Required Arguments.", "ArgumentName", headers.ContentMD5)
	}
	if e := c.readXML(&sent); e != nil {
		return sent, e
	}
	if n := len(sent.Objects); n == 0 || n > maxDeleted {
		return sent, malformedXML(fmt.Sprintf("There are %d objects; 1 to %d are allowed.", n, maxDeleted))
	}
	for _, o := range sent.Objects {
		if !validKey(string(o.Key)) {
			return sent, invalidKey(string(o.Key))
		}
		if o.VersionID != "" {
			if e := c.permitted(onVersion(c.op.action())); e != nil {
				return sent, e
			}
		}
	}
	return sent, nil
}
