package osstest

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// maxCached is how many replies the cache of one fault holds.
const maxCached = 1000

// An Injection is a fault that was injected. It is safe for concurrent use.
type Injection struct {
	oss   *OSS
	fault Fault // never changes
	text  string

	mu       sync.Mutex // guards what follows
	matched  int
	affected int
	cached   map[string]cachedReply
}

// A cachedReply is a reply that a cache holds.
type cachedReply struct {
	reply *reply // never changes
	at    time.Time
}

// Inject makes a fault happen, until it has happened Fault.Times or is
// removed. A request is affected by one fault at most: of those that match it
// and are not used up, the one that was injected first; the others do not
// count it. So faults that are injected one after the other make a sequence.
// It panics with a message that names the field if the fault makes no sense.
//
// An http.Transport that uses a connection again, such as that of
// Server.Client, by itself repeats a GET or HEAD if that connection is cut.
// The one of OSS.Transport never does.
func (o *OSS) Inject(f Fault) *Injection {
	if err := f.check(); err != nil {
		panic("osstest: Inject: " + err.Error())
	}
	f.Header = f.Header.Clone()
	in := &Injection{oss: o, fault: f, text: f.String()}
	o.faultsMu.Lock()
	defer o.faultsMu.Unlock()
	o.setFaults(append(slices.Clone(o.injected()), in))
	return in
}

// Affected returns how many requests were affected so far.
func (in *Injection) Affected() int {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.affected
}

// Remove ends the fault for requests that are still to come. Removing twice is
// allowed.
func (in *Injection) Remove() {
	in.oss.faultsMu.Lock()
	defer in.oss.faultsMu.Unlock()
	in.oss.setFaults(slices.DeleteFunc(slices.Clone(in.oss.injected()), func(other *Injection) bool { return other == in }))
}

// injected returns the faults in the order of their injection; the slice never
// changes.
func (o *OSS) injected() []*Injection {
	if list := o.faults.Load(); list != nil {
		return *list
	}
	return nil
}

func (o *OSS) setFaults(list []*Injection) { o.faults.Store(&list) }

// meet finds the fault that affects the request, if one does, and lets it
// change the request and the clock.
func (c *call) meet() {
	c.fault = &noFault
	all := c.oss.injected()
	if len(all) == 0 {
		return
	}
	c.address() // as far as it goes; what is wrong is said when it is answered
	seen := c.seen().record()
	for _, in := range all {
		if in.affects(seen) {
			c.injection, c.fault = in, &in.fault
			break
		}
	}
	if f := c.fault; f.Request != nil {
		c.req = c.req.Clone(c.req.Context())
		f.Request(c.req)
	}
	c.started = c.started.Add(c.fault.Skew)
}

// affects counts a request that matches, and reports whether it is among those
// that are affected.
func (in *Injection) affects(r RequestRecord) bool {
	f := &in.fault
	if f.Operation != "" && f.Operation != r.Operation || f.Match != nil && !f.Match(r) {
		return false
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if f.Times > 0 && in.affected == f.Times {
		return false
	}
	if in.matched++; in.matched <= f.Skip {
		return false
	}
	in.affected++
	return true
}

// fromCache returns the reply that the cache holds for the request, or nil.
func (in *Injection) fromCache(c *call) *reply {
	in.mu.Lock()
	defer in.mu.Unlock()
	kept, ok := in.cached[cacheKey(c.req)]
	if !ok {
		return nil
	}
	return kept.reply.aged(c.oss.now().Sub(kept.at))
}

// cache keeps a reply that a cache would.
func (in *Injection) cache(c *call, r *reply) {
	if r.status != http.StatusOK || c.req.Method != http.MethodGet && c.req.Method != http.MethodHead {
		return
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.cached == nil {
		in.cached = make(map[string]cachedReply)
	}
	if len(in.cached) < maxCached {
		in.cached[cacheKey(c.req)] = cachedReply{r, c.oss.now()}
	}
}

func cacheKey(r *http.Request) string { return r.Method + " " + r.Host + r.RequestURI }
