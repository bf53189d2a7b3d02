package client_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

var (
	revoked = signer.Credentials{AccessKeyID: "revoked", AccessKeySecret: "secret", SecurityToken: "token"}
	stale   = signer.Credentials{AccessKeyID: "valid", AccessKeySecret: "secret", SecurityToken: "stale"}
	valid   = signer.Credentials{AccessKeyID: "valid", AccessKeySecret: "secret", SecurityToken: "token"}
)

// TestCredentialsRefused has a cache hold a key that OSS does not take any
// more: the request succeeds with the next one.
func TestCredentialsRefused(t *testing.T) {
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		for _, old := range []signer.Credentials{revoked, stale} {
			synctest.Test(t, func(t *testing.T) {
				oss := osstest.New(osstest.Options{Credentials: []signer.Credentials{valid}})
				oss.PutObject(bucketName, "k", everything())
				source := []signer.Credentials{old, valid}
				cache := credentials.NewCache(func(context.Context) (credentials.Temporary, error) {
					next := source[0]
					source = source[1:]
					return credentials.Temporary{Credentials: next}, nil
				}, nil)
				c := newClient(t, oss, func(cfg *client.Config) {
					cfg.Signature, cfg.Credentials, cfg.CredentialsRefused = version, cache.Credentials, cache.Invalidate
				})
				b := c.Bucket(bucketName)
				if _, err := c.Do(t.Context(), client.Operation{Method: "POST", Bucket: bucketName, Key: "log", Body: strings.NewReader("x"),
					Query: map[string][]string{"append": {""}, "position": {"0"}}}); err != nil {
					t.Errorf("%v, an append: %v", version, err)
				}
				if _, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), nil); err != nil {
					t.Errorf("%v, an edit: %v", version, err)
				}
				if len(source) != 0 {
					t.Errorf("the source was not asked again")
				}
			})
		}
	}
}

// TestCredentialsRefusedLimits: once more, not twice; not without the hook; not
// for another refusal, or for an anonymous request; and never half a body.
func TestCredentialsRefusedLimits(t *testing.T) {
	stream := func() io.Reader { return io.MultiReader(strings.NewReader("x")) }
	for _, tt := range []struct {
		name     string
		code     xmlerr.Code
		body     io.Reader
		change   func(*client.Config)
		attempts int
		told     int
	}{
		{"refused for ever", xmlerr.InvalidAccessKeyId, nil, nil, 2, 2},
		{"an expired token", xmlerr.SecurityTokenExpired, strings.NewReader("x"), nil, 2, 2},
		{"a stream", xmlerr.InvalidSecurityToken, stream(), nil, 1, 1},
		{"one attempt", xmlerr.InvalidSecurityToken, nil, func(cfg *client.Config) { cfg.MaxAttempts = 1 }, 1, 1},
		{"no hook", xmlerr.InvalidAccessKeyId, nil, func(cfg *client.Config) { cfg.CredentialsRefused = nil }, 1, 0},
		{"anonymous", xmlerr.InvalidAccessKeyId, nil, func(cfg *client.Config) { cfg.Credentials = nil }, 1, 0},
		{"something else", xmlerr.AccessDenied, nil, nil, 1, 0},
	} {
		attempts, told := 0, []signer.Credentials(nil)
		b := newBucket(t, osstest.New(osstest.Options{}), func(cfg *client.Config) {
			cfg.Credentials = credentials.Static(stale)
			cfg.CredentialsRefused = func(c signer.Credentials) { told = append(told, c) }
			over(func(r *http.Request) (*http.Response, error) {
				attempts++
				return answer(403, nil, "<Error><Code>"+string(tt.code)+"</Code></Error>")(r)
			})(cfg)
			if tt.change != nil {
				tt.change(cfg)
			}
		})
		_, err := b.PutObject(t.Context(), "k", tt.body, &client.PutObjectOptions{ForbidOverwrite: true})
		if !errors.Is(err, tt.code) || attempts != tt.attempts || len(told) != tt.told || slices.ContainsFunc(told, func(c signer.Credentials) bool { return c != stale }) {
			t.Errorf("%s: %d attempts, told %d times, error %v", tt.name, attempts, len(told), err)
		}
	}
}
