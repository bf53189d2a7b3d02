//go:build !nodiagnosis

package osstest_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"example.com/ossmeta/xmlerr"
)

// TestECsAreExplained looks up every EC that the server answers: those in its
// own source and in that of package verify, which refuses for it.
func TestECsAreExplained(t *testing.T) {
	number := regexp.MustCompile(`"(\d{4}-\d{8})"`)
	for _, pattern := range []string{"*.go", "../../signer/verify/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range number.FindAllStringSubmatch(string(source), -1) {
				found++
				if _, ok := xmlerr.LookupEC(match[1]); !ok {
					t.Errorf("%s: xmlerr.LookupEC does not know %s", file, match[1])
				}
			}
		}
		if found < 30 {
			t.Errorf("%s: found %d numbers only", pattern, found)
		}
	}
}
