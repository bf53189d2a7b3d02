//go:build alioss

package peers

import (
	"maps"
	"slices"
)

func (a aliOSS) acl(p place) (acl, owner string, err error) {
	var result struct {
		ACL   string
		Owner struct{ ID string }
	}
	_, err = a.ask(p.bucket, &result, "getACL", p.key, a.at(p))
	return result.ACL, result.Owner.ID, err
}

func (a aliOSS) setACL(p place, acl string) error {
	_, err := a.ask(p.bucket, nil, "putACL", p.key, acl, a.at(p))
	return err
}

// tags come from ali-oss by key, not in their order.
func (a aliOSS) tags(p place) ([]tag, error) {
	var result struct{ Tag map[string]string }
	_, err := a.ask(p.bucket, &result, "getObjectTagging", p.key, a.at(p))
	var tags []tag
	for _, key := range slices.Sorted(maps.Keys(result.Tag)) {
		tags = append(tags, tag{key, result.Tag[key]})
	}
	return tags, err
}

func (a aliOSS) setTags(p place, tags []tag) error {
	set := make(map[string]string)
	for _, t := range tags {
		set[t.Key] = t.Value
	}
	_, err := a.ask(p.bucket, nil, "putObjectTagging", p.key, set, a.at(p))
	return err
}

func (a aliOSS) dropTags(p place) error {
	_, err := a.ask(p.bucket, nil, "deleteObjectTagging", p.key, a.at(p))
	return err
}

func (a aliOSS) symlink(p place) (string, error) {
	var result struct{ TargetName string }
	_, err := a.ask(p.bucket, &result, "getSymlink", p.key, a.at(p))
	return result.TargetName, err
}

func (a aliOSS) setSymlink(p place, target string, o properties) error {
	_, err := a.ask(p.bucket, nil, "putSymlink", p.key, target, map[string]any{"headers": o.headers(), "meta": o.Meta})
	return err
}
