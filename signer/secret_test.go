package signer_test

import (
	"encoding"
	"errors"
	"fmt"
	"strings"
	"testing"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

func TestDisguisesAreFound(t *testing.T) {
	for _, format := range []string{"%s", "%q", "%x", "%X", "%d", "% x", "%#v"} {
		text := fmt.Sprintf(format, []byte(signertest.MarkedToken))
		found := false
		for _, form := range signertest.Disguises(signertest.MarkedToken) {
			found = found || strings.Contains(text, form)
		}
		if !found {
			t.Errorf("a token printed with %s as %s is not found", format, text)
		}
	}
}

// secretValues returns a value of every exported type that knows a secret, or
// could be thought to. Those that are hidden fully keep their secret even
// where fmt calls no methods.
func secretValues(t *testing.T) (all, hidden map[string]any) {
	t.Helper()
	v4, v1 := signertest.MakeSigner(t, signer.V4, signertest.Marked), signertest.MakeSigner(t, signer.V1, signertest.Marked)
	request := signertest.PutRequest()
	signature := signertest.MustSign(t, v4, request)
	transcript, transcriptV1 := signertest.Explain(t, v4, request), signertest.Explain(t, v1, request)
	request.Query["x-oss-security-token"] = []string{signertest.MarkedToken}
	inQuery := signertest.Explain(t, signertest.MakeSigner(t, signer.V4, signertest.LongTerm), request)
	hidden = map[string]any{
		"Signer of V4": v4, "Signer of V1": v1, "Transcript": transcript, "Transcript of V1": transcriptV1, "Transcript with a token in the query": inQuery,
		"Line": transcript.Canonical[0], "Lines": transcript.Canonical, "Part": inQuery.Canonical[2].Parts[0],
		"RequestError":     refusedRequest(t, v4),
		"CredentialsError": refusedCredentials(t), "ScopeError": refusedScope(t),
	}
	all = map[string]any{
		"Credentials": signertest.Marked, "pointer to Credentials": &signertest.Marked, "Signature": signature,
		"Fields": signature.Fields, "Field": signature.Fields[2], "pointer to Field": &signature.Fields[2],
	}
	for name, v := range hidden {
		all[name] = v
	}
	return all, hidden
}

func refusedRequest(t *testing.T, s *signer.Signer) error {
	t.Helper()
	r := signertest.PutRequest()
	r.Header["x-oss-security-token"] = []string{signertest.MarkedToken + "1"}
	_, err := s.Sign(r, signertest.Time)
	var want *signer.RequestError
	if !errors.As(err, &want) {
		t.Fatalf("Sign: %v, want a *RequestError", err)
	}
	return err
}

func refusedCredentials(t *testing.T) error {
	t.Helper()
	_, err := signer.NewV1(signer.Credentials{AccessKeyID: "id", AccessKeySecret: signertest.MarkedSecret + "\n", SecurityToken: signertest.MarkedToken})
	var want *signer.CredentialsError
	if !errors.As(err, &want) {
		t.Fatalf("NewV1: %v, want a *CredentialsError", err)
	}
	return err
}

func refusedScope(t *testing.T) error {
	t.Helper()
	_, err := signer.NewV4(signertest.Marked, signer.Scope{})
	var want *signer.ScopeError
	if !errors.As(err, &want) {
		t.Fatalf("NewV4: %v, want a *ScopeError", err)
	}
	return err
}

func TestSecretsAreNotPrinted(t *testing.T) {
	all, hidden := secretValues(t)
	for name, v := range all {
		for shape, held := range signertest.Holders(v) {
			signertest.PrintEverywhere(t, name+" in "+shape, held)
		}
	}
	for name, v := range hidden {
		for shape, held := range signertest.HiddenHolders(v) {
			signertest.PrintEverywhere(t, name+" in "+shape, held)
		}
	}
	signertest.PrintEverywhere(t, "Credentials as a key", map[signer.Credentials]int{signertest.Marked: 1})
}

// TestRedactedText has what is printed in place of the secrets.
func TestRedactedText(t *testing.T) {
	signature := signertest.MustSign(t, signertest.MakeSigner(t, signer.V4, signertest.Marked), signertest.GetRequest())
	var none *signer.Signer
	var noTranscript *signer.Transcript
	for _, tt := range []struct {
		value any
		want  string
	}{
		{signertest.Marked, `access key id "id", secret redacted, security token redacted`},
		{signer.Credentials{AccessKeyID: "i\n"}, `access key id "i\n"`},
		{signer.Credentials{}, `access key id ""`},
		{*signertest.GetRequest(), `GET bucket "examplebucket" key "folder/a key.txt", header fields []`},
		{signer.Signature{Fields: signature.Fields[:3]}, "x-oss-date: " + signertest.Stamp + "\nx-oss-content-sha256: UNSIGNED-PAYLOAD\nx-oss-security-token: (18 bytes, redacted)"},
		{signature.Fields[0], "x-oss-date: " + signertest.Stamp},
		{signature.Fields[2], "x-oss-security-token: (18 bytes, redacted)"},
		{signer.Field{Name: "X-OSS-Security-Token"}, "X-OSS-Security-Token: "},
		{signertest.MakeSigner(t, signer.V4, signertest.Marked), `OSS V4 signer, access key id "id", scope ` + signertest.Scope},
		{signertest.MakeSigner(t, signer.V1, signertest.Marked), `OSS V1 signer, access key id "id"`},
		{none, "<nil>"},
		{noTranscript, "<nil>"},
	} {
		if got := fmt.Sprintf("%v", tt.value); got != tt.want {
			t.Errorf("printed as %s, want %s", got, tt.want)
		}
		if m, ok := tt.value.(encoding.TextMarshaler); ok {
			if got, err := m.MarshalText(); err != nil || string(got) != tt.want {
				t.Errorf("marshalled as %s, %v, want %s", got, err, tt.want)
			}
		}
	}
}
