package signer_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/signer"
)

// TestTranscriptNotes has the lines that say more than their text, and neighbours
// of theirs that do not.
func TestTranscriptNotes(t *testing.T) {
	const blanks = "without the blanks around the value, which HTTP does not carry"
	host := signer.Line{Text: "host:h", Origin: signer.OriginAddition, Name: "Host"}
	trimmed := host
	trimmed.Note = blanks
	for _, tt := range []struct {
		name    string
		version signer.Version
		change  func(*signer.Request)
		want    signer.Line
	}{
		{"host of the request", signer.V4, func(r *signer.Request) { r.Host = "h" }, host},
		{"host of the header", signer.V4, withHeader("Host", "h"), host},
		{"host of the request in blanks", signer.V4, func(r *signer.Request) { r.Host = " h\t" }, trimmed},
		{"host of the header in blanks", signer.V4, withHeader("Host", "h "), trimmed},
		{"metadata in blanks", signer.V4, withHeader("x-oss-meta-a", " 1"), signer.Line{Text: "x-oss-meta-a:1", Origin: signer.OriginHeader, Name: "x-oss-meta-a", Note: blanks}},
		{"Content-Type in blanks", signer.V1, withHeader("Content-Type", "a/b "), signer.Line{Text: "a/b", Origin: signer.OriginHeader, Name: "Content-Type", Note: blanks}},
	} {
		s, r := makeSigner(t, tt.version, longTerm), getRequest()
		if tt.version == signer.V4 {
			s = makeSigner(t, tt.version, longTerm, "host")
		}
		tt.change(r)
		for _, transcript := range []*signer.Transcript{explain(t, s, r), explainPresign(t, s, r)} {
			lines := append(transcript.Canonical, transcript.ToSign...)
			i := slices.IndexFunc(lines, func(l signer.Line) bool { return l.Text == tt.want.Text })
			if i < 0 {
				t.Fatalf("%s: there is no line %q in %v", tt.name, tt.want.Text, transcript)
			}
			if diff := cmp.Diff(tt.want, lines[i]); diff != "" {
				t.Errorf("%s, in the URL %t (-want +got):\n%s", tt.name, transcript.URL, diff)
			}
		}
	}
}

// TestTranscriptOfParameters has the parts of a query that say more than their
// text, and neighbours.
func TestTranscriptOfParameters(t *testing.T) {
	const ambiguous = "V1 cannot tell the value of x-oss-process from further sub-resources"
	for _, tt := range []struct {
		version           signer.Version
		name, value, note string
		want              signer.Part
	}{
		{signer.V4, "security-token", "", "", signer.Part{Name: "security-token", Text: "security-token", Origin: signer.OriginQuery}},
		{signer.V1, "security-token", "", "", signer.Part{Name: "security-token", Text: "security-token", Origin: signer.OriginQuery}},
		{signer.V1, "security-token", "t", "", signer.Part{Name: "security-token", Text: "security-token=(1 bytes, redacted)", Origin: signer.OriginToken}},
		{signer.V1, "x-oss-process", "a&b", ambiguous, signer.Part{Name: "x-oss-process", Text: "x-oss-process=a&b", Origin: signer.OriginQuery}},
		{signer.V1, "x-oss-process", "a\nb", ambiguous, signer.Part{Name: "x-oss-process", Text: "x-oss-process=a\nb", Origin: signer.OriginQuery}},
		{signer.V1, "x-oss-process", "a=b", "", signer.Part{Name: "x-oss-process", Text: "x-oss-process=a=b", Origin: signer.OriginQuery}},
		{signer.V4, "x-oss-process", "a&b", "", signer.Part{Name: "x-oss-process", Text: "x-oss-process=a%26b", Origin: signer.OriginQuery}},
	} {
		r, want := getRequest(), signer.Line{Text: tt.want.Text, Origin: signer.OriginQuery, Note: tt.note, Parts: []signer.Part{tt.want}}
		r.Query[tt.name] = []string{tt.value}
		transcript := explain(t, makeSigner(t, tt.version, longTerm), r)
		lines := transcript.Canonical
		if tt.version == signer.V1 {
			lines, want.Origin, want.Text = transcript.ToSign, signer.OriginResource, "/examplebucket/folder/a key.txt?"+want.Text
		}
		i := slices.IndexFunc(lines, func(l signer.Line) bool { return l.Parts != nil })
		if diff := cmp.Diff(want, lines[i]); diff != "" {
			t.Errorf("%v, %s=%s (-want +got):\n%s", tt.version, tt.name, tt.value, diff)
		}
	}
}

// TestTranscriptColumns: the origins stand in a column, behind the longest text of at
// most 64 characters.
func TestTranscriptColumns(t *testing.T) {
	for _, tt := range []struct{ longest, column int }{{0, 0}, {1, 1}, {64, 64}, {65, 0}} {
		transcript := signer.Transcript{ToSign: []signer.Line{{Origin: signer.OriginTime}, {Text: strings.Repeat("ü", tt.longest), Origin: signer.OriginScope}}}
		want := "\nstring to sign\n  " + strings.Repeat(" ", tt.column) + "  | time\n  " + strings.Repeat("ü", tt.longest) + "  | scope\n"
		if _, got, _ := strings.Cut(transcript.String(), "\n"); got != want {
			t.Errorf("%d characters: printed as %s, want %s", tt.longest, got, want)
		}
	}
}
