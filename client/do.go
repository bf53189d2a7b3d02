package client

import (
	"context"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

// An operation is one call of OSS, before it becomes an HTTP request.
type operation struct {
	name     string // OSS's name of it
	method   string
	bucket   string
	key      string
	onObject bool // the key is part of it
	query    map[string][]string
	header   http.Header // the operation's own fields
	options  RequestOptions
	body     payload // nil for none
	success  []int   // the status codes that mean success
	once     bool    // an attempt that may have taken effect is not repeated

	refusal *answerError // of the last attempt; nil if there was none
}

// maxReply bounds the bytes that are read of a result document.
const maxReply = 1 << 20

// do sends op, as often as it takes, and returns the answer with its body
// open. Its error is an *OpError.
func (c *Client) do(ctx context.Context, op *operation) (*http.Response, *attemptBody, error) {
	resp, sent, err := c.doChecked(ctx, op)
	if err != nil {
		return nil, nil, newOpError(op, err)
	}
	return resp, sent, nil
}

func (c *Client) doChecked(ctx context.Context, op *operation) (*http.Response, *attemptBody, error) {
	if err := checkBucket(op.bucket); err != nil {
		return nil, nil, err
	}
	if op.onObject {
		if err := checkKey(op.key); err != nil {
			return nil, nil, err
		}
	}
	if err := op.options.merge(op.header); err != nil {
		return nil, nil, err
	}
	for name, values := range op.header {
		for _, value := range values {
			if err := headers.CheckField(name, value); err != nil {
				return nil, nil, err
			}
		}
	}
	if c.version == signer.V1 && len(op.options.SignedHeaders) > 0 {
		return nil, nil, &ArgumentError{"SignedHeaders", "", "goes with V4; V1 has no additional headers"}
	}
	for n := 1; ; n++ {
		resp, sent, err := c.attempt(ctx, op)
		if err == nil {
			return resp, sent, nil
		}
		if ctx.Err() != nil {
			sent.Close()
			return nil, nil, contextError(ctx, err)
		}
		if n >= c.maxAttempts || op.body != nil && !op.body.rewindable() || !worthRepeating(op, err) {
			sent.Close()
			return nil, nil, err
		}
		if !sent.finish(ctx) || sleep(ctx, backoff(n, op.refusal)) != nil {
			return nil, nil, contextError(ctx, err)
		}
	}
}

// call is do for operations whose answer has no body worth keeping.
func (c *Client) call(ctx context.Context, op *operation) (Response, error) {
	resp, _, err := c.do(ctx, op)
	if err != nil {
		return Response{}, err
	}
	drain(resp.Body)
	return newResponse(resp), nil
}

// document is do for operations that answer with an XML document, which it
// reads into v. A document that is an error is one, whatever the status says.
func (c *Client) document(ctx context.Context, op *operation, root string, v any) (Response, error) {
	resp, _, err := c.do(ctx, op)
	if err != nil {
		return Response{}, err
	}
	defer resp.Body.Close()
	result := newResponse(resp)
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxReply))
	if err != nil {
		return result, newOpError(op, &documentError{root, err})
	}
	if err := decodeDocument(resp, data, root, v); err != nil {
		return result, newOpError(op, err)
	}
	return result, nil
}

// attempt sends op once. On success the response's body is open.
func (c *Client) attempt(ctx context.Context, op *operation) (*http.Response, *attemptBody, error) {
	op.refusal = nil
	req, sent, err := c.request(op)
	if err != nil {
		return nil, nil, err
	}
	signed, err := c.sign(ctx, op, req)
	if err != nil {
		return nil, sent, err
	}
	resp, err := c.http.Do(req.WithContext(ctx))
	if err != nil {
		return nil, sent, sendFailure(err, sent)
	}
	if slices.Contains(op.success, resp.StatusCode) && !isPortal(op, resp) {
		return resp, sent, nil
	}
	defer drain(resp.Body)
	body := io.Reader(resp.Body)
	if op.method == http.MethodHead {
		body = nil
	}
	refusal := &answerError{answer: xmlerr.Decode(resp.StatusCode, resp.Header, body), header: resp.Header}
	op.refusal = refusal
	if refusal.answer.Code == xmlerr.RequestTimeTooSkewed {
		refusal.skewed = c.learnClock(refusal.answer, resp.Header, signed.offset)
	}
	refusal.verdict = signed.diagnose(refusal.answer)
	return nil, sent, refusal
}

// sendFailure says why there was no answer: perhaps because the body could not
// be read.
func sendFailure(err error, sent *attemptBody) error {
	if sent != nil {
		if failed := sent.failed.Load(); failed != nil {
			return failed
		}
	}
	return &sendError{withoutURL(err)}
}

// isPortal reports a success that somebody else than OSS answered: the web
// page of a portal or proxy, in place of what has no such page.
func isPortal(op *operation, resp *http.Response) bool {
	return op.method != http.MethodGet && resp.Header.Get(headers.XOSSRequestID) == "" && strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html")
}

// request makes the HTTP request of one attempt.
func (c *Client) request(op *operation) (*http.Request, *attemptBody, error) {
	query, err := signer.AppendQuery(nil, op.query)
	if err != nil {
		return nil, nil, err
	}
	req := &http.Request{
		Method: op.method, URL: c.endpoint.url(op.bucket, op.key), Header: maps.Clone(op.header),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	req.URL.RawQuery, req.Host = string(query), req.URL.Host
	req.Header.Set("User-Agent", c.userAgent)
	if req.Header.Get("Accept-Encoding") == "" { // net/http would ask for gzip
		req.Header.Set("Accept-Encoding", "identity")
	}
	var sent *attemptBody
	switch {
	case op.body != nil:
		if sent, err = op.body.attach(req); err != nil {
			return nil, nil, err
		}
	case op.method == http.MethodPut || op.method == http.MethodPost:
		req.Body = http.NoBody
	}
	if op.method == http.MethodPut || op.method == http.MethodPost {
		if req.ContentLength >= 0 { // net/http sends it from the field, not from the header
			req.Header.Set("Content-Length", strconv.FormatInt(req.ContentLength, 10))
		}
	}
	return req, sent, nil
}

// drain reads what little is left of a body, so that its connection can be
// used again, and closes it.
func drain(body io.ReadCloser) {
	io.CopyN(io.Discard, body, xmlerr.MaxBody)
	body.Close()
}

// A Response is what every result has of the HTTP response.
type Response struct {
	StatusCode int
	Header     http.Header // all of it, names in net/http's canonical form
	RequestID  string      // OSS's id of the request, for its support
}

func newResponse(resp *http.Response) Response {
	return Response{resp.StatusCode, resp.Header, resp.Header.Get(headers.XOSSRequestID)}
}
