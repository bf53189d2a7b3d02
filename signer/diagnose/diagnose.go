// Package diagnose says why OSS refused a signature: from our
// [transcript.Transcript] and what the server sent back to one sentence with the
// part that differs, the likely cause and the remedy.
//
// OSS answers SignatureDoesNotMatch with the string to sign that it made of
// the request as it arrived. Under V1 that tells all: it is aligned with ours,
// headers by name and sub-resources by pairs, and the part that differs tells
// what happened on the way. Under V4 it holds only a digest of the canonical
// request. Where the server gives its canonical request too, that is compared
// in the same way; where it does not, the verdict is CanonicalUnseen and names
// what in this request is most often at fault. Where all is equal, the bytes
// were the same and the secret is not.
//
// Faults that OSS finds before it compares (region, day, clock, key id,
// token, AdditionalHeaders) are named by code and EC. OSS may renumber its ECs:
// a verdict is for people to read.
//
// What cannot be told: who changed a request; an access key id with a typing
// error from a token that was lost, as OSS answers both alike; a sub-resource
// that was dropped from one that the server does not sign; which of two values
// of a header came first; and faults that do not reach the signature.
//
// No verdict holds a secret or an STS token: values of token parameters and
// whatever has a piece of one in it are replaced by their length.
package diagnose

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/ossmeta/signer/transcript"
)

// Evidence is what the server said about a refused request; what it did not
// say is left empty. Source: OSS error pages of EC 0002-00000040 and
// 0002-00000201.
//
// A string to sign may hold an STS token. Evidence therefore prints and
// marshals as a placeholder; its fields have the text.
type Evidence struct {
	Code, EC string // "SignatureDoesNotMatch", "0002-00000040"
	Message  string

	StringToSign, StringToSignBytes         string // text, and hexadecimal pairs "47 45 54 ", which are exact and preferred
	CanonicalRequest, CanonicalRequestBytes string // of V4, likewise

	SignatureProvided, AccessKeyID string    // as they arrived
	RequestTime, ServerTime        time.Time // of RequestTimeTooSkewed
}

const redactedEvidence = "[signature evidence, redacted]"

// Format writes a placeholder, for every verb.
func (Evidence) Format(f fmt.State, _ rune) { io.WriteString(f, redactedEvidence) }

// MarshalText returns a placeholder. It never fails.
func (Evidence) MarshalText() ([]byte, error) { return []byte(redactedEvidence), nil }

// The stages of a signature, in which a line can differ.
const (
	StageCanonical = "canonical request"
	StageToSign    = "string to sign"
)

// A Verdict says why a signature was refused. Its text is printable, on one
// line and without a secret or token, in every field.
type Verdict struct {
	Cause  Cause
	Stage  string // StageCanonical or StageToSign; "" where no line differs
	Line   int    // 1-based in our stage, or in the server's for what only the server has; 0 where no line differs
	Name   string // of the header, query parameter or part of the scope; "" for method and path
	Ours   string // what we signed: of a header or parameter its value, "" where we have none; cut where long
	Theirs string // what the server read, likewise

	Explanation string // one clause: what happened
	Remedy      string // one clause: what to do
}

// String returns the verdict as one sentence on one line.
func (v Verdict) String() string {
	var where, parts []string
	if v.Stage != "" {
		where = append(where, v.Stage+" line "+strconv.Itoa(v.Line))
	}
	if v.Name != "" {
		where = append(where, v.Name)
	}
	if len(where) > 0 {
		parts = append(parts, strings.Join(where, ", "))
	}
	if v.Ours != "" || v.Theirs != "" {
		parts = append(parts, "signed "+side(v.Ours)+", the server has "+side(v.Theirs))
	}
	return strings.Join(append(parts, v.Explanation+"; "+v.Remedy), ": ")
}

func side(s string) string {
	if s == "" {
		return "nothing"
	}
	return `"` + s + `"`
}

// A diagnosis is one comparison under way.
type diagnosis struct {
	t                       *transcript.Transcript
	lines                   []transcript.Line // of t, both forms
	e                       Evidence
	ourRequest, ourText     string          // canonical request and string to sign
	theirRequest, theirText string          // of the server, "" where unknown
	grams                   map[string]bool // pieces of tokens, never to be shown
	short                   []string        // tokens shorter than a gram
}

