package osstest

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
)

// earlyReply is how much of an unread request body net/http reads before it
// gives a connection up.
const earlyReply = 256 << 10 // bytes

// Transport returns a RoundTripper that brings requests for every host, http
// and https alike, to o. There are no sockets and no TLS: each request gets a
// net.Pipe of its own, with the HTTP framing of net/http on both ends. So it
// works in a bubble of testing/synctest, and once the response bodies are
// read to their end or closed, no goroutine is left.
//
// The RoundTripper is safe for concurrent use and needs no closing.
func (o *OSS) Transport() http.RoundTripper {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		client, end := net.Pipe()
		// One server for all would tie bubbles together: it counts listeners.
		server := &http.Server{Handler: pipeHandler{o}, ErrorLog: log.New(io.Discard, "", 0), Protocols: protocols}
		server.Serve(&oneConn{conn: end}) // returns as soon as it has the connection
		return client, nil
	}
	return &http.Transport{
		DialContext:        dial,
		DialTLSContext:     dial,
		DisableKeepAlives:  true,
		DisableCompression: true,
	}
}

// oneConn is a listener with one connection.
type oneConn struct{ conn net.Conn }

func (l *oneConn) Accept() (net.Conn, error) {
	if l.conn == nil {
		return nil, io.EOF
	}
	conn := l.conn
	l.conn = nil
	return conn, nil
}

func (l *oneConn) Close() error   { return nil }
func (l *oneConn) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "pipe" }

// A pipeHandler answers as its OSS does. Where net/http would wait half a
// second, in the hope that a client which is still sending reads the reply
// meanwhile, it aborts the connection after the reply instead: on a pipe what
// was flushed was read, and the wait would outlive a bubble.
type pipeHandler struct{ oss *OSS }

func (h pipeHandler) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	h.oss.ServeHTTP(w, req)
	http.NewResponseController(w).Flush() // a client that went away is nobody's error here
	if n, _ := io.CopyN(io.Discard, req.Body, earlyReply); n == earlyReply {
		panic(http.ErrAbortHandler)
	}
}
