package xmlerr_test

import (
	"strings"
	"testing"

	"example.com/ossmeta/xmlerr"
)

// TestMarkup reads what may stand around and in the code.
func TestMarkup(t *testing.T) {
	tests := []struct{ doc, code string }{
		{"<!DOCTYPE Error [<!-- it's > --><!ENTITY a \"]><Error>\">]><Error><Code>A</Code></Error>", "A"},
		{"<!DOCTYPE Error [<!-- no end ]><Error><Code>A</Code></Error>", ""},
		{"<!DOCTYPE Error", ""},
		{"<?xml version='1.0'?><!-- <Error> --><Error><Code>A</Code></Error>", "A"},
		{"<?xml", ""},
		{"<![CDATA[x]]><Error><Code>A</Code></Error>", ""},
		{"</Error>", ""},
		{"< Error><Code>A</Code></Error>", ""},
		{"<Error/>", ""},
		{"<Error><Code/><Code>A</Code></Error>", "A"},
		{"<Error><Code>A</Code \n></Error>", "A"},
		{"<Error><Code>A</ Code></Error>", ""},
		{"<Error><Code>A<b/></Code><Code>B</Code></Error>", "B"},
		{"<Error><Code x='</Code>' y=\"'\">A</Code></Error>", "A"},
		{"<Error><Code>A&amp;B&#x43;&#68;&apos;&quot;&lt;&gt;</Code></Error>", "A&BCD'\"<>"},
		{"<Error><Code>&nope;&;&#;&#x;&#xD800;&#x110000;&#+1;&# 1;&amp</Code></Error>", "&nope;&;&#;&#x;&#xD800;&#x110000;&#+1;&# 1;&amp"},
		{"<Error><Code>&#0;&#xFFFE;\x02</Code></Error>", "\ufffd\ufffd\ufffd"},
		{"<Error><Code><![CDATA[&amp;]]]></Code></Error>", "&amp;]"},
		{"<Error><Code>A</Code><Code>B", "A"},
	}
	for _, tt := range tests {
		got := xmlerr.Decode(200, nil, strings.NewReader(tt.doc))
		if string(got.Code) != tt.code {
			t.Errorf("%s: code %q, want %q", tt.doc, got.Code, tt.code)
		}
	}
}
