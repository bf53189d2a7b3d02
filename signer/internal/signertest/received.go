package signertest

import (
	"strings"
	"time"

	"example.com/ossmeta/signer"
)

// Send returns r as a server receives it: signed, with blanks trimmed.
func Send(tb T, s *signer.Signer, r *signer.Request) *signer.Request {
	tb.Helper()
	signature, err := s.Sign(r, Time)
	if err != nil {
		tb.Fatal(err)
	}
	return Received(r, signature)
}

// Received puts the fields of a signature on r, as Send does.
func Received(r *signer.Request, signature signer.Signature) *signer.Request {
	c := CopyRequest(r)
	if c.Header == nil {
		c.Header = map[string][]string{}
	}
	for _, f := range signature.Fields {
		Set(c, f.Name, f.Value)
	}
	for _, values := range c.Header {
		for i, value := range values {
			values[i] = strings.Trim(value, " \t")
		}
	}
	return c
}

// Presigned returns r as a server receives it: signed in its URL, with blanks
// trimmed.
func Presigned(tb T, s *signer.Signer, r *signer.Request, life time.Duration) *signer.Request {
	tb.Helper()
	signature, err := s.Presign(r, Time, life)
	if err != nil {
		tb.Fatal(err)
	}
	return ReceivedURL(r, signature)
}

// ReceivedURL puts the parameters of a signature on r, as Presigned does.
func ReceivedURL(r *signer.Request, signature signer.Signature) *signer.Request {
	c := Received(r, signer.Signature{})
	if c.Query == nil {
		c.Query = map[string][]string{}
	}
	for _, f := range signature.Fields {
		c.Query[f.Name] = []string{f.Value}
	}
	return c
}
