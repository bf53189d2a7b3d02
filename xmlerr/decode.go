package xmlerr

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"io"
	"strings"
)

// Decode reads the refusal in an HTTP answer. It never returns nil and never
// fails: whatever cannot be read leaves its fields empty. header is the answer's
// (an http.Header fits), its names in any letter case; header and body may be
// nil. Decode reads at most MaxBody bytes of body, takes a read error for the
// end, and does not close it. It tries, in this order:
//
//  1. the body, if it is an OSS error document with a code: FromBody. A document
//     that breaks off counts for the elements that were complete;
//  2. the header x-oss-err, likewise: FromHeader;
//  3. the status, if there is no body, or an error document without a code but
//     with something else of OSS's (a message, a request id): FromStatus;
//  4. else the body is not OSS's: Foreign, with a Snippet and no Code.
//
// The request id and the EC come from the headers x-oss-request-id and x-oss-ec
// where the document lacks them, a foreign answer's too.
//
// Texts lose their outer blanks, those of StringToSign and CanonicalRequest
// excepted. What XML 1.0 cannot carry, and every byte that is not UTF-8, becomes
// U+FFFD; the hex forms of Evidence have the exact bytes.
func Decode(status int, header map[string][]string, body io.Reader) *Error {
	data := readBody(body)
	requestID := headerValue(header, "x-oss-request-id")
	e := parse(data)
	if e == nil || e.Code == "" {
		blank := len(bytes.Trim(data, blanks)) == 0
		h := parse(decodeBase64(headerValue(header, "x-oss-err")))
		switch {
		case h != nil && h.Code != "":
			e, h.Source = h, FromHeader
		case e != nil && (e.saysSomething() || requestID != ""):
			e.Source = FromStatus
		case blank && h != nil:
			e, h.Source = h, FromStatus
		case blank:
			e = &Error{Source: FromStatus}
		default:
			e = &Error{Source: Foreign, Snippet: snippet(data)}
		}
	}
	e.StatusCode = status
	if e.Source == FromStatus {
		e.Code = codeOfStatus(status)
	}
	if e.RequestID == "" {
		e.RequestID = requestID
	}
	if e.EC == "" {
		e.EC = headerValue(header, "x-oss-ec")
	}
	return e
}

// saysSomething reports whether a document without a code has an element that
// makes it OSS's.
func (e *Error) saysSomething() bool {
	return e.Message != "" || e.RequestID != "" || e.HostID != "" || e.EC != ""
}

// readBody returns what r gives up to an error, MaxBody bytes at most. A Reader
// of package bufio gives up on an r that gives neither bytes nor an error.
func readBody(r io.Reader) []byte {
	if r == nil {
		return nil
	}
	data, _ := bufio.NewReaderSize(io.LimitReader(r, MaxBody), MaxBody).Peek(MaxBody) // any error is the end
	return data
}

// headerValue returns the first value of the field name (lower case), whatever
// the letter case of its key; of several keys the first in byte order counts.
func headerValue(header map[string][]string, name string) string {
	found, value := "", ""
	for k, v := range header {
		if len(v) > 0 && strings.EqualFold(k, name) && (found == "" || k < found) {
			found, value = k, v[0]
		}
	}
	return strings.Trim(clean(value), blanks)
}

// decodeBase64 reads the standard alphabet with or without padding, as far as
// it is well-formed, MaxBody bytes at most.
func decodeBase64(s string) []byte {
	s = strings.TrimRight(s, "=")
	s = s[:min(len(s), base64.RawStdEncoding.EncodedLen(MaxBody))]
	data, _ := base64.RawStdEncoding.DecodeString(s) // what stands before a fault is a document that breaks off
	return data
}
