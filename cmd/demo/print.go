package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// A style marks text on a terminal; false leaves it plain, as a pipe wants it.
type style bool

// styleOf decides whether out may be marked. Source: no-color.org.
func styleOf(out io.Writer, env func(string) string) style {
	file, ok := out.(*os.File)
	if !ok || env("NO_COLOR") != "" || env("TERM") == "" || env("TERM") == "dumb" {
		return false
	}
	info, err := file.Stat()
	return style(err == nil && info.Mode()&os.ModeCharDevice != 0)
}

func (s style) bold(text string) string { return s.mark("\x1b[1m", text) }
func (s style) dim(text string) string  { return s.mark("\x1b[2m", text) }

func (s style) mark(begin, text string) string {
	if !s {
		return text
	}
	return begin + text + "\x1b[0m"
}

// say writes one line.
func (c *call) say(format string, args ...any) { fmt.Fprintf(c.stdout, format+"\n", args...) }

// writeHeader writes a line for each value of the headers named, or of all if
// none is, sorted by name.
func (c *call) writeHeader(indent string, h http.Header, names ...string) {
	lower := lowerNames(h)
	for _, name := range slices.Sorted(maps.Keys(lower)) {
		if len(names) > 0 && !slices.Contains(names, name) {
			continue
		}
		for _, value := range lower[name] {
			c.say("%s%s %s", indent, c.style.bold(printable(name)+":"), printable(value))
		}
	}
}

func lowerNames(h http.Header) map[string][]string {
	lower := make(map[string][]string, len(h))
	for name, values := range h {
		name = strings.ToLower(name)
		lower[name] = append(lower[name], values...)
	}
	return lower
}

// printable returns s, in Go's quotes if it has what a terminal could take for
// something else.
func printable(s string) string {
	for _, r := range s {
		if !strconv.IsPrint(r) || r == utf8.RuneError {
			return strconv.Quote(s)
		}
	}
	return s
}

// isoTime writes a time of OSS; "" for none.
func isoTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// writeJSON writes one object on one line. It is for terminals, too: package
// json lets DEL, the C1 controls and marks that turn the direction of writing
// stand as they are.
func writeJSON(w io.Writer, value any) error {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err
	}
	var line []byte
	for _, r := range text.String() {
		switch {
		case r == '\n' || strconv.IsPrint(r):
			line = utf8.AppendRune(line, r)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			line = fmt.Appendf(line, `\u%04x\u%04x`, high, low)
		default:
			line = fmt.Appendf(line, `\u%04x`, r)
		}
	}
	_, err := w.Write(line)
	return err
}
