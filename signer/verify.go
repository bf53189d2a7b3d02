package signer

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"strings"
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
}

// A Verified says by whom, and how, a request was signed.
type Verified struct {
	Version     Version
	AccessKeyID string
	Scope       Scope     // V4
	Time        time.Time // what the request says, UTC, whole seconds
}

// Verify checks the Authorization header of a received request at the time
// now. It accepts the request if and only if the string to sign, made anew
// from what was received, is the one that was signed with the secret of the
// access key id.
//
// Where official clients differ it takes any of their forms: order and blanks
// in Authorization, additional names in any order, x-oss-date in place of
// Date (V1) or Date alone (V4). Query and Key are to be given decoded, so that
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
	if !hasAuthorization(r.Header) {
		return nil, unsigned()
	}
	if err := checkTarget(r); err != nil {
		return nil, refusedRequest(err)
	}
	c := &canonicalizer{}
	if err := c.collectHeader(r, nil); err != nil {
		return nil, refusedRequest(err)
	}
	i, _ := c.find("authorization")
	if err := checkHeaderForm(r.Query); err != nil {
		return nil, malformed(ecTwoSignatures, "the request is signed in a header and in its URL; send one of them")
	}
	if c.header[i].repeated {
		return nil, malformed("", "the request has more than one Authorization header")
	}
	auth, err := parseAuthorization(c.header[i].value)
	if err != nil {
		return nil, err
	}
	for i := range c.header {
		if err := c.markAdditional(&c.header[i], auth.additional); err != nil {
			return nil, refusedRequest(err)
		}
	}
	return v.check(c, r, auth, now)
}

func hasAuthorization(header map[string][]string) bool {
	for name, values := range header {
		if len(values) > 0 && strings.EqualFold(name, headerAuthorization) {
			return true
		}
	}
	return false
}

// check verifies a request whose header stands in c.
func (v *Verifier) check(c *canonicalizer, r *Request, auth authorization, now time.Time) (*Verified, *VerifyError) {
	at, err := requestTime(c, auth.version)
	if err != nil {
		return nil, err
	}
	if err := v.checkSkew(at, now); err != nil {
		return nil, err
	}
	if auth.version == V4 {
		if err := v.checkV4(c, auth, at); err != nil {
			return nil, err
		}
	}
	credentials, err := v.lookUp(c, auth)
	if err != nil {
		return nil, err
	}
	if err := v.compare(c, r, auth, credentials, at); err != nil {
		return nil, err
	}
	return &Verified{auth.version, auth.accessKeyID, auth.scope, at}, nil
}

// requestTime returns the time that a request says it was signed at: of
// x-oss-date if there is one, else of Date.
func requestTime(c *canonicalizer, version Version) (time.Time, *VerifyError) {
	if i, found := c.find(headerOSSDate); found {
		format := timeFormatHTTP
		if version == V4 {
			format = "20060102T150405Z"
		}
		return parseExactly(format, c.header[i].value)
	}
	if i, found := c.find("date"); found {
		if c.header[i].repeated {
			return time.Time{}, refusedRequest(&RequestError{"header", "Date", ReasonRepeated})
		}
		return parseExactly(timeFormatHTTP, c.header[i].value)
	}
	return time.Time{}, refused("AccessDenied", ecNoDate, "the request has neither a Date nor an x-oss-date header")
}

func parseExactly(format, value string) (time.Time, *VerifyError) {
	at, err := time.Parse(format, value)
	if err != nil || at.Format(format) != value {
		return time.Time{}, refused("AccessDenied", ecBadDate, "the date "+quote(value)+" is not in the format "+format)
	}
	return at, nil
}

func (v *Verifier) checkSkew(at, now time.Time) *VerifyError {
	most := v.MaxSkew
	if most == 0 {
		most = DefaultMaxSkew
	}
	if skew := now.Sub(at); skew > most || skew < -most {
		err := refused("RequestTimeTooSkewed", ecSkewed, "The difference between the request time and the current time is too large.")
		err.RequestTime, err.ServerTime, err.MaxSkew = at, now, most
		return err
	}
	return nil
}

