package peers

import (
	"net/http"
	"testing"
	"time"
)

func createBucket(t *testing.T, d *drive) {
	const bucket = "peers-made"
	before, err := d.bucketExists(bucket)
	ok(t, err)
	ok(t, d.createBucket(bucket, "", ""))
	after, err := d.bucketExists(bucket)
	ok(t, err)
	same(t, "whether the bucket exists, before and after", []bool{before, after}, []bool{false, true})
}

func showBucket(t *testing.T, d *drive) {
	info, err := d.bucketInfo(plain)
	ok(t, err)
	location, err := d.location(plain)
	ok(t, err)
	if age := time.Since(info.Created); age < -time.Second || age > time.Hour {
		t.Errorf("the bucket was made at %v, %v ago", info.Created, age)
	}
	if info.Owner == "" {
		t.Error("the bucket has no owner")
	}
	info.Created, info.Owner = time.Time{}, ""
	same(t, "bucket info", info, bucketInfo{Name: plain, Location: "oss-" + testRegion, Class: "Standard", ACL: "private"})
	same(t, "location", location, "oss-"+testRegion)
	_, err = d.bucketInfo("peers-absent")
	d.wantRefused(t, "info of a bucket that does not exist", err, http.StatusNotFound, "NoSuchBucket")
}

func listBuckets(t *testing.T, d *drive) {
	names := []string{"listed-a", "listed-b", "listed-c"}
	for _, name := range names {
		ok(t, d.createBucket(name, "", ""))
		defer d.deleteBucket(name)
	}
	all, err := d.listBuckets("listed-")
	ok(t, err)
	var got []string
	for _, b := range all {
		got = append(got, b.Name)
		if b.Owner == "" || b.Created.IsZero() || b.Class != "Standard" || b.Location != "oss-"+testRegion {
			t.Errorf("bucket %+v is not fully described", b)
		}
	}
	same(t, "buckets", got, names)
}

// bucketACL opens the bucket to all, and closes it again.
func bucketACL(t *testing.T, d *drive) {
	p := object("open/to/all")
	d.seed(t, p, "content", properties{})
	u, err := d.presign("GET", p, time.Minute, properties{}, reading{})
	ok(t, err)
	for _, want := range []struct {
		acl    string
		status int
	}{{"public-read", http.StatusOK}, {"private", http.StatusForbidden}} {
		ok(t, d.setBucketACL(plain, want.acl))
		acl, owner, err := d.bucketACL(plain)
		ok(t, err)
		status, _, _ := d.send(t, "GET", u.unsigned(), "")
		if acl != want.acl || owner == "" || status != want.status {
			t.Errorf("ACL %q of owner %q, anonymous GET answered %d; want %q, an owner, %d", acl, owner, status, want.acl, want.status)
		}
	}
}

func bucketClass(t *testing.T, d *drive) {
	const bucket = "peers-infrequent"
	ok(t, d.createBucket(bucket, "IA", "public-read"))
	info, err := d.bucketInfo(bucket)
	ok(t, err)
	same(t, "class and ACL", []string{info.Class, info.ACL}, []string{"IA", "public-read"})
	p := place{bucket: bucket, key: "key"}
	same(t, "class of an object in it", d.seed(t, p, "content", properties{}).Class, "IA")
}

func deleteBucket(t *testing.T, d *drive) {
	const bucket = "peers-doomed"
	p := place{bucket: bucket, key: "key"}
	ok(t, d.createBucket(bucket, "", ""))
	d.seed(t, p, "content", properties{})
	d.wantRefused(t, "deleting a bucket with an object in it", d.deleteBucket(bucket), http.StatusConflict, "BucketNotEmpty")
	_, err := d.delete(p)
	ok(t, err)
	ok(t, d.deleteBucket(bucket))
	exists, err := d.bucketExists(bucket)
	ok(t, err)
	same(t, "whether the bucket exists", exists, false)
	d.wantRefused(t, "deleting it again", d.deleteBucket(bucket), http.StatusNotFound, "NoSuchBucket")
	_, err = d.list(bucket, listing{})
	d.wantRefused(t, "listing it", err, http.StatusNotFound, "NoSuchBucket")
	_, err = d.put(p, "content", properties{})
	d.wantRefused(t, "putting into it", err, http.StatusNotFound, "NoSuchBucket")
}
