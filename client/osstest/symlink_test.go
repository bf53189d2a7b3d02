package osstest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

var symlinkQuery = map[string][]string{"symlink": {""}}

func putLink(key, target string, header ...string) request {
	return request{method: "PUT", key: key, query: symlinkQuery, header: append(header, "x-oss-symlink-target", target)}
}

// TestSymlinkTargets: the target comes back as it was sent, and is found in
// the encoding of every client.
func TestSymlinkTargets(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "a dir/b+ü", osstest.Object{Body: []byte("target")})
	for _, target := range []string{"a dir/b%2Bü", "a%20dir/b%2B%C3%BC", "a+dir%2Fb%2B%C3%BC"} {
		w.do(putLink("link", target)).want(t, 200, "")
		w.do(request{method: "GET", key: "link", query: symlinkQuery}).want(t, 200, "").wantHeader(t, "x-oss-symlink-target", target)
		if got := w.do(request{method: "GET", key: "link"}).want(t, 200, "").body; got != "target" {
			t.Errorf("%s: body %q", target, got)
		}
	}
}

func TestSymlinkRefusals(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "normal", osstest.Object{})
	for _, target := range []string{"", "%zz", "%2Fslash", "/slash", `\back`, strings.Repeat("k", 1024), "%ff"} {
		w.do(putLink("link", target)).want(t, 400, xmlerr.InvalidArgument)
	}
	w.do(request{method: "PUT", key: "link", query: symlinkQuery}).want(t, 400, xmlerr.InvalidArgument).wantHeader(t, "x-oss-ec", "0043-00000001")
	w.do(putLink("normal", "x", "x-oss-forbid-overwrite", "true")).want(t, 409, xmlerr.FileAlreadyExists)
	w.do(putLink("link", "x", "x-oss-meta-a_b", "v")).want(t, 400, xmlerr.InvalidArgument)
	w.do(putLink("link", "x", "x-oss-server-side-encryption", "AES256")).want(t, 400, xmlerr.InvalidArgument).wantHeader(t, "x-oss-ec", "0005-00000002")
	w.anonymous().do(putLink("link", "x")).want(t, 403, xmlerr.AccessDenied)
	w.do(request{method: "GET", key: "normal", query: symlinkQuery}).want(t, 400, "NotSymlink").wantHeader(t, "x-oss-ec", "0043-00000101")
	w.do(request{method: "GET", key: "nothing", query: symlinkQuery}).want(t, 404, xmlerr.NoSuchKey)
	w.do(putLink("broken", "nothing")).want(t, 200, "")
	w.do(putLink("chain", "broken")).want(t, 200, "")
	w.do(putLink("self", "self")).want(t, 200, "")
	for _, method := range []string{"GET", "HEAD"} {
		w.do(request{method: method, key: "broken"}).want(t, 404, xmlerr.SymlinkTargetNotExist).wantHeader(t, "x-oss-ec", "0026-00000012")
		w.do(request{method: method, key: "chain"}).want(t, 400, xmlerr.InvalidTargetType)
		w.do(request{method: method, key: "self"}).want(t, 400, xmlerr.InvalidTargetType)
	}
}

func TestSymlinkRead(t *testing.T) {
	o, w, c := still(t, osstest.Options{})
	o.PutObject(bucketName, "target", osstest.Object{Body: []byte("0123456789"), StorageClass: "IA",
		Header: http.Header{"X-Oss-Meta-Of": {"target"}, "Content-Type": {"text/target"}}, LastModified: time.Unix(year2024-1000, 0)})
	target := w.do(request{method: "HEAD", key: "target"}).want(t, 200, "")
	w.do(putLink("link", "target", "x-oss-meta-of", "link", "Content-Type", "text/link")).want(t, 200, "")
	link := w.do(request{method: "GET", key: "link", query: symlinkQuery}).want(t, 200, "").
		wantHeader(t, "x-oss-meta-of", "link", "Content-Length", "0", "Last-Modified", "Tue, 02 Jan 2024 03:04:05 GMT")
	seen := []string{"x-oss-object-type", "Symlink", "x-oss-meta-of", "link", "Content-Type", "text/link", "x-oss-storage-class", "IA",
		"ETag", target.header.Get("ETag"), "Content-MD5", target.header.Get("Content-MD5"),
		"x-oss-hash-crc64ecma", target.header.Get("x-oss-hash-crc64ecma")}
	for _, method := range []string{"GET", "HEAD"} {
		w.do(request{method: method, key: "link"}).want(t, 200, "").wantHeader(t, seen...).
			wantHeader(t, "Content-Length", "10", "Last-Modified", "Tue, 02 Jan 2024 03:04:05 GMT")
	}
	w.do(request{method: "GET", key: "link", header: []string{"Range", "bytes=2-3"}}).want(t, 206, "").
		wantHeader(t, "Content-Range", "bytes 2-3/10", "Content-Length", "2")
	w.do(request{method: "HEAD", key: "link", header: []string{"If-None-Match", target.header.Get("ETag")}}).want(t, 304, xmlerr.NotModified)
	w.do(request{method: "HEAD", key: "link", query: map[string][]string{"objectMeta": {""}}}).want(t, 200, "").
		wantHeader(t, "Content-Length", "0", "ETag", link.header.Get("ETag"), "x-oss-meta-of", "", "x-oss-hash-crc64ecma", "")
	c.move(time.Hour)
	o.PutObject(bucketName, "target", osstest.Object{Body: []byte("new")})
	w.do(request{method: "HEAD", key: "link"}).want(t, 200, "").
		wantHeader(t, "Content-Length", "3", "Last-Modified", "Tue, 02 Jan 2024 04:04:05 GMT")
}

