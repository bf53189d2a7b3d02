package headers

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Reason says what is wrong with a header field. The constants are all there are.
type Reason string

// The reasons. Only [Metadata.Check] gives ReasonPrefix and ReasonNonASCII, only
// [ReadMetadata] gives ReasonDuplicate, only [Metadata.Set] and [Metadata.Delete]
// give ReasonUnknown.
const (
	ReasonName      Reason = "name"       // characters that the name may not hold
	ReasonEmptyName Reason = "empty name" // no name, or nothing after x-oss-meta-
	ReasonPrefix    Reason = "prefix"     // a user metadata name that was given with x-oss-meta-
	ReasonCollision Reason = "collision"  // names that differ only by letter case
	ReasonControl   Reason = "control"    // a control character in the value; tab is none
	ReasonBlank     Reason = "blank"      // a blank or tab at the ends of the value
	ReasonNonASCII  Reason = "non-ascii"  // bytes from 0x80 up in the value
	ReasonDuplicate Reason = "duplicate"  // several lines of one field
	ReasonEmpty     Reason = "empty"      // a standard field that is present and empty
	ReasonUnknown   Reason = "unknown"    // a header that is not metadata
)

// Error codes (EC) of OSS for user metadata, from its help pages of these numbers.
const (
	ecName  = "0011-00000004"
	ecValue = "0011-00000005"
)

// A FieldError is one header field that cannot be used.
type FieldError struct {
	Name   string // full name, as it was given
	Value  string // as it was given, but "" for a field that carries a secret
	Reason Reason
	EC     string // error code that OSS would answer with, "" if none is known
}

// newFieldError fills in the EC and leaves secrets out.
func newFieldError(name, value string, r Reason) *FieldError {
	e := &FieldError{Name: name, Value: value, Reason: r}
	if isSecret(name) {
		e.Value = ""
	}
	if hasUserPrefix(name) {
		switch r {
		case ReasonName:
			e.EC = ecName
		case ReasonControl:
			e.EC = ecValue
		}
	}
	return e
}

// isSecret reports whether the value of the field must not be shown. The name
// may be a faulty one, so blanks around it do not count.
func isSecret(name string) bool {
	name = strings.Trim(name, " \t\r\n:")
	for _, s := range [...]string{
		Authorization, "Proxy-Authorization", "Cookie",
		XOSSSecurityToken, XOSSServerSideEncryptionCustomerKey,
	} {
		if equalFold(name, s) {
			return true
		}
	}
	return false
}

// Error returns one line that says what is wrong and what to do. Name and value
// are quoted and cut after 64 bytes; an empty value is left out.
func (e *FieldError) Error() string {
	text := "header " + quoteCut(e.Name)
	if e.Value != "" {
		text += " with value " + quoteCut(e.Value)
	}
	text += ": " + e.advice()
	if e.EC != "" {
		text += " (OSS: EC " + e.EC + ")"
	}
	return text
}

func (e *FieldError) advice() string {
	switch e.Reason {
	case ReasonName:
		if hasUserPrefix(e.Name) {
			return "names of user metadata may hold only letters, digits and hyphens; rename it"
		}
		return "the name holds characters that no header name may hold (RFC 9110 section 5.6.2); correct it"
	case ReasonEmptyName:
		return "the name is empty; give it one"
	case ReasonPrefix:
		return "the name has x-oss-meta- twice, as it is added when written; leave it out"
	case ReasonCollision:
		return "another name differs only by letter case, which OSS ignores; keep one of them"
	case ReasonControl:
		return "the value holds a control character such as CR or LF; remove it or encode the value"
	case ReasonBlank:
		return "the value begins or ends with a blank, which HTTP drops; remove it or encode the value"
	case ReasonNonASCII:
		if equalFold(e.Name, ContentDisposition) {
			return "the value is not ASCII and may not arrive as it is; write filename*= and headers.EncodeExtValue of the name (RFC 6266), or set AllowNonASCII"
		}
		return "the value is not ASCII and may not arrive as it is; encode it with headers.EncodeExtValue, or set AllowNonASCII"
	case ReasonDuplicate:
		return "the field has several lines, of which only one can be kept; make them one"
	case ReasonEmpty:
		return "a standard field cannot be present and empty; give it a value or delete it"
	case ReasonUnknown:
		return "it is not metadata; use a standard field such as Content-Type, or a name after x-oss-meta-"
	}
	return string(e.Reason)
}

// maxQuoted is how many bytes of a foreign text an error shows.
const maxQuoted = 64

func quoteCut(s string) string {
	if len(s) <= maxQuoted {
		return strconv.Quote(s)
	}
	n := maxQuoted
	for n > maxQuoted-utf8.UTFMax+1 && !utf8.RuneStart(s[n]) {
		n--
	}
	return strconv.Quote(s[:n]) + "..."
}