// Diagnose says why the server refused the request that t explains. It never
// fails: where nothing can be told, the cause is Unknown.
func Diagnose(t *transcript.Transcript, e Evidence) Verdict {
	if t == nil {
		t = new(transcript.Transcript)
	}
	d := &diagnosis{t: t, lines: slices.Concat(t.Canonical, t.ToSign), e: e, ourRequest: string(t.CanonicalRequest()), ourText: string(t.StringToSign())}
	d.theirRequest = exact(e.CanonicalRequestBytes, e.CanonicalRequest, d.ourRequest)
	d.theirText = exact(e.StringToSignBytes, e.StringToSign, d.ourText)
	d.collectTokens()
	v := d.refusal()
	if v == nil {
		v = d.mismatch()
	}
	d.finish(v)
	return *v
}

// mismatch compares ours with theirs.
func (d *diagnosis) mismatch() *Verdict {
	switch {
	case d.ourText == "":
		return &Verdict{Cause: Unknown, Explanation: "the transcript has no exact bytes to compare; it was not made by the package signer"}
	case d.theirText == "" && (d.theirRequest == "" || d.t.Version == transcript.V1):
		return d.unseen(&Verdict{Explanation: "the server sent nothing to compare"})
	case d.theirText != "" && isV4(d.theirText) != (d.t.Version == transcript.V4):
		return &Verdict{Cause: OtherVersion, Stage: StageToSign, Line: 1, Ours: firstLine(d.ourText), Theirs: firstLine(d.theirText)}
	case d.t.Version == transcript.V4:
		return d.mismatchV4()
	case d.ourText == d.theirText:
		return d.equal()
	}
	return d.align(StageToSign, d.ourText, d.theirText)
}

func (d *diagnosis) mismatchV4() *Verdict {
	ours, theirs := strings.Split(d.ourText, "\n"), strings.Split(d.theirText, "\n")
	known := len(theirs) == len(ours)
	if known && ours[2] != theirs[2] {
		return scopeVerdict(ours[2], theirs[2])
	}
	switch {
	case d.theirRequest != "" && d.theirRequest != d.ourRequest:
		return d.align(StageCanonical, d.ourRequest, d.theirRequest)
	case known && ours[1] != theirs[1]:
		return &Verdict{Cause: DateChanged, Stage: StageToSign, Line: 2, Name: "x-oss-date", Ours: ours[1], Theirs: theirs[1]}
	case d.theirText != "" && d.theirText != d.ourText:
		v := &Verdict{Stage: StageToSign, Line: len(ours), Explanation: "only the digest of the canonical request differs, and the server did not show its own"}
		if d.theirRequest != "" {
			v.Explanation = "the canonical requests read alike and their digests differ, so the answer does not show a character as it was"
		}
		return d.unseen(v)
	}
	return d.equal()
}

// scopeVerdict says which part of the scope of V4 differs.
func scopeVerdict(ours, theirs string) *Verdict {
	a, b := strings.Split(ours, "/"), strings.Split(theirs, "/")
	v := &Verdict{Cause: BadCredential, Stage: StageToSign, Line: 3, Ours: ours, Theirs: theirs}
	for i := range min(len(a), len(b), len(scopeParts)) {
		if a[i] != b[i] {
			v.Cause, v.Name, v.Ours, v.Theirs = scopeCauses[i], scopeParts[i], a[i], b[i]
			break
		}
	}
	return v
}

var (
	scopeParts  = [...]string{"date", "region", "product"}
	scopeCauses = [...]Cause{WrongDay, WrongRegion, WrongProduct}
)

// equal: both sides signed the same bytes.
func (d *diagnosis) equal() *Verdict {
	provided := d.e.SignatureProvided
	switch {
	case d.e.AccessKeyID != "" && d.e.AccessKeyID != d.t.AccessKeyID:
		return &Verdict{Cause: KeyChanged, Ours: d.t.AccessKeyID, Theirs: d.e.AccessKeyID}
	case provided == "" || d.t.Signature == "" || provided == d.t.Signature:
		return &Verdict{Cause: WrongSecret}
	case strings.ReplaceAll(provided, " ", "+") == d.t.Signature:
		return &Verdict{Cause: PlusOrBlank, Name: "Signature", Ours: d.t.Signature, Theirs: provided}
	}
	return &Verdict{Cause: SignatureChanged, Ours: d.t.Signature, Theirs: provided}
}

func isV4(toSign string) bool { return strings.HasPrefix(toSign, "OSS4-HMAC-SHA256\n") }

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