// TestSymlinkACL: the ACLs of both count.
func TestSymlinkACL(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	for _, test := range []struct {
		link, target string
		status       int
		code         xmlerr.Code
	}{
		{"public-read", "public-read", 200, ""},
		{"public-read", "private", 403, xmlerr.AccessDenied},
		{"private", "public-read", 403, xmlerr.AccessDenied},
	} {
		o.PutObject(bucketName, "target", osstest.Object{ACL: test.target})
		w.do(putLink("link", "target", "x-oss-object-acl", test.link)).want(t, 200, "")
		w.anonymous().do(request{method: "GET", key: "link"}).want(t, test.status, test.code)
	}
}

func TestSymlinkCopy(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	w.do(putLink("link", "some%2Fwhere", "x-oss-meta-a", "1")).want(t, 200, "")
	source := []string{"x-oss-copy-source", "/examplebucket/link"}
	w.do(request{method: "PUT", key: "copy", header: source}).want(t, 200, "").wantHeader(t, "x-oss-hash-crc64ecma", "")
	w.do(request{method: "PUT", key: "link", header: append(source, "x-oss-metadata-directive", "REPLACE", "x-oss-meta-b", "2")}).want(t, 200, "")
	w.do(request{method: "PUT", key: "copy", header: append(source, "x-oss-server-side-encryption", "AES256")}).want(t, 400, xmlerr.InvalidArgument)
	for key, meta := range map[string]string{"copy": "X-Oss-Meta-A", "link": "X-Oss-Meta-B"} {
		got, _ := o.Object(bucketName, key)
		if got.ObjectType != "Symlink" || got.SymlinkTarget != "some%2Fwhere" || len(got.Header) != 2 || got.Header[meta] == nil {
			t.Errorf("%s: %+v", key, got)
		}
	}
}

// TestSymlinkVersions: each version of a link has its own target, and that is
// the current version there.
func TestSymlinkVersions(t *testing.T) {
	o, w := inVersioned(t, "Enabled")
	for _, body := range []string{"old", "new"} {
		o.PutObject(bucketName, "one", osstest.Object{Body: []byte(body)})
	}
	first := w.do(putLink("link", "one", "x-oss-forbid-overwrite", "true")).want(t, 200, "").header.Get("x-oss-version-id")
	second := w.do(putLink("link", "two", "x-oss-forbid-overwrite", "true")).want(t, 200, "").header.Get("x-oss-version-id")
	if diff := cmp.Diff([]string{second, first}, ids(o, "link")); diff != "" {
		t.Error(diff)
	}
	w.do(request{method: "GET", key: "link", query: map[string][]string{"symlink": {""}, "versionId": {first}}}).want(t, 200, "").
		wantHeader(t, "x-oss-symlink-target", "one", "x-oss-version-id", first)
	a := w.do(request{method: "GET", key: "link", query: map[string][]string{"versionId": {first}}}).want(t, 200, "").wantHeader(t, "x-oss-version-id", first)
	if a.body != "new" {
		t.Errorf("body %q", a.body)
	}
	w.do(request{method: "GET", key: "link"}).want(t, 404, xmlerr.SymlinkTargetNotExist)
	w.do(request{method: "DELETE", key: "one"}).want(t, 204, "")
	w.do(request{method: "GET", key: "link", query: map[string][]string{"versionId": {first}}}).want(t, 404, xmlerr.SymlinkTargetNotExist)
	w.do(request{method: "DELETE", key: "link"}).want(t, 204, "")
	w.do(request{method: "GET", key: "link", query: symlinkQuery}).want(t, 404, xmlerr.NoSuchKey).wantHeader(t, "x-oss-delete-marker", "true")
}

func TestSymlinkSeeds(t *testing.T) {
	o, _, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{SymlinkTarget: "x"})
	if got, _ := o.Object(bucketName, "k"); got.ObjectType != "Symlink" || got.CRC64 != 0 {
		t.Errorf("%+v", got)
	}
	for _, bad := range []osstest.Object{
		{ObjectType: "Symlink"}, {SymlinkTarget: "/x"}, {SymlinkTarget: "x", Body: []byte("b")}, {SymlinkTarget: "x", ObjectType: "Normal"},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%+v was taken", bad)
				}
			}()
			o.PutObject(bucketName, "bad", bad)
		}()
	}
}
