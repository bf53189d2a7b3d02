package client

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"

	"example.com/ossmeta/signer"
)

// SignHTTP signs a request that the caller made and will send: it sets
// Authorization and what goes with it (x-oss-date and x-oss-content-sha256, or
// Date; x-oss-security-token). The URL of req must be that of the bucket or of
// an object in it, as the endpoint has it. Path and query are put into the
// escaping that is signed (URL.RawPath, URL.RawQuery); nothing else changes.
//
// The body is not signed. Headers must not change between SignHTTP and sending:
// sign last, and a clone of the request for every attempt, because a signature
// is not taken off again. Redirects must not be followed: they would carry the
// signature and the token to another host.
func (b *Bucket) SignHTTP(ctx context.Context, req *http.Request) error {
	op, err := b.received(req)
	if err == nil {
		_, err = b.c.sign(ctx, op, req)
	}
	if err != nil {
		return newOpError(op, err)
	}
	for name := range req.Header { // of what was there in another letter case, one is enough
		if canonical := http.CanonicalHeaderKey(name); name != canonical && checkReservedHeader(name) != nil && req.Header[canonical] != nil {
			delete(req.Header, name)
		}
	}
	req.URL.RawPath = b.c.endpoint.URL(op.bucket, op.key).RawPath
	query, _ := signer.AppendQuery(nil, op.query) // what could not be joined was not signed
	req.URL.RawQuery = string(query)
	return nil
}

// received reads from a request which operation it is. The operation is not nil
// even if there is an error.
func (b *Bucket) received(req *http.Request) (*operation, error) {
	op := &operation{name: "SignHTTP", method: cmp.Or(req.Method, http.MethodGet), bucket: b.name}
	switch {
	case req.URL == nil || req.Header == nil:
		return op, &ArgumentError{"req", "", "has no URL or no Header"}
	case b.c.cfg.Credentials == nil:
		return op, &ArgumentError{"Credentials", "", "are missing: an anonymous client signs nothing"}
	}
	base := b.c.endpoint.URL(b.name, "")
	key, ok := strings.CutPrefix(req.URL.Path, base.Path)
	if req.URL.Path+"/" == base.Path {
		key, ok = "", true
	}
	sameHost := strings.EqualFold(req.URL.Host, base.Host) && (req.Host == "" || strings.EqualFold(req.Host, base.Host))
	if !ok || !sameHost || req.URL.Scheme != base.Scheme || req.URL.Opaque != "" {
		return op, &ArgumentError{"req", "", "does not go to the bucket, which is at " + base.Scheme + "://" + base.Host + base.Path}
	}
	query, err := url.ParseQuery(req.URL.RawQuery)
	if err != nil {
		return op, &ArgumentError{"req", "", "has a query that cannot be read: write %20 for a blank, %3B for a semicolon"}
	}
	if op.query, op.key = query, key; key != "" {
		op.on = onObject
	}
	return op, op.checkTarget()
}
