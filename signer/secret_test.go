package signer_test

import (
	"bytes"
	"encoding"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"example.com/ossmeta/signer"
)

const (
	markedSecret = "SecretMarkedSecret0"
	markedToken  = "TokenMarkedToken00"
)

var marked = signer.Credentials{AccessKeyID: "id", AccessKeySecret: markedSecret, SecurityToken: markedToken}

// disguises are the forms in which a printer could show a text: as it is, in
// hexadecimal, in base64, and byte by byte. A part of it is enough.
func disguises(text string) []string {
	part := []byte(text[:6])
	forms := []string{text[:6], hex.EncodeToString(part), strings.ToUpper(hex.EncodeToString(part)),
		base64.StdEncoding.EncodeToString(part)}
	for _, verb := range []string{"%d ", "%d, ", "%d,", "0x%x, ", "%02x ", "%02X ", "%#x ", "%c ", "%b ", "%o ", "%U "} {
		var b strings.Builder
		for _, c := range part {
			fmt.Fprintf(&b, verb, c)
		}
		forms = append(forms, strings.TrimRight(b.String(), ", "))
	}
	return forms
}

var markedForms = append(disguises(markedSecret), disguises(markedToken)...)

func checkSilent(t *testing.T, how, text string) {
	t.Helper()
	for _, form := range markedForms {
		if strings.Contains(text, form) {
			t.Errorf("%s shows %q:\n%s", how, form, text)
			return
		}
	}
}

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

// holders are the shapes in which a value comes to a printer. Hidden ones hold
// it in unexported fields, where fmt calls no methods.
func holders(v any) map[string]any {
	type exported struct{ Name, X, N any }
	return map[string]any{
		"itself": v, "slice": []any{v, v}, "array": [1]any{v}, "map": map[string]any{"k": v},
		"struct": exported{"n", v, 1}, "pointer to struct": &exported{"n", v, 1}, "nested": []any{map[string]any{"k": exported{X: v}}},
	}
}

func hiddenHolders(v any) map[string]any {
	type unexported struct {
		n int
		x any
	}
	return map[string]any{"hidden": unexported{1, v}, "pointer to hidden": &unexported{1, v}, "hidden in a slice": []any{unexported{1, []any{v}}}}
}

var verbs = []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%#x", "%d", "%t", "%c", "%U", "%b", "%o", "%e", "%z"}

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
	refused := refuseMarked(t)
	hidden = map[string]any{
		"Signer of V4": v4, "Signer of V1": v1, "Transcript": transcript, "Transcript of V1": transcriptV1, "Transcript with a token in the query": inQuery,
		"Line": transcript.Canonical[0], "Lines": transcript.Canonical, "Part": inQuery.Canonical[2].Parts[0], "VerifyError": refused, "VerifyError value": *refused,
		"RequestError":     refusedRequest(t, v4),
		"CredentialsError": refusedCredentials(t), "ScopeError": refusedScope(t), "Verified": verifyMarked(t, v4), "Verifier": markedVerifier(),
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

func explain(t *testing.T, s *signer.Signer, r *signer.Request) *signer.Transcript {
	t.Helper()
	transcript, err := s.Explain(r, testTime)
	if err != nil {
		t.Fatal(err)
	}
	return transcript
}

func markedVerifier() *signer.Verifier {
	return &signer.Verifier{Region: testRegion, Credentials: func(string) (signer.Credentials, bool) { return marked, true }}
}

func refuseMarked(t *testing.T) *signer.VerifyError {
	t.Helper()
	r := send(t, makeSigner(t, signer.V1, marked), putRequest())
	r.Method = "GET"
	_, err := markedVerifier().Verify(r, testTime)
	var refused *signer.VerifyError
	if !errors.As(err, &refused) || refused.Transcript == nil {
		t.Fatalf("Verify: %v, want a *VerifyError with a transcript", err)
	}
	return refused
}

func verifyMarked(t *testing.T, s *signer.Signer) *signer.Verified {
	t.Helper()
	verified, err := markedVerifier().Verify(send(t, s, putRequest()), testTime)
	if err != nil {
		t.Fatal(err)
	}
	return verified
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
	printEverywhere(t, "an error around an error", fmt.Errorf("doing it: %w", refuseMarked(t)))
}

func printEverywhere(t *testing.T, name string, v any) {
	t.Helper()
	for _, verb := range verbs {
		checkSilent(t, name+" by "+verb, fmt.Sprintf(verb, v))
	}
	checkSilent(t, name+" by Sprint", fmt.Sprint(v)+fmt.Sprintln("x", v, 1))
	for _, format := range []string{"x", "%", "%!", "%[2]s %[1]s", "%*d"} {
		checkSilent(t, name+" by the wrong format "+format, fmt.Sprintf(format, v))
	}
	if data, err := json.Marshal(v); err == nil {
		checkSilent(t, name+" in JSON", string(data))
	}
	if data, err := xml.Marshal(v); err == nil {
		checkSilent(t, name+" in XML", string(data))
	}
	var log bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(h).With("with", v).Info("message", "v", v, slog.Group("g", "v", v))
	}
	checkSilent(t, name+" in slog", log.String())
}

// TestRedactedText has what is printed in place of the secrets.
func TestRedactedText(t *testing.T) {
	signature := mustSign(t, makeSigner(t, signer.V4, marked), getRequest())
	var none *signer.Signer
	var noTranscript *signer.Transcript
	var noError *signer.VerifyError
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
		{noError, "<nil>"},
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
