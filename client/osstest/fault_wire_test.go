package osstest_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

// TestFaultProxies has something in between that changes signed requests.
func TestFaultProxies(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*http.Request)
		key    string
		status int
		code   xmlerr.Code
	}{
		"nothing":             {func(*http.Request) {}, "k", 200, ""},
		"adds a harmless one": {func(r *http.Request) { r.Header.Set("Via", "1.1 proxy") }, "k", 200, ""},
		"adds x-oss-meta-":    {func(r *http.Request) { r.Header.Set("X-Oss-Meta-Via", "proxy") }, "k", 403, xmlerr.SignatureDoesNotMatch},
		"rewrites":            {func(r *http.Request) { r.Header.Set("Content-Type", "text/html") }, "k", 403, xmlerr.SignatureDoesNotMatch},
		"removes":             {func(r *http.Request) { r.Header.Del("X-Oss-Meta-Author") }, "k", 403, xmlerr.SignatureDoesNotMatch},
		"removes them all":    {func(r *http.Request) { r.Header.Del("Authorization") }, "k", 403, xmlerr.AccessDenied},
		"escapes more":        {func(r *http.Request) { r.RequestURI = strings.Replace(r.RequestURI, "k", "%6b", 1) }, "k", 200, ""},
		"decodes once more": {func(r *http.Request) { r.RequestURI = strings.ReplaceAll(r.RequestURI, "%25", "%") },
			"a%20b", 403, xmlerr.SignatureDoesNotMatch},
		"cleans the path": {func(r *http.Request) { r.RequestURI = strings.Replace(r.RequestURI, "//", "/", 1) },
			"a//b", 403, xmlerr.SignatureDoesNotMatch},
	} {
		each(t, osstest.Options{}, func(t *testing.T, o *osstest.OSS, w *wire) {
			in := o.Inject(osstest.Fault{Request: test.change})
			sent := request{method: "PUT", key: test.key, header: []string{"Content-Type", "text/plain", "X-Oss-Meta-Author", "O. Henry"}}
			a := w.do(sent).want(t, test.status, test.code)
			if test.code == xmlerr.SignatureDoesNotMatch && (a.err.Evidence == nil || a.err.Evidence.StringToSign == "") {
				t.Errorf("%s: no evidence: %s", name, a.body)
			}
			if _, stored := o.Object(bucketName, test.key); stored != (test.status == 200) {
				t.Errorf("%s: stored %v", name, stored)
			}
			if in.Affected() != 1 {
				t.Errorf("%s: %d affected", name, in.Affected())
			}
			in.Remove()
			w.do(sent).want(t, 200, "")
		})
	}
}

// TestFaultFraming looks at what arrives at a socket.
func TestFaultFraming(t *testing.T) {
	s := osstest.NewServer(osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName, ACL: "public-read-write"}}})
	defer s.Close()
	s.PutObject(bucketName, "k", osstest.Object{Body: []byte("0123456789")})
	const get = "GET /examplebucket/k HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" // keeps the connection
	const put = "PUT /examplebucket/k HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\n\r\nnew"
	for _, test := range []struct {
		fault  osstest.Fault
		sent   string
		length int // Content-Length
		body   string
		reset  bool
	}{
		{osstest.Fault{Truncate: 4}, get, 10, "012345", false},
		{osstest.Fault{Truncate: 4, BodyDelay: 1}, get, 10, "012345", false},
		{osstest.Fault{Truncate: 10}, get, 10, "", false},
		{osstest.Fault{Truncate: 1 << 20, Status: 503, Body: strings.Repeat("x", 2<<20)}, get, 2 << 20, strings.Repeat("x", 1<<20), false},
		{osstest.Fault{Reset: true}, get, 0, "", true},
		{osstest.Fault{Reset: true, TakesEffect: true}, put, 0, "", true},
	} {
		in := s.Inject(test.fault)
		got, err := exchange(t, s, test.sent)
		head, body, _ := strings.Cut(got, "\r\n\r\n")
		if test.reset != (err != nil) || test.reset && got != "" {
			t.Errorf("%v: %q, error %v", test.fault, got, err)
		}
		if !test.reset && (!strings.Contains(head, fmt.Sprintf("\r\nContent-Length: %d\r\n", test.length)) || body != test.body) {
			t.Errorf("%v: %s, %d bytes", test.fault, head, len(body))
		}
		in.Remove()
	}
	if obj, _ := s.Object(bucketName, "k"); string(obj.Body) != "new" {
		t.Errorf("stored is %q", obj.Body)
	}
}

// exchange sends a raw request and reads until the server ends the connection.
func exchange(t *testing.T, s *osstest.Server, sent string) (string, error) {
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
	return string(got), err
}

// TestFaultTransportKeepsOut shows that a RoundTripper of the server repeats
// nothing by itself: each cut connection is one request.
func TestFaultTransportKeepsOut(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{})
	w.do(request{method: "HEAD", key: "k"}).want(t, 200, "")
	in := o.Inject(osstest.Fault{Times: 1, Reset: true})
	if _, err := w.try(request{method: "HEAD", key: "k"}); !errors.Is(err, io.EOF) || in.Affected() != 1 {
		t.Errorf("error %v, %d affected", err, in.Affected())
	}
	w.do(request{method: "HEAD", key: "k"}).want(t, 200, "")
	if r := o.Requests(); len(r) != 3 || r[1].Status != 0 || r[1].Fault != "reset" {
		t.Errorf("record %+v", r)
	}
}

// TestFaultSkew takes the server's time from its refusal, as a client would.
func TestFaultSkew(t *testing.T) {
	o, w, c := still(t, osstest.Options{})
	o.Inject(osstest.Fault{Skew: 20 * time.Minute})
	a := w.do(request{method: "PUT", key: "k"}).want(t, 403, xmlerr.RequestTimeTooSkewed)
	ahead := c.now().Add(20 * time.Minute).UTC().Truncate(time.Millisecond)
	if !a.err.ServerTime.Equal(ahead) {
		t.Errorf("ServerTime %v, want %v", a.err.ServerTime, ahead)
	}
	a.wantHeader(t, "Date", "Tue, 02 Jan 2024 03:24:05 GMT")
	w.with(func(w *wire) { w.now = func() time.Time { return ahead } }).do(request{method: "PUT", key: "k"}).want(t, 200, "")
	if obj, _ := o.Object(bucketName, "k"); !obj.LastModified.Equal(c.now().Truncate(time.Second)) {
		t.Errorf("Last-Modified %v", obj.LastModified)
	}
}
