package signer

import (
	"errors"
	"strconv"
	"strings"
)

// A RequestError says which part of a Request cannot be signed, and why. The
// signer refuses what is ambiguous; it never picks one of two readings.
type RequestError struct {
	Part   string // "method", "bucket", "key", "header", "additional header", "query", "condition" or "time"
	Name   string // of the header field or the query parameter; else the offending value
	Reason Reason
}

// A Reason is why a part of a request cannot be signed.
type Reason string

// The reasons of a RequestError.
const (
	ReasonMissing       Reason = "is missing"
	ReasonNotToken      Reason = "is not a token of RFC 9110"
	ReasonBucket        Reason = "has a character other than letters, digits, '-', '.' and '_'"
	ReasonNotUTF8       Reason = "is not UTF-8, which OSS demands of keys"
	ReasonControl       Reason = "has a control character, which V1 cannot sign unambiguously; use V4"
	ReasonLineBreak     Reason = "has CR, LF or NUL in its value"
	ReasonRepeated      Reason = "has more than one value; OSS does not say how they are joined: send one"
	ReasonLetterCase    Reason = "is given twice, in names that differ only by letter case"
	ReasonConflict      Reason = "is set to another value than the signer's; leave it to the signer"
	ReasonTwoValues     Reason = "is a query parameter too, with another value"
	ReasonHeaderForm    Reason = "belongs to a signature in the header; a signed URL carries its own"
	ReasonExpires       Reason = "is not a life from one second to seven days"
	ReasonURLForm       Reason = "belongs to a signature in the URL; a request carries one signature"
	ReasonNoName        Reason = "has no name"
	ReasonNotAdditional Reason = "cannot be signed: OSS refuses additional headers with '_' in their names, and Authorization carries the signature"
	ReasonOtherDay      Reason = "is not on the day of the signer's scope; make a signer for that day"
	ReasonYear          Reason = "is not in a year from 0 to 9999; the end of a URL with V1 is in one from 1970"
)

func (e *RequestError) Error() string {
	subject := e.Part
	if e.Name != "" {
		subject += " " + quote(e.Name)
	}
	return "signer: " + subject + " " + string(e.Reason)
}

// ErrFIPS is returned where the algorithm is not allowed under
// GODEBUG=fips140=only: V1, which is HMAC-SHA1, and keys too short for it.
var ErrFIPS = errors.New("signer: not allowed in FIPS 140-only mode: V1 needs HMAC-SHA1 and V4 a secret of at least 5 bytes; use V4")

// quote quotes foreign text for an error message and cuts it short.
func quote(s string) string {
	const most = 64
	if len(s) > most {
		return strconv.Quote(strings.ToValidUTF8(s[:most], "")) + "…"
	}
	return strconv.Quote(s)
}
