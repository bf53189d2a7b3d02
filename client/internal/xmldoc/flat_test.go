package xmldoc

import (
	"encoding/xml"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A copyDocument is the answer to a copy.
type copyDocument struct{ ETag, LastModified string }

func (d *copyDocument) Set(name, text string) {
	switch name {
	case "ETag":
		d.ETag = text
	case "LastModified":
		d.LastModified = text
	}
}

func TestScan(t *testing.T) {
	whole := copyDocument{`"5B3C1A2E053D763E1B002CC607C5A0FE"`, "2018-02-24T09:41:56.000Z"}
	const fields = `<ETag>"5B3C1A2E053D763E1B002CC607C5A0FE"</ETag><LastModified>2018-02-24T09:41:56.000Z</LastModified>`
	for _, tt := range []struct {
		document string
		ok       bool
		want     copyDocument // if ok
	}{
		{"<R>" + fields + "</R>", true, whole},
		{`<?xml version="1.0" encoding="UTF-8"?>` + "\n<R>\n  <ETag>e</ETag>\r\n\t<New>?</New></R>\n", true, copyDocument{ETag: "e"}},
		{"<R></R>", true, copyDocument{}},
		{"<R><ETag>a</ETag><ETag>b</ETag></R>", true, copyDocument{ETag: "b"}},
		{"<R><aZz>x</aZz><ETag>~ ~</ETag></R>", true, copyDocument{ETag: "~ ~"}},
		{"", false, whole},
		{"<R>ETag>e</ETag></R>", false, whole},
		{"<R><></></R>", false, whole},
		{"<R><a1>e</a1></R>", false, whole},
		{"<R><{>e</{></R>", false, whole},
		{"<R><@>e</@></R>", false, whole},
		{"<R><ETag>\x7f</ETag></R>", false, whole},
		{"<R><ETag>\x1f</ETag></R>", false, whole},
		{"<R>", false, whole},
		{"<R>" + fields, false, whole},
		{"<R>" + fields + "</R><R></R>", false, whole},
		{"<Error><Code>InternalError</Code></Error>", false, whole},
		{`<R xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com">` + fields + "</R>", false, whole},
		{`<?xml version="1.0" encoding="GBK"?><R></R>`, false, whole},
		{"<R><ETag>&quot;e&quot;</ETag></R>", false, whole},
		{"<R><ETag>\u00a0e</ETag></R>", false, whole},
		{"<R><ETag>a]]>b</ETag></R>", false, whole},
		{"<R><ETag>a<b</ETag></R>", false, whole},
		{"<R><ETag><b>e</b></ETag></R>", false, whole},
		{"<R><ETag>e</LastModified></R>", false, whole},
		{"<R><ETag/></R>", false, whole},
		{"<R>text<ETag>e</ETag></R>", false, whole},
		{"<R><!-- --><ETag>e</ETag></R>", false, whole},
	} {
		var got copyDocument
		ok := scan(tt.document, "R", &got)
		if ok != tt.ok {
			t.Errorf("scan(%q) = %v, want %v", tt.document, ok, tt.ok)
		} else if diff := cmp.Diff(tt.want, got); ok && diff != "" {
			t.Errorf("scan(%q), want - got +:\n%s", tt.document, diff)
		}
	}
}

// FuzzScan: what scan reads, encoding/xml reads alike.
func FuzzScan(f *testing.F) {
	f.Add(`<?xml version="1.0" encoding="UTF-8"?><R> <ETag>"e"</ETag> <LastModified>t</LastModified></R>`)
	f.Add("<R><R></R></R>")
	f.Add("<R></R><R></R>")
	f.Add("\n<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<R><ETag>a</ETag></R>\r\n")
	f.Fuzz(func(t *testing.T, document string) {
		var got copyDocument
		if !scan(document, "R", &got) {
			return
		}
		var want struct {
			XMLName xml.Name `xml:"R"`
			copyDocument
		}
		if err := xml.Unmarshal([]byte(document), &want); err != nil || got != want.copyDocument {
			t.Errorf("scan(%q) = %+v, and encoding/xml %+v, %v", document, got, want.copyDocument, err)
		}
	})
}
