package osstest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

// A bubble fails if a goroutine is left when its function returns, and time
// stands still from then on: so each of these also shows that none is.

func TestBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire(t, osstest.New(osstest.Options{}), time.Now)
		began := time.Now()
		for range 10 {
			w.do(request{method: "PUT", key: "k", body: "x"}).want(t, 200, "")
			w.do(request{method: "GET", key: "k"}).want(t, 200, "")
			w.do(request{method: "HEAD", key: "none"}).want(t, 404, xmlerr.NoSuchKey)
			w.do(request{method: "HEAD", key: "k", header: []string{"If-None-Match", "*"}}).want(t, 304, xmlerr.NotModified)
			w.do(request{method: "DELETE", key: "k"}).want(t, 204, "")
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("50 requests took %v of the bubble's time", took)
		}
		time.Sleep(time.Hour)
		w.do(request{method: "GET", key: "none"}).want(t, 404, xmlerr.NoSuchKey).wantHeader(t, "Date", "Sat, 01 Jan 2000 01:00:00 GMT")
	})
}

// TestBubbleLargeBodies sends what the server answers without reading it to
// the end, and leaves replies unread.
func TestBubbleLargeBodies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := osstest.New(osstest.Options{MaxObjectBytes: 4 << 20})
		w := newWire(t, o, time.Now)
		large := strings.Repeat("x", 4<<20)
		w.do(request{method: "PUT", key: "k", body: large}).want(t, 200, "")
		if got := w.do(request{method: "GET", key: "k"}).want(t, 200, "").body; got != large {
			t.Errorf("%d bytes came back", len(got))
		}
		sent := strings.NewReader(large)
		w.with(func(w *wire) {
			w.creds.AccessKeySecret = "wrong"
			w.tamper = func(r *http.Request) { r.Body, r.ContentLength = io.NopCloser(sent), sent.Size() }
		}).do(request{method: "PUT", key: "k"}).want(t, 403, xmlerr.SignatureDoesNotMatch)
		if n := sent.Len(); n != 0 {
			t.Errorf("%d bytes of a refused request were not taken", n)
		}
		w.do(request{method: "PUT", key: "k", body: large + "x"}).want(t, 400, xmlerr.EntityTooLarge)

		req, err := w.request(request{method: "GET", key: "k"})
		if err != nil {
			t.Fatal(err)
		}
		resp, err := w.client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close() // unread
		if began := time.Now(); !began.Equal(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("time went on to %v", began)
		}
	})
}

// TestBubbleEndlessBody sends more than the server would ever read.
func TestBubbleEndlessBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire(t, osstest.New(osstest.Options{MaxObjectBytes: 1 << 10}), time.Now)
		req, err := w.request(request{method: "PUT", key: "k"})
		if err != nil {
			t.Fatal(err)
		}
		req.Body, req.ContentLength = io.NopCloser(endless{}), -1
		began := time.Now()
		resp, err := w.client.Do(req)
		synctest.Wait() // the server is done with it before the reply is read
		if err == nil { // else the client saw the broken pipe first
			if resp.Body.Close(); resp.StatusCode != 400 {
				t.Errorf("status %d", resp.StatusCode)
			}
		}
		synctest.Wait()
		if took := time.Since(began); took != 0 {
			t.Errorf("the request took %v of the bubble's time", took)
		}
	})
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestBubbleCancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire(t, osstest.New(osstest.Options{}), time.Now)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		req, err := w.request(request{method: "PUT", key: "k"})
		if err != nil {
			t.Fatal(err)
		}
		body, feed := io.Pipe() // nothing ever comes
		context.AfterFunc(ctx, func() { feed.CloseWithError(ctx.Err()) })
		req.Body, req.ContentLength = body, -1
		if _, err = w.client.Do(req.WithContext(ctx)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
	})
}

// TestTransportOutside uses a Transport that was made outside of the bubble,
// in two bubbles.
func TestTransportOutside(t *testing.T) {
	w := newWire(t, osstest.New(osstest.Options{}), time.Now)
	for range 2 {
		synctest.Test(t, func(t *testing.T) {
			w.do(request{method: "PUT", key: "k", body: "x"}).want(t, 200, "")
		})
	}
}

// TestOneWinner has N writers that read the same state copy the object onto
// itself, each on condition that it is unmodified. Since a second has passed,
// exactly one may win a round.
func TestOneWinner(t *testing.T) {
	for _, precedence := range []osstest.Precedence{osstest.And, osstest.RFC} {
		synctest.Test(t, func(t *testing.T) {
			o := osstest.New(osstest.Options{Precedence: precedence})
			w := newWire(t, o, time.Now)
			w.do(request{method: "PUT", key: "k", body: "x"}).want(t, 200, "")
			for range 10 {
				time.Sleep(time.Second)
				seen := w.do(request{method: "HEAD", key: "k"}).want(t, 200, "").header.Get("Last-Modified")
				time.Sleep(time.Second)
				if wins := race(t, w, seen); wins != 1 {
					t.Fatalf("%d writers won", wins)
				}
			}
		})
	}
}

func race(t *testing.T, w *wire, seen string) int {
	const writers = 32
	var mu sync.Mutex
	statuses := make(map[int]int)
	var group sync.WaitGroup
	for range writers {
		group.Go(func() {
			a, err := w.try(request{method: "PUT", key: "k", header: []string{
				"x-oss-copy-source", "/examplebucket/k", "x-oss-metadata-directive", "REPLACE",
				"x-oss-copy-source-if-unmodified-since", seen}})
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			statuses[a.status]++
		})
	}
	group.Wait()
	if statuses[200]+statuses[412] != writers {
		t.Errorf("statuses %v", statuses)
	}
	return statuses[200]
}

// TestConcurrentUse mixes everything on few keys, for the race detector.
func TestConcurrentUse(t *testing.T) {
	o := osstest.New(osstest.Options{Log: func(osstest.RequestRecord) {}})
	w := newWire(t, o, time.Now)
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			key := "k" + string(rune('0'+i%3))
			for _, r := range []request{
				{method: "PUT", key: key, body: "x", header: []string{"x-oss-tagging", "a=1"}},
				{method: "HEAD", key: key}, {method: "GET", key: key}, {method: "GET", key: key, query: acl},
				{method: "PUT", key: key, header: []string{"x-oss-copy-source", "/examplebucket/" + key}},
				{method: "PUT", key: key, query: acl, header: []string{"x-oss-object-acl", "private"}},
				{method: "DELETE", key: key, query: tagging},
				{method: "DELETE", key: key},
			} {
				if a, err := w.try(r); err != nil || a.status >= 500 {
					t.Errorf("%v: %v, %d", r, err, a.status)
				}
				o.PutObject(bucketName, key, osstest.Object{Header: http.Header{"Expires": {"x"}}})
				o.Object(bucketName, key)
				o.Requests()
			}
		})
	}
	group.Wait()
}
