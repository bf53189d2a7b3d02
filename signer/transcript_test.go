package signer_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/transcript"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The transcripts that testdata/transcript holds as text and as JSON.
var transcripts = []struct {
	name        string
	version     signer.Version
	credentials signer.Credentials
	names       []string
	change      func(*signer.Request)
}{
	{"v4-everything", signer.V4, signertest.Temporary, []string{"host", "Content-Length", "range", "content-type", "X-Oss-Date"}, func(r *signer.Request) {
		*r = *signertest.PutRequest()
		r.Header["X-Oss-Meta-Trimmed"] = []string{"  kept  \t"}
		r.Header["x-oss-content-sha256"] = []string{"UNSIGNED-PAYLOAD"}
	}},
	{"v4-bucket", signer.V4, signertest.LongTerm, nil, func(r *signer.Request) {
		r.Key = ""
		r.Query["prefix"], r.Query["acl"], r.Query["a&b"] = []string{"a/b"}, []string{""}, []string{"=é"}
	}},
	{"v4-token-in-query", signer.V4, signertest.LongTerm, nil, signertest.WithQuery("x-oss-security-token", signertest.Temporary.SecurityToken)},
	{"v4-not-utf8", signer.V4, signertest.LongTerm, nil, signertest.WithHeader("X-Oss-Meta-Gbk", "\xd6\xd0\xce\xc4\ttab")},
	{"v1-everything", signer.V1, signertest.Temporary, []string{"mine"}, func(r *signer.Request) {
		*r = *signertest.PutRequest()
		r.Query["mine"], r.Query["x-oss-process"] = []string{"1"}, []string{"style/a b"}
	}},
	{"v1-question-mark", signer.V1, signertest.LongTerm, nil, signertest.WithKey("k?acl")},
	{"v1-token-in-query", signer.V1, signertest.LongTerm, nil, signertest.WithQuery("security-token", signertest.Temporary.SecurityToken)},
	{"v1-not-utf8", signer.V1, signertest.LongTerm, nil, signertest.WithHeader("X-Oss-Meta-Gbk", "\xd6\xd0\xce\xc4")},
	{"v1-service", signer.V1, signertest.LongTerm, nil, func(r *signer.Request) { r.Bucket, r.Key = "", "" }},
}

func TestTranscriptGolden(t *testing.T) {
	for _, tt := range transcripts {
		t.Run(tt.name, func(t *testing.T) {
			r := signertest.GetRequest()
			tt.change(r)
			told, err := signertest.MakeSigner(t, tt.version, tt.credentials, tt.names...).Explain(r, signertest.Time)
			if err != nil {
				t.Fatal(err)
			}
			data, err := json.MarshalIndent(told, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			compareGolden(t, tt.name+".txt", told.String())
			compareGolden(t, tt.name+".json", string(data)+"\n")
			for _, text := range []string{told.String(), string(data)} {
				if strings.Contains(text, signertest.Temporary.SecurityToken) || strings.Contains(text, tt.credentials.AccessKeySecret) {
					t.Errorf("a secret stands in %s", text)
				}
			}
			testLines(t, told)
		})
	}
}

func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("..", "testdata", "transcript", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got; -update writes it anew):\n%s", name, diff)
	}
}

// testLines compares the lines with the exact bytes: where no token is
// replaced they are the same.
func testLines(t *testing.T, told *signer.Transcript) {
	t.Helper()
	testStage(t, told.ToSign, told.StringToSign())
	if told.Version == signer.V4 {
		testStage(t, told.Canonical, told.CanonicalRequest())
	} else if told.Canonical != nil {
		t.Errorf("V1 has the canonical lines %v", told.Canonical)
	}
}

func testStage(t *testing.T, lines []transcript.Line, exact []byte) {
	t.Helper()
	want := strings.Split(string(exact), "\n")
	if len(lines) != len(want) {
		t.Fatalf("%d lines, want %d: %v", len(lines), len(want), lines)
	}
	for i, l := range lines {
		if l.Text != want[i] && !strings.Contains(l.Text, "redacted)") {
			t.Errorf("line %d is %q, want %q", i+1, l.Text, want[i])
		}
	}
}

