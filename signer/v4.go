package signer

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strconv"
	"time"
)

// The V4 signature, OSS4-HMAC-SHA256. Source: OSS developer reference, "Include
// a V4 signature in the Authorization header (recommended)" and "Include a V4
// signature in a URL (recommended)".

const (
	algorithmV4     = "OSS4-HMAC-SHA256"
	unsignedPayload = "UNSIGNED-PAYLOAD" // the only payload digest that OSS documents

	nameAuthorization = "Authorization"
	nameDate          = "x-oss-date" // as a header and in a URL
	nameContentSHA256 = "x-oss-content-sha256"
	nameToken         = "x-oss-security-token" // as a header and in a URL
	nameVersion       = "x-oss-signature-version"
	nameCredential    = "x-oss-credential"
	nameExpires       = "x-oss-expires"
	nameAdditional    = "x-oss-additional-headers"
	nameSignature     = "x-oss-signature"
)

// deriveKey returns the V4 signing key of a secret for a scope:
//
//	HMAC(HMAC(HMAC(HMAC("aliyun_v4"+secret, date), region), product), "aliyun_v4_request")
func deriveKey(secret string, s Scope) ([]byte, error) {
	key := []byte("aliyun_v4" + secret)
	for _, part := range [...]string{s.Date, s.Region, s.product(), scopeTerminator} {
		mac, err := newMAC(sha256.New, key)
		if err != nil {
			return nil, err
		}
		mac.Write([]byte(part))
		key = mac.Sum(nil)
	}
	return key, nil
}

// newMAC is hmac.New with an error in place of the panic by which crypto/hmac
// refuses SHA-1 and keys under 14 bytes in FIPS 140-only mode.
func newMAC(h func() hash.Hash, key []byte) (mac hash.Hash, err error) {
	defer func() {
		if recover() != nil {
			err = ErrFIPS
		}
	}()
	return hmac.New(h, key), nil
}

// signV4 leaves what the signer adds in c.own and the signature in c.sum.
func (s *Signer) signV4(c *canonicalizer, r *Request, at time.Time, seconds int64, rec *recorder) (additional string, err error) {
	c.buf = appendTimestamp(c.buf[:0], at)
	timestamp := string(c.buf)
	if timestamp[:len("YYYYMMDD")] != s.scope.Date {
		return "", &RequestError{"time", timestamp, ReasonOtherDay}
	}
	if seconds == 0 {
		c.own = append(c.own[:0], Field{nameDate, timestamp}, Field{nameContentSHA256, unsignedPayload})
		s.ownToken(c, nameToken)
		if err := c.collectHeader(r, s.additional, c.own...); err != nil {
			return "", err
		}
		additional = c.additionalNames()
		err = c.collectQuery(r.Query, true, "")
	} else {
		if err := c.collectHeader(r, s.additional); err != nil {
			return "", err
		}
		additional = c.additionalNames()
		c.own = append(c.own[:0], Field{nameVersion, algorithmV4}, Field{nameCredential, s.accessKeyID + "/" + s.scopeText},
			Field{nameDate, timestamp}, Field{nameExpires, strconv.FormatInt(seconds, 10)})
		if additional != "" {
			c.own = append(c.own, Field{nameAdditional, additional})
		}
		s.ownToken(c, nameToken)
		err = c.collectQuery(r.Query, true, "", c.own...)
	}
	if err == nil {
		err = c.checkTwice()
	}
	if err != nil {
		return "", err
	}
	s.authenticateV4(c, r, timestamp, additional, rec)
	rec.leftOutV4(c, s.additional)
	return additional, nil
}

// authenticateV4 leaves the signature of what was collected in c.sum.
func (s *Signer) authenticateV4(c *canonicalizer, r *Request, timestamp, additional string, rec *recorder) {
	c.buf = c.appendCanonicalRequest(c.buf[:0], r, additional, rec)
	n := len(c.buf)
	digest := sha256.Sum256(c.buf)
	c.buf = append(c.buf, algorithmV4+"\n"...)
	c.buf = append(c.buf, timestamp...)
	c.buf = append(c.buf, '\n')
	c.buf = append(c.buf, s.scopeText...)
	c.buf = append(c.buf, '\n')
	c.buf = hex.AppendEncode(c.buf, digest[:])
	rec.stringToSignV4(c.buf[:n], c.buf[n:])
	c.authenticate(c.buf[n:])
}

