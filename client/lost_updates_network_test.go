package client_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/headers"
)

// A protection is what keeps edits from losing updates, and can be taken out
// to see that it is missed.
type protection string

const (
	dateGuard      protection = "the date guard"
	waitForSecond  protection = "the wait for the second"
	aclLast        protection = "the ACL read last"
	reReading      protection = "re-reading after an unclear outcome"
	versionCompare protection = "the version comparison"
	oneStep        protection = "conditions and write in one step" // OSS's own
)

// Headers that tell the history which act, and which reading of it, a request
// belongs to.
const actHeader, tryHeader = "Test-Act", "Test-Try"

// A network is the way from one writer to the server and back. It delays
// requests and answers, loses them, and tells of trouble on the server's side.
// It is used by one goroutine.
type network struct {
	*rand.Rand
	h         *history
	transport http.RoundTripper
	direct    *client.Bucket // around the network
	act       *act           // under way
	try       int            // how often act has sent a HEAD

	acl  string // that act read first; "" = none
	read string // the version that act read
}

var errLost = errors.New("the network lost it")

// delay returns how long one way takes. It counts nanoseconds, so that the
// server has no two requests at one moment, as good as never: then a history
// follows from its seed.
func (n *network) delay() time.Duration { return time.Duration(n.Int64N(int64(n.h.plan.slow))) }

func (n *network) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
		r.Body.Close()
	}
	if r.Method == "HEAD" && r.URL.RawQuery == "" {
		n.try++
	}
	ctx, act, try := r.Context(), strconv.Itoa(n.act.id), strconv.Itoa(n.try)
	deliver := func(ctx context.Context) (*http.Response, error) {
		r := r.Clone(ctx)
		r.Header.Set(actHeader, act)
		r.Header.Set(tryHeader, try)
		if body != nil {
			r.Body = io.NopCloser(bytes.NewReader(body))
		}
		return n.transport.RoundTrip(r)
	}
	if n.act.edit == nil {
		return n.carry(ctx, r, deliver)
	}
	return n.edit(ctx, r, deliver)
}

type delivery func(context.Context) (*http.Response, error)

// carry brings a request to the server and its answer back, or not.
func (n *network) carry(ctx context.Context, r *http.Request, deliver delivery) (*http.Response, error) {
	trouble := -1
	if n.Float64() < n.h.plan.trouble {
		trouble = n.IntN(6)
	}
	there, back, late := n.delay(), n.delay(), n.delay()+time.Duration(n.Int64N(int64(4*time.Second)))
	time.Sleep(there)
	switch trouble {
	case 0: // lost on the way there
		return nil, errLost
	case 1: // refused
		return answer(503, nil, slowDown)(r)
	case 2: // held up, until after the client has given it up
		if r.Method == "HEAD" || r.Method == "GET" {
			return nil, errLost // nobody would know
		}
		ctx := context.WithoutCancel(ctx)
		n.h.late.Go(func() {
			time.Sleep(late)
			if resp, err := deliver(ctx); err == nil {
				resp.Body.Close()
			}
		})
		return nil, errLost
	}
	resp, err := deliver(context.WithoutCancel(ctx))
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	time.Sleep(back / 2)
	resp.Header.Set("Date", headers.FormatTime(n.h.plan.oss.Now())) // by a frontend, as late as that
	time.Sleep(back / 2)
	resp.Body = io.NopCloser(bytes.NewReader(content))
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case trouble == 3: // lost on the way back
		return nil, errLost
	case trouble == 4:
		return answer(500, nil, "<Error><Code>InternalError</Code></Error>")(r)
	case trouble == 5:
		resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(content[:len(content)/2]), breakOff{}))
	}
	return resp, nil
}

// A breakOff is the end of an answer that breaks off.
type breakOff struct{}

func (breakOff) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// edit carries a request of an edit, with a protection taken out.
func (n *network) edit(ctx context.Context, r *http.Request, deliver delivery) (*http.Response, error) {
	out := n.h.out
	switch {
	case out == aclLast && r.Method == "HEAD" && n.try == 1:
		n.acl = ""
		if answer, err := n.direct.GetObjectACL(ctx, "k", nil); err == nil {
			n.acl = string(answer.ACL)
		}
	case out == aclLast && r.Method == "GET" && n.acl != "":
		return answer(200, nil, "<AccessControlPolicy><AccessControlList><Grant>"+n.acl+"</Grant></AccessControlList></AccessControlPolicy>")(r)
	case out == dateGuard && r.Method == "PUT":
		r.Header.Del("X-Oss-Copy-Source-If-Unmodified-Since")
		if err := n.direct.SignHTTP(ctx, r); err != nil {
			return nil, err
		}
	}
	resp, err := n.carry(ctx, r, deliver)
	if out == reReading && r.Method == "PUT" {
		resp, err = n.insist(ctx, r, deliver, resp, err)
	}
	if err != nil {
		return nil, err
	}
	switch {
	case r.Method == "HEAD" && r.URL.RawQuery == "":
		n.read = resp.Header.Get("X-Oss-Version-Id")
		if modified, ok := headers.ParseTime(resp.Header.Get("Last-Modified")); ok && out == waitForSecond {
			resp.Header.Set("Date", headers.FormatTime(modified.Add(time.Hour)))
		}
	case out == versionCompare && r.Method == "PUT":
		resp.Header.Set("X-Oss-Copy-Source-Version-Id", n.read)
	}
	return resp, nil
}

// insist does what clients do that do not read again: it sends a copy without
// a clear answer once more, and takes a condition that does not hold then for
// the effect of the first one.
func (n *network) insist(ctx context.Context, r *http.Request, deliver delivery, resp *http.Response, err error) (*http.Response, error) {
	for range 10 {
		var content []byte
		broke := err
		if err == nil {
			content, broke = io.ReadAll(resp.Body)
			resp.Body = io.NopCloser(bytes.NewReader(content))
		}
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case broke == nil && resp.StatusCode == 412:
			done := fmt.Sprintf("<CopyObjectResult><ETag>%q</ETag><LastModified>2023-12-16T16:22:00.000Z</LastModified></CopyObjectResult>", "A")
			return answer(200, http.Header{"X-Oss-Copy-Source-Version-Id": {n.read}}, done)(r)
		case broke == nil && resp.StatusCode < 500:
			return resp, nil
		}
		resp, err = n.carry(ctx, r, deliver)
	}
	return resp, err
}
