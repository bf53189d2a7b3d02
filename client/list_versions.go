package client

import (
	"context"
	"encoding/xml"
	"iter"
	"strings"

	"example.com/ossmeta/client/internal/xmldoc"
)

// ListObjectVersionsOptions are the options of ListObjectVersions. The zero
// value lists all versions in the bucket.
type ListObjectVersionsOptions struct {
	RequestOptions
	Prefix    string // what the keys begin with
	Delimiter string // as in ListObjectsOptions
	MaxKeys   int    // versions in one page: 1 to 1000. 0 means 1000

	// KeyMarker and VersionIDMarker are where the listing begins, behind that
	// version, or, without a version, behind that key: the Next… of the page
	// before.
	KeyMarker, VersionIDMarker string
}

// An ObjectVersion is one version of an object, or a delete marker, or, if
// IsPrefix, a group of keys.
type ObjectVersion struct {
	ListedObject        // of a delete marker only Key, LastModified and owner
	VersionID    string // "null" if it was made without versioning
	IsLatest     bool
	DeleteMarker bool
}

// A ListObjectVersionsResult is one page of a listing of versions.
type ListObjectVersionsResult struct {
	Response
	Versions []ObjectVersion // by key; of one key the newest first. Groups come last

	// NextKeyMarker and NextVersionIDMarker continue the listing; both are ""
	// after its last page.
	NextKeyMarker, NextVersionIDMarker string
}

// ListObjectVersions lists all versions of a bucket's objects, delete markers
// among them, page by page, as ListObjects does.
//
// Source: OSS API reference, ListObjectVersions (GetBucketVersions).
func (b *Bucket) ListObjectVersions(ctx context.Context, opt *ListObjectVersionsOptions) iter.Seq2[ObjectVersion, error] {
	return pages(orZero(opt), func(page *ListObjectVersionsOptions) ([]ObjectVersion, bool, error) {
		result, err := b.ListObjectVersionsPage(ctx, page)
		if err != nil {
			return nil, false, err
		}
		page.KeyMarker, page.VersionIDMarker = result.NextKeyMarker, result.NextVersionIDMarker
		return result.Versions, page.KeyMarker != "", nil
	})
}

// ListObjectVersionsPage returns one page of a listing of versions.
func (b *Bucket) ListObjectVersionsPage(ctx context.Context, opt *ListObjectVersionsOptions) (*ListObjectVersionsResult, error) {
	opt = orZero(opt)
	op := b.listing("ListObjectVersions", opt.RequestOptions, opt.MaxKeys, map[string]string{"prefix": opt.Prefix,
		"delimiter": opt.Delimiter, "key-marker": opt.KeyMarker, "version-id-marker": opt.VersionIDMarker})
	op.setQuery("versions", "")
	return document(ctx, b.c, op, "ListVersionsResult", func(d *versionsDocument, resp Response) (*ListObjectVersionsResult, error) {
		versions, err := d.versions()
		if err != nil || !d.IsTruncated {
			return &ListObjectVersionsResult{resp, versions, "", ""}, err
		}
		key, err := xmldoc.DecodeName(d.EncodingType, d.NextKeyMarker)
		if err == nil && (key == "" || key == opt.KeyMarker && d.NextVersionIDMarker == opt.VersionIDMarker) {
			err = errNoProgress
		}
		return &ListObjectVersionsResult{resp, versions, key, d.NextVersionIDMarker}, err
	})
}

type versionsDocument struct {
	listDocument
	NextKeyMarker       string
	NextVersionIDMarker string         `xml:"NextVersionIdMarker"`
	Entries             []versionEntry `xml:",any"` // Version and DeleteMarker, in the order of the document
}

type versionEntry struct {
	XMLName   xml.Name
	VersionID string `xml:"VersionId"`
	IsLatest  bool
	listEntry
}

func (d *versionsDocument) versions() ([]ObjectVersion, error) {
	groups, err := d.objects()
	if err != nil {
		return nil, err
	}
	list := make([]ObjectVersion, 0, len(d.Entries)+len(groups))
	for i := range d.Entries {
		e := &d.Entries[i]
		marker := e.XMLName.Local == "DeleteMarker"
		if !marker && e.XMLName.Local != "Version" {
			continue
		}
		o, err := e.object(d.EncodingType)
		if err != nil {
			return nil, err
		}
		list = append(list, ObjectVersion{o, strings.TrimSpace(e.VersionID), e.IsLatest, marker})
	}
	for _, group := range groups {
		list = append(list, ObjectVersion{ListedObject: group})
	}
	return list, nil
}
