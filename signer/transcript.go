package signer

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A Transcript tells how one signature came about: every line that was signed
// with its origin, and what was left out and why. Its fields, its text and its
// JSON never hold an STS token; the exact bytes come by CanonicalRequest and
// StringToSign.
type Transcript struct {
	Version     Version    `json:"version"`
	URL         bool       `json:"url,omitempty"` // signed in its URL, not in its header
	AccessKeyID string     `json:"access_key_id"`
	Time        time.Time  `json:"time"`                        // the time that was signed, UTC; of a URL with V1 its end
	Scope       string     `json:"scope,omitempty"`             // V4
	Canonical   []Line     `json:"canonical_request,omitempty"` // V4: the lines of the canonical request
	ToSign      []Line     `json:"string_to_sign"`              // the lines of the string to sign
	LeftOut     []Omission `json:"left_out,omitempty"`          // by part, then sorted as what is signed
	Signature   string     `json:"signature"`                   // V4 hexadecimal, V1 base64

	canonical, toSign hidden
}

// A hidden text is in a function, where fmt cannot look.
type hidden func() []byte

func hide(text []byte) hidden {
	text = bytes.Clone(text)
	return func() []byte { return bytes.Clone(text) }
}

func (h hidden) text() []byte {
	if h == nil {
		return nil
	}
	return h()
}

// A Line is one line that is signed.
type Line struct {
	Text   string `json:"text"`            // without its LF; an STS token is replaced
	Origin Origin `json:"origin"`          // where it comes from
	Name   string `json:"name,omitempty"`  // the header, in the caller's spelling
	Note   string `json:"note,omitempty"`  // what was done to it
	Parts  []Part `json:"parts,omitempty"` // of a line made from query parameters
}

// A Part is one query parameter within a Line.
type Part struct {
	Name   string `json:"name"`   // not escaped
	Text   string `json:"text"`   // as it stands in the line
	Origin Origin `json:"origin"` // OriginQuery, OriginSigner or OriginToken
}

// An Origin is where a line of a transcript comes from.
type Origin string

// The origins of a Line.
const (
	OriginMethod     Origin = "method"
	OriginResource   Origin = "bucket and key"
	OriginQuery      Origin = "query"
	OriginHeader     Origin = "header"
	OriginAddition   Origin = "additional header"
	OriginAdditional Origin = "names of the additional headers"
	OriginSigner     Origin = "set by the signer"
	OriginToken      Origin = "security token"
	OriginTime       Origin = "time"
	OriginScope      Origin = "scope"
	OriginDigest     Origin = "SHA-256 of the canonical request"
	OriginConstant   Origin = "constant"
)

// An Omission is a part of the request that is not signed.
type Omission struct {
	Part   string `json:"part"` // "header", "query" or "additional header"
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// CanonicalRequest returns the exact bytes of the V4 canonical request, in
// which an STS token stands in clear; nil for V1, and for a transcript that
// was read from JSON.
func (t *Transcript) CanonicalRequest() []byte { return t.canonical.text() }

// StringToSign returns the exact bytes that were signed. Under V1 an STS token
// stands among them in clear.
func (t *Transcript) StringToSign() []byte { return t.toSign.text() }

// String returns the transcript for people to read, over several lines.
func (t *Transcript) String() string {
	var b strings.Builder
	form, at := "signature", "at"
	if t.URL {
		form = "URL signature"
	}
	if t.URL && t.Version == V1 {
		at = "until"
	}
	fmt.Fprintf(&b, "%v %s by access key id %q %s %s\n", t.Version, form, t.AccessKeyID, at, t.Time.Format(time.RFC3339))
	writeLines(&b, "canonical request", t.Canonical)
	writeLines(&b, "string to sign", t.ToSign)
	for i, o := range t.LeftOut {
		if i == 0 {
			b.WriteString("\nnot signed\n")
		}
		fmt.Fprintf(&b, "  %s %s: %s\n", o.Part, printable(o.Name), o.Reason)
	}
	if t.Signature != "" {
		fmt.Fprintf(&b, "\nsignature\n  %s\n", t.Signature)
	}
	return b.String()
}

// Format prints the text of String, for every verb.
func (t *Transcript) Format(f fmt.State, verb rune) { io.WriteString(f, t.String()) }

func writeLines(b *strings.Builder, title string, lines []Line) {
	const most = 64
	width := 0
	for _, l := range lines {
		if n := utf8.RuneCountInString(printable(l.Text)); n <= most {
			width = max(width, n)
		}
	}
	for i, l := range lines {
		if i == 0 {
			fmt.Fprintf(b, "\n%s\n", title)
		}
		origin := strings.TrimSpace(string(l.Origin) + " " + printable(l.Name))
		if l.Note != "" {
			origin += " (" + printable(l.Note) + ")"
		}
		fmt.Fprintf(b, "  %-*s  | %s\n", width, printable(l.Text), origin)
	}
}

// printable returns s with backslashes, and the characters that would not print,
// escaped.
func printable(s string) string {
	quoted := strconv.Quote(s)
	return strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
}

// isTokenName reports a header or query parameter that carries an STS token.
func isTokenName(name string) bool {
	return strings.EqualFold(name, nameToken) || strings.EqualFold(name, "security-token")
}

func redactToken(name, value string) string {
	if isTokenName(name) && value != "" {
		return "(" + strconv.Itoa(len(value)) + " bytes, redacted)"
	}
	return value
}
