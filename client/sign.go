package client

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"example.com/ossmeta/signer"
)

// A keyedSigner is a Signer with what it was made for. The client keeps the
// last one: its key is good for a day.
type keyedSigner struct {
	credentials signer.Credentials
	date        string
	signer      *signer.Signer
}

// A signing is how a request was signed: what is needed to explain it again.
type signing struct {
	signer *signer.Signer // nil for an anonymous request
	r      *signer.Request
	at     time.Time
	offset time.Duration // of at from the local clock
}

// sign adds the fields that sign req.
func (c *Client) sign(ctx context.Context, op *operation, req *http.Request) (signing, error) {
	if c.credentials == nil {
		return signing{}, nil
	}
	offset := time.Duration(c.skew.Load())
	at := c.now().Add(offset)
	s, err := c.signerFor(ctx, at, op)
	if err != nil {
		return signing{}, err
	}
	r := op.signed(req.Header, cmp.Or(req.Host, req.URL.Host))
	signature, err := s.Sign(r, at)
	if err != nil {
		return signing{}, err
	}
	if c.onSign != nil {
		transcript, err := s.Explain(r, at)
		if err != nil {
			return signing{}, err
		}
		c.onSign(ctx, transcript)
	}
	for _, f := range signature.Fields {
		req.Header.Set(f.Name, f.Value)
	}
	return signing{s, r, at, offset}, nil
}

// signed returns what is signed of op, sent with h to host.
func (op *operation) signed(h http.Header, host string) *signer.Request {
	return &signer.Request{Method: op.method, Bucket: op.bucket, Key: op.key, Query: op.query, Header: h, Host: host}
}

// signerFor returns a signer for the day of at. Further signed headers or
// sub-resources make one of their own, which is not kept.
func (c *Client) signerFor(ctx context.Context, at time.Time, op *operation) (*signer.Signer, error) {
	credentials, err := c.credentials(ctx)
	if err != nil {
		return nil, err
	}
	if credentials.IsZero() {
		return nil, &ArgumentError{"Credentials", "", "returned none; for anonymous requests leave Config.Credentials nil"}
	}
	date := signer.DateOf(at)
	if more := op.options.SignedHeaders; len(more) > 0 || len(op.subResources) > 0 {
		return c.newSigner(credentials, date, slices.Concat(c.signed, more), op.subResources)
	}
	if k := c.signer.Load(); k != nil && k.date == date && k.credentials == credentials {
		return k.signer, nil
	}
	s, err := c.newSigner(credentials, date, c.signed, nil)
	if err != nil {
		return nil, err
	}
	c.signer.Store(&keyedSigner{credentials, date, s})
	return s, nil
}

func (c *Client) newSigner(credentials signer.Credentials, date string, signed, subResources []string) (*signer.Signer, error) {
	if c.version == signer.V1 {
		return signer.NewV1(credentials, subResources...)
	}
	return signer.NewV4(credentials, signer.Scope{Date: date, Region: c.region, Product: c.product}, signed...)
}
