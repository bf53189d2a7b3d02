package peers

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss/credentials"

	"example.com/ossmeta/signer"
)

// An sdkV2 drives the official OSS SDK for Go, version 2.
type sdkV2 struct {
	ctx    context.Context
	client *oss.Client
}

// newSDKV2 connects as the SDK's users do. It picks path style by itself when
// the endpoint is an IP address. One attempt: a refusal is to be seen at once.
func newSDKV2(t *testing.T, to connection) driver {
	signature := oss.SignatureVersionV4
	if to.version == signer.V1 {
		signature = oss.SignatureVersionV1
	}
	c := to.credentials
	config := oss.LoadDefaultConfig().
		WithCredentialsProvider(credentials.NewStaticCredentialsProvider(c.AccessKeyID, c.AccessKeySecret, c.SecurityToken)).
		WithRegion(testRegion).WithEndpoint(to.endpoint).WithUseCName(to.cname).
		WithSignatureVersion(signature).WithRetryMaxAttempts(1)
	if to.http != nil {
		config.WithHttpClient(to.http)
	}
	return sdkV2{t.Context(), oss.NewClient(config)}
}

func (s sdkV2) refusal(err error) (refusal, bool) {
	var e *oss.ServiceError
	if !errors.As(err, &e) {
		return refusal{}, false
	}
	return refusal{e.StatusCode, e.Code, e.EC}, true
}

// given returns nil for what is to be left out.
func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func httpTime(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	return oss.Ptr(t.UTC().Format(http.TimeFormat))
}

// language passes on a header that the SDK's requests have no field for.
func (o properties) language() oss.RequestCommon {
	if o.ContentLanguage == "" {
		return oss.RequestCommon{}
	}
	return oss.RequestCommon{Headers: map[string]string{"Content-Language": o.ContentLanguage}}
}

func (o properties) tagging() *string {
	query := url.Values{}
	for _, t := range o.Tags {
		query.Set(t.Key, t.Value)
	}
	return given(query.Encode())
}

func (o properties) forbid() *string {
	if o.ForbidOverwrite {
		return oss.Ptr("true")
	}
	return nil
}

func (s sdkV2) createBucket(bucket, class, acl string) error {
	r := &oss.PutBucketRequest{Bucket: &bucket, Acl: oss.BucketACLType(acl)}
	if class != "" {
		r.CreateBucketConfiguration = &oss.CreateBucketConfiguration{StorageClass: oss.StorageClassType(class)}
	}
	_, err := s.client.PutBucket(s.ctx, r)
	return err
}

func (s sdkV2) deleteBucket(bucket string) error {
	_, err := s.client.DeleteBucket(s.ctx, &oss.DeleteBucketRequest{Bucket: &bucket})
	return err
}

func (s sdkV2) bucketExists(bucket string) (bool, error) {
	return s.client.IsBucketExist(s.ctx, bucket)
}

func (s sdkV2) listBuckets(prefix string) ([]bucketInfo, error) {
	var all []bucketInfo
	pages := s.client.NewListBucketsPaginator(&oss.ListBucketsRequest{Prefix: given(prefix)})
	for n := 0; pages.HasNext() && n < maxPages; n++ {
		r, err := pages.NextPage(s.ctx)
		if err != nil {
			return nil, err
		}
		for _, b := range r.Buckets {
			all = append(all, bucketInfo{Name: oss.ToString(b.Name), Location: oss.ToString(b.Location),
				Class: oss.ToString(b.StorageClass), Owner: oss.ToString(r.Owner.ID), Created: oss.ToTime(b.CreationDate)})
		}
	}
	return all, nil
}

func (s sdkV2) bucketInfo(bucket string) (bucketInfo, error) {
	r, err := s.client.GetBucketInfo(s.ctx, &oss.GetBucketInfoRequest{Bucket: &bucket})
	if err != nil {
		return bucketInfo{}, err
	}
	b := r.BucketInfo
	return bucketInfo{oss.ToString(b.Name), oss.ToString(b.Location), oss.ToString(b.StorageClass), oss.ToString(b.ACL),
		oss.ToString(b.Owner.ID), oss.ToString(b.Versioning), oss.ToTime(b.CreationDate)}, nil
}

func (s sdkV2) location(bucket string) (string, error) {
	r, err := s.client.GetBucketLocation(s.ctx, &oss.GetBucketLocationRequest{Bucket: &bucket})
	if err != nil {
		return "", err
	}
	return oss.ToString(r.LocationConstraint), nil
}

func (s sdkV2) bucketACL(bucket string) (acl, owner string, err error) {
	r, err := s.client.GetBucketAcl(s.ctx, &oss.GetBucketAclRequest{Bucket: &bucket})
	if err != nil {
		return "", "", err
	}
	return oss.ToString(r.ACL), oss.ToString(r.Owner.ID), nil
}

func (s sdkV2) setBucketACL(bucket, acl string) error {
	_, err := s.client.PutBucketAcl(s.ctx, &oss.PutBucketAclRequest{Bucket: &bucket, Acl: oss.BucketACLType(acl)})
	return err
}

func (s sdkV2) versioning(bucket string) (string, error) {
	r, err := s.client.GetBucketVersioning(s.ctx, &oss.GetBucketVersioningRequest{Bucket: &bucket})
	if err != nil {
		return "", err
	}
	return oss.ToString(r.VersionStatus), nil
}

func (s sdkV2) setVersioning(bucket, status string) error {
	_, err := s.client.PutBucketVersioning(s.ctx, &oss.PutBucketVersioningRequest{Bucket: &bucket,
		VersioningConfiguration: &oss.VersioningConfiguration{Status: oss.VersioningStatusType(status)}})
	return err
}
