package client_test

import (
	"errors"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
)

// setUser returns an edit that sets one user metadata value.
func setUser(name, value string) func(*headers.Metadata) error {
	return func(m *headers.Metadata) error { return m.Set("x-oss-meta-"+name, value) }
}

// everything is an object that has all that a copy onto itself would lose,
// among it values that no client should ever parse or mend.
func everything() osstest.Object {
	return osstest.Object{
		Body: []byte("content"),
		Header: http.Header{
			"Content-Type":        {"text/html; charset=utf-8"},
			"Content-Encoding":    {"identity"},
			"Content-Disposition": {`attachment; filename="a b.html"`},
			"Content-Language":    {"zh-CN, en"},
			"Cache-Control":       {"max-age=3600,  no-transform"},
			"Expires":             {"2022-10-12T00:00:00.000Z"},
			"X-Oss-Meta-Author":   {"O. Henry"},
			"X-Oss-Meta-A_b":      {"a legacy name"},
			"X-Oss-Meta-Gbk":      {"\xc5\xb7\xba\xe0\xc0\xfb"}, // not UTF-8
			"X-Oss-Meta-Utf-8":    {"欧·亨利"},
			"X-Oss-Meta-Empty":    {""},
		},
		ACL:                      "public-read",
		Tags:                     []headers.Tag{{Key: "k&1", Value: "a=b+中"}, {Key: "z", Value: ""}},
		StorageClass:             "IA",
		ServerSideEncryption:     "KMS",
		ServerSideDataEncryption: "SM4",
		KMSKeyID:                 "9468da86-3509-4f8d-a61e-6eab1eac****",
	}
}

// TestEditLosesNothing compares all of an object, byte for byte, before and
// after an edit.
func TestEditLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss := osstest.New(osstest.Options{})
		b := newBucket(t, oss, nil)
		oss.PutObject(bucketName, "k", everything())
		before := head(t, b, "k")
		result, err := b.EditObjectMeta(t.Context(), "k", setUser("price", "100 dollar"), nil)
		if err != nil {
			t.Fatal(err)
		}

		want := everything()
		want.Header["X-Oss-Meta-Price"] = []string{"100 dollar"}
		got, _ := oss.Object(bucketName, "k")
		if got.LastModified.Sub(before.LastModified) <= time.Second {
			t.Errorf("Last-Modified went from %v to %v: a second writer could share it", before.LastModified, got.LastModified)
		}
		want.LastModified, want.ObjectType, want.ETag, want.CRC64 = got.LastModified, got.ObjectType, got.ETag, got.CRC64
		if diff := cmp.Diff(want, got, cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".PersistentHeaders" }, cmp.Ignore())); diff != "" {
			t.Errorf("the object after the edit (-want +got):\n%s", diff)
		}

		after := head(t, b, "k")
		if got := differing(before.Header, after.Header); !slices.Equal(got, []string{
			"Date", "Last-Modified", "X-Oss-Meta-Price", "X-Oss-Request-Id", "X-Oss-Server-Time"}) &&
			!slices.Equal(got, []string{"Date", "Last-Modified", "X-Oss-Meta-Price", "X-Oss-Request-Id"}) {
			t.Errorf("headers that differ after the edit: %q", got)
		}
		if !result.Changed || result.Attempts != 1 || len(result.Changes) != 1 || !result.After.Equal(after.Metadata) ||
			!result.Before.Equal(before.Metadata) || result.RequestID == "" {
			t.Errorf("result: %+v", result)
		}
	})
}

// differing returns the names of the fields in which two headers differ.
func differing(a, b http.Header) []string {
	var names []string
	for _, h := range []http.Header{a, b} {
		for name := range h {
			if !slices.Equal(a[name], b[name]) && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}

func TestEditNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss := osstest.New(osstest.Options{})
		b := newBucket(t, oss, nil)
		oss.PutObject(bucketName, "k", osstest.Object{Header: http.Header{"X-Oss-Meta-A": {"1"}}, LastModified: time.Now().Add(-time.Hour)})
		result, err := b.EditObjectMeta(t.Context(), "k", setUser("A", "1"), nil)
		if err != nil || result.Changed {
			t.Errorf("an edit that changes nothing: %+v, %v", result, err)
		}
		failed := errors.New("no")
		called := 0
		fail := func(*headers.Metadata) error { called++; return failed }
		if _, err := b.EditObjectMeta(t.Context(), "k", fail, nil); !errors.Is(err, failed) || called != 1 {
			t.Errorf("an edit that fails: %v, called %d times", err, called)
		}
		if _, err := b.EditObjectMeta(t.Context(), "k", setUser("a_b", "1"), nil); !isFieldError(err) {
			t.Errorf("an edit that sets a bad name: %v", err)
		}
		dry, err := b.EditObjectMeta(t.Context(), "k", setUser("b", "2"), &client.EditOptions{DryRun: true})
		if err != nil || !dry.Changed || dry.Request.Get("X-Oss-Meta-B") != "2" || dry.Request.Get("X-Oss-Metadata-Directive") != "REPLACE" {
			t.Errorf("a dry run: %+v, %v", dry, err)
		}
		for _, r := range oss.Requests() {
			if r.Method == "PUT" {
				t.Errorf("%s %s was sent", r.Method, r.RequestURI)
			}
		}
	})
}

