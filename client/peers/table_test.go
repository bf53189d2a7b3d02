package peers

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"example.com/ossmeta/signer"
)

// A defect is a row of the tables in doc.go: something that an SDK and we do
// differently. Its test shows both results. Where random requests can meet it,
// in tells which ones do; ours then refuses them for one of the reasons, or
// mend changes the request so that the SDK signs what ours signs. mend reports
// false for a request with which that cannot be done. With reasons and mend,
// ours may do either; with neither, nothing but the difference is known.
type defect struct {
	what, theirs, ours string
	shown              func(*testing.T)
	in                 func(*job) bool
	reasons            []signer.Reason
	mend               func(*job) bool
}

// refuses reports whether ours refuses each such request.
func (d *defect) refuses() bool { return len(d.reasons) > 0 && d.mend == nil }

func because(reasons ...signer.Reason) []signer.Reason { return reasons }

// reasonScope stands for a *signer.ScopeError.
const reasonScope signer.Reason = "scope"

// defects are all that is known of the signer of Go SDK V2.
var defects = slices.Concat(headerDefects, queryDefects, otherDefects)

// TestDefects shows every row.
func TestDefects(t *testing.T) {
	for _, d := range slices.Concat(defects, clientDefects) {
		t.Run(d.what, d.shown)
	}
}

var update = flag.Bool("update", false, "rewrite the tables in doc.go")

// TestTablesInDoc compares the tables of doc.go with those that are tested.
func TestTablesInDoc(t *testing.T) {
	source, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(source), "\r\n", "\n")
	for _, table := range []struct {
		heading string
		rows    []defect
	}{{"Where the signatures differ", defects}, {"Where the clients differ", clientDefects}} {
		before, rest, ok := strings.Cut(text, "\n// # "+table.heading+"\n")
		start := strings.Index(rest, "//\twhat ")
		length := strings.Index(rest[max(0, start):], "\n//\n")
		if !ok || start < 0 || length < 0 {
			t.Fatalf("no table under %q", table.heading)
		}
		want := format(table.rows)
		if got := rest[start : start+length+1]; got != want && !*update {
			t.Errorf("%s: go test -run TestTablesInDoc -update makes it\n%s", table.heading, want)
		}
		text = before + "\n// # " + table.heading + "\n" + rest[:start] + want + rest[start+length+1:]
	}
	if *update {
		if err := os.WriteFile("doc.go", []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// format lays rows out in three columns.
func format(rows []defect) string {
	const first, second, third = 36, 44, 46
	var b strings.Builder
	for _, d := range append([]defect{{what: "what", theirs: "the SDK", ours: "ours"}}, rows...) {
		what, theirs, ours := wrap(d.what, first), wrap(d.theirs, second), wrap(d.ours, third)
		for i := range max(len(what), len(theirs), len(ours)) {
			line := fmt.Sprintf("%-*s %-*s %s", first, lineOf(what, i), second, lineOf(theirs, i), lineOf(ours, i))
			b.WriteString("//\t" + strings.TrimRight(line, " ") + "\n")
		}
	}
	return b.String()
}

func lineOf(lines []string, i int) string {
	if i >= len(lines) {
		return ""
	}
	return lines[i]
}

// wrap breaks text into lines of at most so many characters, later ones indented.
func wrap(text string, width int) []string {
	var lines []string
	line, indent := "", ""
	for _, word := range strings.Fields(text) {
		if line != indent && len([]rune(line+" "+word)) > width {
			lines = append(lines, line)
			line, indent = "  ", "  "
		}
		if line != indent {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

// What the predicates of the rows look at.

func (j *job) anyHeader(is func(name string, values []string) bool) bool {
	for name, values := range j.header {
		if is(strings.ToLower(name), values) {
			return true
		}
	}
	return false
}

// anyValue looks at every value of every header field.
func (j *job) anyValue(is func(name, value string) bool) bool {
	return j.anyHeader(func(name string, values []string) bool {
		return slices.ContainsFunc(values, func(v string) bool { return is(name, v) })
	})
}

// values returns what the header has under a name in any spelling.
func (j *job) values(name string) []string {
	var all []string
	for n, values := range j.header {
		if strings.EqualFold(n, name) {
			all = append(all, values...)
		}
	}
	return all
}

// signs reports whether a header field of that lower-case name is signed.
func (j *job) signs(name string) bool {
	return isSignedAnyway(name) || j.version == signer.V4 && j.adds(name)
}

func isSignedAnyway(name string) bool {
	return strings.HasPrefix(name, "x-oss-") || name == "content-type" || name == "content-md5"
}

// adds reports whether the lower-case name is an additional header.
func (j *job) adds(name string) bool {
	return slices.ContainsFunc(j.additional, func(a string) bool { return strings.EqualFold(a, name) })
}

func (j *job) inHeader(v signer.Version) bool { return j.version == v && j.life == 0 }

func (j *job) inURL(v signer.Version) bool { return j.version == v && j.life != 0 }

// date is the time of j as it is signed.
func (j *job) date() string {
	if j.version == signer.V1 {
		return j.at.UTC().Format(http.TimeFormat)
	}
	return j.at.UTC().Format("20060102T150405Z")
}

// trimmed is a value as HTTP carries it.
func trimmed(value string) string { return strings.Trim(value, " \t") }
