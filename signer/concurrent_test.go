package signer_test

import (
	"sync"
	"testing"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/verify"

	"github.com/google/go-cmp/cmp"
)

// TestConcurrent uses one signer and one verifier from several goroutines, for
// different requests; each gets what a lone one gets.
func TestConcurrent(t *testing.T) {
	for _, v := range signertest.BothVersions {
		s, verifier := signertest.MakeSigner(t, v, signertest.Temporary), testVerifier()
		var group sync.WaitGroup
		for i := range 8 {
			r := signertest.PutRequest()
			r.Key = string(rune('a' + i))
			want := signertest.MustSign(t, signertest.MakeSigner(t, v, signertest.Temporary), r)
			group.Add(1)
			go func() {
				defer group.Done()
				for range 50 {
					checkSignature(t, s, verifier, r, want)
				}
			}()
		}
		group.Wait()
	}
}

func checkSignature(t *testing.T, s *signer.Signer, verifier *verify.Verifier, r *signer.Request, want signer.Signature) {
	got, err := s.Sign(r, signertest.Time)
	if err != nil || !cmp.Equal(want, got) {
		t.Errorf("signed as %v, %v, want %v", got, err, want)
		return
	}
	if _, err := s.Explain(r, signertest.Time); err != nil {
		t.Error(err)
	}
	if _, err := verifier.Verify(signertest.Received(r, got), signertest.Time); err != nil {
		t.Error(err)
	}
}
