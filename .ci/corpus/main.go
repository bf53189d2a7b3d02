// Command corpus keeps what fuzzing has found: of the inputs in Go's fuzz cache,
// and of those that are kept already, the fewest that reach, together with
// the seeds in the tests, all the code that any of them reaches. These it leaves
// in testdata/fuzz of the package, where go test runs them every time.
//
//	go run ./.ci/corpus ./...        every fuzz target of these packages
//
// It runs in the root of the module, after go test -fuzz.
package main

import (
	"bytes"
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("corpus: ")
	flag.Parse()
	scratch, err := os.MkdirTemp("", "corpus")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(scratch)
	cache := filepath.Join(goOutput("env", "GOCACHE"), "fuzz")
	for _, line := range strings.Split(goOutput(append([]string{"list", "-f", "{{.ImportPath}} {{.Dir}}"}, flag.Args()...)...), "\n") {
		path, dir, _ := strings.Cut(line, " ")
		for _, name := range targetsOf(dir) {
			t := &target{name: name, dir: dir, binary: filepath.Join(scratch, "test"), profile: filepath.Join(scratch, "profile")}
			goOutput("test", "-c", "-cover", "-coverpkg=./...", "-o", t.binary, path)
			if err := t.keep(filepath.Join(cache, path, name)); err != nil {
				log.Fatalf("%s %s: %v", path, name, err)
			}
		}
	}
}

// goOutput returns what the go command prints.
func goOutput(args ...string) string {
	out, err := exec.Command("go", args...).Output()
	if err != nil {
		log.Fatalf("go %s: %v", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out))
}

var declared = regexp.MustCompile(`(?m)^func (Fuzz\w+)\(`)

// targetsOf returns the names of the fuzz targets in a directory.
func targetsOf(dir string) (names []string) {
	files, _ := filepath.Glob(filepath.Join(dir, "*_test.go"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			log.Fatal(err)
		}
		for _, match := range declared.FindAllSubmatch(text, -1) {
			names = append(names, string(match[1]))
		}
	}
	return names
}

// A target is one fuzz target, its test binary built with coverage.
type target struct {
	name, dir, binary, profile string
}

// An input is a file of the corpus.
type input struct {
	name  string
	size  int
	reach map[string]bool // blocks of code
}

// keep puts the inputs of the cache with the ones that are kept, and removes
// what reaches nothing new.
func (t *target) keep(cache string) error {
	kept := filepath.Join(t.dir, "testdata", "fuzz", t.name)
	if err := copyFiles(kept, cache); err != nil {
		return err
	}
	reached, err := t.reach("seed#")
	if err != nil {
		return err
	}
	files, err := os.ReadDir(kept)
	if err != nil {
		return err
	}
	var inputs []input
	for _, f := range files {
		in, err := t.input(f)
		if err != nil {
			return err
		}
		inputs = append(inputs, in)
	}
	chosen := choose(inputs, reached)
	for _, in := range inputs {
		if !chosen[in.name] {
			if err := os.Remove(filepath.Join(kept, in.name)); err != nil {
				return err
			}
		}
	}
	os.Remove(kept) // which is refused unless it is empty
	fmt.Printf("%s: %d of %d inputs\n", t.name, len(chosen), len(inputs))
	return nil
}

// copyFiles puts the files of a directory, if there is one, into another.
func copyFiles(to, from string) error {
	if err := os.MkdirAll(to, 0o777); err != nil {
		return err
	}
	found, err := os.ReadDir(from)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, f := range found {
		text, err := os.ReadFile(filepath.Join(from, f.Name()))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, f.Name()), text, 0o666); err != nil {
			return err
		}
	}
	return nil
}

func (t *target) input(f fs.DirEntry) (input, error) {
	info, err := f.Info()
	if err != nil {
		return input{}, err
	}
	reach, err := t.reach(f.Name())
	return input{f.Name(), int(info.Size()), reach}, err
}

// reach returns the blocks of code that the inputs whose names begin so reach.
func (t *target) reach(name string) (map[string]bool, error) {
	run := exec.Command(t.binary, "-test.run=^"+t.name+"$/^"+regexp.QuoteMeta(name), "-test.coverprofile="+t.profile)
	run.Dir = t.dir
	if out, err := run.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	profile, err := os.ReadFile(t.profile)
	if err != nil {
		return nil, err
	}
	reached := map[string]bool{}
	for line := range bytes.Lines(profile) {
		if block, _, missed := strings.Cut(string(line), " 0\n"); !missed {
			reached[block[:strings.LastIndexByte(block, ' ')]] = true
		}
	}
	return reached, nil
}

// choose returns the names of inputs that reach all that any reaches beyond what is
// reached already: again and again the one that adds most, of several the
// smallest.
func choose(inputs []input, reached map[string]bool) map[string]bool {
	chosen := map[string]bool{}
	for {
		added := make(map[string]int, len(inputs))
		for _, in := range inputs {
			for block := range in.reach {
				if !reached[block] {
					added[in.name]++
				}
			}
		}
		if len(added) == 0 {
			return chosen
		}
		best := slices.MinFunc(inputs, func(a, b input) int {
			return cmp.Or(cmp.Compare(added[b.name], added[a.name]), cmp.Compare(a.size, b.size), cmp.Compare(a.name, b.name))
		})
		chosen[best.name] = true
		for block := range best.reach {
			reached[block] = true
		}
	}
}
