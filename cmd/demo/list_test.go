package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
)

// show runs the program and adds what it gave to text, for a golden file.
func (f *fixture) show(t *testing.T, text *strings.Builder, args ...string) {
	t.Helper()
	out := f.ok(t, args...)
	for what, pattern := range map[string]string{"REQUEST": `05[0-9A-F]{22}`, "127.0.0.1:PORT": `127\.0\.0\.1:[0-9]+`} {
		out = regexp.MustCompile(pattern).ReplaceAllString(out, what)
	}
	fmt.Fprintf(text, "$ demo %s\n%s\n", strings.Join(args, " "), out)
}

func TestList(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	for key, class := range map[string]string{"novel": "Standard", "photos/2025/1.jpg": "IA", "photos/2025/2.jpg": "ColdArchive", "photos/a b.jpg": "Standard"} {
		f.seed(key, osstest.Object{Body: []byte("a novel"), StorageClass: class})
	}
	var text strings.Builder
	for _, args := range [][]string{
		{"ls"}, {"ls", "photos/"}, {"ls", "-r"}, {"ls", "photos/", "-delimiter", "."}, {"ls", "none"},
		{"ls", "photos/", "-json"}, {"ls", "-r", "-json", "nov"},
	} {
		f.show(t, &text, args...)
	}
	checkGolden(t, "ls.txt", text.String())
}

func TestListVersions(t *testing.T) {
	f := newFixture(t, osstest.Options{Buckets: []osstest.Bucket{{Name: "examplebucket", Versioning: "Enabled"}}})
	f.seed("novel", osstest.Object{Body: []byte("a novel")})
	f.seed("novel", osstest.Object{Body: []byte("a long novel")})
	f.seed("photos/1.jpg", osstest.Object{})
	f.seed("gone", osstest.Object{})
	f.ok(t, "rm", "gone")
	states := map[string]int{}
	for line := range strings.Lines(f.ok(t, "ls", "-versions")) {
		states[strings.Fields(line)[3]]++
	}
	if states["current"] != 1 || states["old"] != 2 || states["deleted"] != 1 || states["-"] != 1 {
		t.Errorf("ls -versions has the states %v", states)
	}
	f.seed("gone", osstest.Object{})
	if text := f.ok(t, "ls", "-versions", "gone"); !regexp.MustCompile(`(?m)^ +-  [0-9TZ:-]{20}  - +marker   \w+  gone$`).MatchString(text) {
		t.Errorf("there is no line for the delete marker that is no longer the newest:\n%s", text)
	}
	sizes := map[string]int{}
	for line := range strings.Lines(f.ok(t, "ls", "-versions", "-r", "-json")) {
		var v struct {
			Size   int
			Latest bool `json:"is_latest"`
			Marker bool `json:"delete_marker"`
		}
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatal(err)
		}
		sizes[fmt.Sprintf("%d %v %v", v.Size, v.Latest, v.Marker)]++
	}
	if want := (map[string]int{"12 true false": 1, "7 false false": 1, "0 true false": 2, "0 false false": 1, "0 false true": 1}); fmt.Sprint(sizes) != fmt.Sprint(want) {
		t.Errorf("ls -versions -json has %v, want %v", sizes, want)
	}
}

// TestListPages has more keys than one page.
func TestListPages(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	const n = 2500
	for i := range n {
		f.seed(fmt.Sprintf("k%04d", i), osstest.Object{})
	}
	rows := strings.Split(strings.TrimSpace(f.ok(t, "ls")), "\n")
	if len(rows) != n || !strings.HasSuffix(rows[n-1], " k2499") {
		t.Errorf("%d rows, the last one %q", len(rows), rows[len(rows)-1])
	}
}

// TestListEnds has an output that breaks: no more pages are asked for.
func TestListEnds(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	for i := range 3 * client.MaxKeys {
		f.seed(fmt.Sprintf("k%04d", i), osstest.Object{})
	}
	var stderr strings.Builder
	status := run(t.Context(), []string{"ls"}, func(n string) string { return f.vars[n] }, nil, brokenWriter{}, &stderr)
	checkOneLine(t, result{status, "", stderr.String()}, exitFailed, "disk is full")
	if n := len(f.Requests()); n != 1 {
		t.Errorf("%d pages were asked for", n)
	}
}

// TestHostileKeys has keys that would steer a terminal, or fake lines.
func TestHostileKeys(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	for _, key := range []string{
		"\x1b]0;title\x07", "a\nb", "a\rb", "a\x7fb", "a\u009b31mb", "a\u202eb", "a\u2028b", "a\U000e0041b", "\x1b[2J/x",
	} {
		f.seed("dir/"+key, osstest.Object{})
		for _, args := range [][]string{{"ls", "dir/", "-r"}, {"ls", "dir/"}, {"ls", "dir/", "-json"}, {"head", "-json", "dir/" + key},
			{"cp", "dir/" + key, "dir/" + key + "2"}, {"cp", "-json", "dir/" + key, "dir/" + key + "2"}, {"tag", "dir/" + key, "a=b"},
			{"tag", "dir/" + key}, {"tag", "-json", "dir/" + key}, {"presign", "dir/" + key}, {"presign", "-json", "dir/" + key},
			{"edit", "dir/" + key, "-meta", "a=b", "-dry-run"}, {"edit", "-json", "dir/" + key, "-meta", "a=b", "-dry-run"},
			{"rm", "dir/" + key}, {"rm", "-json", "dir/" + key + "2"}} {
			text := f.ok(t, args...)
			for _, r := range text {
				if r != '\n' && printable(string(r)) != string(r) {
					t.Errorf("%q writes %q", args, text)
					break
				}
			}
			if !utf8.ValidString(text) {
				t.Errorf("%q writes what is not UTF-8: %q", args, text)
			}
		}
	}
}
