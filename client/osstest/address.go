package osstest

import (
	"net"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"example.com/ossmeta/xmlerr"
)

// maxKey is the longest object key, in bytes.
const maxKey = 1023

// anyHost is the name in Options.CNAME of all hosts that it does not have.
const anyHost = "*"

// rawTarget splits the request target into path and query as they were sent.
// Nothing is cleaned: keys with "//" and ".." are keys.
func rawTarget(r *http.Request) (path, query string) {
	if !strings.HasPrefix(r.RequestURI, "/") { // absolute form, or never on the wire
		return r.URL.EscapedPath(), r.URL.RawQuery
	}
	path, query, _ = strings.Cut(r.RequestURI, "?")
	return path, query
}

// hostname returns host in lower case without its port.
func hostname(host string) string {
	if strings.Contains(host, ":") {
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
	}
	return strings.ToLower(strings.Trim(host, "[]"))
}

// bucketOf returns the bucket that a host name stands for. It reports false for
// one that stands for none: then the path begins with the bucket.
func (o *OSS) bucketOf(name string) (string, bool) {
	if b, ok := o.opt.CNAME[name]; ok {
		return b, true
	}
	if b, ok := strings.CutSuffix(name, "."+o.opt.VirtualHost); ok {
		return b, true
	}
	if name == o.opt.VirtualHost || name == "localhost" || net.ParseIP(name) != nil {
		return "", false
	}
	b, ok := o.opt.CNAME[anyHost]
	return b, ok
}

// locate tells which bucket and key a request is about, from its Host and the
// path as it was sent. Either may be empty.
func (o *OSS) locate(host, path string) (bucket, key string, e *xmlerr.Error) {
	name := hostname(host)
	path = strings.TrimPrefix(path, "/")
	bucket, ok := o.bucketOf(name)
	if !ok {
		bucket, path, _ = strings.Cut(path, "/")
		if bucket, ok = unescape(bucket, false); !ok {
			return "", "", invalid("RequestURI", "", "The percent-encoding of the bucket is broken.")
		}
		if bucket != "" && name == o.opt.VirtualHost && name != "localhost" {
			return bucket, "", fail(xmlerr.SecondLevelDomainForbidden, "",
				"The bucket you are attempting to access must be addressed using OSS third level domain.")
		}
	}
	if bucket != "" && !validBucket(bucket) {
		return bucket, "", fail(xmlerr.InvalidBucketName, "", "The specified bucket is not valid.", "BucketName", bucket)
	}
	if key, ok = unescape(path, false); !ok {
		return bucket, "", invalid("RequestURI", "", "The percent-encoding of the path is broken.")
	}
	if key != "" && !validKey(key) {
		return bucket, key, invalidKey(key)
	}
	return bucket, key, nil
}

// invalidKey refuses a key that is none.
func invalidKey(key string) *xmlerr.Error {
	ec, message := ecKeySlash, "The specified object is not valid."
	switch {
	case key == "":
		ec, message = ecKeyEmpty, "The Object name can not be empty."
	case len(key) > maxKey:
		ec, message = ecKeyLong, "The Length of Object name must be less than 1024."
	case !utf8.ValidString(key):
		ec = ecKeyNotUTF8
	}
	return fail(xmlerr.InvalidObjectName, ec, message, "ObjectName", strings.ToValidUTF8(key, "�"))
}

// validKey reports what OSS takes as an object key: 1 to 1023 bytes of UTF-8
// that do not begin with a slash of either kind.
func validKey(key string) bool {
	return key != "" && len(key) <= maxKey && utf8.ValidString(key) && key[0] != '/' && key[0] != '\\'
}

// splitQuery splits a query at '&' alone: a ';' is an ordinary character. In
// it '+' is a blank. It reports false for a broken percent-encoding.
func splitQuery(raw string) (map[string][]string, bool) {
	if raw == "" {
		return nil, true
	}
	query := make(map[string][]string)
	for pair := range strings.SplitSeq(raw, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, ok := unescape(name, true)
		if !ok {
			return nil, false
		}
		if value, ok = unescape(value, true); !ok {
			return nil, false
		}
		query[name] = append(query[name], value)
	}
	return query, true
}

// unescape decodes %XX once, and '+' to a blank where it stands for one. It
// reports false for a '%' without two hexadecimal digits.
func unescape(s string, plusIsBlank bool) (string, bool) {
	decode := url.PathUnescape
	if plusIsBlank {
		decode = url.QueryUnescape
	}
	decoded, err := decode(s)
	return decoded, err == nil
}
