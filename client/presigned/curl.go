package presigned

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"

	"example.com/ossmeta/headers"
)

// Curl returns a command line of curl that sends the request, quoted for a
// POSIX shell, with the placeholder FILE for the body of a PUT that has one. It
// holds the signature: it is a secret, as URL is. (For a PUT without a body FILE
// is /dev/null.)
func (p *Request) Curl() string {
	words, data := []string{"curl"}, "" // data: what to send, but for --upload-file
	method := quoteShell(cmp.Or(p.Method, http.MethodGet))
	path, _, _ := strings.Cut(p.URL, "?")
	if strings.Contains(path, "/.") {
		words = append(words, "--path-as-is") // curl would take /../ for a way up
	}
	_, copies := headers.Get(p.Header, headers.XOSSCopySource)
	switch {
	case method == http.MethodHead:
		words = append(words, "--head")
	case method == http.MethodPost || copies:
		data = "''"
	case method == http.MethodPut && (strings.HasSuffix(path, "/") || strings.HasSuffix(path, "/.") || strings.HasSuffix(path, "/..")):
		data = "@FILE" // to such a path --upload-file would add the file's name
	case method == http.MethodPut:
		words = append(words, "--upload-file", "FILE")
	case method != http.MethodGet:
		words = append(words, "--request", method)
	}
	if data != "" {
		words = append(words, "--request", method, "--data-binary", data)
		if _, typed := headers.Get(p.Header, headers.ContentType); !typed {
			words = append(words, "--header", "'Content-Type:'") // curl would add one
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Header)) {
		for _, value := range p.Header[name] {
			field := name + ": " + value
			if value == "" {
				field = name + ";" // curl's way to send an empty value
			}
			words = append(words, "--header", quoteShell(field))
		}
	}
	return strings.Join(append(words, quoteShell(p.URL)), " ")
}

// quoteShell quotes a word for a POSIX shell, unless it is a method of HTTP.
func quoteShell(s string) string {
	if s != "" && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
