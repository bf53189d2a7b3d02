package transcript_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/transcript"
)

// A text has everything that a transcript can have.
const text = `V1 URL signature by access key id "id\"" until 2023-12-16T16:20:57Z

canonical request
  a"b   | additional header A (trimmed, not UTF-8)
  c\\n  | constant

string to sign
  \n  | query (with \t)

not signed
  header B\n: why
  query c: not

signature
  00ff
`

func TestString(t *testing.T) {
	line := transcript.Line{Text: `a"b`, Origin: transcript.OriginAddition, Name: "A"}
	line.AddNote("trimmed")
	line.AddNote("not UTF-8")
	told := transcript.New(nil, nil)
	told.Version, told.URL, told.AccessKeyID, told.Time, told.Signature = transcript.V1, true, `id"`, signertest.Time, "00ff"
	told.Canonical = []transcript.Line{line, {Text: `c\n`, Origin: transcript.OriginConstant}}
	told.ToSign = []transcript.Line{{Text: "\n", Origin: transcript.OriginQuery, Note: "with \t"}}
	told.LeaveOut("header", "B\n", "why")
	told.LeaveOut("query", "c", "not")
	if diff := cmp.Diff(text, told.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for _, tt := range []struct {
		version transcript.Version
		url     bool
		want    string
	}{
		{transcript.V4, false, `V4 signature by access key id "" at 0001-01-01T00:00:00Z`},
		{transcript.V4, true, `V4 URL signature by access key id "" at 0001-01-01T00:00:00Z`},
		{transcript.V1, false, `V1 signature by access key id "" at 0001-01-01T00:00:00Z`},
	} {
		if got := (&transcript.Transcript{Version: tt.version, URL: tt.url}).String(); got != tt.want+"\n" {
			t.Errorf("printed as %s, want %s", got, tt.want)
		}
	}
}

// TestColumns: the origins stand in a column, behind the longest text of at
// most 64 characters.
func TestColumns(t *testing.T) {
	for _, tt := range []struct{ longest, column int }{{0, 0}, {1, 1}, {64, 64}, {65, 0}} {
		told := transcript.Transcript{ToSign: []transcript.Line{{Origin: transcript.OriginTime}, {Text: strings.Repeat("ü", tt.longest), Origin: transcript.OriginScope}}}
		want := "\nstring to sign\n  " + strings.Repeat(" ", tt.column) + "  | time\n  " + strings.Repeat("ü", tt.longest) + "  | scope\n"
		if _, got, _ := strings.Cut(told.String(), "\n"); got != want {
			t.Errorf("%d characters: printed as %s, want %s", tt.longest, got, want)
		}
	}
}

// TestNew: a transcript shares its bytes with nobody, and shows them to nobody who
// does not ask.
func TestNew(t *testing.T) {
	canonical, toSign := []byte(signertest.MarkedToken), []byte(signertest.MarkedSecret)
	told := transcript.New(canonical, toSign)
	canonical[0], toSign[0] = 'x', 'x'
	for range 2 {
		canonical, toSign = told.CanonicalRequest(), told.StringToSign()
		if string(canonical) != signertest.MarkedToken || string(toSign) != signertest.MarkedSecret {
			t.Fatalf("%q and %q", canonical, toSign)
		}
		canonical[0], toSign[0] = 'x', 'x'
	}
	for name, v := range signertest.Holders(told) {
		signertest.PrintEverywhere(t, name, v)
	}
	for name, v := range signertest.Holders(*told) {
		signertest.PrintEverywhere(t, name, v)
	}
	for name, v := range signertest.HiddenHolders(told) {
		signertest.PrintEverywhere(t, name, v)
	}
	for _, none := range []*transcript.Transcript{{}, transcript.New(nil, nil), transcript.New([]byte{}, []byte{})} {
		if none.CanonicalRequest() != nil || none.StringToSign() != nil {
			t.Errorf("of no bytes it has %q and %q", none.CanonicalRequest(), none.StringToSign())
		}
	}
}

// TestFromJSON: the JSON of a transcript reads back, but for the
// exact bytes.
func TestFromJSON(t *testing.T) {
	for _, v := range signertest.BothVersions {
		told, err := signertest.MakeSigner(t, v, signertest.Temporary).ExplainPresign(signertest.PutRequest(), signertest.Time, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(told)
		if err != nil {
			t.Fatal(err)
		}
		var back transcript.Transcript
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		if back.String() != told.String() || back.StringToSign() != nil || back.CanonicalRequest() != nil {
			t.Errorf("%v: read back as\n%v\nwant\n%v", v, &back, told)
		}
	}
}

func TestRedact(t *testing.T) {
	for _, tt := range []struct{ name, value, want string }{
		{"x-oss-security-token", "1234", "(4 bytes, redacted)"},
		{"X-Oss-Security-Token", "1", "(1 bytes, redacted)"},
		{"security-token", "1234567890", "(10 bytes, redacted)"},
		{"Security-Token", "", ""},
		{"x-oss-security-tokens", "1234", "1234"},
		{"token", "1234", "1234"},
	} {
		if got := transcript.Redact(tt.name, tt.value); got != tt.want {
			t.Errorf("%s: %s is shown as %q, want %q", tt.name, tt.value, got, tt.want)
		}
		if got, want := transcript.IsTokenName(tt.name), strings.EqualFold(strings.TrimPrefix(strings.ToLower(tt.name), "x-oss-"), "security-token"); got != want {
			t.Errorf("IsTokenName(%q) = %t", tt.name, got)
		}
	}
}

func TestVersionText(t *testing.T) {
	for v, want := range map[transcript.Version]string{transcript.V4: "V4", transcript.V1: "V1", 2: "Version(2)", -1: "Version(-1)"} {
		text, err := v.MarshalText()
		if v.String() != want || string(text) != want || err != nil {
			t.Errorf("%d reads %q, %q, %v, want %q", int(v), v, text, err, want)
		}
	}
	var v transcript.Version
	for _, text := range []string{"", "V2", "v4", "Version(7)", "V4\n"} {
		if err := v.UnmarshalText([]byte(text)); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("version %q: %v", text, err)
		}
	}
}
