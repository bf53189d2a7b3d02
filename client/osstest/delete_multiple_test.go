package osstest_test

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

type deletedObject struct{ Key, VersionId, DeleteMarker, DeleteMarkerVersionId string }

// deleteRequest is a DeleteMultipleObjects with the elements in its body.
func deleteRequest(elements string) request {
	body := "<Delete>" + elements + "</Delete>"
	sum := md5.Sum([]byte(body))
	return request{method: "POST", query: queryOf("delete", ""), body: body,
		header: []string{"Content-Md5", base64.StdEncoding.EncodeToString(sum[:])}}
}

// ofKey is an element of it, of a key and maybe a version.
func ofKey(key string, version ...string) string {
	s := "<Object><Key>" + reference(key) + "</Key>"
	for _, v := range version {
		s += "<VersionId>" + v + "</VersionId>"
	}
	return s + "</Object>"
}

func (a answer) deleted(t *testing.T) []deletedObject {
	t.Helper()
	var result struct {
		XMLName xml.Name `xml:"DeleteResult"`
		Deleted []deletedObject
	}
	if err := xml.Unmarshal([]byte(a.want(t, 200, "").body), &result); err != nil {
		t.Fatal(err)
	}
	return result.Deleted
}

func TestDeleteMultipleObjects(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	for _, key := range []string{"a", "b c+", "<&>", "stays"} {
		o.PutObject(bucketName, key, osstest.Object{})
	}
	r := deleteRequest(ofKey("b c+") + ofKey("<&>") + ofKey("none") + ofKey("b c+"))
	if diff := cmp.Diff([]deletedObject{{Key: "b c+"}, {Key: "<&>"}, {Key: "none"}, {Key: "b c+"}}, w.do(r).deleted(t)); diff != "" {
		t.Error(diff)
	}
	r.query["encoding-type"] = []string{"url"}
	a := w.do(r)
	if got := a.deleted(t); got[0].Key != "b%20c%2B" || !strings.Contains(a.body, "<EncodingType>url</EncodingType>") {
		t.Errorf("%s", a.body)
	}
	if a := w.do(deleteRequest("<Quiet>true</Quiet>"+ofKey("a"))).want(t, 200, ""); a.body != "" {
		t.Errorf("quiet, and yet %q", a.body)
	}
	if diff := cmp.Diff([]string{"stays"}, w.list().names()); diff != "" {
		t.Error(diff)
	}
}

func TestDeleteMultipleVersions(t *testing.T) {
	o, w := inVersioned(t, "Enabled")
	o.PutObject(bucketName, "k", osstest.Object{})
	one := o.Versions(bucketName, "k")[0].VersionID
	got := w.do(deleteRequest(ofKey("k") + ofKey("none"))).deleted(t)
	marker, other := o.Versions(bucketName, "k")[0].VersionID, o.Versions(bucketName, "none")[0].VersionID
	want := []deletedObject{
		{Key: "k", DeleteMarker: "true", DeleteMarkerVersionId: marker}, {Key: "none", DeleteMarker: "true", DeleteMarkerVersionId: other},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	got = w.do(deleteRequest(ofKey("k", one) + ofKey("k", marker) + ofKey("k", "null"))).deleted(t)
	want = []deletedObject{
		{Key: "k", VersionId: one}, {Key: "k", VersionId: marker, DeleteMarker: "true", DeleteMarkerVersionId: marker}, {Key: "k", VersionId: "null"},
	}
	if diff := cmp.Diff(want, got); diff != "" || o.Versions(bucketName, "k") != nil {
		t.Error(diff)
	}
}

func TestDeleteMultipleRefused(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "a", osstest.Object{})
	one := ofKey("a")
	with := func(r request, header ...string) request { r.header = header; return r }
	for _, test := range []struct {
		name   string
		r      request
		status int
		code   xmlerr.Code
	}{
		{"no objects", deleteRequest(""), 400, xmlerr.MalformedXML},
		{"1001 objects", deleteRequest(strings.Repeat(one, 1001)), 400, xmlerr.MalformedXML},
		{"broken", deleteRequest(one + "<Object>"), 400, xmlerr.MalformedXML},
		{"quiet is no boolean", deleteRequest("<Quiet>x</Quiet>" + one), 400, xmlerr.MalformedXML},
		{"an unknown entity", deleteRequest(one + "<Object><Key>&one;</Key></Object>"), 400, xmlerr.MalformedXML},
		{"a reference to no character", deleteRequest(one + "<Object><Key>&#x110000;</Key></Object>"), 400, xmlerr.MalformedXML},
		{"a raw control character", deleteRequest(one + "<Object><Key>\x01</Key></Object>"), 400, xmlerr.MalformedXML},
		{"another document", with(request{method: "POST", query: queryOf("delete", ""), body: "<Tagging/>"}, "Content-Md5", "x"), 400, xmlerr.InvalidDigest},
		{"over 2 MB", deleteRequest(one + strings.Repeat(" ", 2<<20)), 400, xmlerr.MalformedXML},
		{"another MD5", with(deleteRequest(one), "Content-Md5", "1B2M2Y8AsgTpgAmY7PhCfg=="), 400, xmlerr.InvalidDigest},
		{"no MD5", with(deleteRequest(one)), 400, xmlerr.MissingArgument},
		{"a key that is none", deleteRequest(one + ofKey("/a")), 400, xmlerr.InvalidObjectName},
		{"encoding", func() request { r := deleteRequest(one); r.query["encoding-type"] = []string{"x"}; return r }(), 400, xmlerr.InvalidArgument},
	} {
		if a := w.do(test.r); a.status != test.status || a.err.Code != test.code {
			t.Errorf("%s: %d %v", test.name, a.status, a.err)
		}
	}
	chunked := w.with(func(w *wire) { w.tamper = func(r *http.Request) { r.ContentLength = -1 } })
	chunked.do(deleteRequest(one)).want(t, 411, xmlerr.MissingContentLength)
	if _, ok := o.Object(bucketName, "a"); !ok {
		t.Error("a refused request deleted something")
	}
	w.do(deleteRequest(strings.Repeat(one, 1000))).want(t, 200, "")
}

