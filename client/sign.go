package client

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
)

// A keyedSigner is a Signer with what it was made for. The client keeps the
// last one: its key is good for a day.
type keyedSigner struct {
	credentials signer.Credentials
	day         time.Time // its beginning, in UTC
	signer      *signer.Signer
}

// A signing is how a request was signed: what is needed to explain it again.
type signing struct {
	key    *keyedSigner // nil for an anonymous request
	r      *signer.Request
	at     time.Time
	offset time.Duration // of at from the local clock
}

// sign adds the fields that sign req.
func (c *Client) sign(ctx context.Context, op *operation, req *http.Request) (signing, error) {
	if c.cfg.Credentials == nil {
		return signing{}, nil
	}
	offset := time.Duration(c.skew.Load())
	at := c.cfg.Now().Add(offset)
	key, err := c.signerFor(ctx, at, op)
	if err != nil {
		return signing{}, err
	}
	r := op.signed(req.Header, cmp.Or(req.Host, req.URL.Host))
	signature, err := key.signer.Sign(r, at)
	if err != nil {
		return signing{}, err
	}
	if c.cfg.OnSign != nil {
		transcript, err := key.signer.Explain(r, at)
		if err != nil {
			return signing{}, err
		}
		c.cfg.OnSign(ctx, transcript)
	}
	values := make([]string, len(signature.Fields))
	for i, f := range signature.Fields {
		values[i] = f.Value
		req.Header[headerKey(f.Name)] = values[i : i+1 : i+1]
	}
	return signing{key, r, at, offset}, nil
}

// headerKey is http.CanonicalHeaderKey, which makes a new string of a name in
// lower case, but for the names that are set in every request.
func headerKey(name string) string {
	switch name {
	case headers.XOSSDate:
		return "X-Oss-Date"
	case headers.XOSSContentSHA256:
		return "X-Oss-Content-Sha256"
	case headers.XOSSSecurityToken:
		return "X-Oss-Security-Token"
	}
	return http.CanonicalHeaderKey(name)
}

// signed returns what is signed of op, sent with h to host.
func (op *operation) signed(h http.Header, host string) *signer.Request {
	return &signer.Request{Method: op.method, Bucket: op.bucket, Key: op.key, Query: op.query, Header: h, Host: host}
}

// signerFor returns a signer for the day of at. Further signed headers or
// sub-resources make one of their own, which is not kept.
func (c *Client) signerFor(ctx context.Context, at time.Time, op *operation) (*keyedSigner, error) {
	credentials, err := c.cfg.Credentials(ctx)
	if err != nil {
		return nil, err
	}
	if credentials.IsZero() {
		return nil, &ArgumentError{"Credentials", "", "returned none; for anonymous requests leave Config.Credentials nil"}
	}
	day := at.Truncate(24 * time.Hour)
	special := len(op.options.SignedHeaders) > 0 || len(op.subResources) > 0
	if k := c.signer.Load(); !special && k != nil && k.day.Equal(day) && k.credentials == credentials {
		return k, nil
	}
	key := &keyedSigner{credentials: credentials, day: day}
	if c.cfg.Signature == signer.V1 {
		key.signer, err = signer.NewV1(credentials, op.subResources...)
	} else {
		scope := signer.Scope{Date: signer.DateOf(at), Region: c.region, Product: c.cfg.Product}
		key.signer, err = signer.NewV4(credentials, scope, slices.Concat(c.cfg.SignedHeaders, op.options.SignedHeaders)...)
	}
	if err == nil && !special {
		c.signer.Store(key)
	}
	return key, err
}
