package client_test

import (
	"context"
	"fmt"
	"hash/fnv"
	"net/http"
	"os"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
)

// TestFaultMatrix carries out every operation under every fault of osstest, at
// every attempt, and compares what comes of it with what these rules say:
//
//  1. An answer that says nothing about the request (408, 429, 5xx but 501) and
//     one that does not arrive, or not whole, are worth another attempt, up to
//     Config.MaxAttempts in all. Every other error is final. So is the end of
//     what GetObject has begun to hand on.
//  2. No other attempt is made if the body cannot be sent again, or if the
//     first one may have had an effect that would spoil a second one
//     (forbid-overwrite, AppendObject, the requests that begin and complete an
//     upload, the copy of an edit).
//  3. A request that was refused for its clock had no effect. It is sent again
//     with the server's time, within the same number of attempts.
//  4. The error is the one of the last attempt: OSS's answer, or that there was
//     none, or, at the deadline and not later, the context's.
//  5. OpError.Unclear is set if any attempt of a write may have taken effect:
//     all that failed but those that were refused with 3xx, 501, or 4xx but 408
//     and 429. Without it nothing was written.
//  6. An edit whose copy is unclear starts again, up to EditOptions.MaxAttempts
//     times, and writes once. It does not believe a HeadObject from a cache, or
//     one that lacks something.
//  7. Whatever happens, an object is what it was or what it was to become, as a
//     whole: content, metadata, ACL, tags, class; with versioning there is one
//     new version for each time that the server carried the operation out, and
//     no old one is lost. After a success it is what it was to become, and the
//     result is the same as without faults.
//
// Beyond that: every response body is closed, no goroutine is left (the bubble
// would not end), an error is an *OpError of one line without secrets, but for
// net/http's errors of a GetObjectResult.Body.
//
// A cell is one step of an operation, one fault, and a position among the
// attempts. Each is run with one of V4 and V1, with or without versioning. With
// OSSMETA_FAULT_MATRIX=long it is run with all four.
func TestFaultMatrix(t *testing.T) {
	long := os.Getenv("OSSMETA_FAULT_MATRIX") == "long"
	for i := range operations {
		op := &operations[i]
		t.Run(op.name, func(t *testing.T) {
			t.Parallel()
			plain := map[bool]*cellResult{}
			for _, versioned := range []bool{false, true} {
				plain[versioned] = (&cell{op: op, fault: &noFault, versioned: versioned}).run(t)
				plain[versioned].checkPlain(t)
			}
			for c := range cells(op) {
				for _, c := range c.settings(long) {
					c.run(t).check(t, plain[c.versioned])
				}
			}
		})
	}
}

// A cell is one combination of the matrix.
type cell struct {
	op        *matrixOp
	aim       int // index of a step
	fault     *matrixFault
	at        position
	versioned bool
	signature signer.Version
}

func (c *cell) String() string {
	return fmt.Sprintf("%s, %s meets %q, %s attempt, %v, versioning %v", c.op.name, c.op.steps[c.aim].server, c.fault.name, c.at.name, c.signature, c.versioned)
}

// excepted are the cells without a rule, since an object may be an error
// document, and those where there is nothing for the fault to change.
func excepted(s *matrixStep, f *matrixFault) bool {
	return s.server == "GetObject" && f.name == "200 with an error" || s.is(onBucket) && f.path
}

// cells yields all cells of an operation.
func cells(op *matrixOp) func(func(cell) bool) {
	return func(yield func(cell) bool) {
		for aim := range op.steps {
			for f := range faults {
				for _, at := range positions {
					if !excepted(&op.steps[aim], &faults[f]) && !yield(cell{op: op, aim: aim, fault: &faults[f], at: at}) {
						return
					}
				}
			}
		}
	}
}

// settings returns the cell with every setting, or with one that differs from
// cell to cell, but not from run to run.
func (c cell) settings(long bool) []cell {
	var all []cell
	for _, c.versioned = range []bool{false, true} {
		for _, c.signature = range []signer.Version{signer.V4, signer.V1} {
			all = append(all, c)
		}
	}
	if long {
		return all
	}
	h := fnv.New32()
	fmt.Fprint(h, c.op.name, c.aim, c.fault.name, c.at.name)
	n := h.Sum32() % uint32(len(all))
	return all[n : n+1]
}

