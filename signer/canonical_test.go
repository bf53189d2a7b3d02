package signer_test

import (
	"strings"
	"testing"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"

	"github.com/google/go-cmp/cmp"
)

// The rules of the canonical request, one a row. Each starts from getRequest,
// signed with V4 for a long-term key unless the row says more.
var canonicalRules = []struct {
	name       string
	change     func(*signer.Request)
	additional []string
	want       []string // the lines between the payload digest and the method, see canonicalLines
}{
	{"plain", signertest.Unchanged, nil, []string{"/examplebucket/folder/a%20key.txt", "", "", ""}},
	{"bucket", signertest.WithKey(""), nil, []string{"/examplebucket/", "", "", ""}},
	{"service", func(r *signer.Request) { r.Bucket, r.Key = "", "" }, nil, []string{"/", "", "", ""}},
	{"key of reserved characters", signertest.WithKey("a+b%/?#é~"), nil, []string{"/examplebucket/a%2Bb%25/%3F%23%C3%A9~", "", "", ""}},

	{"blanks around a value", signertest.WithHeader("x-oss-meta-a", " \t1 2\t "), nil, []string{"/examplebucket/folder/a%20key.txt", "", "x-oss-meta-a:1 2", "", ""}},
	{"letter case", signertest.WithHeader("X-OSS-Meta-AbC", "AbC"), nil, []string{"/examplebucket/folder/a%20key.txt", "", "x-oss-meta-abc:AbC", "", ""}},
	{"headers sorted", func(r *signer.Request) {
		for _, name := range []string{"X-Oss-B", "x-oss-a", "x-oss-a-a", "Content-Type", "Content-MD5", "x-oss-a_", "Cache-Control"} {
			r.Header[name] = []string{"1"}
		}
	}, nil, []string{"/examplebucket/folder/a%20key.txt", "", "content-md5:1", "content-type:1", "x-oss-a:1", "x-oss-a-a:1", "x-oss-a_:1", "x-oss-b:1", "", ""}},

	{"host of the request", func(r *signer.Request) { r.Host = "h.example:80" }, []string{"Host"},
		[]string{"/examplebucket/folder/a%20key.txt", "", "host:h.example:80", "", "host"}},
	{"host of the header", signertest.WithHeader("HOST", "h.example"), []string{"host"},
		[]string{"/examplebucket/folder/a%20key.txt", "", "host:h.example", "", "host"}},
	{"no host", signertest.Unchanged, []string{"host"}, []string{"/examplebucket/folder/a%20key.txt", "", "", ""}},
	{"content-length and range", func(r *signer.Request) {
		r.Header["Content-Length"], r.Header["range"] = []string{"0"}, []string{" bytes=0-1 "}
	}, []string{"range", "content-length"},
		[]string{"/examplebucket/folder/a%20key.txt", "", "content-length:0", "range:bytes=0-1", "", "content-length;range"}},
	{"duplicates in any case", signertest.WithHeader("rAnGe", "1"), []string{"range", "Range", "RANGE", "range"},
		[]string{"/examplebucket/folder/a%20key.txt", "", "range:1", "", "range"}},
	{"additional names sorted", func(r *signer.Request) {
		r.Header["if-none-match"], r.Header["if-match"], r.Header["if"] = []string{"1"}, []string{"2"}, []string{"3"}
	}, []string{"if-none-match", "if-match", "if"},
		[]string{"/examplebucket/folder/a%20key.txt", "", "if:3", "if-match:2", "if-none-match:1", "", "if;if-match;if-none-match"}},
	{"names that are signed anyway", func(r *signer.Request) {
		r.Header["content-type"], r.Header["x-oss-meta-a"] = []string{"1"}, []string{"2"}
	}, []string{"content-type", "x-oss-date", "x-oss-content-sha256", "x-oss-meta-a", "content-md5"},
		[]string{"/examplebucket/folder/a%20key.txt", "", "content-type:1", "x-oss-meta-a:2", "", ""}},
	{"additional header of no lines", signertest.WithHeader("range"), []string{"range"}, []string{"/examplebucket/folder/a%20key.txt", "", "", ""}},
	{"additional header of an empty line", signertest.WithHeader("range", ""), []string{"range"},
		[]string{"/examplebucket/folder/a%20key.txt", "", "range:", "", "range"}},

	{"query sorted as encoded", func(r *signer.Request) {
		for _, name := range []string{"a~", "aé", "a", "A", "a-b", "a=", "a+"} {
			r.Query[name] = []string{"1"}
		}
	}, nil, []string{"/examplebucket/folder/a%20key.txt", "A=1&a=1&a%2B=1&a%3D=1&a%C3%A9=1&a-b=1&a~=1", "", ""}},
	{"query values", func(r *signer.Request) {
		r.Query["acl"], r.Query["x"], r.Query["none"] = []string{""}, []string{"a/b c+d&é"}, nil
	}, nil, []string{"/examplebucket/folder/a%20key.txt", "acl&x=a%2Fb%20c%2Bd%26%C3%A9", "", ""}},
}

