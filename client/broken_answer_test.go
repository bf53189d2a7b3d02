package client_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
)

// cutOff passes on the first half of the documents that the first n requests
// for which it says so are answered with.
func cutOff(n int, next http.RoundTripper, which func(*http.Request) bool) roundTrip {
	return func(r *http.Request) (*http.Response, error) {
		resp, err := next.RoundTrip(r)
		if err != nil || !which(r) || n == 0 {
			return resp, err
		}
		n--
		document, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		resp.Body = io.NopCloser(io.MultiReader(strings.NewReader(string(document[:len(document)/2])), errReader{io.ErrUnexpectedEOF}))
		return resp, err
	}
}

type errReader struct{ err error }

func (e errReader) Read([]byte) (int, error) { return 0, e.err }

// TestDocumentCutOff: a document that breaks off is a lost answer: what may be
// repeated is, and nothing of the first half stays.
func TestDocumentCutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss := seeded([]string{"a", "b", "c", "d"})
		always := func(*http.Request) bool { return true }
		b := newBucket(t, oss, over(cutOff(2, oss.Transport(), always)))
		if got := collect(t, b, nil); len(got) != 4 {
			t.Errorf("listed %q", got)
		}
		b = newBucket(t, oss, over(cutOff(1, oss.Transport(), always)))
		if got, err := b.GetObjectACL(t.Context(), "a", nil); err != nil || got.ACL != client.DefaultACL {
			t.Errorf("%+v, %v", got, err)
		}
		var told []string
		b = newBucket(t, oss, func(cfg *client.Config) {
			over(cutOff(3, oss.Transport(), always))(cfg)
			cfg.OnAttempt = func(_ context.Context, a client.Attempt) {
				told = append(told, fmt.Sprintln(a.Number, a.StatusCode, errors.Is(a.Err, io.ErrUnexpectedEOF), a.Again))
			}
		})
		if _, err := b.GetObjectTagging(t.Context(), "a", nil); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("three documents that break off: %v", err)
		}
		if got := strings.Join(told, ""); got != "1 200 true true\n2 200 true true\n3 200 true false\n" {
			t.Errorf("OnAttempt was told\n%s", got)
		}
	})
}

// TestEditACLCutOff: an edit reads an ACL that broke off once more.
func TestEditACLCutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss := osstest.New(osstest.Options{})
		oss.PutObject(bucketName, "k", everything())
		b := newBucket(t, oss, over(cutOff(1, oss.Transport(), func(r *http.Request) bool { return r.Method == "GET" })))
		if _, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), nil); err != nil {
			t.Error(err)
		}
	})
}

// TestDocumentContext: a context that ends while the document is read is what
// the error says, also before its first byte, also with a cause of its own.
func TestDocumentContext(t *testing.T) {
	interrupted := errors.New("interrupted")
	for name, quiet := range map[string]bool{"quiet": true, "not quiet": false} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			b := newBucket(t, osstest.New(osstest.Options{}), over(func(r *http.Request) (*http.Response, error) {
				resp, err := answer(200, nil, "")(r)
				resp.ContentLength = -1
				resp.Body = io.NopCloser(readFunc(func([]byte) (int, error) { cancel(interrupted); return 0, interrupted }))
				return resp, err
			}))
			_, err := b.DeleteMultipleObjects(ctx, []client.ObjectIdentifier{{Key: "k"}}, &client.DeleteMultipleObjectsOptions{Quiet: quiet})
			if !errors.Is(err, context.Canceled) || !errors.Is(err, interrupted) {
				t.Errorf("%s: error %v", name, err)
			}
		})
	}
}

type readFunc func([]byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }
