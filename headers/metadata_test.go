package headers_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/headers"
)

// full has each field once.
func full() headers.Metadata {
	return headers.Metadata{
		ContentType:        "text/html; charset=utf-8",
		ContentEncoding:    "gzip",
		ContentDisposition: "attachment",
		ContentLanguage:    "zh-CN",
		CacheControl:       "max-age=3600",
		Expires:            "2022-10-12T00:00:00.000Z",
		User:               map[string]string{"b": "2", "a_b": "\xb1\xa5", "empty": ""},
	}
}

func TestAll(t *testing.T) {
	want := []string{
		"Content-Type", "Content-Encoding", "Content-Disposition", "Content-Language", "Cache-Control", "Expires",
		"x-oss-meta-a_b", "x-oss-meta-b", "x-oss-meta-empty",
	}
	var got []string
	m := full()
	for name, value := range m.All() {
		if v, ok := m.Get(name); !ok || v != value {
			t.Errorf("Get(%q) = %q, %v, want %q", name, v, ok, value)
		}
		got = append(got, name)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for stop := range want {
		n := 0
		for range m.All() {
			if n++; n > stop {
				break
			}
		}
		if n != stop+1 {
			t.Errorf("after %d fields the loop went on to %d", stop+1, n)
		}
	}
}

func swapCase(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
			b[i] = c ^ ('a' - 'A')
		}
	}
	return string(b)
}

func TestGetSetDelete(t *testing.T) {
	for name := range full().All() {
		var m headers.Metadata
		if v, ok := m.Get(name); ok {
			t.Errorf("%s: Get of the zero value = %q, true", name, v)
		}
		odd := swapCase(name)
		if err := m.Set(odd, "value"); err != nil {
			t.Errorf("Set(%q): %v", odd, err)
		}
		if v, ok := m.Get(name); !ok || v != "value" {
			t.Errorf("Get(%q) = %q, %v", name, v, ok)
		}
		if v, ok := m.Get(odd); !ok || v != "value" {
			t.Errorf("Get(%q) = %q, %v", odd, v, ok)
		}
		for range 2 {
			if err := m.Delete(odd); err != nil {
				t.Errorf("Delete(%q): %v", odd, err)
			}
			if !m.Equal(headers.Metadata{}) {
				t.Errorf("after Delete(%q) there is %v", odd, m)
			}
		}
	}
}

func TestSetReplacesEverySpelling(t *testing.T) {
	m := headers.Metadata{User: map[string]string{"Ab": "1", "AB": "2", "ac": "3"}}
	if v, ok := m.Get("x-oss-meta-ab"); !ok || v != "2" {
		t.Errorf("Get = %q, %v, want the first in byte order", v, ok)
	}
	if err := m.Set("X-Oss-Meta-aB", ""); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"ab": "", "ac": "3"}, m.User); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestSetAndDeleteRefuse(t *testing.T) {
	tests := []struct {
		op     string
		err    func(*headers.Metadata) error
		name   string
		reason headers.Reason
	}{
		{"Set", func(m *headers.Metadata) error { return m.Set("author", "x") }, "author", headers.ReasonUnknown},
		{"Set", func(m *headers.Metadata) error { return m.Set("", "x") }, "", headers.ReasonUnknown},
		{"Set", func(m *headers.Metadata) error { return m.Set("x-oss-meta", "x") }, "x-oss-meta", headers.ReasonUnknown},
		{"Set", func(m *headers.Metadata) error { return m.Set("x-oss-object-acl", "x") }, "x-oss-object-acl", headers.ReasonUnknown},
		{"Set", func(m *headers.Metadata) error { return m.Set("expires", "") }, "expires", headers.ReasonEmpty},
		{"Delete", func(m *headers.Metadata) error { return m.Delete("ETag") }, "ETag", headers.ReasonUnknown},
	}
	for _, tt := range tests {
		m := full()
		var e *headers.FieldError
		if err := tt.err(&m); !errors.As(err, &e) {
			t.Errorf("%s(%q): %v, want a *FieldError", tt.op, tt.name, err)
			continue
		}
		if e.Name != tt.name || e.Reason != tt.reason {
			t.Errorf("%s(%q) = %q, %q, want reason %q", tt.op, tt.name, e.Name, e.Reason, tt.reason)
		}
		if !m.Equal(full()) {
			t.Errorf("%s(%q) changed something", tt.op, tt.name)
		}
	}
}

func TestClone(t *testing.T) {
	m := full()
	c := m.Clone()
	if diff := cmp.Diff(m, c); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	c.User["b"] = "changed"
	c.User["new"] = ""
	if !m.Equal(full()) {
		t.Error("a change of the clone changed its origin")
	}
}

func TestGetIsNotTakenInByTheEmptyName(t *testing.T) {
	m := headers.Metadata{User: map[string]string{"": "x"}}
	if v, ok := m.Get("x-oss-meta-a"); v != "" || ok {
		t.Errorf("Get = %q, %v", v, ok)
	}
	if v, ok := m.Get("x-oss-meta-"); v != "x" || !ok {
		t.Errorf("Get of the empty name = %q, %v", v, ok)
	}
}
