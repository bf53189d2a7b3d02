package osstest_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

// dial returns what a raw request is answered with, head and body.
func dial(t *testing.T, s *osstest.Server, sent string) string {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, sent); err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	return string(got)
}

// TestOnTheSocket looks at the bytes of replies: OSS's spelling of names, and
// nothing that net/http adds by itself.
func TestOnTheSocket(t *testing.T) {
	c := newClock()
	s := osstest.NewServer(osstest.Options{Now: c.now, Buckets: []osstest.Bucket{{Name: bucketName, ACL: "public-read-write"}}})
	defer s.Close()
	s.PutObject(bucketName, "k", osstest.Object{Body: []byte("<html>"), Header: http.Header{
		"Content-Type": {"x/y"}, "X-Oss-Meta-A_b": {"\xd6\xd0"}, "Expires": {"2022-10-12T00:00:00.000Z"}}})
	const tail = " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
	want := strings.Join([]string{
		"HTTP/1.1 200 OK",
		"Accept-Ranges: bytes",
		"Content-Length: 6",
		"Content-MD5: FmJIphKaHkNw0grcLUwj8w==",
		"Content-Type: x/y",
		"Date: Tue, 02 Jan 2024 03:04:05 GMT",
		`ETag: "166248A6129A1E4370D20ADC2D4C23F3"`,
		"Expires: 2022-10-12T00:00:00.000Z",
		"Last-Modified: Tue, 02 Jan 2024 03:04:05 GMT",
		"Server: AliyunOSS",
		"x-oss-hash-crc64ecma: " + checksum([]byte("<html>")).String(),
		"x-oss-meta-a_b: \xd6\xd0",
		"x-oss-object-type: Normal",
		"x-oss-request-id: 0551E57A0000000000000001",
		"x-oss-server-time: 0",
		"x-oss-storage-class: Standard",
		"Connection: close",
	}, "\r\n") + "\r\n\r\n"
	if got := dial(t, s, "HEAD /examplebucket/k"+tail+"\r\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	got := dial(t, s, "HEAD /examplebucket/k?objectMeta"+tail+"\r\n")
	if strings.Contains(got, "Content-Type") || strings.Contains(got, "x-oss-meta") {
		t.Errorf("GetObjectMeta:\n%s", got)
	}
	for _, method := range []string{"PUT", "DELETE"} {
		if got := dial(t, s, method+" /examplebucket/new"+tail+"Content-Length: 0\r\n\r\n"); strings.Contains(got, "Content-Type") {
			t.Errorf("%s:\n%s", method, got)
		}
	}
}

func TestContentLength(t *testing.T) {
	s := osstest.NewServer(osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName, ACL: "public-read-write"}}, MaxObjectBytes: 10})
	defer s.Close()
	const head = "PUT /examplebucket/k HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
	for _, test := range []struct{ sent, status, stored string }{
		{head + "\r\n", "411", ""},
		{head + "Content-Length: 0\r\n\r\n", "200", ""},
		{head + "Content-Length: 3\r\n\r\nabc", "200", "abc"},
		{head + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "200", "abcde"},
		{head + "Transfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n0\r\n\r\n", "400", ""},
		{head + "Content-Length: 11\r\n\r\n01234567890", "400", ""},
	} {
		got := dial(t, s, test.sent)
		if !strings.HasPrefix(got, "HTTP/1.1 "+test.status) {
			t.Errorf("%q: %q", test.sent, got)
		}
		if obj, ok := s.Object(bucketName, "k"); ok != (test.status == "200") || string(obj.Body) != test.stored {
			t.Errorf("%q: stored %v, %q", test.sent, ok, obj.Body)
		}
		dial(t, s, strings.Replace(head, "PUT", "DELETE", 1)+"\r\n")
	}
}

// TestNoCleaning shows that no path is redirected, and that the request target
// may be absolute.
func TestNoCleaning(t *testing.T) {
	s := osstest.NewServer(osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName, ACL: "public-read"}}})
	defer s.Close()
	for target, key := range map[string]string{
		"/examplebucket/a//b/../c/.":           "a//b/../c/.",
		"/examplebucket/a%2F%3f%23#":           "a/?##",
		"http://127.0.0.1/examplebucket/x%20y": "x y",
	} {
		s.PutObject(bucketName, key, osstest.Object{Body: []byte(key)})
		got := dial(t, s, "GET "+target+" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
		if !strings.HasPrefix(got, "HTTP/1.1 200") || !strings.HasSuffix(got, "\r\n\r\n"+key) {
			t.Errorf("%s: %q", target, got)
		}
	}
	for target, status := range map[string]string{
		"/examplebucket/%FF":          "400", // not UTF-8
		"/examplebucket//lead":        "400",
		"/examplebucket/%5Clead":      "400",
		"/examplebucket/none?a=b;c=d": "400",
	} {
		got := dial(t, s, "GET "+target+" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
		if !strings.HasPrefix(got, "HTTP/1.1 "+status) || !strings.Contains(got, "<Code>") {
			t.Errorf("%s: %q", target, got)
		}
	}
}

// TestCloseWaits closes a server while a request is under way and while a
// connection is open that never had one.
func TestCloseWaits(t *testing.T) {
	answering, finish := make(chan bool), make(chan bool)
	s := osstest.NewServer(osstest.Options{Log: func(osstest.RequestRecord) { close(answering); <-finish }})
	idle, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()
	status := make(chan string)
	go func() {
		resp, err := http.Get(s.URL + "/examplebucket/k")
		if err != nil {
			status <- err.Error()
			return
		}
		resp.Body.Close()
		status <- fmt.Sprint(resp.StatusCode)
	}()
	<-answering
	closed := make(chan bool)
	go func() { s.Close(); close(closed) }()
	for { // until nobody listens
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
		if err != nil {
			break
		}
		conn.Close()
	}
	if _, err := idle.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("the idle connection: %v", err)
	}
	select {
	case <-closed:
		t.Error("closed before the request was answered")
	default:
	}
	close(finish)
	if got := <-status; got != "403" {
		t.Errorf("the request under way: %s", got)
	}
	<-closed
	s.Close()
	if resp, err := s.Client().Get(s.URL); err == nil {
		resp.Body.Close()
		t.Error("the server still answers")
	}
}

// TestServerClient reaches the server by any host.
func TestServerClient(t *testing.T) {
	s := osstest.NewServer(osstest.Options{})
	defer s.Close()
	if strings.HasSuffix(s.URL, "/") || !strings.HasPrefix(s.URL, "http://127.0.0.1:") {
		t.Errorf("URL %q", s.URL)
	}
	resp, err := s.Client().Get("https://examplebucket.oss-cn-hangzhou.aliyuncs.com/k")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if e := xmlerr.Decode(resp.StatusCode, resp.Header, resp.Body); e.Code != xmlerr.AccessDenied {
		t.Error(e)
	}
}
