package signer

import (
	"slices"
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
// STS credentials OSS ends it with the token, and documents at most 12 hours. The headers of r are those that
// the sender of the URL will send; the token is not to be among them. A
// parameter that r already has must have the same value as the signer's.
//
// The error is as Sign's.
func (s *Signer) Presign(r *Request, at time.Time, expires time.Duration) (Signature, error) {
	if err := checkExpires(expires); err != nil {
		return Signature{}, err
	}
	return s.sign(r, at, int64(expires/time.Second), nil)
}

// Explain signs r as Sign does, by the same code, and returns what it did line
// by line.
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
	signed := at
	if s.version == V1 { // the end of a URL is what it signs
		signed = at.Add(time.Duration(seconds) * time.Second)
	}
	rec := newRecorder(s, r, signed, seconds > 0)
	if _, err := s.sign(r, at, seconds, rec); err != nil {
		return nil, err
	}
	return rec.finish(), nil
}

func checkExpires(expires time.Duration) error {
	if expires < MinExpires || expires > MaxExpires {
		return &RequestError{"time", expires.String(), ReasonExpires}
	}
	return nil
}

// sign makes a signature for the header, or, with seconds to live, for a URL.
func (s *Signer) sign(r *Request, at time.Time, seconds int64, rec *recorder) (Signature, error) {
	at = at.UTC()
	if year := at.Year(); year < 0 || year > 9999 {
		return Signature{}, &RequestError{"time", at.String(), ReasonYear}
	}
	if err := checkTarget(r); err != nil {
		return Signature{}, err
	}
	if err := s.checkForm(r, seconds > 0); err != nil {
		return Signature{}, err
	}
	c := s.pool.Get().(*canonicalizer)
	defer s.pool.Put(c)
	if s.version == V1 {
		return s.signV1(c, r, at, seconds, rec)
	}
	return s.signV4(c, r, at, seconds, rec)
}

// addOwnToken adds the STS token to the header that is signed.
func (s *Signer) addOwnToken(c *canonicalizer) {
	if *s.token != "" {
		c.addOwn(nameToken, []byte(*s.token), byDefault)
	}
}

// ownToken adds the STS token to what the signer adds.
func (s *Signer) ownToken(own []Field, name string) []Field {
	if *s.token != "" {
		own = append(own, Field{name, *s.token})
	}
	return own
}

// formNames are the query parameters that tell a signed URL.
var formNames = [...]string{nameSignature, nameSignatureV1, nameCredential, nameVersion, nameAccessKeyIDV1}

// refuseForeign refuses parameters that a server reads as a part of the
// signature, and that the signer does not set.
func refuseForeign(query map[string][]string, own []Field, names ...string) error {
	for _, name := range names {
		if len(query[name]) > 0 && !slices.ContainsFunc(own, func(f Field) bool { return f.Name == name }) {
			return &RequestError{"query", name, ReasonConflict}
		}
	}
	return nil
}

// refuseForeignToken refuses a token in the header that the credentials have
// not.
func (s *Signer) refuseForeignToken(c *canonicalizer, r *Request) error {
	if *s.token == "" && c.find(nameToken) != nil {
		return &RequestError{"header", spelling(r.Header, nameToken), ReasonConflict}
	}
	return nil
}

// checkForm refuses what belongs to another signature than the one that is
// made: OSS answers a request with two of them with InvalidArgument, EC
// 0002-00000039, and a token in the header of a signed URL with InvalidRequest.
func (s *Signer) checkForm(r *Request, url bool) error {
	for _, name := range formNames {
		if len(r.Query) == 0 {
			break
		}
		ours := url && (name == nameCredential || name == nameVersion) == (s.version == V4)
		if len(r.Query[name]) > 0 && (!ours || name == nameSignatureV1 || name == nameSignature) {
			return &RequestError{"query", name, ReasonURLForm}
		}
	}
	if url {
		for name, values := range r.Header {
			if len(values) > 0 && (strings.EqualFold(name, nameAuthorization) || strings.EqualFold(name, nameToken)) {
				return &RequestError{"header", name, ReasonHeaderForm}
			}
		}
	}
	return nil
}
