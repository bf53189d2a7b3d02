package osstest

import (
	"encoding/xml"
	"slices"
	"time"

	"example.com/ossmeta/xmlerr"
)

// A versionEntry is a version in a list: a Version, or a DeleteMarker, which
// has no content.
type versionEntry struct {
	XMLName      xml.Name
	Key          keyText
	VersionID    string `xml:"VersionId"`
	IsLatest     bool
	LastModified string
	ETag         string `xml:",omitempty"`
	Type         string `xml:",omitempty"`
	Size         *int
	StorageClass string `xml:",omitempty"`
	RestoreInfo  string `xml:",omitempty"`
	Owner        owner
}

// versionList is the result document of ListObjectVersions.
type versionList struct {
	XMLName             xml.Name `xml:"ListVersionsResult"`
	Name                string
	Prefix              keyText
	KeyMarker           keyText
	VersionIDMarker     string `xml:"VersionIdMarker"`
	MaxKeys             int64
	Delimiter           keyText
	EncodingType        string `xml:",omitempty"`
	IsTruncated         bool
	NextKeyMarker       keyText `xml:",omitempty"`
	NextVersionIDMarker string  `xml:"NextVersionIdMarker,omitempty"`
	Entries             []versionEntry
	CommonPrefixes      []commonPrefix
}

// listVersions lists all versions, delete markers among them, by key and then
// newest first (OSS ListObjectVersions).
func listVersions(c *call) (*reply, *xmlerr.Error) {
	q, e := c.listQuery("key-marker", "max-keys", defaultListed)
	if e != nil {
		return nil, e
	}
	id := c.queryValue("version-id-marker")
	if id != "" && (q.marker == "" || id != nullVersion && len(id) != len(versionID(0))) {
		return nil, invalid("version-id-marker", id, "The value is not a version id, or there is no key-marker.")
	}
	return c.read(func(b *bucket, _ *object) (*reply, *xmlerr.Error) {
		if e := c.mayRead(b, nil); e != nil {
			return nil, e
		}
		list := versionList{Name: b.Name, Prefix: q.encode(q.prefix), KeyMarker: q.encode(q.marker), VersionIDMarker: id,
			MaxKeys: q.max, Delimiter: q.encode(q.delimiter), EncodingType: q.encoding}
		list.add(b, q, id)
		return xmlReply(list), nil
	})
}

// add adds the versions of one page: those after the key and the version id of
// the markers.
func (list *versionList) add(b *bucket, q listQuery, id string) {
	wanted := func(key string) bool { return key != q.marker || id != "" }
	b.walk(q, wanted, func(name string, common bool) bool {
		if common {
			return list.next(q, name, "") && list.addPrefix(q.encode(name))
		}
		h := b.histories[name]
		rest := h
		if name == q.marker {
			rest = h.before(id)
		}
		for _, obj := range slices.Backward(rest) {
			if !list.next(q, name, obj.version) {
				return false
			}
			list.Entries = append(list.Entries, obj.versionEntry(q.encode(name), obj == h[len(h)-1], q.now))
		}
		return true
	})
	if !list.IsTruncated {
		list.NextKeyMarker, list.NextVersionIDMarker = "", ""
	}
}

// next makes what is added now the last of the page, or reports that the page
// is full.
func (list *versionList) next(q listQuery, name, id string) bool {
	if int64(len(list.Entries)+len(list.CommonPrefixes)) == q.max {
		list.IsTruncated = true
		return false
	}
	list.NextKeyMarker, list.NextVersionIDMarker = q.encode(name), id
	return true
}

func (list *versionList) addPrefix(prefix keyText) bool {
	list.CommonPrefixes = append(list.CommonPrefixes, commonPrefix{prefix})
	return true
}

// before returns what is older in h than the version with the id. If that is
// gone, the ids tell, which grow; of the null version they do not.
func (h history) before(id string) history {
	if i := slices.IndexFunc(h, func(obj *object) bool { return obj.version == id }); i >= 0 {
		return h[:i]
	}
	return slices.DeleteFunc(slices.Clone(h), func(obj *object) bool { return obj.version != nullVersion && obj.version > id })
}

func (obj *object) versionEntry(key keyText, latest bool, now time.Time) versionEntry {
	v := versionEntry{Key: key, VersionID: obj.version, IsLatest: latest, LastModified: isoSecond(obj.modified), Owner: theOwner}
	if v.XMLName.Local = "DeleteMarker"; obj.marker {
		return v
	}
	size := len(obj.body)
	v.XMLName.Local, v.ETag, v.Type, v.Size, v.StorageClass = "Version", obj.etag.String(), obj.kind, &size, obj.class
	v.RestoreInfo = obj.restore.info(now)
	return v
}
