// Command mutate measures tests: it changes the code in one place, runs the
// package's tests on the changed code, and does so for every place that it
// knows how to change, or for a sample of them. A change that no test notices
// is a hole in the tests, or a change that means nothing; these are listed
// with their reason in equivalent.txt, beside this program.
//
//	go run ./.ci/mutate                      every mutant of every target: long
//	go run ./.ci/mutate -sample 20 -seed 7   20 of each target
//	go run ./.ci/mutate headers xmlerr       these targets alone
//	go run ./.ci/mutate -list headers        what would be changed
//	go run ./.ci/mutate -match etag.go:20    what this regular expression matches of that list
//
// It runs in the root of the module and changes no file: go test reads the
// mutant by -overlay. What cannot be compiled is no mutant. A test that runs
// out of time has noticed. It fails when a mutant lives that is not listed, and,
// without -sample and -match, when a listed one is dead or gone.
//
// A mutant may ask for memory without end: limit it, as in (ulimit -v 8000000; …).
package main

import (
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A target is code to change and the tests that are to notice.
type target struct {
	name  string
	files string // a pattern
	limit string // of their time
	tests []string
}

var targets = []target{
	{"headers", "headers/*.go", "20s", []string{"./headers"}},
	{"xmlerr", "xmlerr/*.go", "20s", []string{"./xmlerr"}},
	{"internal", "client/internal/*/*.go", "20s", []string{"./client/internal/..."}},
	{"presigned", "client/presigned/*.go", "20s", []string{"./client/presigned"}},
	{"edit", "client/edit*.go", "60s", []string{"-run", "Edit|Example", "-gcflags=-N -l -dwarf=false", "./client"}},
	{"signer", "signer/*.go", "20s", []string{"./signer"}},
	{"transcript", "signer/transcript/*.go", "20s", []string{"./signer/transcript"}},
	{"verify", "signer/verify/*.go", "20s", []string{"./signer/verify"}},
	{"policy", "signer/policy/*.go", "20s", []string{"./signer/policy"}},
	{"diagnose", "signer/diagnose/*.go", "20s", []string{"./signer/diagnose"}},
}

var (
	sample  = flag.Int("sample", 0, "how many mutants of a target; 0 means all")
	seed    = flag.Uint64("seed", 1, "which ones")
	list    = flag.Bool("list", false, "list the mutants and run nothing")
	match   = flag.String("match", "", "only the mutants that this regular expression matches, as -list has them")
	workers = flag.Int("workers", 2, "how many run at a time")
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("mutate: ")
	flag.Parse()
	known, err := readEquivalents(".ci/mutate/equivalent.txt")
	if err != nil {
		log.Fatal(err)
	}
	passed := true
	for _, t := range targets {
		if flag.NArg() > 0 && !slices.Contains(flag.Args(), t.name) {
			continue
		}
		mutants, err := t.mutants()
		if err != nil {
			log.Fatal(err)
		}
		if *list {
			for _, m := range mutants {
				fmt.Println(m)
			}
			continue
		}
		passed = t.measure(mutants, known) && passed
	}
	if !passed {
		os.Exit(1)
	}
}

// mutants returns the mutants of t, all or a sample, in the order of the source.
func (t target) mutants() ([]mutant, error) {
	pattern, err := regexp.Compile(*match)
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(t.files)
	if err != nil {
		return nil, err
	}
	var all []mutant
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		found, err := find(filepath.ToSlash(file), source)
		if err != nil {
			return nil, err
		}
		for _, m := range found {
			if pattern.MatchString(m.String()) {
				all = append(all, m)
			}
		}
	}
	if *sample == 0 || *sample >= len(all) {
		return all, nil
	}
	picked := rand.New(rand.NewPCG(*seed, 0)).Perm(len(all))[:*sample]
	slices.Sort(picked)
	some := make([]mutant, len(picked))
	for i, n := range picked {
		some[i] = all[n]
	}
	return some, nil
}

// measure runs the mutants, prints what lives and the score, and reports
// whether all is as it should be.
func (t target) measure(mutants []mutant, known equivalents) bool {
	if out, err := t.test(nil); err != nil {
		log.Printf("%s: its tests fail without a mutant: %v\n%s", t.name, err, out)
		return false
	}
	count, listed, passed := map[outcome]int{}, 0, true
	for m, result := range t.runAll(mutants) {
		count[result]++
		reason, ok := known[m.id()]
		switch {
		case result == lived && ok:
			listed++
		case result == lived:
			passed = false
			fmt.Println("lived:", m)
		case ok:
			passed = false
			fmt.Printf("killed, and yet listed (%s): %v\n", reason, m)
		}
		delete(known, m.id())
	}
	if *sample == 0 && *match == "" {
		for id := range known {
			if ok, _ := filepath.Match(t.files, strings.SplitN(id, "\t", 2)[0]); ok {
				passed = false
				fmt.Println("listed, but no mutant:", id)
			}
		}
	}
	dead, alive := count[killed]+count[timedOut], count[lived]-listed
	fmt.Printf("%s: %d of %d killed, %.1f %% (%d of these by time); %d mean nothing; %d cannot be compiled\n",
		t.name, dead, dead+alive, 100*float64(dead)/float64(max(1, dead+alive)), count[timedOut], listed, count[notCompiled])
	return passed
}
