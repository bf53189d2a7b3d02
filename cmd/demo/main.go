// Command demo shows what ossmeta does, and does it on any OSS endpoint.
//
// Without arguments it is a tour that needs no account: it starts an OSS
// server (package osstest) in the process and shows what is sent to it and
// what comes back. With a command it works on a bucket that flags or the
// environment name:
//
//	go run ./cmd/demo
//	go run ./cmd/demo help
//	go run ./cmd/demo serve
//	go run ./cmd/demo head KEY -json
//
// Four commands are about signatures and send nothing: presign signs a URL;
// sign -json signs requests that stand in JSON, one a line, to compare signers;
// explain shows what is signed of a request; diagnose says why a signature was
// refused.
//
// Output is aligned and plain; on a terminal some of it is bold or dim, unless
// NO_COLOR is set. Names and values that others chose are quoted where a
// terminal could take them for something else. With -json, commands write one
// JSON object a line.
//
// Flags may stand before or after the arguments; "--" ends them. Secrets come
// from the environment only (but for serve, which is a server for tests, and
// for requests in JSON) and are never printed; an STS token is by sign and
// presign alone, whose answers are exact. The exit status is 0, or 1 if the
// operation failed, or 2 if the command line or the configuration cannot be
// used; each failure is one line on standard error.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr))
}

// Exit statuses.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// A process is what the program has of its surroundings.
type process struct {
	env            func(string) string // looks up a variable of the environment
	stdin          io.Reader
	stdout, stderr io.Writer
	style          style // of stdout
}

// run is the program: it returns the exit status.
func run(ctx context.Context, args []string, env func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	out := &stickyWriter{w: stdout}
	err := dispatch(ctx, args, process{env, stdin, out, stderr, styleOf(stdout, env)})
	if err == nil {
		err = out.err
	}
	if err == nil {
		return exitOK
	}
	line := strings.ReplaceAll(strings.TrimPrefix(err.Error(), "oss: "), "\n", "; ")
	var usage *usageError
	if errors.As(err, &usage) {
		line += " (see demo help)"
	}
	fmt.Fprintf(stderr, "demo: %s\n", line)
	return exitStatus(err)
}

// exitStatus tells what was refused here, before anything was sent, from what
// failed.
func exitStatus(err error) int {
	var usage *usageError
	var argument *client.ArgumentError
	var field *headers.FieldError
	var key *signer.CredentialsError
	var request *signer.RequestError
	var edit *client.EditError // what it holds is about the object
	switch {
	case errors.As(err, &edit):
		return exitFailed
	case errors.As(err, &usage), errors.As(err, &argument), errors.As(err, &field), errors.As(err, &key), errors.As(err, &request):
		return exitUsage
	}
	return exitFailed
}

// A usageError is a command line or a configuration that cannot be used.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

func usagef(format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...)}
}

// dispatch finds out what is asked for and does it.
func dispatch(ctx context.Context, args []string, p process) error {
	if len(args) == 0 {
		return tour(ctx, p.stdout, time.Now())
	}
	flags := newFlags()
	words, err := parseArguments(flags.set, args)
	if errors.Is(err, flag.ErrHelp) || err == nil && len(words) > 0 && words[0] == "help" {
		return help(p, flags, words)
	}
	if err != nil {
		return &usageError{err.Error()}
	}
	if len(words) == 0 {
		return usagef("there are flags, but no command")
	}
	cmd, err := findCommand(words[0])
	if err != nil {
		return err
	}
	if err := cmd.check(words[1:], flags.set); err != nil {
		return err
	}
	return cmd.run(ctx, &call{process: p, flags: flags, args: words[1:]})
}

// A stickyWriter remembers the first error, so that one look at the end is
// enough.
type stickyWriter struct {
	w   io.Writer
	err error
}

func (s *stickyWriter) Write(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.w.Write(p)
	s.err = err
	return n, err
}
