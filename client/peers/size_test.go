package peers

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
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
	output := filepath.Join(b.TempDir(), name)
	goos, goarch, _ := strings.Cut(platform, "/")
	build := exec.CommandContext(b.Context(), "go", "build", "-trimpath", "-ldflags=-s -w", "-tags="+tags, "-o", output, "./testdata/size/"+name)
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+goos, "GOARCH="+goarch)
	if text, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, text)
	}
	info, err := os.Stat(output)
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}
