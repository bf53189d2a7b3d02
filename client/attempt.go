package client

import (
	"context"
	"net/http"
	"time"

	"example.com/ossmeta/headers"
)

// An Attempt is what became of sending a request once, for logs and metrics.
// Neither it nor its Err prints a secret.
type Attempt struct {
	Operation   string // OSS's name of it; of EditObjectMeta each of its steps
	Method      string
	Bucket, Key string
	Number      int           // 1 for the first attempt
	Duration    time.Duration // until the header of the answer was there, or its document, or the failure
	Sent        int64         // bytes of the body that were read to be sent

	StatusCode int    // 0 without an answer
	Received   int64  // length of the answer's body in bytes; -1 if it was not told
	RequestID  string // OSS's, "" without one
	Code, EC   string // of a refusal
	Err        error  // nil if it succeeded

	Again bool          // it will be sent again
	Wait  time.Duration // after so long
}

// tell completes a and tells Config.OnAttempt.
func (c *Client) tell(ctx context.Context, op *operation, a Attempt, began time.Time, resp *http.Response) {
	if c.cfg.OnAttempt == nil {
		return
	}
	a.Duration = time.Since(began)
	a.Operation, a.Method, a.Bucket, a.Key = op.name, op.method, op.bucket, op.key
	a.Received = -1
	switch {
	case resp != nil:
		a.StatusCode, a.Received, a.RequestID = resp.StatusCode, resp.ContentLength, resp.Header.Get(headers.XOSSRequestID)
		if op.method == http.MethodHead { // it tells the length of what GET has
			a.Received = 0
		}
	case op.refusal != nil:
		answer := op.refusal.answer
		a.StatusCode, a.RequestID, a.Code, a.EC = answer.StatusCode, answer.RequestID, string(answer.Code), answer.EC
		a.Err = answer
	}
	c.cfg.OnAttempt(ctx, a)
}
