package osstest_test

import (
	"net/http"
	"testing"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

var allOverrides = map[string][]string{
	"response-cache-control": {"no-store"}, "response-content-disposition": {`attachment; filename="中 文+.txt"`},
	"response-content-encoding": {"br"}, "response-content-language": {"en"}, "response-content-type": {"text/plain; charset=gbk"},
	"response-expires": {"Fri, 10 Jul 2037 16:57:01 GMT"},
}

func TestOverrides(t *testing.T) {
	each(t, osstest.Options{}, func(t *testing.T, o *osstest.OSS, w *wire) {
		o.PutObject(bucketName, "k", rich())
		for _, rangeHeader := range [][]string{nil, {"Range", "bytes=0-1"}} {
			a := w.do(request{method: "GET", key: "k", query: allOverrides, header: rangeHeader})
			for query, values := range allOverrides {
				a.wantHeader(t, query[len("response-"):], values[0])
			}
			a.wantHeader(t, "x-oss-meta-author", "O. Henry")
		}
		w.do(request{method: "GET", key: "k", query: map[string][]string{"response-expires": {""}}}).want(t, 200, "").
			wantHeader(t, "Expires", "2022-10-12T00:00:00.000Z", "Content-Type", "text/rich")
		w.do(request{method: "HEAD", key: "k"}).want(t, 200, "").wantHeader(t, "Content-Type", "text/rich", "Cache-Control", "no-store")
	})
}

func TestOverridesRefused(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{ACL: "public-read"})
	for name := range allOverrides {
		query := map[string][]string{name: {"x"}}
		e := w.anonymous().do(request{method: "GET", key: "k", query: query}).want(t, 400, xmlerr.InvalidRequest).err
		if e.Extra["ArgumentName"] != name {
			t.Errorf("%s: %v", name, e.Extra)
		}
		w.do(request{method: "GET", key: "k", query: map[string][]string{name: {"a\nb"}}}).want(t, 400, xmlerr.InvalidArgument)
	}
	w.anonymous().do(request{method: "GET", key: "k"}).want(t, 200, "")
}

// TestNeverCompressed: a client that would take gzip gets the object as it is.
func TestNeverCompressed(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k.txt", osstest.Object{Body: make([]byte, 4096), Header: http.Header{"Content-Type": {"text/plain"}}})
	a := w.do(request{method: "GET", key: "k.txt", header: []string{"Accept-Encoding", "gzip"}}).want(t, 200, "")
	a.wantHeader(t, "Content-Encoding", "", "Content-Length", "4096", "x-oss-object-type", "Normal")
	if a.body != string(make([]byte, 4096)) {
		t.Error("the body is another one")
	}
}
