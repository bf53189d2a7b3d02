package peers

import oss1 "github.com/aliyun/aliyun-oss-go-sdk/oss"

func (s sdkV1) acl(p place) (acl, owner string, err error) {
	r, err := s.in(p.bucket).GetObjectACL(p.key, p.of()...)
	return r.ACL, r.Owner.ID, err
}

func (s sdkV1) setACL(p place, acl string) error {
	return s.in(p.bucket).SetObjectACL(p.key, oss1.ACLType(acl), p.of()...)
}

func (s sdkV1) tags(p place) ([]tag, error) {
	r, err := s.in(p.bucket).GetObjectTagging(p.key, p.of()...)
	var tags []tag
	for _, t := range r.Tags {
		tags = append(tags, tag{t.Key, t.Value})
	}
	return tags, err
}

func (s sdkV1) setTags(p place, tags []tag) error {
	return s.in(p.bucket).PutObjectTagging(p.key, sdkV1Tagging(tags), p.of()...)
}

func (s sdkV1) dropTags(p place) error { return s.in(p.bucket).DeleteObjectTagging(p.key, p.of()...) }

func (s sdkV1) symlink(p place) (string, error) {
	h, err := s.in(p.bucket).GetSymlink(p.key, p.of()...)
	return h.Get("x-oss-symlink-target"), err // decoded by the SDK
}

func (s sdkV1) setSymlink(p place, target string, o properties) error {
	return s.in(p.bucket).PutSymlink(p.key, target, o.options()...)
}
