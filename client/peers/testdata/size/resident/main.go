//go:build unix

// Command resident runs another program and prints how much memory that had
// resident at most, in kB on Linux. It is for the benchmarks: what the system
// tells of a process counts what its parent had when it was started, and this
// parent is small.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

func main() {
	run := exec.Command(os.Args[1], os.Args[2:]...)
	run.Stdout, run.Stderr = os.Stderr, os.Stderr
	if err := run.Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(run.ProcessState.SysUsage().(*syscall.Rusage).Maxrss * 1024 / 1000)
}
