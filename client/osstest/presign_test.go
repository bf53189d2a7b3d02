package osstest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

// presigned returns a wire whose requests carry r's signature in their URL,
// made now for life.
func (w *wire) presigned(r request, life time.Duration, additional ...string) (*wire, request) {
	w.t.Helper()
	at := w.now()
	s, err := signer.NewV4(w.creds, signer.Scope{Date: signer.DateOf(at), Region: w.region}, additional...)
	if w.version == signer.V1 {
		s, err = signer.NewV1(w.creds)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	signed := &signer.Request{Method: r.method, Bucket: w.bucket, Key: r.key, Query: r.query, Header: http.Header{},
		Host: strings.TrimPrefix(w.base, "http://")}
	for i := 0; i+1 < len(r.header); i += 2 {
		signed.Header[r.header[i]] = []string{r.header[i+1]}
	}
	signature, err := s.Presign(signed, at, life)
	if err != nil {
		w.t.Fatal(err)
	}
	query := map[string][]string{}
	for name, values := range r.query {
		query[name] = values
	}
	for _, f := range signature.Fields {
		query[f.Name] = []string{f.Value}
	}
	r.query = query
	return w.anonymous(), r
}

// TestPresigned sends URLs as they were signed, by every way to reach the
// server.
func TestPresigned(t *testing.T) {
	for _, creds := range []signer.Credentials{{AccessKeyID: "LTAIlong", AccessKeySecret: "long"}, temporary} {
		each(t, osstest.Options{Credentials: []signer.Credentials{creds}}, func(t *testing.T, o *osstest.OSS, w *wire) {
			const key = "a b+c/中?&=%.txt"
			send := func(w *wire, r request) answer {
				anonymous, r := w.presigned(r, time.Minute)
				return anonymous.do(r)
			}
			send(w, request{method: "PUT", key: key, body: "body", header: []string{"Content-Type", "text/x", "X-Oss-Meta-A", "1"}}).want(t, 200, "")
			send(w, request{method: "HEAD", key: key}).want(t, 200, "").
				wantHeader(t, "Content-Type", "text/x", "x-oss-meta-a", "1", "Content-Length", "4")
			send(w, request{method: "GET", key: key, query: allOverrides}).want(t, 200, "").
				wantHeader(t, "Content-Type", "text/plain; charset=gbk", "Cache-Control", "no-store")
			send(w, request{method: "GET", key: key, query: acl}).want(t, 200, "")
			send(w, request{method: "DELETE", key: key}).want(t, 204, "")
		})
	}
}

func TestPresignedAdditional(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{Body: []byte("0123456789")})
	anonymous, r := w.presigned(request{method: "GET", key: "k", header: []string{"Range", "bytes=0-1"}}, time.Minute, "range", "host")
	if a := anonymous.do(r).want(t, 206, ""); a.body != "01" {
		t.Errorf("body %q", a.body)
	}
	for name, header := range map[string][]string{"another range": {"Range", "bytes=0-2"}, "no range": nil} {
		changed := r
		changed.header = header
		a := anonymous.do(changed)
		if ec := map[string]string{"another range": "0002-00000201", "no range": "0002-00000077"}[name]; a.err == nil || a.err.EC != ec {
			t.Errorf("%s: %d, %v", name, a.status, a.err)
		}
	}
}

// TestPresignedTime moves the clock about the life of a URL.
func TestPresignedTime(t *testing.T) {
	for _, test := range []struct {
		version signer.Version
		moved   time.Duration
		status  int
		code    xmlerr.Code
		ec      string
	}{
		{signer.V1, -24 * time.Hour, 200, "", ""}, // it says until when, and no more
		{signer.V1, 10 * time.Minute, 200, "", ""},
		{signer.V1, 10*time.Minute + time.Second, 403, xmlerr.AccessDenied, "0002-00000069"},
		{signer.V4, -15 * time.Minute, 200, "", ""},
		{signer.V4, -15*time.Minute - time.Second, 403, xmlerr.AccessDenied, "0002-00000235"},
		{signer.V4, 9 * time.Minute, 200, "", ""},
		{signer.V4, 10*time.Minute + time.Second, 403, xmlerr.AccessDenied, "0002-00000236"},
	} {
		for _, method := range []string{"GET", "HEAD", "PUT"} {
			o, w, c := still(t, osstest.Options{})
			o.PutObject(bucketName, "k", osstest.Object{})
			w.version = test.version
			c.nanos.Store(year2024 * 1e9) // URLs count whole seconds
			anonymous, r := w.presigned(request{method: method, key: "k"}, 10*time.Minute)
			c.move(test.moved)
			a := anonymous.do(r).want(t, test.status, test.code)
			if a.err == nil {
				continue
			}
			a.wantHeader(t, "x-oss-ec", test.ec)
			if a.err.EC != test.ec {
				t.Errorf("%v %s, %v: EC %q, want %q", test.version, method, test.moved, a.err.EC, test.ec)
			}
			if test.moved > 0 && (a.err.Extra["ExpireTime"] != "2024-01-02T03:14:05.000Z" || !a.err.ServerTime.Equal(c.now())) {
				t.Errorf("%v: ServerTime %v, %v", test.version, a.err.ServerTime, a.err.Extra)
			}
		}
	}
}

// A change of a URL's query, or of a header sent with it.
type urlChange func(url.Values, http.Header)

func setParameter(name, value string) urlChange {
	return func(q url.Values, _ http.Header) { q[name] = []string{value} }
}

func dropParameter(name string) urlChange {
	return func(q url.Values, _ http.Header) { delete(q, name) }
}

