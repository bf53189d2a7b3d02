//go:build !race

package signer_test

import (
	"testing"

	"example.com/ossmeta/signer"
)

// The race detector makes sync.Pool drop items on purpose, hence the tag.

func TestSignAllocations(t *testing.T) {
	const most = 3 // the date, the Authorization value, the slice of fields
	for _, v := range []signer.Version{signer.V4, signer.V1} {
		s, r := newBench(t, v), benchRequest()
		got := testing.AllocsPerRun(100, func() {
			if _, err := s.Sign(r, benchTime); err != nil {
				t.Fatal(err)
			}
		})
		if got > most {
			t.Errorf("%v: %v allocations a signature, want at most %d", v, got, most)
		}
	}
}
