//go:build !race

package signer_test

import (
	"testing"
	"time"

	"example.com/ossmeta/signer"
)

// The race detector makes sync.Pool drop items on purpose, hence the tag.

func TestSignAllocations(t *testing.T) {
	const most = 2 // the Authorization value, the slice of fields; once a second the date
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

func TestPresignAllocations(t *testing.T) {
	const most = 3 // the life, the signature, the slice of fields
	for _, v := range []signer.Version{signer.V4, signer.V1} {
		s, r := newBench(t, v), &signer.Request{Method: "GET", Bucket: "examplebucket", Key: "folder/object name.txt"}
		query, url := map[string][]string{}, make([]byte, 0, 1024)
		signature, err := s.Presign(r, benchTime, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range signature.Fields {
			query[f.Name] = []string{f.Value}
		}
		got := testing.AllocsPerRun(100, func() {
			_, err := s.Presign(r, benchTime, time.Hour)
			if _, queryErr := signer.AppendQuery(url, query); err != nil || queryErr != nil {
				t.Fatal(err, queryErr)
			}
		})
		if got > most {
			t.Errorf("%v: %v allocations a URL, want at most %d", v, got, most)
		}
	}
}

// TestKeptAllocations: what one call has made the next one uses again: the key that
// a Verifier derived, the buffers in which a policy was signed.
func TestKeptAllocations(t *testing.T) {
	s, v := makeSigner(t, signer.V4, longTerm), testVerifier()
	p, r := signer.Policy{Expires: testTime.Add(time.Hour)}, send(t, s, getRequest())
	for name, tt := range map[string]struct {
		again, anew func() error
		saved       float64 // at least
	}{
		"Verify": {
			func() error { _, err := v.Verify(r, testTime); return err },
			func() error { _, err := testVerifier().Verify(r, testTime); return err },
			20,
		},
		"SignPolicy": {
			func() error { _, err := s.SignPolicy(p, testTime); return err },
			func() error { _, err := makeSigner(t, signer.V4, longTerm).SignPolicy(p, testTime); return err },
			42,
		},
	} {
		count := func(call func() error) float64 {
			return testing.AllocsPerRun(100, func() {
				if err := call(); err != nil {
					t.Fatal(err)
				}
			})
		}
		if again, anew := count(tt.again), count(tt.anew); anew-again < tt.saved {
			t.Errorf("%s takes %v allocations, %v anew; want %v fewer", name, again, anew, tt.saved)
		}
	}
}
