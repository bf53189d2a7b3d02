package xmlerr_test

import (
	"strings"
	"testing"

	"example.com/ossmeta/xmlerr"
)

// TestMarkup reads what may stand around and in the code. What is not
// well-formed ends the document, but for references.
func TestMarkup(t *testing.T) {
	tests := []struct{ doc, code string }{
		{"<!DOCTYPE Error [<!-- it's > --><!ENTITY a \"]><Error>\">]><Error><Code>A</Code></Error>", "A"},
		{"<?xml version='1.0' encoding='x'?><!-- <Error> --><Error><Code>A</Code></Error>", "A"},
		{"<![CDATA[x]]><Error><Code>A</Code></Error>", ""},
		{"</Error>", ""},
		{"<Error/>", ""},
		{"<Error><Code/><Code>A</Code></Error>", "A"},
		{"<Error><Code>A<b/></Code><Code>B</Code></Error>", "B"},
		{"<Error><Code>A</Code><Code>B", "A"},
		{"<Error><Code>A</code></Code></Error>", ""},
		{"<o:Error><o:Code>A</p:Code></o:Error>", ""},
		{"<Error><Message>x</Error><Code>A</Code></Error>", ""},
		{"<Error><Code>A<!-- B -->C<?d?><![CDATA[&amp;\r\n]]]></Code></Error>", "AC&amp;\n]"},
		{"<Error><Code>A&amp;B&#x43;&#68;&apos;&quot;&lt;&gt;</Code></Error>", "A&BCD'\"<>"},
		{"<Error><Code>&nope;&;&#;&#x;&#x110000;&#+1;&# 1;&amp</Code></Error>", "&nope;&;&#;&#x;&#x110000;&#+1;&# 1;&amp"},
		{"<Error><Code>\x02\xff\ufffe&#xD800;</Code></Error>", strings.Repeat("\ufffd", 4)},
		{"<Error><Code>&#0;&#08;&#11;&#012;&#14;&#31;&#65534;&#65535;</Code></Error>", strings.Repeat("\ufffd", 8)},
		{"<Error><Code>&#x0;&#xb;&#x0C;&#xe;&#xF;&#x1a;&#xFFFE;&#xffff;</Code></Error>", strings.Repeat("\ufffd", 8)},
		{"<Error><Code>a&#9;&#10;&#13;&#32;&#x9;&#xA;&#xd;&#x20;&#65533;b</Code></Error>", "a\t\n\r \t\n\r \ufffdb"},
	}
	for _, tt := range tests {
		got := xmlerr.Decode(200, nil, strings.NewReader(tt.doc))
		if string(got.Code) != tt.code {
			t.Errorf("%s: code %q, want %q", tt.doc, got.Code, tt.code)
		}
	}
}

// TestOuterBlanks: texts lose them, what was signed does not.
func TestOuterBlanks(t *testing.T) {
	const doc = "<Error><Code>\n A </Code><StringToSign> \nGET\r\n\t&#13; </StringToSign><CanonicalRequest>\n\n</CanonicalRequest></Error>"
	got := xmlerr.Decode(403, nil, strings.NewReader(doc))
	if got.Code != "A" || got.Evidence == nil || got.Evidence.StringToSign != " \nGET\n\t\r " || got.Evidence.CanonicalRequest != "\n\n" {
		t.Errorf("%q, %q", got.Code, plain(*got).Evidence)
	}
}
