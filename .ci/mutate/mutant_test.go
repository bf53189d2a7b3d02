package main

import (
	"go/format"
	"slices"
	"strings"
	"testing"
)

// TestFind has what each operator makes of a line.
func TestFind(t *testing.T) {
	for code, want := range map[string]string{
		"return a < b":                 "return a <= b; return a >= b",
		"return a == b && !c":          `return a != b && !c; return a == b || !c; return a == b && c`,
		"return f(a)":                  "return !(f(a))",
		"a++":                          "a--; ",
		"a += 2":                       "a -= 2; ; a += (2 + 1)",
		"f(a)":                         "",
		"return 'x' == s":              "return 'x' != s; return ('x' + 1) == s",
		`if s == "x" { break }`:        `if s != "x" { break }; if s == ("x" + "~") { break }; if s == "x" { continue }`,
		"switch { case c: defer d() }": "switch { case !(c): defer d() }; switch { case c: }",
		"func() int { return a }()":    "; func() int { return *new(int) }()",
		`s = "a" + s`:                  "",
	} {
		source := "package p\n\nfunc g(a, b int) bool {\n" + code + "\n}\n"
		mutants, err := find("p.go", []byte(source))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		seen := map[string]bool{}
		for _, m := range mutants {
			if _, err := format.Source(m.source()); err != nil {
				t.Errorf("%s: %v", m, err)
			}
			text := strings.TrimSuffix(strings.TrimPrefix(string(m.source()), "package p\n\nfunc g(a, b int) bool {\n"), "\n}\n")
			got = append(got, strings.Join(strings.Fields(text), " "))
			if seen[m.id()] || m.function != "g" || m.line != 4 {
				t.Errorf("%s comes twice, or is somewhere else", m)
			}
			seen[m.id()] = true
		}
		if text := strings.Join(got, "; "); sorted(text) != sorted(want) {
			t.Errorf("%s becomes\n%s, want\n%s", code, text, want)
		}
	}
}

// sorted puts the parts of text in order.
func sorted(text string) string {
	parts := strings.Split(text, "; ")
	slices.Sort(parts)
	return strings.Join(parts, "; ")
}
