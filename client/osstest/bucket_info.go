package osstest

import (
	"encoding/xml"
	"net/http"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// location is the region as OSS's documents name it.
func (o *OSS) location() string { return "oss-" + o.opt.Region }

// intranet is the internal endpoint, which nothing listens to.
func (o *OSS) intranet() string { return o.location() + "-internal.aliyuncs.com" }

// bucketInfo is the result document of GetBucketInfo. What the server does not
// have is told as switched off, as OSS tells it.
type bucketInfo struct {
	XMLName                xml.Name `xml:"BucketInfo"`
	AccessMonitor          string   `xml:"Bucket>AccessMonitor"`
	BlockPublicAccess      bool     `xml:"Bucket>BlockPublicAccess"`
	CreationDate           string   `xml:"Bucket>CreationDate"`
	CrossRegionReplication string   `xml:"Bucket>CrossRegionReplication"`
	DataRedundancyType     string   `xml:"Bucket>DataRedundancyType"`
	ExtranetEndpoint       string   `xml:"Bucket>ExtranetEndpoint"`
	IntranetEndpoint       string   `xml:"Bucket>IntranetEndpoint"`
	Location               string   `xml:"Bucket>Location"`
	LogBucket              string   `xml:"Bucket>BucketPolicy>LogBucket"` // empty, as is the next: there are no logs
	LogPrefix              string   `xml:"Bucket>BucketPolicy>LogPrefix"`
	Name                   string   `xml:"Bucket>Name"`
	ResourceGroupID        string   `xml:"Bucket>ResourceGroupId"`
	StorageClass           string   `xml:"Bucket>StorageClass"`
	TransferAcceleration   string   `xml:"Bucket>TransferAcceleration"`
	Versioning             string   `xml:"Bucket>Versioning,omitempty"`
	Owner                  owner    `xml:"Bucket>Owner"`
	Grant                  string   `xml:"Bucket>AccessControlList>Grant"`
	HierarchicalNamespace  string   `xml:"Bucket>HierarchicalNamespace,omitempty"`
	Encryption             string   `xml:"Bucket>ServerSideEncryptionRule>SSEAlgorithm"`
	KMSKeyID               string   `xml:"Bucket>ServerSideEncryptionRule>KMSMasterKeyID,omitempty"`
}

// resourceGroup is the made-up group that every bucket is in.
const resourceGroup = "rg-osstestdefault"

func getBucketInfo(c *call) (*reply, *xmlerr.Error) {
	const off = "Disabled"
	return c.read(func(b *bucket, _ *object) (*reply, *xmlerr.Error) {
		info := bucketInfo{
			AccessMonitor:          off,
			BlockPublicAccess:      b.BlockPublicAccess,
			CreationDate:           b.createdAt(),
			CrossRegionReplication: off,
			DataRedundancyType:     b.DataRedundancyType,
			ExtranetEndpoint:       c.oss.opt.VirtualHost,
			IntranetEndpoint:       c.oss.intranet(),
			Location:               c.oss.location(),
			Name:                   b.Name,
			ResourceGroupID:        resourceGroup,
			StorageClass:           b.StorageClass,
			TransferAcceleration:   off,
			Versioning:             b.Versioning,
			Owner:                  theOwner,
			Grant:                  b.ACL,
			Encryption:             orElse(b.ServerSideEncryption, "None"),
			KMSKeyID:               b.KMSKeyID,
		}
		if b.HierarchicalNamespace {
			info.HierarchicalNamespace = "Enabled"
		}
		return xmlReply(info), nil
	})
}

func getBucketLocation(c *call) (*reply, *xmlerr.Error) {
	return c.read(func(*bucket, *object) (*reply, *xmlerr.Error) {
		return xmlReply(struct {
			XMLName  xml.Name `xml:"LocationConstraint"`
			Location string   `xml:",chardata"`
		}{Location: c.oss.location()}), nil
	})
}

// headBucket tells the region in a header. OSS answers that, and its PHP SDK
// asks for it (getBucketMeta), but no page of OSS's has it.
func headBucket(c *call) (*reply, *xmlerr.Error) {
	return c.read(func(*bucket, *object) (*reply, *xmlerr.Error) {
		r := newReply(http.StatusOK)
		r.set("x-oss-bucket-region", c.oss.location())
		return r, nil
	})
}

func getBucketACL(c *call) (*reply, *xmlerr.Error) {
	return c.read(func(b *bucket, _ *object) (*reply, *xmlerr.Error) {
		return xmlReply(accessControlPolicy{Owner: theOwner, Grant: b.ACL}), nil
	})
}

func putBucketACL(c *call) (*reply, *xmlerr.Error) {
	acl, e := c.bucketACL()
	switch {
	case e != nil:
		return nil, e
	case acl == "":
		return nil, invalid(headers.XOSSACL, "", noBucketACL)
	}
	return c.write(func(b *bucket, _ *object) (*reply, *xmlerr.Error) {
		if e := c.blockedACL(b); e != nil {
			return nil, e
		}
		b.ACL = acl
		return newReply(http.StatusOK), nil
	})
}

const noBucketACL = "no such bucket access control exists"

// bucketACL reads x-oss-acl, "" if there is none.
func (c *call) bucketACL() (string, *xmlerr.Error) {
	acl, e := c.single(headers.XOSSACL)
	if e == nil && acl != "" && !validBucketACL(acl) {
		e = invalid(headers.XOSSACL, acl, noBucketACL)
	}
	return acl, e
}
