package osstest

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// Sizes of request bodies, in bytes.
const (
	documentBody = 64 << 10 // an XML document, or nothing
	objectBody   = -1       // not a document: up to Options.MaxObjectBytes
)

// readBody reads the body that the operation takes, before any lock is taken.
func (c *call) readBody() *xmlerr.Error {
	limit := cmp.Or(c.op.body, documentBody)
	if limit == objectBody {
		limit = c.oss.opt.MaxObjectBytes
		if c.lengthMissing() {
			return fail(xmlerr.MissingContentLength, "", "You must provide the Content-Length HTTP header.")
		}
	}
	if c.req.ContentLength > limit {
		return c.bodyTooLarge(limit)
	}
	c.wait(c.fault.ReadDelay)
	if c.bodyless() {
		return nil
	}
	body, err := io.ReadAll(io.LimitReader(heldBody{c}, limit+1))
	switch {
	case errors.Is(err, errFull):
		return c.oss.full()
	case err != nil && !errors.Is(err, io.EOF):
		return fail(xmlerr.RequestTimeout, "", "Your socket connection to the server was not read from or written to within the timeout period.")
	case int64(len(body)) > limit:
		return c.bodyTooLarge(limit)
	}
	if cap(body) > len(body)+len(body)/8 { // what is stored should not hold more than it shows
		body = bytes.Clone(body)
	}
	c.body = body
	return nil
}

// A heldBody is the body of a request, which counts what is read of it.
type heldBody struct{ c *call }

var errFull = errors.New("too many bytes of bodies")

func (b heldBody) Read(p []byte) (int, error) {
	n, err := b.c.req.Body.Read(p)
	b.c.held += int64(n)
	if b.c.oss.held.Add(int64(n)) > b.c.oss.opt.MaxTotalBytes {
		err = errFull
	}
	return n, err
}

// release gives the body up, which is stored by now or not needed.
func (c *call) release() {
	c.body = nil
	c.oss.held.Add(-c.held)
}

func (c *call) bodyless() bool { return c.req.Body == nil || c.req.Body == http.NoBody }

// lengthMissing reports a request that tells neither the length of its body
// nor that it comes in chunks.
func (c *call) lengthMissing() bool {
	return c.req.ContentLength <= 0 && c.header(headers.ContentLength) == "" && len(c.req.TransferEncoding) == 0
}

// bodyTooLarge refuses a body that is longer than the operation takes.
func (c *call) bodyTooLarge(limit int64) *xmlerr.Error {
	if c.op.body == objectBody {
		return c.tooLarge(limit)
	}
	return malformedXML(fmt.Sprintf("The body is longer than %d bytes.", limit))
}

func (c *call) tooLarge(limit int64) *xmlerr.Error {
	return fail(xmlerr.EntityTooLarge, "", fmt.Sprintf("Your proposed upload exceeds the maximum allowed size of %d bytes.", limit),
		"MaxSizeAllowed", fmt.Sprint(limit))
}

// drain reads what is left of the body of a request that was refused, so that
// a client which is still sending gets to read the reply; no more than as if
// the request had been accepted. A client that waits for 100 Continue is not
// made to send.
func (c *call) drain() {
	if !c.bodyless() && !strings.EqualFold(c.header("Expect"), "100-continue") {
		io.CopyN(io.Discard, c.req.Body, c.oss.opt.MaxObjectBytes) // what cannot be read is not needed
	}
}
