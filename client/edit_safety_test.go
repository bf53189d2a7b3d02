package client_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
)

// TestEditSlowAnswer has a HEAD whose Date is taken long after its metadata: a
// writer in between shares the Last-Modified that was read. The edit must see
// it all the same.
func TestEditSlowAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss := osstest.New(osstest.Options{})
		oss.PutObject(bucketName, "k", osstest.Object{})
		transport, heads := oss.Transport(), 0
		b := newBucket(t, oss, over(func(r *http.Request) (*http.Response, error) {
			resp, err := transport.RoundTrip(r)
			if err != nil || r.Method != "HEAD" {
				return resp, err
			}
			if heads++; heads == 1 {
				time.Sleep(500 * time.Millisecond) // still the same second
				oss.PutObject(bucketName, "k", osstest.Object{Header: http.Header{"X-Oss-Meta-Other": {"1"}}})
				time.Sleep(3 * time.Second)
				resp.Header.Set("Date", headers.FormatTime(time.Now()))
			}
			return resp, nil
		}))
		if _, err := b.EditObjectMeta(t.Context(), "k", setUser("mine", "1"), nil); err != nil {
			t.Fatal(err)
		}
		got, _ := oss.Object(bucketName, "k")
		if got.Header.Get("X-Oss-Meta-Other") != "1" || got.Header.Get("X-Oss-Meta-Mine") != "1" {
			t.Errorf("after both writers: %v", got.Header)
		}
	})
}

// TestEditSlowServer has HEADs that take longer than the patience with the
// clock, and a Last-Modified that is far in the future.
func TestEditSlowServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss, attempts := osstest.New(osstest.Options{}), 0
		oss.PutObject(bucketName, "k", osstest.Object{})
		fault := answer(503, http.Header{"Retry-After": {"6"}}, slowDown)
		b := newBucket(t, oss, over(failing(2, fault, oss.Transport(), &attempts)))
		if _, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), nil); err != nil {
			t.Errorf("a HEAD that took 12 seconds: %v", err)
		}
		oss.PutObject(bucketName, "future", osstest.Object{LastModified: time.Now().Add(100 * time.Hour)})
		start := time.Now()
		if _, err := b.EditObjectMeta(t.Context(), "future", setUser("x", "1"), nil); !errors.Is(err, client.EditClock) || time.Since(start) > 20*time.Second {
			t.Errorf("a Last-Modified in the future: %v after %v", err, time.Since(start))
		}
	})
}

// TestEditCollision: a key that differs from an object's only by letter case
// is refused, not silently ignored.
func TestEditCollision(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	oss.PutObject(bucketName, "k", osstest.Object{Header: http.Header{"X-Oss-Meta-Author": {"anon"}}, LastModified: time.Now().Add(-time.Hour)})
	oss.PutObject(bucketName, "bare", osstest.Object{LastModified: time.Now().Add(-time.Hour)})
	b := newBucket(t, oss, nil)
	assign := func(m *headers.Metadata) error { m.User["Author"] = "O. Henry"; return nil }
	if _, err := b.EditObjectMeta(t.Context(), "k", assign, nil); !isFieldError(err) {
		t.Errorf("Author beside author: %v", err)
	}
	// The map can be written to also if the object has no user metadata.
	if result, err := b.EditObjectMeta(t.Context(), "bare", assign, nil); err != nil || !result.Changed {
		t.Errorf("%+v, %v", result, err)
	}
	if got, _ := oss.Object(bucketName, "bare"); got.Header.Get("X-Oss-Meta-Author") != "O. Henry" {
		t.Errorf("stored %v", got.Header)
	}
}

// TestEditForcedDownload leaves the Content-Disposition that OSS added out.
func TestEditForcedDownload(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss := osstest.New(osstest.Options{})
		oss.PutObject(bucketName, "k", osstest.Object{LastModified: time.Now().Add(-time.Hour)})
		transport := oss.Transport()
		b := newBucket(t, oss, over(func(r *http.Request) (*http.Response, error) {
			resp, err := transport.RoundTrip(r)
			if err == nil && r.Method == "HEAD" {
				resp.Header.Set("X-Oss-Force-Download", "true")
				resp.Header.Set("Content-Disposition", "attachment")
			}
			return resp, err
		}))
		if _, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), nil); !errors.Is(err, client.EditForcedDownload) {
			t.Errorf("error %v", err)
		}
		if _, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), &client.EditOptions{DropForcedDisposition: true}); err != nil {
			t.Error(err)
		}
		if got, _ := oss.Object(bucketName, "k"); got.Header.Get("Content-Disposition") != "" || got.Header.Get("X-Oss-Meta-X") != "1" {
			t.Errorf("stored %v", got.Header)
		}
	})
}

