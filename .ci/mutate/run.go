package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// An outcome is what became of a mutant.
type outcome string

const (
	killed      outcome = "killed"
	lived       outcome = "lived"
	timedOut    outcome = "timed out"
	notCompiled outcome = "not compiled"
)

// runAll yields the mutants with their outcomes, several running at a time, in
// the order of the mutants.
func (t target) runAll(mutants []mutant) iter.Seq2[mutant, outcome] {
	return func(yield func(mutant, outcome) bool) {
		results := make([]chan outcome, len(mutants))
		for i := range results {
			results[i] = make(chan outcome, 1)
		}
		next := make(chan int)
		var running sync.WaitGroup
		for range *workers {
			running.Go(func() {
				for i := range next {
					results[i] <- t.run(mutants[i])
				}
			})
		}
		go func() {
			for i := range mutants {
				next <- i
			}
			close(next)
		}()
		for i, m := range mutants {
			if !yield(m, <-results[i]) {
				break
			}
		}
		running.Wait()
	}
}

// run tests one mutant.
func (t target) run(m mutant) outcome {
	out, err := t.test(&m)
	var failed *exec.ExitError
	switch {
	case err == nil:
		return lived
	case !errors.As(err, &failed):
		log.Fatal(err)
	case bytes.Contains(out, []byte("[build failed]")), bytes.Contains(out, []byte("[setup failed]")):
		return notCompiled
	case bytes.Contains(out, []byte("panic: test timed out")):
		return timedOut
	}
	return killed
}

// test runs the tests of t, on m if there is one, and returns what they print.
func (t target) test(m *mutant) ([]byte, error) {
	args := []string{"test", "-vet=off", "-failfast", "-timeout=" + t.limit, "-p=1"}
	if m != nil {
		dir, err := os.MkdirTemp("", "mutate")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(dir)
		overlay, err := m.overlay(dir)
		if err != nil {
			return nil, err
		}
		args = append(args, "-overlay="+overlay)
	}
	return exec.Command("go", append(args, t.tests...)...).CombinedOutput()
}

// overlay writes the mutant into dir and returns the file that go's -overlay takes.
func (m mutant) overlay(dir string) (string, error) {
	original, err := filepath.Abs(m.file)
	if err != nil {
		return "", err
	}
	changed, table := filepath.Join(dir, "mutant.go"), filepath.Join(dir, "overlay.json")
	text, err := json.Marshal(map[string]map[string]string{"Replace": {original: changed}})
	if err != nil {
		return "", err
	}
	return table, errors.Join(os.WriteFile(changed, m.source(), 0o600), os.WriteFile(table, text, 0o600))
}

// equivalents are the reasons why mutants live that change nothing, by their ids.
type equivalents map[string]string

// readEquivalents reads lines of file, function, change and reason, with tabs
// between them; blank lines and those that begin with # say nothing.
func readEquivalents(name string) (equivalents, error) {
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return equivalents{}, nil
	}
	known := equivalents{}
	for n, line := range strings.Split(string(text), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		end := strings.LastIndexByte(line, '\t')
		if strings.Count(line, "\t") != 3 || line[end+1:] == "" {
			return nil, fmt.Errorf("%s:%d: not a file, a function, a change and a reason", name, n+1)
		}
		known[line[:end]] = line[end+1:]
	}
	return known, err
}
