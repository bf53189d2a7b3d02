package client_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// A countedBody counts the bodies that are open.
type countedBody struct {
	io.ReadCloser
	open *atomic.Int64
	once sync.Once
}

func (c *countedBody) Close() error {
	c.once.Do(func() { c.open.Add(-1) })
	return c.ReadCloser.Close()
}

// TestBodiesAreClosed counts the bodies of all answers, good and bad.
func TestBodiesAreClosed(t *testing.T) {
	for name, fault := range map[string]roundTrip{
		"none": nil,
		"404":  answer(404, nil, "<Error><Code>NoSuchKey</Code></Error>"),
		"503":  answer(503, nil, slowDown),
		"302":  answer(302, http.Header{"Location": {"http://elsewhere.example.com/"}}, "moved"),
		"412":  answer(412, nil, "<Error><Code>PreconditionFailed</Code></Error>"),
		"junk": answer(200, nil, strings.Repeat("junk", 1000)),
	} {
		synctest.Test(t, func(t *testing.T) {
			oss := osstest.New(osstest.Options{})
			oss.PutObject(bucketName, "k", osstest.Object{Body: []byte("content")})
			transport, open, answers := oss.Transport(), new(atomic.Int64), 0
			b := newBucket(t, oss, over(func(r *http.Request) (*http.Response, error) {
				next := roundTrip(transport.RoundTrip)
				if fault != nil {
					next = fault
				}
				resp, err := next(r)
				if err == nil {
					answers++
					open.Add(1)
					resp.Body = &countedBody{ReadCloser: resp.Body, open: open}
				}
				return resp, err
			}))
			ctx := t.Context()
			b.PutObject(ctx, "k", strings.NewReader("content"), nil)
			b.HeadObject(ctx, "k", nil)
			b.GetObjectMeta(ctx, "k", nil)
			if get, err := b.GetObject(ctx, "k", nil); err == nil {
				get.Body.Close()
			}
			b.GetObjectACL(ctx, "k", nil)
			b.PutObjectACL(ctx, "k", client.Private, nil)
			b.CopyObject(ctx, "copy", client.CopySource{Key: "k"}, nil)
			b.ReplaceObjectMeta(ctx, "k", headers.Metadata{}, nil)
			b.EditObjectMeta(ctx, "k", setUser("x", "1"), &client.EditOptions{MaxAttempts: 2})
			b.DeleteObject(ctx, "k", nil)
			if open.Load() != 0 || answers < 9 {
				t.Errorf("%s: %d of %d bodies are open", name, open.Load(), answers)
			}
		})
	}
}

// An endedBody hears of its end in a Read of its own, as that of a chunked answer.
type endedBody struct {
	io.Reader
	ended bool
}

func (b *endedBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	b.ended = b.ended || err == io.EOF
	return n, err
}

func (b *endedBody) Close() error { return nil }

// TestDocumentsAreReadToTheirEnd: net/http closes the connection of an answer
// of which anything is left, be it the last chunk, which has nothing in it.
func TestDocumentsAreReadToTheirEnd(t *testing.T) {
	for name, tt := range map[string]struct {
		document string
		call     func(*client.Bucket) error
	}{
		"listing": {"<ListBucketResult></ListBucketResult>\n", func(b *client.Bucket) error {
			_, err := b.ListObjectsPage(t.Context(), nil)
			return err
		}},
		"copy": {"<CopyObjectResult></CopyObjectResult>\n", func(b *client.Bucket) error {
			_, err := b.ReplaceObjectMeta(t.Context(), "k", headers.Metadata{}, nil)
			return err
		}},
		"copy in another form": {"<CopyObjectResult/>\n", func(b *client.Bucket) error {
			_, err := b.ReplaceObjectMeta(t.Context(), "k", headers.Metadata{}, nil)
			return err
		}},
	} {
		body := &endedBody{Reader: strings.NewReader(tt.document)}
		b := newBucket(t, osstest.New(osstest.Options{}), over(func(r *http.Request) (*http.Response, error) {
			resp, err := answer(200, nil, "")(r)
			resp.Body = body
			return resp, err
		}))
		if err := tt.call(b); err != nil || !body.ended {
			t.Errorf("%s: error %v, read to its end: %v", name, err, body.ended)
		}
	}
}

// TestEarlyAnswers: a server answers while the body still blocks. No call may
// hang, and no Read may begin after it returned.
func TestEarlyAnswers(t *testing.T) {
	for status, want := range map[int]string{200: "before it had read the body", 403: "AccessDenied"} {
		body := map[int]string{403: "<Error><Code>AccessDenied</Code></Error>"}[status]
		synctest.Test(t, func(t *testing.T) {
			started := make(chan struct{})
			reader, writer := io.Pipe()
			b := newBucket(t, osstest.New(osstest.Options{}), over(func(r *http.Request) (*http.Response, error) {
				go func() {
					close(started)
					io.Copy(io.Discard, r.Body)
				}()
				<-started
				synctest.Wait() // the Read blocks
				resp, err := answer(status, http.Header{"X-Oss-Request-Id": {"1"}}, body)(&http.Request{})
				return resp, err
			}))
			_, err := b.PutObject(t.Context(), "k", reader, nil)
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%d: error %v", status, err)
			}
			writer.CloseWithError(errors.New("over")) // lets the blocked Read end
			synctest.Wait()
		})
	}
}

