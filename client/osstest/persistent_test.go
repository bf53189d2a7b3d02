package osstest_test

import (
	"testing"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

const persistent = "x-oss-persistent-headers"

// TestPersistentHeaders sets headers by every operation that can, and reads
// them under their own names.
func TestPersistentHeaders(t *testing.T) {
	each(t, osstest.Options{}, func(t *testing.T, o *osstest.OSS, w *wire) {
		set := []string{persistent, "X-Team:Ymx1ZQ==,myheader2:5Lit"}
		upload := func(key string, first, last []string) {
			id := w.initiate(key, first...)
			w.part(key, id, 1, "x")
			w.do(completeAll(key, id, last...)).want(t, 200, "")
		}
		w.do(request{method: "PUT", key: "put", header: set}).want(t, 200, "")
		w.do(request{method: "POST", key: "append", query: map[string][]string{"append": {""}, "position": {"0"}}, header: set}).want(t, 200, "")
		upload("initiated", set, nil)
		upload("completed", nil, set)
		o.PutObject(bucketName, "old", osstest.Object{})
		w.do(request{method: "PUT", key: "copied", header: append(set, "x-oss-copy-source", "/examplebucket/old")}).want(t, 200, "")
		for _, key := range []string{"put", "append", "initiated", "completed", "copied"} {
			for _, method := range []string{"HEAD", "GET"} {
				w.do(request{method: method, key: key}).want(t, 200, "").wantHeader(t, "x-team", "blue", "Myheader2", "中", persistent, "")
			}
		}
		for _, directive := range []string{"COPY", "REPLACE"} {
			w.do(request{method: "PUT", key: "dropped", header: []string{"x-oss-copy-source", "/examplebucket/put", "x-oss-metadata-directive", directive}}).want(t, 200, "")
			w.do(request{method: "HEAD", key: "dropped"}).want(t, 200, "").wantHeader(t, "x-team", "")
		}
	})
}

func TestPersistentHeadersRefused(t *testing.T) {
	_, w, _ := still(t, osstest.Options{})
	for _, value := range []string{
		"X-Team", "X-Team:*", "X Team:Ymx1ZQ==", ":Ymx1ZQ==", "X-Team:Ymx1ZQ==,", "X-Team:Ymx1ZQ==,x-team:Ymx1ZQ==",
		"ETag:Ymx1ZQ==", "content-type:Ymx1ZQ==", "x-oss-meta-a:Ymx1ZQ==", "Date:Ymx1ZQ==",
		"X-Team:YQpi", "X-Team:/w==", // a line feed, and what is not UTF-8
	} {
		e := w.do(request{method: "PUT", key: "k", header: []string{persistent, value}}).want(t, 400, xmlerr.InvalidArgument).err
		if e.Extra["ArgumentName"] != persistent {
			t.Errorf("%s: %v", value, e.Extra)
		}
	}
	w.do(request{method: "HEAD", key: "k", header: []string{persistent, "X-Team:Ymx1ZQ=="}}).want(t, 400, xmlerr.NotImplemented)
}
