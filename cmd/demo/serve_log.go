package main

import (
	"io"
	"strconv"
	"sync"

	"example.com/ossmeta/client/osstest"
)

// A requestLog writes one line for each request.
type requestLog struct {
	mu   sync.Mutex
	w    io.Writer
	line []byte // used again
}

func (l *requestLog) log(r osstest.RequestRecord) {
	operation := r.Operation
	if operation == "" {
		operation = "unknown operation"
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	line := append(l.line[:0], r.Method...)
	line = append(append(line, ' '), printable(r.Host)...)
	line = append(line, printable(r.RequestURI)...)
	line = append(append(line, ": "...), operation...)
	line = strconv.AppendInt(append(line, ", "...), int64(r.Status), 10)
	if r.Code != "" {
		line = append(append(line, ' '), r.Code...)
	}
	line = append(append(line, ", request id "...), r.RequestID...)
	l.line = append(line, '\n')
	l.w.Write(l.line) // a log that nobody takes is no reason to stop
}
