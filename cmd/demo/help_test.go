package main

import (
	"bytes"
	"flag"
	"slices"
	"strings"
	"testing"

	"example.com/ossmeta/client/osstest"
)

// page returns what help writes to a pipe.
func page(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if status := run(t.Context(), args, noEnvironment, nil, &stdout, &stderr); status != 0 || stderr.Len() > 0 {
		t.Fatalf("%q: status %d, stderr %q", args, status, stderr.String())
	}
	for i, line := range strings.Split(stdout.String(), "\n") {
		if len(line) > columns && !strings.HasPrefix(line, "  echo ") || strings.TrimRight(line, " ") != line {
			t.Errorf("%q: line %d has %d columns, or blanks at its end: %q", args, i+1, len(line), line)
		}
	}
	return stdout.String()
}

func TestHelp(t *testing.T) {
	all := page(t, "help")
	for _, args := range [][]string{{"-h"}, {"--help"}, {"-json", "-h", "head"}, {"help", "-h"}} {
		if got := page(t, args...); got != all {
			t.Errorf("%q is not the page of all commands:\n%s", args, got)
		}
	}
	for i := range commands {
		cmd := &commands[i]
		if !strings.Contains(all, "\n  demo "+cmd.name+" ") {
			t.Errorf("the help does not have the command %s", cmd.name)
		}
		one := page(t, "help", cmd.name)
		if !strings.HasPrefix(one, "demo "+cmd.name) || !strings.Contains(one, "demo "+cmd.name+" ") {
			t.Errorf("the help of %s is\n%s", cmd.name, one)
		}
		for _, args := range [][]string{{cmd.name, "-h"}, {cmd.name, "word", "-help"}} {
			if got := page(t, args...); got != one {
				t.Errorf("%q is not the help of %s:\n%s", args, cmd.name, got)
			}
		}
		for _, name := range cmd.flags {
			if strings.Count(one, "\n  -"+name+" ") != 1 {
				t.Errorf("the help of %s does not have -%s once", cmd.name, name)
			}
		}
		if slices.Contains(cmd.flags, "json") && cmd.name != "sign" && !strings.Contains(one, "  -json: ") && !strings.Contains(one, "  -json, ") {
			t.Errorf("the help of %s does not say what -json gives", cmd.name)
		}
	}
	newFlags().set.VisitAll(func(f *flag.Flag) {
		if !slices.ContainsFunc(commands, func(cmd command) bool { return slices.Contains(cmd.flags, f.Name) }) {
			t.Errorf("the flag -%s goes with no command", f.Name)
		}
	})
}

// TestExamples runs every example of the help, on one server for each page.
func TestExamples(t *testing.T) {
	for _, cmd := range commands {
		if cmd.name == "serve" || cmd.name == "diagnose" { // their own tests run them
			continue
		}
		f := newFixture(t, osstest.Options{})
		f.seed("novel", osstest.Object{Body: []byte("a novel")})
		f.seed("photos/1", osstest.Object{})
		for line := range strings.SplitSeq(cmd.example, "\n") {
			stdin := ""
			if input, rest, piped := strings.Cut(line, " | "); piped {
				stdin, line = strings.Join(shellWords(input)[1:], " ")+"\n", rest
			}
			words := shellWords(line)
			if r := f.runWith(t, stdin, words[1:]...); words[0] != "demo" || r.status != 0 || r.stderr != "" || r.stdout == "" || strings.Contains(r.stdout, `"error":`) {
				t.Errorf("%s: status %d, stdout %q, stderr %q", line, r.status, r.stdout, r.stderr)
			}
		}
	}
}
