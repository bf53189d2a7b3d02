package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// A serving is "demo serve" under way in this process.
type serving struct {
	lines  *bufio.Reader // of its standard output
	stderr lockedBuffer
	stop   context.CancelFunc
	status chan int
}

func startServe(t *testing.T, args ...string) *serving {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	s := &serving{lines: bufio.NewReader(reader), stop: cancel, status: make(chan int, 1)}
	go func() {
		s.status <- run(ctx, append([]string{"serve"}, args...), noEnvironment, nil, writer, &s.stderr)
		writer.Close()
	}()
	t.Cleanup(cancel)
	return s
}

func (s *serving) line(t *testing.T) string {
	t.Helper()
	line, err := s.lines.ReadString('\n')
	if err != nil {
		t.Fatalf("standard output: %v; standard error: %s", err, s.stderr.String())
	}
	return strings.TrimSuffix(line, "\n")
}

// variables reads an export line.
func variables(line string) map[string]string {
	vars := map[string]string{}
	for _, assignment := range strings.Fields(strings.TrimPrefix(line, "export ")) {
		name, value, _ := strings.Cut(assignment, "=")
		vars[name] = value
	}
	return vars
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// TestServe does with the made-up pair what the second line says.
func TestServe(t *testing.T) {
	s := startServe(t)
	url := s.line(t)
	if !regexp.MustCompile(`^http://127\.0\.0\.1:[1-9][0-9]*$`).MatchString(url) {
		t.Errorf("the first line is %q", url)
	}
	f := &fixture{vars: variables(s.line(t))}
	if f.vars["OSS_ENDPOINT"] != url {
		t.Errorf("the second line sets %q", f.vars)
	}
	if r := f.runWith(t, "a novel", "put", "k", "-meta", "author=O. Henry"); r.status != 0 {
		t.Fatal(r.stderr)
	}
	if got := f.ok(t, "get", "k"); got != "a novel" {
		t.Errorf("get gave %q", got)
	}
	checkOneLine(t, f.run(t, "head", "none"), 1, "NoSuchKey")
	s.stop()
	if status := <-s.status; status != 0 {
		t.Errorf("status %d: %s", status, s.stderr.String())
	}
	log := strings.Split(strings.TrimSpace(s.stderr.String()), "\n")
	host := strings.TrimPrefix(url, "http://")
	for i, want := range []string{
		"PUT " + host + "/examplebucket/k: PutObject, 200, request id ",
		"GET " + host + "/examplebucket/k: GetObject, 200, request id ",
		"HEAD " + host + "/examplebucket/none: HeadObject, 404 NoSuchKey, request id ",
	} {
		if len(log) != 3 || !strings.HasPrefix(log[i], want) {
			t.Errorf("the log is %q; line %d should be %q", log, i+1, want)
		}
	}
}

// TestServeGiven gives everything by flags, and looks for secrets.
func TestServeGiven(t *testing.T) {
	const secret, token = "S3cr3tOfTheTest", "T0kenOfTheTest"
	s := startServe(t, "-addr", "127.0.0.1:0", "-region", "cn-beijing", "-access-key-id", "ID", "-access-key-secret", secret,
		"-security-token", token, "-bucket", "first-bucket", "-bucket", "second-bucket", "-virtual-host", "oss.example.com")
	url, export := s.line(t), s.line(t)
	f := &fixture{vars: variables(export)}
	if want := map[string]string{"OSS_ENDPOINT": url, "OSS_REGION": "cn-beijing", "OSS_BUCKET": "first-bucket"}; len(f.vars) != len(want) {
		t.Errorf("the second line sets %q, want %q", f.vars, want)
	}
	f.vars["OSS_ACCESS_KEY_ID"], f.vars["OSS_ACCESS_KEY_SECRET"], f.vars["OSS_SESSION_TOKEN"] = "ID", secret, token
	for _, bucket := range []string{"first-bucket", "second-bucket"} {
		for _, version := range []string{"v1", "v4"} {
			if r := f.runWith(t, bucket, "put", "k", "-bucket", bucket, "-signature", version); r.status != 0 {
				t.Error(r.stderr)
			}
		}
	}
	f.vars["OSS_ACCESS_KEY_SECRET"] = "wrong"
	checkOneLine(t, f.run(t, "get", "k"), 1, "SignatureDoesNotMatch")
	s.stop()
	if status := <-s.status; status != 0 {
		t.Errorf("status %d", status)
	}
	rest, _ := io.ReadAll(s.lines)
	if out := export + string(rest) + s.stderr.String(); strings.Contains(out, secret) || strings.Contains(out, token) {
		t.Errorf("serve shows a secret:\n%s", out)
	}
	if log := s.stderr.String(); strings.Count(log, "\n") != 5 {
		t.Errorf("the log is not one line for each of 5 requests:\n%s", log)
	}
}

func TestServeRefuses(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	f := &fixture{}
	for _, tt := range []struct {
		args   []string
		status int
		part   string
	}{
		{[]string{"-bucket", "A"}, 2, "bucket name"},
		{[]string{"-region", "oss-cn-hangzhou"}, 2, "Region"},
		{[]string{"-virtual-host", "http://x"}, 2, "VirtualHost"},
		{[]string{"-access-key-id", "ID"}, 2, "secret is empty"},
		{[]string{"-versioning", "on"}, 2, "Enabled"},
		{[]string{"-bucket-acl", "default"}, 2, "private"},
		{[]string{"-precedence", "or"}, 2, "-precedence is and or rfc"},
		{[]string{"-seed", "no such directory"}, 1, "no such directory"},
		{[]string{"-json"}, 2, "-json does not go with serve"},
		{[]string{"-endpoint", "h"}, 2, "-endpoint does not go with serve"},
		{[]string{"argument"}, 2, "serve takes no arguments"},
		{[]string{"-addr", taken.Addr().String()}, 1, "address already in use"},
	} {
		r := f.run(t, append([]string{"serve"}, tt.args...)...)
		if tt.status == 1 && runtime.GOOS == "windows" {
			tt.part = "listen"
		}
		checkOneLine(t, r, tt.status, tt.part)
	}
}

func TestURLOf(t *testing.T) {
	for address, want := range map[string]string{
		"127.0.0.1:80": "http://127.0.0.1:80",
		"[::1]:8080":   "http://[::1]:8080",
		"0.0.0.0:80":   "http://127.0.0.1:80",
		"[::]:80":      "http://127.0.0.1:80",
	} {
		addr, err := net.ResolveTCPAddr("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		if got := urlOf(addr); got != want {
			t.Errorf("urlOf(%s) = %s, want %s", address, got, want)
		}
	}
}
