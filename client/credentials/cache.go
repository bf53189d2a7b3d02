package credentials

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"example.com/ossmeta/signer"
)

// Temporary are credentials with the time at which they expire. Like
// signer.Credentials they print as the access key id alone.
type Temporary struct {
	signer.Credentials
	Expiration time.Time // the zero value: never, or not known
}

// Options are the options of a Cache. They are read once; nil and the zero
// value are the defaults.
type Options struct {
	_ [0]func() // fields by name only, and no comparing

	// Timeout bounds one question to the source; 0 means 15 seconds.
	Timeout time.Duration

	// Lead is how long before they expire credentials are fetched anew, but at
	// most half of the time that they had left when they came; 0 means 5
	// minutes, a negative one not before they have expired.
	Lead time.Duration

	// Now is the local clock; nil means time.Now. It is called from several
	// goroutines at once.
	Now func() time.Time

	// OnError, if set, is told of every failure of the source, one at a time,
	// before any caller is. While the credentials that are held are still valid
	// nobody else hears of it. It must return soon, and not call the Cache.
	OnError func(error)
}

// grace is what credentials must have left to be valid: a request takes time to
// arrive.
const grace = 5 * time.Second

// The waits after a failure: baseDelay·2ⁿ, at most maxDelay.
const (
	baseDelay = time.Second
	maxDelay  = time.Minute
)

// A Cache keeps the credentials that a source gives, and asks it for others in
// time: the package documentation says when. It is made by NewCache, Process or
// ECSRole and safe for concurrent use. It holds no lock while it asks. Valid
// credentials are those that expire in more than 5 seconds.
//
// Asking is done by a goroutine, so that a caller who leaves does not end what
// others wait for. There is one at most; it ends with the answer, after
// Options.Timeout at the latest. Nothing runs while nobody calls, and nothing
// has to be closed.
type Cache struct {
	fetch   func(context.Context) (Temporary, error)
	options Options

	mu       sync.Mutex
	held     sealed    // nil for none
	renewAt  time.Time // when held is to be fetched anew; zero for never
	refused  sealed    // what Invalidate took out last, or nil
	flight   *flight   // the question under way, or nil
	failures int       // of the source, one after the other
	retryAt  time.Time // not before that is it asked again
	err      error     // why nothing is held
}

// sealed returns credentials. fmt cannot look into a function; into a pointer
// it can, given a verb that does not go with it.
type sealed func() Temporary

func seal(t Temporary) sealed { return func() Temporary { return t } }

// A flight is one question to the source, and its answer once done is closed.
type flight struct {
	done   chan struct{}
	answer sealed
	err    error
}

// NewCache returns a Cache of what fetch gives. The context of fetch has the
// values of the caller's that needed it, and ends after Options.Timeout; fetch
// must then return. What it gives must be whole (see signer.Credentials.Check)
// and still valid; else that is its error.
func NewCache(fetch func(context.Context) (Temporary, error), o *Options) *Cache {
	c := &Cache{fetch: fetch}
	if o != nil {
		c.options = *o
	}
	c.options.Timeout = cmp.Or(c.options.Timeout, 15*time.Second)
	c.options.Lead = cmp.Or(c.options.Lead, 5*time.Minute)
	if c.options.Now == nil {
		c.options.Now = time.Now
	}
	return c
}

// Credentials returns valid credentials; it is a Provider. If it must wait for
// the source and ctx ends, its error matches ctx.Err() and the context's cause.
// Other errors are the source's: a *ProcessError, a *MetadataError, what the
// function given to NewCache returned, an *ExpiredError or a
// *signer.CredentialsError for an answer that cannot be used, a *RefusedError
// after Invalidate.
func (c *Cache) Credentials(ctx context.Context) (signer.Credentials, error) {
	held, f, err := c.look(ctx, c.options.Now())
	if f == nil {
		return held, err
	}
	select {
	case <-f.done:
		if f.err != nil {
			return signer.Credentials{}, f.err
		}
		return f.answer().Credentials, nil
	case <-ctx.Done():
		err := ctx.Err()
		if cause := context.Cause(ctx); cause != err {
			return signer.Credentials{}, fmt.Errorf("credentials: waiting for the source: %w (%w)", err, cause)
		}
		return signer.Credentials{}, fmt.Errorf("credentials: waiting for the source: %w", err)
	}
}

