package headers_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/headers"
)

var fullHeader = map[string][]string{
	"Content-Type":        {"text/html; charset=utf-8"},
	"Content-Encoding":    {"gzip"},
	"Content-Disposition": {"attachment"},
	"Content-Language":    {"zh-CN"},
	"Cache-Control":       {"max-age=3600"},
	"Expires":             {"2022-10-12T00:00:00.000Z"},
	"X-Oss-Meta-B":        {"2"},
	"X-Oss-Meta-A_b":      {"\xb1\xa5"},
	"X-Oss-Meta-Empty":    {""},
}

type fault struct {
	Name   string
	Reason headers.Reason
	EC     string
}

// faultsOf takes apart an error that joins *FieldErrors.
func faultsOf(t *testing.T, err error) []fault {
	t.Helper()
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		t.Fatalf("%T does not join errors", err)
	}
	var faults []fault
	for _, err := range joined.Unwrap() {
		var e *headers.FieldError
		if !errors.As(err, &e) {
			t.Fatalf("%T is no *FieldError", err)
		}
		faults = append(faults, fault{e.Name, e.Reason, e.EC})
	}
	return faults
}

func TestReadMetadata(t *testing.T) {
	user := func(kv ...string) headers.Metadata {
		m := headers.Metadata{User: map[string]string{}}
		for i := 0; i < len(kv); i += 2 {
			m.User[kv[i]] = kv[i+1]
		}
		return m
	}
	tests := []struct {
		name   string
		header map[string][]string
		want   headers.Metadata
		faults []fault
	}{
		{"nothing", nil, headers.Metadata{}, nil},
		{"all fields", fullHeader, full(), nil},
		{"other fields", map[string][]string{"Date": {"x"}, "X-Oss-Metadata-Directive": {"COPY"}, "X-Oss-Meta": {"x"}}, headers.Metadata{}, nil},
		{"any letter case", map[string][]string{"content-TYPE": {"a"}, "X-OSS-META-Author": {"b"}},
			headers.Metadata{ContentType: "a", User: map[string]string{"author": "b"}}, nil},
		{"letters of ASCII only", map[string][]string{"x-o\u017fs-meta-a": {"1"}, "x-oss-meta-\u212a": {"2"}}, user("\u212a", "2"), nil},
		{"prefix twice", map[string][]string{"x-oss-meta-x-oss-meta-a": {"1"}}, user("x-oss-meta-a", "1"), nil},
		{"prefix alone", map[string][]string{"x-oss-meta-": {"1"}}, user("", "1"), nil},
		{"key without values", map[string][]string{"Content-Type": nil, "X-Oss-Meta-A": {}}, headers.Metadata{}, nil},
		{"two lines beside other fields and keys without values", map[string][]string{"X-Oss-Meta-A": {"1", "2"}, "Date": {"x"}, "Content-Type": {}},
			user("a", "1"), []fault{{"X-Oss-Meta-A", headers.ReasonDuplicate, ""}}},
		{"two lines", map[string][]string{"Expires": {"a", "b"}, "X-Oss-Meta-A": {"1", "1", "2"}},
			headers.Metadata{Expires: "a", User: map[string]string{"a": "1"}},
			[]fault{{"Expires", headers.ReasonDuplicate, ""}, {"X-Oss-Meta-A", headers.ReasonDuplicate, ""}}},
		{"names that fold together", map[string][]string{"x-oss-meta-a": {"1"}, "X-Oss-Meta-A": {"2"}, "X-OSS-Meta-a": {"3"}}, user("a", "2"),
			[]fault{{"X-OSS-Meta-a", headers.ReasonCollision, ""}, {"x-oss-meta-a", headers.ReasonCollision, ""}}},
		{"standard names that fold together", map[string][]string{"expires": {"1"}, "EXPIRES": {"2"}}, headers.Metadata{Expires: "2"},
			[]fault{{"expires", headers.ReasonCollision, ""}}},
		{"empty standard field", map[string][]string{"Cache-Control": {""}, "X-Oss-Meta-A": {""}}, user("a", ""),
			[]fault{{"Cache-Control", headers.ReasonEmpty, ""}}},
		{"empty first line", map[string][]string{"Cache-Control": {"", "a"}}, headers.Metadata{},
			[]fault{{"Cache-Control", headers.ReasonDuplicate, ""}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for range 100 { // the order of a map is random, and seldom another one
				got, err := headers.ReadMetadata(tt.header)
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Fatalf("-want +got:\n%s", diff)
				}
				if diff := cmp.Diff(tt.faults, faultsOf(t, err)); diff != "" {
					t.Fatalf("faults: -want +got:\n%s", diff)
				}
			}
		})
	}
}

func TestWrite(t *testing.T) {
	tests := []struct {
		name   string
		m      headers.Metadata
		before map[string][]string
		want   map[string][]string
	}{
		{"nothing", headers.Metadata{}, map[string][]string{"Content-Type": {"a"}}, map[string][]string{"Content-Type": {"a"}}},
		{"all fields", full(), map[string][]string{}, fullHeader},
		{"replaces in any letter case",
			headers.Metadata{Expires: "new", User: map[string]string{"a": "new", "a b": "new"}},
			map[string][]string{"expires": {"1", "2"}, "EXPIRES": {"3"}, "x-oss-META-a": {"4"}, "X-Oss-Meta-A B": {"5"}, "x-oss-meta-b": {"6"}, "Date": {"7"}},
			map[string][]string{"Expires": {"new"}, "X-Oss-Meta-A": {"new"}, "x-oss-meta-a b": {"new"}, "x-oss-meta-b": {"6"}, "Date": {"7"}}},
		{"folds names",
			headers.Metadata{User: map[string]string{"B": "upper", "A": "not", "a": "lower", "cC": "not", "Cc": "first"}},
			map[string][]string{},
			map[string][]string{"X-Oss-Meta-A": {"lower"}, "X-Oss-Meta-B": {"upper"}, "X-Oss-Meta-Cc": {"first"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.m.Write(tt.before)
			if diff := cmp.Diff(tt.want, tt.before); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestWriteKeepsValuesApart(t *testing.T) {
	h := http.Header{}
	full().Write(h)
	h.Add("Content-Type", "second") // must not reach into another field's values
	want := http.Header(fullHeader).Clone()
	want.Add("Content-Type", "second")
	if diff := cmp.Diff(want, h); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