// A cellResult is what came of a cell.
type cellResult struct {
	*cell
	shown         string // of the result
	err           error
	took          time.Duration
	before, after matrixState
	requests      int   // of the step aimed at
	open          int64 // bodies
}

var matrixCredentials = signer.Credentials{AccessKeyID: "exampleId", AccessKeySecret: "markedSecret", SecurityToken: "markedToken"}

// run carries the operation out in a bubble of its own.
func (c *cell) run(t *testing.T) (r *cellResult) {
	synctest.Test(t, func(t *testing.T) {
		r = &cellResult{cell: c}
		oss := osstest.New(osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName, Versioning: map[bool]string{true: "Enabled"}[c.versioned]}},
			Credentials: []signer.Credentials{matrixCredentials}})
		seedMatrix(oss)
		r.before = stateOf(oss)
		c.inject(oss)
		open := new(atomic.Int64)
		ctx, cancel := context.WithTimeout(t.Context(), faultDeadline)
		defer cancel()
		began := time.Now()
		r.shown, r.err = c.op.run(ctx, c.client(t, oss, open))
		r.took, r.open = time.Since(began), open.Load()
		cancel()
		time.Sleep(2 * faultHold) // until what was held up is over
		r.after = stateOf(oss)
		for _, seen := range oss.Requests() {
			if c.matches(seen) {
				r.requests++
			}
		}
	})
	return r
}

// client returns a client whose answers are counted while they are open.
func (c *cell) client(t *testing.T, oss *osstest.OSS, open *atomic.Int64) *client.Client {
	transport := oss.Transport()
	return newClient(t, oss, func(cfg *client.Config) {
		cfg.Credentials = credentials.Static(matrixCredentials)
		cfg.Signature, cfg.MaxAttempts = c.signature, matrixAttempts
		if c.at.wrongClock {
			cfg.Now = func() time.Time { return time.Now().Add(-faultSkew) }
		}
		cfg.HTTPClient = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			resp, err := transport.RoundTrip(r)
			if err == nil {
				open.Add(1)
				resp.Body = &countedBody{ReadCloser: resp.Body, open: open}
			}
			return resp, err
		})}
	})
}

// matches reports a request of the step that is aimed at.
func (c *cell) matches(r osstest.RequestRecord) bool {
	s := &c.op.steps[c.aim]
	return r.Operation == s.server && (s.match == nil || s.match(r))
}

// inject makes the requests of the step meet the fault.
func (c *cell) inject(oss *osstest.OSS) {
	if c.fault == &noFault {
		return
	}
	fault := c.fault.inject
	fault.Match = c.matches
	if c.at.wrongClock {
		fault.Skip = c.at.from - 1
	} else if c.at.from > 1 {
		first := opener.inject
		first.Match, first.Times = c.matches, c.at.from-1
		oss.Inject(first)
	}
	if !c.at.all {
		fault.Times = 1
	}
	oss.Inject(fault)
}

// TestFaultMatrixIsComplete: what sends something is in the matrix.
func TestFaultMatrixIsComplete(t *testing.T) {
	covered := map[string]bool{
		"Name": true, "Bucket": true, "SignHTTP": true, "Presign": true, // send nothing
		"PresignGetObject": true, "PresignPutObject": true, "PresignHeadObject": true, "PresignCopyObject": true,
	}
	for _, op := range operations {
		name, _, _ := strings.Cut(op.name, " ")
		covered[strings.TrimSuffix(name, ":")] = true
	}
	for _, of := range []reflect.Type{reflect.TypeFor[*client.Bucket](), reflect.TypeFor[*client.Client]()} {
		for i := range of.NumMethod() {
			if name := of.Method(i).Name; !covered[name] {
				t.Errorf("%v.%s is not in the fault matrix", of, name)
			}
		}
	}
}
