package verify_test

import (
	"strings"
	"testing"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/verify"
)

// TestOddCredentials: what the lookup returns is what a Signer is made of, or the id is unknown.
func TestOddCredentials(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*signer.Credentials)
		code   string // "" is accepted
	}{
		"as they are":               {func(*signer.Credentials) {}, ""},
		"another id":                {func(c *signer.Credentials) { c.AccessKeyID = "other" }, ""},
		"no id":                     {func(c *signer.Credentials) { c.AccessKeyID = "" }, ""},
		"no secret":                 {func(c *signer.Credentials) { c.AccessKeySecret = "" }, "InvalidAccessKeyId"},
		"a secret with a blank":     {func(c *signer.Credentials) { c.AccessKeySecret += " " }, "InvalidAccessKeyId"},
		"a secret with an LF":       {func(c *signer.Credentials) { c.AccessKeySecret += "\n" }, "InvalidAccessKeyId"},
		"a secret that is not text": {func(c *signer.Credentials) { c.AccessKeySecret += "\x00a" }, "InvalidAccessKeyId"},
		"a token with a blank":      {func(c *signer.Credentials) { c.SecurityToken += "a b" }, "InvalidAccessKeyId"},
		"no token":                  {func(c *signer.Credentials) { c.SecurityToken = "" }, "InvalidSecurityToken"},
	} {
		for _, v := range signertest.BothVersions {
			c := signertest.Temporary
			tt.change(&c)
			verifier := &verify.Verifier{Region: signertest.Region, Credentials: func(string) (signer.Credentials, bool) { return c, true }}
			r := signertest.Send(t, signertest.MakeSigner(t, v, signertest.Temporary), signertest.PutRequest())
			if tt.code == "" {
				if _, err := verifier.Verify(r, signertest.Time); err != nil {
					t.Errorf("%s, %v: %v", name, v, err)
				}
				continue
			}
			if got := refusedWith(t, verifier, r, tt.code); strings.Contains(got.Error(), c.AccessKeySecret) && c.AccessKeySecret != "" {
				t.Errorf("%s, %v: the secret stands in %v", name, v, got)
			}
		}
	}
}

// TestOddSubResources: a part of the signature is no sub-resource.
func TestOddSubResources(t *testing.T) {
	v := testVerifier()
	v.SubResources = []string{"Signature"}
	got := refusedWith(t, v, signertest.Send(t, signertest.MakeSigner(t, signer.V1, signertest.LongTerm), signertest.GetRequest()), "NotImplemented")
	if !strings.Contains(got.Message, `"Signature" `+string(signer.ReasonURLForm)) {
		t.Errorf("%v", got)
	}
}

// TestShortID: an access key id may have one character.
func TestShortID(t *testing.T) {
	for _, v := range signertest.BothVersions {
		c := signertest.LongTerm
		c.AccessKeyID = "a"
		verifier := &verify.Verifier{Region: signertest.Region, Credentials: func(string) (signer.Credentials, bool) { return c, true }}
		if _, err := verifier.Verify(signertest.Send(t, signertest.MakeSigner(t, v, c), signertest.GetRequest()), signertest.Time); err != nil {
			t.Errorf("%v: %v", v, err)
		}
	}
}
