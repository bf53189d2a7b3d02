package credentials

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"time"
)

// pipeDelay is how long a program's pipes may stay open after it has ended:
// another one that it started may hold them.
const pipeDelay = time.Second

// Process returns a Cache of the credentials that a program prints. argv is the
// program and its arguments. No shell reads it; the program has the environment
// of this one, and an empty standard input. It prints one JSON object, in the
// form of the OSS SDKs,
//
//	{"AccessKeyId": "…", "AccessKeySecret": "…", "SecurityToken": "…", "Expiration": "2023-12-29T07:45:02Z"}
//
// where a long-term key lacks the last two, or in the form of the Alibaba Cloud
// CLI's mode External,
//
//	{"mode": "StsToken", "access_key_id": "…", "access_key_secret": "…", "sts_token": "…", "expiration": "…"}
//
// where a long-term key has the mode AK. At most 64 KiB are read. After
// Options.Timeout the program is killed; what it started itself is not, but is
// waited for no longer than a second. A failure is a *ProcessError.
func Process(argv []string, o *Options) *Cache {
	argv = slices.Clone(argv)
	return NewCache(func(ctx context.Context) (Temporary, error) { return run(ctx, argv) }, o)
}

// run returns what a program prints.
func run(ctx context.Context, argv []string) (Temporary, error) {
	if len(argv) == 0 {
		return Temporary{}, &ProcessError{Reason: "is missing: argv is empty"}
	}
	bounded, kill := context.WithCancel(ctx)
	defer kill()
	cmd := exec.CommandContext(bounded, argv[0], argv[1:]...)
	stdout, stderr := &head{most: maxDocument, full: kill}, &head{most: maxStderr}
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = stdout, stderr, pipeDelay
	err := cmd.Run()
	failed := func(reason string, err error) (Temporary, error) {
		return Temporary{}, &ProcessError{argv[0], reason, stderr.masked(), err}
	}
	switch {
	case stdout.cut:
		return failed("printed more than 64 KiB", nil)
	case err != nil && ctx.Err() != nil:
		return failed("was killed, because it took too long", ctx.Err())
	case err != nil && !errors.Is(err, exec.ErrWaitDelay): // that one has ended well
		return failed("failed", err)
	}
	t, wrong := parseDocument(stdout.data)
	if wrong != "" {
		return failed("printed something that "+wrong, nil)
	}
	return t, nil
}

// A ProcessError says why a program gave no credentials.
type ProcessError struct {
	Program string // without its arguments, which may hold secrets
	Reason  string

	// Stderr is what the program wrote to its standard error, up to 1 KiB.
	// Where that has 24 or more characters of base64 that are no plain words
	// or path, "[masked]" stands instead: it may be a secret. A shorter secret
	// cannot be told from text; the program must not write one there.
	Stderr string

	Err error // an *exec.Error, an *exec.ExitError, context.DeadlineExceeded, or nil
}

func (e *ProcessError) Error() string {
	text := "credentials: the program"
	if e.Program != "" {
		text = fmt.Sprintf("%s %q", text, e.Program)
	}
	text += " " + e.Reason
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	if e.Stderr != "" {
		text += fmt.Sprintf("; it wrote %q", e.Stderr)
	}
	return text
}

// Unwrap returns e.Err.
func (e *ProcessError) Unwrap() error { return e.Err }
