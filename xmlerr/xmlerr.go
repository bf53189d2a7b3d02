// Package xmlerr reads and writes the error answers of Alibaba Cloud OSS.
//
// OSS refuses a request with an XML document whose root is Error. An answer to
// HEAD has no body; the same document then travels, base64 encoded, in the
// header x-oss-err, or not at all. [Decode] takes whatever there is and always
// gives an *[Error]; its field Source says how much of it came from OSS.
//
//	err := xmlerr.Decode(resp.StatusCode, resp.Header, resp.Body)
//	errors.Is(err, xmlerr.NoSuchKey)  // the code OSS gave
//	errors.Is(err, fs.ErrNotExist)    // what it amounts to
//
// The format is that of the page "Error responses" of the OSS API reference.
// Its advice holds here too: decide by the code, show the EC (the fine-grained
// number that names the cause), and do not build logic on the message.
//
// Answers to SignatureDoesNotMatch repeat the string that the server signed,
// and with temporary credentials that string contains the security token. It
// is kept in [Evidence], which prints, logs and marshals as a placeholder; an
// *Error prints as its one-line message for every verb.
//
// The package holds no state: everything in it is safe for concurrent use, as
// long as nobody writes to an Error that others read.
//
// Not done here: JSON error bodies (they are [Foreign]), retry decisions, and
// comparing the evidence with a transcript of package signer.
package xmlerr

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// MaxBody is how many bytes of a body, and of a decoded x-oss-err header, are
// looked at. OSS's own errors stay far below it.
const MaxBody = 64 << 10 // bytes

// Source says where an Error comes from. The zero value is FromBody.
type Source int

const (
	FromBody   Source = iota // the body is an OSS error document with a code
	FromHeader               // the header x-oss-err holds one (answers to HEAD)
	FromStatus               // nobody sent a code: Code is deduced from the status, empty where that would be a guess
	Foreign                  // the body is no OSS error (a proxy's page, JSON, …): Code is empty, Snippet shows its beginning
)

// String returns "body", "header", "status" or "foreign".
func (s Source) String() string {
	names := [...]string{"body", "header", "status", "foreign"}
	if s < 0 || int(s) >= len(names) {
		return "Source(" + strconv.Itoa(int(s)) + ")"
	}
	return names[s]
}

// Error is one refusal. Decode fills it; a server may fill one by hand and send
// it with AppendXML. An empty field means that the answer did not have it.
//
// With errors.Is it matches its Code and, by way of the code, fs.ErrNotExist,
// fs.ErrPermission and fs.ErrExist (see Code.Is).
type Error struct {
	StatusCode int    // of the HTTP answer
	Code       Code   // element Code, see Source for how it was found
	Message    string // element Message, free text
	RequestID  string // element RequestId, else header x-oss-request-id
	HostID     string // element HostId: the host that was addressed
	EC         string // element EC, else header x-oss-ec: "0002-00000040"

	// ServerTime is the server's clock, in UTC and whole milliseconds, as an
	// answer of RequestTimeTooSkewed tells it; zero otherwise. A text that is
	// not a time of the years 1970 to 9999 stays in Extra under its name.
	ServerTime time.Time

	Source   Source
	Evidence *Evidence         // what the server signed, of SignatureDoesNotMatch; nil otherwise
	Extra    map[string]string // further elements by local name, the first of each name, at most 32; nil if there were none
	Snippet  string            // of a Foreign body: its first printable text, at most 200 bytes, cut where a token or signature may begin
}

// maxMessage is how much of a message Error shows.
const maxMessage = 512 // bytes

// Error returns one line: code, message, status, request id, EC, the header that
// OSS objects to if it names one, and the remedy if the EC is known. Control
// characters in what the server sent become blanks. A nil receiver gives "<nil>".
func (e *Error) Error() string {
	if e == nil {
		return "<nil>"
	}
	var facts []string
	if e.StatusCode != 0 {
		facts = append(facts, strconv.Itoa(e.StatusCode))
	}
	if id := oneLine(e.RequestID, 64); id != "" {
		facts = append(facts, "request id "+id)
	}
	if ec := oneLine(e.EC, 32); ec != "" {
		facts = append(facts, "EC "+ec)
	}
	if name := oneLine(e.Extra["Header"], 64); name != "" {
		facts = append(facts, "header "+name)
	}
	text := e.headline()
	if len(facts) > 0 {
		text += " (" + strings.Join(facts, ", ") + ")"
	}
	if r := e.Remedy(); r != "" {
		text += ": " + r
	}
	return text
}

func (e *Error) headline() string {
	code, message := oneLine(string(e.Code), 64), oneLine(e.Message, maxMessage)
	switch {
	case code != "" && message != "":
		return code + ": " + message
	case code != "" && e.Source == FromStatus:
		return code + ": deduced from the status, the answer names no code"
	case code != "":
		return code
	case e.Source == Foreign:
		return "answer is not an OSS error: " + strconv.Quote(e.Snippet)
	case message != "":
		return message
	}
	return "answer names no error code"
}

// Unwrap returns e.Code, or nil if that is empty.
func (e *Error) Unwrap() error {
	if e == nil || e.Code == "" {
		return nil
	}
	return e.Code
}

// Is reports whether e amounts to fs.ErrNotExist, fs.ErrPermission or
// fs.ErrExist, by Code.Is. A Foreign error amounts to none of them: a proxy's
// 404 says nothing about an object.
func (e *Error) Is(target error) bool {
	return e != nil && e.Source != Foreign && e.Code.Is(target)
}

// Remedy returns one line that says what to do about e.EC, "" if the EC is not
// in the table of LookupEC.
func (e *Error) Remedy() string {
	if e == nil {
		return ""
	}
	info, _ := LookupEC(e.EC)
	return info.Remedy
}

// Format writes e.Error() for every verb and flag, so that no verb reaches the
// fields.
func (e *Error) Format(f fmt.State, _ rune) {
	io.WriteString(f, e.Error()) // fmt.State keeps what is written; there is nothing to report
}

// MarshalText returns e.Error(). With it encoding/json, encoding/xml and
// log/slog show an *Error as that line.
func (e *Error) MarshalText() ([]byte, error) { return []byte(e.Error()), nil }
