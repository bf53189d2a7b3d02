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
func (e *VerifyError) Format(f fmt.State, verb rune) {
	if e == nil {
		io.WriteString(f, "<nil>")
		return
	}
	io.WriteString(f, e.Error())
}

// Is reports a match with ErrUnsigned.
func (e *VerifyError) Is(target error) bool { return target == ErrUnsigned && e.unsigned }

// The EC numbers of signature faults. Source: the OSS error code reference,
// one page a number.
const (
	ecMalformedV1       = "0002-00000061"
	ecNoColonV1         = "0002-00000062"
	ecMismatchV1        = "0002-00000040"
	ecMismatchV4        = "0002-00000201"
	ecTwoSignatures     = "0002-00000039"
	ecAdditionalName    = "0002-00000076"
	ecAdditionalMissing = "0002-00000077"
	ecAdditionalEmpty   = "0002-00000209"
	ecAdditionalGap     = "0002-00000210"
	ecBadCredential     = "0002-00000213"
	ecNoSignature       = "0002-00000219"
	ecCredentialDate    = "0002-00000223"
	ecCredentialRegion  = "0002-00000226"
	ecCredentialProduct = "0002-00000227"
	ecBadDate           = "0002-00000502"
	ecNoDate            = "0002-00000503"
	ecWrongToken        = "0002-00000006"
	ecExpiredV1         = "0002-00000069"
	ecNoKeyV1           = "0002-00000071"
	ecEmptyKeyV1        = "0002-00000072"
	ecNoSignatureV1     = "0002-00000074"
	ecNoExpires         = "0002-00000215"
	ecEmptyExpires      = "0002-00000216"
	ecNoCredential      = "0002-00000217"
	ecEmptyCredential   = "0002-00000218"
	ecTooEarly          = "0002-00000235"
	ecNoExpiresV1       = "0002-00000068"
	ecBadExpiresV1      = "0002-00000070"
	ecExpiresRange      = "0002-00000232"
	ecOutsideWindow     = "0002-00000236"
	ecSkewed            = "0002-00000504"
	ecUnknownKey        = "0002-00000902"
)

func refused(code, ec, message string) *VerifyError {
	return &VerifyError{Code: code, EC: ec, Message: message}
}

func malformed(ec, message string) *VerifyError { return refused("InvalidArgument", ec, message) }

func unsigned() *VerifyError {
	err := refused("AccessDenied", "", "The request carries no signature.")
	err.unsigned = true
	return err
}

// refusedRequest puts a request that has no one reading in OSS's terms.
func refusedRequest(err error) *VerifyError {
	var e *RequestError
	if errors.As(err, &e) && e.Part == "key" {
		return refused("InvalidObjectName", "", e.Error())
	}
	return malformed("", err.Error())
}
