package osstest_test

import (
	"testing"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

func inBucket(t *testing.T, b osstest.Bucket) (*osstest.OSS, *wire, *clock) {
	b.Name = bucketName
	return still(t, osstest.Options{Buckets: []osstest.Bucket{b}})
}

var selfCopy = request{method: "PUT", key: "k", header: []string{"x-oss-copy-source", "/examplebucket/k"}}

// TestForbidOverwriteOfBucket: no header is needed to be refused.
func TestForbidOverwriteOfBucket(t *testing.T) {
	_, w, _ := inBucket(t, osstest.Bucket{ForbidOverwrite: true})
	w.do(request{method: "PUT", key: "k", body: "one"}).want(t, 200, "")
	for _, r := range []request{
		{method: "PUT", key: "k", body: "two"},
		{method: "PUT", key: "k", body: "two", header: []string{"x-oss-forbid-overwrite", "false"}},
		selfCopy,
		{method: "PUT", key: "k", query: map[string][]string{"symlink": {""}}, header: []string{"x-oss-symlink-target", "x"}},
		{method: "POST", key: "k", query: map[string][]string{"uploads": {""}}},
	} {
		w.do(r).want(t, 409, xmlerr.FileAlreadyExists).wantHeader(t, "x-oss-ec", "0026-00000002")
	}
	if a := w.do(request{method: "GET", key: "k"}).want(t, 200, ""); a.body != "one" {
		t.Errorf("body %q", a.body)
	}
	w.do(request{method: "DELETE", key: "k"}).want(t, 204, "")
	w.do(request{method: "PUT", key: "k"}).want(t, 200, "")
}

// TestRetention tries to change a protected object in every way, and again
// when its time is over.
func TestRetention(t *testing.T) {
	o, w, c := inBucket(t, osstest.Bucket{Retention: 24 * time.Hour})
	appendTo := func(position string) request {
		return request{method: "POST", key: "a", query: map[string][]string{"append": {""}, "position": {position}}, body: "x"}
	}
	w.do(request{method: "PUT", key: "k", body: "one"}).want(t, 200, "")
	w.do(appendTo("0")).want(t, 200, "")
	changes := []request{
		selfCopy,
		appendTo("1"),
		{method: "PUT", key: "k", body: "two"},
		{method: "DELETE", key: "k"},
	}
	w.do(request{method: "PUT", key: "later", body: "x"}).want(t, 200, "")
	changes = append(changes, deleteRequest(ofKey("none")+ofKey("later")+ofKey("k")))
	c.move(24*time.Hour - time.Second)
	for _, r := range changes {
		w.do(r).want(t, 409, xmlerr.FileImmutable)
	}
	w.do(request{method: "GET", key: "k"}).want(t, 200, "")
	w.do(request{method: "PUT", key: "k", query: tagging, body: "<Tagging/>"}).want(t, 200, "")
	w.do(request{method: "PUT", key: "new", header: selfCopy.header}).want(t, 200, "")
	c.move(time.Second)
	w.do(appendTo("1")).want(t, 200, "")
	w.do(request{method: "DELETE", key: "k"}).want(t, 204, "")
	if _, ok := o.Object(bucketName, "k"); ok {
		t.Error("the object is still there")
	}
}

// TestRetentionOfVersions: a new version destroys nothing.
func TestRetentionOfVersions(t *testing.T) {
	_, w, _ := inBucket(t, osstest.Bucket{Retention: time.Hour, Versioning: "Enabled"})
	first := w.do(request{method: "PUT", key: "k"}).want(t, 200, "").header.Get("x-oss-version-id")
	w.do(selfCopy).want(t, 200, "")
	w.do(request{method: "DELETE", key: "k"}).want(t, 204, "")
	w.do(request{method: "DELETE", key: "k", query: map[string][]string{"versionId": {first}}}).want(t, 409, xmlerr.FileImmutable)
}

// TestRetentionNotSuspended: a delete marker would take the place of a null
// version that is protected.
func TestRetentionNotSuspended(t *testing.T) {
	_, w, _ := inBucket(t, osstest.Bucket{Retention: time.Hour})
	set := func(status string) answer {
		return w.do(request{method: "PUT", query: queryOf("versioning", ""),
			body: "<VersioningConfiguration><Status>" + status + "</Status></VersioningConfiguration>"})
	}
	set("Suspended").want(t, 400, xmlerr.OperationNotSupported)
	set("Enabled").want(t, 200, "")
	set("Suspended").want(t, 400, xmlerr.OperationNotSupported)
}

func TestDirectories(t *testing.T) {
	o, w, _ := inBucket(t, osstest.Bucket{HierarchicalNamespace: true})
	w.do(request{method: "PUT", key: "dir/", header: []string{"Content-Type", "text/plain"}}).want(t, 200, "")
	o.PutObject(bucketName, "file", osstest.Object{Body: []byte("x")})
	w.do(request{method: "HEAD", key: "dir/"}).want(t, 200, "").wantHeader(t, "ETag", `"null"`, "Content-Type", "application/x-directory", "Content-MD5", "")
	for to, from := range map[string]string{"dir/": "dir/", "copy/": "file", "copy": "dir/"} {
		w.do(request{method: "PUT", key: to, header: []string{"x-oss-copy-source", "/examplebucket/" + from}}).want(t, 409, xmlerr.FileAlreadyExists)
	}
	for _, r := range []request{
		{method: "DELETE", key: "dir/"},
		{method: "GET", key: "dir/", query: queryOf("acl", "")},
		{method: "PUT", key: "dir/", query: queryOf("acl", ""), header: []string{"x-oss-object-acl", "private"}},
		{method: "POST", key: "dir/", query: queryOf("uploads", "")},
		completeAll("dir/", "none"),
	} {
		w.do(r).want(t, 409, xmlerr.FileAlreadyExists)
	}
	w.do(request{method: "PUT", key: "dir/copy", header: []string{"x-oss-copy-source", "/examplebucket/file"}}).want(t, 200, "")
}

// TestBucketEncryption counts for what is written without one.
func TestBucketEncryption(t *testing.T) {
	o, w, _ := inBucket(t, osstest.Bucket{ServerSideEncryption: "KMS", KMSKeyID: "key-1"})
	o.PutObject(bucketName, "k", osstest.Object{ServerSideEncryption: "AES256"})
	o.PutObject(bucketName, "link", osstest.Object{SymlinkTarget: "k"})
	const algorithm, keyID = "x-oss-server-side-encryption", "x-oss-server-side-encryption-key-id"
	for _, r := range []request{
		{method: "PUT", key: "put"},
		{method: "PUT", key: "copy", header: selfCopy.header},
		{method: "POST", key: "append", query: map[string][]string{"append": {""}, "position": {"0"}}},
		{method: "POST", key: "upload", query: map[string][]string{"uploads": {""}}},
	} {
		w.do(r).want(t, 200, "").wantHeader(t, algorithm, "KMS", keyID, "key-1")
	}
	w.do(request{method: "PUT", key: "put", header: []string{algorithm, "SM4"}}).want(t, 200, "").wantHeader(t, algorithm, "SM4", keyID, "")
	w.do(request{method: "PUT", key: "copy", header: []string{"x-oss-copy-source", "/examplebucket/link"}}).want(t, 200, "").wantHeader(t, algorithm, "")
	w.do(request{method: "HEAD", key: "k"}).want(t, 200, "").wantHeader(t, algorithm, "AES256", keyID, "")
}
