package signer_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"

	"github.com/google/go-cmp/cmp"
)

func TestCredentialsRefused(t *testing.T) {
	const pasted, character = "pasted", "a character"
	for _, tt := range []struct {
		name         string
		c            signer.Credentials
		part, reason string
	}{
		{"nothing", signer.Credentials{}, "access key id", "is empty"},
		{"no id", signer.Credentials{"", "s", ""}, "access key id", "is empty"},
		{"no secret", signer.Credentials{"i", "", ""}, "access key secret", "is empty"},
		{"token alone", signer.Credentials{"", "", "t"}, "access key id", "is empty"},
		{"id and token", signer.Credentials{"i", "", "t"}, "access key secret", "is empty"},
		{"blank before the id", signer.Credentials{" i", "s", ""}, "access key id", pasted},
		{"CR after the id", signer.Credentials{"i\r", "s", ""}, "access key id", pasted},
		{"LF after the secret", signer.Credentials{"i", "s\n", ""}, "access key secret", pasted},
		{"tab after the token", signer.Credentials{"i", "s", "t\t"}, "security token", pasted},
		{"blank alone", signer.Credentials{"i", " ", ""}, "access key secret", pasted},
		{"colon in the id", signer.Credentials{"i:d", "s", ""}, "access key id", character},
		{"slash in the id", signer.Credentials{"i/d", "s", ""}, "access key id", character},
		{"comma in the id", signer.Credentials{"i,d", "s", ""}, "access key id", character},
		{"semicolon in the id", signer.Credentials{"i;d", "s", ""}, "access key id", character},
		{"quote in the id", signer.Credentials{`i"`, "s", ""}, "access key id", character},
		{"blank in the secret", signer.Credentials{"i", "s s", ""}, "access key secret", character},
		{"NUL in the secret", signer.Credentials{"i", "s\x00s", ""}, "access key secret", character},
		{"DEL in the token", signer.Credentials{"i", "s", "\x7f"}, "security token", character},
		{"letters beyond ASCII", signer.Credentials{"i", "sé", ""}, "access key secret", character},
	} {
		for _, v := range signertest.BothVersions {
			_, err := newSigner(v, tt.c)
			var got *signer.CredentialsError
			if !errors.As(err, &got) || got.Part != tt.part || !strings.Contains(got.Reason, tt.reason) {
				t.Fatalf("%s: %v: %v, want the %s refused, which %q", tt.name, v, err, tt.part, tt.reason)
			}
			if diff := cmp.Diff(err, tt.c.Check()); diff != "" {
				t.Errorf("%s: %v: a signer and Check (-signer +Check):\n%s", tt.name, v, diff)
			}
			if want := "signer: credentials: the " + tt.part + " " + got.Reason; err.Error() != want || strings.Contains(want, "\n") {
				t.Errorf("%s: %v: %q, want %q", tt.name, v, err, want)
			}
		}
	}
}

func newSigner(v signer.Version, c signer.Credentials) (*signer.Signer, error) {
	if v == signer.V1 {
		return signer.NewV1(c)
	}
	return signer.NewV4(c, signer.Scope{Date: "20231216", Region: signertest.Region})
}

func TestCredentialsAccepted(t *testing.T) {
	for _, c := range []signer.Credentials{
		{"i", "s", ""},
		{"STS.N_-x@1=", `!"#$%&'()*+,-./:;<=>?@[\]^_{|}~`, "a/b+c=="},
	} {
		for _, v := range signertest.BothVersions {
			if _, err := newSigner(v, c); err != nil {
				t.Errorf("%v refuses %v: %v", v, c, err)
			}
		}
		if err := c.Check(); err != nil {
			t.Errorf("Check refuses %v: %v", c, err)
		}
		if c.IsZero() {
			t.Errorf("%v is zero", c)
		}
	}
	if !(signer.Credentials{}).IsZero() {
		t.Error("no credentials are not zero")
	}
}

