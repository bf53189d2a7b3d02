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
// net/http alone, with our client and with the SDK; and one signature, without
// a client, as a Linux program and as a WebAssembly module.
func BenchmarkSize(b *testing.B) {
	for _, program := range []struct{ name, platform string }{
		{"nethttp", "linux/amd64"}, {"ossmeta", "linux/amd64"}, {"sdk", "linux/amd64"},
		{"sign", "linux/amd64"}, {"sign", "wasip1/wasm"},
	} {
		// A benchmark's function is called more than once; one build is enough.
		size := sync.OnceValue(func() int64 { return sizeOf(b, program.name, program.platform) })
		b.Run("program="+program.name+"/platform="+strings.ReplaceAll(program.platform, "/", "-"), func(b *testing.B) {
			b.ReportMetric(float64(size()), "B-stripped")
			b.ReportMetric(0, "ns/op") // leaves it out
		})
	}
}

func sizeOf(b *testing.B, name, platform string) int64 {
	b.Helper()
	output := filepath.Join(b.TempDir(), name)
	goos, goarch, _ := strings.Cut(platform, "/")
	build := exec.CommandContext(b.Context(), "go", "build", "-trimpath", "-ldflags=-s -w", "-o", output, "./testdata/size/"+name)
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
