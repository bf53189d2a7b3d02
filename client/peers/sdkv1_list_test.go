package peers

import oss1 "github.com/aliyun/aliyun-oss-go-sdk/oss"

func (o listing) sdkV1Options() []oss1.Option {
	options := []oss1.Option{oss1.Prefix(o.Prefix)}
	if o.Delimiter != "" {
		options = append(options, oss1.Delimiter(o.Delimiter))
	}
	if o.Max != 0 {
		options = append(options, oss1.MaxKeys(o.Max))
	}
	return options
}

func (s sdkV1) list(bucket string, o listing) (page, error) {
	r, err := s.in(bucket).ListObjects(append(o.sdkV1Options(), oss1.Marker(o.After))...)
	return page{sdkV1Entries(r.Objects), r.CommonPrefixes, r.IsTruncated, r.NextMarker, ""}, err
}

func (s sdkV1) listV2(bucket string, o listing) (page, error) {
	options := o.sdkV1Options()
	if o.After != "" {
		options = append(options, oss1.StartAfter(o.After))
	}
	if o.Token != "" {
		options = append(options, oss1.ContinuationToken(o.Token))
	}
	if o.Owner {
		options = append(options, oss1.FetchOwner(true))
	}
	r, err := s.in(bucket).ListObjectsV2(options...)
	return page{sdkV1Entries(r.Objects), r.CommonPrefixes, r.IsTruncated, r.NextContinuationToken, ""}, err
}

func (s sdkV1) listVersions(bucket string, o listing) (page, error) {
	options := o.sdkV1Options()
	if o.After != "" {
		options = append(options, oss1.KeyMarker(o.After))
	}
	if o.Token != "" {
		options = append(options, oss1.VersionIdMarker(o.Token))
	}
	r, err := s.in(bucket).ListObjectVersions(options...)
	p := page{nil, r.CommonPrefixes, r.IsTruncated, r.NextKeyMarker, r.NextVersionIdMarker}
	for _, v := range r.ObjectVersions {
		p.Entries = append(p.Entries, entry{v.Key, v.ETag, v.Type, v.StorageClass, v.Owner.ID, v.VersionId, v.Size, v.IsLatest, false, v.LastModified})
	}
	for _, m := range r.ObjectDeleteMarkers {
		p.Entries = append(p.Entries, entry{Key: m.Key, Owner: m.Owner.ID, Version: m.VersionId, Marker: true, Modified: m.LastModified})
	}
	return p, err
}

func sdkV1Entries(objects []oss1.ObjectProperties) []entry {
	var entries []entry
	for _, o := range objects {
		entries = append(entries, entry{Key: o.Key, ETag: o.ETag, Kind: o.Type, Class: o.StorageClass, Owner: o.Owner.ID, Size: o.Size, Modified: o.LastModified})
	}
	return entries
}
