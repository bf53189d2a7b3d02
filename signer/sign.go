package signer

import (
	"cmp"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"strconv"
	"strings"
	"time"
)

// Sign returns the header fields that sign r at the given time: Authorization
// and, with V4, x-oss-date and x-oss-content-sha256, with V1 Date, and
// x-oss-security-token where the credentials have one. OSS takes a request
// within 15 minutes of its time. A field that r already has must have the same
// value as the signer's, but for Authorization, which is replaced.
//
// The error is a *RequestError; V4 refuses a time on another day than its
// scope's.
func (s *Signer) Sign(r *Request, at time.Time) (Signature, error) {
	signature, _, err := s.sign(r, at, false, 0, false)
	return signature, err
}

// The life of a signed URL. Source: the page on V4 in a URL. V1 has no
// documented limit; it is kept to the same one.
const (
	MinExpires = time.Second
	MaxExpires = 7 * 24 * time.Hour
)

// Presign returns the query parameters that sign r in its URL, from the given
// time on and for so long, in whole seconds from MinExpires to MaxExpires. For
// STS credentials OSS ends it with the token, and documents at most 12 hours. The
// headers of r are those that the sender of the URL will send; the token is not
// to be among them. A parameter that r already has must have the same value as
// the signer's.
//
// The error is as Sign's.
func (s *Signer) Presign(r *Request, at time.Time, expires time.Duration) (Signature, error) {
	signature, _, err := s.sign(r, at, true, expires, false)
	return signature, err
}

// Explain signs r as Sign does, by the same code, and returns what was signed
// line by line, read off the very bytes.
func (s *Signer) Explain(r *Request, at time.Time) (*Transcript, error) {
	_, t, err := s.sign(r, at, false, 0, true)
	return t, err
}

// ExplainPresign does for Presign what Explain does for Sign.
func (s *Signer) ExplainPresign(r *Request, at time.Time, expires time.Duration) (*Transcript, error) {
	_, t, err := s.sign(r, at, true, expires, true)
	return t, err
}

// sign makes a signature for the header or, with a life, for a URL, and a Transcript
// if it is asked for.
func (s *Signer) sign(r *Request, at time.Time, url bool, life time.Duration, explain bool) (signature Signature, t *Transcript, err error) {
	c := s.pool.Get().(*canonicalizer)
	defer keep(&s.pool, c)
	c.expect(s.additional) // a received request may have had others
	if err := s.check(c, r, at.UTC(), url, life); err != nil {
		return Signature{}, nil, err
	}
	own, err := s.collect(c, r, url, life)
	if err != nil {
		return Signature{}, nil, err
	}
	canonical := s.authenticate(c, r)
	if explain {
		if s.version == V1 {
			at = at.Add(life.Truncate(time.Second)) // of a URL its end, which is what V1 signs
		}
		t = s.tell(c, canonical, r, at, url, s.additional)
		t.Signature = c.signature(s.version)
	}
	return Signature{append(own, s.signatureField(c, url))}, t, nil
}

// check refuses what shows before header and query are put in order, and sets
// c.date, the time as it is signed: of a URL with V1 its end.
func (s *Signer) check(c *canonicalizer, r *Request, at time.Time, url bool, life time.Duration) error {
	if err := c.checkTarget(r, s.version); err != nil {
		return err
	}
	if err := s.checkForm(r, url); err != nil {
		return err
	}
	if url && (life < MinExpires || life > MaxExpires) {
		return &RequestError{"time", life.String(), ReasonExpires}
	}
	if err := s.setStamp(c, at); err != nil {
		return err
	}
	c.date = c.stamp
	if url && s.version == V1 {
		end := at.Add(life.Truncate(time.Second))
		if end.Unix() < 0 || end.Year() > 9999 {
			return &RequestError{"time", end.String(), ReasonYear}
		}
		c.date = strconv.FormatInt(end.Unix(), 10)
	}
	return nil
}

// setStamp sets c.stamp, a time in UTC as the header has it.
func (s *Signer) setStamp(c *canonicalizer, at time.Time) error {
	if second := at.Unix(); c.stamp == "" || c.second != second { // often the last one is this one, too
		if year := at.Year(); year < 0 || year > 9999 { // it has four digits
			return &RequestError{"time", at.String(), ReasonYear}
		}
		c.stamp, c.second = at.Format(schemes[s.version].timeFormat), second
	}
	if s.version == V4 && !strings.HasPrefix(c.stamp, s.scope.Date) {
		return &RequestError{"time", c.stamp, ReasonOtherDay}
	}
	return nil
}

