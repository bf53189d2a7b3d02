package osstest_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
)

// turn is how many requests go to one server before the other has its turn.
const turn = 100

// described is the metadata of the object that is asked for.
var described = http.Header{"Content-Type": {"text/plain"}, "Cache-Control": {"max-age=60"},
	"X-Oss-Meta-Author": {"O. Henry"}, "X-Oss-Meta-Year": {"1905"}}

// BenchmarkHead compares signed HEADs with the same requests to a server that
// is net/http and nothing else, and answers with the same header. The two take
// short turns, so that a busy machine is busy for both, and medians are
// compared: "of-bare" is our rate over the other one's. "heap-bytes" is what is
// live in the end, all connections and the record of requests included; it does
// not grow once that is full. "logged" is how cmd/demo serves.
func BenchmarkHead(b *testing.B) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	defer null.Close()
	log := func(r osstest.RequestRecord) { fmt.Fprintln(null, r.Method, r.RequestURI, r.Status, r.RequestID) }
	for name, opt := range map[string]osstest.Options{
		"recorded": {},
		"logged":   {MaxRequests: -1, Log: log},
	} {
		for _, connections := range []int{1, 16} {
			b.Run(fmt.Sprintf("%s/connections=%d", name, connections), func(b *testing.B) { benchmarkHead(b, opt, connections) })
		}
	}
}

func benchmarkHead(b *testing.B, opt osstest.Options, connections int) {
	s := osstest.NewServer(opt)
	defer s.Close()
	s.PutObject(bucketName, "k", osstest.Object{Body: []byte("content"), Header: described})
	sent, answered := signedHead(b, s)
	bare := httptest.NewServer(bareHandler(answered))
	defer bare.Close()
	ours, theirs := newKeptAlive(b, s.URL, sent, connections), newKeptAlive(b, bare.URL, sent, connections)
	b.ReportAllocs()
	b.ResetTimer()
	for left := b.N; left > 0; left -= turn {
		theirs.send(b, min(turn, left))
		ours.send(b, min(turn, left))
	}
	b.ReportMetric(float64(theirs.median())/float64(ours.median()), "of-bare")
	b.ReportMetric(float64(ours.median().Nanoseconds()), "ns/head")
	b.ReportMetric(float64(heap()), "heap-bytes")
}

// signedHead returns a signed HEAD as it goes over a socket, and the header
// that it is answered with.
func signedHead(b *testing.B, s *osstest.Server) ([]byte, http.Header) {
	w := newWire(b, s.OSS, time.Now).with(func(w *wire) { w.base, w.client = s.URL+"/"+bucketName, s.Client() })
	r := request{method: "HEAD", key: "k"}
	answered := w.do(r).want(b, 200, "").header
	req, err := w.request(r)
	if err != nil {
		b.Fatal(err)
	}
	var sent bytes.Buffer
	if err := req.Write(&sent); err != nil {
		b.Fatal(err)
	}
	return sent.Bytes(), answered
}

// bareHandler answers everything with a header that it is given, but for the
// Date, which is net/http's.
func bareHandler(answered http.Header) http.Handler {
	answered = answered.Clone()
	answered.Del(headers.Date)
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		maps.Copy(w.Header(), answered)
		w.WriteHeader(http.StatusOK)
	})
}

// A keptAlive has connections to a server over which it sends one request
// again and again. It looks at the status alone, and costs little.
type keptAlive struct {
	sent  []byte
	conns []net.Conn
	took  []time.Duration // for a request, in each turn
}

func newKeptAlive(b *testing.B, url string, sent []byte, connections int) *keptAlive {
	k := &keptAlive{sent: sent}
	for range connections {
		conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { conn.Close() })
		k.conns = append(k.conns, conn)
	}
	k.send(b, len(k.conns)) // the first ones of each connection
	k.took = nil
	return k
}

// send sends n requests, an equal part over each connection.
func (k *keptAlive) send(b *testing.B, n int) {
	began := time.Now()
	var group sync.WaitGroup
	for i, conn := range k.conns {
		group.Go(func() {
			reader := bufio.NewReader(conn)
			for range (n + i) / len(k.conns) {
				if err := head(conn, reader, k.sent); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	k.took = append(k.took, time.Since(began)/time.Duration(n))
}

func (k *keptAlive) median() time.Duration {
	slices.Sort(k.took)
	return k.took[len(k.took)/2]
}

func head(conn net.Conn, reader *bufio.Reader, sent []byte) error {
	if _, err := conn.Write(sent); err != nil {
		return err
	}
	status := true
	for {
		line, err := reader.ReadSlice('\n')
		if err != nil {
			return err
		}
		if status && !bytes.HasPrefix(line, []byte("HTTP/1.1 200 ")) {
			return io.ErrUnexpectedEOF
		}
		if status = false; len(line) == len("\r\n") {
			return nil
		}
	}
}

// heap returns how many bytes are live.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkServeHTTP is a signed HEAD without net/http.
func BenchmarkServeHTTP(b *testing.B) {
	o, w, _ := still(b, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{Body: []byte("content"), Header: described})
	req, err := w.request(request{method: "HEAD", key: "k"})
	if err != nil {
		b.Fatal(err)
	}
	req.RequestURI = req.URL.RequestURI()
	b.ReportAllocs()
	for b.Loop() {
		d := discarded{}
		if o.ServeHTTP(d, req); len(d) < 10 {
			b.Fatal(d)
		}
	}
}

// A discarded is the header of a reply that nobody gets.
type discarded http.Header

func (d discarded) Header() http.Header         { return http.Header(d) }
func (d discarded) Write(p []byte) (int, error) { return len(p), nil }
func (d discarded) WriteHeader(int)             {}
