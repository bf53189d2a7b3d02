package xmlerr

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"
)

// Evidence is what an answer of SignatureDoesNotMatch tells about the server's
// side of the signature. An empty field was not in the answer.
//
// A string to sign holds the security token of temporary credentials. Evidence
// therefore prints, logs and marshals as a placeholder; to see what is in it,
// ask for a field or call a method. (Two mistakes that go vet reports go round
// every method of a type and would print it: the verb %w outside fmt.Errorf, and
// %p for a value that is not a pointer.)
type Evidence struct {
	AccessKeyID           string // element OSSAccessKeyId (AWSAccessKeyId of S3-compatible requests)
	StringToSign          string // text of the element with its outer blanks
	StringToSignBytes     string // the same in hex: "50 55 54 0A"
	CanonicalRequest      string // V4: likewise
	CanonicalRequestBytes string
	SignatureProvided     string // the signature that the request carried
}

const redactedEvidence = "[signature evidence, redacted]"

// Format writes a placeholder for every verb.
func (Evidence) Format(f fmt.State, _ rune) {
	io.WriteString(f, redactedEvidence) // fmt.State keeps what is written; there is nothing to report
}

// MarshalText returns a placeholder.
func (Evidence) MarshalText() ([]byte, error) { return []byte(redactedEvidence), nil }

// ExactStringToSign returns the bytes that the server signed: those of
// StringToSignBytes if it is well-formed hex, else the text of StringToSign,
// which XML may have changed (it cannot carry most control characters). It
// returns nil if the answer had neither, and for a nil receiver. The bytes may
// contain a security token.
func (ev *Evidence) ExactStringToSign() []byte {
	if ev == nil {
		return nil
	}
	return exact(ev.StringToSignBytes, ev.StringToSign)
}

// ExactCanonicalRequest does for the canonical request of V4 what
// ExactStringToSign does for the string to sign.
func (ev *Evidence) ExactCanonicalRequest() []byte {
	if ev == nil {
		return nil
	}
	return exact(ev.CanonicalRequestBytes, ev.CanonicalRequest)
}

func exact(pairs, text string) []byte {
	if b, ok := parseHex(pairs); ok {
		return b
	}
	if text == "" {
		return nil
	}
	return []byte(text)
}

// parseHex reads pairs of hex digits, separated by blanks; at least one.
func parseHex(s string) ([]byte, bool) {
	var b []byte
	for _, p := range strings.Fields(s) {
		c, err := hex.DecodeString(p)
		if err != nil || len(c) != 1 {
			return nil, false
		}
		b = append(b, c[0])
	}
	return b, len(b) > 0
}
