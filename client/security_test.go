package client_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// TestInjection: a line break anywhere is refused, and nothing is sent.
func TestInjection(t *testing.T) {
	const evil = "x\r\nx-oss-object-acl: public-read-write"
	b := newBucket(t, osstest.New(osstest.Options{}), over(func(r *http.Request) (*http.Response, error) {
		t.Errorf("%s %s was sent", r.Method, r.URL)
		return nil, io.EOF
	}))
	ctx := t.Context()
	for name, call := range map[string]func() error{
		"metadata": func() error {
			_, err := b.PutObject(ctx, "k", nil, &client.PutObjectOptions{Metadata: headers.Metadata{CacheControl: evil}})
			return err
		},
		"user metadata": func() error {
			_, err := b.ReplaceObjectMeta(ctx, "k", headers.Metadata{User: map[string]string{"a": evil}}, nil)
			return err
		},
		"its name": func() error {
			_, err := b.ReplaceObjectMeta(ctx, "k", headers.Metadata{User: map[string]string{evil: "a"}}, nil)
			return err
		},
		"a further header": func() error {
			_, err := b.HeadObject(ctx, "k", &client.HeadObjectOptions{RequestOptions: client.RequestOptions{Header: http.Header{"X-A": {evil}}}})
			return err
		},
		"its name, too": func() error {
			_, err := b.HeadObject(ctx, "k", &client.HeadObjectOptions{RequestOptions: client.RequestOptions{Header: http.Header{evil: {"a"}}}})
			return err
		},
		"the storage class": func() error {
			_, err := b.PutObject(ctx, "k", nil, &client.PutObjectOptions{Placement: client.Placement{StorageClass: evil}})
			return err
		},
		"a range": func() error {
			_, err := b.GetObject(ctx, "k", &client.GetObjectOptions{Range: evil})
			return err
		},
		"a checksum": func() error {
			_, err := b.PutObject(ctx, "k", nil, &client.PutObjectOptions{ContentMD5: evil})
			return err
		},
		"an operation's header": func() error {
			_, err := newClient(t, osstest.New(osstest.Options{}), over(lost)).Do(ctx,
				client.Operation{Method: "GET", Bucket: bucketName, Header: http.Header{"X-A": {evil}}})
			return err
		},
	} {
		if err := call(); err == nil || errors.Is(err, io.EOF) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// A drip is a body that gives a byte a second, for ever, until it is closed.
type drip struct {
	once   sync.Once
	closed chan struct{}
}

func newDrip() *drip { return &drip{closed: make(chan struct{})} }

func (d *drip) Read(p []byte) (int, error) {
	select {
	case <-d.closed:
		return 0, http.ErrBodyReadAfterClose
	case <-time.After(time.Second):
		p[0] = ' '
		return 1, nil
	}
}

func (d *drip) Close() error {
	d.once.Do(func() { close(d.closed) })
	return nil
}

// TestHostileBodies: an answer that never ends, or is huge, or blows up, costs
// neither time nor memory.
func TestHostileBodies(t *testing.T) {
	bomb := `<?xml version="1.0"?><!DOCTYPE Error [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><Error><Code>&b;</Code></Error>`
	deep := strings.Repeat("<Error>", 1<<20)
	policy := func(document string) string { return strings.ReplaceAll(document, "Error>", "AccessControlPolicy>") }
	for name, tt := range map[string]struct {
		status int
		body   func() io.ReadCloser
	}{
		"slow refusal":    {403, func() io.ReadCloser { return newDrip() }},
		"slow success":    {200, func() io.ReadCloser { return newDrip() }},
		"endless refusal": {500, func() io.ReadCloser { return io.NopCloser(neverEnding{}) }},
		"endless success": {200, func() io.ReadCloser { return io.NopCloser(neverEnding{}) }},
		"bomb":            {403, func() io.ReadCloser { return io.NopCloser(strings.NewReader(bomb)) }},
		"deep":            {403, func() io.ReadCloser { return io.NopCloser(strings.NewReader(deep)) }},
		"bomb, success":   {200, func() io.ReadCloser { return io.NopCloser(strings.NewReader(policy(bomb))) }},
		"deep, success":   {200, func() io.ReadCloser { return io.NopCloser(strings.NewReader(policy(deep))) }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBucket(t, osstest.New(osstest.Options{}), func(cfg *client.Config) {
					cfg.MaxAttempts = 1
					over(func(r *http.Request) (*http.Response, error) {
						resp, err := answer(tt.status, http.Header{"X-Oss-Request-Id": {"1"}}, "")(r)
						resp.Body, resp.ContentLength = tt.body(), -1
						return resp, err
					})(cfg)
				})
				began := time.Now()
				_, putErr := b.PutObject(t.Context(), "k", nil, nil)
				_, aclErr := b.GetObjectACL(t.Context(), "k", nil)
				if tt.status != 200 {
					var answer *xmlerr.Error
					if !errors.As(putErr, &answer) || answer.StatusCode != tt.status || !errors.As(aclErr, &answer) {
						t.Errorf("errors %v, %v", putErr, aclErr)
					}
				}
				if tt.status == 200 && aclErr == nil {
					t.Error("a document without an end was read")
				}
				if took := time.Since(began); took > 5*time.Minute { // of the bubble's clock
					t.Errorf("it took %v", took)
				}
			})
		})
	}
}

type neverEnding struct{}

func (neverEnding) Read(p []byte) (int, error) { return len(p), nil }

// TestDowngrade: an answer that sends the client on to http, or anywhere else,
// is an error for every method, and is not followed.
func TestDowngrade(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, method := range []string{"GET", "HEAD", "PUT", "POST", "DELETE"} {
			seen := 0
			c := newClient(t, osstest.New(osstest.Options{}), func(cfg *client.Config) {
				cfg.Endpoint = "https://oss-cn-hangzhou.aliyuncs.com"
				over(func(r *http.Request) (*http.Response, error) {
					seen++
					return answer(status, http.Header{"Location": {"http://" + r.URL.Host + r.URL.Path}}, "")(r)
				})(cfg)
			})
			_, err := c.Do(t.Context(), client.Operation{Method: method, Bucket: bucketName, Key: "k"})
			if err == nil || seen != 1 {
				t.Errorf("%s, %d: error %v after %d requests", method, status, err, seen)
			}
		}
	}
}
