package main

import (
	"os"
	"strings"
	"testing"

	"example.com/ossmeta/client/osstest"
)

// TestReadme runs every command of the README, in its order, on one server.
func TestReadme(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	f := newFixture(t, osstest.Options{})
	ran := 0
	for i, block := range strings.Split(string(data), "\n```sh\n") {
		if i == 0 {
			continue
		}
		block, _, _ = strings.Cut(block, "\n```")
		for line := range strings.Lines(block) {
			stdin, command := "", strings.TrimSpace(line)
			if input, rest, piped := strings.Cut(command, " | "); piped {
				stdin, command = strings.Join(shellWords(input)[1:], " ")+"\n", rest
			}
			arguments, isDemo := strings.CutPrefix(command, "go run ./cmd/demo")
			if !isDemo {
				if command != "go test ./..." {
					t.Errorf("the README's command %q is not run by any test", command)
				}
				continue
			}
			ran++
			if r := f.runWith(t, stdin, shellWords(arguments)...); r.status != 0 || r.stderr != "" {
				t.Errorf("%s: status %d, %s", command, r.status, r.stderr)
			}
			if obj, ok := f.Object("examplebucket", "novel"); ok && strings.Contains(command, "edit") {
				obj.LastModified = obj.LastModified.AddDate(-1, 0, 0) // for the next edit not to wait
				f.PutObject("examplebucket", "novel", obj)
			}
		}
	}
	if ran < 10 {
		t.Errorf("found %d commands in the README", ran)
	}
}

// TestReadmeError has the README's example of an error.
func TestReadmeError(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	f := newFixture(t, osstest.Options{})
	line := strings.TrimPrefix(strings.TrimSpace(f.run(t, "head", "nothing").stderr), "demo: ")
	before, after, _ := strings.Cut(line, "request id ")
	_, after, _ = strings.Cut(after, ",")
	if readme := string(data); !strings.Contains(readme, "oss: "+before) || !strings.Contains(readme, after) {
		t.Errorf("the README does not have the error %q", line)
	}
}

// shellWords splits a line as a shell does, as far as blanks and '…' go.
func shellWords(line string) (words []string) {
	word, quoted := "", false
	for _, r := range line + " " {
		switch {
		case r == '\'':
			quoted = !quoted
		case r != ' ' || quoted:
			word += string(r)
		case word != "":
			words, word = append(words, word), ""
		}
	}
	return words
}
