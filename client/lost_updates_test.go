package client_test

import (
	"flag"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// More of them: go test ./client -run '^TestLostUpdates$' -histories 10000
// One again:    go test ./client -run '^TestLostUpdates$' -histories 1 -seed 4711
var (
	histories = flag.Int("histories", 200, "how many histories TestLostUpdates looks at")
	firstSeed = flag.Uint64("seed", 1, "the seed of the first of them; the others follow")
)

// TestLostUpdates lets histories happen and checks each. In a history, which
// follows from its seed, several editors and other writers (of metadata, ACL,
// tags, content and storage class, some that delete) work on one object in any
// kind of bucket, through a network that is slow, loses requests and answers,
// or brings requests after their clients have given up. Clients have clocks of
// their own, the server's is right.
//
// A history is good if every request made of the object what it says, each
// edit of what stood there at that moment; if nobody was told what was not so;
// and if the metadata in the end can be explained by an order of acts.
func TestLostUpdates(t *testing.T) {
	for half := range uint64(2) {
		t.Run(strconv.FormatUint(half, 10), func(t *testing.T) {
			t.Parallel()
			for i := half; i < uint64(*histories); i += 2 {
				synctest.Test(t, func(t *testing.T) { checkHistory(t, *firstSeed+i) })
			}
		})
	}
}

func checkHistory(t *testing.T, seed uint64) {
	h := newHistory(t, seed, "")
	for _, violation := range h.violations() {
		t.Errorf("seed %d: %s", seed, violation)
	}
	if t.Failed() {
		t.Fatalf("\n%v", h)
	}
}

// TestHistoryOfSeed: a history that went wrong can be looked at again.
func TestHistoryOfSeed(t *testing.T) {
	for seed := range uint64(20) {
		var told [2]string
		for i := range told {
			synctest.Test(t, func(t *testing.T) { told[i] = newHistory(t, seed, "").String() })
		}
		if diff := cmp.Diff(told[0], told[1]); diff != "" {
			t.Errorf("seed %d, the first and the second time (-first +second):\n%s", seed, diff)
		}
	}
}

// TestLostUpdatesMissed takes out one protection at a time, and wants to see
// that it is missed: of some seed, the history is bad, and with the protection
// it is good.
func TestLostUpdatesMissed(t *testing.T) {
	const most = 500 // seeds
	for _, out := range []protection{dateGuard, waitForSecond, aclLast, reReading, versionCompare, oneStep} {
		t.Run(string(out), func(t *testing.T) {
			for seed := range uint64(most) {
				var bad []string
				synctest.Test(t, func(t *testing.T) { bad = newHistory(t, seed, out).violations() })
				if !slices.Contains(bad, unexplained) && (out != aclLast || bad == nil) { // no ACL is metadata
					continue
				}
				t.Logf("seed %d: %q", seed, bad)
				synctest.Test(t, func(t *testing.T) {
					if bad := newHistory(t, seed, "").violations(); bad != nil {
						t.Errorf("with the protection: %s", bad[0])
					}
				})
				return
			}
			t.Errorf("nobody missed it in %d histories", most)
		})
	}
}
