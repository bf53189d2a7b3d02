package signer

import (
	"hash"
	"slices"
	"sync"
	"unicode/utf8"
)

// A canonicalizer holds the buffers in which one request is put in canonical
// form. A Signer keeps its own in a pool.
type canonicalizer struct {
	mac            hash.Hash // keyed
	method, bucket string    // the last ones that could be signed
	header, query  list
	date           string // the time as it is signed
	additional     string // the names of the additional headers as they are signed
	buf            []byte // the canonical request, then the string to sign
	sum            []byte // the last HMAC
	second         int64  // of the stamp, since 1970
	stamp          string // the last time that was signed at; "" for none

	named []string // the additional headers to sign, in lower case, sorted
}

func (s *Signer) newCanonicalizer(mac hash.Hash) *canonicalizer {
	c := &canonicalizer{mac: mac, named: s.additional, header: list{part: "header", mark: ':', least: schemes[s.version].least, read: readField},
		query: list{part: "query", mark: '=', least: byDefault, escaped: s.version == V4, why: s.whyParameter, read: readParameter}}
	c.header.why = c.whyField
	return c
}

// expect makes names the additional headers to sign.
func (c *canonicalizer) expect(names []string) {
	if !slices.Equal(c.named, names) {
		c.named, c.header.names = names, c.header.names[:0] // which were arranged for others
	}
}

// A pool keeps room for so many bytes of names, and of text to sign, and so many
// names: a huge request is not to hold its memory until the program ends.
const (
	maxKept  = 1 << 16
	maxNames = 1 << 10
)

func keep(pool *sync.Pool, c interface{ isSmall() bool }) {
	if c.isSmall() {
		pool.Put(c)
	}
}

func (c *canonicalizer) isSmall() bool {
	return c.header.isSmall() && c.query.isSmall() && cap(c.buf) <= maxKept && len(c.method)+len(c.bucket) <= maxKept
}

// checkTarget refuses a method, bucket or key that cannot be told apart from
// another one in the canonical form.
func (c *canonicalizer) checkTarget(r *Request, v Version) error {
	checked := r.Method == c.method && r.Bucket == c.bucket && r.Method != "" // those of the request before
	switch {
	case !checked && !isToken(r.Method):
		return &RequestError{"method", r.Method, ReasonNotToken}
	case r.Bucket == "" && r.Key != "":
		return &RequestError{"bucket", "", ReasonMissing}
	case !checked && !consistsOf(r.Bucket, isBucketByte):
		return &RequestError{"bucket", r.Bucket, ReasonBucket}
	case !utf8.ValidString(r.Key):
		return &RequestError{"key", r.Key, ReasonNotUTF8}
	case v == V1 && !consistsOf(r.Key, isPrinted):
		return &RequestError{"key", r.Key, ReasonControl}
	case !checked:
		c.method, c.bucket = r.Method, r.Bucket
	}
	return nil
}

// authenticate leaves the HMAC of text in c.sum.
func (c *canonicalizer) authenticate(text []byte) {
	c.mac.Reset()
	c.mac.Write(text)
	c.sum = c.mac.Sum(c.sum[:0])
}
