// Package presigned has a request that was signed in its URL, for whoever holds it:
// to send it, to check what is about to be sent, and to write it as a command line.
// Package client makes them; sending one takes neither a client nor a key.
package presigned

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"time"

	"example.com/ossmeta/headers"
)

// A Request is a request that whoever holds it can send until it expires. What is
// signed must be what is sent: see Check. Its JSON reads back.
type Request struct {
	Method string
	URL    string // holds the signature, and the STS token if there is one: it is a secret

	// Header has the fields that must be sent exactly as they are here, neither
	// changed nor left out. Besides them no Content-Type, no Content-MD5 and no
	// x-oss- header may be sent.
	Header http.Header

	Expires time.Time // when OSS stops to accept it, by OSS's clock
}

// NewRequest returns p as a request to send, with a body as http.NewRequest takes
// it; nil is none. The request shares nothing with p. The error is that of
// http.NewRequest for a method or URL that is none, without the URL.
func (p *Request) NewRequest(ctx context.Context, body io.Reader) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, p.Method, p.URL, body)
	if err != nil {
		if broken, ok := err.(*url.Error); ok {
			err = broken.Err // without the URL, which is a secret
		}
		return nil, err
	}
	for name, values := range p.Header {
		key := http.CanonicalHeaderKey(name) // JSON may come in another letter case
		req.Header[key] = append(req.Header[key], values...)
	}
	if req.Header.Get(headers.AcceptEncoding) == "" { // net/http would ask for gzip
		req.Header.Set(headers.AcceptEncoding, "identity")
	}
	return req, nil
}
