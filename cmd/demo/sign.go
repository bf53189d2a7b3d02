package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"example.com/ossmeta/signer"
)

// maxLine is how long a line of sign may be, without its end, and what explain
// and diagnose read of a request.
const maxLine = 8 << 20 // bytes

const maxLineText = "8 MiB"

var errLongLine = errors.New("the line is longer than " + maxLineText)

// sign answers each line of standard input, a request, with a line: what is
// signed, and its signature, or what is wrong with the request. The tool is for
// comparing signers over made-up requests: what it prints is exact, an STS
// token included. Memory does not grow with the number of lines.
func sign(ctx context.Context, c *call) error {
	if !c.json {
		return usagef("sign works on JSON lines only: give -json")
	}
	stdin := until(ctx, c.stdin)
	defer stdin.Close()
	in, out := bufio.NewReaderSize(stdin, 64<<10), bufio.NewWriterSize(c.stdout, 64<<10)
	w := newSignWriter(out)
	var buf []byte
	for {
		if in.Buffered() == 0 { // whoever waits for an answer before the next line gets it
			if err := out.Flush(); err != nil {
				return err
			}
		}
		line, err := readLine(in, buf[:0])
		if err == io.EOF {
			return out.Flush()
		}
		if buf = line; err == nil || errors.Is(err, errLongLine) {
			err = w.answer(line, err)
		} else {
			out.Flush()
		}
		if err != nil {
			return err
		}
	}
}

// until returns what r gives until ctx is over. A Read of r may then go on
// waiting; the program does not.
func until(ctx context.Context, r io.Reader) *io.PipeReader {
	reader, writer := io.Pipe()
	context.AfterFunc(ctx, func() { writer.CloseWithError(context.Cause(ctx)) })
	go func() {
		_, err := io.Copy(writer, r)
		writer.CloseWithError(err)
	}()
	return reader
}

// readLine appends the next line to buf, without its LF. A line that is too
// long is read to its end and gives errLongLine; the end of the input is
// io.EOF, with nothing before it.
func readLine(in *bufio.Reader, buf []byte) ([]byte, error) {
	long := false
	for {
		part, err := in.ReadSlice('\n')
		ended := err == nil
		if ended {
			part = part[:len(part)-1]
		}
		if long = long || len(buf)+len(part) > maxLine; !long {
			buf = append(buf, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case !ended && (err != io.EOF || len(buf) == 0 && !long):
			return buf, err
		case long:
			return buf[:0], errLongLine
		}
		return buf, nil
	}
}

// A signed is the answer to one line: a signature, or an error.
type signed struct {
	ID           json.RawMessage `json:"id"`                              // as it was; null if there was none
	Canonical    string          `json:"canonical_request,omitempty"`     // V4
	ToSign       string          `json:"string_to_sign,omitempty"`        // if it is UTF-8
	ToSignBinary []byte          `json:"string_to_sign_base64,omitempty"` // if it is not
	Auth         string          `json:"authorization,omitempty"`         // of a signature in the header
	URL          string          `json:"url,omitempty"`                   // of one in the URL
	Fields       [][2]string     `json:"fields,omitempty"`                // in the signer's order
	Error        string          `json:"error,omitempty"`
}

// A signWriter writes the answers.
type signWriter struct {
	keyring
	order   order
	out     *json.Encoder
	fields  [][2]string
	scratch []byte
}

func newSignWriter(w io.Writer) *signWriter {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	return &signWriter{out: out}
}

// answer writes the answer to a line, or to the fault of one.
func (w *signWriter) answer(line []byte, fault error) error {
	var a signed
	w.order.id = nil
	if fault == nil {
		fault = w.order.parse(line)
	}
	if fault == nil {
		a, fault = w.sign(&w.order)
	}
	if fault != nil {
		a = signed{Error: fault.Error()}
	}
	a.ID = w.order.id
	return w.out.Encode(&a)
}

func (w *signWriter) sign(o *order) (a signed, err error) {
	t, err := w.explain(o)
	if err != nil {
		return a, err
	}
	signature, err := w.keyring.sign(o)
	if err != nil {
		return a, err
	}
	a.Canonical = string(t.CanonicalRequest()) // UTF-8, as key and headers are and the query is escaped
	if toSign := t.StringToSign(); utf8.Valid(toSign) {
		a.ToSign = string(toSign)
	} else { // V1 has a query's bytes in it
		a.ToSignBinary = toSign
	}
	w.fields = w.fields[:0]
	for _, f := range signature.Fields {
		w.fields = append(w.fields, [2]string{f.Name, f.Value})
	}
	a.Fields = w.fields
	if o.expires > 0 {
		a.URL, err = w.url(o, signature)
	} else {
		a.Auth = a.Fields[len(a.Fields)-1][1] // Authorization comes last
	}
	return a, err
}

// url returns path and query of a signed URL, path style, as a client sends
// them.
func (w *signWriter) url(o *order, s signer.Signature) (string, error) {
	for _, f := range s.Fields {
		o.request.Query[f.Name] = []string{f.Value}
	}
	dst := append(w.scratch[:0], '/')
	if o.request.Bucket != "" {
		dst = append(append(dst, o.request.Bucket...), '/')
		dst = signer.AppendPath(dst, o.request.Key)
	}
	dst, err := signer.AppendQuery(append(dst, '?'), o.request.Query)
	w.scratch = dst
	return string(dst), err
}