// appendCanonicalRequest appends, line by line:
//
//	method
//	/bucket/key, percent-encoded
//	the query, percent-encoded and sorted, without x-oss-signature
//	name:value of every signed header, sorted, each with its LF
//	(an empty line)
//	the names of the additional headers, joined with ';'
//	UNSIGNED-PAYLOAD
func (c *canonicalizer) appendCanonicalRequest(dst []byte, r *Request, additional string, rec *recorder) []byte {
	dst = append(dst, r.Method...)
	rec.line(dst, OriginMethod, "")
	dst = append(dst, '\n')
	start := len(dst)
	dst = append(dst, '/')
	if r.Bucket != "" {
		dst = append(dst, r.Bucket...)
		dst = append(dst, '/')
		dst = AppendPath(dst, r.Key)
	}
	rec.line(dst[start:], OriginResource, "")
	dst = append(dst, '\n')
	start = len(dst)
	dst = c.appendQuery(dst, rec)
	rec.line(dst[start:], OriginQuery, "")
	dst = append(dst, '\n')
	dst = c.appendFields(dst, false, rec)
	rec.line(nil, OriginConstant, "end of the headers")
	dst = append(dst, '\n')
	dst = append(dst, additional...)
	rec.line(dst[len(dst)-len(additional):], OriginAdditional, "")
	dst = append(dst, "\n"+unsignedPayload...)
	rec.line(dst[len(dst)-len(unsignedPayload):], OriginConstant, "the only payload digest OSS documents")
	return dst
}

// appendQuery appends the collected parameters, joined with '&'.
func (c *canonicalizer) appendQuery(dst []byte, rec *recorder) []byte {
	separate := false
	for e := range c.query.all {
		if separate {
			dst = append(dst, '&')
		}
		separate = true
		start := len(dst)
		dst = append(dst, c.key(e)...)
		if e.value != "" {
			dst = appendEscaped(append(dst, '='), e.value, false)
		}
		rec.part(dst[start:], e)
	}
	return dst
}

// additionalNames joins the names of the fields that are signed only because
// the caller named them. Names that the request lacks, or that are signed
// anyway, have dropped out.
func (c *canonicalizer) additionalNames() string {
	c.buf = c.buf[:0]
	for e := range c.header.all {
		if e.why == byAddition {
			if len(c.buf) > 0 {
				c.buf = append(c.buf, ';')
			}
			c.buf = append(c.buf, c.key(e)...)
		}
	}
	return string(c.buf)
}

// checkTwice refuses a query parameter that is a signed header too, with
// another value. Source: the page on V4 in a URL.
func (c *canonicalizer) checkTwice() error {
	for e := range c.query.all {
		if e.value != "" {
			if field := c.find(e.name); field != nil && field.why != notSigned && field.value != e.value {
				return &RequestError{"header", field.name, ReasonTwoValues}
			}
		}
	}
	return nil
}

// appendAuthorizationV4 appends the value of the Authorization header:
//
//	OSS4-HMAC-SHA256 Credential=<id>/<scope>[,AdditionalHeaders=<a;b>],Signature=<hex>
func (s *Signer) appendAuthorizationV4(dst []byte, additional string, signature []byte) []byte {
	dst = append(dst, algorithmV4+" Credential="...)
	dst = append(dst, s.accessKeyID...)
	dst = append(dst, '/')
	dst = append(dst, s.scopeText...)
	if additional != "" {
		dst = append(dst, ",AdditionalHeaders="...)
		dst = append(dst, additional...)
	}
	dst = append(dst, ",Signature="...)
	return hex.AppendEncode(dst, signature)
}
