package client_test

import (
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/metrics"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
)

// What is streamed and listed here never stands in memory as a whole. Each
// benchmark reports the most memory that the whole process, server included, had
// of the system, observed every millisecond: what the runtime maps, less what it has
// given back or never used. What it maps grows by 4 MiB of address space at a time
// and is reported, too (runtime.MemStats.Sys):
//
//	go test ./client -run '^$' -bench Memory -benchtime 1x

const (
	streamed = 4 << 30 // bytes
	listed   = 1_000_000
)

// served returns a bucket of a server that h is.
func served(b *testing.B, h http.HandlerFunc) *client.Bucket {
	server := httptest.NewServer(h)
	b.Cleanup(server.Close)
	c, err := client.New(client.Config{Endpoint: server.URL, Region: "cn-hangzhou", Credentials: credentials.Static(signer.Credentials{AccessKeyID: "id", AccessKeySecret: "secret"})})
	if err != nil {
		b.Fatal(err)
	}
	return c.Bucket(bucketName)
}

// watchMemory observes the memory of the process until what it returns is called,
// which reports it.
func watchMemory(b *testing.B) (report func()) {
	most, stop, stopped := uint64(0), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
		for {
			metrics.Read(sample)
			most = max(most, sample[0].Value.Uint64()-sample[1].Value.Uint64())
			select {
			case <-tick.C:
			case <-stop:
				return
			}
		}
	}()
	return func() {
		close(stop)
		<-stopped
		b.ReportMetric(float64(most)/(1<<20), "MiB-at-most")
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.Sys)/(1<<20), "MiB-mapped")
	}
}

func BenchmarkMemoryPutObject(b *testing.B) {
	bucket := served(b, func(w http.ResponseWriter, r *http.Request) {
		crc := headers.NewCRC64()
		io.Copy(crc, r.Body)
		w.Header().Set("x-oss-hash-crc64ecma", strconv.FormatUint(crc.Sum64(), 10))
	})
	b.SetBytes(streamed)
	report := watchMemory(b)
	for b.Loop() {
		if _, err := bucket.PutObject(b.Context(), "k", io.LimitReader(zeros{}, streamed), &client.PutObjectOptions{ContentLength: streamed}); err != nil {
			b.Fatal(err)
		}
	}
	report()
}

func BenchmarkMemoryGetObject(b *testing.B) {
	sum := sumOfZeros()
	bucket := served(b, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", strconv.FormatInt(streamed, 10))
		w.Header().Set("x-oss-hash-crc64ecma", strconv.FormatUint(sum.Sum64(), 10))
		io.CopyN(w, zeros{}, streamed)
	})
	b.SetBytes(streamed)
	report := watchMemory(b)
	for b.Loop() {
		object, err := bucket.GetObject(b.Context(), "k", nil)
		if err != nil {
			b.Fatal(err)
		}
		n, err := io.Copy(io.Discard, object.Body)
		if err != nil || n != streamed {
			b.Fatal(n, err)
		}
		object.Body.Close()
	}
	report()
}

func BenchmarkMemoryListObjects(b *testing.B) {
	bucket := served(b, func(w http.ResponseWriter, r *http.Request) {
		first, _ := strconv.Atoi(r.URL.Query().Get("continuation-token"))
		io.WriteString(w, "<ListBucketResult><EncodingType>url</EncodingType>")
		for i := range 1000 {
			fmt.Fprintf(w, `<Contents><Key>a/folder/of/the/bucket/object-%09d</Key><LastModified>2023-12-16T16:20:57.000Z</LastModified>`+
				`<ETag>"5B3C1A2E053D763E1B002CC607C5A0FE"</ETag><Type>Normal</Type><Size>344606</Size><StorageClass>Standard</StorageClass></Contents>`, first+i)
		}
		if next := first + 1000; next < listed {
			fmt.Fprintf(w, "<IsTruncated>true</IsTruncated><NextContinuationToken>%d</NextContinuationToken>", next)
		}
		io.WriteString(w, "</ListBucketResult>")
	})
	report := watchMemory(b)
	for b.Loop() {
		n := 0
		for o, err := range bucket.ListObjects(b.Context(), nil) {
			if err != nil || !strings.HasSuffix(o.Key, fmt.Sprintf("%09d", n)) {
				b.Fatal(n, o, err)
			}
			n++
		}
		if n != listed {
			b.Fatal(n)
		}
	}
	report()
}

// zeros is a body without an end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func sumOfZeros() hash.Hash64 {
	crc := headers.NewCRC64()
	io.CopyN(crc, zeros{}, streamed)
	return crc
}
