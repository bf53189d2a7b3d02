package credentials

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/ossmeta/signer"
)

// A source is what a Cache asks: it issues numbered keys.
type source struct {
	lifetime time.Duration // of a key; 0 for one without an expiration
	takes    time.Duration // to answer
	broken   error         // what it answers with, if it is not nil
	same     bool          // it gives the same key for ever
	asked    []time.Time
}

func (s *source) fetch(ctx context.Context) (Temporary, error) {
	s.asked = append(s.asked, time.Now())
	n, broken := len(s.asked), s.broken
	if s.same {
		n = 1
	}
	select {
	case <-time.After(s.takes): // by the bubble's clock
	case <-ctx.Done():
		return Temporary{}, ctx.Err()
	}
	if broken != nil {
		return Temporary{}, broken
	}
	t := Temporary{Credentials: key(n)}
	if s.lifetime != 0 {
		t.Expiration = time.Now().Add(s.lifetime)
	}
	return t, nil
}

// key is the n-th key that a source issues.
func key(n int) signer.Credentials {
	return signer.Credentials{AccessKeyID: fmt.Sprintf("STS.%d", n), AccessKeySecret: fmt.Sprintf("secret%d", n), SecurityToken: fmt.Sprintf("token%d", n)}
}

// wantKey fails the test unless the cache gives the n-th key, without waiting.
func wantKey(t *testing.T, c *Cache, n int) {
	t.Helper()
	start := time.Now()
	got, err := c.Credentials(t.Context())
	if got != key(n) || err != nil || time.Since(start) != 0 {
		t.Errorf("after %v: %v, %v; want key %d at once", time.Since(start), got, err, n)
	}
}

// TestOneQuestion has 50 callers arrive while nothing is held, and again when
// what is held has expired: the source is asked once for all of them, and none
// gets the old key (ali-sdk/ali-oss issues 1363 and 1391).
func TestOneQuestion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &source{lifetime: time.Hour, takes: time.Second}
		c := NewCache(s.fetch, nil)
		for n := 1; n <= 3; n++ {
			var all sync.WaitGroup
			for range 50 {
				all.Go(func() {
					if got, err := c.Credentials(t.Context()); got != key(n) || err != nil {
						t.Errorf("%v, %v, want key %d", got, err, n)
					}
				})
			}
			all.Wait()
			if len(s.asked) != n {
				t.Errorf("the source was asked %d times for key %d", len(s.asked), n)
			}
			time.Sleep(time.Hour)
		}
	})
}

// TestAhead follows one key to the next: whoever needs the new one first gets
// the old one, at once.
func TestAhead(t *testing.T) {
	for _, tt := range []struct {
		lifetime, lead, kept time.Duration
	}{
		{time.Hour, 0, 55 * time.Minute},
		{time.Hour, 20 * time.Minute, 40 * time.Minute},
		{6 * time.Minute, 0, 3 * time.Minute}, // half of it
		{time.Hour, 2 * time.Hour, 30 * time.Minute},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &source{lifetime: tt.lifetime}
			c := NewCache(s.fetch, &Options{Lead: tt.lead})
			wantKey(t, c, 1)
			s.takes = time.Second
			time.Sleep(tt.kept - 1)
			wantKey(t, c, 1)
			synctest.Wait()
			if len(s.asked) != 1 {
				t.Errorf("%+v: asked %d times before that", tt, len(s.asked))
			}
			time.Sleep(time.Nanosecond)
			for range 10 {
				wantKey(t, c, 1)
			}
			time.Sleep(time.Second)
			synctest.Wait()
			wantKey(t, c, 2)
			if len(s.asked) != 2 {
				t.Errorf("%+v: asked %d times", tt, len(s.asked))
			}
		})
	}
}

// TestLeaving has callers leave while the source is asked. The others do not
// notice, and a caller who comes back gets the answer.
func TestLeaving(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &source{lifetime: time.Hour, takes: 10 * time.Second}
		c := NewCache(s.fetch, nil)
		reason := errors.New("the user went home")
		first, leave := context.WithCancelCause(t.Context())
		second, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := c.Credentials(first); !errors.Is(err, context.Canceled) || !errors.Is(err, reason) {
				t.Errorf("the one who asked, and left: %v", err)
			}
		})
		synctest.Wait()
		all.Go(func() {
			if _, err := c.Credentials(second); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the one who had 3 seconds: %v", err)
			}
		})
		all.Go(func() {
			if got, err := c.Credentials(t.Context()); got != key(1) || err != nil {
				t.Errorf("the one who stayed: %v, %v", got, err)
			}
		})
		leave(reason)
		all.Wait()
		wantKey(t, c, 1)
		if len(s.asked) != 1 {
			t.Errorf("asked %d times", len(s.asked))
		}
	})
}

