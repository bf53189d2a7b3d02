package osstest

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/verify"
	"example.com/ossmeta/xmlerr"
)

// authenticate verifies the signature of a request, strictly. A request
// without one is anonymous: the ACL decides what it may do.
func (c *call) authenticate() *xmlerr.Error {
	verified, err := c.oss.verifier.Verify(&signer.Request{
		Method: c.req.Method,
		Bucket: c.bucket,
		Key:    c.key,
		Query:  c.query,
		Header: c.req.Header,
		Host:   c.req.Host,
	}, c.started)
	if err == nil {
		c.keyID = verified.AccessKeyID
		return nil
	}
	if errors.Is(err, verify.ErrUnsigned) {
		c.anonymous = true
		return nil
	}
	var refused *verify.Error
	if errors.As(err, &refused) {
		e := signatureError(refused)
		c.tellExpiry(e)
		return e
	}
	return fail(xmlerr.InvalidArgument, "", err.Error())
}

// ecExpiredURL are the EC numbers of a signed URL that is used too late, of V1
// and of V4.
var ecExpiredURL = []string{"0002-00000069", "0002-00000236"}

// tellExpiry adds to the refusal of a URL that is used too late when it
// expired, and what time it is here.
func (c *call) tellExpiry(e *xmlerr.Error) {
	if !slices.Contains(ecExpiredURL, e.EC) {
		return
	}
	expires, _ := strconv.ParseInt(c.queryValue("Expires"), 10, 64) // V1: seconds since 1970
	if date, err := time.Parse("20060102T150405Z", c.queryValue(headers.XOSSDate)); err == nil {
		life, _ := strconv.ParseInt(c.queryValue("x-oss-expires"), 10, 64)
		expires = date.Unix() + life
	}
	e.ServerTime = c.started.UTC()
	e.Extra = map[string]string{"ExpireTime": isoSecond(time.Unix(expires, 0))}
}

// signatureError says in OSS's words why a signature was refused, with what
// OSS lets the sender see of its own computation.
func signatureError(v *verify.Error) *xmlerr.Error {
	e := fail(xmlerr.Code(v.Code), v.EC, v.Message)
	switch e.Code {
	case xmlerr.RequestTimeTooSkewed:
		e.ServerTime = v.ServerTime.UTC()
		e.Extra = map[string]string{
			"RequestTime":                v.RequestTime.UTC().Format(isoTime),
			"MaxAllowedSkewMilliseconds": strconv.FormatInt(v.MaxSkew.Milliseconds(), 10),
		}
	case xmlerr.SignatureDoesNotMatch:
		e.Evidence = &xmlerr.Evidence{AccessKeyID: v.AccessKeyID, SignatureProvided: v.SignatureProvided}
		if t := v.Transcript; t != nil {
			e.Evidence.StringToSign = string(t.StringToSign())
			e.Evidence.CanonicalRequest = string(t.CanonicalRequest())
		}
	case xmlerr.InvalidAccessKeyId:
		e.Extra = map[string]string{"OSSAccessKeyId": v.AccessKeyID}
	}
	return e
}

// isoTime is ISO 8601 in UTC with milliseconds, as OSS's documents have it.
const isoTime = "2006-01-02T15:04:05.000Z"

// isoSecond is t, which has whole seconds, in that form.
func isoSecond(t time.Time) string { return t.UTC().Format(isoTime) }
