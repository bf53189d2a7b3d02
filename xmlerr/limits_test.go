package xmlerr_test

import (
	"encoding/xml"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/xmlerr"
)

func decode(body string) *xmlerr.Error { return xmlerr.Decode(403, nil, strings.NewReader(body)) }

// TestLimitsOfNames has names of further elements at the limits of what is kept.
func TestLimitsOfNames(t *testing.T) {
	for name, kept := range map[string]bool{
		"a": true, "z": true, "A": true, "Z": true, "_": true, "a-": true, "a.": true, "a0": true, "a9": true, "a_": true,
		"é": false, "aé": false, "x:a": true, // "a" of the name space x
	} {
		_, local, found := strings.Cut(name, ":")
		if !found {
			local = name
		}
		_, got := decode(fmt.Sprintf("<Error><Code>A</Code><%s>v</%s></Error>", name, name)).Extra[local]
		if got != kept {
			t.Errorf("%q is kept: %t", name, got)
		}
	}
	for name, written := range map[string]bool{
		"z": true, "Z": true, "_": true, "-": false, ".": false, "0": false, "`": false, "{": false, "[": false, "@": false, "a/": false, "a:": false, "a,": false, "": false,
		"AWSAccessKeyId": true, "OSSAccessKeyId": true, "ServerTime": true, "Code": false,
	} {
		e := &xmlerr.Error{Code: "A", Extra: map[string]string{name: "v"}}
		if got := strings.Contains(string(e.AppendXML(nil)), ">v<"); got != written {
			t.Errorf("%q is written: %t", name, got)
		}
	}
}

// TestLimitsOfDepth keeps what stands up to eight elements below the root.
func TestLimitsOfDepth(t *testing.T) {
	for depth, kept := range map[int]bool{1: true, 8: true, 9: false} {
		body := strings.Repeat("<a>", depth-1) + "<b>v</b>" + strings.Repeat("</a>", depth-1)
		if got := decode("<Error><Code>A</Code>" + body + "</Error>").Extra["b"] == "v"; got != kept {
			t.Errorf("at depth %d it is kept: %t", depth, got)
		}
	}
}

