package diagnose_test

import (
	"strings"
	"testing"

	. "example.com/ossmeta/signer/diagnose"
)

// TestRelations has what is said of a parameter's value that became another.
func TestRelations(t *testing.T) {
	const (
		none      = ""
		letters   = "only the letter case differs"
		blanks    = "only blanks differ"
		plus      = "a query that is sent raw has a blank for every '+'"
		escaped   = "it was percent-encoded once more"
		unescaped = "it was percent-decoded once more"
		charset   = "only characters beyond ASCII differ: another character set, or another form of Unicode"
		joined    = "the one is an element of the other, a list with commas"
		cut       = "the end was cut off"
	)
	for _, tt := range [][3]string{
		{"abc", "aBC", letters},
		{"é", "É", letters},
		{"x\xe9", "X\xe9", none},
		{"\xe9", "\xe8", charset},
		{"\xe9", "\uFFFD", charset},
		{"\uFFFD", "\xe9", charset},
		{"X", "x\xe9", charset},
		{"a b", " a  b\t", blanks},
		{"a b", "ab", none},
		{"a+b", "a b", plus},
		{"a b", "a+b", plus},
		{"a+b", "a  b", none},
		{"a+b", "a%20b", plus},
		{"a+b/c", "a%252520b%2Fc", plus},
		{"a b", "a%20b", escaped},
		{"a b", "a%2520b", escaped},
		{"a b", "a%252520b", escaped},
		{"a b", "a%25252520b", none},
		{"a%20b", "a b", unescaped},
		{"a%252520b", "a b", unescaped},
		{"a%25252520b", "a b", none},
		{"a%2fb", "a%2Fb", letters},
		{"a%2f%", "a/%25", unescaped},

		{"Café", "Caf?", charset},
		{"Café", "Cafe", none},
		{"Caf?", "Café", charset},
		{"é", "e\u0301", charset},
		{"\u0080", "?", charset},
		{"à", "a\u0300", charset},
		{"é", "\u036f", charset},
		{"é", "\u0370", none},
		{"é", "\u02ff", none},
		{"é", "è", none},
		{"é", "Ã©", charset},
		{"aé", "aéé", charset},
		{"aé", "bÃ©", none},
		{"é", "\uFFFD", charset},
		{"\uFFFD", "é", charset},
		{"é?", "è?", charset},
		{"é", "x", none},
		{"é", "", charset},
		{"", "é", charset},
		{"a?", "a", cut},
		{"a", "a?", none},

		{"a", "a,b", joined},
		{"b", "a,b", joined},
		{"b", "a, b", joined},
		{"b", "a,b,c", joined},
		{"b", "a, b ,c", joined},
		{"b", "a,\tb,c", joined},
		{"a,b", "a,b, c", joined},
		{"b,c", "a, b,c", joined},
		{"b,c", "a,b, c", joined},
		{"b,c", "a,b,c,d", none},
		{"a,b", "b", joined},
		{"", "a,", joined},
		{"", ",a", joined},
		{"", "a,,b", none},
		{"a", "ab,c", none},
		{"a", "c,ba", none},
		{"abc", "ab", cut},
		{"abc", "", cut},
		{"ab", "abc", none},
		{"abc", "bc", none},
	} {
		transcript := explained(t, setup{}, get("k", "x-oss-process", tt[0]))
		theirs := explained(t, setup{}, get("k", "x-oss-process", tt[1])).CanonicalRequest()
		v := Diagnose(transcript, Evidence{CanonicalRequestBytes: pairs(theirs)})
		_, note, _ := strings.Cut(v.Explanation, " (")
		if note = strings.TrimSuffix(note, ")"); note != tt[2] || v.Name != "x-oss-process" {
			t.Errorf("%q became %q: %q, want %q", tt[0], tt[1], note, tt[2])
		}
	}
}
