package client

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"example.com/ossmeta/client/internal/xmldoc"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer/diagnose"
	"example.com/ossmeta/xmlerr"
)

// The waits between attempts: a random part of baseDelay·2ⁿ, at most maxDelay.
// A server's Retry-After is kept to, up to maxDelay.
const (
	baseDelay = 200 * time.Millisecond
	maxDelay  = 20 * time.Second
)

var errEarlyAnswer = errors.New("the server answered before it had read the body")

// A sendError is a request that got no answer: whether it took effect is not
// known.
type sendError struct{ err error }

func (e *sendError) Error() string {
	if errors.Is(e.err, http.ErrSchemeMismatch) {
		return "no answer: " + e.err.Error() + "; put http:// in front of the endpoint"
	}
	return "no answer: " + e.err.Error()
}

func (e *sendError) Unwrap() error { return e.err }

// isLasting reports a fault of the address, which repeating does not mend.
func (e *sendError) isLasting() bool {
	_, untrusted := asType[*tls.CertificateVerificationError](e.err)
	return untrusted || errors.Is(e.err, http.ErrSchemeMismatch)
}

// isUnsent reports that no connection came about to send the request on.
func (e *sendError) isUnsent() bool {
	connection, ok := asType[*net.OpError](e.err)
	return e.isLasting() || ok && connection.Op == "dial"
}

// An answerError is an answer that is an error, with its header.
type answerError struct {
	answer *xmlerr.Error
	header http.Header
	mended bool // the clock or the key was wrong, and there is another now

	verdict *diagnose.Verdict // nil if the signature was not refused
}

func (e *answerError) Error() string { return e.answer.Error() }
func (e *answerError) Unwrap() error { return e.answer }

// worthRepeating reports whether the same request may do better, and can do no
// harm.
func worthRepeating(op *operation, err error) bool {
	if refusal := op.refusal; refusal != nil { // nothing came of a request whose clock or key was refused
		return refusal.mended || !op.once && isPassing(refusal.answer.StatusCode)
	}
	switch e := err.(type) {
	case *sendError:
		return (!op.once || e.isUnsent()) && !e.isLasting()
	case *xmldoc.Error:
		return !op.once && e.Lost
	}
	return false
}

// isUnclear reports an error after which nobody can say whether the operation
// took effect: there was no answer, or one that broke off, or it tells of
// trouble on OSS's side.
func isUnclear(op *operation, err error) bool {
	if op.method == http.MethodGet || op.method == http.MethodHead {
		return false
	}
	if answer, ok := asType[*xmlerr.Error](err); ok {
		return isPassing(answer.StatusCode) || answer.StatusCode < 300
	}
	lost, ok := asType[*sendError](err)
	_, broken := asType[*xmldoc.Error](err)
	return ok && !lost.isUnsent() || broken
}

// unclearError adds to the last attempt's error that an earlier one may have
// taken effect, if it does not say so itself.
func unclearError(op *operation, last error) error {
	if op.unclear == nil || isUnclear(op, last) {
		return last
	}
	return fmt.Errorf("%w, after an attempt that may have taken effect: %w", last, op.unclear)
}

// isPassing reports a status that says nothing about the request itself.
func isPassing(status int) bool {
	return status == http.StatusRequestTimeout || status == http.StatusTooManyRequests || status >= 500 && status != http.StatusNotImplemented
}

// learnClock learns the server's time from its refusal of a request that was
// signed for the given offset. The new offset is taken against the local clock
// itself, so that it is right again after either clock was set. It reports
// whether a request signed anew may do better.
func (c *Client) learnClock(answer *xmlerr.Error, h http.Header, used time.Duration) bool {
	server := answer.ServerTime
	if server.IsZero() {
		var ok bool
		if server, ok = headers.ParseTime(h.Get("Date")); !ok || server.Year() < 2010 {
			return false // proxies have been seen to answer 1970
		}
	}
	offset := server.Sub(c.cfg.Now())
	c.skew.Store(int64(offset))
	return (offset - used).Abs() > time.Minute
}

// renewCredentials tells Config.CredentialsRefused what OSS refused. It reports
// whether to try what the provider gives now: once for an operation.
func (c *Client) renewCredentials(op *operation, signed signing) bool {
	if c.cfg.CredentialsRefused == nil || signed.key == nil {
		return false
	}
	c.cfg.CredentialsRefused(signed.key.credentials)
	again := !op.renewed
	op.renewed = true
	return again
}

// backoff returns how long to wait after the n-th attempt failed, with the
// refusal if that is not nil.
func (c *Client) backoff(n int, refusal *answerError) time.Duration {
	if refusal != nil {
		if refusal.mended {
			return 0
		}
		if wait := retryAfter(refusal.header); wait > 0 {
			return min(wait, maxDelay)
		}
	}
	return c.jitter(min(baseDelay<<min(n-1, 10), maxDelay))
}

// retryAfter returns how long the field of that name says to wait, in seconds or
// until a date by the server's clock (RFC 9110 section 10.2.3), or 0.
func retryAfter(h http.Header) time.Duration {
	text := h.Get("Retry-After")
	if s, err := strconv.Atoi(text); err == nil {
		return time.Duration(min(max(s, 0), 3600)) * time.Second
	}
	until, ok := headers.ParseTime(text)
	now, known := headers.ParseTime(h.Get("Date"))
	if !ok || !known {
		return 0
	}
	return until.Sub(now)
}

// jitter returns a random time under most, or none.
func (c *Client) jitter(most time.Duration) time.Duration { return c.random(max(most, 1)) }

// sleep waits for d by the monotonic clock, or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// contextError says that the context ended, and what went wrong before. It
// matches ctx.Err(), and its cause if that is another.
func contextError(ctx context.Context, last error) error {
	switch cause := context.Cause(ctx); {
	case errors.Is(last, ctx.Err()):
		return last
	case errors.Is(last, cause): // net/http reports the cause alone
		return fmt.Errorf("%w: %w", ctx.Err(), last)
	case cause != ctx.Err():
		return fmt.Errorf("%w (%w), after: %w", ctx.Err(), cause, last)
	}
	return fmt.Errorf("%w, after: %w", ctx.Err(), last)
}
