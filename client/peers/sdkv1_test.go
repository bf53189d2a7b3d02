package peers

import (
	"errors"
	"fmt"
	"testing"

	oss1 "github.com/aliyun/aliyun-oss-go-sdk/oss"

	"example.com/ossmeta/signer"
)

// An sdkV1 drives the official OSS SDK for Go, version 1.
type sdkV1 struct{ client *oss1.Client }

// newSDKV1 connects as the SDK's users do. It picks path style by itself when
// the endpoint is an IP address. It never retries.
func newSDKV1(_ *testing.T, to connection) driver {
	signature := oss1.AuthV4
	if to.version == signer.V1 {
		signature = oss1.AuthV1
	}
	c := to.credentials
	options := []oss1.ClientOption{oss1.Region(testRegion), oss1.AuthVersion(signature), oss1.SecurityToken(c.SecurityToken), oss1.UseCname(to.cname)}
	if to.http != nil {
		options = append(options, oss1.HTTPClient(to.http))
	}
	client, err := oss1.New(to.endpoint, c.AccessKeyID, c.AccessKeySecret, options...)
	if err != nil {
		panic(err) // the endpoint is the test's own
	}
	return sdkV1{client}
}

// refusal reads the SDK's ServiceError. Of a 304 it makes an error without a
// type, which says the status twice.
func (s sdkV1) refusal(err error) (refusal, bool) {
	var e oss1.ServiceError
	if errors.As(err, &e) {
		return refusal{e.StatusCode, e.Code, e.Ec}, true
	}
	var status int
	if n, _ := fmt.Sscanf(fmt.Sprint(err), "oss: service returned %d,", &status); n == 1 {
		return refusal{Status: status}, true
	}
	return refusal{}, false
}

func (s sdkV1) in(bucket string) *oss1.Bucket {
	b, err := s.client.Bucket(bucket)
	if err != nil {
		panic(err) // the names are the test's own
	}
	return b
}

func (s sdkV1) createBucket(bucket, class, acl string) error {
	var options []oss1.Option
	if class != "" {
		options = append(options, oss1.StorageClass(oss1.StorageClassType(class)))
	}
	if acl != "" {
		options = append(options, oss1.ACL(oss1.ACLType(acl)))
	}
	return s.client.CreateBucket(bucket, options...)
}

func (s sdkV1) deleteBucket(bucket string) error { return s.client.DeleteBucket(bucket) }

func (s sdkV1) bucketExists(bucket string) (bool, error) { return s.client.IsBucketExist(bucket) }

func (s sdkV1) listBuckets(prefix string) ([]bucketInfo, error) {
	var all []bucketInfo
	marker := ""
	for range maxPages {
		r, err := s.client.ListBuckets(oss1.Prefix(prefix), oss1.Marker(marker))
		if err != nil {
			return nil, err
		}
		for _, b := range r.Buckets {
			all = append(all, bucketInfo{Name: b.Name, Location: b.Location, Class: b.StorageClass, Owner: r.Owner.ID, Created: b.CreationDate})
		}
		if !r.IsTruncated {
			break
		}
		marker = r.NextMarker
	}
	return all, nil
}

func (s sdkV1) bucketInfo(bucket string) (bucketInfo, error) {
	r, err := s.client.GetBucketInfo(bucket)
	b := r.BucketInfo
	return bucketInfo{b.Name, b.Location, b.StorageClass, b.ACL, b.Owner.ID, b.Versioning, b.CreationDate}, err
}

func (s sdkV1) location(bucket string) (string, error) { return s.client.GetBucketLocation(bucket) }

func (s sdkV1) bucketACL(bucket string) (acl, owner string, err error) {
	r, err := s.client.GetBucketACL(bucket)
	return r.ACL, r.Owner.ID, err
}

func (s sdkV1) setBucketACL(bucket, acl string) error {
	return s.client.SetBucketACL(bucket, oss1.ACLType(acl))
}

func (s sdkV1) versioning(bucket string) (string, error) {
	r, err := s.client.GetBucketVersioning(bucket)
	return r.Status, err
}

func (s sdkV1) setVersioning(bucket, status string) error {
	return s.client.SetBucketVersioning(bucket, oss1.VersioningConfig{Status: status})
}
