package signer

import (
	"encoding/base64"
	"slices"
	"strings"
	"time"
)

// The V1 signature, HMAC-SHA1. Source: the OSS developer reference, "Include a
// V1 signature in the Authorization header".
//
// V1 signs less than V4 and is not injective: "k?acl" as a key and "k" with
// the sub-resource acl give the same string. Prefer V4.

// timeFormatHTTP is the IMF-fixdate of RFC 9110 section 5.6.7, for a time in UTC.
const timeFormatHTTP = "Mon, 02 Jan 2006 15:04:05 GMT"

// appendV1 appends the string to sign:
//
//	method
//	Content-MD5, or an empty line
//	Content-Type, or an empty line
//	Date
//	name:value of every x-oss- header, sorted, each with its LF
//	/bucket/key?sub-resources, not encoded
func (s *Signer) appendV1(dst []byte, c *canonicalizer, r *Request, date string, rec *recorder) []byte {
	dst = append(dst, r.Method...)
	rec.line(dst, OriginMethod, "")
	dst = append(dst, '\n')
	for _, name := range [...]string{"content-md5", "content-type"} {
		value := ""
		if i, found := c.find(name); found {
			value = c.header[i].value
			rec.header([]byte(value), c.header[i])
		} else {
			rec.absent(name)
		}
		dst = append(dst, value...)
		dst = append(dst, '\n')
	}
	dst = append(dst, date...)
	rec.line([]byte(date), OriginTime, "")
	dst = append(dst, '\n')
	for _, h := range c.header {
		if h.signed != notSigned && isOSSHeader(c.lower(h)) {
			start := len(dst)
			dst = c.appendField(dst, h)
			rec.header(dst[start:len(dst)-1], h)
		}
	}
	start := len(dst)
	dst = c.appendResourceV1(dst, r, s.subResources, rec)
	rec.resourceV1(dst[start:], r.Key)
	return dst
}

// appendResourceV1 appends /bucket/key and the sub-resources among the query.
func (c *canonicalizer) appendResourceV1(dst []byte, r *Request, more []string, rec *recorder) []byte {
	dst = append(dst, '/')
	if r.Bucket != "" {
		dst = append(dst, r.Bucket...)
		dst = append(dst, '/')
		dst = append(dst, r.Key...)
	}
	separator := byte('?')
	for _, q := range c.query {
		if !isSubResource(q.original, more) {
			continue
		}
		dst = append(dst, separator)
		separator = '&'
		start := len(dst)
		dst = append(dst, q.original...)
		if value := r.Query[q.original][0]; value != "" {
			dst = append(dst, '=')
			dst = append(dst, value...)
		}
		rec.part(q.original, dst[start:])
	}
	return dst
}

// collectQueryV1 fills c.query with the parameters sorted by their raw names.
func (c *canonicalizer) collectQueryV1(query map[string][]string) error {
	if err := checkQuery(query); err != nil {
		return err
	}
	c.query = c.query[:0]
	for name, values := range query {
		if len(values) == 0 {
			continue
		}
		c.query = append(c.query, queryField{original: name})
	}
	slices.SortFunc(c.query, func(a, b queryField) int { return strings.Compare(a.original, b.original) })
	return nil
}

// signV1 fills c.buf with the string to sign and returns it.
func (s *Signer) signV1(c *canonicalizer, r *Request, at time.Time, rec *recorder) (date string, toSign []byte, err error) {
	for i := range len(r.Key) {
		if r.Key[i] < ' ' || r.Key[i] == 0x7f {
			return "", nil, &RequestError{"key", r.Key, ReasonControl}
		}
	}
	c.buf = at.AppendFormat(c.buf[:0], timeFormatHTTP)
	date = string(c.buf)
	if err := s.collectV1(c, r, date); err != nil {
		return "", nil, err
	}
	c.buf = s.appendV1(c.buf[:0], c, r, date, rec)
	rec.exact(nil, c.buf)
	rec.leftOutV1(c, s.subResources)
	return date, c.buf, nil
}

func (s *Signer) collectV1(c *canonicalizer, r *Request, date string) error {
	if err := c.collectHeader(r, nil); err != nil {
		return err
	}
	if err := c.setField("date", date, notSigned); err != nil {
		return err
	}
	// A caller's x-oss-date would stand in for Date with some servers: it
	// must say the same.
	if i, found := c.find(headerOSSDate); found && c.header[i].value != date {
		return &RequestError{"header", c.header[i].original, ReasonConflict}
	}
	if err := s.setToken(c); err != nil {
		return err
	}
	return c.collectQueryV1(r.Query)
}

func encodeV1(mac []byte) string { return base64.StdEncoding.EncodeToString(mac) }

// appendAuthorizationV1 appends the value of the Authorization header:
//
//	OSS <id>:<base64>
func (s *Signer) appendAuthorizationV1(dst, signature []byte) []byte {
	dst = append(dst, "OSS "...)
	dst = append(dst, s.accessKeyID...)
	dst = append(dst, ':')
	return base64.StdEncoding.AppendEncode(dst, signature)
}
