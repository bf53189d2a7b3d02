package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"example.com/ossmeta/client/osstest"
)

func TestStyleOf(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0) // a character device, as a terminal is
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	for _, tt := range []struct {
		out           io.Writer
		term, noColor string
		want          style
	}{
		{null, "xterm", "", true},
		{null, "xterm", "1", false},
		{null, "dumb", "", false},
		{null, "", "", false},
		{file, "xterm", "", false},
		{&bytes.Buffer{}, "xterm", "", false},
	} {
		env := func(name string) string { return map[string]string{"TERM": tt.term, "NO_COLOR": tt.noColor}[name] }
		if got := styleOf(tt.out, env); got != tt.want {
			t.Errorf("on %T with TERM %q and NO_COLOR %q: %v", tt.out, tt.term, tt.noColor, got)
		}
	}
}

// TestStyled compares what a terminal gets with what a pipe gets: but for the
// marks it is the same, and -json has none.
func TestStyled(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	f.seed("novel", fullObject)
	f.seed("photos/1.jpg", osstest.Object{})
	marks := regexp.MustCompile("\x1b\\[[0-9;]*m")
	moving := regexp.MustCompile(`(date|request-id|server-time|x-oss-date=)[^\n&]*|signature=\w+|expires  .*`)
	for _, tt := range []struct {
		args   string
		marked bool
	}{
		{"ls", true}, {"ls -versions", true}, {"head novel", true}, {"stat novel", true}, {"tag novel", true}, {"presign novel", true},
		{"edit novel -meta a=b -dry-run", true}, {"help", true}, {"help ls", true}, {"ls -json", false}, {"get novel", false}, {"acl novel", false},
	} {
		args := strings.Fields(tt.args)
		var out, stderr bytes.Buffer
		p := process{func(n string) string { return f.vars[n] }, nil, &out, &stderr, true}
		if err := dispatch(t.Context(), args, p); err != nil {
			t.Fatal(err)
		}
		plain := marks.ReplaceAllString(out.String(), "")
		if (plain != out.String()) != tt.marked {
			t.Errorf("%s on a terminal: %q", tt.args, out.String())
		}
		if want := f.ok(t, args...); moving.ReplaceAllString(plain, "") != moving.ReplaceAllString(want, "") {
			t.Errorf("%s: without marks\n%s\nand to a pipe\n%s", tt.args, plain, want)
		}
	}
}

func TestVerbose(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	f.seed("novel", osstest.Object{})
	r := f.run(t, "edit", "novel", "-meta", "a=b", "-v")
	shape := `^HeadObject examplebucket/novel: 200 after [^ ]+, request id \w+
GetObjectACL examplebucket/novel: 200 after [^ ]+, request id \w+
EditObjectMeta examplebucket/novel: 200 after [^ ]+, request id \w+
$`
	if r.status != 0 || !regexp.MustCompile(shape).MatchString(r.stderr) {
		t.Errorf("status %d, stderr %s", r.status, r.stderr)
	}
	r = f.run(t, "get", "none", "-v")
	if lines := strings.Split(r.stderr, "\n"); !strings.HasPrefix(lines[0], "GetObject examplebucket/none: 404 NoSuchKey after ") || !strings.HasPrefix(lines[1], "demo: GetObject") {
		t.Errorf("stderr %s", r.stderr)
	}
	r = f.run(t, "ls", "-v")
	if !strings.HasPrefix(r.stderr, "ListObjects examplebucket: 200 after ") {
		t.Errorf("stderr %s", r.stderr)
	}
	r = f.run(t, "stat", "novel", "-v", "-endpoint", "http://"+deadAddress(t))
	if !regexp.MustCompile(`^GetObjectMeta examplebucket/novel: no answer after [^ ]+, again in `).MatchString(r.stderr) {
		t.Errorf("stderr %s", r.stderr)
	}
}

func TestRequesterPays(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	f.seed("novel", osstest.Object{})
	f.ok(t, "get", "novel", "-requester-pays")
	if got := f.Requests()[0].Header.Get("X-Oss-Request-Payer"); got != "requester" {
		t.Errorf("x-oss-request-payer is %q", got)
	}
}

// TestReports has the JSON of every command that writes.
func TestReports(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	f.seed("novel", fullObject)
	var text strings.Builder
	for _, args := range [][]string{
		{"put", "k"}, {"replace", "k", "-meta", "a=b"}, {"cp", "novel", "copy"}, {"acl", "copy"}, {"acl", "copy", "private"},
		{"tag", "copy"}, {"tag", "copy", "a=b", "c="}, {"tag", "copy", "-delete"}, {"stat", "novel"}, {"rm", "k"}, {"rm", "copy", "none"},
	} {
		f.show(t, &text, append(args, "-json")...)
	}
	for line := range strings.Lines(text.String()) {
		if line[0] == '{' && !json.Valid([]byte(line)) {
			t.Errorf("not JSON: %s", line)
		}
	}
	steady := text.String()
	for pattern, with := range map[string]string{`20[0-9]{2}-[0-9-]{5}T[0-9:.]+Z`: "TIME", `"(date|x-oss-server-time)":\["[^"]*"\]`: `"$1":["..."]`} {
		steady = regexp.MustCompile(pattern).ReplaceAllString(steady, with)
	}
	checkGolden(t, "json.txt", steady)
}

// FuzzPrint writes any text as a name in JSON, and in a line: the first is read
// as what it was, and neither has anything that is not printable.
func FuzzPrint(f *testing.F) {
	for _, s := range []string{"", "plain", "<&>", "\x00\x1b\x7f\u009b\u202e\u2028\ufeff\U000e0041", "小说 é\"\\", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var b strings.Builder
		if err := writeJSON(&b, s); err != nil {
			t.Fatal(err)
		}
		var back, want string
		err := json.Unmarshal([]byte(b.String()), &back)
		for _, r := range s { // bytes that are not UTF-8 become U+FFFD
			want += string(r)
		}
		if err != nil || back != want {
			t.Errorf("%q is written as %s and read as %q, %v", s, b.String(), back, err)
		}
		for _, r := range strings.TrimSuffix(b.String(), "\n") + printable(s) {
			if !strconv.IsPrint(r) {
				t.Errorf("%q is written with %q", s, r)
			}
		}
	})
}
