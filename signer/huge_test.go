//go:build !race

package signer_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"example.com/ossmeta/signer"
)

// The race detector counts among the memory, hence the tag.

// hugeRequest has so many OSS headers and query parameters.
func hugeRequest(n int) *signer.Request {
	r := getRequest()
	for i := range n {
		r.Header[fmt.Sprintf("X-Oss-Meta-%d", i)] = []string{"value"}
		r.Query[fmt.Sprintf("x-oss-q%d", i)] = []string{"value"}
	}
	return r
}

// allocated returns how many bytes f allocates, freed or not.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestHugeTranscript: a stranger's request with many parameters costs a server
// that refuses it memory in proportion to its size, and not to the square of it.
func TestHugeTranscript(t *testing.T) {
	for _, v := range bothVersions {
		cost := func(n int) uint64 {
			r := send(t, makeSigner(t, v, temporary), hugeRequest(n))
			r.Key += "x"
			return allocated(func() { refusedWith(t, testVerifier(), r, "SignatureDoesNotMatch") })
		}
		if one, four := cost(2500), cost(10000); four > 8*one {
			t.Errorf("%v: a refusal takes %d bytes, of a request four times as large %d", v, one, four)
		}
	}
}

// TestHugeRequestIsLetGo: neither a signer nor AppendQuery keeps the room that one
// huge request took.
func TestHugeRequestIsLetGo(t *testing.T) {
	for _, v := range bothVersions {
		s := makeSigner(t, v, temporary)
		signAll := func(r *signer.Request) {
			_, err := s.Sign(r, testTime)
			_, urlErr := s.Presign(r, testTime, time.Hour)
			_, queryErr := signer.AppendQuery(nil, r.Query)
			if err != nil || urlErr != nil || queryErr != nil {
				t.Fatal(err, urlErr, queryErr)
			}
		}
		held := func() uint64 {
			runtime.GC() // once: it leaves what a pool was last given
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			return m.HeapAlloc
		}
		signAll(getRequest())
		before := held()
		signAll(hugeRequest(20000))
		if after := held(); after > before+1<<20 {
			t.Errorf("%v: %d bytes more are in use than before the huge request", v, after-before)
		}
	}
}
