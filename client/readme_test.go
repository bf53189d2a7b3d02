package client_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadme keeps the README's program and outputs the ones of tests that run.
func TestReadme(t *testing.T) {
	readme := readFile(t, "../README.md")
	source := readFile(t, "readme_example_test.go")
	program := block(t, readme, "```go\n", "```")
	for what, pair := range map[string][2]string{
		"imports": {block(t, program, "import (\n", "\n)\n"), block(t, source, "import (\n", "\n)\n")},
		"program": {block(t, program, "func main() {\n", "\n}\n"), strings.TrimSuffix(block(t, source, "func Example() {\n", "\t// Output:"), "\n")},
	} {
		if diff := cmp.Diff(pair[1], pair[0]); diff != "" {
			t.Errorf("the README's %s (-Example +README):\n%s", what, diff)
		}
	}
	examples := source + readFile(t, "example_hooks_test.go") + readFile(t, "../testdata/demo/tour.txt")
	lines := map[string]bool{}
	for line := range strings.Lines(examples) {
		line = strings.TrimSpace(line)
		lines[line] = true
		lines[strings.TrimSpace(strings.TrimPrefix(line, "//"))] = true
	}
	shown, fence := 0, ""
	for line := range strings.Lines(readme) {
		line = strings.TrimSpace(line)
		switch language, isFence := strings.CutPrefix(line, "```"); {
		case isFence && fence == "":
			fence = "```" + language
		case isFence:
			fence = ""
		case fence != "```" || strings.Contains(line, "set OSS_") || strings.HasPrefix(line, "export OSS_") || strings.HasPrefix(line, "oss: "):
			// text, or a block or line that another test looks at
		default:
			shown++
			if !lines[line] {
				t.Errorf("no test prints the README's line %q", line)
			}
		}
	}
	if shown < 30 {
		t.Errorf("only %d lines of output found in the README", shown)
	}
}

// TestReadmeNamesTests: the tests that the README names are there.
func TestReadmeNamesTests(t *testing.T) {
	var tests strings.Builder
	for _, pattern := range []string{"*_test.go", "../signer/*_test.go", "peers/*_test.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			tests.WriteString(readFile(t, file))
		}
	}
	names := regexp.MustCompile(`\b(Test|Benchmark|Fuzz)[A-Z]\w+`).FindAllString(readFile(t, "../README.md"), -1)
	if len(names) < 15 {
		t.Errorf("found %d names in the README", len(names))
	}
	for _, name := range names {
		if !strings.Contains(tests.String(), "func "+name+"(") {
			t.Errorf("there is no %s", name)
		}
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// block returns what stands between begin and end.
func block(t *testing.T, text, begin, end string) string {
	t.Helper()
	_, rest, found := strings.Cut(text, begin)
	inner, _, ended := strings.Cut(rest, end)
	if !found || !ended {
		t.Fatalf("there is no %q with an end", begin)
	}
	return inner
}
