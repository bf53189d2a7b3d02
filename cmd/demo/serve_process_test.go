//go:build unix

package main

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestServeProcess runs the program itself and interrupts it.
func TestServeProcess(t *testing.T) {
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // if all else fails, it is killed
		defer cancel()
		cmd := exec.CommandContext(ctx, os.Args[0], "serve", "-addr", "127.0.0.1:0")
		cmd.Env = append(os.Environ(), "OSSMETA_DEMO_CHILD=1")
		stdout, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(stdout)
		url, err := lines.ReadString('\n')
		if err != nil || !strings.HasPrefix(url, "http://127.0.0.1:") {
			t.Errorf("the first line is %q, %v", url, err)
		}
		export, err := lines.ReadString('\n')
		if err == nil {
			f := &fixture{vars: variables(export)}
			checkOneLine(t, f.run(t, "stat", "none"), 1, "NoSuchKey")
		}
		if err := cmd.Process.Signal(sig); err != nil {
			t.Error(err)
			cmd.Process.Kill()
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("after %v: %v", sig, err)
		}
	}
}
