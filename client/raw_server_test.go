package client_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// A rawServer takes requests from a socket, keeps their heads as they arrive,
// and says that all is well.
type rawServer struct {
	listener net.Listener
	mu       sync.Mutex
	heads    []string
	sent     atomic.Int64 // bytes that clients wrote
}

func newRawServer(tb testing.TB) *rawServer {
	tb.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	s := &rawServer{listener: listener}
	var done sync.WaitGroup
	done.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			done.Go(func() { s.serve(conn) })
		}
	})
	tb.Cleanup(func() { listener.Close(); done.Wait() })
	return s
}

func (s *rawServer) serve(conn net.Conn) {
	defer conn.Close()
	for r := bufio.NewReader(conn); ; {
		head, err := readHead(r)
		if err != nil {
			return
		}
		s.mu.Lock()
		s.heads = append(s.heads, head)
		s.mu.Unlock()
		request := parseRaw(head)
		if skipBody(r, request.header) != nil {
			return
		}
		body := "content"
		if request.header["x-oss-copy-source"] != "" {
			body = "<CopyObjectResult/>"
		}
		length := len(body)
		if request.method == "HEAD" {
			body = ""
		}
		fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nx-oss-request-id: 1\r\nContent-Length: %d\r\n\r\n%s", length, body)
	}
}

func readHead(r *bufio.Reader) (string, error) {
	var head strings.Builder
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return "", err
		}
		if head.WriteString(line); line == "\r\n" {
			return head.String(), nil
		}
	}
}

// skipBody reads over a body: of a length, in chunks, or none.
func skipBody(r *bufio.Reader, header map[string]string) error {
	if header["transfer-encoding"] != "chunked" {
		length, _ := strconv.ParseInt(header["content-length"], 10, 64)
		_, err := io.CopyN(io.Discard, r, length)
		return err
	}
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return err
		}
		length, err := strconv.ParseInt(strings.TrimSpace(line), 16, 64)
		if err != nil {
			return err
		}
		if _, err := io.CopyN(io.Discard, r, length+int64(len("\r\n"))); err != nil || length == 0 {
			return err
		}
	}
}

// take returns what arrived since it was called last.
func (s *rawServer) take() (heads []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	heads, s.heads = s.heads, nil
	return heads
}

// A countedConn counts what is written to it.
type countedConn struct {
	net.Conn
	sent *atomic.Int64
}

func (c countedConn) Write(p []byte) (int, error) {
	c.sent.Add(int64(len(p)))
	return c.Conn.Write(p)
}
