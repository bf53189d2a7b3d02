package client

import (
	"bytes"
	"context"
	"fmt"
	"hash"
	"io"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"example.com/ossmeta/headers"
)

// A payload is what an operation sends, a *body. The interface keeps the code
// for it, CRC-64 and all, out of programs that only read metadata.
type payload interface {
	rewindable() bool
	attach(*http.Request) (*attemptBody, error)
}

// A body is a payload read from somewhere. This file and do.go are the only
// places that read or close one.
type body struct {
	reader io.Reader
	seeker io.Seeker // nil if it can be read only once
	start  int64     // where in seeker the body begins
	length int64     // in bytes; -1 if it is not known
	used   bool
}

// setBody makes what r reads the body of op.
func (op *operation) setBody(r io.Reader, length int64) {
	b, err := newBody(r, length)
	op.body = b
	op.fail(err)
}

// newBody finds out what it can about r: its length, and whether it can be
// read again. A length that the caller gives, not 0, must be the one that r
// tells, if it does.
func newBody(r io.Reader, length int64) (*body, error) {
	if buffer, ok := r.(*bytes.Buffer); ok {
		r = bytes.NewReader(buffer.Bytes())
	}
	b := &body{reader: r, length: -1}
	if r == nil {
		b.reader = bytes.NewReader(nil)
	}
	if s, ok := b.reader.(io.Seeker); ok {
		b.measure(s)
	}
	switch {
	case length < 0:
		return nil, &ArgumentError{"ContentLength", "", "is negative"}
	case length > 0 && b.length >= 0 && length != b.length:
		return nil, &ArgumentError{"ContentLength", strconv.FormatInt(length, 10),
			"is not the length of the body, " + strconv.FormatInt(b.length, 10)}
	case length > 0:
		b.length = length
	}
	return b, nil
}

// measure takes s as the body if it really can seek; pipes and terminals are
// files, too.
func (b *body) measure(s io.Seeker) {
	start, err := s.Seek(0, io.SeekCurrent)
	if err != nil {
		return
	}
	end, err := s.Seek(0, io.SeekEnd)
	if err != nil {
		return
	}
	if _, err := s.Seek(start, io.SeekStart); err != nil || end < start {
		return
	}
	b.seeker, b.start, b.length = s, start, end-start
}

// rewindable reports whether the body can be sent once more.
func (b *body) rewindable() bool { return !b.used || b.seeker != nil }

// attach gives one attempt the body, from its beginning.
func (b *body) attach(req *http.Request) (*attemptBody, error) {
	if b.used {
		if _, err := b.seeker.Seek(b.start, io.SeekStart); err != nil {
			return nil, err
		}
	}
	b.used = true
	r := b.reader
	if b.length >= 0 {
		r = io.LimitReader(r, b.length) // a file may have grown, a stream may go on
	}
	a := &attemptBody{r: r, length: b.length, reading: make(chan struct{}, 1), crc: headers.NewCRC64()}
	req.Body, req.ContentLength = a, b.length
	if b.length == 0 {
		req.Body = http.NoBody
	}
	return a, nil
}

// An attemptBody is the body as one HTTP request reads it. net/http may go on
// reading from another goroutine after it returned; Close ends that, but for a
// Read that is under way.
type attemptBody struct {
	reading chan struct{} // holds a token while r is being read
	r       io.Reader
	length  int64 // -1 if it is not known
	read    atomic.Int64
	crc     hash.Hash64
	failed  atomic.Pointer[bodyError]
	closed  atomic.Bool
}

// A bodyError is a body that could not be read as it should.
type bodyError struct{ err error }

func (e *bodyError) Error() string { return "reading the body: " + e.err.Error() }
func (e *bodyError) Unwrap() error { return e.err }

func (a *attemptBody) Read(p []byte) (int, error) {
	a.reading <- struct{}{}
	defer func() { <-a.reading }()
	if a.closed.Load() {
		return 0, io.ErrClosedPipe
	}
	n, err := a.r.Read(p)
	a.crc.Write(p[:n])
	if read := a.read.Add(int64(n)); err == io.EOF && read < a.length {
		err = fmt.Errorf("%w: it has %d bytes of %d", io.ErrUnexpectedEOF, read, a.length)
	}
	if err != nil && err != io.EOF {
		a.failed.Store(&bodyError{err})
	}
	return n, err
}

// Close ends reading. It never closes what the caller gave.
func (a *attemptBody) Close() error {
	if a != nil {
		a.closed.Store(true)
	}
	return nil
}

// count returns how many bytes have been read.
func (a *attemptBody) count() int64 {
	if a == nil {
		return 0
	}
	return a.read.Load()
}

// finish closes the body and waits until nothing reads it any more. It reports
// false if that does not come about before ctx ends.
func (a *attemptBody) finish(ctx context.Context) bool {
	if a == nil {
		return true
	}
	a.Close()
	select {
	case a.reading <- struct{}{}:
		<-a.reading
		return true
	case <-ctx.Done():
		return false
	}
}

// sum returns the CRC-64 of what was read for a request that succeeded. If the
// body is still being read then, the answer came too early.
func (a *attemptBody) sum() (headers.CRC64, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second) // a Read that finds the end is over by then
	defer cancel()
	if !a.finish(ctx) {
		return 0, &sendError{errEarlyAnswer}
	}
	return headers.CRC64(a.crc.Sum64()), nil
}
