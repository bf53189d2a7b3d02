package osstest

import (
	"encoding/xml"
	"maps"
	"slices"
	"strings"

	"example.com/ossmeta/xmlerr"
)

// A bucketEntry is a bucket in the list of them.
type bucketEntry struct {
	CreationDate     string
	ExtranetEndpoint string
	IntranetEndpoint string
	Location         string
	Name             string
	Region           string
	StorageClass     string
}

// bucketList is the result document of ListBuckets. Only a list that goes on
// has what says how (OSS ListBuckets).
type bucketList struct {
	XMLName     xml.Name      `xml:"ListAllMyBucketsResult"`
	Prefix      string        `xml:",omitempty"`
	Marker      string        `xml:",omitempty"`
	MaxKeys     int64         `xml:",omitempty"`
	IsTruncated bool          `xml:",omitempty"`
	NextMarker  string        `xml:",omitempty"`
	Owner       owner         // of all of them
	Buckets     []bucketEntry `xml:"Buckets>Bucket"`
}

// listBuckets lists the buckets by name (OSS ListBuckets).
func listBuckets(c *call) (*reply, *xmlerr.Error) {
	most, e := c.queryNumber("max-keys", 1, maxListed, defaultListed)
	if e != nil {
		return nil, e
	}
	prefix, marker := c.queryValue("prefix"), c.queryValue("marker")
	list := bucketList{Owner: theOwner}
	c.oss.mu.RLock()
	defer c.oss.mu.RUnlock()
	for _, name := range slices.Sorted(maps.Keys(c.oss.buckets)) {
		if name <= marker || !strings.HasPrefix(name, prefix) {
			continue
		}
		if n := len(list.Buckets); int64(n) == most {
			list.Prefix, list.Marker, list.MaxKeys = prefix, marker, most
			list.IsTruncated, list.NextMarker = true, list.Buckets[n-1].Name
			break
		}
		list.Buckets = append(list.Buckets, c.oss.entry(c.oss.buckets[name]))
	}
	return xmlReply(list), nil
}

func (o *OSS) entry(b *bucket) bucketEntry {
	return bucketEntry{
		CreationDate:     b.createdAt(),
		ExtranetEndpoint: o.opt.VirtualHost,
		IntranetEndpoint: o.intranet(),
		Location:         o.location(),
		Name:             b.Name,
		Region:           o.opt.Region,
		StorageClass:     b.StorageClass,
	}
}
