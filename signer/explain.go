package signer

import (
	"strings"
	"time"
	"unicode/utf8"

	"example.com/ossmeta/signer/transcript"
)

// tell returns how the signature in c.sum came about. It reads the lines off the very
// bytes that were signed, which authenticate has left: the first canonical of them
// are the canonical request. The names are the additional headers that were asked for.
func (s *Signer) tell(c *canonicalizer, canonical int, r *Request, at time.Time, url bool, names []string) *Transcript {
	request, toSign := c.buf[:canonical], c.buf[canonical:]
	t := transcript.New(request, toSign)
	t.Version, t.URL, t.AccessKeyID, t.Scope, t.Time = s.version, url, s.accessKeyID, s.scopeText, at.UTC().Truncate(time.Second)
	if s.version == V4 {
		t.Canonical = withTexts(c.canonicalLines(r), string(request))
		t.ToSign = []transcript.Line{{Origin: transcript.OriginConstant}, {Origin: transcript.OriginTime}, {Origin: transcript.OriginScope}, {Origin: transcript.OriginDigest}}
	} else {
		t.ToSign = c.linesV1(r)
	}
	t.ToSign = withTexts(t.ToSign, string(toSign))
	leaveOut(t, c, names)
	return t
}

// withTexts gives the lines their texts, but for the ones that have another in
// place of a token. The last line may have an LF: V1 does not encode the query.
func withTexts(lines []transcript.Line, text string) []transcript.Line {
	for i, text := range strings.SplitN(text, "\n", len(lines)) {
		l := &lines[i]
		if l.Text == "" {
			l.Text = text
		}
		if !utf8.ValidString(l.Text) {
			l.AddNote("not UTF-8")
		}
	}
	return lines
}

func (c *canonicalizer) canonicalLines(r *Request) []transcript.Line {
	lines := []transcript.Line{{Origin: transcript.OriginMethod}, {Origin: transcript.OriginResource}, c.query.line(transcript.OriginQuery, "")}
	return append(c.header.appendLines(lines, r),
		transcript.Line{Origin: transcript.OriginConstant, Note: "end of the headers"}, transcript.Line{Origin: transcript.OriginAdditional},
		transcript.Line{Origin: transcript.OriginConstant, Note: "the only payload digest OSS documents"})
}

func (c *canonicalizer) linesV1(r *Request) []transcript.Line {
	lines := []transcript.Line{{Origin: transcript.OriginMethod}}
	for _, name := range [...]string{"content-md5", "content-type"} {
		l := transcript.Line{Origin: transcript.OriginHeader, Name: name, Note: "the request has none"}
		if e := c.header.find(name); e != nil {
			l = e.line(r)
		}
		lines = append(lines, l)
	}
	lines = c.header.appendLines(append(lines, transcript.Line{Origin: transcript.OriginTime}), r)
	last := c.query.line(transcript.OriginResource, string(appendResourceV1(nil, r))+"?")
	if strings.Contains(r.Key, "?") {
		last.AddNote("V1 cannot tell a key with '?' from a key with sub-resources")
	}
	for _, p := range last.Parts {
		if _, value, _ := strings.Cut(p.Text, "="); strings.ContainsAny(value, "&\n") {
			last.AddNote("V1 cannot tell the value of " + p.Name + " from further sub-resources")
		}
	}
	return append(lines, last)
}

// appendLines appends a line for every one of appendFields.
func (l *list) appendLines(lines []transcript.Line, r *Request) []transcript.Line {
	for _, e := range l.present {
		if e.among {
			lines = append(lines, e.line(r))
		}
	}
	return lines
}

// line returns the line of a header field, with a text only in place of a token.
func (e *entry) line(r *Request) transcript.Line {
	l := transcript.Line{Origin: transcript.OriginHeader, Name: e.name}
	switch {
	case transcript.IsTokenName(e.name) && e.value != "":
		l = transcript.Line{Origin: transcript.OriginToken, Text: e.label + transcript.Redact(e.name, e.value)}
	case e.why == byAddition:
		l.Origin = transcript.OriginAddition
	case e.own > 0:
		l = transcript.Line{Origin: transcript.OriginSigner}
	}
	host := e.own > 0 && e.key == "host" && r.Host != e.value
	if host || e.own == 0 && r.Header[e.name][0] != e.value {
		l.Note = "without the blanks around the value, which HTTP does not carry"
	}
	return l
}

// line returns the line that ends with the parameters, if there are any, behind
// prefix: made of them anew, without a token.
func (l *list) line(origin transcript.Origin, prefix string) transcript.Line {
	line := transcript.Line{Origin: origin}
	var text strings.Builder
	for _, e := range l.present {
		if e.why == notSigned {
			continue
		}
		p := transcript.Part{Name: e.name, Text: string(l.appendParameter(nil, e)), Origin: transcript.OriginQuery}
		switch {
		case transcript.IsTokenName(e.name) && e.value != "":
			p.Text, p.Origin = e.label+transcript.Redact(e.name, p.Text[len(e.label):]), transcript.OriginToken
		case e.own > 0:
			p.Origin = transcript.OriginSigner
		}
		line.Parts = append(line.Parts, p)
		text.WriteString(prefix + p.Text)
		prefix = "&"
	}
	line.Text = text.String()
	return line
}

// leaveOut notes what is not signed, and why.
func leaveOut(t *Transcript, c *canonicalizer, names []string) {
	for _, name := range names {
		if e := c.header.find(name); e == nil {
			t.LeaveOut("additional header", name, "the request has no such header")
		} else if e.why != byAddition {
			t.LeaveOut("additional header", name, "V4 signs it anyway")
		}
	}
	for _, l := range [...]*list{&c.header, &c.query} {
		for _, e := range l.present {
			if reason := whyNot(t, l.part, e.key); e.why == notSigned && reason != "" {
				t.LeaveOut(l.part, e.name, reason)
			}
		}
	}
}

// whyNot says why V1, or V4 with a header, does not sign what has the key, "" if it
// is what stands in the line of the time.
func whyNot(t *Transcript, part, key string) string {
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
