package credentials

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// TestInvalidate has OSS refuse a key: the next caller gets another one, and
// those who report the refusal late do no harm.
func TestInvalidate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &source{} // without an expiration: nothing else would renew it
		c := NewCache(s.fetch, nil)
		c.Invalidate(key(1)) // nothing is held yet
		wantKey(t, c, 1)
		c.Invalidate(key(7)) // it is not the one that is held
		wantKey(t, c, 1)
		c.Invalidate(key(1))
		wantKey(t, c, 2)
		for range 10 {
			c.Invalidate(key(1))
		}
		wantKey(t, c, 2)
		if len(s.asked) != 2 {
			t.Errorf("asked %d times", len(s.asked))
		}
	})
}

// TestInvalidateAgain has a source that has no other key than the one that OSS
// refuses. Requests must not become questions.
func TestInvalidateAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &source{same: true}
		c := NewCache(s.fetch, nil)
		given, refused := 0, 0
		for range 3600 {
			got, err := c.Credentials(t.Context())
			var e *RefusedError
			switch {
			case err == nil:
				given++
				c.Invalidate(got)
			case errors.As(err, &e) && e.AccessKeyID == key(1).AccessKeyID:
				refused++
			default:
				t.Fatal(err)
			}
			time.Sleep(time.Second)
		}
		if given != len(s.asked) || given < 60 || given > 150 || refused != 3600-given {
			t.Errorf("in an hour %d questions, %d keys given, %d errors", len(s.asked), given, refused)
		}
		s.same = false
		time.Sleep(time.Minute)
		wantKey(t, c, len(s.asked)+1)
		c.Invalidate(key(len(s.asked))) // it is the first refusal of this one
		wantKey(t, c, len(s.asked)+1)
	})
}
