package signer_test

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestNoInitWork: a program that imports the package starts as fast as before.
// The runtime tells of every package that has something to initialize.
func TestNoInitWork(t *testing.T) {
	if runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		return // no processes there
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	child := exec.CommandContext(ctx, os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	output, err := child.CombinedOutput()
	if err != nil || !strings.Contains(string(output), "init runtime @") {
		t.Fatalf("%v\n%s", err, output)
	}
	for line := range strings.Lines(string(output)) {
		if strings.HasPrefix(line, "init example.com/ossmeta/signer @") {
			t.Error(line)
		}
	}
}
