package signer

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"maps"
	"strings"
	"sync/atomic"
	"time"
)

// DefaultMaxSkew is how far the time of a request may be from the server's, in
// either direction. Source: OSS error code RequestTimeTooSkewed, whose
// MaxAllowedSkewMilliseconds is 900000.
const DefaultMaxSkew = 15 * time.Minute

// A Verifier checks the signatures of received requests as OSS does. Its
// fields must not change while it is in use; then it is safe for concurrent
// use, as far as Credentials is.
type Verifier struct {
	// Credentials returns what belongs to an access key id. It must be set.
	// If what it returns has a SecurityToken, requests must carry that token.
	// Without an AccessKeySecret the id counts as unknown.
	Credentials func(accessKeyID string) (Credentials, bool)

	Region  string        // the region this server is in; V4 requests for another are refused, so it must be set for V4
	Product string        // "" means DefaultProduct; V4 requests for another are refused
	MaxSkew time.Duration // 0 means DefaultMaxSkew

	// SubResources are query names that V1 signs here beyond the built-in table.
	SubResources []string

	derived atomic.Pointer[derivedKey]
}

// A Verified says by whom, and how, a request was signed.
type Verified struct {
	Version     Version
	URL         bool // in its URL, not in its header
	AccessKeyID string
	Scope       Scope     // V4
	Time        time.Time // what the request says, UTC, whole seconds; of a URL with V1 the zero value
	Expires     time.Time // of a URL: until when it is good
}

// Verify checks the signature of a received request, in its Authorization
// header or its URL, at the time now. It accepts the request if and only if
// the string to sign, made anew from what was received, is the one that was
// signed with the secret of the access key id.
//
// Where official clients differ it takes any of their forms: order and blanks
// in Authorization, additional names in any order, x-oss-date in place of
// Date (V1) or Date alone (V4, its text or the same time in ISO 8601 as the
// second line of the string to sign). Query and Key are to be given decoded, so that
// the escaping of the URL does not matter.
//
// The error is a *VerifyError. For a request without any signature it matches
// ErrUnsigned: whether that is allowed is for the caller to say.
func (v *Verifier) Verify(r *Request, now time.Time) (*Verified, error) {
	verified, err := v.verify(r, now.UTC())
	if err != nil {
		return nil, err // never a nil *VerifyError in a non-nil error
	}
	return verified, nil
}

func (v *Verifier) verify(r *Request, now time.Time) (*Verified, *VerifyError) {
	p, refusal := presentedBy(r)
	if refusal != nil {
		return nil, refusal
	}
	c := &canonicalizer{}
	if err := c.collectReceived(r, p, v.SubResources); err != nil {
		return nil, refusedRequest(err)
	}
	if p.url && c.header.valueOf(nameToken) != "" {
		return nil, refused("InvalidRequest", "", "a signed URL carries its security token in the query, not in a header")
	}
	at, expires, refusal := v.checkTime(c, p, now)
	if refusal != nil {
		return nil, refusal
	}
	if p.version == V4 {
		if err := v.checkV4(c, p, at); err != nil {
			return nil, err
		}
	}
	credentials, refusal := v.lookUp(c, p)
	if refusal != nil {
		return nil, refusal
	}
	if p.url && p.version == V1 {
		at = expires // the time that was signed
	}
	if err := v.compare(c, r, p, credentials, at); err != nil {
		return nil, err
	}
	if p.url && p.version == V1 {
		at = time.Time{}
	}
	return &Verified{p.version, p.url, p.accessKeyID, p.scope, at, expires}, nil
}

// collectReceived collects a request as it was received, with nothing added.
func (c *canonicalizer) collectReceived(r *Request, p presented, more []string) error {
	if err := checkTarget(r, p.version); err != nil {
		return err
	}
	if err := c.collectHeader(r, p.version, p.additional, nil); err != nil {
		return err
	}
	query := r.Query
	if p.url && p.version == V4 { // all but the signature itself
		query = maps.Clone(query)
		delete(query, nameSignature)
	}
	if err := c.query.collect(query, p.version, more, nil); err != nil {
		return err
	}
	return c.checkTwice(p.version)
}

// checkTime returns the time that a request says it was signed at, and until
// when it is good, if it is good at the time now.
func (v *Verifier) checkTime(c *canonicalizer, p presented, now time.Time) (at, expires time.Time, _ *VerifyError) {
	most := v.MaxSkew
	if most == 0 {
		most = DefaultMaxSkew
	}
	if p.url && p.version == V1 {
		expires = time.Unix(min(p.expires, lastSecond), 0).UTC()
		if now.After(expires) {
			return at, expires, refused("AccessDenied", ecExpiredV1, "Request has expired.")
		}
		return at, expires, nil
	}
	at, refusal := requestTime(c, p)
	if refusal != nil {
		return at, expires, refusal
	}
	if p.url {
		expires = at.Add(time.Duration(p.expires) * time.Second)
		switch {
		case now.After(expires):
			return at, expires, refused("AccessDenied", ecOutsideWindow, "Request has expired.")
		case now.Before(at.Add(-most)):
			return at, expires, refused("AccessDenied", ecTooEarly, "Request is not good yet.")
		}
		return at, expires, nil
	}
	if skew := now.Sub(at); skew > most || skew < -most {
		err := refused("RequestTimeTooSkewed", ecSkewed, "The difference between the request time and the current time is too large.")
		err.RequestTime, err.ServerTime, err.MaxSkew = at, now, most
		return at, expires, err
	}
	return at, expires, nil
}

