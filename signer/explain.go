package signer

import (
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
	request, toSign := c.buf[:canonical], c.buf[canonical:]
	if s.version == V4 {
		t.Scope, t.canonical = s.scopeText, hide(request)
		t.Canonical = withTexts(c.canonicalLines(r), string(request))
		t.ToSign = []Line{{Origin: OriginConstant}, {Origin: OriginTime}, {Origin: OriginScope}, {Origin: OriginDigest}}
	} else {
		t.ToSign = c.linesV1(r)
	}
	t.ToSign, t.toSign = withTexts(t.ToSign, string(toSign)), hide(toSign)
	t.leaveOut(c, names)
}

// withTexts gives the lines their texts, but for the ones that have another in
// place of a token. The last line may have an LF: V1 does not encode the query.
func withTexts(lines []Line, text string) []Line {
	for i, text := range strings.SplitN(text, "\n", len(lines)) {
		l := &lines[i]
		if l.Text == "" {
			l.Text = text
		}
		if !utf8.ValidString(l.Text) {
			l.addNote("not UTF-8")
		}
	}
	return lines
}

func (l *Line) addNote(note string) { l.Note = strings.TrimPrefix(l.Note+", "+note, ", ") }

func (c *canonicalizer) canonicalLines(r *Request) []Line {
	lines := []Line{{Origin: OriginMethod}, {Origin: OriginResource}, c.query.line(OriginQuery, "")}
	return append(c.header.appendLines(lines, r, V4),
		Line{Origin: OriginConstant, Note: "end of the headers"}, Line{Origin: OriginAdditional},
		Line{Origin: OriginConstant, Note: "the only payload digest OSS documents"})
}

func (c *canonicalizer) linesV1(r *Request) []Line {
	lines := []Line{{Origin: OriginMethod}}
	for _, name := range [...]string{"content-md5", "content-type"} {
		l := Line{Origin: OriginHeader, Name: name, Note: "the request has none"}
		if e := c.header.find(name); e != nil {
			l = e.line(r)
		}
		lines = append(lines, l)
	}
	lines = c.header.appendLines(append(lines, Line{Origin: OriginTime}), r, V1)
	last := c.query.line(OriginResource, string(appendResourceV1(nil, r))+"?")
	if strings.Contains(r.Key, "?") {
		last.addNote("V1 cannot tell a key with '?' from a key with sub-resources")
	}
	for _, p := range last.Parts {
		if _, value, _ := strings.Cut(p.Text, "="); strings.ContainsAny(value, "&\n") {
			last.addNote("V1 cannot tell the value of " + p.Name + " from further sub-resources")
		}
	}
	return append(lines, last)
}

// appendLines appends a line for every one of appendFields.
func (l *list) appendLines(lines []Line, r *Request, v Version) []Line {
	for _, e := range l.present {
		if e.hasLine(v) {
			lines = append(lines, e.line(r))
		}
	}
	return lines
}

// line returns the line of a header field, with a text only in place of a token.
func (e *entry) line(r *Request) Line {
	l := Line{Origin: OriginHeader, Name: e.name}
	switch {
	case isTokenName(e.name) && e.value != "":
		l = Line{Origin: OriginToken, Text: e.key + ":" + redactToken(e.name, e.value)}
	case e.why == byAddition:
		l.Origin = OriginAddition
	case e.own > 0:
		l = Line{Origin: OriginSigner}
	}
	host := e.own > 0 && e.key == "host" && r.Host != e.value
	if host || e.own == 0 && r.Header[e.name][0] != e.value {
		l.Note = "without the blanks around the value, which HTTP does not carry"
	}
	return l
}

// line returns the line that ends with the parameters, if there are any, behind
// prefix: made of them anew, without a token.
func (l *list) line(origin Origin, prefix string) Line {
	line := Line{Origin: origin}
	var text strings.Builder
	for _, e := range l.present {
		if e.why == notSigned {
			continue
		}
		p := Part{Name: e.name, Text: string(l.appendParameter(nil, e)), Origin: OriginQuery}
		switch {
		case isTokenName(e.name) && e.value != "":
			p.Text, p.Origin = e.key+"="+redactToken(e.name, p.Text[len(e.key)+1:]), OriginToken
		case e.own > 0:
			p.Origin = OriginSigner
		}
		line.Parts = append(line.Parts, p)
		text.WriteString(prefix + p.Text)
		prefix = "&"
	}
	line.Text = text.String()
	return line
}

// leaveOut notes what is not signed, and why.
func (t *Transcript) leaveOut(c *canonicalizer, names []string) {
	note := func(part, name, reason string) { t.LeftOut = append(t.LeftOut, Omission{part, name, reason}) }
	for _, name := range names {
		if e := c.header.find(name); e == nil {
			note("additional header", name, "the request has no such header")
		} else if e.why != byAddition {
			note("additional header", name, "V4 signs it anyway")
		}
	}
	for _, l := range [...]*list{&c.header, &c.query} {
		for _, e := range l.present {
			if reason := t.whyNot(l.part, e.key); e.why == notSigned && reason != "" {
				note(l.part, e.name, reason)
			}
		}
	}
}

// whyNot says why V1, or V4 with a header, does not sign what has the key, "" if it
// is what stands in the line of the time.
func (t *Transcript) whyNot(part, key string) string {
	switch part + " " + key {
	case "header authorization", "query " + nameSignature, "query " + nameSignatureV1, "query " + nameAccessKeyIDV1:
		return "it carries the signature"
	case "header date":
		if t.Version == V1 && !t.URL {
			return ""
		}
	case "query " + nameExpiresV1:
		if t.URL {
			return ""
		}
	}
	switch {
	case part == "query":
		return "V1 signs sub-resources only, and this is none"
	case t.Version == V1:
		return "V1 signs Content-MD5, Content-Type, Date and x-oss- headers only"
	}
	return "V4 signs it only as an additional header"
}
