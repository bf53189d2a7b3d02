package diagnose

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A relation is how one value became another.
type relation int

const (
	other     relation = iota
	letters            // letter case
	blanks             // around or within
	plus               // '+' and blank, also after escaping
	escaped            // escaped once or more
	unescaped          // unescaped once or more
	charset            // transcoded
	joined             // with another value, by a comma
	cut                // the end is gone
)

var relationNotes = [...]string{
	letters:   "only the letter case differs",
	blanks:    "only blanks differ",
	plus:      "only '+' and blank differ",
	escaped:   "it was percent-encoded once more",
	unescaped: "it was percent-decoded once more",
	charset:   "only characters beyond ASCII differ: another character set, or another form of Unicode",
	joined:    "the one is an element of the other, a list with commas",
	cut:       "the end was cut off",
}

// relate tells how ours became theirs; they are not equal.
func relate(ours, theirs string) relation {
	switch {
	case strings.EqualFold(ours, theirs) && utf8.ValidString(ours) && utf8.ValidString(theirs):
		return letters
	case spaces(ours) == spaces(theirs):
		return blanks
	case plusToBlank(ours) == plusToBlank(theirs):
		return plus
	case decodesTo(theirs, ours):
		return escaped
	case decodesTo(ours, theirs), bare(ours) == bare(theirs): // or in part
		return unescaped
	case plusToBlank(bare(ours)) == plusToBlank(bare(theirs)):
		return plus // and escaping
	case transcoded(ours, theirs):
		return charset
	case isElement(ours, theirs) || isElement(theirs, ours):
		return joined
	case strings.HasPrefix(ours, theirs):
		return cut
	}
	return other
}

// spaces makes every run of blanks one blank, and drops the outer ones.
func spaces(s string) string { return strings.Join(strings.Fields(s), " ") }

func plusToBlank(s string) string { return strings.ReplaceAll(s, "+", " ") }

// rounds is how often a value is unescaped in search of its origin.
const rounds = 3

func decodesTo(s, want string) bool {
	for range rounds {
		if s = unescape(s); s == want {
			return true
		}
	}
	return false
}

// bare removes all layers of escaping.
func bare(s string) string {
	for range rounds {
		s = unescape(s)
	}
	return s
}

// isElement reports that one is an element of a list made with commas.
func isElement(one, list string) bool {
	if !strings.Contains(list, ",") {
		return false
	}
	if one == "" {
		return strings.HasPrefix(list, ",") || strings.HasSuffix(list, ",")
	}
	return strings.HasPrefix(list, one+",") || strings.HasSuffix(strings.ReplaceAll(list, ", ", ","), ","+one) ||
		slices.ContainsFunc(strings.Split(list, ","), func(s string) bool { return strings.Trim(s, " \t") == one })
}

// transcoded reports texts that are alike but for what is not ASCII: mojibake,
// Latin-1, GBK, '?' in place of characters, or another form of Unicode.
func transcoded(a, b string) bool {
	marks := func(s string) bool { // combining ones, of a decomposed form
		return strings.ContainsFunc(s, func(r rune) bool { return 0x300 <= r && r < 0x370 })
	}
	switch {
	case isASCII(a) && isASCII(b):
		return false
	case utf8.ValidString(a) != utf8.ValidString(b) || marks(a) != marks(b):
		return true
	case skeleton(a) != skeleton(b):
		return false
	}
	return strings.ContainsAny(a+b, "?\uFFFD") || utf8.RuneCountInString(a) != utf8.RuneCountInString(b)
}

// skeleton leaves out what a change of the character set can touch.
func skeleton(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf || r == '?' }), "")
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
