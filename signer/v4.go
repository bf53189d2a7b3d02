package signer

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// The V4 signature, OSS4-HMAC-SHA256. Source: OSS developer reference, "Include
// a V4 signature in the Authorization header (recommended)" and "Include a V4
// signature in a URL (recommended)".

const (
	algorithmV4     = "OSS4-HMAC-SHA256"
	unsignedPayload = "UNSIGNED-PAYLOAD" // the only payload digest that OSS documents

	timeFormatV4 = "20060102T150405Z" // ISO 8601, basic form, UTC

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
func deriveKey(secret string, s Scope) []byte {
	key := []byte("aliyun_v4" + secret)
	for _, part := range [...]string{s.Date, s.Region, s.product(), scopeTerminator} {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(part))
		key = mac.Sum(nil)
	}
	return key
}

// appendStringToSignV4 appends to the canonical request:
//
//	OSS4-HMAC-SHA256
//	the time
//	the scope
//	the SHA-256 of the canonical request, in hexadecimal
func (s *Signer) appendStringToSignV4(canonical []byte, date string) []byte {
	digest := sha256.Sum256(canonical)
	dst := append(canonical, algorithmV4+"\n"...)
	dst = append(append(dst, date...), '\n')
	dst = append(append(dst, s.scopeText...), '\n')
	return hex.AppendEncode(dst, digest[:])
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
func (c *canonicalizer) appendCanonicalRequest(dst []byte, r *Request) []byte {
	dst = append(append(dst, r.Method...), '\n', '/')
	if r.Bucket != "" {
		dst = append(append(dst, r.Bucket...), '/')
		dst = AppendPath(dst, r.Key)
	}
	dst = append(c.query.appendQuery(append(dst, '\n'), ""), '\n')
	dst = append(c.header.appendFields(dst), '\n')
	dst = append(dst, c.additional...)
	return append(dst, "\n"+unsignedPayload...)
}

// additionalNames joins the names of the fields that are signed only because
// the caller named them. Names that the request lacks, or that are signed
// anyway, have dropped out.
func (s *Signer) additionalNames(c *canonicalizer) string {
	if len(s.additional) == 0 {
		return ""
	}
	names := make([]string, 0, len(s.additional))
	for _, e := range c.header.present {
		if e.why == byAddition {
			names = append(names, e.key)
		}
	}
	return strings.Join(names, ";")
}