func TestCanonicalRequest(t *testing.T) {
	for _, tt := range canonicalRules {
		t.Run(tt.name, func(t *testing.T) {
			s, r := signertest.MakeSigner(t, signer.V4, signertest.LongTerm, tt.additional...), signertest.GetRequest()
			tt.change(r)
			transcript, err := s.Explain(r, signertest.Time)
			if err != nil {
				t.Fatal(err)
			}
			want := "GET\n" + strings.Join(withOwnFields(tt.want), "\n") + "\nUNSIGNED-PAYLOAD"
			if diff := cmp.Diff(want, string(transcript.CanonicalRequest())); diff != "" {
				t.Errorf("canonical request (-want +got):\n%s", diff)
			}
			names := tt.want[len(tt.want)-1]
			signature, err := s.Sign(r, signertest.Time)
			authorization := signertest.ValueOf(signature, "Authorization")
			if signed := strings.Contains(authorization, ",AdditionalHeaders="+names+",Signature="); err != nil || signed != (names != "") {
				t.Errorf("Authorization is %q, %v, with the additional names %q signed", authorization, err, names)
			}
		})
	}
}

// withOwnFields puts the two fields of the signer where they stand by the
// alphabet.
func withOwnFields(lines []string) []string {
	last := len(lines) - 2
	var out []string
	out = append(out, lines[:2]...)
	own := []string{"x-oss-content-sha256:UNSIGNED-PAYLOAD", "x-oss-date:" + signertest.Stamp}
	for _, line := range lines[2:last] {
		for len(own) > 0 && own[0] < line {
			out, own = append(out, own[0]), own[1:]
		}
		out = append(out, line)
	}
	return append(append(out, own...), lines[last:]...)
}

// The rules of the V1 string to sign, one a row, for a long-term key.
var rulesV1 = []struct {
	name         string
	change       func(*signer.Request)
	subResources []string
	want         string // "DATE" stands for testDate
}{
	{"plain", signertest.Unchanged, nil, "GET\n\n\nDATE\n/examplebucket/folder/a key.txt"},
	{"bucket", signertest.WithKey(""), nil, "GET\n\n\nDATE\n/examplebucket/"},
	{"service", func(r *signer.Request) { r.Bucket, r.Key = "", "" }, nil, "GET\n\n\nDATE\n/"},
	{"key is not encoded", signertest.WithKey("a+b%/?é"), nil, "GET\n\n\nDATE\n/examplebucket/a+b%/?é"},
	{"headers", func(r *signer.Request) {
		for _, name := range []string{"X-Oss-B", "x-oss-a", "Range", "cache-control", "If-Match"} {
			r.Header[name] = []string{" v\t"}
		}
		r.Header["CONTENT-md5"], r.Header["content-Type"] = []string{" m "}, []string{"t"}
	}, nil, "GET\nm\nt\nDATE\nx-oss-a:v\nx-oss-b:v\n/examplebucket/folder/a key.txt"},
	{"x-oss-date beside Date", signertest.WithHeader("x-oss-date", signertest.Date), nil, "GET\n\n\nDATE\nx-oss-date:DATE\n/examplebucket/folder/a key.txt"},
	{"sub-resources sorted", func(r *signer.Request) {
		for _, name := range []string{"uploads", "acl", "callback-var", "callback", "partNumber", "versionId"} {
			r.Query[name] = []string{"1"}
		}
	}, nil, "GET\n\n\nDATE\n/examplebucket/folder/a key.txt?acl=1&callback=1&callback-var=1&partNumber=1&uploads=1&versionId=1"},
	{"sub-resource without a value", signertest.WithQuery("acl", ""), nil, "GET\n\n\nDATE\n/examplebucket/folder/a key.txt?acl"},
	{"sub-resource is not encoded", signertest.WithQuery("response-content-type", "a/b; c=é+&%"), nil,
		"GET\n\n\nDATE\n/examplebucket/folder/a key.txt?response-content-type=a/b; c=é+&%"},
	{"others of the query", func(r *signer.Request) {
		for _, name := range []string{"prefix", "marker", "max-keys", "delimiter", "ACL", "list-type"} {
			r.Query[name] = []string{"1"}
		}
	}, nil, "GET\n\n\nDATE\n/examplebucket/folder/a key.txt"},
	{"continuation-token", signertest.WithQuery("continuation-token", "1"), nil, "GET\n\n\nDATE\n/examplebucket/folder/a key.txt?continuation-token=1"},
	{"every x-oss- parameter", func(r *signer.Request) {
		r.Query["x-oss-process"], r.Query["x-oss-unheard-of"], r.Query["X-Oss-Process"] = []string{"style/a;b"}, []string{""}, []string{"1"}
	}, nil, "GET\n\n\nDATE\n/examplebucket/folder/a key.txt?x-oss-process=style/a;b&x-oss-unheard-of"},
	{"the caller's additions", func(r *signer.Request) {
		r.Query["mine"], r.Query["acl"], r.Query["Mine"] = []string{"1"}, []string{""}, []string{"2"}
	}, []string{"mine", "acl", "absent"}, "GET\n\n\nDATE\n/examplebucket/folder/a key.txt?acl&mine=1"},
	{"parameter of no values", signertest.WithQuery("acl"), nil, "GET\n\n\nDATE\n/examplebucket/folder/a key.txt"},
}

