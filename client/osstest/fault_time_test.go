package osstest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

// TestFaultDelays measures, in a bubble, how long a request takes.
func TestFaultDelays(t *testing.T) {
	for _, test := range []struct {
		fault osstest.Fault
		took  time.Duration
	}{
		{osstest.Fault{Delay: time.Minute}, time.Minute},
		{osstest.Fault{ReadDelay: time.Minute}, time.Minute},
		{osstest.Fault{EffectDelay: time.Minute}, time.Minute},
		{osstest.Fault{BodyDelay: time.Minute}, time.Minute},
		{osstest.Fault{ReadDelay: 1, EffectDelay: 2, Delay: 4, BodyDelay: 8, Status: 500, Body: portal}, 12}, // no operation, no reading
		{osstest.Fault{ReadDelay: 1, EffectDelay: 2, Delay: 4, BodyDelay: 8}, 15},
		{osstest.Fault{ReadDelay: 1, EffectDelay: 2, Delay: 4, Reset: true, TakesEffect: true}, 7},
	} {
		synctest.Test(t, func(t *testing.T) {
			o := osstest.New(osstest.Options{})
			o.PutObject(bucketName, "k", osstest.Object{Body: []byte("content")})
			o.Inject(test.fault)
			began := time.Now()
			a, err := newWire(t, o, time.Now).try(request{method: "GET", key: "k"})
			if (err != nil) != test.fault.Reset {
				t.Errorf("%v: %v", test.fault, err)
			}
			if took := time.Since(began); took != test.took {
				t.Errorf("%v: took %v, want %v", test.fault, took, test.took)
			}
			if want := "content"; err == nil && test.fault.Status == 0 && a.body != want {
				t.Errorf("%v: body %q", test.fault, a.body)
			}
		})
	}
}

// TestFaultReadDelay has a body that does not fit into the buffers on the way:
// its sender is held up.
func TestFaultReadDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := osstest.New(osstest.Options{})
		o.Inject(osstest.Fault{ReadDelay: time.Minute})
		w := newWire(t, o, time.Now)
		const size = 1 << 20
		var taken, early atomic.Int64
		body := countedBody{strings.NewReader(strings.Repeat("x", size)), &taken}
		w.tamper = func(r *http.Request) { r.Body, r.ContentLength = body, size }
		time.AfterFunc(time.Minute-1, func() { early.Store(taken.Load()) })
		w.do(request{method: "PUT", key: "k"}).want(t, 200, "")
		if obj, _ := o.Object(bucketName, "k"); early.Load() > size/2 || len(obj.Body) != size {
			t.Errorf("%d bytes were taken before the delay was over, %d are stored", early.Load(), len(obj.Body))
		}
	})
}

// A countedBody counts what is taken of it.
type countedBody struct {
	io.Reader
	taken *atomic.Int64
}

func (b countedBody) Close() error { return nil }

func (b countedBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	b.taken.Add(int64(n))
	return n, err
}

// TestFaultGivenUp has a client that waits for a second only. What it asked
// for is done, or not, and no goroutine is left waiting but by EffectDelay.
func TestFaultGivenUp(t *testing.T) {
	for _, test := range []struct {
		fault        osstest.Fault
		stored, late string
	}{
		{osstest.Fault{Delay: time.Hour}, "new", "new"},
		{osstest.Fault{Delay: time.Hour, Status: 503}, "old", "old"},
		{osstest.Fault{EffectDelay: time.Minute}, "old", "new"},
	} {
		synctest.Test(t, func(t *testing.T) {
			o := osstest.New(osstest.Options{})
			o.PutObject(bucketName, "k", osstest.Object{Body: []byte("old")})
			in := o.Inject(test.fault)
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			w := newWire(t, o, time.Now)
			req, err := w.request(request{method: "PUT", key: "k", body: "new"})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.client.Do(req.WithContext(ctx)); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%v: %v", test.fault, err)
			}
			in.Remove()
			if got := w.do(request{method: "GET", key: "k"}).body; got != test.stored {
				t.Errorf("%v: stored is %q", test.fault, got)
			}
			time.Sleep(test.fault.EffectDelay)
			synctest.Wait()
			if got := w.do(request{method: "GET", key: "k"}).body; got != test.late {
				t.Errorf("%v: stored is %q later", test.fault, got)
			}
		})
	}
}

// TestFaultCache reads through a cache that does not see the writes.
func TestFaultCache(t *testing.T) {
	o, w, c := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{Body: []byte("old")})
	in := o.Inject(osstest.Fault{Cache: true, Header: http.Header{"Via": {"1.1 cache"}}})
	w.do(request{method: "HEAD", key: "none"}).want(t, 404, xmlerr.NoSuchKey)
	first := w.do(request{method: "HEAD", key: "k"}).want(t, 200, "").wantHeader(t, "Age", "")
	w.do(request{method: "GET", key: "k"}).want(t, 200, "").wantHeader(t, "Age", "")
	w.do(request{method: "PUT", key: "k", body: "new"}).want(t, 200, "")
	o.PutObject(bucketName, "none", osstest.Object{})
	c.move(90 * time.Second)
	kept := w.do(request{method: "HEAD", key: "k"}).want(t, 200, "").wantHeader(t, "Age", "90", "Via", "1.1 cache")
	for _, name := range []string{"ETag", "Last-Modified", "Date", "X-Oss-Request-Id"} {
		kept.wantHeader(t, name, first.header.Get(name))
	}
	if got := w.do(request{method: "GET", key: "k"}).wantHeader(t, "Age", "90").body; got != "old" {
		t.Errorf("the cache has %q", got)
	}
	w.do(request{method: "HEAD", key: "k", query: map[string][]string{"objectMeta": {""}}}).wantHeader(t, "Age", "")
	w.do(request{method: "HEAD", key: "none"}).want(t, 200, "").wantHeader(t, "Age", "")
	in.Remove()
	if got := w.do(request{method: "GET", key: "k"}).wantHeader(t, "Age", "").body; got != "new" {
		t.Errorf("stored is %q", got)
	}
}
