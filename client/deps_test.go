package client_test

import (
	"go/build"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "example.com/ossmeta/"

// policy is the import policy: which of our own packages each one may import,
// and what more. Do not change it to make a build pass.
var policy = map[string]struct {
	ours    []string
	modules []string // packages of other modules
	leaf    bool     // reaches no net package, imports no os
}{
	"signer":                     {ours: []string{"signer/transcript"}, leaf: true},
	"signer/transcript":          {leaf: true},
	"headers":                    {leaf: true},
	"xmlerr":                     {leaf: true},
	"signer/diagnose":            {ours: []string{"signer/transcript"}, leaf: true},
	"signer/policy":              {ours: []string{"signer"}, leaf: true},
	"signer/verify":              {ours: []string{"signer"}, leaf: true},
	"signer/internal/signertest": {ours: []string{"signer"}}, // for tests only
	"client": {ours: []string{"signer", "signer/diagnose", "headers", "xmlerr", "client/presigned",
		"client/internal/endpoint", "client/internal/oneline", "client/internal/upload", "client/internal/xmldoc"}},
	"client/credentials":       {ours: []string{"signer"}},
	"client/presigned":         {ours: []string{"headers", "client/internal/oneline"}},
	"client/internal/endpoint": {ours: []string{"signer"}},
	"client/internal/oneline":  {},
	"client/internal/upload":   {ours: []string{"headers"}},
	"client/internal/xmldoc":   {ours: []string{"headers", "xmlerr"}},
	"client/osstest":           {ours: []string{"signer", "signer/verify", "headers", "xmlerr"}},
	"cmd/demo": {ours: []string{"signer", "signer/diagnose", "headers", "xmlerr", "client", "client/presigned", "client/credentials", "client/osstest"},
		modules: []string{"golang.org/x/net/netutil"}},
}

func TestImports(t *testing.T) {
	for _, dir := range packageDirs(t) {
		allowed, known := policy[dir]
		if !known {
			t.Errorf("package %s is not in the import policy", dir)
			continue
		}
		for _, imported := range imports(t, dir) {
			switch ours, isOurs := strings.CutPrefix(imported, module); {
			case isOurs:
				if !slices.Contains(allowed.ours, ours) {
					t.Errorf("%s imports %s, against the import policy", dir, ours)
				}
			case strings.Contains(strings.Split(imported, "/")[0], "."):
				if !slices.Contains(allowed.modules, imported) {
					t.Errorf("%s imports %s of another module", dir, imported)
				}
			case imported == "testing" || imported == "C" || imported == "unsafe":
				t.Errorf("%s imports %s", dir, imported)
			}
		}
		if allowed.leaf {
			testLeaf(t, dir)
		}
	}
}

// testLeaf walks everything that a leaf reaches.
func testLeaf(t *testing.T, dir string) {
	t.Helper()
	if slices.Contains(imports(t, dir), "os") {
		t.Errorf("%s imports os", dir)
	}
	seen := map[string]bool{}
	var walk func(pkg, from string)
	walk = func(pkg, from string) {
		if seen[pkg] {
			return
		}
		seen[pkg] = true
		if pkg == "net" || strings.HasPrefix(pkg, "net/") {
			t.Errorf("%s reaches %s, through %s", dir, pkg, from)
			return
		}
		for _, next := range standardImports(t, pkg) {
			walk(next, pkg)
		}
	}
	for _, pkg := range imports(t, dir) {
		if !strings.HasPrefix(pkg, module) { // ours are leaves, too
			walk(pkg, dir)
		}
	}
}

func standardImports(t *testing.T, pkg string) []string {
	t.Helper()
	p, err := build.Default.Import(pkg, filepath.Join(build.Default.GOROOT, "src", "vendor"), 0)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(p.Imports, func(s string) bool { return s == "unsafe" || s == "C" })
}

// imports returns what the non-test files of one of our packages import, on
// any platform.
func imports(t *testing.T, dir string) []string {
	t.Helper()
	context := build.Default
	context.UseAllFiles = true
	p, err := context.ImportDir(filepath.Join("..", filepath.FromSlash(dir)), 0)
	if err != nil {
		t.Fatal(err)
	}
	return p.Imports
}

// packageDirs returns the directories of our packages, with slashes.
func packageDirs(t *testing.T) []string {
	t.Helper()
	var dirs []string
	err := filepath.WalkDir("..", func(name string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			_, nested := os.Stat(filepath.Join(name, "go.mod"))
			if base := entry.Name(); name != ".." && (strings.HasPrefix(base, ".") || base == "testdata" || nested == nil) {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(name, ".go") {
			rel, err := filepath.Rel("..", filepath.Dir(name))
			if err != nil {
				return err
			}
			if dir := path.Clean(filepath.ToSlash(rel)); !slices.Contains(dirs, dir) {
				dirs = append(dirs, dir)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(dirs) < 4 {
		t.Fatalf("found the packages %q only", dirs)
	}
	return dirs
}

// TestRequirements keeps go.mod at the two modules that tests and the demo use.
func TestRequirements(t *testing.T) {
	data, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	var direct []string
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "require "))
		if len(fields) == 2 && strings.HasPrefix(fields[1], "v") {
			direct = append(direct, fields[0])
		}
		if strings.Contains(line, "tool ") || strings.Contains(line, "replace ") {
			t.Errorf("go.mod has the line %q", line)
		}
	}
	slices.Sort(direct)
	if want := []string{"github.com/google/go-cmp", "golang.org/x/net"}; !slices.Equal(direct, want) {
		t.Errorf("go.mod requires %q directly, want %q", direct, want)
	}
}
