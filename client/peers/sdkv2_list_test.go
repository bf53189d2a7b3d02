package peers

import "github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"

func (s sdkV2) list(bucket string, o listing) (page, error) {
	r, err := s.client.ListObjects(s.ctx, &oss.ListObjectsRequest{Bucket: &bucket, Prefix: given(o.Prefix),
		Delimiter: given(o.Delimiter), Marker: given(o.After), MaxKeys: int32(o.Max)})
	if err != nil {
		return page{}, err
	}
	p := page{Truncated: r.IsTruncated, Next: oss.ToString(r.NextMarker)}
	p.Entries, p.Prefixes = sdkV2Entries(r.Contents), sdkV2Prefixes(r.CommonPrefixes)
	return p, nil
}

func (s sdkV2) listV2(bucket string, o listing) (page, error) {
	r, err := s.client.ListObjectsV2(s.ctx, &oss.ListObjectsV2Request{Bucket: &bucket, Prefix: given(o.Prefix),
		Delimiter: given(o.Delimiter), StartAfter: given(o.After), ContinuationToken: given(o.Token), MaxKeys: int32(o.Max), FetchOwner: o.Owner})
	if err != nil {
		return page{}, err
	}
	p := page{Truncated: r.IsTruncated, Next: oss.ToString(r.NextContinuationToken)}
	p.Entries, p.Prefixes = sdkV2Entries(r.Contents), sdkV2Prefixes(r.CommonPrefixes)
	return p, nil
}

func (s sdkV2) listVersions(bucket string, o listing) (page, error) {
	r, err := s.client.ListObjectVersions(s.ctx, &oss.ListObjectVersionsRequest{Bucket: &bucket, Prefix: given(o.Prefix),
		Delimiter: given(o.Delimiter), KeyMarker: given(o.After), VersionIdMarker: given(o.Token), MaxKeys: int32(o.Max)})
	if err != nil {
		return page{}, err
	}
	p := page{Truncated: r.IsTruncated,
		Next: oss.ToString(r.NextKeyMarker), NextVersion: oss.ToString(r.NextVersionIdMarker), Prefixes: sdkV2Prefixes(r.CommonPrefixes)}
	for _, v := range r.ObjectVersions {
		p.Entries = append(p.Entries, entry{Key: oss.ToString(v.Key), ETag: oss.ToString(v.ETag), Kind: oss.ToString(v.Type),
			Class: oss.ToString(v.StorageClass), Owner: oss.ToString(v.Owner.ID), Version: oss.ToString(v.VersionId),
			Size: v.Size, Latest: v.IsLatest, Modified: oss.ToTime(v.LastModified)})
	}
	for _, m := range r.ObjectDeleteMarkers {
		p.Entries = append(p.Entries, entry{Key: oss.ToString(m.Key), Owner: oss.ToString(m.Owner.ID),
			Version: oss.ToString(m.VersionId), Marker: true, Modified: oss.ToTime(m.LastModified)})
	}
	return p, nil
}

func sdkV2Entries(objects []oss.ObjectProperties) []entry {
	var entries []entry
	for _, o := range objects {
		e := entry{Key: oss.ToString(o.Key), ETag: oss.ToString(o.ETag), Kind: oss.ToString(o.Type),
			Class: oss.ToString(o.StorageClass), Size: o.Size, Modified: oss.ToTime(o.LastModified)}
		if o.Owner != nil {
			e.Owner = oss.ToString(o.Owner.ID)
		}
		entries = append(entries, e)
	}
	return entries
}

func sdkV2Prefixes(prefixes []oss.CommonPrefix) []string {
	var all []string
	for _, p := range prefixes {
		all = append(all, oss.ToString(p.Prefix))
	}
	return all
}
