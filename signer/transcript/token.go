package transcript

import (
	"strconv"
	"strings"
)

// IsTokenName reports the name of a header or query parameter that carries an STS token.
func IsTokenName(name string) bool {
	return strings.EqualFold(name, "x-oss-security-token") || strings.EqualFold(name, "security-token")
}

// Redact returns the value of a header or query parameter as a transcript shows it:
// of an STS token no more than how long it is.
func Redact(name, value string) string {
	if IsTokenName(name) && value != "" {
		return "(" + strconv.Itoa(len(value)) + " bytes, redacted)"
	}
	return value
}
