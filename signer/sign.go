package signer

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strconv"
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
	return s.sign(r, at, 0, nil)
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
	if err := checkExpires(expires); err != nil {
		return Signature{}, err
	}
	return s.sign(r, at, int64(expires/time.Second), nil)
}

// Explain signs r as Sign does, by the same code, and returns what was signed
// line by line, read off the very bytes.
func (s *Signer) Explain(r *Request, at time.Time) (*Transcript, error) {
	return s.explain(r, at, 0)
}

// ExplainPresign does for Presign what Explain does for Sign.
func (s *Signer) ExplainPresign(r *Request, at time.Time, expires time.Duration) (*Transcript, error) {
	if err := checkExpires(expires); err != nil {
		return nil, err
	}
	return s.explain(r, at, int64(expires/time.Second))
}

func (s *Signer) explain(r *Request, at time.Time, seconds int64) (*Transcript, error) {
	t := &Transcript{}
	if _, err := s.sign(r, at, seconds, t); err != nil {
		return nil, err
	}
	return t, nil
}

func checkExpires(expires time.Duration) error {
	if expires < MinExpires || expires > MaxExpires {
		return &RequestError{"time", expires.String(), ReasonExpires}
	}
	return nil
}

// The seconds since 1970 that have a year from 0 to 9999.
const (
	firstSecond = -62167219200
	lastSecond  = 253402300799
)

// hasYear reports a year of four digits, without working it out.
func hasYear(t time.Time) bool { return firstSecond <= t.Unix() && t.Unix() <= lastSecond }

// sign makes a signature for the header, or, with seconds to live, for a URL,
// and tells in t, if it is not nil, what it did.
func (s *Signer) sign(r *Request, at time.Time, seconds int64, t *Transcript) (Signature, error) {
	at = at.UTC()
	if !hasYear(at) {
		return Signature{}, &RequestError{"time", at.String(), ReasonYear}
	}
	if err := checkTarget(r, s.version); err != nil {
		return Signature{}, err
	}
	if err := s.checkForm(r, seconds > 0); err != nil {
		return Signature{}, err
	}
	c := s.pool.Get().(*canonicalizer)
	defer s.pool.Put(c)
	date, err := s.date(c, at, seconds)
	if err != nil {
		return Signature{}, err
	}
	own, additional, err := s.collect(c, r, date, seconds)
	if err != nil {
		return Signature{}, err
	}
	canonical := s.authenticate(c, r, date, additional)
	if t != nil {
		if s.version == V1 {
			at = at.Add(time.Duration(seconds) * time.Second) // of a URL its end, which is what V1 signs
		}
		s.tell(t, c, canonical, r, at, seconds > 0, s.additional)
		t.Signature = string(s.version.appendSignature(nil, c.sum))
	}
	return Signature{append(own, s.signatureField(c, additional, seconds > 0))}, nil
}

// date returns the time as it is signed: of a URL with V1 its end.
func (s *Signer) date(c *canonicalizer, at time.Time, seconds int64) (string, error) {
	second := at.Unix()
	if s.version == V1 && seconds > 0 {
		if second+seconds < 0 {
			return "", &RequestError{"time", at.String(), ReasonYear}
		}
		return strconv.FormatInt(second+seconds, 10), nil
	}
	if c.date == "" || c.second != second {
		c.date, c.second = at.Format(s.version.timeFormat()), second
	}
	if s.version == V4 && c.date[:len("YYYYMMDD")] != s.scope.Date {
		return "", &RequestError{"time", c.date, ReasonOtherDay}
	}
	return c.date, nil
}

// collect puts the parts of r in order, with what the signer adds to them. It
// returns these fields or parameters, and the names of the additional headers.
func (s *Signer) collect(c *canonicalizer, r *Request, date string, seconds int64) (own []Field, additional string, err error) {
	var fields, parameters []Field
	if seconds == 0 {
		fields, own = s.ownFields(date)
	}
	if !c.recollectHeader(r, fields) {
		if err := c.collectHeader(r, s.version, s.additional, fields); err != nil {
			return nil, "", err
		}
	}
	additional = s.additionalNames(c)
	if seconds > 0 {
		parameters = s.ownParameters(date, seconds, additional)
	}
	if err := c.query.collect(r.Query, s.version, s.subResources, parameters); err != nil {
		return nil, "", err
	}
	if seconds > 0 {
		own = slices.DeleteFunc(parameters, func(f Field) bool { return f.Value == "" })
	}
	return own, additional, c.checkTwice(s.version)
}

// authenticate leaves the signature of what was collected in c.sum, and in c.buf
// the canonical request, whose length it returns (0 for V1), and the string to sign.
func (s *Signer) authenticate(c *canonicalizer, r *Request, date, additional string) (canonical int) {
	if s.version == V1 {
		c.buf = c.appendStringToSignV1(c.buf[:0], r, date)
	} else {
		c.buf = c.appendCanonicalRequest(c.buf[:0], r, additional)
		canonical = len(c.buf)
		c.buf = s.appendStringToSignV4(c.buf, date)
	}
	c.authenticate(c.buf[canonical:])
	return canonical
}

// signatureField returns what carries the signature.
func (s *Signer) signatureField(c *canonicalizer, additional string, url bool) Field {
	f := Field{Name: nameAuthorization}
	c.buf = c.buf[:0]
	switch v1 := s.version == V1; {
	case url && v1:
		f.Name = nameSignatureV1
	case url:
		f.Name = nameSignature
	case v1:
		c.buf = s.appendAuthorizationV1(c.buf)
	default:
		c.buf = s.appendAuthorizationV4(c.buf, additional)
	}
	c.buf = s.version.appendSignature(c.buf, c.sum)
	f.Value = string(c.buf)
	return f
}

// appendSignature appends an HMAC in the digits of the version.
func (v Version) appendSignature(dst, mac []byte) []byte {
	if v == V1 {
		return base64.StdEncoding.AppendEncode(dst, mac)
	}
	return hex.AppendEncode(dst, mac)
}

func (v Version) timeFormat() string {
	if v == V1 {
		return timeFormatV1
	}
	return timeFormatV4
}
