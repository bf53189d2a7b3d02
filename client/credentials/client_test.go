package credentials_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

// sts issues the keys of an hour each that a server knows.
type sts struct {
	keys   []signer.Credentials
	issued int
	until  map[string]time.Time // by security token
	mu     sync.Mutex
}

func newSTS(n int) *sts {
	s := &sts{until: map[string]time.Time{}}
	for i := range n {
		s.keys = append(s.keys, signer.Credentials{AccessKeyID: fmt.Sprintf("STS.%d", i), AccessKeySecret: "secret", SecurityToken: fmt.Sprintf("token%d", i)})
	}
	return s
}

func (s *sts) assumeRole(context.Context) (credentials.Temporary, error) {
	time.Sleep(200 * time.Millisecond) // by the bubble's clock
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.issued == len(s.keys) {
		return credentials.Temporary{}, errors.New("no more keys")
	}
	key := s.keys[s.issued]
	s.issued++
	s.until[key.SecurityToken] = time.Now().Add(time.Hour)
	return credentials.Temporary{Credentials: key, Expiration: s.until[key.SecurityToken]}, nil
}

// check reports requests with a token that has expired.
func (s *sts) check(t *testing.T, next http.RoundTripper) roundTrip {
	return func(r *http.Request) (*http.Response, error) {
		token := r.Header.Get("x-oss-security-token")
		s.mu.Lock()
		until, known := s.until[token]
		s.mu.Unlock()
		if !known || !time.Now().Before(until) {
			t.Errorf("at %v a request with %q, which was valid until %v", time.Now(), token, until)
		}
		return next.RoundTrip(r)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func newBucket(t *testing.T, oss *osstest.OSS, transport http.RoundTripper, provider credentials.Provider) *client.Bucket {
	t.Helper()
	c, err := client.New(client.Config{
		Endpoint:    "http://oss-" + oss.Region() + ".aliyuncs.com",
		Credentials: provider,
		HTTPClient:  &http.Client{Transport: transport},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c.Bucket("examplebucket")
}

// TestClientOutlivesItsToken has 20 users of one client over five lifetimes of
// a token: some all the time, and all of them right after a pause in which the
// token expired (aliyun/aliyun-oss-go-sdk issue 110, ali-sdk/ali-oss issues
// 1080, 1175, 1363 and 1391).
func TestClientOutlivesItsToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSTS(10)
		oss := osstest.New(osstest.Options{Credentials: s.keys})
		bucket := newBucket(t, oss, s.check(t, oss.Transport()), credentials.NewCache(s.assumeRole, nil).Credentials)
		if _, err := bucket.PutObject(t.Context(), "k", strings.NewReader("text"), nil); err != nil {
			t.Fatal(err)
		}
		for range 5 {
			var all sync.WaitGroup
			for range 20 {
				all.Go(func() {
					for range 4 {
						if _, err := bucket.HeadObject(t.Context(), "k", nil); err != nil {
							t.Error(err)
						}
						time.Sleep(7 * time.Minute)
					}
				})
			}
			all.Wait()
			time.Sleep(time.Hour)
		}
		if s.issued < 5 || s.issued > 6 {
			t.Errorf("%d keys were issued", s.issued)
		}
	})
}

// TestClientWithRevokedKey invalidates a key that OSS does not know any more.
func TestClientWithRevokedKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSTS(2)
		oss := osstest.New(osstest.Options{Credentials: s.keys[1:]})
		cache := credentials.NewCache(s.assumeRole, nil)
		bucket := newBucket(t, oss, oss.Transport(), cache.Credentials)
		_, err := bucket.HeadObject(t.Context(), "k", nil)
		if !errors.Is(err, xmlerr.InvalidAccessKeyId) {
			t.Fatal(err)
		}
		cache.Invalidate(s.keys[0])
		if _, err := bucket.PutObject(t.Context(), "k", strings.NewReader("text"), nil); err != nil {
			t.Error(err)
		}
	})
}