// TestTranscriptOrigins names the origin of every line and of what was left
// out.
func TestTranscriptOrigins(t *testing.T) {
	r := signertest.PutRequest()
	told, err := signertest.MakeSigner(t, signer.V4, signertest.Temporary, "host", "range", "content-type").Explain(r, signertest.Time)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range append(told.Canonical, told.ToSign...) {
		got = append(got, strings.TrimSpace(string(l.Origin)+" "+l.Name))
	}
	want := []string{"method", "bucket and key", "query", "header Content-MD5", "header Content-Type", "additional header Host",
		"set by the signer", "set by the signer", "header X-Oss-Meta-Author", "header x-oss-meta-empty",
		"security token", "constant", "names of the additional headers", "constant",
		"constant", "time", "scope", "SHA-256 of the canonical request"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("origins (-want +got):\n%s", diff)
	}
	parts := []transcript.Part{{Name: "acl", Text: "acl", Origin: transcript.OriginQuery}, {Name: "prefix", Text: "prefix=a%20b", Origin: transcript.OriginQuery}, {Name: "versionId", Text: "versionId=CAEQ%2Fx", Origin: transcript.OriginQuery}}
	if diff := cmp.Diff(parts, told.Canonical[2].Parts); diff != "" {
		t.Errorf("parts of the query (-want +got):\n%s", diff)
	}
	leftOut := []transcript.Omission{
		{Part: "additional header", Name: "content-type", Reason: "V4 signs it anyway"},
		{Part: "additional header", Name: "range", Reason: "the request has no such header"},
		{Part: "header", Name: "Cache-Control", Reason: "V4 signs it only as an additional header"},
		{Part: "header", Name: "Content-Length", Reason: "V4 signs it only as an additional header"},
	}
	if diff := cmp.Diff(leftOut, told.LeftOut); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
}

// TestTranscriptIsWhatIsSigned recomputes digest, string and signature by hand
// and compares them with the transcript and with the signature that Sign gives.
func TestTranscriptIsWhatIsSigned(t *testing.T) {
	for _, tt := range transcripts {
		t.Run(tt.name, func(t *testing.T) {
			r, s := signertest.GetRequest(), signertest.MakeSigner(t, tt.version, tt.credentials, tt.names...)
			tt.change(r)
			told, err := s.Explain(r, signertest.Time)
			if err != nil {
				t.Fatal(err)
			}
			toSign, secret := string(told.StringToSign()), tt.credentials.AccessKeySecret
			signature := signertest.ReferenceSignatureV1(secret, toSign)
			if tt.version == signer.V4 {
				signature = signertest.ReferenceSignatureV4(secret, signertest.Scope, toSign)
				want := signertest.ReferenceToSignV4(string(told.CanonicalRequest()), signertest.Stamp, signertest.Scope)
				if diff := cmp.Diff(want, toSign); diff != "" {
					t.Errorf("string to sign (-want +got):\n%s", diff)
				}
			}
			authorization := signertest.ValueOf(signertest.MustSign(t, s, r), "Authorization")
			if told.Signature != signature || !strings.HasSuffix(authorization, signature) {
				t.Errorf("signatures %s and %s, want %s", told.Signature, authorization, signature)
			}
		})
	}
}

// TestTranscriptIsACopy keeps a transcript while the signer goes on, and
// writes to the bytes that it gave.
func TestTranscriptIsACopy(t *testing.T) {
	for _, v := range signertest.BothVersions {
		s := signertest.MakeSigner(t, v, signertest.Temporary)
		told, err := s.Explain(signertest.PutRequest(), signertest.Time)
		if err != nil {
			t.Fatal(err)
		}
		text, toSign, canonical := told.String(), told.StringToSign(), told.CanonicalRequest()
		for range 10 {
			signertest.MustSign(t, s, signertest.GetRequest())
		}
		clear(told.StringToSign())
		clear(told.CanonicalRequest())
		if told.String() != text || !bytes.Equal(toSign, told.StringToSign()) || !bytes.Equal(canonical, told.CanonicalRequest()) {
			t.Errorf("%v: the transcript changed afterwards", v)
		}
	}
}

// TestTranscriptNotesArePrintable: a note may name a parameter, whose name is
// anybody's.
func TestTranscriptNotesArePrintable(t *testing.T) {
	r := signertest.GetRequest()
	r.Query["x-oss-\x1b[31m\nfake"] = []string{"a&b"}
	told, err := signertest.MakeSigner(t, signer.V1, signertest.Temporary).Explain(r, signertest.Time)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(told.String(), "\n") {
		if strings.Contains(line, "\x1b") || strings.HasPrefix(line, "fake") {
			t.Errorf("a name from the query breaks out of its line: %q", line)
		}
	}
}
