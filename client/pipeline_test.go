package client_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

const slowDown = "<Error><Code>SlowDown</Code><Message>Please slow down.</Message></Error>"

// failing answers the first n requests with fault, and passes the others on.
func failing(n int, fault roundTrip, next http.RoundTripper, seen *int) roundTrip {
	return func(r *http.Request) (*http.Response, error) {
		*seen++
		if *seen <= n {
			return fault(r)
		}
		return next.RoundTrip(r)
	}
}

func lost(*http.Request) (*http.Response, error) { return nil, errors.New("connection reset by peer") }

func TestRetry(t *testing.T) {
	for _, tt := range []struct {
		name     string
		faults   int
		fault    roundTrip
		attempts int
		want     error // nil: success
	}{
		{"none", 0, nil, 1, nil},
		{"two lost replies", 2, lost, 3, nil},
		{"three lost replies", 3, lost, 3, io.EOF},
		{"500", 2, answer(500, nil, "<Error><Code>InternalError</Code></Error>"), 3, nil},
		{"503 for ever", 9, answer(503, nil, slowDown), 3, xmlerr.Code("SlowDown")},
		{"429", 1, answer(429, nil, ""), 2, nil},
		{"a proxy's 502", 1, answer(502, nil, "<html>Bad Gateway</html>"), 2, nil},
		{"404", 1, answer(404, nil, "<Error><Code>NoSuchKey</Code></Error>"), 1, xmlerr.NoSuchKey},
		{"403", 1, answer(403, nil, "<Error><Code>AccessDenied</Code></Error>"), 1, fs.ErrPermission},
		{"302", 1, answer(302, http.Header{"Location": {"http://elsewhere.example.com/"}}, ""), 1, io.EOF},
		{"203 CallbackFailed", 1, answer(203, nil, "<Error><Code>CallbackFailed</Code></Error>"), 1, xmlerr.Code("CallbackFailed")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				oss, attempts := osstest.New(osstest.Options{}), 0
				b := newBucket(t, oss, over(failing(tt.faults, tt.fault, oss.Transport(), &attempts)))
				_, err := b.PutObject(t.Context(), "k", strings.NewReader("content"), nil)
				if attempts != tt.attempts || (err == nil) != (tt.want == nil) {
					t.Fatalf("%d attempts, error %v; want %d, %v", attempts, err, tt.attempts, tt.want)
				}
				if err == nil {
					if got, _ := oss.Object(bucketName, "k"); string(got.Body) != "content" {
						t.Errorf("stored %q", got.Body)
					}
					return
				}
				if tt.want != io.EOF && !errors.Is(err, tt.want) {
					t.Errorf("error %v, want %v", err, tt.want)
				}
				if !strings.HasPrefix(err.Error(), "oss: PutObject examplebucket/k: ") || strings.Contains(err.Error(), "\n") {
					t.Errorf("error %q", err)
				}
			})
		})
	}
}

// TestRetryAfter: what it says is waited for, or, if that is nothing, the usual
// random time.
func TestRetryAfter(t *testing.T) {
	const date = "Sat, 16 Dec 2023 16:20:57 GMT"
	for _, tt := range []struct {
		text, date string
		want       time.Duration // 0 for the usual
	}{
		{"7", date, 7 * time.Second},
		{"7", "", 7 * time.Second},
		{"86400", date, 20 * time.Second},
		{"1000000000", date, 20 * time.Second},
		{"Sat, 16 Dec 2023 16:21:02 GMT", date, 5 * time.Second},
		{"Sun, 17 Dec 2023 16:20:57 GMT", date, 20 * time.Second},
		{"Sat, 16 Dec 2023 16:20:56 GMT", date, 0},
		{"Sat, 16 Dec 2023 16:21:02 GMT", "", 0},
		{"soon", date, 0},
		{"0", date, 0},
		{"-7", date, 0},
		{"-9223372037", date, 0}, // whose nanoseconds are a positive int64
	} {
		synctest.Test(t, func(t *testing.T) {
			oss, attempts := osstest.New(osstest.Options{}), 0
			oss.PutObject(bucketName, "k", osstest.Object{})
			fault := answer(503, http.Header{"Retry-After": {tt.text}, "Date": {tt.date}}, slowDown)
			b := newBucket(t, oss, over(failing(1, fault, oss.Transport(), &attempts)))
			start := time.Now()
			head(t, b, "k")
			if got := time.Since(start); tt.want > 0 && got != tt.want || tt.want == 0 && got >= 200*time.Millisecond {
				t.Errorf("Retry-After: %s with Date: %s is waited for %v, want %v", tt.text, tt.date, got, tt.want)
			}
		})
	}
}

