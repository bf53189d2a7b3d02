package osstest

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
)

// A Server is an OSS that listens on a port of the loopback interface, in the
// form of net/http/httptest. Buckets are reached in path style at URL, and by
// any host name with Client.
type Server struct {
	*OSS
	URL string // "http://127.0.0.1:port", with no trailing slash

	server *http.Server
	client *http.Client

	mu     sync.Mutex // guards what follows
	fresh  map[net.Conn]struct{}
	closed bool
}

// NewServer starts a server on a free port of 127.0.0.1. The caller should
// Close it. It panics if the options make no sense, as New does, or if it
// cannot listen.
func NewServer(opt Options) *Server {
	o := New(opt)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic("osstest: NewServer: " + err.Error())
	}
	address := listener.Addr().String()
	s := &Server{OSS: o, URL: "http://" + address, fresh: make(map[net.Conn]struct{})}
	s.server = &http.Server{Handler: o, ErrorLog: log.New(io.Discard, "", 0), ConnState: s.connState}
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, address)
	}
	s.client = &http.Client{Transport: &http.Transport{
		DialContext:        dial,
		DialTLSContext:     dial,
		DisableCompression: true,
	}}
	go s.server.Serve(listener) // until Close
	return s
}

// Client returns a client whose requests all go to s, whatever host and scheme
// their URL has, so that virtual-hosted and CNAME addresses work. There is no
// TLS.
func (s *Server) Client() *http.Client { return s.client }

// Close stops listening, waits for the requests that are under way, and closes
// all connections. Closing twice is allowed.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	for conn := range s.fresh { // Shutdown would wait for their first request
		conn.Close()
	}
	s.mu.Unlock()
	s.client.CloseIdleConnections()
	s.server.Shutdown(context.Background()) // fails only with its context or listener
}

// connState keeps track of connections that never had a request.
func (s *Server) connState(conn net.Conn, state http.ConnState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case state != http.StateNew:
		delete(s.fresh, conn)
	case s.closed:
		conn.Close()
	default:
		s.fresh[conn] = struct{}{}
	}
}