func sendHeader(name, value string) urlChange {
	return func(_ url.Values, h http.Header) { h[name] = []string{value} }
}

const mismatchV1, mismatchV4 = "0002-00000040", "0002-00000201"

// refusedURLs are changes of a URL with the override response-expires: 1.
var refusedURLs = []struct {
	name    string
	version signer.Version
	change  urlChange
	status  int
	code    xmlerr.Code
	ec      string
}{
	{"another override", signer.V4, setParameter("response-expires", "0"), 403, xmlerr.SignatureDoesNotMatch, mismatchV4},
	{"another override", signer.V1, setParameter("response-expires", "0"), 403, xmlerr.SignatureDoesNotMatch, mismatchV1},
	{"a parameter less", signer.V4, dropParameter("response-expires"), 403, xmlerr.SignatureDoesNotMatch, mismatchV4},
	{"a parameter less", signer.V1, dropParameter("response-expires"), 403, xmlerr.SignatureDoesNotMatch, mismatchV1},
	{"a longer life", signer.V4, setParameter("x-oss-expires", "61"), 403, xmlerr.SignatureDoesNotMatch, mismatchV4},
	{"a longer life", signer.V1, setParameter("Expires", "1999999999"), 403, xmlerr.SignatureDoesNotMatch, mismatchV1},
	{"a header more", signer.V4, sendHeader("X-Oss-Meta-A", "1"), 403, xmlerr.SignatureDoesNotMatch, mismatchV4},
	{"a header more", signer.V1, sendHeader("X-Oss-Meta-A", "1"), 403, xmlerr.SignatureDoesNotMatch, mismatchV1},
	{"Content-Type", signer.V1, sendHeader("Content-Type", "a/b"), 403, xmlerr.SignatureDoesNotMatch, mismatchV1},
	{"another key id", signer.V4, setParameter("x-oss-credential", "LTAIx/20240102/cn-hangzhou/oss/aliyun_v4_request"), 403, xmlerr.InvalidAccessKeyId, "0002-00000902"},
	{"another key id", signer.V1, setParameter("OSSAccessKeyId", "LTAIx"), 403, xmlerr.InvalidAccessKeyId, "0002-00000902"},
	{"another region", signer.V4, setParameter("x-oss-credential", "LTAIx/20240102/cn-beijing/oss/aliyun_v4_request"), 400, xmlerr.InvalidArgument, "0002-00000226"},
	{"another product", signer.V4, setParameter("x-oss-credential", "LTAIx/20240102/cn-hangzhou/s3/aliyun_v4_request"), 400, xmlerr.InvalidArgument, "0002-00000227"},
	{"another day", signer.V4, setParameter("x-oss-credential", "LTAIx/20240103/cn-hangzhou/oss/aliyun_v4_request"), 400, xmlerr.InvalidArgument, "0002-00000223"},
	{"too long a life", signer.V4, setParameter("x-oss-expires", "604801"), 400, xmlerr.InvalidArgument, "0002-00000232"},
	{"no signature", signer.V4, dropParameter("x-oss-signature"), 400, xmlerr.InvalidArgument, "0002-00000219"},
	{"no signature", signer.V1, dropParameter("Signature"), 403, xmlerr.AccessDenied, "0002-00000074"},
	{"no expiry", signer.V1, dropParameter("Expires"), 403, xmlerr.AccessDenied, "0002-00000068"},
	{"no number", signer.V1, setParameter("Expires", "soon"), 403, xmlerr.AccessDenied, "0002-00000070"},
	{"two signatures", signer.V4, sendHeader("Authorization", "OSS a:b"), 400, xmlerr.InvalidArgument, "0002-00000039"},
	{"two signatures", signer.V1, sendHeader("Authorization", "OSS a:b"), 400, xmlerr.InvalidArgument, "0002-00000039"},
	{"needless token", signer.V4, setParameter("x-oss-security-token", "CAIS"), 403, xmlerr.InvalidSecurityToken, "0002-00000006"},
	{"needless token", signer.V1, setParameter("security-token", "CAIS"), 403, xmlerr.InvalidSecurityToken, "0002-00000006"},
	{"token in a header", signer.V1, sendHeader("X-Oss-Security-Token", "CAIS"), 400, xmlerr.InvalidRequest, ""},
}

// TestPresignedRefused changes one thing about a URL, or about how it was
// signed.
func TestPresignedRefused(t *testing.T) {
	for _, test := range refusedURLs {
		for _, method := range []string{"GET", "HEAD", "PUT"} {
			t.Run(test.version.String()+"/"+test.name+"/"+method, func(t *testing.T) {
				o, w, _ := still(t, osstest.Options{})
				w.version = test.version
				anonymous, r := w.presigned(request{method: method, key: "k", query: map[string][]string{"response-expires": {"1"}}}, time.Minute)
				anonymous.tamper = func(req *http.Request) {
					q := req.URL.Query()
					test.change(q, req.Header)
					req.URL.RawQuery = q.Encode()
				}
				a := anonymous.do(r).want(t, test.status, test.code)
				if a.err.EC != test.ec || a.header.Get("x-oss-ec") != test.ec {
					t.Errorf("EC %q, x-oss-ec %q, want %q", a.err.EC, a.header.Get("x-oss-ec"), test.ec)
				}
				if (method == "HEAD") != (a.header.Get("x-oss-err") != "") {
					t.Errorf("%s: x-oss-err %q", method, a.header.Get("x-oss-err"))
				}
				if _, stored := o.Object(bucketName, "k"); stored {
					t.Error("the object was stored")
				}
			})
		}
	}
}
