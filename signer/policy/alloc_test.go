//go:build !race

package policy_test

import (
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/policy"
)

// The race detector makes sync.Pool drop items on purpose, hence the tag.

// TestSignAllocations: a policy is signed in buffers that are used again.
func TestSignAllocations(t *testing.T) {
	s, p := signertest.MakeSigner(t, signer.V4, signertest.LongTerm), policy.Policy{Expires: signertest.Time.Add(time.Hour)}
	count := func(signerOf func() *signer.Signer) float64 {
		return testing.AllocsPerRun(100, func() {
			if _, err := policy.Sign(signerOf(), p, signertest.Time); err != nil {
				t.Fatal(err)
			}
		})
	}
	again := count(func() *signer.Signer { return s })
	anew := count(func() *signer.Signer { return signertest.MakeSigner(t, signer.V4, signertest.LongTerm) })
	if anew-again < 42 {
		t.Errorf("Sign takes %v allocations, by a new signer %v; want 42 fewer", again, anew)
	}
}