// TestDeleteMultipleAnonymous: every object must be anybody's to write, or
// none is deleted.
func TestDeleteMultipleAnonymous(t *testing.T) {
	for _, acl := range []string{"private", "public-read", "public-read-write"} {
		o, w, _ := still(t, osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName, ACL: acl}}})
		o.PutObject(bucketName, "a", osstest.Object{})
		o.PutObject(bucketName, "mine", osstest.Object{ACL: "private"})
		w.anonymous().do(deleteRequest(ofKey("a")+ofKey("mine"))).want(t, 403, xmlerr.AccessDenied).wantHeader(t, "x-oss-ec", "0016-00000616")
		if diff := cmp.Diff([]string{"a", "mine"}, w.list().names()); diff != "" {
			t.Error(diff)
		}
		a := w.anonymous().do(deleteRequest(ofKey("a")))
		if want := map[bool]int{true: 200, false: 403}[acl == "public-read-write"]; a.status != want {
			t.Errorf("%s: %d, want %d", acl, a.status, want)
		}
	}
}

// TestDeleteMultipleGivesBack: what is deleted is not counted any more.
func TestDeleteMultipleGivesBack(t *testing.T) {
	_, w, _ := still(t, osstest.Options{MaxTotalBytes: 11_000})
	for round := range 10 {
		for i := range 5 {
			w.do(request{method: "PUT", key: fmt.Sprint(round, i), body: strings.Repeat("x", 1000)}).want(t, 200, "")
		}
		var all string
		for _, key := range w.list().names() {
			all += ofKey(key)
		}
		w.do(deleteRequest(all)).want(t, 200, "")
	}
}

// TestDeleteMultipleAllOrNothing has room for one delete marker of two.
func TestDeleteMultipleAllOrNothing(t *testing.T) {
	o, w, _ := still(t, osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName, Versioning: "Enabled"}}, MaxTotalBytes: 3500})
	o.PutObject(bucketName, "a", osstest.Object{})
	o.PutObject(bucketName, "b", osstest.Object{})
	for range 2 {
		w.do(deleteRequest(ofKey("a")+ofKey("b")+ofKey("c"))).want(t, 400, xmlerr.EntityTooLarge)
		for key, want := range map[string]int{"a": 1, "b": 1, "c": 0} {
			if n := len(o.Versions(bucketName, key)); n != want {
				t.Errorf("%s has %d versions, want %d", key, n, want)
			}
		}
	}
	w.do(request{method: "DELETE", key: "a"}).want(t, 204, "")
}
