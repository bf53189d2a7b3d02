package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client/osstest"
)

// TestMain lets the test binary stand in for the program, so that tests can
// start it as a process.
func TestMain(m *testing.M) {
	if os.Getenv("OSSMETA_DEMO_CHILD") != "" {
		main()
	}
	os.Exit(m.Run())
}

// A result is what one run of the program gave.
type result struct {
	status         int
	stdout, stderr string
}

// A fixture is an embedded server and an environment that points at it.
type fixture struct {
	*osstest.Server
	vars map[string]string
}

func newFixture(t *testing.T, opt osstest.Options) *fixture {
	t.Helper()
	server := osstest.NewServer(opt)
	t.Cleanup(server.Close)
	key := server.Credentials()
	return &fixture{server, map[string]string{
		"OSS_ENDPOINT":          server.URL,
		"OSS_REGION":            server.Region(),
		"OSS_BUCKET":            "examplebucket",
		"OSS_ACCESS_KEY_ID":     key.AccessKeyID,
		"OSS_ACCESS_KEY_SECRET": key.AccessKeySecret,
		"OSS_SESSION_TOKEN":     key.SecurityToken,
	}}
}

// run runs the program with an empty standard input.
func (f *fixture) run(t *testing.T, args ...string) result { return f.runWith(t, "", args...) }

func (f *fixture) runWith(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	env := func(name string) string { return f.vars[name] }
	status := run(t.Context(), args, env, strings.NewReader(stdin), &stdout, &stderr)
	return result{status, stdout.String(), stderr.String()}
}

// ok runs the program and fails the test if it fails.
func (f *fixture) ok(t *testing.T, args ...string) string {
	t.Helper()
	r := f.run(t, args...)
	if r.status != 0 || r.stderr != "" {
		t.Fatalf("%q: status %d, stderr %q", args, r.status, r.stderr)
	}
	return r.stdout
}

// seed stores an object that is old enough to be edited at once.
func (f *fixture) seed(key string, obj osstest.Object) {
	obj.LastModified = time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC)
	f.PutObject("examplebucket", key, obj)
}

// header returns a stored header of an object.
func (f *fixture) header(t *testing.T, key, name string) string {
	t.Helper()
	obj, ok := f.Object("examplebucket", key)
	if !ok {
		t.Fatalf("there is no object %q", key)
	}
	return obj.Header.Get(name)
}

// checkOneLine fails the test unless a run failed with that status and one
// line on standard error, which has every one of the parts.
func checkOneLine(t *testing.T, r result, status int, parts ...string) {
	t.Helper()
	if r.status != status {
		t.Errorf("status %d, want %d", r.status, status)
	}
	if strings.Count(r.stderr, "\n") != 1 || !strings.HasPrefix(r.stderr, "demo: ") || !strings.HasSuffix(r.stderr, "\n") {
		t.Errorf("stderr is not one line that begins with demo: %q", r.stderr)
	}
	for _, part := range parts {
		if !strings.Contains(r.stderr, part) {
			t.Errorf("stderr %q lacks %q", r.stderr, part)
		}
	}
}

func noEnvironment(string) string { return "" }

var update = flag.Bool("update", false, "rewrite testdata/demo")

// checkGolden compares text with a file of testdata/demo.
func checkGolden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("..", "..", "testdata", "demo", name)
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(strings.ReplaceAll(string(want), "\r\n", "\n"), "\n"), strings.Split(text, "\n")); diff != "" {
		t.Errorf("differs from %s; look at it, then run go test ./cmd/demo -update (-want +got):\n%s", path, diff)
	}
}
