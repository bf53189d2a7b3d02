package osstest_test

import (
	"bufio"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

func sum(h func() hash.Hash, key []byte, text string) []byte {
	m := hmac.New(h, key)
	io.WriteString(m, text)
	return m.Sum(nil)
}

// TestDateDialects signs by hand as official clients do whose dates are not
// where the documents have them.
func TestDateDialects(t *testing.T) {
	const date, iso = "Tue, 02 Jan 2024 03:04:05 GMT", "20240102T030405Z"
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{})
	v1 := func(slot, headers string) string {
		signed := sum(sha1.New, []byte(w.creds.AccessKeySecret), "GET\n\n\n"+slot+"\n"+headers+"/examplebucket/k")
		return "OSS " + w.creds.AccessKeyID + ":" + base64.StdEncoding.EncodeToString(signed)
	}
	v4 := func(stamp string) string {
		const scope = "20240102/cn-hangzhou/oss/aliyun_v4_request"
		canonical := sha256.Sum256([]byte("GET\n/examplebucket/k\n\nx-oss-content-sha256:UNSIGNED-PAYLOAD\n\n\nUNSIGNED-PAYLOAD"))
		key := []byte("aliyun_v4" + w.creds.AccessKeySecret)
		for part := range strings.SplitSeq(scope, "/") {
			key = sum(sha256.New, key, part)
		}
		signed := sum(sha256.New, key, "OSS4-HMAC-SHA256\n"+stamp+"\n"+scope+"\n"+hex.EncodeToString(canonical[:]))
		return "OSS4-HMAC-SHA256 Credential=" + w.creds.AccessKeyID + "/" + scope + ", Signature=" + hex.EncodeToString(signed)
	}
	const payload = "UNSIGNED-PAYLOAD"
	for name, test := range map[string]struct {
		header []string
		status int
	}{
		"V1, Date":                      {[]string{"Date", date, "Authorization", v1(date, "")}, 200},
		"V1, x-oss-date (ali-oss)":      {[]string{"X-Oss-Date", date, "Authorization", v1(date, "x-oss-date:"+date+"\n")}, 200},
		"V1, neither":                   {[]string{"Authorization", v1("", "")}, 403},
		"V4, Date as ISO 8601":          {[]string{"Date", date, "X-Oss-Content-Sha256", payload, "Authorization", v4(iso)}, 200},
		"V4, Date as it is (Go SDK V1)": {[]string{"Date", date, "X-Oss-Content-Sha256", payload, "Authorization", v4(date)}, 200},
		"V4, another Date":              {[]string{"Date", date, "X-Oss-Content-Sha256", payload, "Authorization", v4("Tue, 02 Jan 2024 03:04:06 GMT")}, 403},
	} {
		if a := w.anonymous().do(request{method: "GET", key: "k", header: test.header}); a.status != test.status {
			t.Errorf("%s: %d %v", name, a.status, a.err)
		}
	}
}

// TestEscapedSlash: V1 of the Go SDK, oss2 and ossutil send %2F for a slash.
func TestEscapedSlash(t *testing.T) {
	each(t, osstest.Options{}, func(t *testing.T, o *osstest.OSS, w *wire) {
		escaped := w.with(func(w *wire) {
			w.tamper = func(r *http.Request) { r.URL.RawPath = strings.ReplaceAll(r.URL.RawPath, "dir/", "dir%2F") }
		})
		escaped.do(request{method: "PUT", key: "dir/dir/a b", body: "x"}).want(t, 200, "")
		if _, ok := o.Object(bucketName, "dir/dir/a b"); !ok {
			t.Fatal("it is stored under another name")
		}
		escaped.do(request{method: "PUT", key: "dir/copy", header: []string{"x-oss-copy-source", "/examplebucket/dir%2Fdir%2Fa+b"}}).want(t, 200, "")
		escaped.do(request{method: "HEAD", key: "dir/copy"}).want(t, 200, "")
		if last := o.Requests()[2]; !strings.HasSuffix(last.RequestURI, "/dir%2Fcopy") {
			t.Errorf("sent %s", last.RequestURI)
		}
	})
}

// TestExpectContinue: who waits for it is told to go on, or gets the refusal
// at once.
func TestExpectContinue(t *testing.T) {
	s := osstest.NewServer(osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName, ACL: "public-read-write"}}})
	defer s.Close()
	for path, want := range map[string]string{
		"/examplebucket/k":              "HTTP/1.1 100 Continue",
		"/nosuchbucket/k":               "HTTP/1.1 404 Not Found",
		"/examplebucket/k?x-oss-rename": "HTTP/1.1 400 Bad Request",
	} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		reply := bufio.NewReader(conn)
		io.WriteString(conn, "PUT "+path+" HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
		line, err := reply.ReadString('\n')
		if err != nil || strings.TrimSpace(line) != want {
			t.Errorf("%s: %q, %v, want %q", path, line, err, want)
		}
		if !strings.Contains(want, "100") {
			continue
		}
		if _, err := reply.ReadString('\n'); err != nil { // the empty line
			t.Fatal(err)
		}
		io.WriteString(conn, "body")
		resp, err := http.ReadResponse(reply, nil)
		if err != nil || resp.StatusCode != 200 {
			t.Fatalf("%v, %v", resp, err)
		}
		if obj, _ := s.Object(bucketName, "k"); string(obj.Body) != "body" {
			t.Errorf("stored %q", obj.Body)
		}
	}
}

// TestWrongProduct is what a signer for S3 gets.
func TestWrongProduct(t *testing.T) {
	_, w, _ := still(t, osstest.Options{})
	w.tamper = func(r *http.Request) {
		r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), "/oss/", "/s3/", 1))
	}
	for _, method := range []string{"GET", "HEAD", "PUT"} {
		w.do(request{method: method, key: "k"}).want(t, 400, xmlerr.InvalidArgument).wantHeader(t, "x-oss-ec", "0002-00000227")
	}
}
