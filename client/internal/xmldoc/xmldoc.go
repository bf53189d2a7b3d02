// Package xmldoc reads the XML documents that OSS answers with when an
// operation succeeded.
package xmldoc

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// An Error is a success whose document cannot be read: it took effect, and its
// result is not known.
type Error struct {
	Root string // the name of its root element
	Err  error
	Lost bool // it broke off on the way
}

func (e *Error) Error() string {
	return "OSS answered with success, but its document " + e.Root + " cannot be read: " + e.Err.Error()
}

func (e *Error) Unwrap() error { return e.Err }

// MaxBytes bounds the bytes that are read of a result document: a listing of
// 1,000 keys of 1,023 bytes, each byte encoded, has 3 MiB of keys.
const MaxBytes = 8 << 20

// patience is how long it may take to arrive after its header.
const patience = 2 * time.Minute

// Decode reads a result document with the given root element into v, and leaves
// it to the caller to close the body. Namespaces do not matter: some answers of
// OSS have one, others do not. A document that is an error is one, whatever the
// status says: the error is an *xmlerr.Error then, and else an *Error.
func Decode(resp *http.Response, root string, v any) error {
	defer time.AfterFunc(patience, func() { resp.Body.Close() }).Stop()
	limited := &io.LimitedReader{R: resp.Body, N: MaxBytes}
	if f, ok := v.(Flat); ok {
		size := int64(maxFlat)
		if 0 <= resp.ContentLength && resp.ContentLength < size {
			size = resp.ContentLength + 1 // with the end of the body
		}
		first := make([]byte, size)
		n, err := io.ReadFull(resp.Body, first)
		if err != nil && scan(string(first[:n]), root, f) {
			return nil
		}
		limited.R = io.MultiReader(bytes.NewReader(first[:n]), resp.Body) // an error comes again
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
		err, lost = fmt.Errorf("it is larger than %d bytes", MaxBytes), false
	case lost && beginning.failed != io.EOF:
		err = beginning.failed // rather than what the decoder makes of it
	case limited.N == MaxBytes:
		err, lost = ErrEmpty, false
	case err == io.EOF:
		err = io.ErrUnexpectedEOF
	}
	return &Error{root, err, lost}
}

// ErrEmpty is the Err of an Error if there is no document at all.
var ErrEmpty = errors.New("it is empty")

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
	if n > 0 && err == io.EOF {
		return n, nil // it comes again, if more is wanted
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

// ParseTime parses a time of a result document: ISO 8601, or, in some
// samples of the documents, an HTTP date.
func ParseTime(s string) time.Time {
	if s = strings.TrimSpace(s); s == "" { // as of most objects in a listing; an error of time.Parse is no trifle
		return time.Time{}
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.UTC()
	}
	t, _ := headers.ParseTime(s)
	return t
}

// DecodeName decodes a name of a result document that has the encoding-type.
func DecodeName(encoding, name string) (string, error) {
	if encoding != "url" {
		return name, nil
	}
	return url.PathUnescape(name) // OSS encodes blank and plus, so that both ways to read a '+' agree
}
