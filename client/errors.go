package client

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"example.com/ossmeta/client/internal/oneline"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer/diagnose"
)

// An OpError is the error of every operation. It prints as one line that names
// the operation, the bucket and the key.
type OpError struct {
	Op     string // OSS's name of the operation: "HeadObject"
	Bucket string // "" for an operation on the service
	Key    string // "" for an operation on the bucket
	Err    error  // what went wrong

	// Unclear says that the operation writes and may have taken effect: an
	// attempt got no answer, or one that cannot be read, or 408, 429, 5xx or a
	// success that is none. If it is false, nothing was written that Err does
	// not tell of.
	Unclear bool

	// Diagnosis says why OSS refused the signature, if it did: the line that
	// differs from what was signed, the likely cause, and the remedy. Else nil.
	Diagnosis *diagnose.Verdict

	Header http.Header // of OSS's answer if that was an error, without x-oss-err; else nil
}

// newOpError names the operation that failed with err.
func newOpError(op *operation, err error) *OpError {
	e := &OpError{Op: op.name, Bucket: op.bucket, Key: op.key, Err: err, Unclear: op.unclear != nil || isUnclear(op, err)}
	if refusal := op.refusal; refusal != nil {
		e.Header, e.Diagnosis = refusal.header, refusal.verdict
		e.Header.Del(headers.XOSSErr) // decoded; in it may stand a security token
		if err == error(refusal) {
			e.Err = refusal.answer
		}
	}
	return e
}

func (e *OpError) Error() string {
	target := e.Op
	if e.Bucket != "" {
		target += " " + oneline.Text(e.Bucket)
	}
	if e.Key != "" {
		target += "/" + oneline.Text(e.Key)
	}
	text := e.Err.Error()
	if inner, ok := e.Err.(*OpError); ok && inner.Bucket == e.Bucket && inner.Key == e.Key { // a step of it
		text = inner.Op + ": " + inner.Err.Error()
	}
	if e.Diagnosis != nil && !strings.Contains(text, "; diagnosis: ") { // a step has said it
		text += "; diagnosis: " + e.Diagnosis.String()
	}
	return oneline.Message("oss: " + target + ": " + text)
}

// Unwrap returns e.Err.
func (e *OpError) Unwrap() error { return e.Err }

// An ArgumentError is an argument or option that was refused before anything
// was sent.
type ArgumentError struct {
	Name   string // "bucket", "key", or the name of the option
	Value  string
	Reason string
}

func (e *ArgumentError) Error() string {
	if e.Value == "" {
		return e.Name + " " + e.Reason
	}
	return fmt.Sprintf("%s %q %s", e.Name, e.Value, e.Reason)
}

// A ChecksumError says that the bytes sent or received are not the ones that
// OSS has: its CRC-64 differs from ours. After a PutObject the object stands
// in the bucket all the same; put it again.
type ChecksumError struct {
	Ours, Theirs headers.CRC64
}

func (e *ChecksumError) Error() string {
	return fmt.Sprintf("CRC-64 of the body is %v here and %v at OSS; the data was damaged on the way: repeat the operation", e.Ours, e.Theirs)
}

// withoutURL returns an error of an http.Client or its transport as the client
// has it, but for the layer that repeats the URL.
func withoutURL(err error) error {
	switch e := err.(type) {
	case *url.Error:
		return e.Err
	case tls.RecordHeaderError:
		if string(e.RecordHeader[:]) == "HTTP/" {
			return http.ErrSchemeMismatch
		}
	}
	return err
}
