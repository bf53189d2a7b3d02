package osstest_test

import (
	"net/http"
	"strings"
	"testing"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

var hostileKeys = []string{
	"a//b", "a/../b", "..", "./a", "a/.", "a/", "a%2Fb", "a%252Fb", "a?b=c", "a#b", "a&b=c;d", `"'` + "`", "a b+c", " ",
	"中文/键", "a:b@c$d,e!f*g(h)", `a\b`, "a\tb\nc", "%", "%zz", "~-._", "é\u0301", "a<b>&amp;", strings.Repeat("x/", 511),
}

// TestHostileKeys takes each key through every operation, by every way to
// reach the server: what arrives is the key, decoded once.
func TestHostileKeys(t *testing.T) {
	each(t, osstest.Options{}, func(t *testing.T, o *osstest.OSS, w *wire) {
		for _, key := range hostileKeys {
			if w.version == signer.V1 && strings.ContainsAny(key, "\t\n") {
				continue // V1 does not sign them
			}
			w.do(request{method: "PUT", key: key, body: key}).want(t, 200, "")
			if obj, ok := o.Object(bucketName, key); !ok || string(obj.Body) != key {
				t.Fatalf("%q is not stored under its name", key)
			}
			for _, query := range []map[string][]string{nil, acl, tagging} {
				w.do(request{method: "GET", key: key, query: query}).want(t, 200, "")
			}
			w.do(request{method: "HEAD", key: key}).want(t, 200, "")
			source := "/" + bucketName + "/" + string(signer.AppendPath(nil, key))
			w.do(request{method: "PUT", key: key, header: []string{"x-oss-copy-source", source}}).want(t, 200, "")
			w.do(request{method: "DELETE", key: key}).want(t, 204, "")
			if _, ok := o.Object(bucketName, key); ok {
				t.Fatalf("%q is still there", key)
			}
		}
		for _, r := range o.Requests() {
			if !strings.Contains(strings.Join(hostileKeys, "\x00"), r.Key) {
				t.Errorf("a request for %q", r.Key)
			}
		}
	})
}

// TestOtherEscaping sends paths as other clients escape them.
func TestOtherEscaping(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "a/b+c d", osstest.Object{Body: []byte("x")})
	for _, path := range []string{"/a/b+c%20d", "/a%2Fb%2Bc%20d", "/a%2fb+c%20d", "/%61/b+c%20d"} {
		w.with(func(w *wire) {
			w.tamper = func(r *http.Request) { r.URL.RawPath = path }
		}).do(request{method: "GET", key: "a/b+c d"}).want(t, 200, "")
	}
	// In a query '+' is a blank, and ';' does not separate.
	w.with(func(w *wire) {
		w.tamper = func(r *http.Request) { r.URL.RawQuery = "a+b;c=d%2Be" }
	}).do(request{method: "GET", key: "k", query: map[string][]string{"a b;c": {"d+e"}}}).want(t, 400, xmlerr.NotImplemented)
	for _, query := range []string{"acl&acl", "acl=%zz", "acl=%4"} {
		w.with(func(w *wire) {
			w.tamper = func(r *http.Request) { r.URL.RawQuery = query }
		}).do(request{method: "GET", key: "k", query: acl}).want(t, 400, xmlerr.InvalidArgument)
	}
}

func TestHosts(t *testing.T) {
	o := osstest.New(osstest.Options{
		Buckets:     []osstest.Bucket{{Name: bucketName}, {Name: "bucket-two"}},
		VirtualHost: "OSS.Example.com",
		CNAME:       map[string]string{"img.Example.org": "bucket-two"},
	})
	mapped := osstest.New(osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName}, {Name: "bucket-two"}},
		CNAME: map[string]string{"*": "bucket-two", "img.example.org": bucketName}})
	for _, bucket := range []string{bucketName, "bucket-two"} {
		mapped.PutObject(bucket, "k", osstest.Object{Body: []byte(bucket), ACL: "public-read"})
		o.PutObject(bucket, "k", osstest.Object{Body: []byte(bucket), ACL: "public-read"})
	}
	servers := map[string]*http.Client{"": {Transport: o.Transport()}, "*": {Transport: mapped.Transport()}}
	for _, test := range []struct {
		cname, url, body string
		status           int
		code             xmlerr.Code
	}{
		{"", "http://examplebucket.oss.example.com/k", bucketName, 200, ""},
		{"", "http://bucket-two.OSS.example.COM:8080/k", "bucket-two", 200, ""},
		{"", "https://examplebucket.oss.example.com/k", bucketName, 200, ""},
		{"", "http://IMG.example.org:81/k", "bucket-two", 200, ""},
		{"", "http://127.0.0.1/bucket-two/k", "bucket-two", 200, ""},
		{"", "http://[::1]:80/bucket-two/k", "bucket-two", 200, ""},
		{"", "http://localhost:9000/examplebucket/k", bucketName, 200, ""},
		{"", "http://elsewhere.example.net/examplebucket/k", bucketName, 200, ""},
		{"", "http://oss.example.com/examplebucket/k", "", 403, xmlerr.SecondLevelDomainForbidden},
		{"", "http://no-such.oss.example.com/k", "", 404, xmlerr.NoSuchBucket},
		{"", "http://a.b.oss.example.com/k", "", 400, xmlerr.InvalidBucketName},
		{"", "http://127.0.0.1/No_Bucket/k", "", 400, xmlerr.InvalidBucketName},
		{"*", "http://anything.example.net/k", "bucket-two", 200, ""},
		{"*", "http://oss-cn-hangzhou.example.net:90/k", "bucket-two", 200, ""},
		{"*", "http://img.example.org/k", bucketName, 200, ""},
		{"*", "http://examplebucket.oss-cn-hangzhou.aliyuncs.com/k", bucketName, 200, ""},
		{"*", "http://127.0.0.1/examplebucket/k", bucketName, 200, ""},
		{"*", "http://localhost/examplebucket/k", bucketName, 200, ""},
		{"", "http://127.0.0.1/", "", 403, xmlerr.AccessDenied},
	} {
		resp, err := servers[test.cname].Get(test.url)
		if err != nil {
			t.Fatal(err)
		}
		e := xmlerr.Decode(resp.StatusCode, resp.Header, resp.Body)
		resp.Body.Close()
		if resp.StatusCode != test.status || test.code != "" && e.Code != test.code {
			t.Errorf("%s: %d %v, want %d %v", test.url, resp.StatusCode, e, test.status, test.code)
		}
		if test.body != "" && resp.ContentLength != int64(len(test.body)) {
			t.Errorf("%s: another bucket's object", test.url)
		}
	}
}
