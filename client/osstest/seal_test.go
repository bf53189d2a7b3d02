package osstest_test

import (
	"testing"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

func TestSealAppendObject(t *testing.T) {
	o, w, c := still(t, osstest.Options{})
	at := func(operation, position string) request {
		return request{method: "POST", key: "k", query: map[string][]string{operation: {""}, "position": {position}}, body: map[string]string{"append": "abc"}[operation]}
	}
	w.do(at("seal", "0")).want(t, 404, xmlerr.NoSuchKey)
	w.do(at("append", "0")).want(t, 200, "")
	w.do(request{method: "HEAD", key: "k"}).want(t, 200, "").wantHeader(t, "x-oss-sealed-time", "")
	w.do(at("seal", "2")).want(t, 409, xmlerr.PositionNotEqualToLength).wantHeader(t, "x-oss-next-append-position", "3")
	w.do(at("seal", "")).want(t, 400, xmlerr.MissingArgument)
	const sealed = "Tue, 02 Jan 2024 03:04:05 GMT"
	for range 2 { // the second time changes nothing
		w.do(at("seal", "3")).want(t, 200, "").wantHeader(t, "x-oss-sealed-time", sealed)
		c.move(time.Hour)
	}
	w.do(at("append", "3")).want(t, 409, xmlerr.ObjectNotAppendable)
	for _, query := range []map[string][]string{nil, {"objectMeta": {""}}} {
		w.do(request{method: "HEAD", key: "k", query: query}).want(t, 200, "").
			wantHeader(t, "x-oss-sealed-time", sealed, "Last-Modified", sealed, "Content-Length", "3")
	}
	for key, want := range map[string]string{"copy": "", "k": sealed} {
		w.do(request{method: "PUT", key: key, header: []string{"x-oss-copy-source", "/examplebucket/k"}}).want(t, 200, "")
		w.do(request{method: "HEAD", key: key}).want(t, 200, "").wantHeader(t, "x-oss-sealed-time", want)
	}
	o.PutObject(bucketName, "k", osstest.Object{})
	w.do(at("seal", "0")).want(t, 409, xmlerr.ObjectNotAppendable)
}
