package client

import (
	"bytes"
	"hash"
	"io"
	"sync"
	"sync/atomic"

	"example.com/ossmeta/headers"
)

// A body is what an operation sends. This file and do.go are the only places
// that read or close one.
type body struct {
	reader io.Reader
	seeker io.Seeker // nil if it can be read only once
	start  int64     // where in seeker the body begins
	length int64     // in bytes; -1 if it is not known
	used   bool
}

// newBody finds out what it can about r: its length, and whether it can be
// read again. The length given by the caller, if it is not 0, is believed.
func newBody(r io.Reader, length int64) *body {
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
	if length != 0 {
		b.length = length
	}
	return b
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
func (b *body) rewindable() bool { return b == nil || !b.used || b.seeker != nil }

// open returns the body for one attempt, from its beginning.
func (b *body) open() (*attemptBody, error) {
	if b.used {
		if _, err := b.seeker.Seek(b.start, io.SeekStart); err != nil {
			return nil, err
		}
	}
	b.used = true
	r := b.reader
	if b.seeker != nil && b.length >= 0 {
		r = io.LimitReader(r, b.length) // a file may have grown since
	}
	return &attemptBody{r: r, crc: headers.NewCRC64()}, nil
}

// An attemptBody is the body as one HTTP request reads it. net/http may go on
// reading from another goroutine after it returned; Close ends that.
type attemptBody struct {
	mu     sync.Mutex // held while reading
	r      io.Reader  // guarded by mu
	crc    hash.Hash64
	closed atomic.Bool
}

func (a *attemptBody) Read(p []byte) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed.Load() {
		return 0, io.ErrClosedPipe
	}
	n, err := a.r.Read(p)
	a.crc.Write(p[:n])
	return n, err
}

// Close ends reading. It never closes what the caller gave.
func (a *attemptBody) Close() error {
	a.closed.Store(true)
	return nil
}

// sum closes the body, waits for a read that is under way, and returns the
// CRC-64 of all that was read.
func (a *attemptBody) sum() headers.CRC64 {
	a.Close()
	a.mu.Lock()
	defer a.mu.Unlock()
	return headers.CRC64(a.crc.Sum64())
}
