package signer_test

import (
	"encoding"
	"errors"
	"fmt"
	"strings"
	"testing"

	"example.com/ossmeta/signer"
)

func TestDisguisesAreFound(t *testing.T) {
	for _, format := range []string{"%s", "%q", "%x", "%X", "%d", "% x", "%#v"} {
		text := fmt.Sprintf(format, []byte(markedToken))
		found := false
		for _, form := range disguises(markedToken) {
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
	v4, v1 := makeSigner(t, signer.V4, marked), makeSigner(t, signer.V1, marked)
	request := putRequest()
	signature := mustSign(t, v4, request)
	transcript, transcriptV1 := explain(t, v4, request), explain(t, v1, request)
	request.Query["x-oss-security-token"] = []string{markedToken}
	inQuery := explain(t, makeSigner(t, signer.V4, longTerm), request)
	hidden = map[string]any{
		"Signer of V4": v4, "Signer of V1": v1, "Transcript": transcript, "Transcript of V1": transcriptV1, "Transcript with a token in the query": inQuery,
		"Line": transcript.Canonical[0], "Lines": transcript.Canonical, "Part": inQuery.Canonical[2].Parts[0],
		"RequestError":     refusedRequest(t, v4),
		"CredentialsError": refusedCredentials(t), "ScopeError": refusedScope(t),
	}
	all = map[string]any{
		"Credentials": marked, "pointer to Credentials": &marked, "Signature": signature,
		"Fields": signature.Fields, "Field": signature.Fields[2], "pointer to Field": &signature.Fields[2],
	}
	for name, v := range hidden {
		all[name] = v
	}
	return all, hidden
}

func refusedRequest(t *testing.T, s *signer.Signer) error {
	t.Helper()
	r := putRequest()
	r.Header["x-oss-security-token"] = []string{markedToken + "1"}
	_, err := s.Sign(r, testTime)
	var want *signer.RequestError
	if !errors.As(err, &want) {
		t.Fatalf("Sign: %v, want a *RequestError", err)
	}
	return err
}

func refusedCredentials(t *testing.T) error {
	t.Helper()
	_, err := signer.NewV1(signer.Credentials{AccessKeyID: "id", AccessKeySecret: markedSecret + "\n", SecurityToken: markedToken})
	var want *signer.CredentialsError
	if !errors.As(err, &want) {
		t.Fatalf("NewV1: %v, want a *CredentialsError", err)
	}
	return err
}

func refusedScope(t *testing.T) error {
	t.Helper()
	_, err := signer.NewV4(marked, signer.Scope{})
	var want *signer.ScopeError
	if !errors.As(err, &want) {
		t.Fatalf("NewV4: %v, want a *ScopeError", err)
	}
	return err
}

func TestSecretsAreNotPrinted(t *testing.T) {
	all, hidden := secretValues(t)
	for name, v := range all {
		for shape, held := range holders(v) {
			printEverywhere(t, name+" in "+shape, held)
		}
	}
	for name, v := range hidden {
		for shape, held := range hiddenHolders(v) {
			printEverywhere(t, name+" in "+shape, held)
		}
	}
	printEverywhere(t, "Credentials as a key", map[signer.Credentials]int{marked: 1})
}

// TestRedactedText has what is printed in place of the secrets.
func TestRedactedText(t *testing.T) {
	signature := mustSign(t, makeSigner(t, signer.V4, marked), getRequest())
	var none *signer.Signer
	var noTranscript *signer.Transcript
	for _, tt := range []struct {
		value any
		want  string
	}{
		{marked, `access key id "id", secret redacted, security token redacted`},
		{signer.Credentials{AccessKeyID: "i\n"}, `access key id "i\n"`},
		{signer.Credentials{}, `access key id ""`},
		{*getRequest(), `GET bucket "examplebucket" key "folder/a key.txt", header fields []`},
		{signer.Signature{Fields: signature.Fields[:3]}, "x-oss-date: " + testStamp + "\nx-oss-content-sha256: UNSIGNED-PAYLOAD\nx-oss-security-token: (18 bytes, redacted)"},
		{signature.Fields[0], "x-oss-date: " + testStamp},
		{signature.Fields[2], "x-oss-security-token: (18 bytes, redacted)"},
		{signer.Field{Name: "X-OSS-Security-Token"}, "X-OSS-Security-Token: "},
		{makeSigner(t, signer.V4, marked), `OSS V4 signer, access key id "id", scope ` + testScope},
		{makeSigner(t, signer.V1, marked), `OSS V1 signer, access key id "id"`},
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
