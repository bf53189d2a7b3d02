//go:build alioss

package peers

import (
	"strconv"
	"time"
)

// An aliListing is what the three calls that list return. Names that one of
// them does not use stay empty.
type aliListing struct {
	Objects, DeleteMarker []struct {
		Name, ETag, Type, StorageClass, VersionID string
		Owner                                     struct{ ID string }
		Size                                      int64
		IsLatest                                  bool
		LastModified                              time.Time
	}
	Prefixes                                                              []string
	IsTruncated                                                           bool
	NextMarker, NextContinuationToken, NextKeyMarker, NextVersionIDMarker string
}

func (l aliListing) page(next string) page {
	p := page{Prefixes: l.Prefixes, Truncated: l.IsTruncated, Next: next, NextVersion: l.NextVersionIDMarker}
	for _, o := range l.Objects {
		p.Entries = append(p.Entries, entry{o.Name, o.ETag, o.Type, o.StorageClass, o.Owner.ID, o.VersionID, o.Size, o.IsLatest, false, o.LastModified})
	}
	for _, m := range l.DeleteMarker {
		p.Entries = append(p.Entries, entry{Key: m.Name, Owner: m.Owner.ID, Version: m.VersionID, Marker: true, Modified: m.LastModified})
	}
	return p
}

// maximum is o.Max as a parameter, "" to leave it out.
func (o listing) maximum() string {
	if o.Max == 0 {
		return ""
	}
	return strconv.Itoa(o.Max)
}

func (a aliOSS) list(bucket string, o listing) (page, error) {
	var l aliListing
	_, err := a.ask(bucket, &l, "list", filled(map[string]string{"prefix": o.Prefix, "delimiter": o.Delimiter, "marker": o.After, "max-keys": o.maximum()}))
	return l.page(l.NextMarker), err
}

func (a aliOSS) listV2(bucket string, o listing) (page, error) {
	query := map[string]string{"prefix": o.Prefix, "delimiter": o.Delimiter, "start-after": o.After, "continuation-token": o.Token, "max-keys": o.maximum()}
	if o.Owner {
		query["fetch-owner"] = "true"
	}
	var l aliListing
	_, err := a.ask(bucket, &l, "listV2", filled(query))
	return l.page(l.NextContinuationToken), err
}

func (a aliOSS) listVersions(bucket string, o listing) (page, error) {
	var l aliListing
	_, err := a.ask(bucket, &l, "getBucketVersions", filled(map[string]string{"prefix": o.Prefix, "delimiter": o.Delimiter,
		"keyMarker": o.After, "versionIdMarker": o.Token, "maxKeys": o.maximum()}))
	return l.page(l.NextKeyMarker), err
}
