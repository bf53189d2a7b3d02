package osstest

import (
	"errors"
	"strconv"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

// authenticate verifies the signature of a request, strictly. A request
// without one is anonymous: the ACL decides what it may do.
func (c *call) authenticate() *xmlerr.Error {
	_, err := c.oss.verifier.Verify(&signer.Request{
		Method: c.req.Method,
		Bucket: c.bucket,
		Key:    c.key,
		Query:  c.query,
		Header: c.req.Header,
		Host:   c.req.Host,
	}, c.started)
	if errors.Is(err, signer.ErrUnsigned) {
		c.anonymous = true
		return nil
	}
	var refused *signer.VerifyError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		return signatureError(refused)
	}
	return fail(xmlerr.InvalidArgument, "", err.Error())
}

// signatureError says in OSS's words why a signature was refused, with what
// OSS lets the sender see of its own computation.
func signatureError(v *signer.VerifyError) *xmlerr.Error {
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
