package signer

import (
	"fmt"
	"io"
)

// Credentials are what a request is signed with. Neither the secret nor the
// token is printed: every verb of fmt but %p and %w (which vet reports),
// encoding/json, encoding/xml and log/slog show the access key id alone. Do not
// keep Credentials in an unexported field of a struct that may be printed:
// there fmt looks at the fields and does not ask.
//
// The zero value holds no credentials; a Signer cannot be made from it.
type Credentials struct {
	AccessKeyID     string // public: it is sent with every request
	AccessKeySecret string // never sent
	SecurityToken   string // of STS; sent with every request; empty for a long-term key
}

// IsZero reports whether c holds nothing at all.
func (c Credentials) IsZero() bool { return c == Credentials{} }

// Format prints c with its secrets left out, for every verb.
func (c Credentials) Format(f fmt.State, verb rune) { io.WriteString(f, c.redacted()) }

// MarshalText returns c with its secrets left out. It never fails.
func (c Credentials) MarshalText() ([]byte, error) { return []byte(c.redacted()), nil }

func (c Credentials) redacted() string {
	text := "access key id " + fmt.Sprintf("%q", c.AccessKeyID)
	if c.AccessKeySecret != "" {
		text += ", secret redacted"
	}
	if c.SecurityToken != "" {
		text += ", security token redacted"
	}
	return text
}

// A CredentialsError says which part of some Credentials cannot be used.
// It never holds the part itself.
type CredentialsError struct {
	Part   string // "access key id", "access key secret" or "security token"
	Reason string
}

func (e *CredentialsError) Error() string {
	return "signer: credentials: the " + e.Part + " " + e.Reason
}

// Check returns a *CredentialsError for credentials that no server could
// accept: half of a pair, or one pasted with a blank or line end around it. A
// Signer cannot be made from them.
func (c Credentials) Check() error {
	parts := [...]struct {
		name, value string
		allowed     func(byte) bool
	}{
		{"access key id", c.AccessKeyID, isAccessKeyIDByte},
		{"access key secret", c.AccessKeySecret, isVisible},
		{"security token", c.SecurityToken, isVisible},
	}
	for _, p := range parts {
		switch {
		case p.value == "" && p.name == "security token":
		case p.value == "":
			return &CredentialsError{p.name, "is empty; give both the id and the secret, or no credentials at all"}
		case isBlank(p.value[0]) || isBlank(p.value[len(p.value)-1]):
			return &CredentialsError{p.name, "has a blank or line end around it; it was probably pasted with it: remove it"}
		case !consistsOf(p.value, p.allowed):
			return &CredentialsError{p.name, "has a character that cannot be part of one; copy it again"}
		}
	}
	return nil
}

func isBlank(b byte) bool { return b == ' ' || b == '\t' || b == '\r' || b == '\n' }

// isVisible reports a printing ASCII character other than the blank.
func isVisible(b byte) bool { return '!' <= b && b <= '~' }

// isAccessKeyIDByte leaves out what separates an id from its surroundings in
// an Authorization header.
func isAccessKeyIDByte(b byte) bool {
	return isVisible(b) && b != ':' && b != '/' && b != ',' && b != ';' && b != '"'
}