func TestElementsWithinOthers(t *testing.T) {
	for body, want := range map[string]xmlerr.Error{
		"<Error><Code>A</Code><Detail><Message>m</Message></Detail></Error>":         {Code: "A"},
		"<Error><Code>A</Code><Message><Detail>d</Detail></Message></Error>":         {Code: "A"},
		"<Error><Code>A</Code><SecurityToken><Part>d</Part></SecurityToken></Error>": {Code: "A"},
		"<Error><Message>m</Message></Error>":                                        {Code: "AccessDenied", Message: "m", Source: xmlerr.FromStatus},
		"<Error><RequestId>r</RequestId></Error>":                                    {Code: "AccessDenied", RequestID: "r", Source: xmlerr.FromStatus},
		"<Error><HostId>h</HostId></Error>":                                          {Code: "AccessDenied", HostID: "h", Source: xmlerr.FromStatus},
		"<Error><EC>e</EC></Error>":                                                  {Code: "AccessDenied", EC: "e", Source: xmlerr.FromStatus},
	} {
		want.StatusCode = 403
		if diff := cmp.Diff(plain(want), plain(*decode(body))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
	}
}

// TestKeysAndEvidence has the key id, which is evidence or a further element.
func TestKeysAndEvidence(t *testing.T) {
	for body, want := range map[string]struct {
		evidence *xmlerr.Evidence
		extra    map[string]string
	}{
		"<Code>SignatureDoesNotMatch</Code>":                                    {},
		"<Code>SignatureDoesNotMatch</Code><OSSAccessKeyId>id</OSSAccessKeyId>": {evidence: &xmlerr.Evidence{AccessKeyID: "id"}},
		"<Code>SignatureDoesNotMatch</Code><AWSAccessKeyId>id</AWSAccessKeyId>": {evidence: &xmlerr.Evidence{AccessKeyID: "id"}},
		"<Code>InvalidAccessKeyId</Code><AWSAccessKeyId>id</AWSAccessKeyId>":    {extra: map[string]string{"AWSAccessKeyId": "id"}},
		"<Code>A</Code><CanonicalRequestBytes>47 45 54</CanonicalRequestBytes>": {evidence: &xmlerr.Evidence{CanonicalRequestBytes: "47 45 54"}},
		"<Code>A</Code><StringToSign>GET</StringToSign>":                        {evidence: &xmlerr.Evidence{StringToSign: "GET"}},
	} {
		e := decode("<Error>" + body + "</Error>")
		if (e.Evidence == nil) != (want.evidence == nil) || e.Evidence != nil && *e.Evidence != *want.evidence {
			t.Errorf("%s: evidence of %d parts, want %t", body, len(fmt.Sprint(e.Evidence)), want.evidence != nil)
		}
		if diff := cmp.Diff(want.extra, e.Extra); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
	}
	if got := string((&xmlerr.Evidence{StringToSignBytes: "47"}).ExactStringToSign()); got != "G" {
		t.Errorf("one byte is %q", got)
	}
	ev := &xmlerr.Evidence{CanonicalRequestBytes: "47 45 54", StringToSignBytes: "47 4"}
	if got := string(ev.ExactCanonicalRequest()); got != "GET" {
		t.Errorf("the canonical request is %q", got)
	}
	if got := ev.ExactStringToSign(); got != nil {
		t.Errorf("half a byte is %q", got)
	}
}

func TestLimitsOfServerTime(t *testing.T) {
	for text, want := range map[string]string{
		"1969-12-31T23:59:59.999Z": "", "1970-01-01T00:00:00.000Z": "1970-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z": "9999-12-31T23:59:59.999Z",
		"9999-12-31T23:59:59-01:00": "", "2024-01-02T03:04:05.6789Z": "2024-01-02T03:04:05.678Z", "2024-01-02T04:04:05+01:00": "2024-01-02T03:04:05Z",
		"2024-13-02T03:04:05Z": "",
	} {
		e, got := decode("<Error><Code>A</Code><ServerTime>"+text+"</ServerTime></Error>"), ""
		if !e.ServerTime.IsZero() {
			got = e.ServerTime.Format("2006-01-02T15:04:05.999Z07:00")
		}
		if got != want || (e.Extra["ServerTime"] == text) != (want == "") {
			t.Errorf("%s is %q, further elements %q", text, got, e.Extra)
		}
	}
}

func TestLimitsOfDocuments(t *testing.T) {
	for body, code := range map[string]xmlerr.Code{
		"x<Error><Code>A</Code></Error>":                         "",
		"<Error><EC>e</EC></Error><Error><Code>A</Code></Error>": "AccessDenied",
		"</a><Error><Code>A</Code></Error>":                      "",
		"<Error><Code>A</Code></b><Code>B</Code></Error>":        "A",
		"\n<Error>\n<Code>A b</Code></Error>x":                   "A b",
		"<Error><Code>&#32;A&#x42;&#31;</Code></Error>":          "AB\ufffd",
		"<Error><Code>&#4294967297;</Code></Error>":              "&#4294967297;",
		"<Error>text<Code>A</Code></Error>":                      "A",
	} {
		if got := decode(body).Code; got != code {
			t.Errorf("%q has the code %q, want %q", body, got, code)
		}
	}
	if text := (&xmlerr.Error{Evidence: &xmlerr.Evidence{AccessKeyID: "id"}}).AppendXML(nil); strings.Contains(string(text), "Bytes") {
		t.Errorf("there are bytes of nothing: %s", text)
	}
	if text := (&xmlerr.Error{Code: "A"}).AppendXML([]byte("before")); !strings.HasPrefix(string(text), "before<?xml") || xml.Unmarshal(text[6:], new(struct{})) != nil {
		t.Errorf("%s", text)
	}
	if text := (*xmlerr.Error)(nil).AppendXML([]byte("before")); string(text) != "before" {
		t.Errorf("of nothing comes %q", text)
	}
	if text, err := (xmlerr.Evidence{StringToSign: "GET"}).MarshalText(); err != nil || !strings.Contains(string(text), "redacted") {
		t.Errorf("%q, %v", text, err)
	}
	if got := xmlerr.Code("A").Error(); got != "A" {
		t.Errorf("the error of code A is %q", got)
	}
}

// TestLimitsOfLines has texts at the limits of what an error shows of them.
func TestLimitsOfLines(t *testing.T) {
	a := func(n int) string { return strings.Repeat("a", n) }
	for _, tt := range []struct {
		err  xmlerr.Error
		want string
	}{
		{xmlerr.Error{Code: "A", Message: a(513)}, "A: " + a(512)},
		{xmlerr.Error{Code: "A", Message: a(511) + " b"}, "A: " + a(511)},
		{xmlerr.Error{Code: "A", Message: a(510) + " \n b"}, "A: " + a(510) + " b"},
		{xmlerr.Error{Code: "A", Message: a(511) + "éb"}, "A: " + a(511)},
		{xmlerr.Error{Code: "A", Message: "\t x \x00 "}, "A: x"},
		{xmlerr.Error{Code: xmlerr.Code(a(65))}, a(64)},
		{xmlerr.Error{Code: "A", RequestID: a(65)}, "A (request id " + a(64) + ")"},
		{xmlerr.Error{Code: "A", EC: a(33)}, "A (EC " + a(32) + ")"},
		{xmlerr.Error{Code: "A", Extra: map[string]string{"Header": a(65)}}, "A (header " + a(64) + ")"},
	} {
		if got := tt.err.Error(); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
	for source, want := range map[xmlerr.Source]string{-1: "Source(-1)", xmlerr.Foreign: "foreign", 4: "Source(4)"} {
		if got := source.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestLimitsOfBodies has foreign bodies at the limits of what is looked at.
func TestLimitsOfBodies(t *testing.T) {
	blanks := func(n int) string { return strings.Repeat(" ", n) }
	for body, want := range map[string]string{
		strings.Repeat("a", 201): strings.Repeat("a", 200), blanks(1599) + "xy": "x", blanks(1600) + "x": "",
		"hello token": "hello", "hello\nToKeN: x": "hello", "a signature, a token": "a", "hello toke": "hello toke",
	} {
		if got := decode(body).Snippet; got != want {
			t.Errorf("of %.30q… is shown %q, want %q", body, got, want)
		}
	}
	document := func(n int) string { return "<Error>" + blanks(n-len("<Error><Code>A</Code>")) + "<Code>A</Code>" }
	if got := decode(document(xmlerr.MaxBody)).Code; got != "A" {
		t.Errorf("in the first %d bytes is the code %q", xmlerr.MaxBody, got)
	}
	if xmlerr.MaxBody != 65536 {
		t.Errorf("%d bytes are looked at", xmlerr.MaxBody)
	}
}

func TestForeignByHand(t *testing.T) {
	for source, want := range map[xmlerr.Source]bool{xmlerr.FromBody: true, xmlerr.FromStatus: true, xmlerr.Foreign: false} {
		e := &xmlerr.Error{Code: xmlerr.NoSuchKey, Source: source}
		if got := e.Is(fs.ErrNotExist); got != want {
			t.Errorf("from the %v it is fs.ErrNotExist: %t", source, got)
		}
		if text, err := e.MarshalText(); err != nil || string(text) != e.Error() {
			t.Errorf("%q, %v", text, err)
		}
	}
}
