package signer

import (
	"encoding/base64"
	"strconv"
	"time"
)

// The V1 signature, HMAC-SHA1. Source: OSS developer reference, "Include a V1
// signature in the Authorization header" and "Include a V1 signature in a URL".
//
// V1 signs less than V4 and is not injective: "k?acl" as a key and "k" with
// the sub-resource acl give the same string. Prefer V4.

const (
	nameAccessKeyIDV1 = "OSSAccessKeyId" // these four in a URL
	nameExpiresV1     = "Expires"
	nameSignatureV1   = "Signature"
	nameTokenV1       = "security-token"
)

// timeFormatHTTP is the IMF-fixdate of RFC 9110 section 5.6.7, for a time in UTC.
const timeFormatHTTP = "Mon, 02 Jan 2006 15:04:05 GMT"

// signV1 leaves what the signer adds in c.own and the signature in c.sum.
func (s *Signer) signV1(c *canonicalizer, r *Request, at time.Time, seconds int64, rec *recorder) error {
	for i := range len(r.Key) {
		if r.Key[i] < ' ' || r.Key[i] == 0x7f {
			return &RequestError{"key", r.Key, ReasonControl}
		}
	}
	date := ""
	var err error
	if seconds == 0 {
		c.buf = at.AppendFormat(c.buf[:0], timeFormatHTTP)
		date = string(c.buf)
		c.own = append(c.own[:0], Field{"Date", date})
		s.ownToken(c, nameToken)
		if err = c.collectHeader(r, nil, c.own...); err == nil {
			err = c.collectQuery(r.Query, false, "")
		}
	} else {
		date = strconv.FormatInt(at.Unix()+seconds, 10)
		c.own = append(c.own[:0], Field{nameAccessKeyIDV1, s.accessKeyID}, Field{nameExpiresV1, date})
		s.ownToken(c, nameTokenV1)
		if err = c.collectHeader(r, nil); err == nil {
			err = c.collectQuery(r.Query, false, "", c.own...)
		}
	}
	if err != nil {
		return err
	}
	// A caller's x-oss-date would stand in for Date with some servers: it
	// must say the same.
	if e := c.find(nameDate); e != nil && seconds == 0 && e.value != date {
		return &RequestError{"header", e.name, ReasonConflict}
	}
	s.authenticateV1(c, r, date, rec)
	rec.leftOutV1(c, s.subResources)
	return nil
}

// authenticateV1 leaves the signature of what was collected in c.sum.
func (s *Signer) authenticateV1(c *canonicalizer, r *Request, date string, rec *recorder) {
	c.buf = s.appendStringToSignV1(c.buf[:0], c, r, date, rec)
	rec.exact(nil, c.buf)
	c.authenticate(c.buf)
}

// appendStringToSignV1 appends:
//
//	method
//	Content-MD5, or an empty line
//	Content-Type, or an empty line
//	Date; in a URL, Expires
//	name:value of every x-oss- header, sorted, each with its LF
//	/bucket/key?sub-resources, not encoded
func (s *Signer) appendStringToSignV1(dst []byte, c *canonicalizer, r *Request, date string, rec *recorder) []byte {
	dst = append(dst, r.Method...)
	rec.line(dst, OriginMethod, "")
	dst = append(dst, '\n')
	for _, name := range [...]string{"content-md5", "content-type"} {
		if e := c.find(name); e != nil {
			dst = append(dst, e.value...)
			rec.field(dst[len(dst)-len(e.value):], e)
		} else {
			rec.absent(name)
		}
		dst = append(dst, '\n')
	}
	dst = append(dst, date...)
	rec.line(dst[len(dst)-len(date):], OriginTime, "")
	dst = append(dst, '\n')
	dst = c.appendFields(dst, true, rec)
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
	for e := range c.query.all {
		if !isSubResource(e.name, more) {
			continue
		}
		dst = append(dst, separator)
		separator = '&'
		start := len(dst)
		dst = append(dst, e.name...)
		if e.value != "" {
			dst = append(dst, '=')
			dst = append(dst, e.value...)
		}
		rec.part(dst[start:], e)
	}
	return dst
}

// appendAuthorizationV1 appends the value of the Authorization header:
//
//	OSS <id>:<base64>
func (s *Signer) appendAuthorizationV1(dst, signature []byte) []byte {
	dst = append(dst, "OSS "...)
	dst = append(dst, s.accessKeyID...)
	dst = append(dst, ':')
	return base64.StdEncoding.AppendEncode(dst, signature)
}
