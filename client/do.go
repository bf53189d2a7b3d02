package client

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"example.com/ossmeta/client/internal/upload"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

// do sends op, as often as it takes, and returns the answer with its body
// open. Its error is an *OpError.
func (c *Client) do(ctx context.Context, op *operation) (*http.Response, *upload.Attempt, error) {
	resp, sent, err := c.doChecked(ctx, op)
	if err != nil {
		return nil, nil, newOpError(op, err)
	}
	return resp, sent, nil
}

func (c *Client) doChecked(ctx context.Context, op *operation) (*http.Response, *upload.Attempt, error) {
	if err := c.complete(op); err != nil {
		return nil, nil, err
	}
	for n := 1; ; n++ {
		began := time.Now()
		resp, sent, err := c.attempt(ctx, op)
		again := err != nil && ctx.Err() == nil && n < c.cfg.MaxAttempts && (op.body == nil || op.body.Rewindable()) && worthRepeating(op, err)
		var wait time.Duration
		if again {
			wait = c.backoff(n, op.refusal)
		}
		c.tell(ctx, op, Attempt{Number: n, Sent: sent.Count(), Err: err, Again: again, Wait: wait}, began, resp)
		if err == nil {
			return resp, sent, nil
		}
		if op.unclear == nil && isUnclear(op, err) {
			op.unclear = err
		}
		sent.Close()
		if !again && ctx.Err() == nil {
			return nil, nil, unclearError(op, err)
		}
		if ctx.Err() != nil || !sent.Finish(ctx) || sleep(ctx, wait) != nil {
			return nil, nil, contextError(ctx, err)
		}
	}
}

// call is do for operations whose answer has no body worth keeping.
func (c *Client) call(ctx context.Context, op *operation) (Response, error) {
	op.read = op.confirm
	resp, _, err := c.do(ctx, op)
	if err != nil {
		return Response{}, err
	}
	return newResponse(resp), nil
}

// confirm reads an answer that should have no body. An error document is one,
// whatever the status says: in the body, or in the header of an answer to HEAD.
func (op *operation) confirm(resp *http.Response) error {
	if (resp.ContentLength == 0 || op.method == http.MethodHead) && get(resp.Header, "X-Oss-Err") == "" {
		drain(resp.Body)
		return nil
	}
	if answer := op.errorIn(resp); answer.Source == xmlerr.FromBody || answer.Source == xmlerr.FromHeader {
		return answer
	}
	return nil
}

// errorIn reads an answer as one that is an error.
func (op *operation) errorIn(resp *http.Response) *xmlerr.Error {
	defer drain(resp.Body)
	defer time.AfterFunc(patience, func() { resp.Body.Close() }).Stop()
	var body io.Reader
	if op.method != http.MethodHead {
		body = resp.Body
	}
	return xmlerr.Decode(resp.StatusCode, resp.Header, body)
}

// attempt sends op once. On success the response's body is open.
func (c *Client) attempt(ctx context.Context, op *operation) (*http.Response, *upload.Attempt, error) {
	op.refusal = nil
	req, sent, err := c.request(ctx, op)
	if err != nil {
		return nil, nil, err
	}
	signed, err := c.sign(ctx, op, req)
	if err != nil {
		return nil, sent, err
	}
	resp, err := c.send(req)
	if err != nil {
		return nil, sent, cmp.Or(sent.Err(), error(&sendError{withoutURL(err)})) // perhaps the body could not be read
	}
	if op.succeeds(resp.StatusCode) && !isPortal(op, resp) {
		if op.read == nil {
			return resp, sent, nil
		}
		err := op.read(resp)
		if answer, ok := err.(*xmlerr.Error); ok { // in a success
			op.refusal = &answerError{answer: answer, header: resp.Header}
			return nil, sent, op.refusal
		}
		return resp, sent, err
	}
	refusal := &answerError{answer: op.errorIn(resp), header: resp.Header}
	op.refusal = refusal
	switch refusal.answer.Code {
	case xmlerr.RequestTimeTooSkewed:
		refusal.mended = c.learnClock(refusal.answer, resp.Header, signed.offset)
	case xmlerr.InvalidAccessKeyId, xmlerr.InvalidSecurityToken, xmlerr.SecurityTokenExpired:
		refusal.mended = c.renewCredentials(op, signed)
	}
	refusal.verdict = signed.diagnose(refusal.answer)
	return nil, sent, refusal
}

// isPortal reports a success that somebody else than OSS answered: the web
// page of a portal or proxy. An object may be such a page, but has an ETag.
func isPortal(op *operation, resp *http.Response) bool {
	return get(resp.Header, "X-Oss-Request-Id") == "" && strings.Contains(strings.ToLower(get(resp.Header, "Content-Type")), "html") &&
		(op.method != http.MethodGet || get(resp.Header, "Etag") == "")
}

// request makes the HTTP request of one attempt.
func (c *Client) request(ctx context.Context, op *operation) (*http.Request, *upload.Attempt, error) {
	u := c.endpoint.URL(op.bucket, op.key)
	if len(op.query) > 0 {
		query, err := signer.AppendQuery(nil, op.query)
		if err != nil {
			return nil, nil, err
		}
		u.RawQuery = string(query)
	}
	req := (&http.Request{
		Method: op.method, URL: &u, Host: u.Host, Header: op.nextHeader(),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}).WithContext(ctx)
	values := [...]string{c.cfg.UserAgent, "identity"}
	req.Header["User-Agent"] = values[:1:1]
	if get(req.Header, "Accept-Encoding") == "" { // net/http would ask for gzip
		req.Header["Accept-Encoding"] = values[1:]
	}
	writes := op.method == http.MethodPut || op.method == http.MethodPost
	if writes {
		req.Body = http.NoBody
	}
	var sent *upload.Attempt
	if op.body != nil {
		var err error
		if sent, err = op.body.Attach(req); err != nil {
			return nil, nil, err
		}
	}
	if writes && req.ContentLength >= 0 { // net/http sends it from the field, not from the header
		req.Header["Content-Length"] = []string{strconv.FormatInt(req.ContentLength, 10)}
	}
	return req, sent, nil
}

// patience is how long an answer may take, after its header, to bring what is
// read of it only to explain an error, or to use the connection again.
const patience = 10 * time.Second

// drain reads what little is left of a body, so that its connection can be
// used again, and closes it.
func drain(body io.ReadCloser) {
	if body == http.NoBody {
		return
	}
	defer time.AfterFunc(patience, func() { body.Close() }).Stop()
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
	return Response{resp.StatusCode, resp.Header, get(resp.Header, "X-Oss-Request-Id")}
}

// get returns the first value of a field, by its key: h.Get for a name that
// needs no other spelling. What most calls get or set is written out as a key: a
// name of package headers would be spelled anew, on the heap, by each of them.
func get(h http.Header, key string) string {
	if values := h[key]; len(values) > 0 {
		return values[0]
	}
	return ""
}
