//go:build !race

package signer_test

import (
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

// The race detector makes sync.Pool drop items on purpose, hence the tag.

func TestSignAllocations(t *testing.T) {
	const most = 2 // the Authorization value, the slice of fields; once a second the date
	for _, v := range []signer.Version{signer.V4, signer.V1} {
		s, r := newBench(t, v), signertest.TypicalRequest()
		got := testing.AllocsPerRun(100, func() {
			if _, err := s.Sign(r, signertest.Time); err != nil {
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
		signature, err := s.Presign(r, signertest.Time, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range signature.Fields {
			query[f.Name] = []string{f.Value}
		}
		got := testing.AllocsPerRun(100, func() {
			_, err := s.Presign(r, signertest.Time, time.Hour)
			if _, queryErr := signer.AppendQuery(url, query); err != nil || queryErr != nil {
				t.Fatal(err, queryErr)
			}
		})
		if got > most {
			t.Errorf("%v: %v allocations a URL, want at most %d", v, got, most)
		}
	}
}

// TestReceivedAllocations: what a receiver asks for is done in buffers that are used
// again. Of a policy the base64 of the document is allocated, too, and its fields.
func TestReceivedAllocations(t *testing.T) {
	for _, v := range signertest.BothVersions {
		s := signertest.MakeSigner(t, v, signertest.LongTerm)
		r, p := signertest.Send(t, s, signertest.TypicalRequest()), signer.Presented{Date: map[signer.Version]string{signer.V4: signertest.Stamp, signer.V1: signertest.Date}[v]}
		for name, tt := range map[string]struct {
			call func() error
			most float64
		}{
			"SignReceived":  {func() error { _, err := s.SignReceived(r, p); return err }, 1},
			"CheckReceived": {func() error { return signer.CheckReceived(r, v) }, 0},
			"SignPolicy": {func() error {
				_, err := s.SignPolicy(signertest.Time, func([]signer.Field) ([]byte, error) { return nil, nil })
				return err
			}, 6},
		} {
			got := testing.AllocsPerRun(100, func() {
				if err := tt.call(); err != nil {
					t.Fatal(err)
				}
			})
			if got > tt.most {
				t.Errorf("%v: %s takes %v allocations, want at most %v", v, name, got, tt.most)
			}
		}
	}
}
