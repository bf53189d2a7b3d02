package credentials

import "strings"

// maxStderr bounds the bytes that are kept of a program's standard error.
const maxStderr = 1 << 10

// A head keeps the first bytes that are written to it.
type head struct {
	data []byte
	most int
	cut  bool   // there were more
	full func() // is called then, if it is not nil
}

// Write takes everything: a program must not fail because it talks too much.
func (h *head) Write(p []byte) (int, error) {
	n := min(len(p), h.most-len(h.data))
	h.data = append(h.data, p[:n]...)
	if n < len(p) && !h.cut {
		h.cut = true
		if h.full != nil {
			h.full()
		}
	}
	return len(p), nil
}

// masked returns the text, without what may be a secret in it.
func (h *head) masked() string {
	text := string(h.data)
	if h.cut { // the last run may be the beginning of a secret
		text = strings.TrimRightFunc(text, isEncoded)
	}
	return mask(strings.TrimSpace(strings.ToValidUTF8(text, "\uFFFD")))
}

// mask replaces every run of characters that may be a secret or a token.
func mask(text string) string {
	var masked []byte
	start := 0 // of the run
	for i := 0; i <= len(text); i++ {
		if i < len(text) && isEncoded(rune(text[i])) {
			continue
		}
		if run := text[start:i]; maybeSecret(run) {
			masked = append(masked, "[masked]"...)
		} else {
			masked = append(masked, run...)
		}
		masked = append(masked, text[i:min(i+1, len(text))]...)
		start = i + 1
	}
	return string(masked)
}

// isEncoded reports a character of base64, in either alphabet, or of
// percent-encoding.
func isEncoded(r rune) bool { return isAlphanumeric(r) || strings.ContainsRune("+/-_=%", r) }

func isAlphanumeric(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

// maybeSecret leaves words and paths of lower-case letters alone. A key of
// Alibaba Cloud has 30 letters and digits, of both cases.
func maybeSecret(run string) bool {
	digits := strings.ContainsAny(run, "0123456789")
	bothCases := strings.ToLower(run) != run && strings.ToUpper(run) != run
	return len(run) >= 24 && (bothCases || digits && !strings.Contains(run, "/"))
}
