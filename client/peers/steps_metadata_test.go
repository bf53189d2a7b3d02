package peers

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// full is everything that a writer can set beside content, ACL and class.
// zstd: Go's transport would decode gzip by itself, and hide the header.
func full() properties {
	return properties{
		ContentType: "text/html; charset=utf-8", CacheControl: "max-age=60, private", ContentDisposition: `attachment; filename="a b.txt"`,
		ContentEncoding: "zstd", ContentLanguage: "zh-CN", Expires: "Wed, 08 Jul 2037 16:57:01 GMT",
		Meta: map[string]string{"author": "Li Lei", "note": "a=b&c; d+e%20f", "name": "乌龙茶"},
	}
}

// editable is what of a stat a writer can set.
func (s stat) editable() properties {
	return properties{ContentType: s.ContentType, CacheControl: s.CacheControl, ContentDisposition: s.ContentDisposition,
		ContentEncoding: s.ContentEncoding, ContentLanguage: s.ContentLanguage, Expires: s.Expires, Meta: s.Meta}
}

func putAndHead(t *testing.T, d *drive) {
	const body = "<p>content</p>"
	p := object("put.html")
	w, err := d.put(p, body, full())
	ok(t, err)
	same(t, "what PutObject tells", w, written{ETag: etagOf(body), CRC: crcOf(body)})
	head, err := d.head(p, conditions{})
	ok(t, err)
	get, got, err := d.get(p, conditions{}, reading{})
	ok(t, err)
	same(t, "content", got, body)
	same(t, "what HEAD tells, beside GET", head, get)
	same(t, "metadata", head.editable(), full())
	if age := time.Since(head.Modified); age < -time.Second || age > time.Hour {
		t.Errorf("Last-Modified is %v, %v ago", head.Modified, age)
	}
	if head.Modified.Nanosecond() != 0 || head.Size != int64(len(body)) || head.ETag != etagOf(body) ||
		head.CRC != crcOf(body) || head.Kind != "Normal" || head.Class != "Standard" || head.Version != "" || head.Tags != 0 {
		t.Errorf("HEAD tells %+v", head)
	}
}

func objectMeta(t *testing.T, d *drive) {
	p := object("meta")
	head := d.seed(t, p, "content", full())
	got, err := d.meta(p)
	ok(t, err)
	got.CRC = "" // may be there or not
	same(t, "object meta", got, stat{Size: head.Size, ETag: head.ETag, Modified: head.Modified})
	exists, err := d.exists(p)
	ok(t, err)
	same(t, "whether the object exists", exists, true)
}

// replaceMetadata copies an object onto itself. What the request does not
// carry is gone; the content stays.
func replaceMetadata(t *testing.T, d *drive) {
	p := object("replace me+?.txt")
	before := d.seed(t, p, "content", full())
	set := properties{ContentType: "text/plain", CacheControl: "no-cache", Meta: map[string]string{"only": "this"}}
	c, err := d.copy(p, p, "REPLACE", conditions{}, set)
	ok(t, err)
	d.wantStored(t, p, "content", set)
	after, err := d.head(p, conditions{})
	ok(t, err)
	same(t, "metadata", after.editable(), set)
	same(t, "size and CRC-64", []any{after.Size, after.CRC}, []any{before.Size, before.CRC})
	same(t, "what CopyObject tells", c, copied{ETag: after.ETag, Modified: after.Modified})
}

// selfCopy: in a bucket without versioning OSS takes the metadata of the
// request, whatever the directive; that there is none empties it.
func selfCopy(t *testing.T, d *drive) {
	for _, directive := range []string{"COPY", ""} {
		p := object("copied-onto-itself" + directive)
		d.seed(t, p, "content", full())
		_, err := d.copy(p, p, directive, conditions{}, properties{ContentType: "text/plain"})
		ok(t, err)
		d.wantStored(t, p, "content", properties{ContentType: "text/plain"})
	}
}

func copyElsewhere(t *testing.T, d *drive) {
	src := object("source a+b/中文.txt")
	before := d.seed(t, src, "content", full())
	for _, directive := range []string{"COPY", ""} {
		dst := object("copy a+b/中文" + directive)
		c, err := d.copy(dst, src, directive, conditions{}, properties{})
		ok(t, err)
		after, err := d.head(dst, conditions{})
		ok(t, err)
		same(t, "metadata after directive "+directive, after.editable(), before.editable())
		same(t, "what CopyObject tells", c, copied{ETag: before.ETag, Modified: after.Modified})
		d.wantStored(t, dst, "content", full())
	}
	dst := place{bucket: "peers-other", key: "copy"}
	ok(t, d.createBucket(dst.bucket, "", ""))
	_, err := d.copy(dst, src, "", conditions{}, properties{})
	ok(t, err)
	d.wantStored(t, dst, "content", full())
}

func copyAndReplace(t *testing.T, d *drive) {
	src, dst := object("source"), object("destination")
	d.seed(t, src, "content", full())
	set := properties{ContentType: "text/plain", ContentLanguage: "en", Expires: "Thu, 09 Jul 2037 16:57:01 GMT", Class: "IA", ACL: "public-read"}
	_, err := d.copy(dst, src, "REPLACE", conditions{}, set)
	ok(t, err)
	d.wantStored(t, dst, "content", set)
	_, err = d.copy(dst, src, "KEEP", conditions{}, properties{})
	d.wantRefused(t, "a directive that does not exist", err, http.StatusBadRequest, "InvalidArgument")
}

func forbidOverwrite(t *testing.T, d *drive) {
	p := object("once")
	_, err := d.put(p, "first", properties{ForbidOverwrite: true})
	ok(t, err)
	_, err = d.put(p, "second", properties{ForbidOverwrite: true})
	d.wantRefused(t, "overwriting", err, http.StatusConflict, "FileAlreadyExists")
	d.wantBody(t, p, "first")
}

// nasty keys have what paths, queries, XML and header values do not carry as
// it is.
var nasty = []string{
	"a b+c/中文&=?#%'()*!~.txt",
	"dir//x",
	"dir/",
	"up/../down/./x",
	"..",
	"%2F%20+%00",
	"<a>&amp;\"b\"</a>;,:@$[]{}|^`\\",
	"?acl",
	"😀/" + strings.Repeat("long", 200),
}

// nasty returns those of them that the client can reach.
func (d *drive) nasty() []string {
	return slices.DeleteFunc(slices.Clone(nasty), func(key string) bool {
		return d.cleansPaths && slices.Contains(strings.Split(key, "/"), "..")
	})
}

func keys(t *testing.T, d *drive) {
	for i, key := range d.nasty() {
		p, other := object(key), object("copied/"+key)
		body := strings.Repeat("x", i+1)
		d.seed(t, p, body, properties{ContentType: "text/plain"})
		_, err := d.copy(other, p, "", conditions{}, properties{})
		ok(t, err)
		d.wantBody(t, p, body)
		d.wantBody(t, other, body)
		_, err = d.delete(other)
		ok(t, err)
		_, err = d.head(other, conditions{})
		d.wantRefused(t, "HEAD of a deleted "+key, err, http.StatusNotFound, "NoSuchKey")
	}
}
