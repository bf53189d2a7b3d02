//go:build !race

package verify_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

// The race detector counts among the memory, hence the tag.

// hugeRequest has so many OSS headers and query parameters.
func hugeRequest(n int) *signer.Request {
	r := signertest.GetRequest()
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
	for _, v := range signertest.BothVersions {
		cost := func(n int) uint64 {
			r := signertest.Send(t, signertest.MakeSigner(t, v, signertest.Temporary), hugeRequest(n))
			r.Key += "x"
			return allocated(func() { refusedWith(t, testVerifier(), r, "SignatureDoesNotMatch") })
		}
		if one, four := cost(2500), cost(10000); four > 8*one {
			t.Errorf("%v: a refusal takes %d bytes, of a request four times as large %d", v, one, four)
		}
	}
}

// TestHugeAuthorization has Authorization in many spellings, and many lines of it.
func TestHugeAuthorization(t *testing.T) {
	cost := func(n int) uint64 {
		r := signertest.GetRequest()
		for i := range n {
			name := []byte("authorization")
			for bit := range name {
				name[bit] ^= byte(i>>bit&1) << 5 // a capital letter
			}
			r.Header[string(name)] = []string{""}
		}
		r.Header["AUTHORIZATION"] = strings.Split(strings.Repeat(",", n), ",")
		return allocated(func() { refusedWith(t, testVerifier(), r, "InvalidArgument") })
	}
	if one, four := cost(1000), cost(4000); four > 8*one {
		t.Errorf("a refusal takes %d bytes, of a request four times as large %d", one, four)
	}
}
