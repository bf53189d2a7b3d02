package presigned

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"example.com/ossmeta/client/internal/oneline"
	"example.com/ossmeta/headers"
)

// An Error says in what a request is not the one that was signed. Unless
// it is only a header that the signature does not cover, OSS would refuse it.
type Error struct {
	Faults []Fault // at least one
}

// A Fault is one difference. Part is "method", "url", "query" or
// "header"; Name is that of a query parameter or header.
type Fault struct {
	Part, Name, Reason string
}

func (e *Error) Error() string {
	faults := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		faults[i] = f.Part + " " + f.Reason
		if f.Name != "" {
			faults[i] = f.Part + " " + oneline.Text(f.Name) + " " + f.Reason
		}
	}
	return "oss: the request is not the one that was signed: " + strings.Join(faults, "; ")
}

// Check reports whether req, which somebody is about to send, is the request
// that was signed: with the same method, URL and headers, and with no further
// ones that OSS would take for signed, such as a Content-Type that a library
// added. It does not look at the clock and sends nothing. The error is a
// *Error that names every difference, and no value.
func (p *Request) Check(req *http.Request) error {
	var faults []Fault
	differs := func(part, name, reason string) { faults = append(faults, Fault{part, name, reason}) }
	if sent, signed := cmp.Or(req.Method, http.MethodGet), cmp.Or(p.Method, http.MethodGet); sent != signed {
		differs("method", "", "is "+oneline.Text(sent)+", and "+oneline.Text(signed)+" was signed")
	}
	p.checkURL(req, differs)
	p.checkHeader(req.Header, differs)
	if len(faults) > 0 {
		return &Error{faults}
	}
	return nil
}

func (p *Request) checkURL(req *http.Request, differs func(part, name, reason string)) {
	signed, err := url.Parse(p.URL)
	if err != nil || req.URL == nil {
		differs("url", "", "is missing or broken")
		return
	}
	if !strings.EqualFold(cmp.Or(req.Host, req.URL.Host), signed.Host) {
		differs("url", "", "goes to another host")
	}
	if req.URL.Path != signed.Path || req.URL.Opaque != "" { // the latter is sent in its place
		differs("url", "", "has another path")
	}
	if req.URL.User != nil {
		differs("url", "", "has a user, of which net/http makes an Authorization")
	}
	want, broken := url.ParseQuery(signed.RawQuery)
	sent, err := url.ParseQuery(req.URL.RawQuery)
	if cmp.Or(broken, err) != nil {
		differs("query", "", "cannot be read")
		return
	}
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

func (p *Request) checkHeader(h http.Header, differs func(part, name, reason string)) {
	for _, name := range slices.Sorted(maps.Keys(p.Header)) {
		var sent []string
		for _, other := range slices.Sorted(maps.Keys(h)) { // net/http sends every letter case
			if strings.EqualFold(other, name) {
				sent = append(sent, h[other]...)
			}
		}
		if !slices.EqualFunc(sent, p.Header[name], equalTrimmed) {
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

// equalTrimmed compares values as they arrive, without blanks at their ends.
func equalTrimmed(a, b string) bool { return strings.Trim(a, " \t") == strings.Trim(b, " \t") }