// TestOnce has what must not be repeated blindly.
func TestOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss, attempts := osstest.New(osstest.Options{}), 0
		b := newBucket(t, oss, over(failing(1, lost, oss.Transport(), &attempts)))
		if _, err := b.PutObject(t.Context(), "k", strings.NewReader("x"), &client.PutObjectOptions{ForbidOverwrite: true}); err == nil || attempts != 1 {
			t.Errorf("a put that forbids overwriting: %d attempts, %v", attempts, err)
		}
		attempts = 0
		if _, err := b.PutObject(t.Context(), "k", io.MultiReader(strings.NewReader("x")), nil); err == nil || attempts != 1 {
			t.Errorf("a body that cannot be read again: %d attempts, %v", attempts, err)
		}
	})
}

func TestContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss := osstest.New(osstest.Options{})
		b := newBucket(t, oss, over(answer(503, nil, slowDown)))
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		_, err := b.HeadObject(ctx, "k", nil)
		if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, xmlerr.Code("ServiceUnavailable")) {
			t.Errorf("a deadline while waiting to retry: %v", err)
		}
		gone, cancelNow := context.WithCancel(t.Context())
		cancelNow()
		if _, err := newBucket(t, oss, nil).HeadObject(gone, "k", nil); !errors.Is(err, context.Canceled) {
			t.Errorf("a context that has ended: %v", err)
		}
	})
}

// TestContextCause: a cause of its own hides neither the context's error nor itself.
func TestContextCause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		interrupted := errors.New("interrupted")
		ctx, cancel := context.WithCancelCause(t.Context())
		b := newBucket(t, osstest.New(osstest.Options{}), over(func(r *http.Request) (*http.Response, error) {
			cancel(interrupted)
			<-r.Context().Done()
			return nil, context.Cause(r.Context())
		}))
		_, err := b.HeadObject(ctx, "k", nil)
		if !errors.Is(err, context.Canceled) || !errors.Is(err, interrupted) {
			t.Errorf("error %v", err)
		}
		ctx, cancel = context.WithCancelCause(t.Context())
		b = newBucket(t, osstest.New(osstest.Options{}), over(answer(503, nil, slowDown)))
		time.AfterFunc(time.Nanosecond, func() { cancel(interrupted) })
		_, err = b.HeadObject(ctx, "k", nil)
		if !errors.Is(err, context.Canceled) || !errors.Is(err, interrupted) || !errors.Is(err, xmlerr.Code("ServiceUnavailable")) {
			t.Errorf("error %v", err)
		}
	})
}

// TestRedirect: net/http would take the security token along to another host.
func TestRedirect(t *testing.T) {
	c := signer.Credentials{AccessKeyID: "id", AccessKeySecret: "secret", SecurityToken: "markedToken"}
	oss := osstest.New(osstest.Options{Credentials: []signer.Credentials{c}})
	hosts := map[string]int{}
	b := newBucket(t, oss, over(func(r *http.Request) (*http.Response, error) {
		hosts[r.URL.Host]++
		return answer(307, http.Header{"Location": {"http://evil.example.com/"}}, "")(r)
	}))
	if _, err := b.HeadObject(t.Context(), "k", nil); err == nil || len(hosts) != 1 {
		t.Errorf("error %v, requests to %v", err, hosts)
	}
}

