package osstest

import (
	"encoding/xml"
	"net/http"

	"example.com/ossmeta/xmlerr"
)

// versioningConfiguration is the document of GetBucketVersioning and
// PutBucketVersioning.
type versioningConfiguration struct {
	XMLName xml.Name `xml:"VersioningConfiguration"`
	Status  string   `xml:",omitempty"`
}

// getBucketVersioning tells the state, by an empty document that versioning
// never was enabled.
func getBucketVersioning(c *call) (*reply, *xmlerr.Error) {
	return c.read(func(b *bucket, _ *object) (*reply, *xmlerr.Error) {
		return xmlReply(versioningConfiguration{Status: b.Versioning}), nil
	})
}

// putBucketVersioning enables or suspends versioning. Nothing leads back to
// the state before it was enabled (OSS PutBucketVersioning).
func putBucketVersioning(c *call) (*reply, *xmlerr.Error) {
	var sent versioningConfiguration
	if e := c.readXML(&sent); e != nil {
		return nil, e
	}
	if sent.Status != versioningEnabled && sent.Status != versioningSuspended {
		return nil, malformedXML("The Status is neither Enabled nor Suspended.")
	}
	return c.write(func(b *bucket, _ *object) (*reply, *xmlerr.Error) {
		changed := b.Bucket
		changed.Versioning = sent.Status
		if err := changed.check(); err != nil {
			return nil, fail(xmlerr.OperationNotSupported, "", "The bucket does not allow it: "+err.Error()+".")
		}
		b.Versioning = sent.Status
		return newReply(http.StatusOK), nil
	})
}