// requestTime returns the time of x-oss-date if there is one, else of Date.
func requestTime(c *canonicalizer, p presented) (time.Time, *VerifyError) {
	format, value := p.version.timeFormat(), p.date
	if e := c.header.find(nameDate); e != nil && !p.url {
		value = e.value
	} else if e := c.header.find("date"); e != nil && !p.url {
		if e.repeated {
			return time.Time{}, refusedRequest(&RequestError{"header", "Date", ReasonRepeated})
		}
		format, value = timeFormatV1, e.value
	} else if value == "" {
		return time.Time{}, refused("AccessDenied", ecNoDate, "the request has neither a Date nor an x-oss-date")
	}
	at, err := time.Parse(format, value)
	if err != nil || at.Format(format) != value {
		return time.Time{}, refused("AccessDenied", ecBadDate, "the date "+quote(value)+" is not in the format "+format)
	}
	return at, nil
}

// checkV4 checks what V4 demands beyond the signature.
func (v *Verifier) checkV4(c *canonicalizer, p presented, at time.Time) *VerifyError {
	product := Scope{Product: v.Product}.product()
	switch s := p.scope; {
	case s.Date != DateOf(at):
		return malformed(ecCredentialDate, "the date of the Credential, "+s.Date+", is not the day of the request's time")
	case s.Region != v.Region:
		return malformed(ecCredentialRegion, "Invalid signing region in the credential: got "+quote(s.Region)+", expected "+quote(v.Region)+".")
	case s.Product != product:
		return malformed(ecCredentialProduct, "Invalid signing product in the credential: got "+quote(s.Product)+", expected "+quote(product)+".")
	case !p.url && c.header.valueOf(nameContentSHA256) != unsignedPayload:
		return malformed("", "the header x-oss-content-sha256 is not "+unsignedPayload)
	}
	for _, name := range p.additional {
		if c.header.find(name) == nil {
			return malformed(ecAdditionalMissing, "AdditionalHeaders names "+quote(name)+", which the request lacks")
		}
	}
	return nil
}

// lookUp returns the credentials of an access key id. An id that belongs to
// an STS token is unknown to OSS without that token.
func (v *Verifier) lookUp(c *canonicalizer, p presented) (Credentials, *VerifyError) {
	credentials, ok := v.Credentials(p.accessKeyID)
	token := p.token
	if !p.url {
		token = c.header.valueOf(nameToken)
	}
	if !ok || credentials.AccessKeySecret == "" || credentials.SecurityToken != "" && token == "" {
		err := refused("InvalidAccessKeyId", ecUnknownKey, "The OSS Access Key Id you provided does not exist in our records.")
		err.AccessKeyID = p.accessKeyID
		return credentials, err
	}
	if !hmac.Equal([]byte(token), []byte(credentials.SecurityToken)) {
		err := refused("InvalidSecurityToken", ecWrongToken, "The security token you provided is invalid.")
		err.AccessKeyID = p.accessKeyID
		return credentials, err
	}
	return credentials, nil
}

// compare recomputes the signature, by the code that signs.
func (v *Verifier) compare(c *canonicalizer, r *Request, p presented, credentials Credentials, at time.Time) *VerifyError {
	s := &Signer{version: p.version, accessKeyID: p.accessKeyID, scope: p.scope,
		scopeText: p.scope.String()}
	if err := s.key(c, v, credentials.AccessKeySecret); err != nil {
		return refused("NotImplemented", "", err.Error())
	}
	stamps, additional := c.timestamps(p, at), strings.Join(p.additional, ";")
	for _, stamp := range stamps {
		s.authenticate(c, r, stamp, additional)
		if hmac.Equal(p.version.appendSignature(nil, c.sum), []byte(p.signature)) {
			return nil
		}
	}
	mismatch := refused("SignatureDoesNotMatch", ecMismatchV4,
		"The request signature we calculated does not match the signature you provided. Check your key and signing method.")
	if p.version == V1 {
		mismatch.EC = ecMismatchV1
	}
	mismatch.AccessKeyID, mismatch.SignatureProvided = p.accessKeyID, p.signature
	mismatch.Transcript = &Transcript{} // without the signature that would have been right
	s.tell(mismatch.Transcript, c, s.authenticate(c, r, stamps[0], additional), r, at, p.url, nil)
	return mismatch
}

// key gives c the key of a transient signer.
func (s *Signer) key(c *canonicalizer, v *Verifier, secret string) error {
	h, key := sha1.New, []byte(secret)
	var err error
	if s.version == V4 {
		h = sha256.New
		if key, err = v.derive(secret, s.scope); err != nil {
			return err
		}
	}
	c.mac, err = newMAC(h, key)
	return err
}

// timestamps returns how the time of a request may stand in its string to
// sign. For V4 with a Date and no x-oss-date the documents have ISO 8601 there,
// and the official Go SDK V1 the text of the Date: OSS takes either.
func (c *canonicalizer) timestamps(p presented, at time.Time) []string {
	if p.version == V1 {
		return []string{p.dateV1(c)}
	}
	stamps := []string{at.Format(timeFormatV4)}
	if !p.url && c.header.find(nameDate) == nil {
		stamps = append(stamps, c.header.valueOf("date"))
	}
	return stamps
}

// dateV1 returns what stands in the place of Date in the string to sign of V1.
func (p presented) dateV1(c *canonicalizer) string {
	if p.url {
		return p.date
	}
	if date := c.header.valueOf(nameDate); date != "" {
		return date
	}
	return c.header.valueOf("date")
}
