package signer_test

import (
	"context"
	"crypto/fips140"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
)

// fipsChild is set in the environment of the process that runs under
// GODEBUG=fips140=only.
const fipsChild = "OSSMETA_TEST_FIPS_CHILD"

// TestFIPS runs itself again in FIPS 140-only mode, which only the start of a
// process can choose.
func TestFIPS(t *testing.T) {
	if os.Getenv(fipsChild) != "" {
		testInFIPSMode(t)
		return
	}
	if runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		return // no processes there, and no FIPS mode
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	child := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestFIPS$", "-test.v", "-test.count=1")
	child.Env = append(os.Environ(), "GODEBUG=fips140=only", fipsChild+"=1")
	output, err := child.CombinedOutput()
	if err != nil || !strings.Contains(string(output), "--- PASS: TestFIPS") {
		t.Errorf("in FIPS 140-only mode: %v\n%s", err, output)
	}
}

func testInFIPSMode(t *testing.T) {
	if !fips140.Enabled() {
		t.Fatal("the mode is off")
	}
	if s, err := signer.NewV1(longTerm); !errors.Is(err, signer.ErrFIPS) {
		t.Errorf("NewV1 = %v, %v, want ErrFIPS", s, err)
	}
	scope := signer.Scope{Date: "20231216", Region: testRegion}
	for secret, want := range map[string]error{"1234": signer.ErrFIPS, "12345": nil} {
		_, err := signer.NewV4(signer.Credentials{AccessKeyID: "i", AccessKeySecret: secret}, scope)
		if !errors.Is(err, want) {
			t.Errorf("NewV4 with a secret of %d bytes: %v, want %v", len(secret), err, want)
		}
	}
	s := makeSigner(t, signer.V4, temporary)
	r := send(t, s, putRequest())
	for range 3 {
		r = send(t, s, r)
		explain(t, s, r)
	}
	if _, err := testVerifier().Verify(r, testTime); err != nil {
		t.Errorf("V4: %v", err)
	}
	r = putRequest()
	r.Header["Date"] = []string{testDate}
	r.Header["Authorization"] = []string{"OSS LTAIexample:" + strings.Repeat("A", 27) + "="}
	refusedWith(t, testVerifier(), r, "NotImplemented")
}
