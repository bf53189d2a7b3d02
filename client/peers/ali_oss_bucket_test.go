//go:build alioss

package peers

import "time"

func (a aliOSS) createBucket(bucket, class, acl string) error {
	_, err := a.ask(bucket, nil, "putBucket", bucket, map[string]any{"storageClass": class, "acl": acl})
	return err
}

func (a aliOSS) deleteBucket(bucket string) error {
	_, err := a.ask(bucket, nil, "deleteBucket", bucket)
	return err
}

// bucketExists has no method of its own in ali-oss.
func (a aliOSS) bucketExists(bucket string) (bool, error) {
	_, err := a.bucketInfo(bucket)
	if got, is := a.refusal(err); is && got.Code == "NoSuchBucket" {
		return false, nil
	}
	return err == nil, err
}

func (a aliOSS) listBuckets(prefix string) ([]bucketInfo, error) {
	var all []bucketInfo
	query := map[string]string{"prefix": prefix, "max-keys": "2"}
	for range maxPages {
		var result struct {
			Buckets []struct {
				Name, Region, StorageClass string
				CreationDate               time.Time
			}
			Owner       struct{ ID string }
			IsTruncated bool
			NextMarker  string
		}
		if _, err := a.ask("", &result, "listBuckets", query); err != nil {
			return nil, err
		}
		for _, b := range result.Buckets {
			all = append(all, bucketInfo{Name: b.Name, Location: b.Region, Class: b.StorageClass, Owner: result.Owner.ID, Created: b.CreationDate})
		}
		if !result.IsTruncated {
			break
		}
		query["marker"] = result.NextMarker
	}
	return all, nil
}

func (a aliOSS) bucketInfo(bucket string) (bucketInfo, error) {
	var result struct {
		Bucket struct {
			Name, Location, StorageClass, Versioning string
			AccessControlList                        struct{ Grant string }
			Owner                                    struct{ ID string }
			CreationDate                             time.Time
		}
	}
	_, err := a.ask(bucket, &result, "getBucketInfo", bucket)
	b := result.Bucket
	return bucketInfo{b.Name, b.Location, b.StorageClass, b.AccessControlList.Grant, b.Owner.ID, b.Versioning, b.CreationDate}, err
}

func (a aliOSS) location(bucket string) (string, error) {
	var result struct{ Location string }
	_, err := a.ask(bucket, &result, "getBucketLocation", bucket)
	return result.Location, err
}

func (a aliOSS) bucketACL(bucket string) (acl, owner string, err error) {
	var result struct {
		ACL   string
		Owner struct{ ID string }
	}
	_, err = a.ask(bucket, &result, "getBucketACL", bucket)
	return result.ACL, result.Owner.ID, err
}

func (a aliOSS) setBucketACL(bucket, acl string) error {
	_, err := a.ask(bucket, nil, "putBucketACL", bucket, acl)
	return err
}

func (a aliOSS) versioning(bucket string) (string, error) {
	var result struct{ VersionStatus string }
	_, err := a.ask(bucket, &result, "getBucketVersioning", bucket)
	return result.VersionStatus, err
}

func (a aliOSS) setVersioning(bucket, status string) error {
	_, err := a.ask(bucket, nil, "putBucketVersioning", bucket, status)
	return err
}