func TestErrors(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	b := newBucket(t, oss, nil)
	for name, call := range map[string]func() error{
		"HeadObject":    func() error { _, err := b.HeadObject(t.Context(), "missing", nil); return err },
		"GetObjectMeta": func() error { _, err := b.GetObjectMeta(t.Context(), "missing", nil); return err },
		"GetObject":     func() error { _, err := b.GetObject(t.Context(), "missing", nil); return err },
		"GetObjectACL":  func() error { _, err := b.GetObjectACL(t.Context(), "missing", nil); return err },
		"CopyObject": func() error {
			_, err := b.CopyObject(t.Context(), "k", client.CopySource{Key: "missing"}, nil)
			return err
		},
	} {
		err := call()
		var op *client.OpError
		var answer *xmlerr.Error
		if !errors.Is(err, xmlerr.NoSuchKey) || !errors.Is(err, fs.ErrNotExist) || !errors.As(err, &op) || !errors.As(err, &answer) {
			t.Errorf("%s of a missing object: %v", name, err)
			continue
		}
		if op.Op != name || op.Bucket != bucketName || answer.RequestID == "" || !strings.Contains(err.Error(), answer.RequestID) ||
			op.Header.Get("X-Oss-Request-Id") != answer.RequestID {
			t.Errorf("%s: error %v, header %v", name, err, op.Header)
		}
	}
	wrong := newBucket(t, oss, func(cfg *client.Config) {
		cfg.Credentials = func(context.Context) (signer.Credentials, error) {
			c := oss.Credentials()
			c.AccessKeySecret = "markedSecret"
			return c, nil
		}
	})
	if _, err := wrong.HeadObject(t.Context(), "k", nil); !errors.Is(err, xmlerr.SignatureDoesNotMatch) || strings.Contains(err.Error(), "markedSecret") {
		t.Errorf("a wrong secret: %v", err)
	}
	failed := errors.New("no credentials today")
	without := newBucket(t, oss, func(cfg *client.Config) {
		cfg.Credentials = func(context.Context) (signer.Credentials, error) { return signer.Credentials{}, failed }
	})
	if _, err := without.HeadObject(t.Context(), "k", nil); !errors.Is(err, failed) {
		t.Errorf("a provider that fails: %v", err)
	}
	empty := newBucket(t, oss, func(cfg *client.Config) {
		cfg.Credentials = func(context.Context) (signer.Credentials, error) { return signer.Credentials{}, nil }
	})
	if _, err := empty.HeadObject(t.Context(), "k", nil); !errors.As(err, new(*client.ArgumentError)) || !strings.Contains(err.Error(), "leave Config.Credentials nil") {
		t.Errorf("a provider that gives nothing: %v", err)
	}
	for _, hostile := range []client.OpError{
		{Op: "HeadObject", Bucket: "b", Key: "a\nb\x1b[2J", Err: failed},
		{Op: "Head\nObject\x1b[2J", Bucket: "b", Err: errors.Join(failed, failed)},
	} {
		if text := hostile.Error(); strings.ContainsAny(text, "\n\x1b") {
			t.Errorf("what is hostile in a message: %q", text)
		}
	}
}

// TestOnSign shows the transcript of what was sent.
func TestOnSign(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	var transcripts []*signer.Transcript
	var sent []string
	b := newBucket(t, oss, func(cfg *client.Config) {
		transport := oss.Transport()
		over(func(r *http.Request) (*http.Response, error) {
			sent = append(sent, r.Header.Get("Authorization"))
			return transport.RoundTrip(r)
		})(cfg)
		cfg.OnSign = func(_ context.Context, t *signer.Transcript) { transcripts = append(transcripts, t) }
	})
	put(t, b, "k", "content", everyMetadata())
	if len(transcripts) != 1 || len(sent) != 1 || !strings.HasSuffix(sent[0], "Signature="+transcripts[0].Signature) {
		t.Errorf("sent %q, transcripts %v", sent, transcripts)
	}
	p, err := b.PresignGetObject(t.Context(), "k", nil, nil)
	if err != nil || len(transcripts) != 2 || !strings.Contains(p.URL, "x-oss-signature="+transcripts[1].Signature) {
		t.Errorf("presigned %+v, %v; transcripts %v", p, err, transcripts)
	}
}

// TestCallersClientIsUntouched: it is copied.
func TestCallersClientIsUntouched(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	given := &http.Client{Transport: oss.Transport(), Timeout: time.Minute}
	newBucket(t, oss, func(cfg *client.Config) { cfg.HTTPClient = given })
	if given.CheckRedirect != nil || given.Timeout != time.Minute || given.Jar != nil {
		t.Errorf("the caller's client is now %+v", given)
	}
}
