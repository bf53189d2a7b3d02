//go:build !race

package signer_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

// The race detector counts among the memory, hence the tag.

// TestHugeRequestIsLetGo: neither a signer, nor AppendQuery, nor CheckReceived keeps the room that one
// request took for huge names, or for a huge text to sign.
func TestHugeRequestIsLetGo(t *testing.T) {
	for _, v := range signertest.BothVersions {
		for name, change := range map[string]func(*signer.Request){
			"headers that are not signed": func(r *signer.Request) {
				for i := range 10000 {
					r.Header[fmt.Sprintf("Meta-%d", i)] = []string{"value"}
				}
			},
			"parameters that V1 does not sign": func(r *signer.Request) {
				for i := range 10000 {
					r.Query[fmt.Sprintf("name-%d", i)] = []string{"value"}
				}
			},
			"a key": signertest.WithKey(strings.Repeat("key/", 1<<16)),
		} {
			s, r := signertest.MakeSigner(t, v, signertest.Temporary), signertest.GetRequest()
			signAll(t, s, r)
			before := held()
			change(r)
			signAll(t, s, r)
			if after := held(); after > before+1<<19 {
				t.Errorf("%v, %s: %d bytes more are in use than before the huge request", v, name, after-before)
			}
		}
	}
}

// TestHugeNamesAreLetGo: neither the room for names that are refused, nor the values of many fields after a
// request with other names.
func TestHugeNamesAreLetGo(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // a pool gives back what it was given last
	for name, change := range map[string]func(*signer.Request){
		"names that are none": func(r *signer.Request) {
			for i := range 10000 {
				r.Header[fmt.Sprintf("a b%d", i)] = []string{"value"}
			}
		},
		"a name": func(r *signer.Request) { r.Header[strings.Repeat("n", 1<<20)] = []string{"value"} },
		"values": func(r *signer.Request) {
			for i := range 1000 {
				r.Header[fmt.Sprintf("Meta-%d", i)] = []string{strings.Repeat(" ", 1<<10) + "value"}
			}
		},
	} {
		before := held()
		huge := signertest.GetRequest()
		change(huge)
		_ = signer.CheckReceived(huge, signer.V4)
		if err := signer.CheckReceived(signertest.GetRequest(), signer.V4); err != nil {
			t.Fatal(err)
		}
		huge = nil
		if after := held(); after > before+1<<19 {
			t.Errorf("%s: %d bytes more are in use than before the huge request", name, after-before)
		}
	}
}

// TestHugeTargetIsLetGo: what a receiver was asked for last is not kept if it is huge.
func TestHugeTargetIsLetGo(t *testing.T) {
	for name, r := range map[string]*signer.Request{
		"method": {Method: strings.Repeat("A", 1<<20), Bucket: "b"}, "bucket": {Method: "GET", Bucket: strings.Repeat("b", 1<<20)},
	} {
		r.Method, r.Bucket = strings.Clone(r.Method), strings.Clone(r.Bucket)
		before := held()
		if err := signer.CheckReceived(r, signer.V1); err != nil {
			t.Fatal(err)
		}
		r.Method, r.Bucket = "", ""
		if after := held(); after > before-1<<19 {
			t.Errorf("%s: it is kept", name)
		}
	}
}

func signAll(t *testing.T, s *signer.Signer, r *signer.Request) {
	t.Helper()
	_, err := s.Sign(r, signertest.Time)
	_, urlErr := s.Presign(r, signertest.Time, time.Hour)
	_, queryErr := signer.AppendQuery(nil, r.Query)
	_, receivedErr := s.SignReceived(r, signer.Presented{})
	if err := errors.Join(err, urlErr, queryErr, receivedErr, signer.CheckReceived(r, s.Version())); err != nil {
		t.Fatal(err)
	}
}

// held returns how many bytes are in use.
func held() uint64 {
	runtime.GC() // once: it leaves what a pool was last given
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
