package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
)

func TestCopy(t *testing.T) {
	f := newFixture(t, osstest.Options{Buckets: []osstest.Bucket{{Name: "examplebucket"}, {Name: "otherbucket"}}})
	all := http.Header{"Content-Type": {"text/plain"}, "X-Oss-Meta-Author": {"O. Henry"}}
	f.seed("novel", osstest.Object{Body: []byte("a novel"), Header: all, Tags: []headers.Tag{{Key: "shelf", Value: "fiction"}}})
	for _, tt := range []struct {
		args        []string
		bucket, key string
		header      http.Header
		class       string
	}{
		{[]string{"novel", "a/b"}, "examplebucket", "a/b", all, "Standard"},
		{[]string{"/examplebucket/novel", "/otherbucket/a/b"}, "otherbucket", "a/b", all, "Standard"},
		{[]string{"/otherbucket/a/b", "back", "-H", "x-oss-storage-class: IA"}, "examplebucket", "back", all, "IA"},
		{[]string{"/examplebucket/a/b", "c", "-bucket", "otherbucket"}, "otherbucket", "c", all, "Standard"},
		{[]string{"novel", "d", "-replace", "-meta", "price=1"}, "examplebucket", "d",
			http.Header{"Content-Type": {"application/octet-stream"}, "X-Oss-Meta-Price": {"1"}}, "Standard"},
		{[]string{"d", "d", "-replace", "-H", "Content-Type: a/b"}, "examplebucket", "d", http.Header{"Content-Type": {"a/b"}}, "Standard"},
	} {
		out := f.ok(t, append([]string{"cp"}, tt.args...)...)
		if !strings.HasPrefix(out, "copied ") || !strings.Contains(out, " to "+tt.bucket+"/"+tt.key+", request id ") {
			t.Errorf("cp %q says %q", tt.args, out)
		}
		got, ok := f.Object(tt.bucket, tt.key)
		if diff := cmp.Diff(tt.header, got.Header); diff != "" || !ok || string(got.Body) != "a novel" || got.StorageClass != tt.class || len(got.Tags) != 1 {
			t.Errorf("cp %q: class %s, tags %v, body %q, metadata (-want +got):\n%s", tt.args, got.StorageClass, got.Tags, got.Body, diff)
		}
	}
}

func TestTags(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	f.seed("novel", osstest.Object{Header: http.Header{"X-Oss-Meta-A": {"b"}}})
	for _, tt := range []struct {
		args []string
		want []headers.Tag
		show string
	}{
		{nil, nil, ""},
		{[]string{"shelf=fiction", "lent="}, []headers.Tag{{Key: "shelf", Value: "fiction"}, {Key: "lent"}}, "shelf=fiction\nlent=\n"},
		{[]string{"a=b=c"}, []headers.Tag{{Key: "a", Value: "b=c"}}, "a=b=c\n"},
		{[]string{"-delete"}, nil, ""},
		{[]string{"-delete"}, nil, ""},
	} {
		f.ok(t, append([]string{"tag", "novel"}, tt.args...)...)
		if obj, _ := f.Object("examplebucket", "novel"); !slices.Equal(obj.Tags, tt.want) || obj.Header.Get("X-Oss-Meta-A") != "b" {
			t.Errorf("tag %q: there are %v", tt.args, obj.Tags)
		}
		if got := f.ok(t, "tag", "novel"); got != tt.show {
			t.Errorf("tag shows %q, want %q", got, tt.show)
		}
	}
}

func TestRemoveMany(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	f.seed("a", osstest.Object{})
	f.seed("b&c", osstest.Object{})
	out := f.ok(t, "rm", "a", "none", "b&c")
	for i, line := range strings.SplitAfter(strings.TrimSpace(out), "\n") {
		if want := "deleted examplebucket/" + []string{"a", "none", "b&c"}[i] + ", request id "; !strings.HasPrefix(line, want) {
			t.Errorf("line %d is %q", i+1, line)
		}
	}
	for _, key := range []string{"a", "b&c"} {
		if _, ok := f.Object("examplebucket", key); ok {
			t.Errorf("%s is still there", key)
		}
	}
}

// TestRemovePart has a server that deletes one of two objects.
func TestRemovePart(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `<DeleteResult><Deleted><Key>a</Key></Deleted>`+
			`<Error><Key>b</Key><Code>AccessDenied</Code><Message>no
way</Message></Error></DeleteResult>`)
	}))
	defer server.Close()
	f := newFixture(t, osstest.Options{}).with(map[string]string{"OSS_ENDPOINT": server.URL})
	r := f.run(t, "rm", "a", "b")
	checkOneLine(t, r, exitFailed, `DeleteMultipleObjects examplebucket: 1 object not deleted: b: AccessDenied: "no\nway"`)
	if r.stdout != "deleted examplebucket/a\n" {
		t.Errorf("stdout %q", r.stdout)
	}
}

// TestVersion reads, copies and deletes an old version.
func TestVersion(t *testing.T) {
	f := newFixture(t, osstest.Options{Buckets: []osstest.Bucket{{Name: "examplebucket", Versioning: "Enabled"}}})
	f.seed("novel", osstest.Object{Body: []byte("old"), ACL: "private", Tags: []headers.Tag{{Key: "age", Value: "old"}}})
	f.seed("novel", osstest.Object{Body: []byte("current")})
	id := ""
	for _, v := range f.Versions("examplebucket", "novel") {
		if string(v.Body) == "old" {
			id = v.VersionID
		}
	}
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"get", "novel"}, "old"},
		{[]string{"head", "novel"}, "\ncontent-length: 3\n"},
		{[]string{"stat", "novel"}, "content-length: 3\n"},
		{[]string{"stat", "novel"}, "\nx-oss-version-id: " + id + "\n"},
		{[]string{"stat", "novel", "-json"}, `"version_id":"` + id + `"`},
		{[]string{"tag", "novel"}, "age=old\n"},
		{[]string{"acl", "novel"}, "private\n"},
		{[]string{"cp", "novel", "copy", "-json"}, `"source_version_id":"` + id + `"`},
		{[]string{"presign", "novel"}, "versionId=" + id},
		{[]string{"rm", "novel"}, "deleted examplebucket/novel, version " + id + ", request id "},
	} {
		if got := f.ok(t, append(tt.args, "-version", id)...); !strings.Contains(got, tt.want) {
			t.Errorf("%q: %q lacks %q", tt.args, got, tt.want)
		}
	}
	if left := f.Versions("examplebucket", "novel"); len(left) != 1 || string(left[0].Body) != "current" {
		t.Errorf("%d versions are left", len(left))
	}
	if obj, _ := f.Object("examplebucket", "copy"); string(obj.Body) != "old" {
		t.Errorf("the copy is %q", obj.Body)
	}
	if got := f.ok(t, "rm", "novel"); !strings.HasPrefix(got, "deleted examplebucket/novel by a delete marker, version ") {
		t.Errorf("rm says %q", got)
	}
	if got := f.ok(t, "rm", "novel", "copy"); strings.Count(got, " by a delete marker, version ") != 2 {
		t.Errorf("rm says %q", got)
	}
}
