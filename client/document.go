package client

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
	"unicode/utf8"

	"example.com/ossmeta/xmlerr"
)

// A documentError is a success whose document cannot be read: it took effect,
// and its result is not known.
type documentError struct {
	root string
	err  error
	lost bool // it broke off on the way
}

func (e *documentError) Error() string {
	return "OSS answered with success, but its document " + e.root + " cannot be read: " + e.err.Error()
}

func (e *documentError) Unwrap() error { return e.err }

// maxDocument bounds the bytes that are read of a result document: a listing of
// 1,000 keys of 1,023 bytes, each byte encoded, has 3 MiB of keys.
const maxDocument = 8 << 20

// documentPatience is how long it may take to arrive after its header.
const documentPatience = 2 * time.Minute

// document is Client.do for operations that answer with an XML document with
// the given root element: that becomes a T, of which result makes what the
// operation returns. An error of result is one of the document.
func document[T, R any](ctx context.Context, c *Client, op *operation, root string, result func(*T, Response) (*R, error)) (*R, error) {
	var v *T
	op.read = func(resp *http.Response) error {
		defer resp.Body.Close()
		v = new(T) // nothing stays of a document that broke off
		err := decodeDocument(resp, root, v)
		if op.mayBeEmpty && errors.Is(err, errEmptyDocument) {
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
		return nil, newOpError(op, &documentError{root: root, err: err})
	}
	return r, nil
}

// decodeDocument reads a result document with the given root element into v.
// Namespaces do not matter: some answers of OSS have one, others do not. A
// document that is an error is one, whatever the status says.
func decodeDocument(resp *http.Response, root string, v any) error {
	defer time.AfterFunc(documentPatience, func() { resp.Body.Close() }).Stop()
	limited := &io.LimitedReader{R: resp.Body, N: maxDocument}
	if f, ok := v.(flat); ok {
		first := make([]byte, maxFlat)
		n, _ := io.ReadFull(resp.Body, first) // an error comes again
		if n < maxFlat && scan(string(first[:n]), root, f) {
			return nil
		}
		limited.R = io.MultiReader(bytes.NewReader(first[:n]), resp.Body)
	}
	beginning := &recorder{r: limited}
	decoder := xml.NewDecoder(beginning)
	start, err := rootElement(decoder)
	beginning.done = true
	switch {
	case err != nil:
	case start.Name.Local == root:
		err = decoder.DecodeElement(v, &start)
	case start.Name.Local == "Error":
		return xmlerr.Decode(resp.StatusCode, resp.Header, io.MultiReader(&beginning.read, limited))
	default:
		err = fmt.Errorf("its root is %q", start.Name.Local)
	}
	lost := beginning.failed != nil
	switch {
	case err == nil:
		io.Copy(io.Discard, limited) // what closes it, so that its connection can be used again
		return nil
	case limited.N == 0:
		err, lost = fmt.Errorf("it is larger than %d bytes", maxDocument), false
	case lost && beginning.failed != io.EOF:
		err = beginning.failed // rather than what the decoder makes of it
	case limited.N == maxDocument:
		err, lost = errEmptyDocument, false
	case err == io.EOF:
		err = io.ErrUnexpectedEOF
	}
	return &documentError{root, err, lost}
}

var errEmptyDocument = errors.New("it is empty")

// A recorder keeps what is read until it is done, and how reading ended.
type recorder struct {
	r      io.Reader
	read   bytes.Buffer
	done   bool
	failed error // or io.EOF
}

func (r *recorder) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	if !r.done {
		r.read.Write(p[:n])
	}
	if err != nil {
		r.failed = err
	}
	return n, err
}

func rootElement(decoder *xml.Decoder) (xml.StartElement, error) {
	for {
		token, err := decoder.Token()
		if err != nil {
			return xml.StartElement{}, err
		}
		if start, ok := token.(xml.StartElement); ok {
			return start, nil
		}
	}
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
	for _, r := range text {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == utf8.RuneError || r == 0xFFFE || r == 0xFFFF {
			return &ArgumentError{name, text, "has a character that XML cannot carry"}
		}
	}
	document.WriteString("<" + name + ">")
	xml.EscapeText(document, []byte(text)) // a Buffer does not fail
	document.WriteString("</" + name + ">")
	return nil
}

// decodeName decodes a name of a result document that has the encoding-type.
func decodeName(encoding, name string) (string, error) {
	if encoding != "url" {
		return name, nil
	}
	return url.PathUnescape(name) // OSS encodes blank and plus, so that both ways to read a '+' agree
}
