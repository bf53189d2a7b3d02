package client

import "time"

// SetRandom replaces the random part of c's waits: random returns from 0 to
// less than most.
func SetRandom(c *Client, random func(most time.Duration) time.Duration) { c.random = random }
