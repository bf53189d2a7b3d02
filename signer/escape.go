package signer

import "sync"

// The one escaping of this project. URLs are sent with it and signatures are
// made over it, so that what is signed is what is sent.
//
// RFC 3986 section 2.3: unreserved = ALPHA / DIGIT / "-" / "." / "_" / "~".
// Every other byte becomes %XX with upper-case digits; a blank is %20, never '+'.

const upperHex = "0123456789ABCDEF"

func isAlphanumeric(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9'
}

func isUnreserved(b byte) bool {
	return isAlphanumeric(b) || b == '-' || b == '.' || b == '_' || b == '~'
}

// AppendPath appends key to dst, percent-encoded for a URL path, with every
// '/' kept as it is, and returns the extended slice. It takes any bytes.
func AppendPath(dst []byte, key string) []byte { return appendEscaped(dst, key, true) }

// AppendQuery appends query to dst as the V4 signature canonicalizes it and as
// a URL takes it: names and values percent-encoded ('/' too), sorted by their
// encoded names, joined with '&'; a parameter with an empty value is its bare
// name. It adds no '?'. A name with no value in its slice is left out; an
// empty name, or one with several values, is a *RequestError.
func AppendQuery(dst []byte, query map[string][]string) ([]byte, error) {
	l := queries.Get().(*list)
	defer keep(&queries, l)
	if err := l.collect(query, nil); err != nil {
		return dst, err
	}
	return l.appendQuery(dst, ""), nil
}

// queries are the buffers of AppendQuery.
var queries = sync.Pool{New: func() any {
	return &list{part: "query", mark: '=', escaped: true, least: byDefault, why: func(*entry) reason { return byDefault }, read: readParameter}
}}

func appendEscaped(dst []byte, s string, keepSlash bool) []byte {
	start := 0
	for i := range len(s) {
		if b := s[i]; !isUnreserved(b) && (b != '/' || !keepSlash) {
			dst = append(dst, s[start:i]...)
			dst = append(dst, '%', upperHex[b>>4], upperHex[b&15])
			start = i + 1
		}
	}
	return append(dst, s[start:]...)
}

// tokenBits has the bit of every byte of a token, in four words of 64.
// RFC 9110 section 5.6.2: token = 1*( ALPHA / DIGIT / one of these marks ).
var tokenBits = [4]uint64{
	1<<'!' | 1<<'#' | 1<<'$' | 1<<'%' | 1<<'&' | 1<<'\'' | 1<<'*' | 1<<'+' | 1<<'-' | 1<<'.' | (1<<10-1)<<'0',
	((1<<26-1)<<'A' | 1<<'^' | 1<<'_' | 1<<'`' | (1<<26-1)<<'a' | 1<<'|' | 1<<'~') >> 64,
}

// appendLower appends a name in lower case, and nothing if it is not a token.
func appendLower(dst []byte, name string) []byte {
	start := len(dst)
	dst = append(dst, name...)
	for i, b := range dst[start:] {
		if !isTokenByte(b) {
			return dst[:start]
		}
		if 'A' <= b && b <= 'Z' {
			dst[start+i] += 'a' - 'A'
		}
	}
	return dst
}

func isToken(s string) bool { return s != "" && consistsOf(s, isTokenByte) }

func isTokenByte(b byte) bool { return tokenBits[b/64]>>(b%64)&1 != 0 }

func isBucketByte(b byte) bool { return isUnreserved(b) && b != '~' }

func isPrinted(b byte) bool { return b >= ' ' && b != 0x7f }

func consistsOf(s string, set func(byte) bool) bool {
	for i := range len(s) {
		if !set(s[i]) {
			return false
		}
	}
	return true
}
