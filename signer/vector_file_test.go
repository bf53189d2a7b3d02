package signer

import (
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A vector is one file of testdata/signing: "name: value" lines, then sections
// of the form "-- name --" that pin every stage.
type vector struct {
	fields   map[string][]string
	sections map[string]string
}

const fewestVectors = 24

func readVectors(t *testing.T) map[string]vector {
	t.Helper()
	paths, err := filepath.Glob("../testdata/signing/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) < fewestVectors {
		t.Fatalf("testdata/signing has %d vectors, want at least %d", len(paths), fewestVectors)
	}
	vectors := map[string]vector{}
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

func parseVector(t *testing.T, name, text string) vector {
	t.Helper()
	v := vector{map[string][]string{}, map[string]string{}}
	head, rest, _ := strings.Cut(text, "\n\n-- ")
	for line := range strings.Lines(head) {
		field, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if !ok {
			t.Fatalf("%s: line %q is not \"name: value\"", name, line)
		}
		v.fields[field] = append(v.fields[field], value)
	}
	for section := range strings.SplitSeq(rest, "\n\n-- ") {
		title, body, ok := strings.Cut(section, " --\n")
		if !ok {
			t.Fatalf("%s: section %q has no title", name, section)
		}
		v.sections[title] = strings.TrimSuffix(body, "\n")
	}
	return v
}

func (v vector) get(name string) string {
	if len(v.fields[name]) == 0 {
		return ""
	}
	return v.fields[name][0]
}

func (v vector) credentials() Credentials {
	return Credentials{v.get("access-key-id"), v.get("access-key-secret"), v.get("security-token")}
}

func (v vector) scope() Scope {
	day := strings.ReplaceAll(v.get("time")[:len("2023-12-16")], "-", "")
	return Scope{Date: day, Region: v.get("region"), Product: v.get("product")}
}

func (v vector) time(t *testing.T) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, v.get("time"))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// expires is the life of a URL; 0 for the header form.
func (v vector) expires(t *testing.T) time.Duration {
	t.Helper()
	if v.get("expires") == "" {
		return 0
	}
	seconds, err := strconv.Atoi(v.get("expires"))
	if err != nil {
		t.Fatal(err)
	}
	return time.Duration(seconds) * time.Second
}

// urlQuery returns the query of the signed URL.
func urlQuery(t *testing.T, r *Request, signature Signature) string {
	t.Helper()
	query := maps.Clone(r.Query)
	for _, f := range signature.Fields {
		query[f.Name] = []string{f.Value}
	}
	escaped, err := AppendQuery(nil, query)
	if err != nil {
		t.Fatal(err)
	}
	return string(escaped)
}

// readQuery decodes a query: official clients sort theirs in their own ways.
func readQuery(t *testing.T, query string) map[string]string {
	t.Helper()
	values := map[string]string{}
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		values[unescape(t, name)] = unescape(t, value)
	}
	return values
}

func (v vector) request(t *testing.T) *Request {
	t.Helper()
	r := &Request{Method: v.get("method"), Bucket: v.get("bucket"), Key: v.get("key"),
		Query: map[string][]string{}, Header: map[string][]string{}}
	for _, pair := range v.fields["query"] {
		name, value, _ := strings.Cut(pair, "=")
		r.Query[unescape(t, name)] = []string{unescape(t, value)}
	}
	for _, field := range v.fields["header"] {
		name, value, _ := strings.Cut(field, ": ")
		r.Header[name] = []string{value}
	}
	return r
}

// signer returns the vector's signer. A core vector has what the public API
// refuses, an empty access key id: it is made below that.
func (v vector) signer(t *testing.T) *Signer {
	t.Helper()
	var s *Signer
	var err error
	switch {
	case v.get("level") == "core":
		c := v.credentials()
		s, err = newSigner(&Signer{version: V1}, c)
	case v.get("version") == "V1":
		s, err = NewV1(v.credentials())
	default:
		s, err = NewV4(v.credentials(), v.scope(), v.fields["additional"]...)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}
