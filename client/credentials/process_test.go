//go:build !js && !wasip1

// JavaScript and WASI start no programs: see process_wasm_test.go.

package credentials

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
)

// TestMain makes this program a credentials program, if its first argument says
// so.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && strings.HasPrefix(os.Args[1], "program-") {
		program(os.Args[1], os.Args[2])
		os.Exit(0)
	}
	os.Setenv("GORACE", "atexit_sleep_ms=0") // for these; else the race detector has each of them wait a second
	os.Exit(m.Run())
}

const sdkDocument = `{"AccessKeyId": "STS.id", "AccessKeySecret": "markedSecret", "SecurityToken": "markedToken", "Expiration": "2099-12-29T07:45:02Z"}`

// program is the other side of the tests below.
func program(name, argument string) {
	switch name {
	case "program-prints":
		io.WriteString(os.Stdout, argument)
	case "program-fails":
		io.WriteString(os.Stdout, sdkDocument)
		io.WriteString(os.Stderr, argument)
		os.Exit(3)
	case "program-talks":
		io.WriteString(os.Stderr, strings.Repeat("progress\n", 1<<17)) // 1 MiB
		io.WriteString(os.Stdout, sdkDocument)
	case "program-floods":
		for {
			if _, err := io.WriteString(os.Stdout, strings.Repeat("markedSecret", 1<<10)); err != nil {
				os.Exit(1)
			}
		}
	case "program-hangs": // until the test closes the connection
		conn, err := net.Dial("tcp", argument)
		if err != nil {
			panic(err)
		}
		io.Copy(io.Discard, conn)
	case "program-forks": // and leaves somebody with its pipes
		child := exec.Command(os.Args[0], "program-hangs", argument)
		child.Stdout, child.Stderr = os.Stdout, os.Stderr
		if err := child.Start(); err != nil {
			panic(err)
		}
		io.WriteString(os.Stdout, sdkDocument)
	case "program-environment":
		io.WriteString(os.Stdout, os.Getenv(argument))
	default:
		panic(name)
	}
}

func TestProcess(t *testing.T) {
	t.Setenv("CREDENTIALS_TEST", sdkDocument)
	temporary := signer.Credentials{AccessKeyID: "STS.id", AccessKeySecret: "markedSecret", SecurityToken: "markedToken"}
	for _, tt := range []struct {
		argv []string
		want signer.Credentials
	}{
		{[]string{"program-prints", sdkDocument}, temporary},
		{[]string{"program-prints", `{"mode": "AK", "access_key_id": "id", "access_key_secret": "$HOME;'"}`}, signer.Credentials{AccessKeyID: "id", AccessKeySecret: "$HOME;'"}},
		{[]string{"program-talks", ""}, temporary},
		{[]string{"program-environment", "CREDENTIALS_TEST"}, temporary},
	} {
		argv := append([]string{os.Args[0]}, tt.argv...)
		c := Process(argv, nil)
		argv[0] = "changed by the caller"
		for range 2 {
			if got, err := c.Credentials(t.Context()); got != tt.want || err != nil {
				t.Errorf("%q: %v, %v", tt.argv, got, err)
			}
		}
	}
}

func TestProcessErrors(t *testing.T) {
	var exit *exec.ExitError
	var missing *exec.Error
	self := os.Args[0]
	for _, tt := range []struct {
		argv   []string
		reason string
		as     any    // of what it wraps, or nil
		stderr string // part of it
	}{
		{nil, "argv is empty", nil, ""},
		{[]string{"no-such-credentials-program", "markedArgument"}, "failed: exec: ", &missing, ""},
		{[]string{self, "program-fails", "login first\nwith 'vault login'\n"}, "failed: exit status 3; it wrote \"login first\\nwith 'vault login'\"", &exit, "login first"},
		{[]string{self, "program-fails", "AccessKeySecret: markedSecretmarkedSecret12345\xff"}, "", &exit, "AccessKeySecret: [masked]\uFFFD"},
		{[]string{self, "program-fails", strings.Repeat("x ", 503) + "markedSecretmarkedSecretmarkedSecret"}, "", &exit, "x x"},
		{[]string{self, "program-floods", ""}, "printed more than 64 KiB", nil, ""},
		{[]string{self, "program-prints", "AccessKeySecret=markedSecret"}, "printed something that is not a JSON object", nil, ""},
		{[]string{self, "program-prints", ""}, "printed something that is not a JSON object", nil, ""},
	} {
		_, err := Process(tt.argv, &Options{Timeout: time.Hour}).Credentials(t.Context())
		var e *ProcessError
		if !errors.As(err, &e) || !strings.Contains(err.Error(), tt.reason) || tt.as != nil && !errors.As(err, tt.as) || !strings.Contains(e.Stderr, tt.stderr) {
			t.Errorf("%.60q: %v", tt.argv, err)
			continue
		}
		if strings.Contains(err.Error(), "marked") || strings.Contains(e.Stderr, "marked") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%.60q tells too much: %v", tt.argv, err)
		}
	}
	var part *signer.CredentialsError
	if _, err := Process([]string{self, "program-prints", `{"AccessKeyId": "id", "AccessKeySecret": "markedSecret\n"}`}, nil).Credentials(t.Context()); !errors.As(err, &part) {
		t.Errorf("a line end after the secret: %v", err)
	}
}

// TestProcessIsEnded looks at the program from the other end of a connection,
// which closes with it.
func TestProcessIsEnded(t *testing.T) {
	listener := listen(t)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := run(ctx, []string{os.Args[0], "program-hangs", listener.Addr().String()})
		ended <- err
	}()
	conn, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	cancel()
	var e *ProcessError
	if err := <-ended; !errors.As(err, &e) || !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	io.Copy(io.Discard, conn) // it would last as long as the program
}

func TestProcessTimeout(t *testing.T) {
	_, err := Process([]string{os.Args[0], "program-hangs", listen(t).Addr().String()}, &Options{Timeout: 20 * time.Millisecond}).Credentials(t.Context())
	var e *ProcessError
	if !errors.As(err, &e) || !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "it took too long") {
		t.Errorf("%v", err)
	}
}

// TestProcessLeavesAnother has the program end well while another one, which it
// started, keeps its pipes open.
func TestProcessLeavesAnother(t *testing.T) {
	listener := listen(t)
	got, err := Process([]string{os.Args[0], "program-forks", listener.Addr().String()}, nil).Credentials(t.Context())
	if got.AccessKeyID != "STS.id" || err != nil {
		t.Errorf("%v, %v", got, err)
	}
	conn, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	conn.Close() // and that ends it
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	return listener
}
