package osstest

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// found returns the object that the request names; of a link the link itself.
func (c *call) found() (obj *object, e *xmlerr.Error) {
	_, e = c.read(func(b *bucket, o *object) (*reply, *xmlerr.Error) {
		obj, e = c.readable(b, o)
		return nil, e
	})
	return obj, e
}

// readable returns obj, which the request names, if there is one and it may be
// read. The lock is held.
func (c *call) readable(b *bucket, obj *object) (*object, *xmlerr.Error) {
	if e := c.mayRead(b, obj); e != nil {
		return nil, e
	}
	if obj == nil {
		return nil, c.absent(b)
	}
	return obj, nil
}

func headObject(c *call) (*reply, *xmlerr.Error) {
	obj, e := c.followed()
	if e != nil {
		return nil, e
	}
	if r, e := c.conditional(obj); r != nil || e != nil {
		return r, e
	}
	r := newReply(http.StatusOK)
	c.describe(r, obj)
	r.length = int64(len(obj.body))
	return r, nil
}

func getObject(c *call) (*reply, *xmlerr.Error) {
	if e := c.checkOverrides(); e != nil {
		return nil, e
	}
	obj, e := c.followed()
	if e != nil {
		return nil, e
	}
	if r, e := c.conditional(obj); r != nil || e != nil {
		return r, e
	}
	if e := c.frozen(obj, c.directRead); e != nil {
		return nil, e
	}
	size := int64(len(obj.body))
	first, end, partial, e := c.byteRange(size)
	if e != nil {
		return nil, e
	}
	r := newReply(http.StatusOK)
	c.describe(r, obj)
	c.override(r)
	if partial {
		r.status = http.StatusPartialContent
		r.set(headers.ContentRange, fmt.Sprintf("bytes %d-%d/%d", first, end-1, size))
	}
	r.body, r.length = obj.body[first:end], end-first
	return r, nil
}

// getObjectMeta answers with the little that OSS gives there: no Content-Type
// and no user metadata, but the CRC-64, which OSS's page does not have and its
// SDKs read. A link it does not follow.
func getObjectMeta(c *call) (*reply, *xmlerr.Error) {
	obj, e := c.found()
	if e != nil {
		return nil, e
	}
	r := newReply(http.StatusOK)
	r.set(headers.ETagName, obj.etag.String())
	r.set(headers.LastModified, headers.FormatTime(obj.modified))
	obj.showCRC(r)
	obj.showSealed(r)
	c.showVersion(r, obj)
	r.length = int64(len(obj.body))
	return r, nil
}

// describe puts everything that is known of an object in the header.
func (c *call) describe(r *reply, obj *object) {
	for name, values := range obj.persistent {
		r.put(name, values...)
	}
	for name, value := range obj.meta.All() {
		r.put(name, value)
	}
	r.set(headers.AcceptRanges, "bytes")
	obj.showSums(r)
	r.set(headers.LastModified, headers.FormatTime(obj.modified))
	r.set(headers.XOSSObjectType, obj.kind)
	r.set(headers.XOSSStorageClass, obj.class)
	r.set(headers.XOSSRestore, obj.restore.info(c.started))
	if obj.kind == typeAppendable {
		r.set(headers.XOSSNextAppendPosition, strconv.Itoa(len(obj.body)))
	}
	obj.showSealed(r)
	if len(obj.tags) > 0 && !c.anonymous && !c.denied("GetObjectTagging") { // who reads may not read tags
		r.set(headers.XOSSTaggingCount, strconv.Itoa(len(obj.tags)))
	}
	obj.encryption.set(r)
	c.showVersion(r, obj)
}

// showSums puts what tells the content from another in the header.
func (obj *object) showSums(r *reply) {
	r.set(headers.ETagName, obj.etag.String())
	r.set(headers.ContentMD5, obj.md5)
	r.set(headers.XOSSHashCRC64ECMA, obj.crc.String())
}

// showCRC tells the CRC-64, but of a link, which has no content.
func (obj *object) showCRC(r *reply) {
	if obj.kind != typeSymlink {
		r.set(headers.XOSSHashCRC64ECMA, obj.crc.String())
	}
}

// byteRange returns which bytes of an object a request asks for.
//
//	Range = "bytes=" ( first "-" [ last ] / "-" length )   ; one range only
//
// OSS answers a range that is not within the object with the whole object,
// unless the request has x-oss-range-behavior: standard: then a last byte
// beyond the end is cut, and a first byte beyond it refused. Of what is not a
// Range of this form the whole object is the answer in either case.
func (c *call) byteRange(size int64) (first, end int64, partial bool, e *xmlerr.Error) {
	standard := false
	switch v := c.header(headers.XOSSRangeBehavior); v {
	case "":
	case "standard":
		standard = true
	default:
		return 0, 0, false, invalid(headers.XOSSRangeBehavior, v, "The value is not standard.")
	}
	first, last, ok := parseRange(c.header(headers.Range), size)
	switch {
	case !ok:
		return 0, size, false, nil
	case 0 <= first && first <= last && last < size:
		return first, last + 1, true, nil
	case !standard:
		return 0, size, false, nil
	case first >= size:
		return 0, 0, false, fail(xmlerr.InvalidRange, "", "The requested range cannot be satisfied",
			"ActualObjectSize", strconv.FormatInt(size, 10), "RangeRequested", c.header(headers.Range))
	}
	return max(0, first), min(last+1, size), true, nil
}

// parseRange reads a Range. The bytes from first to last may lie outside of
// the object; it reports false for what is not of the form.
func parseRange(v string, size int64) (first, last int64, ok bool) {
	spec, ok := strings.CutPrefix(v, "bytes=")
	from, to, dash := strings.Cut(spec, "-")
	if !ok || !dash || from == "" && to == "" {
		return 0, 0, false
	}
	number := func(s string, none int64) int64 {
		if s == "" {
			return none
		}
		n, err := strconv.ParseUint(s, 10, 62) // so that adding one does not overflow
		if err != nil {
			ok = false
		}
		return int64(n)
	}
	if from == "" {
		n := number(to, 0)
		if n == 0 || size == 0 { // nothing that could be satisfied
			return size, size, ok
		}
		return size - n, size - 1, ok
	}
	first = number(from, 0)
	last = number(to, max(first, size-1))
	return first, last, ok && first <= last
}
