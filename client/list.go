package client

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/ossmeta/client/internal/xmldoc"
	"example.com/ossmeta/headers"
)

// MaxKeys is how many objects one page of a listing has at most.
const MaxKeys = 1000

// ListObjectsOptions are the options of ListObjects. The zero value lists the
// whole bucket.
type ListObjectsOptions struct {
	RequestOptions
	Prefix     string // what the keys begin with
	Delimiter  string // groups keys that have it behind Prefix; mostly "/"
	StartAfter string // only keys that come after this one, in the order of their bytes
	FetchOwner bool   // asks for the owners, too

	// MaxKeys is how many objects and groups one page has: 1 to 1000. 0 means 1000.
	MaxKeys int

	// ContinuationToken is where the listing goes on: NextContinuationToken of
	// the page before, whose other options must be the same.
	ContinuationToken string
}

// A ListedObject is an object as a listing tells of it. Metadata is not among
// it; HeadObject has that.
type ListedObject struct {
	Key string // of the object; of a group the prefix that its keys have in common

	// IsPrefix marks a group of keys, with Prefix, something, and Delimiter in
	// common (OSS's CommonPrefixes). All other fields but Key are zero then.
	IsPrefix bool

	Size         int64 // in bytes
	ETag         headers.ETag
	LastModified time.Time // UTC
	ObjectType   string    // "Normal", "Appendable", "Multipart", "Symlink"
	StorageClass string
	OwnerID      string // "" unless it was asked for
	OwnerName    string
	Restore      string // of an archived object, as x-oss-restore has it; see headers.ParseRestore

	// TransitionTime is when a lifecycle rule made it ColdArchive or
	// DeepColdArchive, in UTC; zero if none did.
	TransitionTime time.Time
}

// A ListObjectsResult is one page of a listing.
type ListObjectsResult struct {
	Response
	Objects []ListedObject // and groups, in the order of their keys' bytes

	// NextContinuationToken continues the listing; "" after its last page.
	NextContinuationToken string
}

// ListObjects lists a bucket's objects in the order of their keys' bytes (OSS's
// ListObjectsV2). Each range over it lists anew, page by page; memory does not
// grow with the number of objects. An error comes once, with a zero object, and
// ends it.
//
// Source: OSS API reference, ListObjectsV2 (GetBucketV2).
func (b *Bucket) ListObjects(ctx context.Context, opt *ListObjectsOptions) iter.Seq2[ListedObject, error] {
	return pages(orZero(opt), func(page *ListObjectsOptions) ([]ListedObject, bool, error) {
		result, err := b.ListObjectsPage(ctx, page)
		if err != nil {
			return nil, false, err
		}
		page.ContinuationToken = result.NextContinuationToken
		return result.Objects, page.ContinuationToken != "", nil
	})
}

// pages ranges over what get returns, page by page. get moves its options on to
// the next page, and says whether there is one.
func pages[O, T any](first *O, get func(*O) ([]T, bool, error)) iter.Seq2[T, error] {
	start := *first // later changes to it have no effect
	return func(yield func(T, error) bool) {
		for page, more := start, true; more; {
			var items []T
			var err error
			if items, more, err = get(&page); err != nil {
				yield(*new(T), err)
				return
			}
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
		}
	}
}

// ListObjectsPage returns one page of a listing, for whoever keeps the token.
func (b *Bucket) ListObjectsPage(ctx context.Context, opt *ListObjectsOptions) (*ListObjectsResult, error) {
	opt = orZero(opt)
	op := b.listing("ListObjects", opt.RequestOptions, opt.MaxKeys, map[string]string{"list-type": "2", "prefix": opt.Prefix,
		"delimiter": opt.Delimiter, "start-after": opt.StartAfter, "continuation-token": opt.ContinuationToken})
	if opt.FetchOwner {
		op.setQuery("fetch-owner", "true")
	}
	return document(ctx, b.c, op, "ListBucketResult", func(d *listDocument, resp Response) (*ListObjectsResult, error) {
		objects, err := d.objects()
		if err != nil || !d.IsTruncated {
			return &ListObjectsResult{resp, objects, ""}, err
		}
		next, err := xmldoc.DecodeName(d.EncodingType, d.NextContinuationToken)
		if err == nil && (next == "" || next == opt.ContinuationToken) {
			err = errNoProgress
		}
		return &ListObjectsResult{resp, objects, next}, err
	})
}

// errNoProgress is a page that would be followed by itself.
var errNoProgress = errors.New("it is not the last page, and does not say where the next one begins")

// listing returns an operation that lists, with the parameters that are not
// empty. Names travel percent-encoded in its answer: XML cannot carry all of
// them.
func (b *Bucket) listing(name string, options RequestOptions, maxKeys int, parameters map[string]string) *operation {
	op := b.operation(name, http.MethodGet, options)
	if maxKeys < 0 || maxKeys > MaxKeys {
		op.fail(&ArgumentError{"MaxKeys", strconv.Itoa(maxKeys), "is not from 1 to 1000, nor 0 for that"})
	}
	op.setQuery("encoding-type", "url")
	op.setQuery("max-keys", strconv.Itoa(cmp.Or(maxKeys, MaxKeys)))
	for name, value := range parameters {
		if value != "" {
			op.setQuery(name, value)
		}
	}
	return op
}

// A listDocument is what both listings have in their documents.
type listDocument struct {
	EncodingType          string
	IsTruncated           bool
	NextContinuationToken string
	Contents              []listEntry
	CommonPrefixes        []struct{ Prefix string }
}

type listEntry struct {
	Key            string
	LastModified   string
	ETag           string
	Type           string
	Size           int64
	StorageClass   string
	OwnerID        string `xml:"Owner>ID"`
	OwnerName      string `xml:"Owner>DisplayName"`
	RestoreInfo    string
	TransitionTime string
}

// objects returns the objects and the groups of a page, in order.
func (d *listDocument) objects() ([]ListedObject, error) {
	list := make([]ListedObject, 0, len(d.Contents)+len(d.CommonPrefixes))
	for i := range d.Contents {
		o, err := d.Contents[i].object(d.EncodingType)
		if err != nil {
			return nil, err
		}
		list = append(list, o)
	}
	for _, p := range d.CommonPrefixes {
		key, err := xmldoc.DecodeName(d.EncodingType, p.Prefix)
		if err != nil {
			return nil, err
		}
		list = append(list, ListedObject{Key: key, IsPrefix: true})
	}
	slices.SortStableFunc(list, func(a, b ListedObject) int { return strings.Compare(a.Key, b.Key) })
	return list, nil
}

func (e *listEntry) object(encoding string) (ListedObject, error) {
	key, err := xmldoc.DecodeName(encoding, e.Key)
	o := ListedObject{Key: key, Size: e.Size, LastModified: xmldoc.ParseTime(e.LastModified), ObjectType: strings.TrimSpace(e.Type),
		StorageClass: strings.TrimSpace(e.StorageClass), OwnerID: e.OwnerID, OwnerName: e.OwnerName,
		Restore: strings.TrimSpace(e.RestoreInfo), TransitionTime: xmldoc.ParseTime(e.TransitionTime)}
	o.ETag, _ = headers.ParseETag(strings.TrimSpace(e.ETag))
	return o, err
}
