package client

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"example.com/ossmeta/headers"
)

// A PresignError says in what a request is not the one that was signed. Unless
// it is only a header that the signature does not cover, OSS would refuse it.
type PresignError struct {
	Faults []PresignFault // at least one
}

// A PresignFault is one difference. Part is "method", "url", "query" or
// "header"; Name is that of a query parameter or header.
type PresignFault struct {
	Part, Name, Reason string
}

func (e *PresignError) Error() string {
	faults := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		faults[i] = f.Part + " " + f.Reason
		if f.Name != "" {
			faults[i] = f.Part + " " + printable(f.Name) + " " + f.Reason
		}
	}
	return "oss: the request is not the one that was signed: " + strings.Join(faults, "; ")
}

// Check reports whether req, which somebody is about to send, is the request
// that was signed: with the same method, URL and headers, and with no further
// ones that OSS would take for signed, such as a Content-Type that a library
// added. It does not look at the clock and sends nothing. The error is a
// *PresignError that names every difference, and no value.
func (p *PresignedRequest) Check(req *http.Request) error {
	var faults []PresignFault
	differs := func(part, name, reason string) { faults = append(faults, PresignFault{part, name, reason}) }
	if method := req.Method; method != p.Method && (method != "" || p.Method != http.MethodGet) {
		differs("method", "", "is "+printable(method)+", and "+p.Method+" was signed")
	}
	p.checkURL(req, differs)
	p.checkHeader(req.Header, differs)
	if len(faults) > 0 {
		return &PresignError{faults}
	}
	return nil
}

func (p *PresignedRequest) checkURL(req *http.Request, differs func(part, name, reason string)) {
	signed, err := url.Parse(p.URL)
	if err != nil || req.URL == nil {
		differs("url", "", "is missing or broken")
		return
	}
	if !strings.EqualFold(cmp.Or(req.Host, req.URL.Host), signed.Host) {
		differs("url", "", "goes to another host")
	}
	if req.URL.Path != signed.Path {
		differs("url", "", "has another path")
	}
	sent, err := url.ParseQuery(req.URL.RawQuery)
	if err != nil {
		differs("query", "", "cannot be read")
		return
	}
	want := signed.Query()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if !slices.Equal(sent[name], want[name]) {
			differs("query", name, "is missing or another")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		if _, ok := want[name]; !ok {
			differs("query", name, "was not signed")
		}
	}
}

func (p *PresignedRequest) checkHeader(h http.Header, differs func(part, name, reason string)) {
	for _, name := range slices.Sorted(maps.Keys(p.Header)) {
		var sent []string
		for other, values := range h { // net/http sends every letter case
			if strings.EqualFold(other, name) {
				sent = append(sent, values...)
			}
		}
		if want := p.Header.Get(name); len(sent) != 1 || strings.Trim(sent[0], " \t") != strings.Trim(want, " \t") {
			differs("header", name, "is missing or another")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(h)) {
		lower := strings.ToLower(name)
		signs := lower == "content-type" || lower == "content-md5" || strings.HasPrefix(lower, "x-oss-")
		switch _, ok := headers.Get(p.Header, name); {
		case lower == "authorization":
			differs("header", name, "signs the request a second time")
		case signs && !ok && len(h[name]) > 0:
			differs("header", name, "was not signed")
		}
	}
}

// Curl returns a command line of curl that sends the request, quoted for a
// POSIX shell, with the placeholder FILE for the body of a PUT that has one. It
// holds the signature: it is a secret, as URL is. (For a PUT without a body FILE
// is /dev/null.)
func (p *PresignedRequest) Curl() string {
	words, data := []string{"curl"}, "" // data: what to send, but for --upload-file
	path, _, _ := strings.Cut(p.URL, "?")
	if strings.Contains(path, "/.") {
		words = append(words, "--path-as-is") // curl would take /../ for a way up
	}
	_, copies := headers.Get(p.Header, headers.XOSSCopySource)
	switch {
	case p.Method == http.MethodHead:
		words = append(words, "--head")
	case p.Method == http.MethodPost || copies:
		data = "''"
	case p.Method == http.MethodPut && (strings.HasSuffix(path, "/") || strings.HasSuffix(path, "/.") || strings.HasSuffix(path, "/..")):
		data = "@FILE" // to such a path --upload-file would add the file's name
	case p.Method == http.MethodPut:
		words = append(words, "--upload-file", "FILE")
	case p.Method != http.MethodGet:
		words = append(words, "--request", p.Method)
	}
	if data != "" {
		words = append(words, "--request", p.Method, "--data-binary", data)
		if p.Header.Get("Content-Type") == "" {
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

// quoteShell quotes a word for a POSIX shell.
func quoteShell(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
