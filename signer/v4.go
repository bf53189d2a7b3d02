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

// signV4 signs r in its header, or, with seconds to live, in its URL.
func (s *Signer) signV4(c *canonicalizer, r *Request, at time.Time, seconds int64, rec *recorder) (Signature, error) {
	stamp := appendTimestamp(c.stamp[:0], at)
	if string(stamp[:len("YYYYMMDD")]) != s.scope.Date {
		return Signature{}, &RequestError{"time", string(stamp), ReasonOtherDay}
	}
	if err := c.collectHeader(r, s.additional); err != nil {
		return Signature{}, err
	}
	if seconds == 0 {
		c.addOwn(nameDate, stamp, byDefault)
		c.addOwn(nameContentSHA256, []byte(unsignedPayload), byDefault)
		s.addOwnToken(c)
	}
	if err := c.arrange(&c.header, "header", r.Header); err != nil {
		return Signature{}, err
	}
	additional := s.additionalNames(c)
	var parameters []Field
	if seconds > 0 {
		parameters = s.parametersV4(string(stamp), seconds, additional)
		if err := refuseForeign(r.Query, parameters, nameAdditional, nameToken); err != nil {
			return Signature{}, err
		}
	} else if err := s.refuseForeignToken(c, r); err != nil {
		return Signature{}, err
	}
	if err := c.collectQuery(r.Query, V4, nil, parameters); err != nil {
		return Signature{}, err
	}
	if err := c.checkTwice(r, parameters); err != nil {
		return Signature{}, err
	}
	s.authenticateV4(c, r, stamp, additional, rec)
	rec.leftOutV4(c, s.additional)
	rec.signature(c.sum)
	if seconds > 0 {
		return Signature{append(parameters, Field{nameSignature, hex.EncodeToString(c.sum)})}, nil
	}
	c.buf = s.appendAuthorizationV4(append(c.buf[:0], stamp...), additional, c.sum)
	text := string(c.buf) // both values in one allocation
	fields := append(make([]Field, 0, 4), Field{nameDate, text[:len(stamp)]}, Field{nameContentSHA256, unsignedPayload})
	return Signature{append(s.ownToken(fields, nameToken), Field{nameAuthorization, text[len(stamp):]})}, nil
}

// parametersV4 returns the query parameters that sign a URL, but for the
// signature.
func (s *Signer) parametersV4(timestamp string, seconds int64, additional string) []Field {
	parameters := append(make([]Field, 0, 7), Field{nameVersion, algorithmV4}, Field{nameCredential, s.accessKeyID + "/" + s.scopeText},
		Field{nameDate, timestamp}, Field{nameExpires, strconv.FormatInt(seconds, 10)})
	if additional != "" {
		parameters = append(parameters, Field{nameAdditional, additional})
	}
	return s.ownToken(parameters, nameToken)
}

// authenticateV4 leaves the signature of what was collected in c.sum.
func (s *Signer) authenticateV4(c *canonicalizer, r *Request, stamp []byte, additional string, rec *recorder) {
	c.buf = c.appendCanonicalRequest(c.buf[:0], r, additional, rec)
	n := len(c.buf)
	digest := sha256.Sum256(c.buf)
	c.buf = append(c.buf, algorithmV4+"\n"...)
	c.buf = append(c.buf, stamp...)
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
	dst = c.appendQuery(dst, "", rec)
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

// additionalNames joins the names of the fields that are signed only because
// the caller named them. Names that the request lacks, or that are signed
// anyway, have dropped out.
func (s *Signer) additionalNames(c *canonicalizer) string {
	if len(s.additional) == 0 {
		return ""
	}
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
func (c *canonicalizer) checkTwice(r *Request, own []Field) error {
	if len(c.query.order) == 0 {
		return nil
	}
	check := func(name, value string) error {
		if e := c.find(name); e != nil && e.why != notSigned && string(c.value(e)) != value {
			return &RequestError{"header", spelling(r.Header, name), ReasonTwoValues}
		}
		return nil
	}
	for _, f := range own {
		if err := check(f.Name, f.Value); err != nil && len(r.Header) > 0 {
			return err
		}
	}
	for name, values := range r.Query {
		if len(values) > 0 && values[0] != "" {
			if err := check(name, values[0]); err != nil {
				return err
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
