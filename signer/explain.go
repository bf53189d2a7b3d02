package signer

import (
	"bytes"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// tell writes into t how the signature in c.sum came about. It reads the lines
// off the very bytes that were signed, which authenticate has left: the first
// canonical of them are the canonical request. The names are the additional
// headers that were asked for.
func (s *Signer) tell(t *Transcript, c *canonicalizer, canonical int, r *Request, at time.Time, url bool, names []string) {
	*t = Transcript{Version: s.version, URL: url, AccessKeyID: s.accessKeyID, Time: at.UTC().Truncate(time.Second)}
	request, toSign := bytes.Clone(c.buf[:canonical]), bytes.Clone(c.buf[canonical:])
	if s.version == V1 {
		request, t.ToSign = nil, c.linesV1(string(toSign), r.Key)
	} else {
		t.Scope, t.Canonical, t.ToSign = s.scopeText, c.canonicalLines(string(request)), linesV4(string(toSign))
	}
	t.exact = func() ([]byte, []byte) { return request, toSign }
	noteEncoding(t.Canonical)
	noteEncoding(t.ToSign)
	t.leaveOut(c, names)
}

func noteEncoding(lines []Line) {
	for i := range lines {
		if !utf8.ValidString(lines[i].Text) {
			lines[i].addNote("not UTF-8")
		}
	}
}

func (l *Line) addNote(note string) {
	if l.Note != "" {
		note = l.Note + ", " + note
	}
	l.Note = note
}

// canonicalLines returns the lines of a canonical request. Nothing in it has an
// LF of its own.
func (c *canonicalizer) canonicalLines(text string) []Line {
	texts := strings.Split(text, "\n")
	lines := []Line{{Text: texts[0], Origin: OriginMethod}, {Text: texts[1], Origin: OriginResource}, c.query.line(texts[2], OriginQuery)}
	lines = c.header.fieldLines(lines, texts, V4)
	texts = texts[len(lines):]
	return append(lines, Line{Text: texts[0], Origin: OriginConstant, Note: "end of the headers"},
		Line{Text: texts[1], Origin: OriginAdditional},
		Line{Text: texts[2], Origin: OriginConstant, Note: "the only payload digest OSS documents"})
}

// linesV4 returns the four lines of a string to sign, which say all of themselves.
func linesV4(text string) (lines []Line) {
	origins := [...]Origin{OriginConstant, OriginTime, OriginScope, OriginDigest}
	for i, text := range strings.Split(text, "\n") {
		lines = append(lines, Line{Text: text, Origin: origins[i]})
	}
	return lines
}

// linesV1 returns the lines of a string to sign. Sub-resources may have an LF:
// they stand in the last line, which is not encoded.
func (c *canonicalizer) linesV1(text, key string) []Line {
	texts := strings.Split(text, "\n")
	lines := []Line{{Text: texts[0], Origin: OriginMethod}}
	for i, name := range [...]string{"content-md5", "content-type"} {
		l := Line{Origin: OriginHeader, Name: name, Note: "the request has none"}
		if n := c.lines[i]; n > 0 {
			l = c.header.entries[n-1].line(texts[i+1])
		}
		lines = append(lines, l)
	}
	lines = append(lines, Line{Text: texts[3], Origin: OriginTime})
	lines = c.header.fieldLines(lines, texts, V1)
	last := c.query.line(strings.Join(texts[len(lines):], "\n"), OriginResource)
	if strings.Contains(key, "?") {
		last.addNote("V1 cannot tell a key with '?' from a key with sub-resources")
	}
	for _, p := range last.Parts {
		if _, value, _ := strings.Cut(p.Text, "="); strings.ContainsAny(value, "&\n") {
			last.addNote("V1 cannot tell the value of " + p.Name + " from further sub-resources")
		}
	}
	return append(lines, last)
}

// fieldLines appends the lines of the header, whose texts come next.
func (l *list) fieldLines(lines []Line, texts []string, v Version) []Line {
	for i := range l.order {
		if e := l.at(i); l.hasLine(e, v) {
			lines = append(lines, e.line(texts[len(lines)]))
		}
	}
	return lines
}

// line returns the line of a header field, of V1 perhaps its value alone.
func (e *entry) line(text string) Line {
	l := Line{Text: text, Origin: OriginHeader, Name: e.name}
	switch {
	case isTokenName(e.name) && e.value != "":
		l.Origin, l.Name = OriginToken, ""
		l.Text = strings.TrimSuffix(text, e.value) + redactToken(e.name, e.value)
	case e.why == byAddition:
		l.Origin = OriginAddition
	case e.ours:
		l.Origin, l.Name = OriginSigner, ""
	}
	if e.trimmed {
		l.Note = "without the blanks around the value, which HTTP does not carry"
	}
	return l
}

// line returns the line that ends with the query: made anew from its parts, in
// which no token stands.
func (l *list) line(text string, origin Origin) Line {
	line := Line{Text: strings.TrimSuffix(text, string(l.appendQuery(nil, ""))), Origin: origin}
	for i := range l.order {
		e := l.at(i)
		if e.why == notSigned {
			continue
		}
		p := Part{Name: e.name, Text: string(l.appendParameter(nil, e)), Origin: OriginQuery}
		if e.ours {
			p.Origin = OriginSigner
		}
		if isTokenName(e.name) && e.value != "" {
			name, value, _ := strings.Cut(p.Text, "=")
			p.Text, p.Origin = name+"="+redactToken(e.name, value), OriginToken
		}
		line.Parts = append(line.Parts, p)
	}
	texts := make([]string, len(line.Parts))
	for i, p := range line.Parts {
		texts[i] = p.Text
	}
	line.Text += strings.Join(texts, "&")
	return line
}

// leaveOut notes what is not signed, and why.
func (t *Transcript) leaveOut(c *canonicalizer, names []string) {
	note := func(part, name, reason string) { t.LeftOut = append(t.LeftOut, Omission{part, name, reason}) }
	for _, name := range names {
		switch e := c.header.find(name); {
		case e == nil:
			note("additional header", name, "the request has no such header")
		case e.why != byAddition:
			note("additional header", name, "V4 signs it anyway")
		}
	}
	for i := range c.header.order {
		if e := c.header.at(i); e.why == notSigned {
			if reason := t.whyNotField(e.name); reason != "" {
				note("header", e.name, reason)
			}
		}
	}
	for i := range c.query.order {
		if e := c.query.at(i); e.why == notSigned {
			if reason := t.whyNotParameter(e.name); reason != "" {
				note("query", e.name, reason)
			}
		}
	}
	slices.SortStableFunc(t.LeftOut, func(a, b Omission) int {
		return strings.Compare(a.Part+"\x00"+a.Name, b.Part+"\x00"+b.Name)
	})
}

// whyNotField says why a header field is not signed, "" if it is in another line.
func (t *Transcript) whyNotField(name string) string {
	switch {
	case strings.EqualFold(name, nameAuthorization):
		return "it carries the signature"
	case t.Version == V4:
		return "V4 signs it only as an additional header"
	case !t.URL && strings.EqualFold(name, "date"):
		return ""
	}
	return "V1 signs Content-MD5, Content-Type, Date and x-oss- headers only"
}

// whyNotParameter says why V1 does not sign a parameter, "" if it is in another
// line.
func (t *Transcript) whyNotParameter(name string) string {
	switch {
	case t.URL && name == nameExpiresV1:
		return ""
	case t.URL && (name == nameSignatureV1 || name == nameAccessKeyIDV1):
		return "it carries the signature"
	}
	return "V1 signs sub-resources only, and this is none"
}
