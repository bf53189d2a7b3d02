package osstest

import (
	"maps"
	"slices"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// overrides are the query parameters of GetObject that replace a header of the
// reply (OSS GetObject).
var overrides = map[string]string{
	"response-cache-control":       headers.CacheControl,
	"response-content-disposition": headers.ContentDisposition,
	"response-content-encoding":    headers.ContentEncoding,
	"response-content-language":    headers.ContentLanguage,
	"response-content-type":        headers.ContentType,
	"response-expires":             headers.Expires,
}

// checkOverrides refuses the overrides of an anonymous request, as OSS does:
// who publishes an object says what it is. It also refuses a value that no
// header could carry.
func (c *call) checkOverrides() *xmlerr.Error {
	for _, name := range slices.Sorted(maps.Keys(overrides)) {
		values, sent := c.query[name]
		switch {
		case !sent:
		case c.anonymous:
			return fail(xmlerr.InvalidRequest, "", "Request specific response headers cannot be used for anonymous GET requests.",
				"ArgumentName", name)
		case !headers.ValidValue(values[0]):
			return invalid(name, "", "The value cannot be that of a header.")
		}
	}
	return nil
}

// override puts what the query asks for in place of the object's headers. An
// empty value asks for nothing.
func (c *call) override(r *reply) {
	for name, header := range overrides {
		if values := c.query[name]; len(values) > 0 {
			r.set(header, values[0])
		}
	}
}
