package main

import (
	"errors"
	"net/http"
	"strings"

	"example.com/ossmeta/headers"
)

// fields are the header fields of the flags -H and -meta, in their order.
type fields []field

type field struct{ name, value string }

var errTwice = errors.New("names the same header twice")

func (f *fields) add(name, value string) error {
	for _, old := range *f {
		if strings.EqualFold(old.name, name) {
			return errTwice
		}
	}
	*f = append(*f, field{name, value})
	return nil
}

// split sorts the fields into metadata and other request headers.
func (f fields) split() (headers.Metadata, http.Header, error) {
	var m headers.Metadata
	others := http.Header{}
	for _, field := range f {
		var fault *headers.FieldError
		switch err := m.Set(field.name, field.value); {
		case err == nil:
		case errors.As(err, &fault) && fault.Reason == headers.ReasonUnknown:
			others.Set(field.name, field.value)
		default:
			return m, nil, &usageError{err.Error()}
		}
	}
	return m, others, nil
}

// A headerFlag is -H 'Name: value'. Blanks around the value do not count, as
// in HTTP.
type headerFlag struct{ *fields }

func (headerFlag) String() string { return "" }

func (headerFlag) want() string {
	return "wants 'Name: value', with a header name, and each name once"
}

func (h headerFlag) Set(s string) error {
	name, value, ok := strings.Cut(s, ":")
	if !ok || !headers.ValidName(name) {
		return errors.New(h.want())
	}
	return h.add(name, strings.Trim(value, " \t"))
}

// A metaFlag is -meta name=value. Who writes cache-control=… means Cache-Control;
// x-oss-meta-cache-control can be had by -H.
type metaFlag struct{ *fields }

func (metaFlag) String() string { return "" }

func (metaFlag) want() string {
	return "wants name=value, such as author='O. Henry', and each name once; Cache-Control and its like are set by -H"
}

func (m metaFlag) Set(s string) error {
	name, value, ok := strings.Cut(s, "=")
	if !ok || !headers.ValidName(name) || isStandard(name) {
		return errors.New(m.want())
	}
	return m.add(headers.UserMetaPrefix+name, value)
}

// isStandard reports metadata that is no user metadata.
func isStandard(name string) bool {
	var m headers.Metadata
	return m.Set(name, "x") == nil && m.User == nil
}
