package client

import "time"

// A serverClock learns how far the server's clock is ahead of the local
// monotonic one. A Date tells whole seconds, so every answer gives bounds, and
// several of them, at different moments of a second, narrow them down. It
// serves to wait no longer than necessary; that an edit is safe does not
// depend on it. The zero value has learned nothing.
type serverClock struct {
	base        time.Time     // when it was started
	least, most time.Duration // the server is ahead of base by least up to most
}

// elapsed returns the monotonic time since the clock was started.
func (c *serverClock) elapsed() time.Duration {
	if c.base.IsZero() {
		c.base = time.Now()
	}
	return time.Since(c.base)
}

// observe takes in the Date of an answer that just came to a request that was
// sent at the given elapsed time. When the answer was made, the server's clock
// showed date and less than a second more.
func (c *serverClock) observe(date time.Time, sent time.Duration) {
	ahead := date.Sub(c.base)
	least, most := ahead-c.elapsed(), ahead+time.Second-sent
	if c.least == c.most || least >= c.most || most <= c.least { // nothing known, or proved wrong
		c.least, c.most = least, most
		return
	}
	c.least, c.most = max(c.least, least), min(c.most, most)
}

// until returns how long to wait until the server's clock shows t for sure.
func (c *serverClock) until(t time.Time) time.Duration {
	return max(0, t.Sub(c.base)-c.least-c.elapsed())
}

// untilTelling returns how long to wait, less than a second, until an answer's
// Date tells most: when the middle of what is known is at a full second.
func (c *serverClock) untilTelling() time.Duration {
	if c.base.IsZero() {
		return 0
	}
	middle := c.base.Add(c.elapsed() + c.least + (c.most-c.least)/2)
	return middle.Truncate(time.Second).Add(time.Second).Sub(middle)
}
