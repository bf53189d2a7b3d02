package signer_test

import (
	"fmt"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

// fieldNamed returns a field of a signature, to be printed.
func fieldNamed(t *testing.T, s signer.Signature, name string) *signer.Field {
	t.Helper()
	for i := range s.Fields {
		if s.Fields[i].Name == name {
			return &s.Fields[i]
		}
	}
	t.Fatalf("there is no field %s in %v", name, s)
	return nil
}

// urlSecretValues is secretValues for signed URLs and policies. In a policy
// the token stands in base64.
func urlSecretValues(t *testing.T) (all, hidden map[string]any) {
	t.Helper()
	all, hidden = map[string]any{}, map[string]any{}
	for _, v := range signertest.BothVersions {
		name, s := v.String()+" ", signertest.MakeSigner(t, v, signertest.Marked)
		presign, err := s.Presign(signertest.PutRequest(), signertest.Time, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		token := fieldNamed(t, presign, map[signer.Version]string{signer.V4: "x-oss-security-token", signer.V1: "security-token"}[v])
		policy, err := s.SignPolicy(signertest.Time, document)
		if err != nil {
			t.Fatal(err)
		}
		form, document := fieldNamed(t, policy, "x-oss-security-token"), fieldNamed(t, policy, "policy")
		for part, value := range map[string]any{"Presign": presign, "pointer to Presign": &presign, "Fields of Presign": presign.Fields,
			"token of Presign": *token, "pointer to token of Presign": token, "SignPolicy": policy, "pointer to SignPolicy": &policy,
			"Fields of SignPolicy": policy.Fields, "token of SignPolicy": *form, "policy of SignPolicy": *document, "pointer to policy": document} {
			all[name+part] = value
		}
		r := signertest.Presigned(t, s, signertest.PutRequest(), time.Hour)
		transcript := signertest.ExplainPresign(t, s, signertest.PutRequest())
		hidden[name+"ExplainPresign"], hidden[name+"value of ExplainPresign"] = transcript, *transcript
		hidden[name+"lines"] = append(transcript.ToSign, transcript.Canonical...)
		_, conflict := s.Presign(r, signertest.Time, time.Minute)
		hidden[name+"conflict"] = conflict
	}
	for name, value := range hidden {
		all[name] = value
	}
	return all, hidden
}

func TestSecretsOfURLsAreNotPrinted(t *testing.T) {
	all, hidden := urlSecretValues(t)
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
}

// TestRequestText: a Request prints none of its values.
func TestRequestText(t *testing.T) {
	r := signertest.GetRequest()
	r.Header["x-oss-security-token"], r.Query["security-token"] = []string{signertest.MarkedToken}, []string{signertest.MarkedToken}
	for shape, held := range signertest.Holders(*r) {
		for _, verb := range signertest.Verbs {
			signertest.CheckSilent(t, shape+" by "+verb, fmt.Sprintf(verb, held))
		}
	}
	want := `GET bucket "examplebucket" key "folder/a key.txt", header fields ["x-oss-security-token"]`
	if got := fmt.Sprint(r); got != want {
		t.Errorf("printed as %s, want %s", got, want)
	}
}
