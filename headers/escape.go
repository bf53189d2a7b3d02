package headers

// appendEscaped appends s with each byte that plain does not pass as "%" and two
// upper-case hex digits.
func appendEscaped(dst []byte, s string, plain func(byte) bool) []byte {
	const digits = "0123456789ABCDEF"
	for i := range len(s) {
		if c := s[i]; plain(c) {
			dst = append(dst, c)
		} else {
			dst = append(dst, '%', digits[c>>4], digits[c&15])
		}
	}
	return dst
}

// unescape undoes "%" and two hex digits of either case and, if plusIsBlank, "+".
// It refuses a "%" without its digits.
func unescape(s string, plusIsBlank bool) (string, bool) {
	dst := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '%':
			if i+2 >= len(s) {
				return "", false
			}
			hi, hiOK := unhex(s[i+1])
			lo, loOK := unhex(s[i+2])
			if !hiOK || !loOK {
				return "", false
			}
			dst = append(dst, hi<<4|lo)
			i += 2
		case s[i] == '+' && plusIsBlank:
			dst = append(dst, ' ')
		default:
			dst = append(dst, s[i])
		}
	}
	return string(dst), true
}

func unhex(c byte) (byte, bool) {
	switch c = lowerByte(c); {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	}
	return 0, false
}
