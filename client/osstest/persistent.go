package osstest

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// reservedHeaders are headers of a reply that HTTP or the server itself sets,
// beside those that begin with Content- and x-oss-.
var reservedHeaders = []string{
	"accept-ranges", "age", "authorization", "cache-control", "connection", "date", "etag", "expires", "host", "keep-alive",
	"last-modified", "location", "proxy-authenticate", "server", "te", "trailer", "transfer-encoding", "upgrade", "www-authenticate",
}

func reservedHeader(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "x-oss-") || strings.HasPrefix(name, "content-") || slices.Contains(reservedHeaders, name)
}

// persistentHeaders reads x-oss-persistent-headers, whose headers come back
// with the object under their own names. It returns nil if there are none.
//
//	persistent = item *( "," item )
//	item       = name ":" base64    ; name is a token that is not reserved, the
//	                                ; value UTF-8 without control characters
func (c *call) persistentHeaders() (http.Header, *xmlerr.Error) {
	sent, e := c.single(headers.XOSSPersistentHeaders)
	if e != nil || sent == "" {
		return nil, e
	}
	h := make(http.Header)
	for item := range strings.SplitSeq(sent, ",") {
		name, encoded, colon := strings.Cut(strings.TrimSpace(item), ":")
		value, err := base64.StdEncoding.DecodeString(encoded)
		switch _, twice := headers.Get(h, name); {
		case !headers.ValidName(name), !colon, err != nil:
			return nil, invalid(headers.XOSSPersistentHeaders, sent, "The value is not of the form name:base64,name:base64.")
		case reservedHeader(name):
			return nil, invalid(headers.XOSSPersistentHeaders, sent, "The header is reserved: "+name)
		case twice:
			return nil, invalid(headers.XOSSPersistentHeaders, sent, "The header is there more than once: "+name)
		case !utf8.Valid(value), !headers.ValidValue(string(value)):
			return nil, invalid(headers.XOSSPersistentHeaders, sent, "The value cannot be that of a header: "+name)
		}
		h[name] = []string{string(value)}
	}
	return h, nil
}
