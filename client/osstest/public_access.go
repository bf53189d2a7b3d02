package osstest

import (
	"encoding/xml"
	"net/http"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// publicAccessBlock is the document of GetBucketPublicAccessBlock and
// PutBucketPublicAccessBlock.
type publicAccessBlock struct {
	XMLName           xml.Name `xml:"PublicAccessBlockConfiguration"`
	BlockPublicAccess bool
}

func getPublicAccessBlock(c *call) (*reply, *xmlerr.Error) {
	return c.read(func(b *bucket, _ *object) (*reply, *xmlerr.Error) {
		return xmlReply(publicAccessBlock{BlockPublicAccess: b.BlockPublicAccess}), nil
	})
}

func putPublicAccessBlock(c *call) (*reply, *xmlerr.Error) {
	var sent publicAccessBlock
	if e := c.readXML(&sent); e != nil {
		return nil, e
	}
	return c.blockPublicAccess(sent.BlockPublicAccess, http.StatusOK)
}

func deletePublicAccessBlock(c *call) (*reply, *xmlerr.Error) {
	return c.blockPublicAccess(false, http.StatusNoContent)
}

// blockPublicAccess switches the block on or off. The ACLs stay: when it is
// off they count again.
func (c *call) blockPublicAccess(on bool, status int) (*reply, *xmlerr.Error) {
	return c.write(func(b *bucket, _ *object) (*reply, *xmlerr.Error) {
		b.BlockPublicAccess = on
		return newReply(status), nil
	})
}

// blockedACL refuses a request that sets a public ACL in a bucket that blocks
// public access.
func (c *call) blockedACL(b *bucket) *xmlerr.Error {
	switch {
	case !b.BlockPublicAccess:
		return nil
	case isPublic(c.header(headers.XOSSACL)):
		return fail(xmlerr.AccessDenied, "", "Put public bucket acl is not allowed")
	case isPublic(c.header(headers.XOSSObjectACL)):
		return fail(xmlerr.AccessDenied, ecPublicObjectACL, "Put public object acl is not allowed")
	}
	return nil
}

func isPublic(acl string) bool { return acl == aclPublicRead || acl == aclPublicReadWrite }
