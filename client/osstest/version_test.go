package osstest_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

// inVersioned is a server whose bucket has versioning in the given state.
func inVersioned(t *testing.T, state string) (*osstest.OSS, *wire) {
	o, w, _ := still(t, osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName, Versioning: state}}})
	return o, w
}

// ids returns the ids of a key's versions, newest first, delete markers with a
// minus before them.
func ids(o *osstest.OSS, key string) (all []string) {
	for _, v := range o.Versions(bucketName, key) {
		id := v.VersionID
		if v.DeleteMarker {
			id = "-" + id
		}
		all = append(all, id)
	}
	return all
}

func TestVersionsEnabled(t *testing.T) {
	o, w := inVersioned(t, "Enabled")
	one := w.do(request{method: "PUT", key: "k", body: "one", header: []string{"x-oss-forbid-overwrite", "true"}}).want(t, 200, "")
	two := w.do(request{method: "PUT", key: "k", body: "two", header: []string{"x-oss-forbid-overwrite", "true"}}).want(t, 200, "") // ignored
	first, second := one.header.Get("x-oss-version-id"), two.header.Get("x-oss-version-id")
	if len(first) != 64 || len(second) != 64 || first == second {
		t.Fatalf("version ids %q, %q", first, second)
	}
	version := func(id string) map[string][]string { return map[string][]string{"versionId": {id}} }
	for _, test := range []struct {
		query      map[string][]string
		id, length string
	}{{nil, second, "two"}, {version(first), first, "one"}, {version(second), second, "two"}} {
		got := w.do(request{method: "GET", key: "k", query: test.query}).want(t, 200, "")
		if got.body != test.length || got.header.Get("x-oss-version-id") != test.id {
			t.Errorf("%v: %q, version %s", test.query, got.body, got.header.Get("x-oss-version-id"))
		}
	}
	w.do(request{method: "GET", key: "k", query: version("CAEQnosuch")}).want(t, 404, xmlerr.NoSuchVersion)
	w.do(request{method: "PUT", key: "k", query: map[string][]string{"acl": {""}, "versionId": {first}}, header: []string{"x-oss-object-acl", "public-read"}}).want(t, 200, "")
	if v := o.Versions(bucketName, "k"); v[0].ACL != "default" || v[1].ACL != "public-read" {
		t.Errorf("ACLs %q, %q", v[0].ACL, v[1].ACL)
	}

	gone := w.do(request{method: "DELETE", key: "k"}).want(t, 204, "")
	marker := gone.header.Get("x-oss-version-id")
	if gone.header.Get("x-oss-delete-marker") != "true" {
		t.Error("no x-oss-delete-marker")
	}
	if diff := cmp.Diff([]string{"-" + marker, second, first}, ids(o, "k")); diff != "" {
		t.Error(diff)
	}
	for _, method := range []string{"HEAD", "GET"} {
		byName := w.do(request{method: method, key: "k"}).want(t, 404, xmlerr.NoSuchKey)
		byID := w.do(request{method: method, key: "k", query: version(marker)}).want(t, 405, xmlerr.MethodNotAllowed)
		for _, got := range []http.Header{byName.header, byID.header} {
			if got.Get("x-oss-delete-marker") != "true" || got.Get("x-oss-version-id") != marker {
				t.Errorf("%s: %v", method, got)
			}
		}
		byID.wantHeader(t, "Allow", "DELETE", "x-oss-ec", "0017-00000002")
	}
	w.do(request{method: "DELETE", key: "k", query: version(marker)}).want(t, 204, "")
	if got := w.do(request{method: "GET", key: "k"}).want(t, 200, ""); got.body != "two" {
		t.Errorf("after the marker was deleted: %q", got.body)
	}
	w.do(request{method: "DELETE", key: "k", query: version(first)}).want(t, 204, "")
	if diff := cmp.Diff([]string{second}, ids(o, "k")); diff != "" {
		t.Error(diff)
	}
}

