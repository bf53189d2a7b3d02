package peers

import (
	"net/url"
	"strings"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
)

func (s sdkV2) acl(p place) (acl, owner string, err error) {
	r, err := s.client.GetObjectAcl(s.ctx, &oss.GetObjectAclRequest{Bucket: &p.bucket, Key: &p.key, VersionId: given(p.version)})
	if err != nil {
		return "", "", err
	}
	return oss.ToString(r.ACL), oss.ToString(r.Owner.ID), nil
}

func (s sdkV2) setACL(p place, acl string) error {
	_, err := s.client.PutObjectAcl(s.ctx, &oss.PutObjectAclRequest{Bucket: &p.bucket, Key: &p.key,
		VersionId: given(p.version), Acl: oss.ObjectACLType(acl)})
	return err
}

func (s sdkV2) tags(p place) ([]tag, error) {
	r, err := s.client.GetObjectTagging(s.ctx, &oss.GetObjectTaggingRequest{Bucket: &p.bucket, Key: &p.key, VersionId: given(p.version)})
	if err != nil {
		return nil, err
	}
	var tags []tag
	for _, t := range r.Tags {
		tags = append(tags, tag{oss.ToString(t.Key), oss.ToString(t.Value)})
	}
	return tags, nil
}

func (s sdkV2) setTags(p place, tags []tag) error {
	set := &oss.TagSet{}
	for _, t := range tags {
		set.Tags = append(set.Tags, oss.Tag{Key: &t.Key, Value: &t.Value})
	}
	_, err := s.client.PutObjectTagging(s.ctx, &oss.PutObjectTaggingRequest{Bucket: &p.bucket, Key: &p.key,
		VersionId: given(p.version), Tagging: &oss.Tagging{TagSet: set}})
	return err
}

func (s sdkV2) dropTags(p place) error {
	_, err := s.client.DeleteObjectTagging(s.ctx, &oss.DeleteObjectTaggingRequest{Bucket: &p.bucket, Key: &p.key, VersionId: given(p.version)})
	return err
}

// symlink decodes the target, which this SDK leaves to its user.
func (s sdkV2) symlink(p place) (string, error) {
	r, err := s.client.GetSymlink(s.ctx, &oss.GetSymlinkRequest{Bucket: &p.bucket, Key: &p.key, VersionId: given(p.version)})
	if err != nil {
		return "", err
	}
	return url.PathUnescape(oss.ToString(r.Target))
}

func (s sdkV2) setSymlink(p place, target string, o properties) error {
	escaped := strings.ReplaceAll(url.QueryEscape(target), "+", "%20")
	_, err := s.client.PutSymlink(s.ctx, &oss.PutSymlinkRequest{Bucket: &p.bucket, Key: &p.key, Target: &escaped, Metadata: o.Meta})
	return err
}
