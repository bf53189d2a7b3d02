package osstest_test

import (
	"sort"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

// TestThousandsAtOnce lets a thousand requests at a time take effect at the
// same moment, twice. Of those that guard a write by a condition
// one may win, none fails for another reason, and when all is deleted nothing
// is charged any more.
func TestThousandsAtOnce(t *testing.T) {
	const rounds, each = 2, 250
	room := largest(t, roomy())
	guarded := []request{
		{method: "PUT", key: "new", body: "x", header: []string{"x-oss-forbid-overwrite", "true"}},
		appendTo("log", "0", "x"),
		{method: "PUT", key: "k", header: []string{"x-oss-copy-source", "/examplebucket/k", "x-oss-metadata-directive", "REPLACE",
			"x-oss-copy-source-if-unmodified-since", "Thu, 01 Jan 1970 00:00:00 GMT"}},
	}
	lost := []int{409, 409, 412}
	synctest.Test(t, func(t *testing.T) {
		o := roomy()
		w := newWire(t, o, time.Now)
		for range rounds {
			o.PutObject(bucketName, "k", osstest.Object{LastModified: time.Unix(0, 0)})
			slow := o.Inject(osstest.Fault{EffectDelay: time.Second})
			for i, statuses := range together(t, w, append(guarded, request{method: "GET"}), each) {
				switch {
				case i == len(guarded):
					if statuses[200] != each {
						t.Errorf("list: statuses %v", statuses)
					}
				case statuses[200] != 1 || statuses[lost[i]] != each-1:
					t.Errorf("%s: statuses %v", guarded[i].key, statuses)
				}
			}
			slow.Remove()
			w.do(deleteRequest(ofKey("new")+ofKey("log")+ofKey("k"))).want(t, 200, "")
		}
		if got := largest(t, o); got != room {
			t.Errorf("there is room for %d bytes, want %d", got, room)
		}
	})
}

// together sends each request so many times, all of them at once, and counts
// for each the statuses of the replies.
func together(t *testing.T, w *wire, requests []request, times int) []map[int]int {
	var mu sync.Mutex
	var group sync.WaitGroup
	statuses := make([]map[int]int, len(requests))
	for i, r := range requests {
		statuses[i] = make(map[int]int)
		for range times {
			group.Go(func() {
				a, err := w.try(r)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				statuses[i][a.status]++
			})
		}
	}
	group.Wait()
	return statuses
}

func roomy() *osstest.OSS {
	return osstest.New(osstest.Options{MaxTotalBytes: 1 << 20, MaxRequests: -1})
}

// largest returns how large an object still fits into the server.
func largest(t *testing.T, o *osstest.OSS) int {
	w := newWire(t, o, time.Now)
	return sort.Search(1<<20, func(n int) bool {
		a := w.do(request{method: "PUT", key: "last", body: strings.Repeat("x", n)})
		if a.err == nil {
			w.do(request{method: "DELETE", key: "last"}).want(t, 204, "")
			return false
		}
		a.want(t, 400, xmlerr.EntityTooLarge)
		return true
	})
}
