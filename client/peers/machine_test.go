//go:build ratios

package peers

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"
)

// heading says on what the table was made.
func heading(t *testing.T, loadBefore string) string {
	return fmt.Sprintf(`%s, %d cores, %s/%s, %s; Go SDK V2 %s, V1 %s; medians of rounds: %d; load average %s before, %s after; %s.

The floor of a signature is its hashing alone; of a call net/http sending and
reading the same, with the same timeouts; neither of a body's CRC-64 (nor has SDK V2
one of a body that it gets). Allocations on loopback are the server's, too. All
requests are signed with V4 unless it says V1.
`,
		processor(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(),
		goList(t, "-m", "-f", "{{.Version}}", sdkV2Module), goList(t, "-m", "-f", "{{.Version}}", sdkV1Module),
		*rounds, loadBefore, load(), time.Now().UTC().Format(time.DateOnly))
}

const (
	sdkV2Module = "github.com/aliyun/alibabacloud-oss-go-sdk-v2"
	sdkV1Module = "github.com/aliyun/aliyun-oss-go-sdk"
	ourModule   = "example.com/ossmeta"
)

func processor() string {
	file, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return "unknown processor"
	}
	defer file.Close()
	for s := bufio.NewScanner(file); s.Scan(); {
		if name, ok := strings.CutPrefix(s.Text(), "model name"); ok {
			return strings.TrimLeft(name, "\t :")
		}
	}
	return "unknown processor"
}

// load returns the load average over a minute. Above the number of cores,
// others were running, too.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	minute, _, _ := strings.Cut(string(text), " ")
	return minute
}

func goList(t *testing.T, arguments ...string) string {
	t.Helper()
	text, err := exec.CommandContext(t.Context(), "go", append([]string{"list"}, arguments...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

// sizeRows are what a program grows by that uses a client, over one with
// net/http alone, and the modules it needs.
func sizeRows(t *testing.T) []row {
	const platform = "linux/amd64"
	bare := sizeOf(t, "nethttp", platform, "")
	kilobytes := func(program, tags string) float64 { return float64(sizeOf(t, program, platform, tags)-bare) / 1000 }
	more := func(program, tags string) string { return fmt.Sprintf("+%.0f kB", kilobytes(program, tags)) }
	resident := func(program string) string { return fmt.Sprintf("%.1f MB", residentOf(t, program)/1000) }
	ours := modules(t, ourModule+"/client", ourModule)
	return []row{
		{what: "stripped program with HeadObject, " + platform, floor: fmt.Sprintf("%.0f kB", float64(bare)/1000),
			ours: more("ossmeta", ""), v2: more("sdk", ""), v1: more("sdkv1", ""), targets: []target{{"≤ +240 kB", kilobytes("ossmeta", "") <= 240}}},
		{what: "… with the build tag nodiagnosis", ours: more("ossmeta", "nodiagnosis")},
		{what: "most memory that it has resident", floor: resident("nethttp"), ours: resident("ossmeta"), v2: resident("sdk"), v1: resident("sdkv1")},
		{what: "other modules that it needs", floor: "0", ours: fmt.Sprint(ours),
			v2: fmt.Sprint(modules(t, sdkV2Module+"/oss", sdkV2Module)), v1: fmt.Sprint(modules(t, sdkV1Module+"/oss", sdkV1Module)),
			targets: []target{{"0", ours == 0}}},
	}
}

// modules returns how many modules besides its own a package is built from.
func modules(t *testing.T, of, own string) int {
	t.Helper()
	seen := map[string]bool{own: true}
	for name := range strings.Lines(goList(t, "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", of)) {
		seen[strings.TrimSpace(name)] = true
	}
	delete(seen, "")
	return len(seen) - 1
}
