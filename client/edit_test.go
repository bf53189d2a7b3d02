package client_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
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

// TestConcurrentEdits has 8 editors set 25 keys of their own each, in one
// object. None may be lost.
func TestConcurrentEdits(t *testing.T) {
	for name, precedence := range map[string]osstest.Precedence{"all conditions hold": osstest.And, "RFC 9110": osstest.RFC} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const editors, keys = 8, 25
				oss := osstest.New(osstest.Options{Precedence: precedence})
				oss.PutObject(bucketName, "k", everything())
				var wg sync.WaitGroup
				for e := range editors {
					b := newBucket(t, oss, nil)
					wg.Go(func() {
						for k := range keys {
							if _, err := b.EditObjectMeta(t.Context(), "k", setUser(fmt.Sprintf("e%d-k%d", e, k), "set"), nil); err != nil {
								t.Error(err)
							}
						}
					})
				}
				wg.Wait()
				want := everything()
				for e := range editors {
					for k := range keys {
						want.Header[fmt.Sprintf("X-Oss-Meta-E%d-K%d", e, k)] = []string{"set"}
					}
				}
				got, _ := oss.Object(bucketName, "k")
				if diff := cmp.Diff(want.Header, got.Header); diff != "" {
					t.Errorf("after %d edits (-want +got):\n%s", editors*keys, diff)
				}
				if got.ACL != want.ACL || got.StorageClass != want.StorageClass || !slices.Equal(got.Tags, want.Tags) {
					t.Errorf("ACL %q, class %q, tags %q", got.ACL, got.StorageClass, got.Tags)
				}
			})
		})
	}
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
		if _, err := b.EditObjectMeta(t.Context(), "k", func(*headers.Metadata) error { return failed }, nil); !errors.Is(err, failed) {
			t.Errorf("an edit that fails: %v", err)
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

// TestEditRefusals has one row for each object, or answer, that an edit cannot
// handle without loss. Nothing may be written.
func TestEditRefusals(t *testing.T) {
	usual := func() http.Header {
		return http.Header{"Date": {"Sat, 16 Dec 2023 16:21:57 GMT"}, "Last-Modified": {"Sat, 16 Dec 2023 16:20:57 GMT"},
			"Etag": {`"A"`}, "Content-Type": {"text/plain"}, "X-Oss-Object-Type": {"Normal"}, "X-Oss-Storage-Class": {"Standard"}}
	}
	for _, tt := range []struct {
		name   string
		header map[string][]string // laid over the usual one; nil value: removed
		acl    string
		reason client.EditReason
	}{
		{"no ETag", http.Header{"Etag": nil}, "default", client.EditIncomplete},
		{"no Last-Modified", http.Header{"Last-Modified": nil}, "default", client.EditIncomplete},
		{"unreadable Last-Modified", http.Header{"Last-Modified": {"yesterday"}}, "default", client.EditIncomplete},
		{"no Date", http.Header{"Date": nil}, "default", client.EditIncomplete},
		{"a cache", http.Header{"Age": {"3"}}, "default", client.EditCached},
		{"a symlink", http.Header{"X-Oss-Object-Type": {"Symlink"}}, "default", client.EditSymlink},
		{"an appendable object", http.Header{"X-Oss-Object-Type": {"Appendable"}}, "default", client.EditAppendable},
		{"the null version", http.Header{"X-Oss-Version-Id": {"null"}}, "default", client.EditNullVersion},
		{"a forced download", http.Header{"X-Oss-Force-Download": {"true"}, "Content-Disposition": {"attachment"}}, "default", client.EditForcedDownload},
		{"Pragma", http.Header{"Pragma": {"no-cache"}}, "default", client.EditUnreadable},
		{"a header of OSS that is not known", http.Header{"X-Oss-New-Property": {"1"}}, "default", client.EditForeignHeaders},
		{"a persistent header", http.Header{"X-Frame-Options": {"DENY"}}, "default", client.EditForeignHeaders},
		{"a value twice", http.Header{"X-Oss-Meta-A": {"1", "2"}}, "default", client.EditUnreadable},
		{"an empty Cache-Control", http.Header{"Cache-Control": {""}}, "default", client.EditUnreadable},
		{"two storage classes", http.Header{"X-Oss-Storage-Class": {"IA", "Standard"}}, "default", client.EditUnreadable},
		{"an unknown ACL", nil, "authenticated-read", client.EditUnreadable},
		{"no permission to read the ACL", nil, "", client.EditACLDenied},
		{"a clock that stands still", http.Header{"Date": {"Sat, 16 Dec 2023 16:20:58 GMT"}}, "default", client.EditClock},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := usual()
				for name, values := range tt.header {
					if h[name] = values; values == nil {
						delete(h, name)
					}
				}
				b := newBucket(t, osstest.New(osstest.Options{}), over(func(r *http.Request) (*http.Response, error) {
					switch {
					case r.Method == "PUT":
						t.Error("something was written")
						return answer(200, nil, "")(r)
					case r.Method == "HEAD":
						return answer(200, h, "")(r)
					case tt.acl == "":
						return answer(403, nil, "<Error><Code>AccessDenied</Code></Error>")(r)
					}
					return answer(200, nil, "<AccessControlPolicy><AccessControlList><Grant>"+tt.acl+"</Grant></AccessControlList></AccessControlPolicy>")(r)
				}))
				_, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), nil)
				var refused *client.EditError
				if !errors.As(err, &refused) || refused.Reason != tt.reason || !errors.Is(err, tt.reason) {
					t.Fatalf("error %v, want reason %q", err, tt.reason)
				}
				var op *client.OpError
				if !errors.As(err, &op) || op.Key != "k" || op.Op != "EditObjectMeta" || strings.Contains(err.Error(), "\n") {
					t.Errorf("error %q is no OpError on one line that names the key", err)
				}
			})
		})
	}
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
	for name, opt := range map[string]client.EditOptions{
		"Margin":            {Margin: -1},
		"MaxAttempts":       {MaxAttempts: -1},
		"PersistentHeaders": {PersistentHeaders: 7},
		"ACL":               {ACL: "everybody"},
		"Header":            {RequestOptions: client.RequestOptions{Header: http.Header{"x-oss-storage-class": {"IA"}}}},
	} {
		var refused *client.ArgumentError
		if _, err := b.EditObjectMeta(t.Context(), "k", keep, &opt); !errors.As(err, &refused) || refused.Name != name {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if _, err := b.EditObjectMeta(t.Context(), "k", nil, nil); err == nil {
		t.Error("a nil edit was taken")
	}
}
