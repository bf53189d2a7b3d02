package signertest

import (
	"maps"
	"slices"
	"strings"

	"example.com/ossmeta/signer"
)

// GetRequest returns a request of the fewest parts.
func GetRequest() *signer.Request {
	return &signer.Request{Method: "GET", Bucket: "examplebucket", Key: "folder/a key.txt",
		Query: map[string][]string{}, Header: map[string][]string{}}
}

// PutRequest returns a request in which every kind of part occurs.
func PutRequest() *signer.Request {
	return &signer.Request{
		Method: "PUT", Bucket: "examplebucket", Key: "folder/a key+ü.txt", Host: "examplebucket.example.com",
		Query: map[string][]string{"acl": {""}, "versionId": {"CAEQ/x"}, "prefix": {"a b"}},
		Header: map[string][]string{
			"Content-Type":      {"text/plain"},
			"Content-MD5":       {"eB5eJF1ptWaXm4bijSPyxw=="},
			"Cache-Control":     {"no-cache"},
			"Content-Length":    {"12"},
			"X-Oss-Meta-Author": {"O. Henry"},
			"x-oss-meta-empty":  {""},
		},
	}
}

// TypicalRequest returns a request with 8 headers, as a program sends it.
func TypicalRequest() *signer.Request {
	return &signer.Request{
		Method: "PUT", Bucket: "examplebucket", Key: "folder/object name.txt",
		Header: map[string][]string{
			"Content-Type":        {"text/plain"},
			"Content-Md5":         {"eB5eJF1ptWaXm4bijSPyxw=="},
			"Cache-Control":       {"no-cache"},
			"User-Agent":          {"ossmeta"},
			"X-Oss-Meta-Author":   {"O. Henry"},
			"X-Oss-Meta-Price":    {"100 dollar"},
			"X-Oss-Object-Acl":    {"private"},
			"X-Oss-Storage-Class": {"Standard"},
		},
	}
}

// CopyRequest copies r as deep as it goes.
func CopyRequest(r *signer.Request) *signer.Request {
	c := *r
	c.Query, c.Header = CopyValues(r.Query), CopyValues(r.Header)
	return &c
}

// CopyValues copies a header or a query.
func CopyValues(m map[string][]string) map[string][]string {
	c := maps.Clone(m)
	for name, values := range c {
		c[name] = slices.Clone(values)
	}
	return c
}

// Set sets a header as a sender does, whatever the letter case.
func Set(r *signer.Request, name, value string) {
	Drop(r, name)
	r.Header[name] = []string{value}
}

// Drop removes a header, whatever the letter case.
func Drop(r *signer.Request, name string) {
	maps.DeleteFunc(r.Header, func(n string, _ []string) bool { return strings.EqualFold(n, name) })
}

// WithHeader returns a change of r.Header[name].
func WithHeader(name string, values ...string) func(*signer.Request) {
	return func(r *signer.Request) { r.Header[name] = values }
}

// WithoutHeader returns a change that drops a header.
func WithoutHeader(name string) func(*signer.Request) {
	return func(r *signer.Request) { Drop(r, name) }
}

// WithQuery returns a change of r.Query[name].
func WithQuery(name string, values ...string) func(*signer.Request) {
	return func(r *signer.Request) { r.Query[name] = values }
}

// WithKey returns a change of the key.
func WithKey(key string) func(*signer.Request) { return func(r *signer.Request) { r.Key = key } }

// Both returns the changes one after the other.
func Both(changes ...func(*signer.Request)) func(*signer.Request) {
	return func(r *signer.Request) {
		for _, change := range changes {
			change(r)
		}
	}
}

// Unchanged is no change.
func Unchanged(*signer.Request) {}

// ReadValues reads lines of a name, the separator and a value. A name that
// comes again gets one more value.
func ReadValues(text, separator string) map[string][]string {
	m := map[string][]string{}
	for line := range strings.SplitSeq(text, "\n") {
		if name, value, found := strings.Cut(line, separator); found || name != "" {
			m[name] = append(m[name], value)
		}
	}
	return m
}

// WriteValues is the reverse of ReadValues.
func WriteValues(m map[string][]string) string {
	var b strings.Builder
	for name, values := range m {
		b.WriteString(name + "=" + values[0] + "\n")
	}
	return b.String()
}
