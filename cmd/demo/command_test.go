package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
)

func TestPutGet(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	file := filepath.Join(t.TempDir(), "novel.txt")
	if err := os.WriteFile(file, []byte("a novel"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, stdin string
		args        []string
		body        string
	}{
		{"file", "unread", []string{"put", "k", file}, "a novel"},
		{"stdin", "from stdin", []string{"put", "k"}, "from stdin"},
		{"hyphen", "from stdin", []string{"put", "k", "-"}, "from stdin"},
		{"empty", "", []string{"put", "k"}, ""},
	} {
		r := f.runWith(t, tt.stdin, tt.args...)
		if r.status != 0 || !regexp.MustCompile(`^put examplebucket/k: ETag "[0-9A-F]{32}", CRC-64 \d+, request id \w+\n$`).MatchString(r.stdout) {
			t.Errorf("%s: status %d, stdout %q, stderr %q", tt.name, r.status, r.stdout, r.stderr)
		}
		if got := f.ok(t, "get", "k"); got != tt.body {
			t.Errorf("%s: get gave %q, want %q", tt.name, got, tt.body)
		}
	}
}

// TestPutStreams has a body whose length nobody knows.
func TestPutStreams(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	go func() {
		for range 100 {
			writer.WriteString(strings.Repeat("x", 1000))
		}
		writer.Close()
	}()
	var stdout, stderr bytes.Buffer
	if status := run(t.Context(), []string{"put", "k"}, func(n string) string { return f.vars[n] }, reader, &stdout, &stderr); status != 0 {
		t.Fatal(stderr.String())
	}
	if obj, _ := f.Object("examplebucket", "k"); len(obj.Body) != 100_000 {
		t.Errorf("%d bytes arrived", len(obj.Body))
	}
}

func TestPutSendsHeaders(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	f.ok(t, "-meta", "author=O. Henry", "put", "-H", "Content-Type: application/json; charset=utf-8", "k",
		"-H", "cache-control:no-cache", "-H", "x-oss-storage-class: IA", "-H", "x-oss-object-acl: public-read",
		"-H", "x-oss-tagging: a=1&b=2", "-H", "x-oss-meta-price: 100 dollar")
	got, _ := f.Object("examplebucket", "k")
	want := http.Header{
		"Content-Type": {"application/json; charset=utf-8"}, "Cache-Control": {"no-cache"},
		"X-Oss-Meta-Author": {"O. Henry"}, "X-Oss-Meta-Price": {"100 dollar"},
	}
	if diff := cmp.Diff(want, got.Header); diff != "" {
		t.Errorf("metadata (-want +got):\n%s", diff)
	}
	if got.StorageClass != "IA" || got.ACL != "public-read" || !slices.Equal(got.Tags, []headers.Tag{{Key: "a", Value: "1"}, {Key: "b", Value: "2"}}) {
		t.Errorf("stored %q, %q, %v", got.StorageClass, got.ACL, got.Tags)
	}
}

func TestHead(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	f.seed("novel", osstest.Object{Body: []byte("a novel"), Header: http.Header{
		"Content-Type": {"text/html; charset=utf-8"}, "X-Oss-Meta-Author": {"<O. Henry>"}, "X-Oss-Meta-Odd": {"a\x80b"}}})
	text := f.ok(t, "head", "novel")
	for _, line := range []string{"content-length: 7", "content-type: text/html; charset=utf-8", "x-oss-meta-author: <O. Henry>",
		`x-oss-meta-odd: "a\x80b"`, "x-oss-object-type: Normal", "last-modified: Tue, 02 Jan 2024 03:04:05 GMT"} {
		if !slices.Contains(strings.Split(text, "\n"), line) {
			t.Errorf("head lacks %q:\n%s", line, text)
		}
	}
	if lines := strings.Split(strings.TrimSpace(text), "\n"); !slices.IsSorted(lines) {
		t.Errorf("head is not sorted:\n%s", text)
	}
	const stat = "content-length: 7\netag: \"4F62C625D8DC86F098BE7F3883BFD6B7\"\nlast-modified: Tue, 02 Jan 2024 03:04:05 GMT\n" +
		"x-oss-hash-crc64ecma: 677966059232736069\n"
	if text := f.ok(t, "stat", "novel"); text != stat {
		t.Errorf("stat gives\n%s", text)
	}
}

func TestJSON(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	f.seed("a <b>", osstest.Object{Body: []byte("a novel"), Header: http.Header{
		"Content-Type": {"text/plain"}, "X-Oss-Meta-Author": {"O. Henry"}}})
	for command, want := range map[string][]string{
		"head": {"content-type", "etag", "last-modified", "x-oss-meta-author", "x-oss-object-type", "x-oss-storage-class"},
		"stat": {"content-length", "etag", "last-modified", "x-oss-request-id"},
	} {
		text := f.ok(t, command, "-json", "a <b>")
		shape := `^\{"bucket":"examplebucket","key":"a <b>","size":7,"etag":"4F62C625D8DC86F098BE7F3883BFD6B7",` +
			`"last_modified":"2024-01-02T03:04:05Z","request_id":"\w+","headers":\{.*\}\}\n$`
		if !regexp.MustCompile(shape).MatchString(text) {
			t.Errorf("%s -json is not of the form:\n%s", command, text)
		}
		var d struct{ Headers map[string][]string }
		if err := json.Unmarshal([]byte(text), &d); err != nil {
			t.Fatal(err)
		}
		for name := range d.Headers {
			if strings.ToLower(name) != name {
				t.Errorf("%s: the name %q is not in lower case", command, name)
			}
		}
		for _, name := range want {
			if len(d.Headers[name]) != 1 {
				t.Errorf("%s: header %s is %q", command, name, d.Headers[name])
			}
		}
	}
}

func TestReplaceWipes(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	f.seed("k", osstest.Object{Header: http.Header{"Content-Type": {"text/plain"}, "X-Oss-Meta-A": {"1"}}})
	out := f.ok(t, "replace", "k", "-meta", "b=2", "-H", "x-oss-storage-class: IA")
	if !strings.HasPrefix(out, "replaced all metadata of examplebucket/k, request id ") {
		t.Errorf("stdout %q", out)
	}
	got, _ := f.Object("examplebucket", "k")
	want := http.Header{"Content-Type": {"application/octet-stream"}, "X-Oss-Meta-B": {"2"}}
	if diff := cmp.Diff(want, got.Header); diff != "" || got.StorageClass != "IA" {
		t.Errorf("class %s, metadata (-want +got):\n%s", got.StorageClass, diff)
	}
}

func TestEditKeeps(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	f.seed("k", osstest.Object{ACL: "public-read", StorageClass: "IA", ServerSideEncryption: "AES256", Header: http.Header{
		"Content-Type": {"text/plain"}, "Cache-Control": {"no-cache"}, "X-Oss-Meta-A": {"1"}, "X-Oss-Meta-B": {"2"}}})
	before, _ := f.Object("examplebucket", "k")
	out := f.ok(t, "edit", "-unset", "cache-control", "k", "-meta", "a=one", "-unset", "x-oss-meta-b", "-H", "Content-Language: en")
	want := "+ Content-Language: en\n- Cache-Control: no-cache\n~ x-oss-meta-a: 1 -> one\n- x-oss-meta-b: 2\nedited examplebucket/k, request id "
	if !strings.HasPrefix(out, want) {
		t.Errorf("stdout %q, want it to begin with %q", out, want)
	}
	got, _ := f.Object("examplebucket", "k")
	wantHeader := http.Header{"Content-Type": {"text/plain"}, "Content-Language": {"en"}, "X-Oss-Meta-A": {"one"}}
	if diff := cmp.Diff(wantHeader, got.Header); diff != "" {
		t.Errorf("metadata (-want +got):\n%s", diff)
	}
	before.Header, before.LastModified = got.Header, got.LastModified
	if diff := cmp.Diff(before, got); diff != "" {
		t.Errorf("something else changed (-want +got):\n%s", diff)
	}
}

func TestEditOfNothing(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	f.seed("k", osstest.Object{Header: http.Header{"Content-Type": {"text/plain"}}})
	if out := f.ok(t, "edit", "k", "-H", "Content-Type: text/plain", "-unset", "x-oss-meta-none"); out != "examplebucket/k is so already; nothing was written\n" {
		t.Errorf("stdout %q", out)
	}
	for _, r := range f.Requests() {
		if r.Method == http.MethodPut {
			t.Errorf("there was a %s", r.Operation)
		}
	}
}

func TestACLAndRemove(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	f.seed("k", osstest.Object{})
	if out := f.ok(t, "acl", "k"); out != "default\n" {
		t.Errorf("acl gave %q", out)
	}
	f.ok(t, "acl", "k", "public-read")
	if out := f.ok(t, "acl", "k"); out != "public-read\n" {
		t.Errorf("acl gave %q", out)
	}
	if out := f.ok(t, "rm", "k"); !strings.HasPrefix(out, "deleted examplebucket/k, request id ") {
		t.Errorf("rm gave %q", out)
	}
	if _, ok := f.Object("examplebucket", "k"); ok {
		t.Error("the object is still there")
	}
}

func TestSpecialKeys(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	for _, key := range []string{
		"a b", "a+b", "a%2Fb", "a//b", "a/../b", "..", "a?b#c", `a"b'c`, "小说/第一章", "-json", "a&b=c", "a\nb", "novel/",
	} {
		r := f.runWith(t, key, "put", "-meta", "a=b", "--", key, "-")
		if r.status != 0 || strings.Count(r.stdout, "\n") != 1 {
			t.Errorf("put %q: status %d, stdout %q, stderr %q", key, r.status, r.stdout, r.stderr)
			continue
		}
		obj, _ := f.Object("examplebucket", key)
		obj.Body = []byte(key)
		f.seed(key, obj)
		if got := f.ok(t, "get", "--", key); got != key {
			t.Errorf("get %q gave %q", key, got)
		}
		f.ok(t, "edit", "-meta", "c=d", "--", key)
		if a, c := f.header(t, key, "x-oss-meta-a"), f.header(t, key, "x-oss-meta-c"); a != "b" || c != "d" {
			t.Errorf("after the edit %q has %q and %q", key, a, c)
		}
		var d struct{ Key string }
		if err := json.Unmarshal([]byte(f.ok(t, "head", "-json", "--", key)), &d); err != nil || d.Key != key {
			t.Errorf("head -json of %q says %q, %v", key, d.Key, err)
		}
		f.ok(t, "rm", "--", key)
	}
}

// TestWays reaches the same object in every way that loopback allows.
func TestWays(t *testing.T) {
	for _, token := range []string{"", "token-of-sts"} {
		f := newFixture(t, osstest.Options{
			Credentials: []signer.Credentials{{AccessKeyID: "ID", AccessKeySecret: "made-up", SecurityToken: token}},
			CNAME:       map[string]string{"localhost": "examplebucket"},
		})
		f.seed("k", osstest.Object{Body: []byte("body")})
		local := strings.Replace(f.URL, "127.0.0.1", "localhost", 1)
		for _, flags := range [][]string{
			nil, {"-signature", "v4"}, {"-signature", "v1"}, {"-path-style"},
			{"-cname", "-endpoint", local}, {"-cname", "-endpoint", local, "-signature=v1"},
		} {
			if got := f.ok(t, append([]string{"get", "k"}, flags...)...); got != "body" {
				t.Errorf("token %q, %q: got %q", token, flags, got)
			}
		}
		for _, name := range []string{"OSS_ENDPOINT", "OSS_REGION", "OSS_BUCKET"} { // flags in place of the environment
			value := f.vars[name]
			f.vars[name] = "overridden"
			name = "-" + strings.ToLower(strings.TrimPrefix(name, "OSS_"))
			if got := f.ok(t, name, value, "get", "k"); got != "body" {
				t.Errorf("with %s: got %q", name, got)
			}
			f.vars["OSS_"+strings.ToUpper(name[1:])] = value
		}
	}
}
