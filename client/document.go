package client

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"

	"example.com/ossmeta/xmlerr"
)

// A documentError is a success whose document cannot be read: it took effect,
// and its result is not known.
type documentError struct {
	root string
	err  error
}

func (e *documentError) Error() string {
	return "OSS answered with success, but its document " + e.root + " cannot be read: " + e.err.Error()
}

func (e *documentError) Unwrap() error { return e.err }

// decodeDocument reads a result document with the given root element into v.
// Namespaces do not matter: some answers of OSS have one, others do not.
func decodeDocument(resp *http.Response, data []byte, root string, v any) error {
	decoder := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return &documentError{root, err}
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case root:
			if err := decoder.DecodeElement(v, &start); err != nil {
				return &documentError{root, err}
			}
			return nil
		case "Error":
			return xmlerr.Decode(resp.StatusCode, resp.Header, bytes.NewReader(data))
		default:
			return &documentError{root, fmt.Errorf("its root is %q", start.Name.Local)}
		}
	}
}
