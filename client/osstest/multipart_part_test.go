package osstest_test

import (
	"crypto/md5"
	"fmt"
	"strings"
	"testing"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

func TestUploadPartCopy(t *testing.T) {
	o, w, _ := still(t, osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName}, {Name: "otherbucket", Versioning: "Enabled"}}})
	for _, body := range []string{"0123456789", "newer"} {
		o.PutObject("otherbucket", "from", osstest.Object{Body: []byte(body)})
	}
	versions := o.Versions("otherbucket", "from")
	o.PutObject(bucketName, "appendable", osstest.Object{ObjectType: "Appendable"})
	o.PutObject(bucketName, "link", osstest.Object{SymlinkTarget: "from"})
	o.PutObject(bucketName, "empty", osstest.Object{})
	id := w.initiate("k")
	send := func(source string, header ...string) answer {
		t.Helper()
		return w.do(request{method: "PUT", key: "k", query: partQuery(id, "1"), header: append(header, "x-oss-copy-source", source)})
	}
	old := "/otherbucket/from?versionId=" + versions[1].VersionID
	for _, test := range []struct{ source, span, want string }{
		{"/otherbucket/from", "", "newer"},
		{old, "", "0123456789"},
		{old, "bytes=2-4", "234"},
		{old, "bytes=9-9", "9"},
		{old, "bytes=5-10", "0123456789"}, // not within the source: the whole
		{old, "bytes=10-11", "0123456789"},
		{old, "bytes=4-2", "0123456789"},
		{old, "2-4", "0123456789"},
		{"/examplebucket/empty", "bytes=0-0", ""},
	} {
		var header []string
		if test.span != "" {
			header = []string{"x-oss-copy-source-range", test.span}
		}
		tag := fmt.Sprintf(`"%X"`, md5.Sum([]byte(test.want)))
		a := send(test.source, header...).want(t, 200, "").wantHeader(t, "ETag", tag)
		if want := "<CopyPartResult><LastModified>2024-01-02T03:04:05.000Z</LastModified><ETag>" + strings.ReplaceAll(tag, `"`, "&#34;"); !strings.Contains(a.body, want) {
			t.Errorf("%+v: body %s", test, a.body)
		}
	}
	send("/otherbucket/from").wantHeader(t, "x-oss-copy-source-version-id", versions[0].VersionID)
	send("/otherbucket/from", "x-oss-copy-source-if-match", versions[1].ETag).want(t, 412, xmlerr.PreconditionFailed)
	send("/otherbucket/from", "x-oss-copy-source-if-none-match", versions[0].ETag).want(t, 304, xmlerr.NotModified)
	send("/examplebucket/appendable").want(t, 400, xmlerr.OperationNotSupported)
	send("/examplebucket/link").want(t, 400, xmlerr.OperationNotSupported)
	send("/examplebucket/nothing").want(t, 404, xmlerr.NoSuchKey)
	send("/nobucket/nothing").want(t, 404, xmlerr.NoSuchBucket)
	for _, source := range []string{"nothing", "examplebucket/empty"} {
		send(source).want(t, 400, xmlerr.InvalidArgument).wantHeader(t, "x-oss-ec", "0042-00000301")
	}
	w.do(completeAll("k", id)).want(t, 200, "")
	if got := w.do(request{method: "GET", key: "k"}).want(t, 200, "").body; got != "newer" {
		t.Errorf("body %q", got)
	}
}
