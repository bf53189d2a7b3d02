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

// signV1 signs r in its header, or, with seconds to live, in its URL.
func (s *Signer) signV1(c *canonicalizer, r *Request, at time.Time, seconds int64, rec *recorder) (Signature, error) {
	for i := range len(r.Key) {
		if r.Key[i] < ' ' || r.Key[i] == 0x7f {
			return Signature{}, &RequestError{"key", r.Key, ReasonControl}
		}
	}
	if err := c.collectHeader(r, nil); err != nil {
		return Signature{}, err
	}
	date := appendHTTPDate(c.stamp[:0], at)
	var parameters []Field
	if seconds > 0 {
		if at.Unix()+seconds < 0 {
			return Signature{}, &RequestError{"time", at.String(), ReasonYear}
		}
		date = strconv.AppendInt(c.stamp[:0], at.Unix()+seconds, 10)
		parameters = s.ownToken(append(make([]Field, 0, 4), Field{nameAccessKeyIDV1, s.accessKeyID}, Field{nameExpiresV1, string(date)}), nameTokenV1)
	} else {
		c.addOwn("date", date, notSigned)
		s.addOwnToken(c)
	}
	if err := c.arrange(&c.header, "header", r.Header); err != nil {
		return Signature{}, err
	}
	if seconds > 0 {
		if err := refuseForeign(r.Query, parameters, nameTokenV1); err != nil {
			return Signature{}, err
		}
	} else if err := s.refuseForeignToken(c, r); err != nil {
		return Signature{}, err
	}
	if err := c.collectQuery(r.Query, V1, s.subResources, parameters); err != nil {
		return Signature{}, err
	}
	// A caller's x-oss-date would stand in for Date with some servers: it
	// must say the same.
	if e := c.find(nameDate); e != nil && seconds == 0 && string(c.value(e)) != string(date) {
		return Signature{}, &RequestError{"header", spelling(r.Header, nameDate), ReasonConflict}
	}
	c.authenticateV1(r, date, rec)
	rec.leftOutV1(c)
	rec.signature(c.sum)
	if seconds > 0 {
		return Signature{append(parameters, Field{nameSignatureV1, base64.StdEncoding.EncodeToString(c.sum)})}, nil
	}
	c.buf = s.appendAuthorizationV1(append(c.buf[:0], date...), c.sum)
	text := string(c.buf) // both values in one allocation
	fields := s.ownToken(append(make([]Field, 0, 3), Field{"Date", text[:len(date)]}), nameToken)
	return Signature{append(fields, Field{nameAuthorization, text[len(date):]})}, nil
}

// authenticateV1 leaves the signature of what was collected in c.sum.
func (c *canonicalizer) authenticateV1(r *Request, date []byte, rec *recorder) {
	c.buf = c.appendStringToSignV1(c.buf[:0], r, date, rec)
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
func (c *canonicalizer) appendStringToSignV1(dst []byte, r *Request, date []byte, rec *recorder) []byte {
	dst = append(dst, r.Method...)
	rec.line(dst, OriginMethod, "")
	dst = append(dst, '\n')
	for i, name := range [...]string{"content-md5", "content-type"} {
		if at := c.lines[i]; at >= 0 {
			e := &c.header.entries[at]
			dst = append(dst, c.value(e)...)
			rec.field(c, e, c.value(e))
		} else {
			rec.absent(name)
		}
		dst = append(dst, '\n')
	}
	dst = append(dst, date...)
	rec.line(date, OriginTime, "")
	dst = append(dst, '\n')
	dst = c.appendFields(dst, true, rec)
	start := len(dst)
	dst = append(dst, '/')
	if r.Bucket != "" {
		dst = append(dst, r.Bucket...)
		dst = append(dst, '/')
		dst = append(dst, r.Key...)
	}
	dst = c.appendQuery(dst, "?", rec)
	rec.resourceV1(dst[start:], r.Key)
	return dst
}

// appendHTTPDate appends t, which is in UTC, as an IMF-fixdate.
func appendHTTPDate(dst []byte, t time.Time) []byte {
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	dst = append(dst, "SunMonTueWedThuFriSat"[t.Weekday()*3:][:3]...)
	dst = appendTwo(append(dst, ", "...), day)
	dst = append(dst, ' ')
	dst = append(dst, "JanFebMarAprMayJunJulAugSepOctNovDec"[(month-1)*3:][:3]...)
	dst = appendTwo(append(dst, ' '), year/100)
	dst = appendTwo(dst, year%100)
	dst = appendTwo(append(dst, ' '), hour)
	dst = appendTwo(append(dst, ':'), minute)
	dst = appendTwo(append(dst, ':'), second)
	return append(dst, " GMT"...)
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
