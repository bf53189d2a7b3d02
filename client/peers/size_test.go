package peers

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"example.com/ossmeta/client/osstest"
)

// BenchmarkSize reports the sizes of stripped programs: a HEAD request with
// net/http alone, with our client and with the SDKs, and by how much the latter
// three are larger than the first; and one signature, without a client.
func BenchmarkSize(b *testing.B) {
	const linux, wasm = "linux/amd64", "wasip1/wasm"
	for _, program := range []struct{ name, platform, floor string }{
		{"nethttp", linux, ""}, {"ossmeta", linux, "nethttp"}, {"sdk", linux, "nethttp"}, {"sdkv1", linux, "nethttp"},
		{"nethttp", "linux/386", ""}, {"ossmeta", "linux/386", "nethttp"},
		{"nethttp", wasm, ""}, {"ossmeta", wasm, "nethttp"},
		{"sign", linux, ""}, {"sign", wasm, ""},
	} {
		// A benchmark's function is called more than once; one build is enough.
		size := sync.OnceValue(func() int64 { return sizeOf(b, program.name, program.platform, "") })
		floor := sync.OnceValue(func() int64 { return sizeOf(b, program.floor, program.platform, "") })
		b.Run("program="+program.name+"/platform="+strings.ReplaceAll(program.platform, "/", "-"), func(b *testing.B) {
			b.ReportMetric(float64(size()), "B-stripped")
			if program.floor != "" {
				b.ReportMetric(float64(size()-floor()), "B-over-"+program.floor)
			}
			b.ReportMetric(0, "ns/op") // leaves it out
		})
	}
}

func sizeOf(b testing.TB, name, platform, tags string) int64 {
	b.Helper()
	info, err := os.Stat(build(b, name, platform, tags))
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}

// build returns a stripped program of testdata/size.
func build(b testing.TB, name, platform, tags string) string {
	b.Helper()
	output := filepath.Join(b.TempDir(), name)
	goos, goarch, _ := strings.Cut(platform, "/")
	build := exec.CommandContext(b.Context(), "go", "build", "-trimpath", "-ldflags=-s -w", "-tags="+tags, "-o", output, "./testdata/size/"+name)
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+goos, "GOARCH="+goarch)
	if text, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, text)
	}
	return output
}

// BenchmarkResident reports the most memory that the programs had resident, by
// the account of the operating system: a HEAD each, on osstest.
func BenchmarkResident(b *testing.B) {
	for _, name := range []string{"nethttp", "ossmeta", "sdk", "sdkv1"} {
		resident := sync.OnceValue(func() float64 { return residentOf(b, name) })
		b.Run("program="+name, func(b *testing.B) {
			b.ReportMetric(resident(), "kB-resident")
			b.ReportMetric(0, "ns/op") // leaves it out
		})
	}
}

// residentOf returns the median of several runs, in kB.
func residentOf(b testing.TB, name string) float64 {
	b.Helper()
	server := osstest.NewServer(osstest.Options{Buckets: []osstest.Bucket{{Name: "examplebucket", ACL: "public-read"}}})
	defer server.Close()
	server.PutObject("examplebucket", "k", osstest.Object{Body: []byte("x")})
	platform, key := runtime.GOOS+"/"+runtime.GOARCH, server.Credentials()
	program, resident := build(b, name, platform, ""), build(b, "resident", platform, "")
	var runs []float64
	for range 9 {
		run := exec.CommandContext(b.Context(), resident, program, server.URL, server.Region(), "examplebucket", "k")
		run.Env = []string{"OSS_ACCESS_KEY_ID=" + key.AccessKeyID, "OSS_ACCESS_KEY_SECRET=" + key.AccessKeySecret}
		var told strings.Builder
		run.Stderr = &told
		text, err := run.Output()
		if err != nil || !strings.Contains(strings.ToLower(told.String()), "etag") {
			b.Fatalf("%s: %v\n%s", name, err, told.String())
		}
		most, err := strconv.ParseFloat(strings.TrimSpace(string(text)), 64)
		if err != nil {
			b.Fatal(err)
		}
		runs = append(runs, most)
	}
	slices.Sort(runs)
	return runs[len(runs)/2]
}
