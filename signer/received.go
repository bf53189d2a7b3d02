package signer

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// What a receiver of signed requests needs. Package verify is made of it.

// A Presented signature is what a received request says of how it was signed, in
// its Authorization header or its URL.
type Presented struct {
	URL        bool      // in its URL, not in its header
	Additional []string  // V4: the names of AdditionalHeaders, in any order and letter case
	Date       string    // the time as it stands in the string to sign; of a URL with V1 its Expires
	Time       time.Time // the same, for the transcript
}

// SignReceived signs a received request as it stands, with nothing added, and
// returns the signature that it must carry, V4 hexadecimal, V1 base64: to be
// compared by hmac.Equal, and told to nobody. What p says is signed as it is; whether
// the time is good, and the additional headers are there, is for the caller to see.
//
// The error is a *RequestError, for what CheckReceived refuses, and for a Date of
// several lines.
func (s *Signer) SignReceived(r *Request, p Presented) (string, error) {
	signature, _, err := s.receive(r, p, false)
	return signature, err
}

// ExplainReceived returns what SignReceived signs, line by line, but for the
// signature, which the sender of a refused request is not to learn.
func (s *Signer) ExplainReceived(r *Request, p Presented) (*Transcript, error) {
	_, t, err := s.receive(r, p, true)
	return t, err
}

func (s *Signer) receive(r *Request, p Presented, explain bool) (signature string, t *Transcript, err error) {
	if hasLineBreak(p.Date) {
		return "", nil, &RequestError{"time", p.Date, ReasonLineBreak}
	}
	c := s.pool.Get().(*canonicalizer)
	defer keep(&s.pool, c)
	if err := s.collectReceived(c, r, p.Additional); err != nil {
		return "", nil, err
	}
	c.date, c.additional = p.Date, strings.Join(c.named, ";")
	canonical := s.authenticate(c, r)
	if explain {
		t = s.tell(c, canonical, r, p.Time, p.URL, nil)
	}
	return c.signature(s.version), t, nil
}

// CheckReceived refuses a received request that two readers could read
// differently, as SignReceived does: a server need not look up a key for it. The
// version of its signature is V4 or V1, nothing else; the additional names are those
// of a Presented.
//
// The error is a *RequestError.
func CheckReceived(r *Request, v Version, additional ...string) error {
	s := &readers[v]
	c := s.pool.Get().(*canonicalizer)
	defer keep(&s.pool, c)
	return s.collectReceived(c, r, additional)
}

// readers have the buffers of CheckReceived, and no key.
var readers = [...]Signer{
	V4: {version: V4, pool: sync.Pool{New: func() any { return newReader(V4) }}},
	V1: {version: V1, pool: sync.Pool{New: func() any { return newReader(V1) }}},
}

func newReader(v Version) *canonicalizer { return (&Signer{version: v}).newCanonicalizer(nil) }

// collectReceived puts the parts of r in order as they stand. V1 knows no additional
// headers.
func (s *Signer) collectReceived(c *canonicalizer, r *Request, additional []string) error {
	if s.version == V4 && !slices.Equal(c.named, additional) {
		names, err := sortNames(additional)
		if err != nil {
			return err
		}
		c.expect(names)
	}
	if err := c.checkTarget(r, s.version); err != nil {
		return err
	}
	if err := s.collectHeader(c, r, nil); err != nil {
		return err
	}
	return s.collectQuery(c, r.Query, nil)
}

// sortNames returns the names of additional headers as they are signed: in lower case,
// sorted, each once.
func sortNames(additional []string) ([]string, error) {
	names := make([]string, len(additional))
	for i, name := range additional {
		if names[i] = strings.ToLower(name); !isToken(name) {
			return nil, &RequestError{"additional header", name, ReasonNotToken}
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}
