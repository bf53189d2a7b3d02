package signer

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// ErrUnsigned matches the *VerifyError of a request that carries no signature.
var ErrUnsigned = errors.New("signer: the request carries no signature")

// A VerifyError says why a received request was refused, in OSS's terms.
type VerifyError struct {
	Code    string // OSS's error code, such as "SignatureDoesNotMatch"
	EC      string // OSS's error code number, such as "0002-00000201"; "" where none is known
	Message string

	AccessKeyID       string // of SignatureDoesNotMatch, InvalidAccessKeyId and InvalidSecurityToken
	SignatureProvided string // of SignatureDoesNotMatch

	RequestTime, ServerTime time.Time     // of RequestTimeTooSkewed
	MaxSkew                 time.Duration // of RequestTimeTooSkewed

	// Transcript is what the verifier computed, without the signature that
	// would have been right. Set for SignatureDoesNotMatch, else nil.
	Transcript *Transcript

	unsigned bool
}

func (e *VerifyError) Error() string {
	text := "signer: " + e.Code + ": " + e.Message
	if e.EC != "" {
		text += " (EC " + e.EC + ")"
	}
	return text
}

// Format prints the text of Error, for every verb.
func (e *VerifyError) Format(f fmt.State, verb rune) { io.WriteString(f, e.Error()) }

// Is reports a match with ErrUnsigned.
func (e *VerifyError) Is(target error) bool { return target == ErrUnsigned && e.unsigned }

// demand returns an error if a demand is not met. The EC number is from the OSS
// error code reference, which has one page a number.
func demand(met bool, code, ec, message string) *VerifyError {
	if met {
		return nil
	}
	return &VerifyError{Code: code, EC: ec, Message: message}
}

func demandArgument(met bool, ec, message string) *VerifyError {
	return demand(met, "InvalidArgument", ec, message)
}

func demandAccess(met bool, ec, message string) *VerifyError {
	return demand(met, "AccessDenied", ec, message)
}

func malformed(ec, message string) *VerifyError { return demandArgument(false, ec, message) }

// demandOneReading puts in OSS's terms why a request has no one reading.
func demandOneReading(err error) *VerifyError {
	var e *RequestError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e) && e.Part == "key":
		return &VerifyError{Code: "InvalidObjectName", Message: e.Error()}
	}
	return malformed("", err.Error())
}
