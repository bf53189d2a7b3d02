package osstest_test

import (
	"runtime"
	"strconv"
	"strings"
	"testing"

	"example.com/ossmeta/client/osstest"
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
