package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// A wiretap is a RoundTripper that keeps what passed through it. It is for one
// request at a time, with small bodies.
type wiretap struct {
	next http.RoundTripper
	seen []exchange
}

// An exchange is a request and its answer.
type exchange struct {
	request  *http.Request
	sent     []byte
	response *http.Response
	received []byte
}

// RoundTrip sends the request. What it keeps are copies.
func (w *wiretap) RoundTrip(req *http.Request) (*http.Response, error) {
	x := exchange{request: req.Clone(req.Context())}
	out := req.Clone(req.Context())
	if req.Body != nil && req.Body != http.NoBody {
		var err error
		x.sent, err = io.ReadAll(req.Body)
		req.Body.Close()
		if err != nil {
			return nil, err
		}
		out.Body = io.NopCloser(bytes.NewReader(x.sent))
	}
	resp, err := w.next.RoundTrip(out)
	if err != nil {
		return nil, err
	}
	x.received, err = io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil {
		return nil, err
	}
	kept := *resp
	kept.Header = resp.Header.Clone()
	x.response = &kept
	resp.Body = io.NopCloser(bytes.NewReader(x.received))
	w.seen = append(w.seen, x)
	return resp, nil
}

// take returns what was seen since the last time.
func (w *wiretap) take() []exchange {
	seen := w.seen
	w.seen = nil
	return seen
}

// Headers that are left out of what is printed: those that say nothing about
// metadata, and those that, being the same each time, are shown once.
var (
	noise = []string{"accept-encoding", "user-agent", "accept-ranges", "server", "x-oss-server-time", "content-md5",
		"x-oss-hash-crc64ecma"}
	sameEachTime = []string{"host", "x-oss-content-sha256", "x-oss-date", "authorization", "date", "x-oss-request-id"}
)

// print writes the exchange, request lines behind ">", those of the answer
// behind "<".
func (x exchange) print(w io.Writer, full bool) {
	left := noise
	if !full {
		left = slices.Concat(noise, sameEachTime)
		if x.request.Method != http.MethodHead { // there it is the object's
			left = append(left, "content-length")
		}
	}
	h := x.request.Header.Clone()
	h.Set("Host", x.request.Host)
	writeWrapped(w, "  > ", x.request.Method+" "+shortURI(x.request.URL.RequestURI())+" HTTP/1.1")
	printFields(w, "  > ", h, left)
	printBody(w, "  > ", x.sent)
	writeWrapped(w, "  < ", "HTTP/1.1 "+x.response.Status)
	printFields(w, "  < ", x.response.Header, left)
	if x.request.Method == http.MethodGet {
		printBody(w, "  < ", x.received)
	}
	fmt.Fprintln(w)
}

func printFields(w io.Writer, prefix string, h http.Header, left []string) {
	lower := lowerNames(h)
	names := make([]string, 0, len(lower))
	for name := range lower {
		if !slices.Contains(left, name) {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, byRank)
	for _, name := range names {
		for _, value := range lower[name] {
			writeWrapped(w, prefix, spelling(name)+": "+printable(redactField(name, value)))
		}
	}
}

// byRank puts HTTP's own headers before OSS's, Host first and Authorization
// last.
func byRank(a, b string) int {
	rank := func(name string) string {
		switch {
		case name == "host":
			return "0"
		case name == "authorization":
			return "3"
		case strings.HasPrefix(name, "x-oss-"):
			return "2" + name
		}
		return "1" + name
	}
	return strings.Compare(rank(a), rank(b))
}

// spelling returns a header's name as the documents of OSS have it.
func spelling(lower string) string {
	switch {
	case strings.HasPrefix(lower, "x-oss-"):
		return lower
	case lower == "etag":
		return "ETag"
	}
	return http.CanonicalHeaderKey(lower)
}

// redactField hides a token and cuts a signature short.
func redactField(name, value string) string {
	switch name {
	case "x-oss-security-token":
		return "(redacted)"
	case "authorization":
		for _, mark := range []string{"Signature=", ":"} {
			if before, signature, ok := strings.Cut(value, mark); ok && len(signature) > 8 {
				return before + mark + signature[:8] + "..."
			}
		}
		return "(redacted)"
	}
	return value
}

// shortURI leaves out what signs a URL, but for the beginning of the signature.
func shortURI(uri string) string {
	path, query, _ := strings.Cut(uri, "?")
	_, signature, ok := strings.Cut(query, "&x-oss-signature=")
	if !ok || len(signature) < 8 {
		return uri
	}
	return path + "?...&x-oss-signature=" + signature[:8] + "..."
}

func printBody(w io.Writer, prefix string, body []byte) {
	if len(body) == 0 {
		return
	}
	fmt.Fprintln(w, strings.TrimRight(prefix, " "))
	for line := range strings.SplitSeq(strings.TrimRight(string(body), "\n"), "\n") {
		writeWrapped(w, prefix, printable(line))
	}
}

// columns is how wide the tour is at most.
const columns = 100

// writeWrapped writes one line, and breaks it where it is too long: after a
// blank, else an XML tag, a comma, a slash.
func writeWrapped(w io.Writer, prefix, text string) {
	for indent := ""; ; indent = "    " {
		room := columns - len(prefix) - len(indent)
		if len(text) <= room {
			fmt.Fprintln(w, strings.TrimRight(prefix+indent+text, " "))
			return
		}
		n := room
		for _, mark := range []string{" ", ">", ",", "/"} {
			if i := strings.LastIndex(text[:room], mark); i > 0 {
				n = i + 1
				break
			}
		}
		fmt.Fprintln(w, strings.TrimRight(prefix+indent+text[:n], " "))
		text = text[n:]
	}
}
