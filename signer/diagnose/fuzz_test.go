package diagnose_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"example.com/ossmeta/signer"
	. "example.com/ossmeta/signer/diagnose"
)

// FuzzDiagnose: one printable line, without our token, the server's or a secret.
func FuzzDiagnose(f *testing.F) {
	const foreign = "FOREIGNtokenFOREIGN"
	requests := []signer.Request{with(put("a b+c"), "x-oss-meta-a", "1"), get("a", "x-oss-process", process)}
	var transcripts []*signer.Transcript
	for _, r := range requests {
		for _, v := range []signer.Version{signer.V4, signer.V1} {
			for _, url := range []bool{false, true} {
				t := explained(f, setup{version: v, url: url, credentials: temporary}, r)
				transcripts = append(transcripts, t)
				f.Add(uint(len(transcripts)-1), string(t.CanonicalRequest()), string(t.StringToSign()), "SignatureDoesNotMatch", "", "expected x", 3, 7)
			}
		}
	}
	f.Add(uint(0), "\n\n\n", "GET\n\r", "InvalidArgument", "0002-00000226", "expected \"\x1b\x00\n", 0, 0)
	f.Fuzz(func(t *testing.T, n uint, request, text, code, ec, message string, i, j int) {
		insert := func(s string, at int) string {
			lines := strings.Split(s, "\n")
			at = int(uint(at) % uint(len(lines)))
			lines[at] += "\nx-oss-security-token:" + foreign
			return strings.Join(lines, "\n")
		}
		e := Evidence{Code: code, EC: ec, Message: message, CanonicalRequest: request, StringToSign: text}
		for _, e := range []Evidence{e, {Code: code, EC: ec, CanonicalRequest: insert(request, i), StringToSign: insert(text, j)},
			{StringToSign: text + "&security-token=" + foreign, CanonicalRequest: request + temporary.SecurityToken},
			{CanonicalRequestBytes: pairs([]byte(insert(request, j))), StringToSignBytes: pairs([]byte(text + temporary.SecurityToken)), AccessKeyID: text, SignatureProvided: request}} {
			v := Diagnose(transcripts[n%uint(len(transcripts))], e)
			line := v.String()
			if !utf8.ValidString(line) || strings.ContainsFunc(line, unicode.IsControl) || line == "" {
				t.Errorf("not one printable line: %q", line)
			}
			for _, mark := range []string{foreign, temporary.SecurityToken, temporary.AccessKeySecret} {
				if all := line + fmt.Sprintf("%#v", v); strings.Contains(all, mark) {
					t.Errorf("%q stands in %q", mark, line)
				}
			}
		}
	})
}
