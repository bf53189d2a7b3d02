package transcript

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// String returns the transcript for people to read, over several lines.
func (t *Transcript) String() string {
	var b strings.Builder
	form, at := "signature", "at"
	if t.URL {
		form = "URL signature"
	}
	if t.URL && t.Version == V1 {
		at = "until"
	}
	fmt.Fprintf(&b, "%v %s by access key id %q %s %s\n", t.Version, form, t.AccessKeyID, at, t.Time.Format(time.RFC3339))
	writeLines(&b, "canonical request", t.Canonical)
	writeLines(&b, "string to sign", t.ToSign)
	for i, o := range t.LeftOut {
		if i == 0 {
			b.WriteString("\nnot signed\n")
		}
		fmt.Fprintf(&b, "  %s %s: %s\n", o.Part, printable(o.Name), o.Reason)
	}
	if t.Signature != "" {
		fmt.Fprintf(&b, "\nsignature\n  %s\n", t.Signature)
	}
	return b.String()
}

// Format prints the text of String, for every verb.
func (t *Transcript) Format(f fmt.State, verb rune) { io.WriteString(f, t.String()) }

func writeLines(b *strings.Builder, title string, lines []Line) {
	const most = 64
	width := 0
	for _, l := range lines {
		if n := utf8.RuneCountInString(printable(l.Text)); n <= most {
			width = max(width, n)
		}
	}
	for i, l := range lines {
		if i == 0 {
			fmt.Fprintf(b, "\n%s\n", title)
		}
		origin := strings.TrimSpace(string(l.Origin) + " " + printable(l.Name))
		if l.Note != "" {
			origin += " (" + printable(l.Note) + ")"
		}
		fmt.Fprintf(b, "  %-*s  | %s\n", width, printable(l.Text), origin)
	}
}

// printable returns s with backslashes, and the characters that would not print,
// escaped.
func printable(s string) string {
	quoted := strconv.Quote(s)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}
