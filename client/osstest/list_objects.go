package osstest

import (
	"encoding/base64"
	"encoding/xml"
	"time"

	"example.com/ossmeta/xmlerr"
)

// An objectEntry is an object in a list.
type objectEntry struct {
	Key          keyText
	LastModified string
	ETag         string
	Type         string
	Size         int
	StorageClass string
	RestoreInfo  string `xml:",omitempty"`
	Owner        *owner
}

// objectList is the result document of ListObjects and ListObjectsV2. What is
// nil or empty is not in it; each has elements of its own.
type objectList struct {
	XMLName               xml.Name `xml:"ListBucketResult"`
	Name                  string
	Prefix                keyText
	Marker                *keyText // ListObjects
	StartAfter            keyText  `xml:",omitempty"` // this and the next: ListObjectsV2
	ContinuationToken     string   `xml:",omitempty"`
	MaxKeys               int64
	Delimiter             keyText
	EncodingType          string `xml:",omitempty"`
	IsTruncated           bool
	NextMarker            keyText        `xml:",omitempty"` // ListObjects
	NextContinuationToken string         `xml:",omitempty"` // this and the next: ListObjectsV2
	KeyCount              *int           // entries and prefixes
	Contents              []objectEntry  // by key
	CommonPrefixes        []commonPrefix // by name
}

// listObjects lists the objects of a bucket, the newest version of each (OSS
// ListObjects).
func listObjects(c *call) (*reply, *xmlerr.Error) {
	q, e := c.listQuery("marker", "max-keys", defaultListed)
	if e != nil {
		return nil, e
	}
	marker := q.encode(q.marker)
	list := objectList{Marker: &marker}
	return c.page(&list, q, &theOwner, func(next string) { list.NextMarker = q.encode(next) })
}

// listObjectsV2 does the same in pages that follow each other by a token (OSS
// ListObjectsV2). The token is the last name of the page.
func listObjectsV2(c *call) (*reply, *xmlerr.Error) {
	if v := c.queryValue("list-type"); v != "2" {
		return nil, invalidEC(ecListType, "list-type", v, "The list-type is not 2.")
	}
	q, e := c.listQuery("start-after", "max-keys", defaultListed)
	if e != nil {
		return nil, e
	}
	list := objectList{StartAfter: q.encode(q.marker), ContinuationToken: c.queryValue("continuation-token")}
	if token := list.ContinuationToken; token != "" {
		name, err := base64.RawURLEncoding.DecodeString(token)
		if err != nil {
			return nil, invalid("continuation-token", token, "The continuation token provided is incorrect.")
		}
		q.marker = string(name)
	}
	var by *owner
	if c.queryValue("fetch-owner") == "true" {
		by = &theOwner
	}
	return c.page(&list, q, by, func(next string) {
		if next != "" {
			list.NextContinuationToken = base64.RawURLEncoding.EncodeToString([]byte(next))
		}
		n := len(list.Contents) + len(list.CommonPrefixes)
		list.KeyCount = &n
	})
}

// page fills list with one page of objects and answers with it. finish is told
// the name after which the next page begins, "" if there is none.
func (c *call) page(list *objectList, q listQuery, by *owner, finish func(next string)) (*reply, *xmlerr.Error) {
	return c.read(func(b *bucket, _ *object) (*reply, *xmlerr.Error) {
		if e := c.mayRead(b, nil); e != nil {
			return nil, e
		}
		list.Name, list.Prefix, list.Delimiter = b.Name, q.encode(q.prefix), q.encode(q.delimiter)
		list.MaxKeys, list.EncodingType = q.max, q.encoding
		finish(list.add(b, q, by))
		return xmlReply(list), nil
	})
}

// add adds the objects of one page and returns the name after which the next
// one begins.
func (list *objectList) add(b *bucket, q listQuery, by *owner) (next string) {
	last := ""
	wanted := func(key string) bool { return key != q.marker && b.current(key) != nil }
	b.walk(q, wanted, func(name string, common bool) bool {
		if int64(len(list.Contents)+len(list.CommonPrefixes)) == q.max {
			list.IsTruncated, next = true, last
			return false
		}
		last = name
		if common {
			list.CommonPrefixes = append(list.CommonPrefixes, commonPrefix{q.encode(name)})
		} else {
			list.Contents = append(list.Contents, b.current(name).entry(q.encode(name), by, q.now))
		}
		return true
	})
	return next
}

func (obj *object) entry(key keyText, by *owner, now time.Time) objectEntry {
	return objectEntry{Key: key, LastModified: isoSecond(obj.modified), ETag: obj.etag.String(), Type: obj.kind,
		Size: len(obj.body), StorageClass: obj.class, RestoreInfo: obj.restore.info(now), Owner: by}
}
