package signer

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A recorder writes a Transcript while a request is signed. All its methods
// do nothing on a nil recorder.
type recorder struct {
	t         *Transcript
	lines     *[]Line // the stage that is being written
	parts     []Part  // of the next line
	partBytes int     // bytes that the parts have in the line, a separator after each
}

func newRecorder(s *Signer, at time.Time) *recorder {
	t := &Transcript{Version: s.version, AccessKeyID: s.accessKeyID, Time: at.UTC().Truncate(time.Second)}
	rec := &recorder{t: t, lines: &t.ToSign}
	if s.version == V4 {
		t.Scope, rec.lines = s.scopeText, &t.Canonical
	}
	return rec
}

func (rec *recorder) line(text []byte, origin Origin, note string) {
	if rec == nil {
		return
	}
	rec.add(Line{Text: string(text), Origin: origin, Note: note})
}

func (rec *recorder) add(l Line) {
	if len(rec.parts) > 0 { // made anew from its parts, in which no token stands
		l.Text = l.Text[:len(l.Text)-rec.partBytes+1]
		for i, p := range rec.parts {
			if i > 0 {
				l.Text += "&"
			}
			l.Text += p.Text
		}
	}
	if !utf8.ValidString(l.Text) {
		l.Note = joinNotes(l.Note, "not UTF-8")
	}
	l.Parts, rec.parts, rec.partBytes = rec.parts, nil, 0
	*rec.lines = append(*rec.lines, l)
}

func joinNotes(a, b string) string {
	if a == "" {
		return b
	}
	return a + ", " + b
}

// header records the line of a header field.
func (rec *recorder) header(text []byte, h headerField) {
	if rec == nil {
		return
	}
	l := Line{Text: string(text), Origin: OriginHeader, Name: h.original}
	switch h.signed {
	case byAddition:
		l.Origin = OriginAddition
	case bySigner:
		l.Origin, l.Name = OriginSigner, ""
	}
	if isTokenName(h.original) && h.value != "" {
		l.Origin, l.Name = OriginToken, ""
		l.Text = l.Text[:len(l.Text)-len(h.value)] + redactToken(h.original, h.value)
	}
	if h.trimmed {
		l.Note = "without the blanks around the value, which HTTP does not carry"
	}
	rec.add(l)
}

// part records a query parameter of the line that follows.
func (rec *recorder) part(name string, text []byte) {
	if rec == nil {
		return
	}
	shown := string(text)
	if i := bytes.IndexByte(text, '='); i >= 0 && isTokenName(name) {
		shown = shown[:i+1] + redactToken(name, shown[i+1:])
	}
	rec.parts = append(rec.parts, Part{name, shown})
	rec.partBytes += len(text) + 1
}

// absent records the empty line of a header that the request lacks.
func (rec *recorder) absent(name string) {
	if rec == nil {
		return
	}
	rec.add(Line{Origin: OriginHeader, Name: name, Note: "the request has none"})
}

// resourceV1 records the last line of V1, which is not encoded.
func (rec *recorder) resourceV1(text []byte, key string) {
	if rec == nil {
		return
	}
	note := ""
	if strings.Contains(key, "?") {
		note = "V1 cannot tell a key with '?' from a key with sub-resources"
	}
	for _, p := range rec.parts {
		if _, value, _ := strings.Cut(p.Text, "="); strings.ContainsAny(value, "&\n") {
			note = joinNotes(note, "V1 cannot tell the value of "+p.Name+" from further sub-resources")
		}
	}
	rec.line(text, OriginResource, note)
}

func (rec *recorder) stringToSignV4(timestamp, scope string, digest []byte) {
	if rec == nil {
		return
	}
	rec.lines = &rec.t.ToSign
	rec.add(Line{Text: algorithmV4, Origin: OriginConstant})
	rec.add(Line{Text: timestamp, Origin: OriginTime})
	rec.add(Line{Text: scope, Origin: OriginScope})
	rec.add(Line{Text: string(digest), Origin: OriginDigest})
}

func (rec *recorder) exact(canonical, toSign []byte) {
	if rec == nil {
		return
	}
	canonical, toSign = bytes.Clone(canonical), bytes.Clone(toSign)
	rec.t.exact = func() ([]byte, []byte) { return canonical, toSign }
}

func (rec *recorder) leaveOut(part, name, reason string) {
	rec.t.LeftOut = append(rec.t.LeftOut, Omission{part, name, reason})
}

func (rec *recorder) leaveOutHeader(h headerField, reason string) {
	if strings.EqualFold(h.original, headerAuthorization) {
		reason = "it carries the signature"
	}
	rec.leaveOut("header", h.original, reason)
}

func (rec *recorder) leftOutV4(c *canonicalizer, additional []string) {
	if rec == nil {
		return
	}
	for _, name := range additional {
		switch i, found := c.find(name); {
		case !found:
			rec.leaveOut("additional header", name, "the request has no such header")
		case c.header[i].signed != byAddition:
			rec.leaveOut("additional header", name, "V4 signs it anyway")
		}
	}
	for _, h := range c.header {
		if h.signed == notSigned {
			rec.leaveOutHeader(h, "V4 signs it only as an additional header")
		}
	}
}

func (rec *recorder) leftOutV1(c *canonicalizer, more []string) {
	if rec == nil {
		return
	}
	for _, h := range c.header {
		if h.signed == notSigned && string(c.lower(h)) != "date" {
			rec.leaveOutHeader(h, "V1 signs Content-MD5, Content-Type, Date and x-oss- headers only")
		}
	}
	for _, q := range c.query {
		if !isSubResource(q.original, more) {
			rec.leaveOut("query", q.original, "V1 signs sub-resources only, and this is none")
		}
	}
}

// finish completes the transcript.
func (rec *recorder) finish(mac []byte, version Version) *Transcript {
	slices.SortStableFunc(rec.t.LeftOut, func(a, b Omission) int {
		return strings.Compare(a.Part+"\x00"+a.Name, b.Part+"\x00"+b.Name)
	})
	if version == V1 {
		rec.t.Signature = encodeV1(mac)
	} else {
		rec.t.Signature = hex.EncodeToString(mac)
	}
	return rec.t
}
