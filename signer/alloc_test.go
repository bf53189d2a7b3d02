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
		s, r := newBench(t, v), typicalRequest()
		got := testing.AllocsPerRun(100, func() {
			if _, err := s.Sign(r, testTime); err != nil {
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
		signature, err := s.Presign(r, testTime, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range signature.Fields {
			query[f.Name] = []string{f.Value}
		}
		got := testing.AllocsPerRun(100, func() {
			_, err := s.Presign(r, testTime, time.Hour)
			if _, queryErr := signer.AppendQuery(url, query); err != nil || queryErr != nil {
				t.Fatal(err, queryErr)
			}
		})
		if got > most {
			t.Errorf("%v: %v allocations a URL, want at most %d", v, got, most)
		}
	}
}