func TestScope(t *testing.T) {
	for text, scope := range map[string]signer.Scope{
		signertest.Scope: {"20231216", "cn-hangzhou", ""},
		"20240229/cb-x1/oss-cloudbox/aliyun_v4_request": {"20240229", "cb-x1", "oss-cloudbox"},
	} {
		if _, err := signer.NewV4(signertest.LongTerm, scope); err != nil || scope.String() != text {
			t.Errorf("%+v reads %q, %v, want %q", scope, scope, err, text)
		}
	}
	const day, missing, letters = "is not a day as YYYYMMDD", "is missing; V4 signs the region id, such as cn-hangzhou", "is not made of letters, digits and hyphens"
	for scope, want := range map[signer.Scope]signer.ScopeError{
		{"", "cn-hangzhou", ""}:            {"date", "", day},
		{"20230229", "cn-hangzhou", ""}:    {"date", "20230229", day},
		{"2023121", "cn-hangzhou", ""}:     {"date", "2023121", day},
		{"2023-12-16", "cn-hangzhou", ""}:  {"date", "2023-12-16", day},
		{"20231216 ", "cn-hangzhou", ""}:   {"date", "20231216 ", day},
		{"+2231216", "cn-hangzhou", ""}:    {"date", "+2231216", day},
		{"202312 6", "cn-hangzhou", ""}:    {"date", "202312 6", day},
		{"20231216", "", ""}:               {"region", "", missing},
		{"20231216", "cn/hangzhou", ""}:    {"region", "cn/hangzhou", letters},
		{"20231216", "cn hangzhou", ""}:    {"region", "cn hangzhou", letters},
		{"20231216", "cn_hangzhou", ""}:    {"region", "cn_hangzhou", letters},
		{"20231216", "cn-hangzhou", "o/s"}: {"product", "o/s", letters},
		{"20231216", "cn-hangzhou", "o\n"}: {"product", "o\n", letters},
	} {
		_, err := signer.NewV4(signertest.LongTerm, scope)
		var got *signer.ScopeError
		if !errors.As(err, &got) || *got != want {
			t.Errorf("%+v: %v, want %v", scope, err, &want)
			continue
		}
		if text := fmt.Sprintf("signer: scope: %s %q %s", want.Part, want.Value, want.Reason); err.Error() != text {
			t.Errorf("%+v: %v, want %s", scope, err, text)
		}
	}
}

func TestDateOf(t *testing.T) {
	for _, tt := range []struct {
		at   time.Time
		want string
	}{
		{signertest.Time, "20231216"},
		{time.Date(2023, 12, 17, 7, 59, 59, 0, time.FixedZone("", 8*3600)), "20231216"},
		{time.Date(1, 2, 3, 0, 0, 0, 0, time.UTC), "00010203"},
		{time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), "99991231"},
	} {
		if got := signer.DateOf(tt.at); got != tt.want {
			t.Errorf("DateOf(%v) = %s, want %s", tt.at, got, tt.want)
		}
	}
}

func TestAdditionalNamesRefused(t *testing.T) {
	for name, reason := range map[string]signer.Reason{
		"": signer.ReasonNotToken, "a b": signer.ReasonNotToken, "a;b": signer.ReasonNotToken,
		"a,b": signer.ReasonNotToken, "a=b": signer.ReasonNotToken, "host:": signer.ReasonNotToken,
		"é": signer.ReasonNotToken, "a\n": signer.ReasonNotToken,
		// OSS refuses the one, and the other is replaced by the signature.
		"x_y": signer.ReasonNotAdditional, "Authorization": signer.ReasonNotAdditional,
	} {
		_, err := signer.NewV4(signertest.LongTerm, signer.Scope{Date: "20231216", Region: signertest.Region}, "host", name)
		var got *signer.RequestError
		if !errors.As(err, &got) {
			t.Errorf("the additional name %q: %v, want a *RequestError", name, err)
			continue
		}
		want := signer.RequestError{Part: "additional header", Name: name, Reason: reason}
		if diff := cmp.Diff(want, *got); diff != "" {
			t.Errorf("the additional name %q (-want +got):\n%s", name, diff)
		}
	}
}

// TestNamesAreCopied changes the caller's slices after the signer was made.
func TestNamesAreCopied(t *testing.T) {
	for _, v := range signertest.BothVersions {
		names := []string{"cache-control", "range"}
		s, r := signertest.MakeSigner(t, v, signertest.LongTerm, names...), signertest.PutRequest()
		before := signertest.Send(t, s, r)
		names[0], names[1] = "content-length", "prefix"
		if diff := cmp.Diff(before, signertest.Send(t, s, r)); diff != "" {
			t.Errorf("%v: a signer changed with the names it was made of:\n%s", v, diff)
		}
	}
}

func TestVersionOfSigner(t *testing.T) {
	for _, v := range signertest.BothVersions {
		if got := signertest.MakeSigner(t, v, signertest.LongTerm).Version(); got != v {
			t.Errorf("a signer of %v says %v", v, got)
		}
	}
}
