package diagnose

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"example.com/ossmeta/signer/transcript"
)

const (
	maxShown = 80 // bytes of a value
	gram     = 8  // bytes in a row that count as a piece of a token
)

// collectTokens takes the tokens on both sides apart.
func (d *diagnosis) collectTokens() {
	d.grams = map[string]bool{}
	path, pairs := d.resourceV1()
	for _, text := range [...]string{d.ourRequest, d.ourText, d.theirRequest, d.theirText} {
		for _, p := range append(parseV4(text), d.parseV1(text, path, pairs)...) {
			if transcript.IsTokenName(p.name) {
				d.addToken(p.value)
			}
		}
	}
}

// addToken takes a token apart, as it is and without its escaping.
func (d *diagnosis) addToken(token string) {
	for _, text := range [...]string{token, bare(token)} {
		if len(text) < gram && text != "" && !slices.Contains(d.short, text) {
			d.short = append(d.short, text)
		}
		for i := 0; i+gram <= len(text); i++ {
			d.grams[text[i:i+gram]] = true
		}
	}
}

// holdsToken reports a token, a piece of one, or the mark of one in s.
func (d *diagnosis) holdsToken(s string) bool {
	for _, text := range [...]string{s, bare(s)} {
		if strings.Contains(strings.ToLower(text), "security-token") {
			return true
		}
		for i := 0; i+gram <= len(text); i++ {
			if d.grams[text[i:i+gram]] {
				return true
			}
		}
		if slices.ContainsFunc(d.short, func(token string) bool { return strings.Contains(text, token) }) {
			return true
		}
	}
	return false
}

// shown returns value for people: without a token, and of a long one the
// surroundings of the first byte in which it differs from the other side's.
func (d *diagnosis) shown(name, value, other string) string {
	if value != "" && (transcript.IsTokenName(name) || d.holdsToken(value)) {
		return "(" + strconv.Itoa(len(value)) + " bytes, redacted)"
	}
	start := max(0, min(common(value, other)-maxShown/4, len(value)-maxShown))
	end := min(start+maxShown, len(value))
	text := value[start:end]
	if start > 0 {
		text = "…" + text
	}
	if end < len(value) {
		text += "…"
	}
	return text
}

// common returns the length of what both begin with.
func common(a, b string) (n int) {
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// finish completes a verdict and makes every text of it fit to be printed.
func (d *diagnosis) finish(v *Verdict) {
	c := lookUp(v.Cause)
	if v.Explanation == "" {
		v.Explanation = c.explanation
	}
	v.Remedy = c.remedy
	v.Ours, v.Theirs = printable(d.shown(v.Name, v.Ours, v.Theirs)), printable(d.shown(v.Name, v.Theirs, v.Ours))
	if !transcript.IsTokenName(v.Name) {
		v.Name = d.shown("", v.Name, "")
	}
	v.Name, v.Explanation = printable(v.Name), printable(v.Explanation)
}

// printable returns s with the characters that would not print escaped.
func printable(s string) string {
	for _, r := range s {
		if !strconv.IsPrint(r) || r == utf8.RuneError {
			quoted := strconv.Quote(s)
			return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
		}
	}
	return s
}
