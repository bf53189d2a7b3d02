package signer

import (
	"encoding/base64"
	"strings"
	"time"
)

// SignPolicy signs the policy of a POST form and returns the form fields that go with
// it: with V4 x-oss-signature-version, x-oss-credential, x-oss-date, policy and
// x-oss-signature, with V1 OSSAccessKeyId, policy and Signature, and
// x-oss-security-token where the credentials have one. Package policy makes the
// document, which is JSON: it is given the signer's own fields that the policy is to
// demand, an STS token among them, to read only. Source: OSS API reference,
// PostObject, and the page on its V4 signature.
//
// The error is a *RequestError if at is not on the day of the scope, or what document
// returns.
func (s *Signer) SignPolicy(at time.Time, document func(own []Field) ([]byte, error)) (Signature, error) {
	at = at.UTC()
	stamp := at.Format(timeFormatV4)
	var own []Field
	switch {
	case !hasYear(at):
		return Signature{}, &RequestError{"time", at.String(), ReasonYear}
	case s.version == V4 && !strings.HasPrefix(stamp, s.scope.Date):
		return Signature{}, &RequestError{"time", stamp, ReasonOtherDay}
	case s.version == V4:
		own = []Field{{nameVersion, algorithmV4}, {nameCredential, s.credential}, {nameDate, stamp}}
	}
	own = sent(append(own, Field{nameToken, *s.token}))
	text, err := document(own)
	if err != nil {
		return Signature{}, err
	}
	c := s.pool.Get().(*canonicalizer)
	defer keep(&s.pool, c)
	policy := base64.StdEncoding.EncodeToString(text)
	c.authenticate([]byte(policy))
	if s.version == V1 {
		own = append(own, Field{nameAccessKeyIDV1, s.accessKeyID})
	}
	return Signature{append(own, Field{"policy", policy}, Field{s.version.scheme().signature, c.signature(s.version)})}, nil
}
