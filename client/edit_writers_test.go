package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// TestEditRivals has another writer do something right before the copy is sent.
// The edit is made on top of what the other one wrote.
func TestEditRivals(t *testing.T) {
	for name, tt := range map[string]struct {
		oss  osstest.Options
		act  func(context.Context, *client.Bucket) error
		want func(osstest.Object) bool
	}{
		"replaced": {act: func(ctx context.Context, b *client.Bucket) error {
			_, err := b.PutObject(ctx, "k", strings.NewReader("new"), nil)
			return err
		}, want: func(o osstest.Object) bool {
			return string(o.Body) == "new" && o.ACL == "default" && o.Header.Get("X-Oss-Meta-Author") == ""
		}},
		"the ACL set, which moves Last-Modified": {oss: osstest.Options{ACLMovesLastModified: true}, act: func(ctx context.Context, b *client.Bucket) error {
			_, err := b.PutObjectACL(ctx, "k", client.Private, nil)
			return err
		}, want: func(o osstest.Object) bool { return o.ACL == "private" && o.Header.Get("X-Oss-Meta-Author") != "" }},
		"edited": {act: func(ctx context.Context, b *client.Bucket) error {
			_, err := b.EditObjectMeta(ctx, "k", setUser("rival", "1"), nil)
			return err
		}, want: func(o osstest.Object) bool {
			return o.Header.Get("X-Oss-Meta-Rival") == "1" && o.Header.Get("X-Oss-Meta-Author") != ""
		}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				oss, acted := osstest.New(tt.oss), false
				oss.PutObject(bucketName, "k", everything())
				transport, rival := oss.Transport(), newBucket(t, oss, nil)
				b := newBucket(t, oss, over(func(r *http.Request) (*http.Response, error) {
					if r.Method == "PUT" && !acted {
						acted = true
						if err := tt.act(r.Context(), rival); err != nil {
							t.Error(err)
						}
					}
					return transport.RoundTrip(r)
				}))
				result, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), nil)
				if err != nil || result.Attempts != 2 {
					t.Fatalf("%+v, %v", result, err)
				}
				if got, _ := oss.Object(bucketName, "k"); !tt.want(got) || got.Header.Get("X-Oss-Meta-X") != "1" {
					t.Errorf("the object is %+v", got)
				}
			})
		})
	}
}

// TestConcurrentEdits has 8 editors set 25 keys of their own each, in one
// object. None may be lost.
func TestConcurrentEdits(t *testing.T) {
	for name, precedence := range map[string]osstest.Precedence{"all conditions hold": osstest.And, "RFC 9110": osstest.RFC} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
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

// TestEditContended has another writer be faster every time: the edit gives up
// after as many attempts as it may take, and says so.
func TestEditContended(t *testing.T) {
	for _, tt := range []struct {
		most, attempts int
		text           string
	}{{0, 32, "32 times"}, {1, 1, "1 time"}, {2, 2, "2 times"}} {
		synctest.Test(t, func(t *testing.T) {
			oss, edits := osstest.New(osstest.Options{}), 0
			oss.PutObject(bucketName, "k", osstest.Object{ACL: "private"})
			copied := oss.Inject(osstest.Fault{Operation: "CopyObject", Status: 412, Code: xmlerr.PreconditionFailed})
			edit := func(m *headers.Metadata) error { edits++; return m.Set("x-oss-meta-x", "1") }
			_, err := newBucket(t, oss, nil).EditObjectMeta(t.Context(), "k", edit, &client.EditOptions{MaxAttempts: tt.most})
			if !errors.Is(err, client.EditContended) || !errors.Is(err, xmlerr.PreconditionFailed) || !strings.Contains(err.Error(), "it was tried "+tt.text+";") {
				t.Errorf("MaxAttempts %d: error %v", tt.most, err)
			}
			if edits != tt.attempts || copied.Affected() != tt.attempts {
				t.Errorf("MaxAttempts %d: %d edits, %d copies", tt.most, edits, copied.Affected())
			}
		})
	}
}
