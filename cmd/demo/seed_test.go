package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/client/osstest"
)

// TestServeOptions starts a server with everything that flags can change, and
// asks it by the other commands.
func TestServeOptions(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "novels"), 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "novels", "the gift.txt")
	if err := os.WriteFile(file, []byte("One dollar"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(file, time.Time{}, time.Date(2024, 1, 2, 3, 4, 5, 6, time.UTC)); err != nil {
		t.Fatal(err)
	}
	s := startServe(t, "-seed", dir, "-bucket", "first-bucket", "-bucket", "second-bucket", "-versioning", "Enabled",
		"-bucket-acl", "public-read", "-precedence", "rfc", "-copy-keeps-class", "-quiet")
	s.line(t)
	f := &fixture{vars: variables(s.line(t))}
	f.ok(t, "put", "cold", os.DevNull, "-H", "x-oss-storage-class: IA")
	f.ok(t, "replace", "cold") // a copy whose request names no class
	id, secret := f.vars["OSS_ACCESS_KEY_ID"], f.vars["OSS_ACCESS_KEY_SECRET"]
	f.vars["OSS_ACCESS_KEY_ID"], f.vars["OSS_ACCESS_KEY_SECRET"] = "", "" // anybody may read
	if got := f.ok(t, "get", "novels/the gift.txt"); got != "One dollar" {
		t.Errorf("get gave %q", got)
	}
	head := f.ok(t, "head", "novels/the gift.txt")
	for _, want := range []string{"Tue, 02 Jan 2024 03:04:05 GMT", "text/plain", "x-oss-version-id"} {
		if !strings.Contains(head, want) {
			t.Errorf("%q is not in the head:\n%s", want, head)
		}
	}
	// RFC 9110: If-Match switches If-Unmodified-Since off
	f.ok(t, "get", "novels/the gift.txt", "-H", "If-Match: *", "-H", "If-Unmodified-Since: Mon, 01 Jan 2001 00:00:00 GMT")
	if head := f.ok(t, "head", "cold"); !strings.Contains(head, "IA") {
		t.Errorf("the copy has another class:\n%s", head)
	}
	f.vars["OSS_ACCESS_KEY_ID"], f.vars["OSS_ACCESS_KEY_SECRET"] = id, secret
	checkOneLine(t, f.run(t, "head", "novels/the gift.txt", "-bucket", "second-bucket"), 1, "NoSuchKey")
	s.stop()
	if status := <-s.status; status != 0 || s.stderr.String() != "" {
		t.Errorf("status %d, log %q", status, s.stderr.String())
	}
}

// TestSeedRefuses has files that are no objects.
func TestSeedRefuses(t *testing.T) {
	sparse := filepath.Join(t.TempDir(), "large")
	if err := os.WriteFile(sparse, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(sparse, maxSeed+1); err != nil {
		t.Fatal(err)
	}
	checkOneLine(t, (&fixture{}).run(t, "serve", "-seed", filepath.Dir(sparse)), 2, "more than 67108864 bytes")

	oss := osstest.New(osstest.Options{})
	err := store(oss, "examplebucket", "/k", osstest.Object{})
	if err == nil || exitStatus(err) != exitUsage || !strings.Contains(err.Error(), `"/k" is not an object key`) {
		t.Errorf("error %v", err)
	}
	if err := store(oss, "examplebucket", "k", osstest.Object{}); err != nil {
		t.Error(err)
	}
}
