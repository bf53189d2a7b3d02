package client

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"example.com/ossmeta/client/internal/oneline"
	"example.com/ossmeta/headers"
)

// RequestOptions are part of every operation's options.
type RequestOptions struct {
	// Header has further request headers, such as x-oss-traffic-limit. They
	// are sent as they are and, where they start with x-oss-, signed. Refused
	// are metadata, what is given by an option too, what makes another
	// operation of it (x-oss-copy-source…, x-oss-forbid-overwrite, directives),
	// and what the client or the signer sets.
	Header http.Header

	// SignedHeaders names headers that V4 signs beyond the ones it always
	// does (OSS's AdditionalHeaders), in addition to Config.SignedHeaders: for
	// example "cache-control", to keep a proxy from changing it unseen. Names
	// that the request lacks drop out. V1 refuses them.
	SignedHeaders []string
}

// orZero returns the options that were given, or none.
func orZero[T any](opt *T) *T {
	if opt == nil {
		return new(T)
	}
	return opt
}

// Conditions make a read conditional. Times have whole seconds; the zero value
// of a field sets no condition. If one does not hold, OSS answers 304
// NotModified (IfNoneMatch, IfModifiedSince) or 412 PreconditionFailed.
type Conditions struct {
	IfMatch           headers.ETag
	IfNoneMatch       headers.ETag
	IfModifiedSince   time.Time
	IfUnmodifiedSince time.Time
}

// set writes the conditions to h, with prefix before their names.
func (c Conditions) set(h http.Header, prefix string) {
	if c.IfMatch != "" {
		h.Set(prefix+"If-Match", c.IfMatch.String())
	}
	if c.IfNoneMatch != "" {
		h.Set(prefix+"If-None-Match", c.IfNoneMatch.String())
	}
	if !c.IfModifiedSince.IsZero() {
		h.Set(prefix+"If-Modified-Since", headers.FormatTime(c.IfModifiedSince))
	}
	if !c.IfUnmodifiedSince.IsZero() {
		h.Set(prefix+"If-Unmodified-Since", headers.FormatTime(c.IfUnmodifiedSince))
	}
}

// onTime reports a condition that a copy of an object onto itself changes.
func (c Conditions) onTime() bool {
	return !c.IfModifiedSince.IsZero() || !c.IfUnmodifiedSince.IsZero()
}

// setIf sets a header unless its value is empty.
func setIf(h http.Header, name, value string) {
	if value != "" {
		h.Set(name, value)
	}
}

// merge adds the caller's further headers to h, which has the operation's own.
func (o RequestOptions) merge(h http.Header) error {
	if len(o.Header) == 0 {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(o.Header)) {
		values := o.Header[name]
		if len(values) == 0 {
			continue
		}
		if err := checkOptionHeader(name); err != nil {
			return err
		}
		canonical := http.CanonicalHeaderKey(name)
		if _, twice := h[canonical]; twice {
			return &ArgumentError{"Header", name, "is set twice, or by an option of its own too"}
		}
		for _, value := range values {
			if err := headers.CheckField(name, value); err != nil {
				return err
			}
		}
		h[canonical] = slices.Clone(values)
	}
	return nil
}

// checkReservedHeader refuses the names that no caller may set.
func checkReservedHeader(name string) error {
	switch strings.ToLower(name) {
	case "authorization", "date", headers.XOSSDate, headers.XOSSSecurityToken, headers.XOSSContentSHA256:
		return &ArgumentError{"Header", name, "is set by the signer"}
	case "host", "content-length", "transfer-encoding", "connection", "expect", "trailer", "te", "upgrade", "user-agent":
		return &ArgumentError{"Header", name, "is set by the client"}
	}
	return nil
}

// checkOptionHeader refuses the names that something else is responsible for.
func checkOptionHeader(name string) error {
	if err := checkReservedHeader(name); err != nil {
		return err
	}
	switch lower := strings.ToLower(name); {
	case lower == headers.XOSSForbidOverwrite || lower == headers.XOSSMetadataDirective || lower == headers.XOSSTaggingDirective:
		return &ArgumentError{"Header", name, "changes what the operation is; PutObject and CopyObject have options for it"}
	case strings.HasPrefix(lower, headers.XOSSCopySource):
		return &ArgumentError{"Header", name, "makes a copy of the operation; use CopyObject"}
	case new(headers.Metadata).Set(name, "x") == nil:
		return &ArgumentError{"Header", name, "is metadata; set it in Metadata"}
	}
	return nil
}

// checkBucket checks a bucket name. Source: OSS help, "Bucket naming
// conventions": 3 to 63 lower-case letters, digits and hyphens, with a letter
// or digit at both ends.
func checkBucket(name string) error {
	const reason = "is not a bucket name: 3 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends"
	if len(name) < 3 || len(name) > 63 || name[0] == '-' || name[len(name)-1] == '-' || !isRegion(name) {
		return &ArgumentError{"bucket", name, reason}
	}
	return nil
}

// checkKey checks an object key. Source: OSS help, "Object naming
// conventions": UTF-8, 1 to 1023 bytes, no '/' or '\' at the beginning.
func checkKey(key string) error {
	switch {
	case key == "":
		return &ArgumentError{"key", "", "is empty"}
	case len(key) > 1023:
		return &ArgumentError{"key", key[:64] + "…", "is longer than 1023 bytes"}
	case key[0] == '/' || key[0] == '\\':
		return &ArgumentError{"key", key, "begins with a slash or backslash, which OSS does not allow"}
	case !utf8.ValidString(key):
		return &ArgumentError{"key", key, "is not UTF-8"}
	}
	return nil
}

// checkMetadata returns what OSS would refuse among what differs from was.
func checkMetadata(m, was headers.Metadata, allowNonASCII bool) error {
	errs := slices.DeleteFunc(m.Check(was), func(e *headers.FieldError) bool {
		return allowNonASCII && e.Reason == headers.ReasonNonASCII
	})
	if len(errs) == 0 {
		return nil
	}
	return fieldErrors(errs)
}

// fieldErrors are several faults of one Metadata, on one line.
type fieldErrors []*headers.FieldError

func (e fieldErrors) Error() string { return oneline.Join(e) }

// Unwrap lets errors.As find each of them.
func (e fieldErrors) Unwrap() []error { return oneline.Each(e) }
