package peers

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

func appendObject(t *testing.T, d *drive) {
	p := object("appended.log")
	o := properties{ContentType: "text/x-log", CacheControl: "no-cache", Meta: map[string]string{"author": "Li Lei"}}
	next, err := d.append(p, 0, "first,", o)
	ok(t, err)
	same(t, "next position", next, int64(6))
	next, err = d.append(p, next, "second", properties{})
	ok(t, err)
	same(t, "next position", next, int64(12))
	_, err = d.append(p, 6, "wrong", properties{})
	d.wantRefused(t, "appending at the wrong position", err, http.StatusConflict, "PositionNotEqualToLength")
	d.wantStored(t, p, "first,second", o)
	s, err := d.head(p, conditions{})
	ok(t, err)
	same(t, "metadata", s.editable(), o) // that of the first
	same(t, "what HEAD tells", []any{s.Kind, s.NextAppend, s.Size, s.CRC}, []any{"Appendable", "12", int64(12), crcOf("first,second")})
	normal := object("put, not appended")
	d.seed(t, normal, "content", properties{})
	_, err = d.append(normal, 7, "more", properties{})
	d.wantRefused(t, "appending to an object that was put", err, http.StatusConflict, "ObjectNotAppendable")
}

const minPart = 100 << 10 // bytes; only the last part may be smaller

var multipartETag = regexp.MustCompile(`^"[0-9A-F]{32}-\d+"$`)

func multipart(t *testing.T, d *drive) {
	p := object("multipart/" + nasty[0])
	u, err := d.initiate(p, full())
	ok(t, err)
	same(t, "bucket and key", []string{u.Bucket, u.Key}, []string{p.bucket, p.key})
	bodies := []string{strings.Repeat("a", minPart), strings.Repeat("b", minPart+1), "the rest"}
	var parts, want []part
	for i, body := range bodies {
		uploaded, err := d.part(u, i+1, body)
		ok(t, err)
		same(t, "uploaded part", uploaded, part{Number: i + 1, ETag: etagOf(body)})
		parts, want = append(parts, uploaded), append(want, part{i + 1, etagOf(body), int64(len(body))})
	}
	listed, err := d.parts(u)
	ok(t, err)
	same(t, "listed parts", listed, want)
	_, err = d.head(p, conditions{})
	d.wantRefused(t, "HEAD before it is complete", err, http.StatusNotFound, "NoSuchKey")

	c, err := d.complete(u, parts)
	ok(t, err)
	whole := strings.Join(bodies, "")
	same(t, "what completion tells", []string{c.Bucket, c.Key, c.CRC}, []string{p.bucket, p.key, crcOf(whole)})
	if !multipartETag.MatchString(c.ETag) {
		t.Errorf("ETag is %s", c.ETag)
	}
	d.wantStored(t, p, whole, full())
	s, err := d.head(p, conditions{})
	ok(t, err)
	same(t, "metadata", s.editable(), full())
	same(t, "what HEAD tells", []any{s.Kind, s.ETag, s.Size, s.CRC}, []any{"Multipart", c.ETag, int64(len(whole)), crcOf(whole)})
	_, err = d.parts(u)
	d.wantRefused(t, "listing the parts of what is complete", err, http.StatusNotFound, "NoSuchUpload")
}

func multipartCopy(t *testing.T, d *drive) {
	src, dst := object("multipart source/a b+中"), object("multipart copy")
	body := strings.Repeat("0123456789", minPart/10+1)
	d.seed(t, src, body, properties{})
	u, err := d.initiate(dst, properties{ContentType: "text/plain"})
	ok(t, err)
	first, err := d.partCopy(u, 1, src, 0, minPart)
	ok(t, err)
	second, err := d.partCopy(u, 2, src, 3, 5)
	ok(t, err)
	same(t, "copied parts", []part{first, second}, []part{{Number: 1, ETag: etagOf(body[:minPart])}, {Number: 2, ETag: etagOf("34567")}})
	_, err = d.partCopy(u, 3, object("absent"), 0, 5)
	d.wantRefused(t, "copying a part of what is not there", err, http.StatusNotFound, "NoSuchKey")
	_, err = d.complete(u, []part{second, first}) // the clients put them in order
	ok(t, err)
	d.wantBody(t, dst, body[:minPart]+"34567")
}

func multipartRefused(t *testing.T, d *drive) {
	p := object("multipart/refused")
	u, err := d.initiate(p, properties{})
	ok(t, err)
	first, err := d.part(u, 1, "too small")
	ok(t, err)
	second, err := d.part(u, 2, "the rest")
	ok(t, err)
	_, err = d.complete(u, []part{first, second})
	d.wantRefused(t, "a part that is too small", err, http.StatusBadRequest, "EntityTooSmall")
	_, err = d.complete(u, []part{{Number: 1, ETag: second.ETag}})
	d.wantRefused(t, "a part with another ETag", err, http.StatusBadRequest, "InvalidPart")
	_, err = d.complete(u, []part{{Number: 7, ETag: second.ETag}})
	d.wantRefused(t, "a part that was never sent", err, http.StatusBadRequest, "InvalidPart")
	_, err = d.complete(u, []part{first})
	ok(t, err)
	d.wantBody(t, p, "too small")
}

func multipartAborted(t *testing.T, d *drive) {
	var begun []upload
	for _, key := range []string{"aborted/" + nasty[0], "aborted/b", "aborted/b"} {
		u, err := d.initiate(object(key), properties{})
		ok(t, err)
		begun = append(begun, u)
	}
	listed, err := d.uploads(plain, "aborted/")
	ok(t, err)
	if begun[1].ID > begun[2].ID { // uploads of one key come in the order of their ids
		begun[1], begun[2] = begun[2], begun[1]
	}
	same(t, "uploads", listed, begun)
	for _, u := range begun {
		ok(t, d.abort(u))
		_, err = d.part(u, 1, "late")
		d.wantRefused(t, "a part of what was aborted", err, http.StatusNotFound, "NoSuchUpload")
	}
	d.wantRefused(t, "aborting it again", d.abort(begun[0]), http.StatusNotFound, "NoSuchUpload")
	listed, err = d.uploads(plain, "aborted/")
	ok(t, err)
	same(t, "number of uploads that are left", len(listed), 0)
}
