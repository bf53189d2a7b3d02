package osstest

import (
	"cmp"
	"encoding/xml"
	"maps"
	"slices"
	"strings"

	"example.com/ossmeta/xmlerr"
)

// An uploadEntry is an upload in the list of them, and a partEntry a part.
type (
	uploadEntry struct {
		Key          keyText
		UploadID     string `xml:"UploadId"`
		Initiated    string
		StorageClass string
	}
	partEntry struct {
		PartNumber   int
		LastModified string
		ETag         string
		CRC64        string `xml:"HashCrc64ecma"`
		Size         int
	}
)

type partList struct {
	XMLName      xml.Name `xml:"ListPartsResult"`
	EncodingType string   `xml:",omitempty"`
	Bucket       string
	Key          keyText
	UploadID     string `xml:"UploadId"`
	StorageClass string
	Marker       int64 `xml:"PartNumberMarker"`
	NextMarker   int64 `xml:"NextPartNumberMarker"`
	MaxParts     int64
	IsTruncated  bool
	Parts        []partEntry `xml:"Part"`
}

type uploadList struct {
	XMLName            xml.Name `xml:"ListMultipartUploadsResult"`
	EncodingType       string   `xml:",omitempty"`
	Bucket             string
	KeyMarker          keyText
	UploadIDMarker     string `xml:"UploadIdMarker"`
	NextKeyMarker      keyText
	NextUploadIDMarker string  `xml:"NextUploadIdMarker"`
	Delimiter          keyText `xml:",omitempty"`
	Prefix             keyText
	MaxUploads         int64
	IsTruncated        bool
	Uploads            []uploadEntry  `xml:"Upload"`
	Prefixes           []commonPrefix `xml:"CommonPrefixes"`
}

// listParts lists the parts of an upload by number (OSS ListParts).
func listParts(c *call) (*reply, *xmlerr.Error) {
	list := partList{Bucket: c.bucket}
	var e *xmlerr.Error
	if list.EncodingType, e = c.encodingType(); e != nil {
		return nil, e
	}
	if list.MaxParts, e = c.queryNumber("max-parts", 1, maxListed, maxListed); e != nil {
		return nil, e
	}
	if list.Marker, e = c.queryNumber("part-number-marker", 0, maxPart, 0); e != nil {
		return nil, e
	}
	return c.read(func(b *bucket, _ *object) (*reply, *xmlerr.Error) {
		u, e := c.upload(b)
		if e != nil {
			return nil, e
		}
		list.Key, list.UploadID, list.StorageClass = encodeName(list.EncodingType, u.key), u.id, u.object.class
		list.add(u)
		return xmlReply(list), nil
	})
}

// add adds the parts of one page.
func (list *partList) add(u *upload) {
	list.NextMarker = list.Marker
	for _, n := range u.numbers() {
		if int64(n) <= list.Marker {
			continue
		}
		if int64(len(list.Parts)) == list.MaxParts {
			list.IsTruncated = true
			return
		}
		part := u.parts[n]
		list.Parts = append(list.Parts, partEntry{PartNumber: n, LastModified: isoSecond(part.modified),
			ETag: part.etag.String(), CRC64: part.crc.String(), Size: len(part.body)})
		list.NextMarker = int64(n)
	}
}

// listUploads lists the uploads of a bucket, by key and then by id (OSS
// ListMultipartUploads).
func listUploads(c *call) (*reply, *xmlerr.Error) {
	q, e := c.listQuery("key-marker", "max-uploads", maxListed)
	if e != nil {
		return nil, e
	}
	list := uploadList{Bucket: c.bucket, EncodingType: q.encoding, Prefix: q.encode(q.prefix), Delimiter: q.encode(q.delimiter),
		KeyMarker: q.encode(q.marker), MaxUploads: q.max}
	if q.marker != "" { // without a key it does not count
		list.UploadIDMarker = c.queryValue("upload-id-marker")
	}
	return c.read(func(b *bucket, _ *object) (*reply, *xmlerr.Error) {
		list.add(b, q)
		return xmlReply(list), nil
	})
}

// add adds the uploads of one page, and the common prefixes in their place.
func (list *uploadList) add(b *bucket, q listQuery) {
	uploads := slices.SortedFunc(maps.Values(b.uploads), func(x, y *upload) int {
		return cmp.Or(strings.Compare(x.key, y.key), strings.Compare(x.id, y.id))
	})
	last := "" // common prefix
	for _, u := range uploads {
		name, common, ok := rolledUp(u.key, q.prefix, q.delimiter)
		if !ok || common && name == last || list.passed(q, name, common, u.id) {
			continue
		}
		if int64(len(list.Uploads)+len(list.Prefixes)) == q.max {
			list.IsTruncated = true
			return
		}
		list.NextKeyMarker, list.NextUploadIDMarker = q.encode(name), ""
		if common {
			last = name
			list.Prefixes = append(list.Prefixes, commonPrefix{q.encode(name)})
			continue
		}
		list.NextUploadIDMarker = u.id
		list.Uploads = append(list.Uploads, uploadEntry{Key: q.encode(name), UploadID: u.id,
			Initiated: isoSecond(u.initiated), StorageClass: u.object.class})
	}
	list.NextKeyMarker, list.NextUploadIDMarker = "", "" // there is no next page
}

// passed reports what an earlier page had: up to the markers. Without an
// upload-id-marker all uploads of the key-marker are passed.
func (list *uploadList) passed(q listQuery, name string, common bool, id string) bool {
	if name == q.marker && !common && list.UploadIDMarker != "" {
		return id <= list.UploadIDMarker
	}
	return name <= q.marker
}
