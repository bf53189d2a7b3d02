package osstest

import (
	"encoding/xml"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// ACLs of OSS. A bucket has each but the first.
const (
	aclDefault         = "default" // the bucket's
	aclPrivate         = "private"
	aclPublicRead      = "public-read"
	aclPublicReadWrite = "public-read-write"
)

// ownerID is the made-up account that everything belongs to.
const ownerID = "1000000000000001"

// An owner is an account in a document.
type owner struct{ ID, DisplayName string }

// theOwner owns everything.
var theOwner = owner{ownerID, ownerID}

func validACL(acl string) bool {
	switch acl {
	case aclDefault, aclPrivate, aclPublicRead, aclPublicReadWrite:
		return true
	}
	return false
}

func validBucketACL(acl string) bool { return acl != aclDefault && validACL(acl) }

// effectiveACL returns the ACL that counts for an object, or for one that
// does not exist (nil).
func effectiveACL(b *bucket, obj *object) string {
	if b.BlockPublicAccess {
		return aclPrivate
	}
	if obj == nil || obj.acl == aclDefault {
		return b.ACL
	}
	return obj.acl
}

// mayRead refuses who may not read an object. Whoever signs is the owner.
func (c *call) mayRead(b *bucket, obj *object) *xmlerr.Error {
	if c.anonymous && effectiveACL(b, obj) == aclPrivate {
		return accessDenied()
	}
	return nil
}

// mayWrite refuses who may not write or delete it, and a public ACL if the
// bucket blocks those.
func (c *call) mayWrite(b *bucket, obj *object) *xmlerr.Error {
	if e := c.blockedACL(b); e != nil {
		return e
	}
	if c.anonymous && effectiveACL(b, obj) != aclPublicReadWrite {
		return accessDenied()
	}
	return nil
}

// accessControlPolicy is the result document of GetObjectACL and
// GetBucketACL.
type accessControlPolicy struct {
	XMLName xml.Name `xml:"AccessControlPolicy"`
	Owner   owner
	Grant   string `xml:"AccessControlList>Grant"`
}

func getObjectACL(c *call) (*reply, *xmlerr.Error) {
	obj, e := c.found()
	if e != nil {
		return nil, e
	}
	r := xmlReply(accessControlPolicy{Owner: theOwner, Grant: obj.acl})
	c.showVersion(r, obj)
	return r, nil
}

func putObjectACL(c *call) (*reply, *xmlerr.Error) {
	acl, e := c.objectACL()
	switch {
	case e != nil:
		return nil, e
	case acl == "":
		return nil, invalidEC(ecNoObjectACL, headers.XOSSObjectACL, "", "The ACL is missing.")
	}
	return c.alter(func(b *bucket, obj *object, _ *reply) *xmlerr.Error {
		obj.acl = acl
		if c.oss.opt.ACLMovesLastModified {
			obj.modified = c.oss.stamp(obj)
		}
		return c.blockedACL(b)
	})
}

// objectACL reads x-oss-object-acl, "" if there is none.
func (c *call) objectACL() (string, *xmlerr.Error) {
	acl, e := c.single(headers.XOSSObjectACL)
	if e == nil && acl != "" && !validACL(acl) {
		e = invalidEC(ecObjectACL, headers.XOSSObjectACL, acl, "no such object access control exists")
	}
	return acl, e
}
