package peers

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A driver is an official client behind a common face, so that one table of
// steps drives them all. It calls the client and translates; it judges nothing
// and repairs nothing.
type driver interface {
	bucketDriver
	objectDriver
	propertyDriver
	uploadDriver

	// refusal returns what the client makes of an answer that is no success,
	// and false for an error of another kind.
	refusal(error) (refusal, bool)
}

type bucketDriver interface {
	createBucket(bucket, class, acl string) error
	deleteBucket(bucket string) error
	bucketExists(bucket string) (bool, error)
	listBuckets(prefix string) ([]bucketInfo, error)
	bucketInfo(bucket string) (bucketInfo, error)
	location(bucket string) (string, error)
	bucketACL(bucket string) (acl, owner string, err error)
	setBucketACL(bucket, acl string) error
	versioning(bucket string) (string, error)
	setVersioning(bucket, status string) error
	list(bucket string, o listing) (page, error)   // ListObjects
	listV2(bucket string, o listing) (page, error) // ListObjectsV2
	listVersions(bucket string, o listing) (page, error)
}

type objectDriver interface {
	put(p place, body string, o properties) (written, error)
	append(p place, position int64, body string, o properties) (next int64, err error)
	get(p place, c conditions, o reading) (stat, string, error)
	head(p place, c conditions) (stat, error)
	meta(p place) (stat, error) // GetObjectMeta
	exists(p place) (bool, error)
	copy(dst, src place, directive string, c conditions, o properties) (copied, error)
	delete(p place) (deleted, error)
	deleteMany(bucket string, places []place) ([]deleted, error)
	restore(p place, days int) error // 0 leaves it to OSS: there is no body
	presign(method string, p place, life time.Duration, o properties, r reading) (presigned, error)
}

type propertyDriver interface {
	acl(p place) (acl, owner string, err error)
	setACL(p place, acl string) error
	tags(p place) ([]tag, error)
	setTags(p place, tags []tag) error
	dropTags(p place) error
	symlink(p place) (target string, err error)
	setSymlink(p place, target string, o properties) error
}

type uploadDriver interface {
	initiate(p place, o properties) (upload, error)
	part(u upload, number int, body string) (part, error)
	partCopy(u upload, number int, src place, first, length int64) (part, error)
	parts(u upload) ([]part, error)
	uploads(bucket, prefix string) ([]upload, error)
	complete(u upload, parts []part) (completed, error)
	abort(u upload) error
}

// A place is an object, or one version of it.
type place struct{ bucket, key, version string }

// A refusal is an answer that is no success, as a client tells of it.
type refusal struct {
	Status   int
	Code, EC string
}

// properties are what a writer sets; "" and nil leave it out.
type properties struct {
	ContentType, CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, Expires string
	Meta                                                                                     map[string]string
	Class, ACL                                                                               string
	Tags                                                                                     []tag
	ForbidOverwrite                                                                          bool
}

type tag struct{ Key, Value string }

type conditions struct {
	Match, NoneMatch               string
	ModifiedSince, UnmodifiedSince time.Time
}

// A reading asks for a part of an object, or for other headers in the reply.
type reading struct {
	First, Last int64             // bytes, if Last is not 0
	Overrides   map[string]string // of response-content-type and its kin, without "response-"
}

// A stat is what a client tells of an object.
type stat struct {
	ContentType, CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, Expires string
	Meta                                                                                     map[string]string
	Size                                                                                     int64
	ETag, Kind, Class, CRC, Version, Restore, NextAppend                                     string
	Tags                                                                                     int
	Modified                                                                                 time.Time
}

type (
	written struct{ ETag, CRC, Version string }
	copied  struct {
		ETag, Version, SourceVersion string
		Modified                     time.Time
	}
	deleted struct {
		Key, Version  string
		Marker        bool
		MarkerVersion string // deleteMany only
	}
	presigned struct {
		URL    string
		Header map[string]string // what the sender must send
	}
	upload    struct{ Bucket, Key, ID string }
	completed struct{ Bucket, Key, ETag, CRC, Version string }
	part      struct {
		Number int
		ETag   string
		Size   int64 // listed parts only
	}
	bucketInfo struct {
		Name, Location, Class, ACL, Owner, Versioning string
		Created                                       time.Time
	}
)

type listing struct {
	Prefix, Delimiter string
	After             string // marker, start-after, key-marker
	Token             string // continuation-token, version-id-marker
	Max               int
	Owner             bool // ListObjectsV2 gives it only on demand
}

type page struct {
	Entries           []entry
	Prefixes          []string
	Truncated         bool
	Next, NextVersion string
}

type entry struct {
	Key, ETag, Kind, Class, Owner, Version string
	Size                                   int64
	Latest                                 bool // of versions; not every client tells it of markers
	Marker                                 bool
	Modified                               time.Time
}

// keys returns the keys of a page, in its order.
func (p page) keys() []string {
	keys := make([]string, len(p.Entries))
	for i, e := range p.Entries {
		keys[i] = e.Key
	}
	return keys
}

const metaPrefix = "x-oss-meta-"

// statOf reads a header, for clients and calls that return no more than it.
func statOf(h http.Header) stat {
	number := func(name string) int64 {
		n, _ := strconv.ParseInt(h.Get(name), 10, 64)
		return n
	}
	s := stat{
		ContentType: h.Get("Content-Type"), CacheControl: h.Get("Cache-Control"),
		ContentDisposition: h.Get("Content-Disposition"), ContentEncoding: h.Get("Content-Encoding"),
		ContentLanguage: h.Get("Content-Language"), Expires: h.Get("Expires"),
		Size: number("Content-Length"), ETag: h.Get("ETag"),
		Kind: h.Get("x-oss-object-type"), Class: h.Get("x-oss-storage-class"),
		CRC: h.Get("x-oss-hash-crc64ecma"), Version: h.Get("x-oss-version-id"), Restore: h.Get("x-oss-restore"),
		NextAppend: h.Get("x-oss-next-append-position"), Tags: int(number("x-oss-tagging-count")),
	}
	s.Modified, _ = http.ParseTime(h.Get("Last-Modified"))
	for name := range h {
		if key, ok := strings.CutPrefix(strings.ToLower(name), metaPrefix); ok {
			if s.Meta == nil {
				s.Meta = make(map[string]string)
			}
			s.Meta[key] = h.Get(name)
		}
	}
	return s
}
