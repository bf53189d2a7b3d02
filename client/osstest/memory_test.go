package osstest_test

import (
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

// TestPartKeepsNoMore copies one byte out of large objects that are then gone:
// what is stored does not keep more in memory than it is charged for.
func TestPartKeepsNoMore(t *testing.T) {
	const size, times = 4 << 20, 16
	o, w, _ := still(t, osstest.Options{MaxTotalBytes: 2 * size})
	id := w.initiate("k")
	for n := range times {
		o.PutObject(bucketName, "large", osstest.Object{Body: []byte(strings.Repeat("x", size))})
		w.do(request{method: "PUT", key: "k", query: partQuery(id, strconv.Itoa(n+1)),
			header: []string{"x-oss-copy-source", "/examplebucket/large", "x-oss-copy-source-range", "bytes=0-0"}}).want(t, 200, "")
		w.do(request{method: "DELETE", key: "large"}).want(t, 204, "")
	}
	runtime.GC()
	var held runtime.MemStats
	runtime.ReadMemStats(&held)
	if held.HeapAlloc > size*times/2 {
		t.Errorf("%d bytes are held", held.HeapAlloc)
	}
	runtime.KeepAlive(o)
}

// TestBodiesAreBounded holds five bodies up in the server, so that there is no
// room for another one.
func TestBodiesAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := osstest.New(osstest.Options{MaxTotalBytes: 5000})
		w := newWire(t, o, time.Now)
		o.Inject(osstest.Fault{Times: 5, EffectDelay: time.Minute})
		put := request{method: "PUT", key: "k", body: strings.Repeat("x", 1000)}
		var group sync.WaitGroup
		for range 5 {
			group.Go(func() {
				if a, err := w.try(put); err != nil || a.status != 200 {
					t.Errorf("%v, %d", err, a.status)
				}
			})
		}
		synctest.Wait()
		if e := w.do(put).want(t, 400, xmlerr.EntityTooLarge).err; !strings.Contains(e.Message, "MaxTotalBytes") {
			t.Error(e.Message)
		}
		group.Wait()
		w.do(put).want(t, 200, "")
	})
}