// TestEditUnclearEnd: once a copy may have taken effect, no error says that
// nothing was written.
func TestEditUnclearEnd(t *testing.T) {
	for name, second := range map[string]func(context.CancelFunc, *http.Response){
		"a cache answers":  func(_ context.CancelFunc, resp *http.Response) { resp.Header.Set("Age", "1") },
		"the context ends": func(cancel context.CancelFunc, _ *http.Response) { cancel() },
		"the object is gone": func(_ context.CancelFunc, resp *http.Response) {
			resp.StatusCode = 404
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				oss := osstest.New(osstest.Options{})
				oss.PutObject(bucketName, "k", osstest.Object{})
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				transport, written := oss.Transport(), false
				b := newBucket(t, oss, over(func(r *http.Request) (*http.Response, error) {
					resp, err := transport.RoundTrip(r)
					switch {
					case err != nil:
					case r.Method == "PUT":
						written = true
						resp.Body.Close()
						return lost(r)
					case written:
						second(cancel, resp)
					}
					return resp, err
				}))
				_, err := b.EditObjectMeta(ctx, "k", setUser("x", "1"), nil)
				if !errors.Is(err, client.EditUnclear) || name == "the context ends" && !errors.Is(err, context.Canceled) {
					t.Errorf("error %v", err)
				}
			})
		})
	}
}

// TestEditRequests looks at the three requests of an edit.
func TestEditRequests(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	oss.PutObject(bucketName, "k", osstest.Object{LastModified: time.Now().Add(-time.Hour)})
	var sent []*http.Request
	transport := oss.Transport()
	b := newBucket(t, oss, over(func(r *http.Request) (*http.Response, error) {
		sent = append(sent, r)
		r = r.Clone(r.Context())
		r.Header.Del("Referer")
		return transport.RoundTrip(r)
	}))
	options := client.RequestOptions{Header: http.Header{"Referer": {"mine"}}, SignedHeaders: []string{"user-agent", "cache-control"}}
	edit := func(m *headers.Metadata) error { m.CacheControl = "no-cache"; return nil }
	if _, err := b.EditObjectMeta(t.Context(), "k", edit, &client.EditOptions{RequestOptions: options}); err != nil {
		t.Fatal(err)
	}
	if len(sent) != 3 {
		t.Fatalf("%d requests were sent", len(sent))
	}
	for i, r := range sent {
		names := "AdditionalHeaders=user-agent,"
		if i == 2 {
			names = "AdditionalHeaders=cache-control;user-agent,"
		}
		if r.Header.Get("Referer") != "mine" || !strings.Contains(r.Header.Get("Authorization"), names) {
			t.Errorf("%s %s: %v", r.Method, r.URL, r.Header)
		}
	}
	put := sent[2].Header
	for name, want := range map[string]string{
		"X-Oss-Copy-Source": "/examplebucket/k", "X-Oss-Metadata-Directive": "REPLACE", "X-Oss-Tagging-Directive": "Copy",
		"X-Oss-Storage-Class": "Standard", "X-Oss-Object-Acl": "", "X-Oss-Copy-Source-If-Match": "", "X-Oss-Forbid-Overwrite": "",
	} {
		if got := put.Get(name); got != want {
			t.Errorf("the copy has %s: %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"If-Match", "Range", "Accept-Encoding", "Origin", "X-Oss-Storage-Class", "X-Oss-Traffic-Limit"} {
		bad := &client.EditOptions{RequestOptions: client.RequestOptions{Header: http.Header{name: {"x"}}}}
		if _, err := b.EditObjectMeta(t.Context(), "k", edit, bad); err == nil {
			t.Errorf("an edit with %s was taken", name)
		}
	}
	paid := &client.EditOptions{DryRun: true, RequestOptions: client.RequestOptions{Header: http.Header{"X-Oss-Request-Payer": {"requester"}}}}
	clear := func(m *headers.Metadata) error { m.CacheControl = ""; return nil }
	silent := newBucket(t, oss, over(func(r *http.Request) (*http.Response, error) {
		r = r.Clone(r.Context())
		r.Header.Del("X-Oss-Request-Payer")
		r.Header.Del("Authorization")
		return transport.RoundTrip(r)
	}))
	oss.PutObject(bucketName, "k", osstest.Object{ACL: "public-read", LastModified: time.Now().Add(-time.Hour), Header: http.Header{"Cache-Control": {"x"}}})
	paid.ACL = client.Private // not read, which anonymous requests may not
	if dry, err := silent.EditObjectMeta(t.Context(), "k", clear, paid); err != nil || dry.Request.Get("X-Oss-Request-Payer") == "" {
		t.Errorf("a dry run: %+v, %v", dry, err)
	}
}
