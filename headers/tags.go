package headers

import "strings"

// A Tag is a label of an object (OSS PutObjectTagging). OSS takes at most ten per
// object, with different keys of 1 to 128 characters and values of up to 256, out of
// letters, digits, blanks and + - = . _ : / and with their letter case. This
// package does not check that.
type Tag struct {
	Key, Value string
}

// ParseTags parses the value of x-oss-tagging: items with names and values
// encoded as in a form, in their order, repeated keys included. It is nil for "".
//
//	tagging = [ item *( "&" item ) ]
//	item    = key [ "=" value ]       ; without "=" the value is empty
//	key     = *( "+" / escape / %x00-FF except "%" "&" "+" "=" )
//	value   = *( "+" / escape / %x00-FF except "%" "&" "+" )
//	escape  = "%" HEXDIG HEXDIG       ; of one byte; "+" is a blank
//
// Refused are an incomplete escape and an item of no bytes, as between "&&".
func ParseTags(s string) ([]Tag, bool) {
	if s == "" {
		return nil, true
	}
	var tags []Tag
	for item := range strings.SplitSeq(s, "&") {
		k, v, _ := strings.Cut(item, "=")
		key, keyOK := unescape(k, true)
		value, valueOK := unescape(v, true)
		if item == "" || !keyOK || !valueOK {
			return nil, false
		}
		tags = append(tags, Tag{Key: key, Value: value})
	}
	return tags, true
}

// FormatTags writes tags as the value of x-oss-tagging. Every byte but letters,
// digits and - . _ ~ is escaped with upper-case digits, a blank as %20.
// [ParseTags] gives back the same tags, whatever bytes they hold.
func FormatTags(tags []Tag) string {
	var dst []byte
	for i, t := range tags {
		if i > 0 {
			dst = append(dst, '&')
		}
		dst = appendEscaped(dst, t.Key, isUnreserved)
		dst = append(dst, '=')
		dst = appendEscaped(dst, t.Value, isUnreserved)
	}
	return string(dst)
}

// isUnreserved reports whether c stands for itself in a URI, by RFC 3986
// section 2.3.
func isUnreserved(c byte) bool {
	return isAlphaNum(c) || c == '-' || c == '.' || c == '_' || c == '~'
}
