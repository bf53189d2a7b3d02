package client

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"

	"example.com/ossmeta/client/internal/xmldoc"
)

// document is Client.do for operations that answer with an XML document with
// the given root element: that becomes a T, of which result makes what the
// operation returns. An error of result is one of the document.
func document[T, R any](ctx context.Context, c *Client, op *operation, root string, result func(*T, Response) (*R, error)) (*R, error) {
	var v *T
	op.read = func(resp *http.Response) error {
		defer resp.Body.Close()
		v = new(T) // nothing stays of a document that broke off
		err := xmldoc.Decode(resp, root, v)
		if op.mayBeEmpty && errors.Is(err, xmldoc.ErrEmpty) {
			return nil
		}
		return err
	}
	resp, _, err := c.do(ctx, op)
	if err != nil {
		return nil, err
	}
	r, err := result(v, newResponse(resp))
	if err != nil {
		return nil, newOpError(op, &xmldoc.Error{Root: root, Err: err})
	}
	return r, nil
}

// setDocument makes an XML document the body of op, with the Content-MD5 that
// OSS asks for where it matters.
func (op *operation) setDocument(document *bytes.Buffer) {
	sum := md5.Sum(document.Bytes())
	op.header.Set("Content-MD5", base64.StdEncoding.EncodeToString(sum[:]))
	op.header.Set("Content-Type", "application/xml")
	op.setBody(document, 0)
}

// appendElement writes an element with a text. It refuses what XML cannot
// carry, which encoding/xml would replace: the text would be another one.
func appendElement(document *bytes.Buffer, name, text string) error {
	lacks := func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF }
	if strings.ContainsFunc(text, lacks) || !utf8.ValidString(text) {
		return &ArgumentError{name, text, "has a character that XML cannot carry"}
	}
	document.WriteString("<" + name + ">")
	xml.EscapeText(document, []byte(text)) // a Buffer does not fail
	document.WriteString("</" + name + ">")
	return nil
}