// TestContentLength: a length that is not the body's is an error, and never
// more than it is read.
func TestContentLength(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss := osstest.New(osstest.Options{})
		b := newBucket(t, oss, nil)
		var refused *client.ArgumentError
		if _, err := b.PutObject(t.Context(), "k", strings.NewReader("abc"), &client.PutObjectOptions{ContentLength: 6}); !errors.As(err, &refused) {
			t.Errorf("a string of another length: %v", err)
		}
		short := io.MultiReader(strings.NewReader("abc"))
		if _, err := b.PutObject(t.Context(), "k", short, &client.PutObjectOptions{ContentLength: 6}); !errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(err.Error(), "3 bytes of 6") {
			t.Errorf("a stream that ends before: %v", err)
		}
		long := strings.NewReader("abcdef")
		if _, err := b.PutObject(t.Context(), "k", io.MultiReader(long), &client.PutObjectOptions{ContentLength: 3}); err != nil || long.Len() != 3 {
			t.Errorf("a stream that goes on: %v, %d bytes left", err, long.Len())
		}
		if got, _ := oss.Object(bucketName, "k"); string(got.Body) != "abc" {
			t.Errorf("stored %q", got.Body)
		}
		greedy := newBucket(t, oss, over(func(r *http.Request) (*http.Response, error) {
			body, err := io.ReadAll(r.Body) // as far as it goes
			if err != nil {
				return nil, err
			}
			return answer(200, http.Header{"X-Oss-Meta-Body": {string(body)}}, "")(r)
		}))
		got, err := greedy.PutObject(t.Context(), "k", io.MultiReader(strings.NewReader("abcdef")), &client.PutObjectOptions{ContentLength: 3})
		if err != nil || got.Header.Get("X-Oss-Meta-Body") != "abc" {
			t.Errorf("a transport that reads on got %+v, %v", got, err)
		}
		// A pipe that stays open after its bytes must not keep the call.
		reader, writer := io.Pipe()
		go writer.Write([]byte("abc"))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := b.PutObject(ctx, "k", reader, &client.PutObjectOptions{ContentLength: 3}); err != nil {
			t.Errorf("a pipe that stays open: %v", err)
		}
	})
}

// TestLostConditions: a copy that would make its own condition fail is not
// repeated.
func TestLostConditions(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	oss.PutObject(bucketName, "k", osstest.Object{LastModified: time.Now().Add(-time.Hour)})
	transport, attempts := oss.Transport(), 0
	b := newBucket(t, oss, over(func(r *http.Request) (*http.Response, error) {
		attempts++
		resp, err := transport.RoundTrip(r)
		if err == nil {
			resp.Body.Close()
		}
		return lost(r)
	}))
	since := client.Conditions{IfUnmodifiedSince: time.Now()}
	_, err := b.ReplaceObjectMeta(t.Context(), "k", headers.Metadata{}, &client.ReplaceObjectMetaOptions{Source: since})
	if attempts != 1 || errors.Is(err, xmlerr.PreconditionFailed) || err == nil {
		t.Errorf("ReplaceObjectMeta: %d attempts, %v", attempts, err)
	}
}

// TestPortal: a web page in place of OSS is no success.
func TestPortal(t *testing.T) {
	for _, typ := range []string{"text/html", "Text/HTML; charset=utf-8", "application/xhtml+xml"} {
		b := newBucket(t, osstest.New(osstest.Options{}), over(answer(200, http.Header{"Content-Type": {typ}}, "<html>Log in</html>")))
		notBelieved(t, typ, b)
	}
}

func notBelieved(t *testing.T, typ string, b *client.Bucket) {
	for name, call := range map[string]func() error{
		"PutObject":    func() error { _, err := b.PutObject(t.Context(), "k", nil, nil); return err },
		"HeadObject":   func() error { _, err := b.HeadObject(t.Context(), "k", nil); return err },
		"DeleteObject": func() error { _, err := b.DeleteObject(t.Context(), "k", nil); return err },
		"PutObjectACL": func() error { _, err := b.PutObjectACL(t.Context(), "k", client.Private, nil); return err },
		"GetObjectACL": func() error { _, err := b.GetObjectACL(t.Context(), "k", nil); return err },
		"GetObject":    func() error { _, err := b.GetObject(t.Context(), "k", nil); return err },
	} {
		if call() == nil {
			t.Errorf("%s believed a portal's %s", name, typ)
		}
	}
}

// TestErrorInSuccess: an error document is one, whatever the status says.
func TestErrorInSuccess(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	oss.Inject(osstest.Fault{Status: 200, Code: "InternalError"})
	b := newBucket(t, oss, nil)
	for name, call := range map[string]func() error{
		"PutObject":    func() error { _, err := b.PutObject(t.Context(), "k", strings.NewReader("x"), nil); return err },
		"HeadObject":   func() error { _, err := b.HeadObject(t.Context(), "k", nil); return err },
		"DeleteObject": func() error { _, err := b.DeleteObject(t.Context(), "k", nil); return err },
		"PutObjectACL": func() error { _, err := b.PutObjectACL(t.Context(), "k", client.Private, nil); return err },
		"GetObjectACL": func() error { _, err := b.GetObjectACL(t.Context(), "k", nil); return err },
	} {
		if err := call(); !errors.Is(err, xmlerr.Code("InternalError")) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// TestRange: a part is a success only if one was asked for.
func TestRange(t *testing.T) {
	b := newBucket(t, osstest.New(osstest.Options{}), over(answer(206, nil, "con")))
	if _, err := b.GetObject(t.Context(), "k", nil); err == nil {
		t.Error("a part was taken for the whole")
	}
}
