package headers

// ETag is an entity tag without its quotes, with its letter case (OSS writes
// upper-case hex digits, but only for PutObject they are the MD5 of the content).
// Compare with ==. The zero value is no entity tag.
type ETag string

// ParseETag parses an entity tag (RFC 9110 section 8.8.3), with its quotes as in
// a header, or without, as it is often kept.
//
//	entity-tag = DQUOTE 1*etagc DQUOTE / 1*etagc
//	etagc      = %x21 / %x23-7E / %x80-FF
//
// Refused are weak tags (W/"..."), which OSS does not make, the empty tag, lists,
// and the bare "*" of If-Match, which is no tag.
func ParseETag(s string) (ETag, bool) {
	if s == "*" {
		return "", false
	}
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		s = s[1 : len(s)-1]
	}
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c == '"' || c == 0x7f {
			return "", false
		}
	}
	return ETag(s), s != ""
}

// String returns the tag in quotes, as a header carries it.
func (e ETag) String() string {
	return `"` + string(e) + `"`
}
