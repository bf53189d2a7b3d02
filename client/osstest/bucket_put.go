package osstest

import (
	"encoding/xml"
	"net/http"
	"slices"
	"time"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// maxBuckets is how many buckets an account may make in a region (OSS
// "Limits").
const maxBuckets = 100

var bucketOperations = []operation{
	{name: "ListBuckets", method: http.MethodGet, level: service, owner: true, query: []string{"prefix", "marker", "max-keys"}, run: listBuckets},
	{name: "PutBucket", method: http.MethodPut, level: bucketLevel, creates: true, owner: true, headers: []string{headers.XOSSACL}, run: putBucket},
	{name: "DeleteBucket", method: http.MethodDelete, level: bucketLevel, owner: true, run: deleteBucket},
	{name: "HeadBucket", method: http.MethodHead, level: bucketLevel, owner: true, run: headBucket},
	{name: "GetBucketInfo", method: http.MethodGet, level: bucketLevel, subResource: "bucketInfo", owner: true, run: getBucketInfo},
	{name: "GetBucketLocation", method: http.MethodGet, level: bucketLevel, subResource: "location", owner: true, run: getBucketLocation},
	{name: "GetBucketACL", method: http.MethodGet, level: bucketLevel, subResource: "acl", owner: true, run: getBucketACL},
	{name: "PutBucketACL", method: http.MethodPut, level: bucketLevel, subResource: "acl", owner: true, headers: []string{headers.XOSSACL}, run: putBucketACL},
	{name: "GetBucketVersioning", method: http.MethodGet, level: bucketLevel, subResource: "versioning", owner: true, run: getBucketVersioning},
	{name: "PutBucketVersioning", method: http.MethodPut, level: bucketLevel, subResource: "versioning", owner: true, run: putBucketVersioning},
	{name: "GetBucketPublicAccessBlock", method: http.MethodGet, level: bucketLevel, subResource: "publicAccessBlock", owner: true, run: getPublicAccessBlock},
	{name: "PutBucketPublicAccessBlock", method: http.MethodPut, level: bucketLevel, subResource: "publicAccessBlock", owner: true, run: putPublicAccessBlock},
	{name: "DeleteBucketPublicAccessBlock", method: http.MethodDelete, level: bucketLevel, subResource: "publicAccessBlock", owner: true,
		run: deletePublicAccessBlock},
}

// bucketConfiguration is what the body of a PutBucket says.
type bucketConfiguration struct {
	XMLName            xml.Name `xml:"CreateBucketConfiguration"`
	StorageClass       string
	DataRedundancyType string
}

// putBucket makes a bucket. Of one that exists, all of them the same owner's,
// it changes the ACL and nothing else (OSS PutBucket; "HTTP status code 409").
func putBucket(c *call) (*reply, *xmlerr.Error) {
	acl, e := c.bucketACL()
	if e != nil {
		return nil, e
	}
	config, e := c.bucketConfiguration()
	if e != nil {
		return nil, e
	}
	c.oss.mu.Lock()
	defer c.oss.mu.Unlock()
	if b := c.oss.buckets[c.bucket]; b != nil {
		return c.putAgain(b, acl, config)
	}
	if len(c.oss.buckets) >= maxBuckets {
		return nil, fail(xmlerr.TooManyBuckets, "", "You have attempted to create more buckets than allowed.")
	}
	made := Bucket{Name: c.bucket, ACL: acl, StorageClass: config.StorageClass, DataRedundancyType: config.DataRedundancyType}
	c.oss.buckets[c.bucket] = newBucket(made, c.oss.now().UTC())
	return c.atBucket(), nil
}

// putAgain answers a PutBucket of b, which exists.
func (c *call) putAgain(b *bucket, acl string, config bucketConfiguration) (*reply, *xmlerr.Error) {
	switch {
	case config.StorageClass != "" && config.StorageClass != b.StorageClass:
		return nil, fail(xmlerr.BucketAlreadyExists, "", "Cannot modify existing bucket's storage class.", "BucketName", b.Name)
	case config.DataRedundancyType != "" && config.DataRedundancyType != b.DataRedundancyType:
		return nil, fail(xmlerr.BucketAlreadyExists, "", "Bucket already exists can't modify data redundancy type.", "BucketName", b.Name)
	}
	if e := c.blockedACL(b); e != nil {
		return nil, e
	}
	b.ACL = orElse(acl, b.ACL)
	return c.atBucket(), nil
}

// atBucket is the reply to a PutBucket, which says where the bucket is.
func (c *call) atBucket() *reply {
	r := newReply(http.StatusOK)
	r.set("Location", "/"+c.bucket)
	return r
}

// bucketConfiguration reads the body of a PutBucket; there need be none.
func (c *call) bucketConfiguration() (config bucketConfiguration, e *xmlerr.Error) {
	if len(c.body) == 0 {
		return config, nil
	}
	if e := c.readXML(&config); e != nil {
		return config, e
	}
	switch {
	case config.StorageClass != "" && !slices.Contains(storageClasses, config.StorageClass):
		return config, invalid("StorageClass", config.StorageClass, "The storage class you specified is invalid.")
	case config.DataRedundancyType != "" && !slices.Contains(redundancyTypes, config.DataRedundancyType):
		return config, invalid("DataRedundancyType", config.DataRedundancyType, "The data redundancy type you specified is invalid.")
	}
	return config, nil
}

// deleteBucket deletes a bucket in which there is nothing: no version, no
// delete marker, no upload (OSS DeleteBucket; "HTTP status code 409").
func deleteBucket(c *call) (*reply, *xmlerr.Error) {
	return c.write(func(b *bucket, _ *object) (*reply, *xmlerr.Error) {
		if len(b.histories) > 0 || len(b.uploads) > 0 {
			return nil, fail(xmlerr.BucketNotEmpty, ecBucketNotEmpty, "The bucket has objects. Please delete them first.", "BucketName", b.Name)
		}
		delete(c.oss.buckets, b.Name)
		return newReply(http.StatusNoContent), nil
	})
}

// createdAt is when the bucket was made, as documents have it.
func (b *bucket) createdAt() string { return isoSecond(b.created.Truncate(time.Second)) }
