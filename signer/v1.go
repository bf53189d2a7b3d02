package signer

// The V1 signature, HMAC-SHA1. Source: OSS developer reference, "Include a V1
// signature in the Authorization header" and "Include a V1 signature in a URL".
//
// V1 signs less than V4 and is not injective: "k?acl" as a key and "k" with
// the sub-resource acl give the same string. Prefer V4.

const (
	nameAccessKeyIDV1 = "OSSAccessKeyId" // these four in a URL
	nameExpiresV1     = "Expires"
	nameSignatureV1   = "Signature"
	nameTokenV1       = "security-token"
)

// timeFormatV1 is the IMF-fixdate of RFC 9110 section 5.6.7, for a time in UTC.
const timeFormatV1 = "Mon, 02 Jan 2006 15:04:05 GMT"

// appendStringToSignV1 appends:
//
//	method
//	Content-MD5, or an empty line
//	Content-Type, or an empty line
//	Date; in a URL, Expires
//	name:value of every x-oss- header, sorted, each with its LF
//	/bucket/key?sub-resources, not encoded
func (c *canonicalizer) appendStringToSignV1(dst []byte, r *Request) []byte {
	var md5, contentType string
	for _, e := range c.header.present {
		switch {
		case e.why != byDefault:
		case e.key == "content-md5":
			md5 = e.value
		default:
			contentType = e.value
		}
	}
	dst = append(append(dst, r.Method...), '\n')
	dst = append(append(dst, md5...), '\n')
	dst = append(append(dst, contentType...), '\n')
	dst = c.header.appendFields(append(append(dst, c.date...), '\n'))
	return c.query.appendQuery(appendResourceV1(dst, r), "?")
}

func appendResourceV1(dst []byte, r *Request) []byte {
	dst = append(dst, '/')
	if r.Bucket == "" {
		return dst
	}
	return append(append(append(dst, r.Bucket...), '/'), r.Key...)
}
