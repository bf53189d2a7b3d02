// Package transcript has the account of a signature: which lines were signed, where
// each comes from, and what was left out and why. Package signer writes it; whoever
// only reads it, as package diagnose does, or gets it as JSON, needs no signer.
package transcript

import (
	"bytes"
	"strings"
	"time"
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

// New returns a Transcript that has copies of the exact bytes: of the V4 canonical
// request, empty for V1, and of the string to sign. Whoever signed them fills in the rest.
func New(canonical, toSign []byte) *Transcript {
	return &Transcript{canonical: hide(canonical), toSign: hide(toSign)}
}

// A hidden text is in a function, where fmt cannot look; nil is none.
type hidden func() []byte

func hide(text []byte) hidden {
	if len(text) == 0 {
		return nil
	}
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

// AddNote adds a note.
func (l *Line) AddNote(note string) { l.Note = strings.TrimPrefix(l.Note+", "+note, ", ") }

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

// LeaveOut adds an Omission.
func (t *Transcript) LeaveOut(part, name, reason string) {
	t.LeftOut = append(t.LeftOut, Omission{part, name, reason})
}

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

// StringToSign returns the exact bytes that were signed, nil for a transcript that
// was read from JSON. Under V1 an STS token stands among them in clear.
func (t *Transcript) StringToSign() []byte { return t.toSign.text() }
