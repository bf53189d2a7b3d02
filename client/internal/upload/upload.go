// Package upload sends what a reader reads as the body of HTTP requests: of
// several, one after the other, if it can be read again. Nothing else reads what
// a caller gave for that.
package upload

import (
	"bytes"
	"context"
	"fmt"
	"hash"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"example.com/ossmeta/headers"
)

// A Body is what a reader reads, from where it stands.
type Body struct {
	Length int64 // in bytes; -1 if the reader does not tell it, and then it may be set

	reader io.Reader
	seeker io.Seeker // nil if it can be read only once
	start  int64     // where in seeker the body begins
	used   bool
}

// New finds out what it can about r: its length, and whether it can be read
// again. A nil r is an empty body.
func New(r io.Reader) *Body {
	switch buffer := r.(type) {
	case nil:
		r = bytes.NewReader(nil)
	case *bytes.Buffer:
		r = bytes.NewReader(buffer.Bytes())
	}
	b := &Body{reader: r, Length: -1}
	if s, ok := r.(io.Seeker); ok {
		b.measure(s)
	}
	return b
}

// measure takes s as the body if it really can seek; pipes and terminals are
// files, too.
func (b *Body) measure(s io.Seeker) {
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
	b.seeker, b.start, b.Length = s, start, end-start
}

// Rewindable reports whether the body can be sent once more.
func (b *Body) Rewindable() bool { return !b.used || b.seeker != nil }

// Attach gives one attempt the body, from its beginning.
func (b *Body) Attach(req *http.Request) (*Attempt, error) {
	if b.used {
		if _, err := b.seeker.Seek(b.start, io.SeekStart); err != nil {
			return nil, err
		}
	}
	b.used = true
	r := b.reader
	if b.Length >= 0 {
		r = io.LimitReader(r, b.Length) // a file may have grown, a stream may go on
	}
	a := &Attempt{r: r, length: b.Length, reading: make(chan struct{}, 1), crc: headers.NewCRC64()}
	req.Body, req.ContentLength = a, b.Length
	if b.Length == 0 {
		req.Body = http.NoBody
	}
	return a, nil
}

// An Attempt is a Body as one HTTP request reads it. net/http may go on
// reading from another goroutine after it returned; Close ends that, but for a
// Read that is under way. A nil Attempt is that of a request without a body.
type Attempt struct {
	reading chan struct{} // holds a token while r is being read
	r       io.Reader
	length  int64 // -1 if it is not known
	read    atomic.Int64
	crc     hash.Hash64
	failed  atomic.Pointer[readError]
	closed  atomic.Bool
}

// A readError is a body that could not be read as it should.
type readError struct{ err error }

func (e *readError) Error() string { return "reading the body: " + e.err.Error() }
func (e *readError) Unwrap() error { return e.err }

func (a *Attempt) Read(p []byte) (int, error) {
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
		a.failed.Store(&readError{err})
	}
	return n, err
}

// Close ends reading. It never closes what the caller gave.
func (a *Attempt) Close() error {
	if a != nil {
		a.closed.Store(true)
	}
	return nil
}

// Count returns how many bytes have been read.
func (a *Attempt) Count() int64 {
	if a == nil {
		return 0
	}
	return a.read.Load()
}

// Finish closes the body and waits until nothing reads it any more. It reports
// false if that does not come about before ctx ends.
func (a *Attempt) Finish(ctx context.Context) bool {
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

// Err returns why the body could not be read as it should, or nil.
func (a *Attempt) Err() error {
	if a == nil {
		return nil
	}
	if failed := a.failed.Load(); failed != nil {
		return failed
	}
	return nil
}

// Sum returns the CRC-64 of what was read for a request that succeeded. It
// reports false if the body is still being read then: the answer came too early.
func (a *Attempt) Sum() (headers.CRC64, bool) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second) // a Read that finds the end is over by then
	defer cancel()
	if !a.Finish(ctx) {
		return 0, false
	}
	return headers.CRC64(a.crc.Sum64()), true
}
