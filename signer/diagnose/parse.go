package diagnose

import (
	"encoding/hex"
	"strings"

	"example.com/ossmeta/signer/transcript"
)

// A kind is what a piece of a canonical form is. Where several differ, the
// first kind is the most telling one.
type kind int

const (
	kindToken kind = iota // of a finding alone
	kindMethod
	kindPath
	kindQuery
	kindAdditional
	kindHeader
	kindPayload
	kindDate
)

// A piece is one part of a canonical form.
type piece struct {
	kind  kind
	name  string // decoded; of headers in lower case
	text  string // as it stands there, without the name of a header
	value string // decoded
	line  int    // 1-based
}

// A form is a canonical form that is being taken apart.
type form struct {
	lines  []string
	pieces []*piece
}

// parseV4 takes a canonical request apart. Foreign text never fails.
func parseV4(text string) []*piece {
	f := form{lines: strings.Split(text, "\n")}
	f.add(kindMethod, 0, "\n")
	f.add(kindPath, 1, "\n")
	f.add(kindQuery, 2, "&")
	i := 3
	for ; i < len(f.lines) && f.lines[i] != ""; i++ {
		f.add(kindHeader, i, "\n")
	}
	f.add(kindAdditional, i+1, ";")
	f.add(kindPayload, i+2, "\n")
	return f.pieces
}

// add takes line i, if there is one: as a whole if the separator is LF, else
// each element of the list that it is.
func (f *form) add(kind kind, i int, separator string) {
	if i >= len(f.lines) || f.lines[i] == "" && separator != "\n" {
		return
	}
	for _, text := range strings.Split(f.lines[i], separator) {
		f.pieces = append(f.pieces, parseLine(kind, text, i+1))
	}
}

// parseLine reads a line of V4, or one element of a line that is a list.
func parseLine(kind kind, text string, n int) *piece {
	p := &piece{kind: kind, text: text, value: text, line: n}
	switch kind {
	case kindPath:
		p.value = unescape(text)
	case kindQuery:
		return parsePair(text, n, unescape)
	case kindHeader:
		return parseField(text, n)
	case kindAdditional:
		p.name = text
	case kindPayload:
		p.name = "x-oss-content-sha256"
	}
	return p
}

// parseV1 takes a string to sign of V1 apart. The path ends where our path
// does, if that can be: a key may hold a '?'. Pieces of our pairs, whose
// values may hold '&', are put together again.
func (d *diagnosis) parseV1(text string, ourPath string, ourPairs []string) (pieces []*piece) {
	lines := strings.Split(text, "\n")
	names := [...]string{"", "content-md5", "content-type", "date"}
	if d.t.URL {
		names[3] = "Expires"
	}
	i := 0
	for ; i < len(names) && i < len(lines); i++ {
		p := &piece{kind: [...]kind{kindMethod, kindHeader, kindHeader, kindDate}[i], name: names[i], text: lines[i], value: lines[i], line: i + 1}
		if p.kind != kindHeader || p.text != "" { // V1 cannot tell an empty header from none
			pieces = append(pieces, p)
		}
	}
	for ; i < len(lines) && !strings.HasPrefix(lines[i], "/"); i++ {
		pieces = append(pieces, parseField(lines[i], i+1))
	}
	if i == len(lines) {
		return pieces
	}
	resource := strings.Join(lines[i:], "\n")
	path, query := cutResource(resource, ourPath, ourPairs)
	pieces = append(pieces, &piece{kind: kindPath, text: path, value: path, line: i + 1})
	for _, pair := range splitPairs(query, ourPairs) {
		pieces = append(pieces, parsePair(pair, i+1, func(s string) string { return s }))
	}
	return pieces
}

// cutResource cuts the path from the sub-resources: where our path ends, else
// before the first of our names, else after as many '?' as our path has.
func cutResource(resource, ourPath string, ourPairs []string) (path, query string) {
	if rest, ours := strings.CutPrefix(resource+"?", ourPath+"?"); ours {
		return ourPath, strings.TrimSuffix(rest, "?")
	}
	for _, o := range ourPairs {
		name, _, _ := strings.Cut(o, "=")
		if path, rest, found := strings.Cut(resource, "?"+name); found {
			return path, name + rest
		}
	}
	n := strings.Count(ourPath, "?") + 1
	if parts := strings.SplitN(resource, "?", n+1); len(parts) > n {
		return strings.Join(parts[:n], "?"), parts[n]
	}
	return resource, ""
}

// splitPairs splits at '&', but not within a pair that is one of ours.
func splitPairs(query string, ours []string) (pairs []string) {
	if query == "" {
		return nil
	}
	query += "&"
	for blank := plusToBlank(query); query != ""; {
		n := strings.IndexByte(query, '&')
		for _, o := range ours {
			if strings.HasPrefix(blank, plusToBlank(o)+"&") {
				n = max(n, len(o))
			}
		}
		pairs, query, blank = append(pairs, query[:n]), query[n+1:], blank[n+1:]
	}
	return pairs
}

// resourceV1 returns our path under V1 and our sub-resources, the token
// redacted. The transcript knows where the one ends and the other begins.
func (d *diagnosis) resourceV1() (path string, pairs []string) {
	if len(d.t.ToSign) == 0 {
		return "", nil
	}
	last := d.t.ToSign[len(d.t.ToSign)-1]
	for _, p := range last.Parts {
		pairs = append(pairs, p.Text)
	}
	path = last.Text
	if len(pairs) > 0 {
		path = strings.TrimSuffix(path, "?"+strings.Join(pairs, "&"))
	}
	return path, pairs
}

// parse takes both sides apart.
func (d *diagnosis) parse(ours, theirs string) (a, b []*piece) {
	if d.t.Version == transcript.V4 {
		return parseV4(ours), parseV4(theirs)
	}
	path, pairs := d.resourceV1()
	return d.parseV1(ours, path, pairs), d.parseV1(theirs, path, pairs)
}

func parseField(line string, n int) *piece {
	name, value, _ := strings.Cut(line, ":")
	return &piece{kind: kindHeader, name: strings.ToLower(name), text: value, value: value, line: n}
}

func parsePair(pair string, n int, decode func(string) string) *piece {
	name, value, _ := strings.Cut(pair, "=")
	return &piece{kind: kindQuery, name: decode(name), text: pair, value: decode(value), line: n}
}

// exact returns the server's bytes: those of the hexadecimal pairs if they are
// well-formed, else the text. XML may put blanks around a text and change its
// line ends; where that is all that differs from ours, it is ours.
func exact(pairs, text, ours string) string {
	if b, ok := parsePairs(pairs); ok {
		return string(b)
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if strings.TrimSpace(text) == strings.TrimSpace(ours) {
		return ours
	}
	return text
}

// parsePairs reads pairs of hexadecimal digits with blanks between them.
func parsePairs(s string) (b []byte, ok bool) {
	for _, field := range strings.Fields(s) {
		part, err := hex.DecodeString(field)
		if err != nil {
			return nil, false
		}
		b = append(b, part...)
	}
	return b, len(b) > 0
}

// unescape decodes %XX, and leaves a '%' that is not followed by two digits.
func unescape(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if c, err := hex.DecodeString(s[i+1 : i+3]); err == nil {
				b, i = append(b, c[0]), i+2
				continue
			}
		}
		b = append(b, s[i])
	}
	return string(b)
}
