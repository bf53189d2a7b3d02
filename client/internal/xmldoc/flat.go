package xmldoc

import "strings"

// A Flat is what a document is read into that has, inside its root, no more
// than elements with text. encoding/xml takes as long for one as everything
// else that is done for a copy; scan takes a twentieth of that.
type Flat interface {
	Set(name, text string)
}

// maxFlat bounds the bytes of a document that scan is tried with.
const maxFlat = 1 << 10

// scan reads a document of the form in which OSS writes a flat one. It reports
// false for anything else, be it another spelling of the same, an error or
// broken: that is for encoding/xml to judge.
//
//	[ <?xml version="1.0" encoding="UTF-8"?> ] <root> *( <name> text </name> ) </root>
//
// with blanks and ends of lines between them, names of ASCII letters, and text
// of printable ASCII without markup.
func scan(document, root string, v Flat) bool {
	document = strings.TrimPrefix(skipBlanks(document), `<?xml version="1.0" encoding="UTF-8"?>`)
	rest, begins := strings.CutPrefix(skipBlanks(document), "<"+root+">")
	rest, ends := strings.CutSuffix(strings.TrimRight(rest, " \t\r\n"), "</"+root+">")
	if !begins || !ends {
		return false
	}
	for {
		if rest = skipBlanks(rest); rest == "" {
			return true
		}
		start, after, _ := strings.Cut(rest, ">")
		text, after, _ := strings.Cut(after, "</")
		end, after, closed := strings.Cut(after, ">")
		name, opened := strings.CutPrefix(start, "<")
		if !closed || !opened || end != name || !isLetters(name) || !isPlain(text) {
			return false
		}
		v.Set(name, text)
		rest = after
	}
}

func skipBlanks(s string) string {
	for s != "" && (s[0] == ' ' || s[0] == '\n' || s[0] == '\r' || s[0] == '\t') {
		s = s[1:]
	}
	return s
}

func isLetters(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return s != ""
}

func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '&' || c == '<' || c == '>' {
			return false
		}
	}
	return true
}
