package main

import (
	"bytes"
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/client/osstest"
)

// tourText returns the tour of a fixed day, with the port of the server
// replaced.
func tourText(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	begun := time.Now()
	if err := tour(t.Context(), &b, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)); err != nil {
		t.Fatalf("tour: %v\n%s", err, b.String())
	}
	if d := time.Since(begun); d > 3*time.Second {
		t.Errorf("the tour took %v; it should not wait", d)
	}
	return regexp.MustCompile(`127\.0\.0\.1:[0-9]+`).ReplaceAllString(b.String(), "127.0.0.1:PORT")
}

func TestTour(t *testing.T) { checkGolden(t, "tour.txt", tourText(t)) }

// TestTourForm checks what the golden file could get wrong.
func TestTourForm(t *testing.T) {
	text := tourText(t)
	for i, line := range strings.Split(text, "\n") {
		if len(line) > columns || strings.TrimRight(line, " ") != line {
			t.Errorf("line %d is longer than %d columns, or has blanks at its end: %q", i+1, columns, line)
		}
	}
	for _, part := range []string{
		"\n7. ", "PUT /age.json HTTP/1.1", "x-oss-meta-author: O. Henry", "x-oss-metadata-directive: REPLACE",
		"HEAD /novel?objectMeta HTTP/1.1", "x-oss-object-type: Normal", "x-oss-copy-source-if-unmodified-since: ",
		"canonical request", "SignatureDoesNotMatch)  true", "ErrPermission)              true", "the secret is wrong", "\n9. ",
		"header Content-Type was not signed", "p.Check(req): <nil>",
	} {
		if !strings.Contains(text, part) {
			t.Errorf("the tour lacks %q", part)
		}
	}
	secret := osstest.New(osstest.Options{}).Credentials().AccessKeySecret
	for _, s := range []string{secret, "pasted-from"} {
		if strings.Contains(text, s) {
			t.Errorf("the tour shows a secret")
		}
	}
}

// TestTourByDefault runs it as a newcomer does, with today's clock.
func TestTourByDefault(t *testing.T) {
	var stdout, stderr bytes.Buffer
	status := run(t.Context(), nil, noEnvironment, strings.NewReader(""), &stdout, &stderr)
	if status != 0 || stderr.Len() > 0 || !strings.HasPrefix(stdout.String(), "ossmeta: ") {
		t.Errorf("status %d, stderr %q, stdout begins %.80q", status, stderr.String(), stdout.String())
	}
}

func TestTourEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var b bytes.Buffer
	if err := tour(ctx, &b, time.Now()); !errors.Is(err, context.Canceled) {
		t.Errorf("with its context over, the tour gave %v", err)
	}
}

func TestWriteWrapped(t *testing.T) {
	long := strings.Repeat("x", 3*columns)
	for _, tt := range []struct{ text, want string }{
		{"", "  >\n"},
		{"short", "  > short\n"},
		{strings.Repeat("word ", 21), "  > " + strings.TrimRight(strings.Repeat("word ", 19), " ") + "\n  >     word word\n"},
		{strings.Repeat("y", 80) + "," + strings.Repeat("z", 80), "  > " + strings.Repeat("y", 80) + ",\n  >     " + strings.Repeat("z", 80) + "\n"},
	} {
		var b bytes.Buffer
		writeWrapped(&b, "  > ", tt.text)
		if b.String() != tt.want {
			t.Errorf("%q is wrapped as\n%s, want\n%s", tt.text, b.String(), tt.want)
		}
	}
	var b bytes.Buffer
	writeWrapped(&b, "", long)
	if strings.NewReplacer("\n", "", " ", "").Replace(b.String()) != long {
		t.Errorf("wrapping lost something of a text without blanks: %q", b.String())
	}
}

func TestRedactField(t *testing.T) {
	for _, tt := range []struct{ name, value, want string }{
		{"authorization", "OSS4-HMAC-SHA256 Credential=ID/20260102/r/oss/aliyun_v4_request,Signature=0123456789abcdef",
			"OSS4-HMAC-SHA256 Credential=ID/20260102/r/oss/aliyun_v4_request,Signature=01234567..."},
		{"authorization", "OSS ID:0123456789abcdef=", "OSS ID:01234567..."},
		{"authorization", "Bearer something", "(redacted)"},
		{"x-oss-security-token", "token", "(redacted)"},
		{"x-oss-date", "20260102T030405Z", "20260102T030405Z"},
	} {
		if got := redactField(tt.name, tt.value); got != tt.want {
			t.Errorf("redactField(%q, %q) = %q, want %q", tt.name, tt.value, got, tt.want)
		}
	}
}
