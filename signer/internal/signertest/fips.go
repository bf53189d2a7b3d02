package signertest

import (
	"context"
	"crypto/fips140"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// fipsChild is set in the environment of the process that runs under
// GODEBUG=fips140=only.
const fipsChild = "OSSMETA_TEST_FIPS_CHILD"

// InFIPSMode reports whether this process runs in FIPS 140-only mode, which only the
// start of a process can choose. Otherwise it starts one of the same test binary, in
// which TestFIPS has to pass.
func InFIPSMode(ctx context.Context, t T) bool {
	t.Helper()
	if os.Getenv(fipsChild) != "" {
		if !fips140.Enabled() {
			t.Fatal("the mode is off")
		}
		return true
	}
	if runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		return false // no processes there, and no FIPS mode
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	child := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestFIPS$", "-test.v", "-test.count=1")
	child.Env = append(os.Environ(), "GODEBUG=fips140=only", fipsChild+"=1")
	output, err := child.CombinedOutput()
	if err != nil || !strings.Contains(string(output), "--- PASS: TestFIPS") {
		t.Errorf("in FIPS 140-only mode: %v\n%s", err, output)
	}
	return false
}
