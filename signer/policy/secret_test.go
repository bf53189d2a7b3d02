package policy_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/policy"
)

// TestTokenInCondition: a condition on the token does not show it.
func TestTokenInCondition(t *testing.T) {
	c := policy.Equal("x-oss-security-token", signertest.MarkedToken)
	for _, v := range []any{c, &c, policy.Policy{Conditions: []policy.Condition{c}}} {
		signertest.CheckSilent(t, fmt.Sprintf("%T", v), fmt.Sprint(v))
	}
}

// TestPolicyHoldsItsToken proves that the test above has something to find.
func TestPolicyHoldsItsToken(t *testing.T) {
	signature := signPolicy(t, signertest.MakeSigner(t, signer.V4, signertest.Marked), policy.Policy{Expires: signertest.Time.Add(time.Hour)})
	policy := signertest.ValueOf(signature, "policy")
	document, err := base64.StdEncoding.DecodeString(policy)
	if err != nil || !strings.Contains(string(document), signertest.MarkedToken) {
		t.Fatalf("the policy is %s, %v", document, err)
	}
	text := fmt.Sprintf("%v", signature)
	if strings.Contains(text, policy[:16]) || !strings.Contains(text, "policy: (") || !strings.Contains(text, "x-oss-security-token: (18 bytes, redacted)") {
		t.Errorf("printed as %s", text)
	}
	for start := range len(policy) - 24 { // none of its parts, wherever the token begins in it
		if strings.Contains(text, policy[start:start+24]) {
			t.Fatalf("a part of the policy is in %s", text)
		}
	}
}

// TestSecretsAreNotPrinted has what is signed, and the exported types, which keep their
// secret even where fmt calls no methods.
func TestSecretsAreNotPrinted(t *testing.T) {
	values := map[string]any{"Policy": policy.Policy{Expires: signertest.Time, Conditions: everyCondition}, "Condition": everyCondition[0]}
	for name, value := range values {
		for shape, held := range signertest.HiddenHolders(value) {
			signertest.PrintEverywhere(t, name+" in "+shape, held)
		}
	}
	for _, v := range signertest.BothVersions {
		s := signertest.MakeSigner(t, v, signertest.Marked)
		signature := signPolicy(t, s, policy.Policy{Expires: signertest.Time.Add(time.Hour), Conditions: everyCondition})
		_, err := policy.Sign(s, policy.Policy{Expires: signertest.Time.Add(time.Hour), Conditions: []policy.Condition{policy.Equal("x-oss-security-token", signertest.MarkedToken)}}, signertest.Time)
		values[v.String()+" Signature"], values[v.String()+" conflict"] = signature, err
	}
	for name, value := range values {
		for shape, held := range signertest.Holders(value) {
			signertest.PrintEverywhere(t, name+" in "+shape, held)
		}
	}
}
