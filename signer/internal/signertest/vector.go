package signertest

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"example.com/ossmeta/signer"
)

// A Vector is one file of testdata/signing: "name: value" lines, then sections
// of the form "-- name --" that pin every stage.
type Vector struct {
	Fields   map[string][]string
	Sections map[string]string
}

const fewestVectors = 24

// root is the directory of the module, from the one that a test runs in.
func root() string {
	dir := "."
	for range 8 {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		dir = filepath.Join(dir, "..")
	}
	return dir
}

// SubResources returns who signs which sub-resource. It panics without its file.
func SubResources() map[string][]string {
	data, err := os.ReadFile(filepath.Join(root(), "testdata", "signing", "subresources.tsv"))
	if err != nil {
		panic(err)
	}
	by := map[string][]string{}
	for line := range strings.Lines(string(data)) {
		if name, sources, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && line[0] != '#' {
			by[name] = strings.Fields(sources)
		}
	}
	return by
}

// ReadVectors returns the vectors by the names of their files.
func ReadVectors(t T) map[string]Vector {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(root(), "testdata", "signing", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) < fewestVectors {
		t.Fatalf("testdata/signing has %d vectors, want at least %d", len(paths), fewestVectors)
	}
	vectors := map[string]Vector{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		vectors[name] = parseVector(t, name, string(data))
	}
	return vectors
}

func parseVector(t T, name, text string) Vector {
	t.Helper()
	v := Vector{map[string][]string{}, map[string]string{}}
	head, rest, _ := strings.Cut(text, "\n\n-- ")
	for line := range strings.Lines(head) {
		field, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if !ok {
			t.Fatalf("%s: line %q is not \"name: value\"", name, line)
		}
		v.Fields[field] = append(v.Fields[field], value)
	}
	for section := range strings.SplitSeq(rest, "\n\n-- ") {
		title, body, ok := strings.Cut(section, " --\n")
		if !ok {
			t.Fatalf("%s: section %q has no title", name, section)
		}
		v.Sections[title] = strings.TrimSuffix(body, "\n")
	}
	return v
}

// Get returns the first value of a field, "" if there is none.
func (v Vector) Get(name string) string {
	if len(v.Fields[name]) == 0 {
		return ""
	}
	return v.Fields[name][0]
}

// Credentials returns what the vector is signed with.
func (v Vector) Credentials() signer.Credentials {
	return signer.Credentials{AccessKeyID: v.Get("access-key-id"), AccessKeySecret: v.Get("access-key-secret"), SecurityToken: v.Get("security-token")}
}

// Scope returns the scope of a vector of V4.
func (v Vector) Scope() signer.Scope {
	day := strings.ReplaceAll(v.Get("time")[:len("2023-12-16")], "-", "")
	return signer.Scope{Date: day, Region: v.Get("region"), Product: v.Get("product")}
}

// Time returns when the vector is signed.
func (v Vector) Time(t T) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, v.Get("time"))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// Expires is the life of a URL; 0 for the header form.
func (v Vector) Expires(t T) time.Duration {
	t.Helper()
	if v.Get("expires") == "" {
		return 0
	}
	seconds, err := strconv.Atoi(v.Get("expires"))
	if err != nil {
		t.Fatal(err)
	}
	return time.Duration(seconds) * time.Second
}

// Request returns the request of the vector.
func (v Vector) Request(t T) *signer.Request {
	t.Helper()
	r := &signer.Request{Method: v.Get("method"), Bucket: v.Get("bucket"), Key: v.Get("key"),
		Query: map[string][]string{}, Header: map[string][]string{}}
	for _, pair := range v.Fields["query"] {
		name, value, _ := strings.Cut(pair, "=")
		r.Query[Unescape(t, name)] = []string{Unescape(t, value)}
	}
	for _, field := range v.Fields["header"] {
		name, value, _ := strings.Cut(field, ": ")
		r.Header[name] = []string{value}
	}
	return r
}

// Unescape is a reference reader of percent-encoding.
func Unescape(t T, s string) string {
	t.Helper()
	var b strings.Builder
	before, rest, found := strings.Cut(s, "%")
	for b.WriteString(before); found; b.WriteString(before) {
		if len(rest) < 2 {
			t.Fatalf("%q is not percent-encoded", s)
		}
		c, err := strconv.ParseUint(rest[:2], 16, 8)
		if err != nil {
			t.Fatalf("%q is not percent-encoded", s)
		}
		b.WriteByte(byte(c))
		before, rest, found = strings.Cut(rest[2:], "%")
	}
	return b.String()
}
