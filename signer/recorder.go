package signer

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A recorder writes a Transcript while a request is signed. All its methods
// do nothing on a nil recorder.
type recorder struct {
	t             *Transcript
	r             *Request
	fields, names map[string]string // made when they are needed
	lines         *[]Line           // the stage that is being written
	parts         []Part            // of the next line
	partBytes     int               // bytes that the parts have in the line, a separator after each
}

func newRecorder(s *Signer, r *Request, at time.Time, url bool) *recorder {
	t := &Transcript{Version: s.version, URL: url, AccessKeyID: s.accessKeyID, Time: at.UTC().Truncate(time.Second)}
	rec := &recorder{t: t, r: r, lines: &t.ToSign}
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
		texts := make([]string, len(rec.parts))
		for i, p := range rec.parts {
			texts[i] = p.Text
		}
		l.Text = l.Text[:len(l.Text)-rec.partBytes+1] + strings.Join(texts, "&")
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

// field records the line of a header field.
func (rec *recorder) field(c *canonicalizer, e *entry, text []byte) {
	if rec == nil {
		return
	}
	key := string(c.key(e))
	l := Line{Text: string(text), Origin: OriginHeader, Name: rec.spelling(key)}
	switch value := string(c.value(e)); {
	case isTokenName(key) && value != "":
		l.Origin, l.Name = OriginToken, ""
		l.Text = l.Text[:len(l.Text)-len(value)] + redactToken(key, value)
	case e.why == byAddition:
		l.Origin = OriginAddition
		if key == "host" && l.Name == key {
			l.Name = "Host"
		}
	case e.ours:
		l.Origin, l.Name = OriginSigner, ""
	}
	if e.trimmed {
		l.Note = "without the blanks around the value, which HTTP does not carry"
	}
	rec.add(l)
}

// spelling returns how the caller spells a header, and the key itself if it is
// not the caller's.
func (rec *recorder) spelling(key string) string {
	if rec.fields == nil {
		rec.fields = map[string]string{}
		for name, values := range rec.r.Header {
			if len(values) > 0 {
				rec.fields[strings.ToLower(name)] = name
			}
		}
	}
	if name, found := rec.fields[key]; found {
		return name
	}
	return key
}

// parameters returns the query names by their keys: under V4 these are escaped.
func (rec *recorder) parameters() map[string]string {
	if rec.names == nil {
		rec.names = map[string]string{}
		for name := range rec.r.Query {
			if rec.t.Version == V4 {
				rec.names[string(appendEscaped(nil, name, false))] = name
			}
		}
	}
	return rec.names
}

// part records a query parameter of the line that follows.
func (rec *recorder) part(c *canonicalizer, e *entry) {
	if rec == nil {
		return
	}
	key, value := string(c.key(e)), string(c.value(e))
	p := Part{Name: key, Text: string(c.line(e)), Origin: OriginQuery}
	if name, found := rec.parameters()[key]; found {
		p.Name = name
	}
	if e.ours {
		p.Origin = OriginSigner
	}
	if isTokenName(p.Name) && value != "" {
		p.Text, p.Origin = key+"="+redactToken(key, value), OriginToken
	}
	rec.parts = append(rec.parts, p)
	rec.partBytes += len(c.line(e)) + 1
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

// stringToSignV4 records the four lines of the string to sign, which say all
// of themselves.
func (rec *recorder) stringToSignV4(canonical, toSign []byte) {
	if rec == nil {
		return
	}
	rec.lines = &rec.t.ToSign
	origins := [...]Origin{OriginConstant, OriginTime, OriginScope, OriginDigest}
	for i, line := range strings.Split(string(toSign), "\n") {
		rec.add(Line{Text: line, Origin: origins[i]})
	}
	rec.exact(canonical, toSign)
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

// leaveOutHeaders notes the fields that are not signed.
func (rec *recorder) leaveOutHeaders(c *canonicalizer, reason string) {
	for e := range c.header.all {
		switch key := string(c.key(e)); {
		case e.why != notSigned || e.ours && key == "date":
		case key == "authorization":
			rec.leaveOut("header", rec.spelling(key), "it carries the signature")
		case key == "host" && rec.spelling(key) == key && rec.r.Host != "":
			rec.leaveOut("header", "Host", reason)
		case key == "date" && rec.t.Version == V1 && !rec.t.URL:
		default:
			rec.leaveOut("header", rec.spelling(key), reason)
		}
	}
}

func (rec *recorder) leftOutV4(c *canonicalizer, additional []string) {
	if rec == nil {
		return
	}
	for _, name := range additional {
		switch e := c.find(name); {
		case e == nil:
			rec.leaveOut("additional header", name, "the request has no such header")
		case e.why != byAddition:
			rec.leaveOut("additional header", name, "V4 signs it anyway")
		}
	}
	rec.leaveOutHeaders(c, "V4 signs it only as an additional header")
}

func (rec *recorder) leftOutV1(c *canonicalizer) {
	if rec == nil {
		return
	}
	rec.leaveOutHeaders(c, "V1 signs Content-MD5, Content-Type, Date and x-oss- headers only")
	for e := range c.query.all {
		if e.why == notSigned {
			switch name := string(c.key(e)); {
			case rec.t.URL && name == nameExpiresV1: // signed in the line of the date
			case rec.t.URL && (name == nameSignatureV1 || name == nameAccessKeyIDV1):
				rec.leaveOut("query", name, "it carries the signature")
			default:
				rec.leaveOut("query", name, "V1 signs sub-resources only, and this is none")
			}
		}
	}
}

// signature records the signature itself.
func (rec *recorder) signature(mac []byte) {
	if rec == nil {
		return
	}
	if rec.t.Signature = hex.EncodeToString(mac); rec.t.Version == V1 {
		rec.t.Signature = base64.StdEncoding.EncodeToString(mac)
	}
}

// finish completes the transcript.
func (rec *recorder) finish() *Transcript {
	slices.SortStableFunc(rec.t.LeftOut, func(a, b Omission) int {
		return strings.Compare(a.Part+"\x00"+a.Name, b.Part+"\x00"+b.Name)
	})
	return rec.t
}