func isFieldError(err error) bool {
	var e *headers.FieldError
	return errors.As(err, &e)
}

// TestEditPersistentHeaders carries or drops headers that are none of OSS's.
func TestEditPersistentHeaders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss := osstest.New(osstest.Options{})
		oss.PutObject(bucketName, "k", osstest.Object{LastModified: time.Now().Add(-time.Hour),
			PersistentHeaders: http.Header{"X-Frame-Options": {"DENY"}, "X-Other": {"a, b"}}})
		b := newBucket(t, oss, nil)
		for choice, want := range map[client.PersistentHeaders]string{
			client.CarryPersistent: "X-Frame-Options:REVOWQ==,X-Other:YSwgYg==",
			client.DropPersistent:  "",
		} {
			dry, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), &client.EditOptions{PersistentHeaders: choice, DryRun: true})
			if err != nil {
				t.Fatal(err)
			}
			if got := dry.Request.Get("X-Oss-Persistent-Headers"); got != want {
				t.Errorf("choice %d sends %q, want %q", choice, got, want)
			}
		}
	})
}

// TestEditACL sends the ACL that is asked for, or the one that was read last.
func TestEditACL(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss := osstest.New(osstest.Options{})
		oss.PutObject(bucketName, "k", osstest.Object{ACL: "public-read"})
		changed := false
		transport := oss.Transport()
		b := newBucket(t, oss, over(func(r *http.Request) (*http.Response, error) {
			if r.Method == "PUT" && !changed {
				changed = true // another writer sets the ACL and modifies the object
				other := newBucket(t, oss, nil)
				if _, err := other.PutObjectACL(r.Context(), "k", client.Private, nil); err != nil {
					t.Error(err)
				}
				if _, err := other.EditObjectMeta(r.Context(), "k", setUser("other", "1"), nil); err != nil {
					t.Error(err)
				}
			}
			return transport.RoundTrip(r)
		}))
		result, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), nil)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := oss.Object(bucketName, "k")
		if got.ACL != "private" || got.Header.Get("X-Oss-Meta-Other") != "1" || got.Header.Get("X-Oss-Meta-X") != "1" || result.Attempts < 2 {
			t.Errorf("ACL %q, header %v, attempts %d", got.ACL, got.Header, result.Attempts)
		}
		if _, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "2"), &client.EditOptions{ACL: client.PublicReadWrite}); err != nil {
			t.Fatal(err)
		}
		if got, _ := oss.Object(bucketName, "k"); got.ACL != "public-read-write" {
			t.Errorf("ACL %q", got.ACL)
		}
		if _, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "3"), &client.EditOptions{ACL: client.DefaultACL}); err != nil {
			t.Fatal(err)
		}
		if got, _ := oss.Object(bucketName, "k"); got.ACL != "default" {
			t.Errorf("ACL %q", got.ACL)
		}
	})
}

func TestEditOptionErrors(t *testing.T) {
	b := newBucket(t, osstest.New(osstest.Options{}), over(func(*http.Request) (*http.Response, error) {
		t.Error("something was sent")
		return nil, errors.New("sent")
	}))
	keep := func(*headers.Metadata) error { return nil }
	for _, tt := range []struct {
		name string
		opt  client.EditOptions
	}{
		{"Margin", client.EditOptions{Margin: -1}},
		{"Margin", client.EditOptions{Margin: time.Hour + 1}},
		{"MaxAttempts", client.EditOptions{MaxAttempts: -1}},
		{"PersistentHeaders", client.EditOptions{PersistentHeaders: client.RefusePersistent - 1}},
		{"PersistentHeaders", client.EditOptions{PersistentHeaders: client.DropPersistent + 1}},
		{"ACL", client.EditOptions{ACL: "everybody"}},
		{"Header", client.EditOptions{RequestOptions: client.RequestOptions{Header: http.Header{"x-oss-storage-class": {"IA"}}}}},
	} {
		var refused *client.ArgumentError
		if _, err := b.EditObjectMeta(t.Context(), "k", keep, &tt.opt); !errors.As(err, &refused) || refused.Name != tt.name {
			t.Errorf("%+v: error %v", tt.opt, err)
		}
	}
	if _, err := b.EditObjectMeta(t.Context(), "k", nil, nil); err == nil {
		t.Error("a nil edit was taken")
	}
}
