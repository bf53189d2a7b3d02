package signer_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/transcript"
)

// The transcripts of signed URLs that testdata/transcript holds.
var urlTranscripts = []struct {
	name        string
	version     signer.Version
	credentials signer.Credentials
	names       []string
	change      func(*signer.Request)
}{
	{"v4-url", signer.V4, signertest.LongTerm, nil, signertest.Unchanged},
	{"v4-url-everything", signer.V4, signertest.Temporary, []string{"host", "Content-Length", "range", "content-type"}, func(r *signer.Request) {
		*r = *signertest.PutRequest()
		r.Header["X-Oss-Meta-Trimmed"] = []string{"  kept  \t"}
	}},
	{"v1-url", signer.V1, signertest.LongTerm, nil, signertest.Unchanged},
	{"v1-url-everything", signer.V1, signertest.Temporary, []string{"mine"}, func(r *signer.Request) {
		*r = *signertest.PutRequest()
		r.Query["mine"], r.Query["x-oss-process"] = []string{"1"}, []string{"style/a b"}
	}},
}

func TestURLTranscriptGolden(t *testing.T) {
	for _, tt := range urlTranscripts {
		t.Run(tt.name, func(t *testing.T) {
			r, s := signertest.GetRequest(), signertest.MakeSigner(t, tt.version, tt.credentials, tt.names...)
			tt.change(r)
			told, err := s.ExplainPresign(r, signertest.Time, time.Hour)
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
				if strings.Contains(text, "example/token") || strings.Contains(text, "example%2Ftoken") || strings.Contains(text, tt.credentials.AccessKeySecret) {
					t.Errorf("a secret stands in %s", text)
				}
			}
			testLines(t, told)
			testURLSignature(t, tt.version, tt.credentials, told, signertest.Presigned(t, s, r, time.Hour), tt.names)
		})
	}
}

// testURLSignature compares a transcript with the URL that Presign gives, and
// with the reference.
func testURLSignature(t *testing.T, v signer.Version, c signer.Credentials, told *signer.Transcript, r *signer.Request, names []string) {
	t.Helper()
	if v == signer.V4 {
		names = nil // they stand in the URL
	}
	if diff := cmp.Diff(signertest.ReferenceReceived(v, names, r), string(told.StringToSign())); diff != "" {
		t.Errorf("string to sign (-want +got):\n%s", diff)
	}
	want := signertest.ReferenceSignature(c.AccessKeySecret, v, names, r)
	if got := signertest.ProvidedSignature(v, r); told.Signature != want || got != want || !told.URL {
		t.Errorf("signatures %s and %s, want %s", told.Signature, got, want)
	}
}

// TestURLTranscriptOrigins names the origin of every part of the query.
func TestURLTranscriptOrigins(t *testing.T) {
	r := signertest.GetRequest()
	r.Host, r.Query["acl"] = "h", []string{""}
	told, err := signertest.MakeSigner(t, signer.V4, signertest.Temporary, "host").ExplainPresign(r, signertest.Time, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	own := transcript.OriginSigner
	want := []transcript.Part{
		{Name: "acl", Text: "acl", Origin: transcript.OriginQuery},
		{Name: "x-oss-additional-headers", Text: "x-oss-additional-headers=host", Origin: own},
		{Name: "x-oss-credential", Text: "x-oss-credential=STS.example%2F20231216%2Fcn-hangzhou%2Foss%2Faliyun_v4_request", Origin: own},
		{Name: "x-oss-date", Text: "x-oss-date=" + signertest.Stamp, Origin: own},
		{Name: "x-oss-expires", Text: "x-oss-expires=3600", Origin: own},
		{Name: "x-oss-security-token", Text: "x-oss-security-token=(34 bytes, redacted)", Origin: transcript.OriginToken},
		{Name: "x-oss-signature-version", Text: "x-oss-signature-version=OSS4-HMAC-SHA256", Origin: own},
	}
	if diff := cmp.Diff(want, told.Canonical[2].Parts); diff != "" {
		t.Errorf("parts of the query (-want +got):\n%s", diff)
	}
}
