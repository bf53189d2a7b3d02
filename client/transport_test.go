package client_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
)

// attemptsAt counts the requests that one HeadObject sends to a server over the
// client's own transport.
func attemptsAt(t *testing.T, url string) (attempts int, err error) {
	t.Helper()
	c, err := client.New(client.Config{Endpoint: url, Region: "cn-hangzhou", Credentials: static, MaxAttempts: 2,
		OnAttempt: func(context.Context, client.Attempt) { attempts++ }})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Bucket(bucketName).HeadObject(t.Context(), "k", nil)
	return attempts, err
}

// TestTransportErrors: what is wrong with the address will be wrong next time.
func TestTransportErrors(t *testing.T) {
	quiet := func(s *httptest.Server) *httptest.Server { s.Config.ErrorLog = log.New(io.Discard, "", 0); return s }
	secure := quiet(httptest.NewUnstartedServer(http.NotFoundHandler()))
	secure.StartTLS()
	defer secure.Close()
	attempts, err := attemptsAt(t, secure.URL)
	if attempts != 1 || !errors.As(err, new(*tls.CertificateVerificationError)) {
		t.Errorf("a certificate that nobody vouches for: %d attempts, %v", attempts, err)
	}
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	attempts, err = attemptsAt(t, strings.Replace(plain.URL, "http:", "https:", 1))
	if attempts != 1 || !errors.Is(err, http.ErrSchemeMismatch) || !strings.Contains(err.Error(), "put http:// in front") {
		t.Errorf("https to a server that speaks http: %d attempts, %v", attempts, err)
	}
}

// TestCallersTimeout: a caller's client sends, with all that it is set to.
func TestCallersTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss := osstest.New(osstest.Options{})
		b := newBucket(t, oss, func(cfg *client.Config) {
			cfg.HTTPClient = &http.Client{Transport: oss.Transport(), Timeout: time.Minute}
			cfg.MaxAttempts = 1
		})
		oss.Inject(osstest.Fault{Delay: time.Hour})
		began := time.Now()
		_, err := b.HeadObject(t.Context(), "k", nil)
		var late net.Error
		if took := time.Since(began); !errors.As(err, &late) || !late.Timeout() || took != time.Minute {
			t.Errorf("%v after %v", err, took)
		}
	})
}

// TestHugeHeader: an answer's header is read up to a bound.
func TestHugeHeader(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Oss-Meta-A", strings.Repeat("a", 1<<20))
	}))
	defer server.Close()
	if _, err := attemptsAt(t, server.URL); err == nil || !strings.Contains(err.Error(), "exceeded") {
		t.Errorf("error %v", err)
	}
}

// TestTransportThatChangesHeaders: a transport should not, and if one does to an
// attempt, the next one goes out as the first did. A copy that lacks its source would
// leave an empty object.
func TestTransportThatChangesHeaders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent []http.Header
		b := newBucket(t, osstest.New(osstest.Options{}), func(cfg *client.Config) {
			now := time.Now()
			cfg.Now = func() time.Time { return now }
			over(func(r *http.Request) (*http.Response, error) {
				sent = append(sent, r.Header.Clone())
				clear(r.Header)
				r.Header.Set("X-Oss-Traffic-Limit", "819200")
				return lost(r)
			})(cfg)
		})
		_, err := b.CopyObject(t.Context(), "k", client.CopySource{Key: "source"}, nil)
		if err == nil || len(sent) != 3 {
			t.Fatalf("%d attempts, %v", len(sent), err)
		}
		for _, next := range sent[1:] {
			if diff := cmp.Diff(sent[0], next); diff != "" {
				t.Errorf("want - got +:\n%s", diff)
			}
		}
	})
}