// TestVersionsSuspended: what is written takes the place of the null version.
func TestVersionsSuspended(t *testing.T) {
	o, w := inVersioned(t, "Suspended")
	for range 2 {
		if got := w.do(request{method: "PUT", key: "k", body: "x"}).want(t, 200, ""); got.header.Get("x-oss-version-id") != "null" {
			t.Errorf("version id %q", got.header.Get("x-oss-version-id"))
		}
	}
	if diff := cmp.Diff([]string{"null"}, ids(o, "k")); diff != "" {
		t.Error(diff)
	}
	w.do(request{method: "DELETE", key: "k"}).want(t, 204, "")
	if diff := cmp.Diff([]string{"-null"}, ids(o, "k")); diff != "" {
		t.Error(diff)
	}
}

// TestVersionedSelfCopy: with versioning the metadata directive counts, and
// the reply tells both versions.
func TestVersionedSelfCopy(t *testing.T) {
	o, w := inVersioned(t, "Enabled")
	put := w.do(request{method: "PUT", key: "k", body: "x", header: []string{"x-oss-meta-a", "1"}}).want(t, 200, "")
	source := []string{"x-oss-copy-source", "/" + bucketName + "/k"}
	kept := w.do(request{method: "PUT", key: "k", header: source}).want(t, 200, "")
	if got, want := kept.header.Get("x-oss-copy-source-version-id"), put.header.Get("x-oss-version-id"); got != want {
		t.Errorf("source version %q, want %q", got, want)
	}
	w.do(request{method: "PUT", key: "k", header: append(source, "x-oss-metadata-directive", "REPLACE")}).want(t, 200, "")
	var got []string
	for _, v := range o.Versions(bucketName, "k") {
		got = append(got, v.Header.Get("x-oss-meta-a"))
	}
	if diff := cmp.Diff([]string{"", "1", "1"}, got); diff != "" {
		t.Error(diff)
	}
	source[1] += "?versionId=" + put.header.Get("x-oss-version-id")
	w.do(request{method: "PUT", key: "copy", header: source}).want(t, 200, "")
}

// TestCopyVersions: a copy of a delete marker is 404, by its id too, and in a
// bucket whose versioning is suspended a copy onto itself takes the place of
// the null version, with the metadata that the directive says.
func TestCopyVersions(t *testing.T) {
	o, w := inVersioned(t, "Enabled")
	first := w.do(request{method: "PUT", key: "k", body: "x"}).want(t, 200, "").header.Get("x-oss-version-id")
	marker := w.do(request{method: "DELETE", key: "k"}).want(t, 204, "").header.Get("x-oss-version-id")
	source := "/" + bucketName + "/k"
	for _, test := range []struct {
		suffix string
		code   xmlerr.Code
		ec     string
	}{
		{"", xmlerr.NoSuchKey, "0026-00000001"},
		{"?versionId=" + marker, xmlerr.NoSuchKey, "0016-00000307"},
		{"?versionId=none", xmlerr.NoSuchVersion, "0012-00000203"},
	} {
		w.do(request{method: "PUT", key: "copy", header: []string{"x-oss-copy-source", source + test.suffix}}).want(t, 404, test.code).
			wantHeader(t, "x-oss-ec", test.ec)
	}
	back := w.do(request{method: "PUT", key: "k", header: []string{"x-oss-copy-source", source + "?versionId=" + first}}).want(t, 200, "").
		wantHeader(t, "x-oss-copy-source-version-id", first).header.Get("x-oss-version-id")
	if diff := cmp.Diff([]string{back, "-" + marker, first}, ids(o, "k")); diff != "" {
		t.Error(diff)
	}

	o, w = inVersioned(t, "Suspended")
	for directive, want := range map[string]string{"COPY": "1", "REPLACE": ""} {
		o.PutObject(bucketName, "k", osstest.Object{Header: http.Header{"X-Oss-Meta-A": {"1"}}})
		w.do(request{method: "PUT", key: "k", header: []string{"x-oss-copy-source", source, "x-oss-metadata-directive", directive}}).want(t, 200, "").
			wantHeader(t, "x-oss-version-id", "null", "x-oss-copy-source-version-id", "null")
		w.do(request{method: "HEAD", key: "k"}).want(t, 200, "").wantHeader(t, "x-oss-meta-a", want)
		if diff := cmp.Diff([]string{"null"}, ids(o, "k")); diff != "" {
			t.Error(diff)
		}
	}
}