func TestStringToSignV1(t *testing.T) {
	for _, tt := range rulesV1 {
		t.Run(tt.name, func(t *testing.T) {
			s, r := signertest.MakeSigner(t, signer.V1, signertest.LongTerm, tt.subResources...), signertest.GetRequest()
			tt.change(r)
			transcript, err := s.Explain(r, signertest.Time)
			if err != nil {
				t.Fatal(err)
			}
			want := strings.ReplaceAll(tt.want, "DATE", signertest.Date)
			if diff := cmp.Diff(want, string(transcript.StringToSign())); diff != "" {
				t.Errorf("string to sign (-want +got):\n%s", diff)
			}
			if got := transcript.CanonicalRequest(); got != nil {
				t.Errorf("V1 has the canonical request %q", got)
			}
		})
	}
}

// TestFields has what a signature adds to a request, in order.
func TestFields(t *testing.T) {
	for _, tt := range []struct {
		version     signer.Version
		credentials signer.Credentials
		want        []string
	}{
		{signer.V4, signertest.LongTerm, []string{"x-oss-date", "x-oss-content-sha256", "Authorization"}},
		{signer.V4, signertest.Temporary, []string{"x-oss-date", "x-oss-content-sha256", "x-oss-security-token", "Authorization"}},
		{signer.V1, signertest.LongTerm, []string{"Date", "Authorization"}},
		{signer.V1, signertest.Temporary, []string{"Date", "x-oss-security-token", "Authorization"}},
	} {
		s := signertest.MakeSigner(t, tt.version, tt.credentials)
		signature, err := s.Sign(signertest.GetRequest(), signertest.Time)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, f := range signature.Fields {
			names = append(names, f.Name)
		}
		if diff := cmp.Diff(tt.want, names); diff != "" {
			t.Errorf("%v with %v (-want +got):\n%s", tt.version, tt.credentials, diff)
		}
		if got := signertest.ValueOf(signature, "x-oss-security-token"); got != tt.credentials.SecurityToken {
			t.Errorf("%v: the token is sent as %q", tt.version, got)
		}
		signed := string(signedTextOf(t, s))
		line := "x-oss-security-token:" + tt.credentials.SecurityToken + "\n"
		if strings.Contains(signed, line) != (tt.credentials.SecurityToken != "") {
			t.Errorf("%v with %v signs %q", tt.version, tt.credentials, signed)
		}
	}
}

func signedTextOf(t *testing.T, s *signer.Signer) []byte {
	t.Helper()
	transcript, err := s.Explain(signertest.GetRequest(), signertest.Time)
	if err != nil {
		t.Fatal(err)
	}
	return signertest.SignedText(transcript)
}