// TestBrokenSource breaks the source for a while: the old key serves while it
// is valid, then the error comes out, and the source recovers by itself.
func TestBrokenSource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var heard int
		s := &source{lifetime: time.Hour}
		c := NewCache(s.fetch, &Options{OnError: func(error) { heard++ }})
		wantKey(t, c, 1)
		s.broken = errors.New("out of order")
		for range 3595 {
			wantKey(t, c, 1)
			synctest.Wait()
			time.Sleep(time.Second)
		}
		for range 3600 {
			if got, err := c.Credentials(t.Context()); !got.IsZero() || !errors.Is(err, s.broken) {
				t.Fatalf("expired: %v, %v", got, err)
			}
			time.Sleep(time.Second)
		}
		if asked := len(s.asked) - 1; asked != heard || asked < 60 || asked > 150 {
			t.Errorf("a broken source was asked %d times in 65 minutes, and OnError called %d times", asked, heard)
		}
		for i, at := range s.asked[2:] {
			most := min(time.Second<<min(i, 10), time.Minute)
			if wait := at.Sub(s.asked[i+1]); wait < most/2 || wait > most+time.Second { // a caller comes every second
				t.Errorf("waited %v after failure %d", wait, i+1)
			}
		}
		s.broken = nil
		time.Sleep(time.Minute)
		if _, err := c.Credentials(t.Context()); err != nil {
			t.Errorf("mended: %v", err)
		}
	})
}

// TestSameAnswer has a source that gives the same key until that has expired,
// as the metadata service may: it is asked again, but not with every request.
func TestSameAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		expiration, asked := time.Now().Add(time.Hour), 0
		c := NewCache(func(context.Context) (Temporary, error) {
			asked++
			return Temporary{key(1), expiration}, nil
		}, nil)
		for range 3595 {
			wantKey(t, c, 1)
			synctest.Wait()
			time.Sleep(time.Second)
		}
		if asked < 2 || asked > 10 {
			t.Errorf("asked %d times", asked)
		}
		var expired *ExpiredError
		if _, err := c.Credentials(t.Context()); !errors.As(err, &expired) {
			t.Errorf("expired: %v", err)
		}
	})
}

// TestWithoutExpiration never asks twice.
func TestWithoutExpiration(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &source{}
		c := NewCache(s.fetch, nil)
		for range 10 {
			wantKey(t, c, 1)
			time.Sleep(365 * 24 * time.Hour)
		}
		if len(s.asked) != 1 {
			t.Errorf("asked %d times", len(s.asked))
		}
	})
}

// TestSourceTakesTooLong ends a question by Options.Timeout; the bubble would
// not end if its goroutine stayed.
func TestSourceTakesTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		type name struct{}
		ctx := context.WithValue(t.Context(), name{}, "trace 1")
		start := time.Now()
		_, err := NewCache(func(ctx context.Context) (Temporary, error) {
			<-ctx.Done()
			if ctx.Value(name{}) != "trace 1" {
				t.Error("the caller's values did not reach the source")
			}
			return Temporary{}, ctx.Err()
		}, &Options{Timeout: 7 * time.Second}).Credentials(ctx)
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 7*time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
	})
}

// TestUnusableAnswers are refused, and not held. A blank around a secret is
// what people paste (aliyun/oss-browser issue 41).
func TestUnusableAnswers(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	var part *signer.CredentialsError
	var expired *ExpiredError
	for _, tt := range []struct {
		name   string
		answer Temporary
		as     any // of the error; nil for none
	}{
		{"nothing", Temporary{}, &part},
		{"no secret", Temporary{signer.Credentials{AccessKeyID: "i"}, time.Time{}}, &part},
		{"a line end", Temporary{signer.Credentials{AccessKeyID: "i", AccessKeySecret: "s\n"}, time.Time{}}, &part},
		{"a blank in the token", Temporary{signer.Credentials{AccessKeyID: "i", AccessKeySecret: "s", SecurityToken: " t"}, time.Time{}}, &part},
		{"expired", Temporary{key(1), now.Add(-time.Hour)}, &expired},
		{"about to expire", Temporary{key(1), now.Add(grace)}, &expired},
		{"short", Temporary{key(1), now.Add(grace + 1)}, nil},
	} {
		c := NewCache(func(context.Context) (Temporary, error) { return tt.answer, nil }, &Options{Now: func() time.Time { return now }})
		for range 2 { // the second time it is not asked
			got, err := c.Credentials(t.Context())
			switch {
			case tt.as == nil && (err != nil || got != tt.answer.Credentials):
				t.Errorf("%s: %v, %v", tt.name, got, err)
			case tt.as != nil && (!got.IsZero() || !errors.As(err, tt.as) || strings.Contains(err.Error(), "\n")):
				t.Errorf("%s: %v, %v, want a %T", tt.name, got, err, tt.as)
			}
		}
	}
	if want := "expire at 2026-01-02T03:04:10Z, and here it is 2026-01-02T03:04:05Z; set the clock"; !strings.Contains(expired.Error(), want) {
		t.Errorf("%v does not say %q", expired, want)
	}
}

// TestSourceEndsGoroutine lets nobody wait for an answer that cannot come.
func TestSourceEndsGoroutine(t *testing.T) {
	c := NewCache(func(context.Context) (Temporary, error) { runtime.Goexit(); panic("unreachable") }, nil)
	if got, err := c.Credentials(t.Context()); !got.IsZero() || err == nil {
		t.Errorf("%v, %v", got, err)
	}
}
