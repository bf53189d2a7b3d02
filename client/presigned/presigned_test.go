package presigned_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client/presigned"
)

func newRequest() *presigned.Request {
	return &presigned.Request{Method: "PUT", URL: "https://b.oss-cn-hangzhou.aliyuncs.com/a%2Bb?acl&x-oss-signature=c0ffee",
		Header: http.Header{"Content-Type": {"text/plain"}, "X-Oss-Meta-A": {"1"}}, Expires: time.Date(2023, 12, 16, 17, 20, 57, 0, time.UTC)}
}

// TestCheck has each difference by itself, and what is none. Package client has what
// OSS says to them.
func TestCheck(t *testing.T) {
	fault := func(part, name, reason string) []presigned.Fault {
		return []presigned.Fault{{Part: part, Name: name, Reason: reason}}
	}
	for _, tt := range []struct {
		name   string
		change func(*http.Request)
		want   []presigned.Fault
	}{
		{"nothing", func(*http.Request) {}, nil},
		{"an empty Host", func(r *http.Request) { r.Host = "" }, nil},
		{"letter case of the host", func(r *http.Request) { r.Host = strings.ToUpper(r.Host) }, nil},
		{"letter case of a name", func(r *http.Request) { delete(r.Header, "X-Oss-Meta-A"); r.Header["x-oss-meta-a"] = []string{"1"} }, nil},
		{"blanks around a value", func(r *http.Request) { r.Header["X-Oss-Meta-A"] = []string{" 1\t"} }, nil},
		{"order of the query", func(r *http.Request) { r.URL.RawQuery = "x-oss-signature=c0ffee&acl=" }, nil},
		{"a header that is not signed", func(r *http.Request) { r.Header.Set("User-Agent", "x") }, nil},
		{"a name without a value", func(r *http.Request) { r.Header["Content-Md5"] = nil }, nil},
		{"method", func(r *http.Request) { r.Method = "PO\nST" }, fault("method", "", `is "PO\nST", and PUT was signed`)},
		{"no method", func(r *http.Request) { r.Method = "" }, fault("method", "", "is GET, and PUT was signed")},
		{"no URL", func(r *http.Request) { r.URL = nil }, fault("url", "", "is missing or broken")},
		{"host", func(r *http.Request) { r.Host = "h" }, fault("url", "", "goes to another host")},
		{"host of the URL", func(r *http.Request) { r.Host, r.URL.Host = "", "h" }, fault("url", "", "goes to another host")},
		{"path", func(r *http.Request) { r.URL.Path = "/a b" }, fault("url", "", "has another path")},
		{"another target behind the path", func(r *http.Request) { r.URL.Opaque = "//h/other" }, fault("url", "", "has another path")},
		{"a user", func(r *http.Request) { r.URL.User = url.User("u") }, fault("url", "", "has a user, of which net/http makes an Authorization")},
		{"a broken query", func(r *http.Request) { r.URL.RawQuery = "%" }, fault("query", "", "cannot be read")},
		{"a parameter less", func(r *http.Request) { r.URL.RawQuery = "x-oss-signature=c0ffee" }, fault("query", "acl", "is missing or another")},
		{"a parameter more", func(r *http.Request) { r.URL.RawQuery += "&z" }, fault("query", "z", "was not signed")},
		{"a parameter twice", func(r *http.Request) { r.URL.RawQuery += "&acl" }, fault("query", "acl", "is missing or another")},
		{"a header less", func(r *http.Request) { r.Header.Del("Content-Type") }, fault("header", "Content-Type", "is missing or another")},
		{"a header changed", func(r *http.Request) { r.Header.Set("Content-Type", "text/html") }, fault("header", "Content-Type", "is missing or another")},
		{"a header twice", func(r *http.Request) { r.Header["x-oss-meta-a"] = []string{"1"} }, fault("header", "X-Oss-Meta-A", "is missing or another")},
		{"Content-MD5", func(r *http.Request) { r.Header.Set("Content-MD5", "") }, fault("header", "Content-Md5", "was not signed")},
		{"x-oss-", func(r *http.Request) { r.Header["x-OSS-b"] = []string{""} }, fault("header", "x-OSS-b", "was not signed")},
		{"Authorization", func(r *http.Request) { r.Header.Set("Authorization", "x") }, fault("header", "Authorization", "signs the request a second time")},
		{"two differences", func(r *http.Request) { r.URL.Path, r.URL.RawQuery = "/", "" }, []presigned.Fault{{Part: "url", Reason: "has another path"},
			{Part: "query", Name: "acl", Reason: "is missing or another"}, {Part: "query", Name: "x-oss-signature", Reason: "is missing or another"}}},
	} {
		p := newRequest()
		req, err := p.NewRequest(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		tt.change(req)
		var got []presigned.Fault
		switch err := p.Check(req).(type) {
		case nil:
		case *presigned.Error:
			if got = err.Faults; strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "c0ffee") {
				t.Errorf("%s: %v", tt.name, err)
			}
		default:
			t.Errorf("%s: %v, want an *Error", tt.name, err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestCheckGet: net/http takes no method for GET.
func TestCheckGet(t *testing.T) {
	p := &presigned.Request{Method: "GET", URL: "https://h/k"}
	req := &http.Request{URL: &url.URL{Scheme: "https", Host: "h", Path: "/k"}}
	if err := p.Check(req); err != nil {
		t.Error(err)
	}
	req.Header = http.Header{"Content-Type": {"text/plain"}}
	if err := p.Check(req); err == nil || err.Error() != "oss: the request is not the one that was signed: header Content-Type was not signed" {
		t.Error(err)
	}
	p.URL, req.Header = "%", nil
	if err := p.Check(req); err == nil || err.Error() != "oss: the request is not the one that was signed: url is missing or broken" {
		t.Error(err)
	}
}

// TestFromOutside: what somebody else made need not look as this package would make it.
func TestFromOutside(t *testing.T) {
	for _, p := range []presigned.Request{
		{URL: "https://h/k"},
		{Method: "PUT", URL: "https://h/k", Header: http.Header{"content-type": {"a/b"}, "accept-encoding": {"gzip"}, "x-oss-meta-a": {""}}},
		{Method: "PUT", URL: "https://h/k", Header: http.Header{"Accept": {"a/b ", "c/d"}, "X-Oss-Meta-A": nil}},
	} {
		req, err := p.NewRequest(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Check(req); err != nil {
			t.Errorf("%+v: %v", p, err)
		}
		for name := range p.Header {
			if !slices.Equal(req.Header.Values(name), p.Header[name]) {
				t.Errorf("%+v: it makes %v", p, req.Header)
			}
		}
	}
	hostile := presigned.Request{Method: "A\nB", URL: "https://h/k?a=%zz"}
	err := hostile.Check(&http.Request{Method: "GET", URL: &url.URL{Scheme: "https", Host: "h", Path: "/k"}})
	if want := `oss: the request is not the one that was signed: method is GET, and "A\nB" was signed; query cannot be read`; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

func TestNewRequest(t *testing.T) {
	p := newRequest()
	req, err := p.NewRequest(t.Context(), strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	if req.Method != "PUT" || req.URL.String() != p.URL || req.ContentLength != 1 || req.Header.Get("Accept-Encoding") != "identity" {
		t.Errorf("%v", req)
	}
	req.Header["Content-Type"][0] = "x"
	req.Header.Set("X-Oss-Meta-A", "x")
	if diff := cmp.Diff(newRequest(), p); diff != "" {
		t.Errorf("it shares its header with the request (-want +got):\n%s", diff)
	}
	if req, err := (&presigned.Request{Method: "GET", URL: p.URL}).NewRequest(t.Context(), nil); err != nil || len(req.Header) != 1 {
		t.Errorf("without a header: %v, %v", req, err)
	}
	for _, broken := range []presigned.Request{{Method: "a b", URL: p.URL}, {Method: "GET", URL: p.URL + "\n"}, {Method: "GET", URL: "https://h:c0ffee/"}} {
		if _, err := broken.NewRequest(t.Context(), nil); err == nil || strings.Contains(err.Error(), "aliyuncs") {
			t.Errorf("%v: %v", broken, err)
		}
	}
}

func TestJSON(t *testing.T) {
	data, err := json.Marshal(newRequest())
	if err != nil {
		t.Fatal(err)
	}
	var back presigned.Request
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(newRequest(), &back); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestCurl(t *testing.T) {
	for _, tt := range []struct {
		method, path string
		header       http.Header
		want         string // without the URL
	}{
		{"GET", "/k", nil, "curl"},
		{"HEAD", "/k", nil, "curl --head"},
		{"", "/k", nil, "curl"},
		{"DELETE", "/k", nil, "curl --request DELETE"},
		{"A;id", "/k", nil, "curl --request 'A;id'"},
		{"A;id", "/k", http.Header{"X-Oss-Copy-Source": {"/b/s"}}, "curl --request 'A;id' --data-binary '' --header 'Content-Type:' --header 'X-Oss-Copy-Source: /b/s'"},
		{"POST", "/k", http.Header{"content-type": {"a/b"}}, "curl --request POST --data-binary '' --header 'content-type: a/b'"},
		{"PUT", "/k", nil, "curl --upload-file FILE"},
		{"PUT", "/k/", http.Header{"Content-Type": {"a/b"}}, "curl --request PUT --data-binary @FILE --header 'Content-Type: a/b'"},
		{"PUT", "/k/.", nil, "curl --path-as-is --request PUT --data-binary @FILE --header 'Content-Type:'"},
		{"PUT", "/k/..", nil, "curl --path-as-is --request PUT --data-binary @FILE --header 'Content-Type:'"},
		{"GET", "/a/../b", nil, "curl --path-as-is"},
		{"POST", "/k", nil, "curl --request POST --data-binary '' --header 'Content-Type:'"},
		{"PUT", "/k", http.Header{"X-Oss-Copy-Source": {"/b/it's"}}, `curl --request PUT --data-binary '' --header 'Content-Type:' --header 'X-Oss-Copy-Source: /b/it'\''s'`},
		{"GET", "/k", http.Header{"X-Oss-B": {""}, "X-Oss-A": {"1", "2"}}, "curl --header 'X-Oss-A: 1' --header 'X-Oss-A: 2' --header 'X-Oss-B;'"},
	} {
		p := presigned.Request{Method: tt.method, URL: "https://h" + tt.path + "?a=/.&b='", Header: tt.header}
		if got, want := p.Curl(), tt.want+` 'https://h`+tt.path+`?a=/.&b='\'''`; got != want {
			t.Errorf("%s %s:\n%s\nwant\n%s", tt.method, tt.path, got, want)
		}
	}
}

func TestCurlOfNothing(t *testing.T) {
	if got := new(presigned.Request).Curl(); got != "curl ''" {
		t.Errorf("%s, want the empty URL quoted", got)
	}
}

func TestErrorOnOneLine(t *testing.T) {
	err := error(&presigned.Error{Faults: []presigned.Fault{{Part: "header", Name: "A\n", Reason: "was not signed"}}})
	var e *presigned.Error
	if !errors.As(err, &e) || err.Error() != `oss: the request is not the one that was signed: header "A\n" was not signed` {
		t.Error(err)
	}
}
