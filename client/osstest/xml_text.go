package osstest

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A keyText is a key, or a part of one, in a document. It may have
// characters that XML 1.0 does not allow. OSS refers to them all the same
// (&#x01;), which many parsers refuse, and takes such references: the Go SDKs
// send them in a DeleteMultipleObjects. encoding/xml does neither.
type keyText string

// MarshalXML writes the references.
func (k keyText) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	if strings.IndexFunc(string(k), isControl) < 0 {
		return e.EncodeElement(string(k), start)
	}
	var b strings.Builder
	for _, r := range string(k) {
		if isControl(r) {
			fmt.Fprintf(&b, "&#x%02X;", r)
		} else {
			xml.EscapeText(&b, []byte(string(r)))
		}
	}
	return e.EncodeElement(struct {
		XML string `xml:",innerxml"`
	}{b.String()}, start)
}

// UnmarshalText reads what standIns left.
func (k *keyText) UnmarshalText(text []byte) error {
	*k = keyText(coded.ReplaceAllStringFunc(string(text), func(found string) string {
		code, _ := strconv.ParseUint(found[len(standIn):], 16, 32) // coded matches nothing else
		return string(rune(code))
	}))
	return nil
}

// isControl reports what XML 1.0 does not allow of UTF-8.
func isControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\uFFFE' || r == '\uFFFF'
}

// standIn stands for a character, with its code behind it in six digits.
const standIn = "\U0010FFFD"

var (
	coded     = regexp.MustCompile(standIn + `[0-9A-F]{6}`)
	reference = regexp.MustCompile(`&#(?:x[0-9A-Fa-f]+|[0-9]+);`)
)

// standIns puts a stand-in in place of every reference in a document that
// encoding/xml would refuse, and of what could be taken for a stand-in.
func standIns(document []byte) []byte {
	code := func(r rune) []byte { return fmt.Appendf(nil, "%s%06X", standIn, r) }
	document = bytes.ReplaceAll(document, []byte(standIn), code([]rune(standIn)[0]))
	return reference.ReplaceAllFunc(document, func(found []byte) []byte {
		digits, base := string(found[2:len(found)-1]), 10
		if digits[0] == 'x' {
			digits, base = digits[1:], 16
		}
		n, err := strconv.ParseInt(digits, base, 32)
		if r := rune(n); err == nil && (isControl(r) || string(r) == standIn) {
			return code(r)
		}
		return found
	})
}
