package signer

import (
	"cmp"
	"crypto/hmac"
	"slices"
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
// Date (V1, in the form of either) or Date alone (V4, its text or the same time in
// ISO 8601 as the second line of the string to sign). Query and Key are to be given decoded, so that
// the escaping of the URL does not matter.
//
// The error is a *VerifyError. For a request without any signature it matches
// ErrUnsigned: whether that is allowed is for the caller to say.
func (v *Verifier) Verify(r *Request, now time.Time) (*Verified, error) {
	x := &verification{Verifier: v, r: r, now: now.UTC()}
	for _, step := range [...]func() *VerifyError{x.present, x.collect, x.checkTime, x.checkV4, x.lookUp, x.compare} {
		if err := step(); err != nil {
			return nil, err // never a nil *VerifyError in a non-nil error
		}
	}
	return &Verified{x.version, x.url, x.accessKeyID, x.scope, x.at, x.expires}, nil
}

// A verification is one call of Verify. Each of its steps needs the ones before.
type verification struct {
	*Verifier
	r   *Request
	now time.Time

	presented
	signer      *Signer // as the one that made the signature
	c           *canonicalizer
	at, expires time.Time
	stamps      []string // how the time may stand in the string to sign
	secret      string
}

func (x *verification) present() *VerifyError { return x.readFrom(x.r) }

// collect collects the request as it was received, with nothing added.
func (x *verification) collect() *VerifyError {
	x.signer = &Signer{version: x.version, accessKeyID: x.accessKeyID, scope: x.scope, scopeText: x.scope.String(),
		additional: x.additional, subResources: x.SubResources}
	x.c = x.signer.newCanonicalizer(nil)
	s, c := x.signer, x.c
	err := cmp.Or(checkTarget(x.r, x.version), s.collectHeader(c, x.r, nil), s.collectQuery(c, x.r.Query, nil))
	return cmp.Or(demandOneReading(err), demand(!x.url || x.field(nameToken) == "", "InvalidRequest", "",
		"a signed URL carries its security token in the query, not in a header"))
}

// field returns the value of a header field, "" if there is none.
func (x *verification) field(key string) string {
	if e := x.c.header.find(key); e != nil {
		return e.value
	}
	return ""
}

// checkTime finds the time that the request says it was signed at, and until
// when it is good, and whether it is good now.
func (x *verification) checkTime() *VerifyError {
	if x.url && x.version == V1 {
		x.expires, x.stamps = time.Unix(min(x.presented.expires, lastSecond), 0).UTC(), []string{x.date}
		return demandAccess(!x.now.After(x.expires), "0002-00000069", "Request has expired.")
	}
	err := x.readTime()
	if err != nil {
		return err
	}
	skew, most := x.now.Sub(x.at), cmp.Or(x.MaxSkew, DefaultMaxSkew)
	if x.url {
		x.expires = x.at.Add(time.Duration(x.presented.expires) * time.Second)
		return cmp.Or(
			demandAccess(!x.now.After(x.expires), "0002-00000236", "Request has expired."),
			demandAccess(skew >= -most, "0002-00000235", "Request is not good yet."))
	}
	err = demand(-most <= skew && skew <= most, "RequestTimeTooSkewed", "0002-00000504",
		"The difference between the request time and the current time is too large.")
	if err != nil {
		err.RequestTime, err.ServerTime, err.MaxSkew = x.at, x.now, most
	}
	return err
}

// lastSecond is the last one, since 1970, that has a year of four digits.
const lastSecond = 253402300799

// readTime takes the time of x-oss-date if there is one, else of Date. For V4
// with a Date and no x-oss-date the documents have ISO 8601 in the string to sign,
// and the official Go SDK V1 the text of the Date: OSS takes either. For V1 they
// have x-oss-date in ISO 8601 (EC 0002-00000503), and the SDKs in the form of Date.
func (x *verification) readTime() *VerifyError {
	format, stamp, found := timeFormatV4, x.date, x.date != ""
	if e := x.c.header.find(nameDate); !x.url && e != nil {
		stamp, found = e.value, true
		if x.version == V1 && strings.Contains(stamp, " ") {
			format = timeFormatV1
		}
	} else if e := x.c.header.find("date"); !x.url && e != nil {
		if e.lines > 1 {
			return demandOneReading(&RequestError{"header", e.name, ReasonRepeated})
		}
		format, stamp, found = timeFormatV1, e.value, true
	}
	at, err := time.Parse(format, stamp)
	if x.at, x.stamps = at, []string{stamp}; x.version == V4 && format == timeFormatV1 {
		x.stamps = []string{at.Format(timeFormatV4), stamp}
	}
	return cmp.Or(
		demandAccess(found, "0002-00000503", "the request has neither a Date nor an x-oss-date"),
		demandAccess(err == nil && at.Format(format) == stamp, "0002-00000502",
			"the date "+quote(stamp)+" is not in the format "+format))
}

// checkV4 checks what V4 demands beyond the signature.
func (x *verification) checkV4() *VerifyError {
	if x.version != V4 {
		return nil
	}
	lacking := slices.DeleteFunc(slices.Clone(x.additional), func(name string) bool { return x.c.header.find(name) != nil })
	s, product := x.scope, Scope{Product: x.Product}.product()
	return cmp.Or(
		demandArgument(s.Date == DateOf(x.at), "0002-00000223",
			"the date of the Credential, "+s.Date+", is not the day of the request's time"),
		demandArgument(s.Region == x.Region, "0002-00000226",
			"Invalid signing region in the credential: got "+quote(s.Region)+", expected "+quote(x.Region)+"."),
		demandArgument(s.Product == product, "0002-00000227",
			"Invalid signing product in the credential: got "+quote(s.Product)+", expected "+quote(product)+"."),
		demandArgument(x.url || x.field(nameContentSHA256) == unsignedPayload, "",
			"the header x-oss-content-sha256 is not "+unsignedPayload),
		demandArgument(len(lacking) == 0, "0002-00000077",
			"AdditionalHeaders names "+quote(strings.Join(lacking, ";"))+", which the request lacks"))
}

// lookUp finds the secret of the access key id. An id that belongs to an STS
// token is unknown to OSS without that token.
func (x *verification) lookUp() *VerifyError {
	c, ok := x.Credentials(x.accessKeyID)
	token := x.token
	if !x.url {
		token = x.field(nameToken)
	}
	x.secret = c.AccessKeySecret
	err := cmp.Or(
		demand(ok && x.secret != "" && (token != "" || c.SecurityToken == ""), "InvalidAccessKeyId", "0002-00000902",
			"The OSS Access Key Id you provided does not exist in our records."),
		demand(hmac.Equal([]byte(token), []byte(c.SecurityToken)), "InvalidSecurityToken", "0002-00000006",
			"The security token you provided is invalid."))
	if err != nil {
		err.AccessKeyID = x.accessKeyID
	}
	return err
}

// compare makes the signature anew, by the code that signs.
func (x *verification) compare() *VerifyError {
	var err error
	if _, x.c.mac, err = x.signer.newKey(x.secret, x.derive); err != nil {
		return demand(false, "NotImplemented", "", err.Error())
	}
	x.c.additional = strings.Join(x.additional, ";")
	for _, x.c.date = range x.stamps {
		x.signer.authenticate(x.c, x.r)
		if hmac.Equal(x.c.appendSignature(nil, x.version), []byte(x.signature)) {
			return nil
		}
	}
	x.c.date = x.stamps[0]
	signed, transcript := x.at, &Transcript{}
	if x.url && x.version == V1 {
		signed = x.expires
	}
	x.signer.tell(transcript, x.c, x.signer.authenticate(x.c, x.r), x.r, signed, x.url, nil)
	return &VerifyError{
		Code: "SignatureDoesNotMatch", EC: x.version.scheme().mismatchEC,
		Message: "The request signature we calculated does not match the signature you provided. " +
			"Check your key and signing method.",
		AccessKeyID: x.accessKeyID, SignatureProvided: x.signature, Transcript: transcript,
	}
}
