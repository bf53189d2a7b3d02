package peers

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// conditionCases are the conditions of OSS, on an object with the ETag and the
// Last-Modified of s; 0 is the status of success.
func conditionCases(s stat) []struct {
	name   string
	c      conditions
	status int
} {
	const other = `"00000000000000000000000000000000"`
	before, after := s.Modified.Add(-time.Hour), s.Modified.Add(time.Hour)
	return []struct {
		name   string
		c      conditions
		status int
	}{
		{"if-match that holds", conditions{Match: s.ETag}, 0},
		{"if-match that fails", conditions{Match: other}, http.StatusPreconditionFailed},
		{"if-none-match that holds", conditions{NoneMatch: other}, 0},
		{"if-none-match that fails", conditions{NoneMatch: s.ETag}, http.StatusNotModified},
		{"if-modified-since that holds", conditions{ModifiedSince: before}, 0},
		{"if-modified-since the same second", conditions{ModifiedSince: s.Modified}, http.StatusNotModified},
		{"if-unmodified-since that holds", conditions{UnmodifiedSince: after}, 0},
		{"if-unmodified-since the same second", conditions{UnmodifiedSince: s.Modified}, 0},
		{"if-unmodified-since that fails", conditions{UnmodifiedSince: before}, http.StatusPreconditionFailed},
		{"both kinds that hold", conditions{Match: s.ETag, UnmodifiedSince: s.Modified}, 0},
		{"both kinds that fail", conditions{Match: other, UnmodifiedSince: before}, http.StatusPreconditionFailed},
	}
}

// wantCondition checks the outcome of a call with a condition.
func (d *drive) wantCondition(t *testing.T, what string, err error, status int) {
	t.Helper()
	switch status {
	case 0:
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	case http.StatusNotModified:
		d.wantRefusal(t, what, err, d.notModified)
	default:
		d.wantRefused(t, what, err, status, "PreconditionFailed")
	}
}

func readConditions(t *testing.T, d *drive) {
	p := object("conditional")
	s := d.seed(t, p, "content", full())
	for _, c := range conditionCases(s) {
		head, err := d.head(p, c.c)
		d.wantCondition(t, "HEAD with "+c.name, err, c.status)
		get, body, err := d.get(p, c.c, reading{})
		d.wantCondition(t, "GET with "+c.name, err, c.status)
		if c.status == 0 {
			same(t, "what HEAD tells with "+c.name, head, s)
			same(t, "what GET tells with "+c.name, get, s)
			same(t, "content with "+c.name, body, "content")
		}
	}
}

func copyConditions(t *testing.T, d *drive) {
	src := object("conditional source")
	s := d.seed(t, src, "content", full())
	for _, c := range conditionCases(s) {
		dst := object("conditional copy/" + c.name)
		_, err := d.copy(dst, src, "", c.c, properties{})
		d.wantCondition(t, "copy with "+c.name, err, c.status)
		_, exists := d.server.Object(dst.bucket, dst.key)
		same(t, "whether there is a copy after "+c.name, exists, c.status == 0)
	}
}

func ranges(t *testing.T, d *drive) {
	p := object("ranged")
	d.seed(t, p, "0123456789", properties{})
	for _, c := range []struct {
		first, last int64
		want        string
	}{
		{0, 3, "0123"},
		{4, 9, "456789"},
		{9, 9, "9"},
		{5, 20, "0123456789"}, // OSS answers a range that leaves the object with all of it
	} {
		s, body, err := d.get(p, conditions{}, reading{First: c.first, Last: c.last})
		ok(t, err)
		if body != c.want || s.Size != int64(len(c.want)) {
			t.Errorf("bytes %d-%d are %q (Content-Length %d), want %q", c.first, c.last, body, s.Size, c.want)
		}
	}
}

// replies are other headers that a reader can ask for.
func replies() (reading, properties) {
	o := properties{ContentType: "text/plain; charset=gbk", CacheControl: "no-store", ContentDisposition: `inline; filename="中 文+.txt"`,
		ContentEncoding: "br", ContentLanguage: "en", Expires: "Fri, 10 Jul 2037 16:57:01 GMT"}
	return reading{Overrides: map[string]string{"content-type": o.ContentType, "cache-control": o.CacheControl,
		"content-disposition": o.ContentDisposition, "content-encoding": o.ContentEncoding,
		"content-language": o.ContentLanguage, "expires": o.Expires}}, o
}

func overrides(t *testing.T, d *drive) {
	p := object("overridden")
	d.seed(t, p, "content", full())
	r, want := replies()
	got, body, err := d.get(p, conditions{}, r)
	ok(t, err)
	want.Meta = full().Meta // nobody can override it
	same(t, "headers", got.editable(), want)
	same(t, "content", body, "content")
	d.wantStored(t, p, "content", full())
}

// missingKey asks for an object that is not there in all ways: the error of a
// HEAD has no body, and must be the client's NoSuchKey all the same.
func missingKey(t *testing.T, d *drive) {
	p := object("absent/中 文")
	_, head := d.head(p, conditions{})
	_, meta := d.meta(p)
	_, _, get := d.get(p, conditions{}, reading{})
	_, copied := d.copy(object("never"), p, "", conditions{}, properties{})
	_, _, acl := d.acl(p)
	_, tags := d.tags(p)
	for what, err := range map[string]error{"HEAD": head, "GetObjectMeta": meta, "GET": get, "copy": copied, "GetObjectACL": acl,
		"GetObjectTagging": tags, "PutObjectACL": d.setACL(p, "private"), "PutObjectTagging": d.setTags(p, []tag{{"a", "b"}})} {
		d.wantRefused(t, what, err, http.StatusNotFound, "NoSuchKey")
	}
	exists, err := d.exists(p)
	ok(t, err)
	same(t, "whether it exists", exists, false)
	_, err = d.delete(p)
	ok(t, err) // OSS deletes what is not there
}

// archive puts an object that must be restored before it is read.
func archive(t *testing.T, d *drive) {
	p, dst := object("archived"), object("copy of the archived")
	s := d.seed(t, p, "content", properties{Class: "Archive", ContentType: "text/plain"})
	same(t, "class and restore", []string{s.Class, s.Restore, s.ContentType}, []string{"Archive", "", "text/plain"})
	_, _, err := d.get(p, conditions{}, reading{})
	d.wantRefused(t, "GET before it is restored", err, http.StatusForbidden, "InvalidObjectState")
	_, err = d.copy(dst, p, "", conditions{}, properties{})
	d.wantRefused(t, "copy before it is restored", err, http.StatusForbidden, "InvalidObjectState")
	ok(t, d.restore(p, 1))
	d.wantBody(t, p, "content")
	if s, err = d.head(p, conditions{}); err != nil || !strings.HasPrefix(s.Restore, `ongoing-request="false", expiry-date="`) {
		t.Errorf("HEAD of what was restored tells %q, %v", s.Restore, err)
	}
	_, err = d.copy(dst, p, "", conditions{}, properties{})
	ok(t, err)
	d.wantBody(t, dst, "content")
	if err = d.restore(p, 0); d.restored != (refusal{}) { // answers 200 this time
		d.wantRefusal(t, "restoring it again", err, d.restored)
	} else {
		ok(t, err)
	}
}
