package client

import (
	"cmp"
	"context"
	"maps"
	"strings"
	"time"

	"example.com/ossmeta/client/internal/endpoint"
	"example.com/ossmeta/client/presigned"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
)

// PresignOptions say how a URL is signed. nil is fit for use.
type PresignOptions struct {
	// Expires is how long the URL is good for: whole seconds, from one to
	// seven days (signer.MinExpires, signer.MaxExpires). 0 means 15 minutes. With
	// STS credentials it ends with the token, too, and OSS documents 12 hours
	// at most.
	Expires time.Duration

	// Endpoint and CNAME are as in Config, for a URL that is used from somewhere
	// else than this client: the public endpoint in place of the internal one,
	// or a domain bound to the bucket. "" means the client's own.
	Endpoint string
	CNAME    bool
}

const defaultExpires = 15 * time.Minute

// PresignGetObject returns a request that gets an object, such as a link to
// download it. No other headers are signed than the options ask for, and
// conditions and ranges are only under SignedHeaders. With Config.RequesterPays
// the link says so itself.
func (b *Bucket) PresignGetObject(ctx context.Context, key string, opt *GetObjectOptions, how *PresignOptions) (*presigned.Request, error) {
	return b.c.presign(ctx, b.getObject(key, opt), how)
}

// PresignHeadObject returns a request that tells an object's metadata.
func (b *Bucket) PresignHeadObject(ctx context.Context, key string, opt *HeadObjectOptions, how *PresignOptions) (*presigned.Request, error) {
	return b.c.presign(ctx, b.headObject(key, opt), how)
}

// PresignPutObject returns a request that puts an object, whose body its sender
// chooses. The sender must send the metadata of the options as it stands in
// Request.Header, and nothing else of the kind: browsers and HTTP
// libraries add a Content-Type by themselves, which OSS then refuses with
// SignatureDoesNotMatch. Give Metadata.ContentType, and have it sent.
func (b *Bucket) PresignPutObject(ctx context.Context, key string, opt *PutObjectOptions, how *PresignOptions) (*presigned.Request, error) {
	return b.c.presign(ctx, b.putObject(key, opt), how)
}

// PresignCopyObject returns a request that copies an object, or, of an object
// onto itself, that replaces its metadata.
func (b *Bucket) PresignCopyObject(ctx context.Context, key string, source CopySource, opt *CopyObjectOptions, how *PresignOptions) (*presigned.Request, error) {
	return b.c.presign(ctx, b.copyObject(key, source, opt), how)
}

// Presign returns the request of any other operation. It has no Body.
func (c *Client) Presign(ctx context.Context, o Operation, how *PresignOptions) (*presigned.Request, error) {
	op := o.operation()
	if op.body != nil {
		op.fail(&ArgumentError{"Body", "", "is for whoever sends the request"})
	}
	return c.presign(ctx, op, how)
}

func (c *Client) presign(ctx context.Context, op *operation, how *PresignOptions) (*presigned.Request, error) {
	p, err := c.presignChecked(ctx, op, *orZero(how))
	if err != nil {
		return nil, newOpError(op, err)
	}
	return p, nil
}

func (c *Client) presignChecked(ctx context.Context, op *operation, how PresignOptions) (*presigned.Request, error) {
	if c.cfg.Credentials == nil {
		return nil, &ArgumentError{"Credentials", "", "are missing: an anonymous client cannot sign a URL"}
	}
	to, err := c.elsewhere(how)
	if err != nil {
		return nil, err
	}
	if err := c.complete(op); err != nil {
		return nil, err
	}
	op.query = ownQuery(op)
	at := c.cfg.Now().Add(time.Duration(c.skew.Load()))
	key, err := c.signerFor(ctx, at, op)
	if err != nil {
		return nil, err
	}
	u, expires := to.URL(op.bucket, op.key), cmp.Or(how.Expires, defaultExpires)
	r := op.signed(op.header, u.Host)
	signature, err := key.signer.Presign(r, at, expires)
	if err != nil {
		return nil, err
	}
	if c.cfg.OnSign != nil {
		transcript, err := key.signer.ExplainPresign(r, at, expires)
		if err != nil {
			return nil, err
		}
		c.cfg.OnSign(ctx, transcript)
	}
	values := make([]string, len(signature.Fields))
	for i, f := range signature.Fields {
		values[i] = f.Value
		op.query[f.Name] = values[i : i+1]
	}
	var raw [512]byte // enough for most
	text, err := signer.AppendQuery(raw[:0], op.query)
	if err != nil {
		return nil, err
	}
	host := strings.Replace(u.Host, "%", "%25", 1) // of an IPv6 zone
	return &presigned.Request{Method: op.method, URL: u.Scheme + "://" + host + u.RawPath + "?" + string(text), Header: op.header,
		Expires: at.Add(expires.Truncate(time.Second)).Truncate(time.Second).UTC()}, nil
}

// ownQuery returns a copy of op's query to add to. Who pays stands there and
// not in the header, because a link has none.
func ownQuery(op *operation) map[string][]string {
	query := map[string][]string{}
	maps.Copy(query, op.query)
	if payer := get(op.header, "X-Oss-Request-Payer"); payer != "" {
		query[headers.XOSSRequestPayer] = []string{payer}
		op.header.Del(headers.XOSSRequestPayer)
	}
	return query
}

// elsewhere returns the endpoint that how asks for.
func (c *Client) elsewhere(how PresignOptions) (endpoint.Endpoint, error) {
	if how.Endpoint == "" && !how.CNAME {
		return c.endpoint, nil
	}
	cfg := Config{Endpoint: how.Endpoint, CNAME: how.CNAME, Region: c.region, Product: c.cfg.Product, Signature: c.cfg.Signature,
		PathStyle: c.cfg.PathStyle && !how.CNAME}
	if how.CNAME && how.Endpoint == "" {
		return endpoint.Endpoint{}, &ConfigError{"CNAME", "", "needs an Endpoint, the domain that is bound to the bucket"}
	}
	e, err := parseEndpoint(&cfg)
	if err == nil {
		_, err = regionOf(&cfg, e)
	}
	return e, err
}
