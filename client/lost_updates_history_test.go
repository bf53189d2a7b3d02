package client_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
)

// A history is what several writers did to one object, and what the server
// saw of it.
type history struct {
	seed  uint64
	out   protection // taken out; "" = none
	plan  *plan
	acts  []*act
	oss   *osstest.OSS
	late  sync.WaitGroup // requests whose clients have given them up
	begin stack

	mu  sync.Mutex // guards what follows
	log []event
}

// An event is a request that the server has carried out or refused, or a
// transition.
type event struct {
	at        time.Time
	act, try  int
	operation string
	ok        bool
	after     stack
}

// newHistory lets the history of a seed happen. It needs a bubble.
func newHistory(t *testing.T, seed uint64, out protection) *history {
	h := &history{seed: seed, out: out, plan: newPlan(seed, out == oneStep)}
	h.plan.oss.Log = h.record
	h.oss = osstest.New(h.plan.oss)
	h.seedObject(t)
	h.acts = slices.Concat(h.plan.writers...)
	direct := newBucket(t, h.oss, nil)
	var writers sync.WaitGroup
	for i, acts := range h.plan.writers {
		rng := rand.New(rand.NewPCG(seed, uint64(i)+1))
		n := &network{Rand: rng, h: h, transport: h.oss.Transport(), direct: direct}
		skew := time.Duration(rng.Int64N(int64(time.Hour))) - 30*time.Minute
		c := newClient(t, h.oss, func(cfg *client.Config) {
			cfg.HTTPClient = &http.Client{Transport: n}
			cfg.Now = func() time.Time { return time.Now().Add(skew) }
		})
		client.SetRandom(c, func(most time.Duration) time.Duration { return time.Duration(rng.Int64N(int64(most))) })
		writers.Go(func() {
			for _, a := range acts {
				time.Sleep(a.pause)
				n.act, n.try = a, 0
				h.perform(t.Context(), a, c.Bucket(bucketName))
			}
		})
	}
	writers.Wait()
	h.late.Wait()
	return h
}

// seedObject stores two objects under one key: two versions, if the bucket has
// them, of which the second is the null version if versioning is suspended.
func (h *history) seedObject(t *testing.T) {
	for i, o := range h.plan.begin {
		if i == 1 && h.plan.versioning == "Suspended" {
			suspend := client.Operation{Method: "PUT", Bucket: bucketName, Query: map[string][]string{"versioning": {""}},
				Body: strings.NewReader("<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>")}
			result, err := newClient(t, h.oss, nil).Do(t.Context(), suspend)
			if err != nil {
				t.Fatal(err)
			}
			result.Body.Close()
		}
		h.oss.PutObject(bucketName, "k", o)
	}
	h.begin = stackOf(h.oss.Versions(bucketName, "k"))
}

// perform does an act of a writer.
func (h *history) perform(ctx context.Context, a *act, b *client.Bucket) {
	if a.limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, a.limit)
		defer cancel()
	}
	a.called = time.Now()
	switch {
	case a.edit != nil:
		a.result, a.err = b.EditObjectMeta(ctx, "k", a.edit, &a.opt)
	case a.send != nil:
		a.err = a.send(ctx, b)
	case h.plan.versioning == "":
		h.transition(a)
	}
	a.returned = time.Now()
}

// transition changes the class of the object and leaves its Last-Modified. It
// is one step: no request comes at the same moment.
func (h *history) transition(a *act) {
	o, ok := h.oss.Object(bucketName, "k")
	if !ok {
		return
	}
	o.StorageClass = a.effect(stack{version{}})[0].class
	h.oss.PutObject(bucketName, "k", o)
	h.see(event{act: a.id, operation: "transition", ok: true})
}

// record notes a request of an act.
func (h *history) record(r osstest.RequestRecord) {
	a, err := strconv.Atoi(r.Header.Get(actHeader))
	if err != nil || r.Operation == "HeadObject" && strings.Contains(r.RequestURI, "?") {
		return // around the network, or about a version that need not be the current one
	}
	try, _ := strconv.Atoi(r.Header.Get(tryHeader))
	h.see(event{act: a, try: try, operation: r.Operation, ok: r.Status < 300})
}

func (h *history) see(e event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if e.at = time.Now(); changes(e) {
		e.after = stackOf(h.oss.Versions(bucketName, "k"))
	} else {
		e.after = h.before(len(h.log))
	}
	h.log = append(h.log, e)
}

// before returns what the server had before an event.
func (h *history) before(i int) stack {
	if i == 0 {
		return h.begin
	}
	return h.log[i-1].after
}

// String tells the history, for a reader who looks for what went wrong.
func (h *history) String() string {
	var text strings.Builder
	began := h.acts[0].called
	if len(h.log) > 0 {
		began = h.log[0].at.Truncate(time.Minute)
	}
	fmt.Fprintf(&text, "seed %d, versioning %q, precedence %d, an ACL moves Last-Modified: %t\n", h.seed, h.plan.versioning, h.plan.oss.Precedence, h.plan.oss.ACLMovesLastModified)
	for _, a := range h.acts {
		fmt.Fprintf(&text, "act %d, %7.3f to %7.3f: %s: %v\n", a.id, a.called.Sub(began).Seconds(), a.returned.Sub(began).Seconds(), a.what, a.err)
	}
	fmt.Fprintf(&text, "at first: %v\n", h.begin)
	for i, e := range h.log {
		fmt.Fprintf(&text, "%7.3f event %d: act %d.%d %s %t", e.at.Sub(began).Seconds(), i, e.act, e.try, e.operation, e.ok)
		if !e.after.equal(h.before(i)) {
			fmt.Fprintf(&text, ": %v", e.after)
		}
		text.WriteByte('\n')
	}
	return text.String()
}
