package signer

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"time"
)

// The V4 signature, OSS4-HMAC-SHA256. Source: the OSS developer reference,
// "Include a V4 signature in the Authorization header (recommended)".

const (
	algorithmV4     = "OSS4-HMAC-SHA256"
	unsignedPayload = "UNSIGNED-PAYLOAD" // the only payload digest that OSS documents

	headerAuthorization = "Authorization"
	headerDate          = "Date"
	headerOSSDate       = "x-oss-date"
	headerContentSHA256 = "x-oss-content-sha256"
	headerSecurityToken = "x-oss-security-token"
)

// deriveKey returns the V4 signing key of a secret for a scope:
//
//	HMAC(HMAC(HMAC(HMAC("aliyun_v4"+secret, date), region), product), "aliyun_v4_request")
func deriveKey(secret string, s Scope) ([]byte, error) {
	product := s.Product
	if product == "" {
		product = DefaultProduct
	}
	key := []byte("aliyun_v4" + secret)
	for _, part := range [...]string{s.Date, s.Region, product, scopeTerminator} {
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

// appendV4 appends the canonical request and, behind it, the string to sign.
// Both returned slices stand in the same buffer.
func (s *Signer) appendV4(c *canonicalizer, r *Request, timestamp, additional string, rec *recorder) (canonical, toSign []byte) {
	c.buf = c.appendCanonicalRequest(c.buf[:0], r, additional, rec)
	n := len(c.buf)
	digest := sha256.Sum256(c.buf)
	c.buf = append(c.buf, algorithmV4...)
	c.buf = append(c.buf, '\n')
	c.buf = append(c.buf, timestamp...)
	c.buf = append(c.buf, '\n')
	c.buf = append(c.buf, s.scopeText...)
	c.buf = append(c.buf, '\n')
	c.buf = hex.AppendEncode(c.buf, digest[:])
	rec.stringToSignV4(timestamp, s.scopeText, c.buf[len(c.buf)-2*len(digest):])
	return c.buf[:n], c.buf[n:]
}

// appendCanonicalRequest appends, line by line:
//
//	method
//	/bucket/key, percent-encoded
//	the query, percent-encoded and sorted
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

	for _, h := range c.header {
		if h.signed != notSigned {
			start = len(dst)
			dst = c.appendField(dst, h)
			rec.header(dst[start:len(dst)-1], h)
		}
	}
	rec.line(nil, OriginConstant, "end of the headers")
	dst = append(dst, '\n')

	dst = append(dst, additional...)
	rec.line([]byte(additional), OriginAdditional, "")
	dst = append(dst, '\n')
	dst = append(dst, unsignedPayload...)
	rec.line([]byte(unsignedPayload), OriginConstant, "the only payload digest OSS documents")
	return dst
}

// collectV4 brings the headers in order, with the fields that the signer adds.
func (s *Signer) collectV4(c *canonicalizer, r *Request, timestamp string) error {
	if err := c.collectHeader(r, s.additional); err != nil {
		return err
	}
	if err := c.setField(headerContentSHA256, unsignedPayload, bySigner); err != nil {
		return err
	}
	if err := c.setField(headerOSSDate, timestamp, bySigner); err != nil {
		return err
	}
	if err := s.setToken(c); err != nil {
		return err
	}
	return c.collectQuery(r.Query)
}

// signV4 fills c.buf with the string to sign and returns it with the names of
// the additional headers that were signed.
func (s *Signer) signV4(c *canonicalizer, r *Request, at time.Time, rec *recorder) (timestamp, additional string, toSign []byte, err error) {
	c.buf = appendTimestamp(c.buf[:0], at)
	timestamp = string(c.buf)
	if timestamp[:len("YYYYMMDD")] != s.scope.Date {
		return "", "", nil, &RequestError{"time", timestamp, ReasonOtherDay}
	}
	if err := s.collectV4(c, r, timestamp); err != nil {
		return "", "", nil, err
	}
	additional = c.additionalNames()
	canonical, toSign := s.appendV4(c, r, timestamp, additional, rec)
	rec.exact(canonical, toSign)
	rec.leftOutV4(c, s.additional)
	return timestamp, additional, toSign, nil
}

// additionalNames joins the names of the fields that are signed only because
// the caller named them. Names that the request lacks, or that are signed
// anyway, have dropped out.
func (c *canonicalizer) additionalNames() string {
	c.buf = c.buf[:0]
	for _, h := range c.header {
		if h.signed == byAddition {
			if len(c.buf) > 0 {
				c.buf = append(c.buf, ';')
			}
			c.buf = append(c.buf, c.lower(h)...)
		}
	}
	return string(c.buf)
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
