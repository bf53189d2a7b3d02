package client_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

// TestEditUnclear loses replies, or answers with trouble, before and after the
// copy took effect.
func TestEditUnclear(t *testing.T) {
	for _, tt := range []struct {
		name   string
		effect bool
		fault  roundTrip
	}{
		{"reply lost after the write", true, func(*http.Request) (*http.Response, error) { return nil, errors.New("connection reset") }},
		{"request lost", false, func(*http.Request) (*http.Response, error) { return nil, errors.New("connection reset") }},
		{"500 after the write", true, answer(500, nil, "<Error><Code>InternalError</Code></Error>")},
		{"503 instead of it", false, answer(503, nil, "<Error><Code>SlowDown</Code></Error>")},
		{"200 with an error in it", true, answer(200, nil, "<Error><Code>InternalError</Code></Error>")},
		{"200 that breaks off", true, answer(200, nil, "<CopyObjectResult><ETag>")},
		{"200 without anything", true, answer(200, nil, "")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				oss := osstest.New(osstest.Options{})
				oss.PutObject(bucketName, "k", everything())
				transport, faults := oss.Transport(), 2
				b := newBucket(t, oss, over(func(r *http.Request) (*http.Response, error) {
					if r.Method != "PUT" || faults == 0 {
						return transport.RoundTrip(r)
					}
					faults--
					if tt.effect {
						resp, err := transport.RoundTrip(r)
						if err != nil {
							return nil, err
						}
						resp.Body.Close()
					}
					return tt.fault(r)
				}))
				result, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), nil)
				if err != nil {
					t.Fatal(err)
				}
				want := everything().Header
				want["X-Oss-Meta-X"] = []string{"1"}
				got, _ := oss.Object(bucketName, "k")
				if diff := cmp.Diff(want, got.Header); diff != "" {
					t.Errorf("after the edit (-want +got):\n%s", diff)
				}
				if !result.Changed || len(result.Changes) != 1 || result.Attempts < 2 {
					t.Errorf("result %+v", result)
				}
			})
		})
	}
}

// TestEditGivesUp ends with the last error when the trouble does not, and with
// the context's when that ends first.
func TestEditGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss := osstest.New(osstest.Options{})
		oss.PutObject(bucketName, "k", osstest.Object{})
		transport := oss.Transport()
		b := newBucket(t, oss, over(func(r *http.Request) (*http.Response, error) {
			if r.Method == "PUT" {
				return answer(503, nil, "<Error><Code>SlowDown</Code></Error>")(r)
			}
			return transport.RoundTrip(r)
		}))
		_, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), &client.EditOptions{MaxAttempts: 3})
		var gaveUp *client.EditError
		if !errors.As(err, &gaveUp) || gaveUp.Reason != client.EditUnclear || !errors.Is(err, xmlerr.Code("SlowDown")) {
			t.Errorf("error %v", err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		start := time.Now()
		_, err = b.EditObjectMeta(ctx, "k", setUser("x", "1"), nil)
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 4*time.Second {
			t.Errorf("error %v after %v", err, time.Since(start))
		}
	})
}

// TestEditVersionConflict compares the version that was copied with the one
// that was read.
func TestEditVersionConflict(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := http.Header{"Date": {"Sat, 16 Dec 2023 16:21:57 GMT"}, "Last-Modified": {"Sat, 16 Dec 2023 16:20:57 GMT"},
			"Etag": {`"A"`}, "X-Oss-Version-Id": {"v1"}}
		copied := "v1"
		b := newBucket(t, osstest.New(osstest.Options{}), over(func(r *http.Request) (*http.Response, error) {
			if r.Method == "HEAD" {
				return answer(200, h, "")(r)
			}
			return answer(200, http.Header{"X-Oss-Version-Id": {"v3"}, "X-Oss-Copy-Source-Version-Id": {copied}},
				"<CopyObjectResult><ETag>\"A\"</ETag><LastModified>2023-12-16T16:22:00.000Z</LastModified></CopyObjectResult>")(r)
		}))
		opt := &client.EditOptions{ACL: client.Private}
		result, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), opt)
		if err != nil || result.VersionID != "v3" {
			t.Errorf("result %+v, %v", result, err)
		}
		copied = "v2"
		var conflict *client.EditError
		if _, err = b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), opt); !errors.As(err, &conflict) ||
			conflict.Reason != client.EditVersionConflict || conflict.ReadVersion != "v1" || conflict.CopiedVersion != "v2" {
			t.Errorf("error %v", err)
		}
	})
}
