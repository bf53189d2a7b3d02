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
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

// TestClock has a local clock that is wrong, is repaired, and goes wrong the
// other way: requests succeed all the time.
func TestClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, version := range []signer.Version{signer.V4, signer.V1} {
			oss := osstest.New(osstest.Options{})
			oss.PutObject(bucketName, "k", osstest.Object{})
			var wrong time.Duration
			b := newBucket(t, oss, func(cfg *client.Config) {
				cfg.Signature = version
				cfg.Now = func() time.Time { return time.Now().Add(wrong) }
			})
			unset := time.Until(time.Unix(0, 0)) // of a device without a battery
			for _, wrong = range []time.Duration{time.Hour, 0, -48 * time.Hour, time.Minute, unset, 0} {
				if _, err := b.HeadObject(t.Context(), "k", nil); err != nil {
					t.Errorf("%v, local clock off by %v: %v", version, wrong, err)
				}
			}
		}
	})
}

// TestServerTime: the server's time is in its document, which an answer to HEAD
// has in a header. Its Date may be that of a proxy or a cache, and serves if
// there is nothing else (aliyun-oss-android-sdk issue 167).
func TestServerTime(t *testing.T) {
	local := time.Date(2023, 12, 16, 16, 20, 57, 0, time.UTC)
	server := local.Add(time.Hour)
	const skewed = "<Code>RequestTimeTooSkewed</Code>"
	for _, tt := range []struct{ name, date, document string }{
		{"beside a Date of 1970", "Thu, 01 Jan 1970 00:00:00 GMT", skewed + "<ServerTime>2023-12-16T17:20:57.000Z</ServerTime>"},
		{"beside a Date that is late", headers.FormatTime(server.Add(-24 * time.Hour)), skewed + "<ServerTime>2023-12-16T17:20:57.000Z</ServerTime>"},
		{"as the Date alone", headers.FormatTime(server), skewed},
	} {
		b := newBucket(t, osstest.New(osstest.Options{}), func(cfg *client.Config) {
			cfg.Now = func() time.Time { return local }
			over(func(r *http.Request) (*http.Response, error) {
				if r.Header.Get("X-Oss-Date") == "20231216T172057Z" {
					return answer(200, nil, "")(r)
				}
				resp, err := refusing(403, tt.document)(r)
				resp.Header.Set("Date", tt.date)
				return resp, err
			})(cfg)
		})
		if _, err := b.HeadObject(t.Context(), "k", nil); err != nil {
			t.Errorf("the server's time %s: %v", tt.name, err)
		}
	}
}

// TestClockIsNotBelieved: a proxy's 1970 teaches nothing, and a server that
// cannot be satisfied ends the attempts.
func TestClockIsNotBelieved(t *testing.T) {
	skewed := "<Error><Code>RequestTimeTooSkewed</Code></Error>"
	for _, date := range []string{"Thu, 01 Jan 1970 00:00:00 GMT", ""} {
		attempts := 0
		b := newBucket(t, osstest.New(osstest.Options{}), over(func(r *http.Request) (*http.Response, error) {
			attempts++
			return answer(403, http.Header{"Date": {date}}, skewed)(r)
		}))
		_, err := b.GetObject(t.Context(), "k", nil)
		if !errors.Is(err, xmlerr.RequestTimeTooSkewed) || attempts != 1 {
			t.Errorf("Date %q: %d attempts, %v", date, attempts, err)
		}
	}
}

// TestConcurrentSkew: every one of several requests that were signed with the
// wrong clock succeeds.
func TestConcurrentSkew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss := osstest.New(osstest.Options{})
		oss.PutObject(bucketName, "k", osstest.Object{Body: []byte("x")})
		b := newBucket(t, oss, func(cfg *client.Config) {
			cfg.Now = func() time.Time { return time.Now().Add(-time.Hour) }
		})
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				if _, err := b.HeadObject(t.Context(), "k", nil); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	})
}

// TestClockIsLearnedWithoutRetry: what cannot be repeated teaches all the same.
func TestClockIsLearnedWithoutRetry(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	b := newBucket(t, oss, func(cfg *client.Config) {
		cfg.Now = func() time.Time { return time.Now().Add(time.Hour) }
		cfg.MaxAttempts = 1
	})
	stream := func() io.Reader { return io.MultiReader(strings.NewReader("x")) }
	if _, err := b.PutObject(t.Context(), "k", stream(), nil); !errors.Is(err, xmlerr.RequestTimeTooSkewed) {
		t.Errorf("first: %v", err)
	}
	if _, err := b.PutObject(t.Context(), "k", stream(), nil); err != nil {
		t.Errorf("second: %v", err)
	}
}
