package osstest_test

import (
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

var acl = map[string][]string{"acl": {""}}

func TestObjectACL(t *testing.T) {
	for _, moves := range []bool{false, true} {
		o, w, c := still(t, osstest.Options{ACLMovesLastModified: moves})
		o.PutObject(bucketName, "k", osstest.Object{})
		get := func() string {
			t.Helper()
			a := w.do(request{method: "GET", key: "k", query: acl}).want(t, 200, "").wantHeader(t, "Content-Type", "application/xml")
			_, rest, _ := strings.Cut(a.body, "<AccessControlList><Grant>")
			grant, _, _ := strings.Cut(rest, "<")
			return grant
		}
		if got := get(); got != "default" {
			t.Errorf("grant %q, want default", got)
		}
		c.move(time.Minute)
		w.do(request{method: "PUT", key: "k", query: acl, header: []string{"x-oss-object-acl", "public-read-write"}}).want(t, 200, "")
		if got := get(); got != "public-read-write" {
			t.Errorf("grant %q", got)
		}
		want := "Tue, 02 Jan 2024 03:04:05 GMT"
		if moves {
			want = "Tue, 02 Jan 2024 03:05:05 GMT"
		}
		w.do(request{method: "HEAD", key: "k"}).want(t, 200, "").wantHeader(t, "Last-Modified", want)
		w.do(request{method: "PUT", key: "k", query: acl}).want(t, 400, xmlerr.InvalidArgument)
		w.do(request{method: "PUT", key: "k", query: acl, header: []string{"x-oss-object-acl", "all"}}).want(t, 400, xmlerr.InvalidArgument).wantHeader(t, "x-oss-ec", "0017-00000104")
		w.do(request{method: "PUT", key: "k", query: acl}).want(t, 400, xmlerr.InvalidArgument).wantHeader(t, "x-oss-ec", "0017-00000105")
		w.do(request{method: "PUT", key: "none", query: acl, header: []string{"x-oss-object-acl", "private"}}).want(t, 404, xmlerr.NoSuchKey)
		w.do(request{method: "GET", key: "none", query: acl}).want(t, 404, xmlerr.NoSuchKey)
	}
}

// TestAnonymous tries every operation without a signature, under every pair of
// ACLs.
func TestAnonymous(t *testing.T) {
	for _, test := range []struct {
		bucket, object string
		reads, writes  bool // the object
		creates        bool // a new one
	}{
		{"private", "default", false, false, false},
		{"private", "public-read", true, false, false},
		{"private", "public-read-write", true, true, false},
		{"public-read", "default", true, false, false},
		{"public-read", "private", false, false, false},
		{"public-read-write", "default", true, true, true},
		{"public-read-write", "private", false, false, true},
		{"public-read-write", "public-read", true, false, true},
	} {
		t.Run(test.bucket+" "+test.object, func(t *testing.T) {
			o, w, _ := still(t, osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName, ACL: test.bucket}}})
			w = w.anonymous()
			check := func(allowed bool, status int, r request) {
				t.Helper()
				o.PutObject(bucketName, "k", osstest.Object{ACL: test.object, Tags: rich().Tags})
				a := w.do(r)
				if !allowed {
					a.want(t, 403, xmlerr.AccessDenied)
				} else if a.status != status {
					t.Errorf("%v: status %d, want %d", r, a.status, status)
				}
				a.wantHeader(t, "x-oss-tagging-count", "")
			}
			check(test.reads, 200, request{method: "GET", key: "k"})
			check(test.reads, 200, request{method: "HEAD", key: "k"})
			check(test.reads, 200, request{method: "HEAD", key: "k", query: map[string][]string{"objectMeta": {""}}})
			check(test.bucket != "private", 404, request{method: "GET", key: "none"})
			check(test.writes, 200, request{method: "PUT", key: "k"})
			check(test.writes, 204, request{method: "DELETE", key: "k"})
			check(test.creates, 200, request{method: "PUT", key: "new"})
			check(test.creates, 204, request{method: "DELETE", key: "new"})
			check(test.reads && test.creates, 200, request{method: "PUT", key: "copy", header: []string{"x-oss-copy-source", "/examplebucket/k"}})
			check(false, 0, request{method: "GET", key: "k", query: acl})
			check(false, 0, request{method: "PUT", key: "k", query: acl, header: []string{"x-oss-object-acl", "private"}})
			check(false, 0, request{method: "GET", key: "k", query: map[string][]string{"tagging": {""}}})
		})
	}
}
