package signer

import (
	"hash"
	"unicode/utf8"
)

// A canonicalizer holds the buffers in which one request is put in canonical
// form. A Signer keeps its own in a pool.
type canonicalizer struct {
	mac    hash.Hash // keyed
	header list      // the caller's fields, Host, the signer's
	layout layout    // of header, if recollectHeader may use it
	lines  [2]int    // of V1: which entries of header are Content-MD5 and Content-Type, counted from 1
	query  list
	buf    []byte // the canonical request, then the string to sign
	sum    []byte // the last HMAC
	second int64  // of date, since 1970
	date   string // the last time that was signed, which is often this one, too; "" for none
}

// A list has the entries of a header or a query, and their order.
type list struct {
	text    []byte // the keys of the entries, end to end
	entries []entry
	order   []rank
	escaped bool // names and values are signed percent-encoded: a query under V4
	merged  bool // the caller has something that is ours
}

// An entry is a header field or a query parameter.
type entry struct {
	name, value string // as the caller has it; of a header field without the blanks around the value
	start, end  int    // of the key in text: the name as it is signed, in lower case or escaped
	why         reason
	ours        bool // the signer adds it
	trimmed     bool
	repeated    bool // it has more values than this one
}

// A reason says why an entry is signed.
type reason uint8

const (
	notSigned  reason = iota
	byDefault         // Content-Type, Content-MD5, x-oss-*; V4: a query parameter, V1: a sub-resource
	byAddition        // named as an additional header
	demanded          // ours, not signed: if the caller has it, it must be the same; with no value, nobody may have it
)

// checkTarget refuses a method, bucket or key that cannot be told apart from
// another one in the canonical form.
func checkTarget(r *Request, v Version) error {
	switch {
	case !isToken(r.Method):
		return &RequestError{"method", r.Method, ReasonNotToken}
	case r.Bucket == "" && r.Key != "":
		return &RequestError{"bucket", "", ReasonMissing}
	case !isBucketName(r.Bucket):
		return &RequestError{"bucket", r.Bucket, ReasonBucket}
	case !utf8.ValidString(r.Key):
		return &RequestError{"key", r.Key, ReasonNotUTF8}
	case v == V1 && hasControl(r.Key):
		return &RequestError{"key", r.Key, ReasonControl}
	}
	return nil
}

func isBucketName(s string) bool {
	for i := range len(s) {
		if !isUnreserved(s[i]) || s[i] == '~' {
			return false
		}
	}
	return true
}

func hasControl(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] == 0x7f {
			return true
		}
	}
	return false
}

// authenticate leaves the HMAC of text in c.sum.
func (c *canonicalizer) authenticate(text []byte) {
	c.mac.Reset()
	c.mac.Write(text)
	c.sum = c.mac.Sum(c.sum[:0])
}