// look returns what is held if that is valid, else the flight to wait for, else
// why there is neither. It starts a flight if one is due.
func (c *Cache) look(ctx context.Context, now time.Time) (signer.Credentials, *flight, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	valid := c.held != nil && !c.held().expired(now)
	due := !valid || !c.renewAt.IsZero() && !now.Before(c.renewAt)
	if due && c.flight == nil && !now.Before(c.retryAt) {
		c.flight = &flight{done: make(chan struct{})}
		go c.fly(context.WithoutCancel(ctx), c.flight)
	}
	switch {
	case valid:
		return c.held().Credentials, nil, nil
	case c.flight != nil:
		return signer.Credentials{}, c.flight, nil
	}
	return signer.Credentials{}, nil, c.err
}

// fly asks the source. The answer lands even if the source ends the goroutine.
func (c *Cache) fly(ctx context.Context, f *flight) {
	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	var answer Temporary
	var err error
	defer func() { c.land(f, answer, err) }()
	answer, err = c.fetch(ctx)
}

func (c *Cache) land(f *flight, answer Temporary, err error) {
	now := c.options.Now()
	answer.Expiration = answer.Expiration.Round(0) // by the wall clock: the other one stops when the machine sleeps
	if err == nil {
		err = answer.check(now)
	}
	if err != nil && c.options.OnError != nil {
		c.options.OnError(err)
	}
	f.answer, f.err = seal(answer), err
	c.mu.Lock()
	c.flight = nil
	if err != nil {
		c.failed(now, err)
	} else {
		c.hold(answer, now)
	}
	c.mu.Unlock()
	close(f.done)
}

// failed puts off the next question: c.mu is held.
func (c *Cache) failed(now time.Time, err error) {
	c.err = err
	delay := min(baseDelay<<min(c.failures, 10), maxDelay)
	c.failures++
	c.retryAt = now.Add(delay - rand.N(delay/2))
}

// hold takes a new answer: c.mu is held.
func (c *Cache) hold(answer Temporary, now time.Time) {
	c.held, c.renewAt = seal(answer), time.Time{}
	if !answer.Expiration.IsZero() {
		left := answer.Expiration.Sub(now)
		c.renewAt = answer.Expiration.Add(-min(c.options.Lead, left/2))
	}
	if c.refused == nil || c.refused().Credentials != answer.Credentials {
		c.failures, c.retryAt = 0, time.Time{}
	}
}

// Invalidate says that OSS refused these credentials, as it does with
// InvalidAccessKeyId, InvalidSecurityToken and SecurityTokenExpired when they
// were revoked, or have expired while the local clock is slow. If the Cache
// holds them it gives them out no more, and asks its source when it is next
// called. Others, which it may have fetched since, stay: everybody who was
// refused may call it. A client.Client does, if this method is the field
// CredentialsRefused of its Config.
//
// If the source gives the same ones again they are tried again. Refused once
// more they count as a failure of the source: it is asked after a growing time,
// and until then callers get a *RefusedError.
func (c *Cache) Invalidate(refused signer.Credentials) {
	now := c.options.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held == nil || c.held().Credentials != refused {
		return
	}
	if c.refused != nil && c.refused().Credentials == refused {
		c.failed(now, &RefusedError{refused.AccessKeyID})
	}
	c.held, c.refused = nil, c.held
}

// expired reports whether t is too old to be sent.
func (t Temporary) expired(now time.Time) bool {
	return !t.Expiration.IsZero() && t.Expiration.Sub(now) <= grace
}

// check refuses an answer that cannot be used.
func (t Temporary) check(now time.Time) error {
	if err := t.Credentials.Check(); err != nil {
		return err
	}
	if t.expired(now) {
		return &ExpiredError{t.Expiration, now}
	}
	return nil
}

// An ExpiredError says that the source gave credentials that have expired, or
// will in the next 5 seconds, by the clock of this machine.
type ExpiredError struct {
	Expiration, Now time.Time
}

func (e *ExpiredError) Error() string {
	return fmt.Sprintf("credentials: the source gave credentials that expire at %s, and here it is %s; set the clock, or mend the source",
		e.Expiration.UTC().Format(time.RFC3339), e.Now.UTC().Format(time.RFC3339))
}

// A RefusedError says that OSS refused the credentials that the source gave,
// and again when the source gave the same once more.
type RefusedError struct {
	AccessKeyID string
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("credentials: OSS refused the access key id %q, and the source has no other; see that the key exists and is enabled", e.AccessKeyID)
}
