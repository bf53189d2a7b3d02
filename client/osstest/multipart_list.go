package osstest

import (
	"cmp"
	"encoding/xml"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"example.com/ossmeta/xmlerr"
)

// maxListed is how much one page of any list has, at most, and of parts and
// uploads by default (OSS ListParts, ListMultipartUploads).
const maxListed = 1000

// An uploadEntry is an upload in the list of them, a commonPrefix what
// stands for several names, and a partEntry a part.
type (
	uploadEntry struct {
		Key          keyText
		UploadID     string `xml:"UploadId"`
		Initiated    string
		StorageClass string
	}
	commonPrefix struct{ Prefix keyText }
	partEntry    struct {
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

// queryValue returns the first value of a name in the query. An empty one is
// as good as none.
func (c *call) queryValue(name string) string {
	if values := c.query[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// queryNumber reads a number from low to high in the query.
func (c *call) queryNumber(name string, low, high, none int64) (int64, *xmlerr.Error) {
	v := c.queryValue(name)
	if v == "" {
		return none, nil
	}
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil || n < low || n > high {
		return 0, invalid(name, v, "The number is not one from "+strconv.FormatInt(low, 10)+" to "+strconv.FormatInt(high, 10)+".")
	}
	return n, nil
}

// encodingType reads how names are to be written in the reply: "url", or "".
func (c *call) encodingType() (string, *xmlerr.Error) {
	v := c.queryValue("encoding-type")
	if v != "" && v != "url" {
		return "", invalid("encoding-type", v, "Invalid Encoding Method specified in Request")
	}
	return v, nil
}

// encodeName writes a name as encoding-type says. A blank becomes %20, which
// every client decodes.
func encodeName(encoding, s string) keyText {
	if encoding != "url" {
		return keyText(s)
	}
	return keyText(strings.ReplaceAll(url.QueryEscape(s), "+", "%20"))
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
		if c.anonymous {
			return nil, accessDenied()
		}
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
	list := uploadList{Bucket: c.bucket, Prefix: keyText(c.queryValue("prefix")), Delimiter: keyText(c.queryValue("delimiter")),
		KeyMarker: keyText(c.queryValue("key-marker")), UploadIDMarker: c.queryValue("upload-id-marker")}
	if list.KeyMarker == "" {
		list.UploadIDMarker = "" // counts with a key only
	}
	var e *xmlerr.Error
	if list.EncodingType, e = c.encodingType(); e != nil {
		return nil, e
	}
	if list.MaxUploads, e = c.queryNumber("max-uploads", 1, maxListed, maxListed); e != nil {
		return nil, e
	}
	return c.read(func(b *bucket, _ *object) (*reply, *xmlerr.Error) {
		if c.anonymous {
			return nil, accessDenied()
		}
		list.add(b)
		list.encode()
		return xmlReply(list), nil
	})
}

// add adds the uploads of one page, and the common prefixes in their place.
func (list *uploadList) add(b *bucket) {
	uploads := slices.SortedFunc(maps.Values(b.uploads), func(x, y *upload) int {
		return cmp.Or(strings.Compare(x.key, y.key), strings.Compare(x.id, y.id))
	})
	for _, u := range uploads {
		name, common, ok := rolledUp(u.key, string(list.Prefix), string(list.Delimiter))
		if !ok || list.passed(name, common, u.id) || common && slices.Contains(list.Prefixes, commonPrefix{keyText(name)}) {
			continue
		}
		if int64(len(list.Uploads)+len(list.Prefixes)) == list.MaxUploads {
			list.IsTruncated = true
			return
		}
		list.NextKeyMarker, list.NextUploadIDMarker = keyText(name), ""
		if common {
			list.Prefixes = append(list.Prefixes, commonPrefix{keyText(name)})
			continue
		}
		list.NextUploadIDMarker = u.id
		list.Uploads = append(list.Uploads, uploadEntry{Key: keyText(u.key), UploadID: u.id,
			Initiated: isoSecond(u.initiated), StorageClass: u.object.class})
	}
	list.NextKeyMarker, list.NextUploadIDMarker = "", "" // there is no next page
}

// passed reports what an earlier page had: up to the markers. Without an
// upload-id-marker all uploads of the key-marker are passed.
func (list *uploadList) passed(name string, common bool, id string) bool {
	if name == string(list.KeyMarker) && !common && list.UploadIDMarker != "" {
		return id <= list.UploadIDMarker
	}
	return name <= string(list.KeyMarker)
}

// rolledUp returns what stands for a key in a list: the key, or its common
// prefix up to the delimiter. It reports false for one without the prefix.
func rolledUp(key, prefix, delimiter string) (name string, common, ok bool) {
	rest, ok := strings.CutPrefix(key, prefix)
	if before, _, found := strings.Cut(rest, delimiter); ok && found && delimiter != "" {
		return prefix + before + delimiter, true, true
	}
	return key, false, ok
}

// encode writes the names as EncodingType says.
func (list *uploadList) encode() {
	encode := func(k *keyText) { *k = encodeName(list.EncodingType, string(*k)) }
	for _, k := range []*keyText{&list.KeyMarker, &list.NextKeyMarker, &list.Delimiter, &list.Prefix} {
		encode(k)
	}
	for i := range list.Uploads {
		encode(&list.Uploads[i].Key)
	}
	for i := range list.Prefixes {
		encode(&list.Prefixes[i].Prefix)
	}
}
