package verify

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"example.com/ossmeta/signer"
)

// ErrUnsigned matches the *Error of a request that carries no signature.
var ErrUnsigned = errors.New("verify: the request carries no signature")

// An Error says why a received request was refused, in OSS's terms.
type Error struct {
	Code    string // OSS's error code, such as "SignatureDoesNotMatch"
	EC      string // OSS's error code number, such as "0002-00000201"; "" where none is known
	Message string

	AccessKeyID       string // of SignatureDoesNotMatch, InvalidAccessKeyId and InvalidSecurityToken
	SignatureProvided string // of SignatureDoesNotMatch

	RequestTime, ServerTime time.Time     // of RequestTimeTooSkewed
	MaxSkew                 time.Duration // of RequestTimeTooSkewed

	// Transcript is what the verifier computed, without the signature that
	// would have been right. Set for SignatureDoesNotMatch, else nil.
	Transcript *signer.Transcript

	unsigned bool
}

func (e *Error) Error() string {
	text := "verify: " + e.Code + ": " + e.Message
	if e.EC != "" {
		text += " (EC " + e.EC + ")"
	}
	return text
}

// Format prints the text of Error, for every verb.
func (e *Error) Format(f fmt.State, verb rune) { io.WriteString(f, e.Error()) }

// Is reports a match with ErrUnsigned.
func (e *Error) Is(target error) bool { return target == ErrUnsigned && e.unsigned }

// mismatchEC are the EC numbers of SignatureDoesNotMatch.
var mismatchEC = [...]string{signer.V4: "0002-00000201", signer.V1: "0002-00000040"}

// demandArgument returns an error if a demand is not met. The EC number is from the
// OSS error code reference, which has one page a number.
func demandArgument(met bool, ec, message string) *Error {
	if met {
		return nil
	}
	return malformed(ec, message)
}

func malformed(ec, message string) *Error {
	return &Error{Code: "InvalidArgument", EC: ec, Message: message}
}

func demandAccess(met bool, ec, message string) *Error {
	if met {
		return nil
	}
	return &Error{Code: "AccessDenied", EC: ec, Message: message}
}

// ambiguous puts in OSS's terms why a request has no one reading.
func ambiguous(err error) *Error {
	var e *signer.RequestError
	if errors.As(err, &e) && e.Part == "key" {
		return &Error{Code: "InvalidObjectName", Message: e.Error()}
	}
	return malformed("", err.Error())
}

// quote quotes foreign text, and cuts it short.
func quote(s string) string {
	const most = 64
	if len(s) > most {
		return strconv.Quote(strings.ToValidUTF8(s[:most], "")) + "…"
	}
	return strconv.Quote(s)
}
