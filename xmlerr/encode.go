package xmlerr

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// AppendXML appends the body that OSS would send for e and returns the extended
// slice; it is meant for servers. StatusCode, Source and Snippet are not part of
// a body. A nil receiver appends nothing.
//
// The elements are Code, Message, RequestId, HostId, the evidence, ServerTime,
// Extra sorted by name, EC; an empty field has no element. Where a string to
// sign or a canonical request comes without its hex form, the hex form of its
// bytes is added, as OSS does.
//
// XML 1.0 cannot carry most control characters nor bytes that are not UTF-8:
// they are written as U+FFFD, and only the hex forms tell exactly what was
// signed. Names of Extra that an element cannot have, that belong to another
// field or that tell of a secret (a token, a string to sign) are left out.
//
// What Decode gave, AppendXML writes so that Decode gives it again, apart from
// Source and an added hex form. The body contains the string to sign and so
// possibly a security token.
func (e *Error) AppendXML(dst []byte) []byte {
	if e == nil {
		return dst
	}
	dst = append(dst, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n"...)
	dst = appendElement(dst, "Code", string(e.Code))
	dst = appendElement(dst, "Message", e.Message)
	dst = appendElement(dst, "RequestId", e.RequestID)
	dst = appendElement(dst, "HostId", e.HostID)
	if e.Evidence != nil {
		dst = e.Evidence.appendXML(dst)
	}
	if !e.ServerTime.IsZero() {
		t := e.ServerTime.UTC().Truncate(time.Millisecond)
		dst = appendElement(dst, "ServerTime", t.Format(serverTimeLayout))
	}
	for _, name := range slices.Sorted(maps.Keys(e.Extra)) {
		if e.mayWrite(name) {
			dst = appendRequired(dst, name, e.Extra[name])
		}
	}
	dst = appendElement(dst, "EC", e.EC)
	return append(dst, "</Error>\n"...)
}

// mayWrite reports whether an element of Extra can be written without standing
// in the way of a field.
func (e *Error) mayWrite(name string) bool {
	switch name {
	case "OSSAccessKeyId", "AWSAccessKeyId":
		return e.Evidence == nil
	case "ServerTime":
		return e.ServerTime.IsZero()
	}
	return isExtraName(name)
}

func (ev *Evidence) appendXML(dst []byte) []byte {
	dst = appendElement(dst, "OSSAccessKeyId", ev.AccessKeyID)
	dst = appendElement(dst, "SignatureProvided", ev.SignatureProvided)
	dst = appendElement(dst, "StringToSign", ev.StringToSign)
	dst = appendPairs(dst, "StringToSignBytes", ev.StringToSignBytes, ev.StringToSign)
	dst = appendElement(dst, "CanonicalRequest", ev.CanonicalRequest)
	return appendPairs(dst, "CanonicalRequestBytes", ev.CanonicalRequestBytes, ev.CanonicalRequest)
}

// appendPairs writes hex pairs as they are, or else those of text; with the
// trailing blank that OSS writes.
func appendPairs(dst []byte, name, pairs, text string) []byte {
	if pairs = strings.Trim(pairs, blanks); pairs == "" {
		pairs = fmt.Sprintf("% X", text)
	}
	if pairs == "" {
		return dst
	}
	return appendRequired(dst, name, pairs+" ")
}

func appendElement(dst []byte, name, text string) []byte {
	if text == "" {
		return dst
	}
	return appendRequired(dst, name, text)
}

// appendRequired writes an element even if it is empty.
func appendRequired(dst []byte, name, text string) []byte {
	b := bytes.NewBuffer(dst)
	fmt.Fprintf(b, "  <%s>", name)
	xml.EscapeText(b, []byte(text)) // a Buffer gives no error
	fmt.Fprintf(b, "</%s>\n", name)
	return b.Bytes()
}