// collect puts the parts of r in order, with what the signer adds to them, and
// returns these fields or parameters.
func (s *Signer) collect(c *canonicalizer, r *Request, url bool, life time.Duration) ([]Field, error) {
	var fields, parameters []Field
	if !url {
		fields = s.ownFields(c.date)
	}
	if err := s.collectHeader(c, r, fields); err != nil {
		return nil, err
	}
	if s.version == V1 && !url { // some servers take x-oss-date for Date
		for _, e := range c.header.present {
			if e.key == nameDate && e.value != c.date {
				return nil, &RequestError{"header", e.name, ReasonConflict}
			}
		}
	}
	if c.additional = s.additionalNames(c); url {
		if e := cmp.Or(c.header.find("authorization"), c.header.find(nameToken)); e != nil { // OSS: InvalidRequest
			return nil, &RequestError{"header", e.name, ReasonHeaderForm}
		}
		parameters = s.ownParameters(c.date, life, c.additional)
	}
	if err := s.collectQuery(c, r.Query, parameters); err != nil || url {
		return sent(parameters), err
	}
	return sent(fields), nil
}

// authenticate leaves the signature of what was collected in c.sum, and in c.buf
// the canonical request, whose length it returns (0 for V1), and the string to sign.
func (s *Signer) authenticate(c *canonicalizer, r *Request) (canonical int) {
	if s.version == V1 {
		c.buf = c.appendStringToSignV1(c.buf[:0], r)
	} else {
		c.buf = c.appendCanonicalRequest(c.buf[:0], r)
		canonical = len(c.buf)
		c.buf = s.appendStringToSignV4(c.buf, c.date)
	}
	c.authenticate(c.buf[canonical:])
	return canonical
}

// signatureField returns what carries the signature: a parameter, or the header field
//
//	Authorization: OSS4-HMAC-SHA256 Credential=<id>/<scope>[,AdditionalHeaders=<a;b>],Signature=<hex>
//	Authorization: OSS <id>:<base64>
func (s *Signer) signatureField(c *canonicalizer, url bool) Field {
	name := schemes[s.version].signature
	if c.buf = c.buf[:0]; !url {
		name, c.buf = nameAuthorization, append(c.buf, s.prefix...)
		if c.additional != "" {
			c.buf = append(append(c.buf, ",AdditionalHeaders="...), c.additional...)
		}
		if s.version == V4 {
			c.buf = append(c.buf, ",Signature="...)
		}
	}
	c.buf = c.appendSignature(c.buf, s.version)
	return Field{name, string(c.buf)}
}

// schemes are what differs between the versions, beside the text that is signed.
var schemes = [...]struct {
	timeFormat string
	hash       func() hash.Hash
	key        func(secret string, s Scope) []byte
	signature  string // name of the parameter or form field
	least      reason // why a header field is signed among the others, not in a line of its own
}{
	V4: {timeFormatV4, sha256.New, deriveKey, nameSignature, byDefault},
	V1: {timeFormatV1, sha1.New, func(secret string, _ Scope) []byte { return []byte(secret) }, nameSignatureV1, byPrefix},
}

// signature returns the last HMAC in text. It uses c.buf.
func (c *canonicalizer) signature(v Version) string {
	c.buf = c.appendSignature(c.buf[:0], v)
	return string(c.buf)
}

// appendSignature appends the last HMAC, with V4 in hexadecimal, with V1 in base64.
func (c *canonicalizer) appendSignature(dst []byte, v Version) []byte {
	if v == V1 {
		return base64.StdEncoding.AppendEncode(dst, c.sum)
	}
	return hex.AppendEncode(dst, c.sum)
}

// SignPolicy signs the policy of a POST form and returns the form fields that go with
// it: with V4 x-oss-signature-version, x-oss-credential, x-oss-date, policy and
// x-oss-signature, with V1 OSSAccessKeyId, policy and Signature, and
// x-oss-security-token where the credentials have one. Package policy makes the
// document, which is JSON: it is given the signer's own fields that the policy is to
// demand, an STS token among them, to read only. Source: OSS API reference,
// PostObject, and the page on its V4 signature.
//
// The error is a *RequestError for a time that Sign refuses, too, or what document
// returns.
func (s *Signer) SignPolicy(at time.Time, document func(own []Field) ([]byte, error)) (Signature, error) {
	c := s.pool.Get().(*canonicalizer)
	defer keep(&s.pool, c)
	if err := s.setStamp(c, at.UTC()); err != nil {
		return Signature{}, err
	}
	var own []Field
	if s.version == V4 {
		own = []Field{{nameVersion, algorithmV4}, {nameCredential, s.credential}, {nameDate, c.stamp}}
	}
	own = sent(append(own, Field{nameToken, *s.token}))
	text, err := document(own[:len(own):len(own)]) // what it adds is its own
	if err != nil {
		return Signature{}, err
	}
	policy := base64.StdEncoding.EncodeToString(text)
	c.authenticate([]byte(policy))
	if s.version == V1 {
		own = append(own, Field{nameAccessKeyIDV1, s.accessKeyID})
	}
	return Signature{append(own, Field{"policy", policy}, Field{schemes[s.version].signature, c.signature(s.version)})}, nil
}