// checkV4 checks what V4 demands beyond the signature.
func (v *Verifier) checkV4(c *canonicalizer, auth authorization, at time.Time) *VerifyError {
	product := v.Product
	if product == "" {
		product = DefaultProduct
	}
	switch s := auth.scope; {
	case s.Date != DateOf(at):
		return malformed(ecCredentialDate, "the date of the Credential, "+s.Date+", is not the day of the request's time")
	case s.Region != v.Region:
		return malformed(ecCredentialRegion, "Invalid signing region in Authorization header: got "+quote(s.Region)+", expected "+quote(v.Region)+".")
	case s.Product != product:
		return malformed(ecCredentialProduct, "Invalid signing product in Authorization header: got "+quote(s.Product)+", expected "+quote(product)+".")
	case c.valueOf(headerContentSHA256) != unsignedPayload:
		return malformed("", "the header x-oss-content-sha256 is not "+unsignedPayload)
	}
	for _, name := range auth.additional {
		if _, found := c.find(name); !found {
			return malformed(ecAdditionalMissing, "AdditionalHeaders names "+quote(name)+", which the request lacks")
		}
	}
	return nil
}

// lookUp returns the credentials of an access key id. An id that belongs to
// an STS token is unknown to OSS without that token.
func (v *Verifier) lookUp(c *canonicalizer, auth authorization) (Credentials, *VerifyError) {
	credentials, ok := v.Credentials(auth.accessKeyID)
	token := c.valueOf(headerSecurityToken)
	if !ok || credentials.AccessKeySecret == "" || credentials.SecurityToken != "" && token == "" {
		err := refused("InvalidAccessKeyId", ecUnknownKey, "The OSS Access Key Id you provided does not exist in our records.")
		err.AccessKeyID = auth.accessKeyID
		return credentials, err
	}
	if !hmac.Equal([]byte(token), []byte(credentials.SecurityToken)) {
		err := refused("InvalidSecurityToken", "", "The security token you provided is invalid.")
		err.AccessKeyID = auth.accessKeyID
		return credentials, err
	}
	return credentials, nil
}

// compare recomputes the signature, by the code that signs.
func (v *Verifier) compare(c *canonicalizer, r *Request, auth authorization, credentials Credentials, at time.Time) *VerifyError {
	s := &Signer{version: auth.version, accessKeyID: auth.accessKeyID, scope: auth.scope,
		scopeText: auth.scope.String(), additional: auth.additional, subResources: v.SubResources}
	if err := s.key(c, credentials.AccessKeySecret); err != nil {
		return refused("NotImplemented", "", err.Error())
	}
	provided, err := s.received(c, r, auth, at, nil)
	if err != nil {
		return refusedRequest(err)
	}
	if hmac.Equal([]byte(provided), []byte(auth.signature)) {
		return nil
	}
	mismatch := refused("SignatureDoesNotMatch", ecMismatchV4,
		"The request signature we calculated does not match the signature you provided. Check your key and signing method.")
	if auth.version == V1 {
		mismatch.EC = ecMismatchV1
	}
	mismatch.AccessKeyID, mismatch.SignatureProvided = auth.accessKeyID, auth.signature
	rec := newRecorder(s, at)
	if _, err := s.received(c, r, auth, at, rec); err == nil {
		mismatch.Transcript = rec.finish(c.sum, s.version)
		mismatch.Transcript.Signature = "" // what would have been right is not for the sender to know
	}
	return mismatch
}

// key gives c the key of a transient signer.
func (s *Signer) key(c *canonicalizer, secret string) (err error) {
	if s.version == V1 {
		c.mac, err = newMAC(sha1.New, []byte(secret))
		return err
	}
	key, err := deriveKey(secret, s.scope)
	if err != nil {
		return err
	}
	c.mac, err = newMAC(sha256.New, key)
	return err
}

// received signs a request as it was received: all its fields stand in c
// already, and nothing is added to them.
func (s *Signer) received(c *canonicalizer, r *Request, auth authorization, at time.Time, rec *recorder) (signature string, err error) {
	if s.version == V1 {
		if err := c.collectQueryV1(r.Query); err != nil {
			return "", err
		}
		date := c.valueOf("date")
		if i, found := c.find(headerOSSDate); found {
			date = c.header[i].value
		}
		c.buf = s.appendV1(c.buf[:0], c, r, date, rec)
		rec.exact(nil, c.buf)
		rec.leftOutV1(c, s.subResources)
		c.authenticate(c.buf)
		return encodeV1(c.sum), nil
	}
	if err := c.collectQuery(r.Query); err != nil {
		return "", err
	}
	timestamp := string(appendTimestamp(nil, at))
	canonical, toSign := s.appendV4(c, r, timestamp, strings.Join(auth.additional, ";"), rec)
	rec.exact(canonical, toSign)
	rec.leftOutV4(c, nil)
	c.authenticate(toSign)
	return hex.EncodeToString(c.sum), nil
}
