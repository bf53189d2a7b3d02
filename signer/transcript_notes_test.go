package signer_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/transcript"
)

// TestTranscriptNotes has the lines that say more than their text, and neighbours
// of theirs that do not.
func TestTranscriptNotes(t *testing.T) {
	const blanks = "without the blanks around the value, which HTTP does not carry"
	host := transcript.Line{Text: "host:h", Origin: transcript.OriginAddition, Name: "Host"}
	trimmed := host
	trimmed.Note = blanks
	for _, tt := range []struct {
		name    string
		version signer.Version
		change  func(*signer.Request)
		want    transcript.Line
	}{
		{"host of the request", signer.V4, func(r *signer.Request) { r.Host = "h" }, host},
		{"host of the header", signer.V4, signertest.WithHeader("Host", "h"), host},
		{"host of the request in blanks", signer.V4, func(r *signer.Request) { r.Host = " h\t" }, trimmed},
		{"host of the header in blanks", signer.V4, signertest.WithHeader("Host", "h "), trimmed},
		{"metadata in blanks", signer.V4, signertest.WithHeader("x-oss-meta-a", " 1"), transcript.Line{Text: "x-oss-meta-a:1", Origin: transcript.OriginHeader, Name: "x-oss-meta-a", Note: blanks}},
		{"Content-Type in blanks", signer.V1, signertest.WithHeader("Content-Type", "a/b "), transcript.Line{Text: "a/b", Origin: transcript.OriginHeader, Name: "Content-Type", Note: blanks}},
	} {
		s, r := signertest.MakeSigner(t, tt.version, signertest.LongTerm), signertest.GetRequest()
		if tt.version == signer.V4 {
			s = signertest.MakeSigner(t, tt.version, signertest.LongTerm, "host")
		}
		tt.change(r)
		for _, told := range []*signer.Transcript{signertest.Explain(t, s, r), signertest.ExplainPresign(t, s, r)} {
			lines := append(told.Canonical, told.ToSign...)
			i := slices.IndexFunc(lines, func(l transcript.Line) bool { return l.Text == tt.want.Text })
			if i < 0 {
				t.Fatalf("%s: there is no line %q in %v", tt.name, tt.want.Text, told)
			}
			if diff := cmp.Diff(tt.want, lines[i]); diff != "" {
				t.Errorf("%s, in the URL %t (-want +got):\n%s", tt.name, told.URL, diff)
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
		want              transcript.Part
	}{
		{signer.V4, "security-token", "", "", transcript.Part{Name: "security-token", Text: "security-token", Origin: transcript.OriginQuery}},
		{signer.V1, "security-token", "", "", transcript.Part{Name: "security-token", Text: "security-token", Origin: transcript.OriginQuery}},
		{signer.V1, "security-token", "t", "", transcript.Part{Name: "security-token", Text: "security-token=(1 bytes, redacted)", Origin: transcript.OriginToken}},
		{signer.V1, "x-oss-process", "a&b", ambiguous, transcript.Part{Name: "x-oss-process", Text: "x-oss-process=a&b", Origin: transcript.OriginQuery}},
		{signer.V1, "x-oss-process", "a\nb", ambiguous, transcript.Part{Name: "x-oss-process", Text: "x-oss-process=a\nb", Origin: transcript.OriginQuery}},
		{signer.V1, "x-oss-process", "a=b", "", transcript.Part{Name: "x-oss-process", Text: "x-oss-process=a=b", Origin: transcript.OriginQuery}},
		{signer.V4, "x-oss-process", "a&b", "", transcript.Part{Name: "x-oss-process", Text: "x-oss-process=a%26b", Origin: transcript.OriginQuery}},
	} {
		r, want := signertest.GetRequest(), transcript.Line{Text: tt.want.Text, Origin: transcript.OriginQuery, Note: tt.note, Parts: []transcript.Part{tt.want}}
		r.Query[tt.name] = []string{tt.value}
		told := signertest.Explain(t, signertest.MakeSigner(t, tt.version, signertest.LongTerm), r)
		lines := told.Canonical
		if tt.version == signer.V1 {
			lines, want.Origin, want.Text = told.ToSign, transcript.OriginResource, "/examplebucket/folder/a key.txt?"+want.Text
		}
		i := slices.IndexFunc(lines, func(l transcript.Line) bool { return l.Parts != nil })
		if diff := cmp.Diff(want, lines[i]); diff != "" {
			t.Errorf("%v, %s=%s (-want +got):\n%s", tt.version, tt.name, tt.value, diff)
		}
	}
}
