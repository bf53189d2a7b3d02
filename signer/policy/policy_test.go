package policy_test

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/policy"
)

func signPolicy(t *testing.T, s *signer.Signer, p policy.Policy) signer.Signature {
	t.Helper()
	signature, err := policy.Sign(s, p, signertest.Time)
	if err != nil {
		t.Fatal(err)
	}
	return signature
}

// everyCondition has one condition of every kind, with what JSON escapes.
var everyCondition = []policy.Condition{
	policy.Equal("bucket", "examplebucket"),
	policy.StartsWith("key", "user/<ü> \"a\\b\""),
	policy.LengthRange(0, 5<<30),
	policy.In("content-type", "image/jpeg", "image/png"),
	policy.In("x-oss-meta-none"),
	policy.NotIn("cache-control", "no-cache"),
}

const everyConditionJSON = `["eq","$bucket","examplebucket"],["starts-with","$key","user/<ü> \"a\\b\""],` +
	`["content-length-range",0,5368709120],["in","$content-type",["image/jpeg","image/png"]],["in","$x-oss-meta-none",[]],` +
	`["not-in","$cache-control",["no-cache"]]`

// ownConditions are the ones that the signer adds.
var ownConditions = map[signer.Version]string{
	signer.V4: `,{"x-oss-signature-version":"OSS4-HMAC-SHA256"},{"x-oss-credential":"<id>/` + signertest.Scope + `"},{"x-oss-date":"` + signertest.Stamp + `"}`,
	signer.V1: "",
}

// decoded reads JSON, numbers as they stand there.
func decoded(t *testing.T, text string) (v any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return v
}

// TestSign compares every field with what the documents say, and makes
// the signature anew by hand.
func TestSign(t *testing.T) {
	for _, v := range signertest.BothVersions {
		for _, c := range []signer.Credentials{signertest.LongTerm, signertest.Temporary} {
			signature := signPolicy(t, signertest.MakeSigner(t, v, c), policy.Policy{Expires: signertest.Time.Add(time.Hour + 123456789), Conditions: everyCondition})
			document, err := base64.StdEncoding.DecodeString(signertest.ValueOf(signature, "policy"))
			if err != nil {
				t.Fatal(err)
			}
			own := strings.ReplaceAll(ownConditions[v], "<id>", c.AccessKeyID)
			if c.SecurityToken != "" {
				own += `,{"x-oss-security-token":"` + c.SecurityToken + `"}`
			}
			want := `{"expiration":"2023-12-16T17:20:57.123Z","conditions":[` + everyConditionJSON + own + `]}`
			if diff := cmp.Diff(decoded(t, want), decoded(t, string(document))); diff != "" {
				t.Errorf("%v, %v: the policy (-want +got):\n%s", v, c, diff)
			}
			if diff := cmp.Diff(policyFields(v, c, signertest.ValueOf(signature, "policy")), fieldValues(signature)); diff != "" {
				t.Errorf("%v, %v: the fields (-want +got):\n%s", v, c, diff)
			}
		}
	}
}

// policyFields returns the form fields around a policy, signed by hand.
func policyFields(v signer.Version, c signer.Credentials, policy string) map[string]string {
	fields := map[string]string{"policy": policy}
	if c.SecurityToken != "" {
		fields["x-oss-security-token"] = c.SecurityToken
	}
	if v == signer.V1 {
		fields["OSSAccessKeyId"] = c.AccessKeyID
		fields["Signature"] = base64.StdEncoding.EncodeToString([]byte(signertest.MAC(sha1.New, c.AccessKeySecret, policy)))
		return fields
	}
	key := signertest.MAC(sha256.New, "aliyun_v4"+c.AccessKeySecret, "20231216")
	for _, part := range []string{signertest.Region, "oss", "aliyun_v4_request"} {
		key = signertest.MAC(sha256.New, key, part)
	}
	fields["x-oss-signature-version"], fields["x-oss-credential"] = "OSS4-HMAC-SHA256", c.AccessKeyID+"/"+signertest.Scope
	fields["x-oss-date"], fields["x-oss-signature"] = signertest.Stamp, hex.EncodeToString([]byte(signertest.MAC(sha256.New, key, policy)))
	return fields
}

func fieldValues(s signer.Signature) map[string]string {
	values := map[string]string{}
	for _, f := range s.Fields {
		if _, twice := values[f.Name]; twice {
			values[f.Name] += " and again "
		}
		values[f.Name] += f.Value
	}
	return values
}

func TestConditionJSON(t *testing.T) {
	for _, tt := range []struct {
		condition policy.Condition
		want      string
	}{
		{policy.Equal("key", "a"), `["eq","$key","a"]`},
		{policy.Equal("x-oss-meta-a", ""), `["eq","$x-oss-meta-a",""]`},
		{policy.StartsWith("key", ""), `["starts-with","$key",""]`},
		{policy.LengthRange(1, 1), `["content-length-range",1,1]`},
		{policy.LengthRange(0, 9223372036854775807), `["content-length-range",0,9223372036854775807]`},
		{policy.In("content-type"), `["in","$content-type",[]]`},
		{policy.In("content-type", "a"), `["in","$content-type",["a"]]`},
		{policy.NotIn("content-type", "a", "b"), `["not-in","$content-type",["a","b"]]`},
	} {
		got, err := json.Marshal(tt.condition)
		if err != nil || string(got) != tt.want {
			t.Errorf("%s, %v, want %s", got, err, tt.want)
		}
	}
}

// TestConditionsAreCopied changes the caller's values after the condition was
// made, and looks at the caller's conditions after they were signed.
func TestConditionsAreCopied(t *testing.T) {
	values := []string{"a", "b"}
	conditions := append(make([]policy.Condition, 0, 10), policy.In("key", values...), policy.NotIn("key", values...))
	values[0] = "changed"
	s := signertest.MakeSigner(t, signer.V4, signertest.Temporary)
	first := signPolicy(t, s, policy.Policy{Expires: signertest.Time.Add(time.Hour), Conditions: conditions})
	spare, err := json.Marshal(conditions[:3][2])
	if err != nil || string(spare) != "null" {
		t.Errorf("signing wrote %s behind the caller's conditions", spare)
	}
	document, _ := base64.StdEncoding.DecodeString(signertest.ValueOf(first, "policy"))
	if strings.Contains(string(document), "changed") {
		t.Errorf("a condition changed with the caller's slice: %s", document)
	}
	if again := signPolicy(t, s, policy.Policy{Expires: signertest.Time.Add(time.Hour), Conditions: conditions}); !slices.Equal(first.Fields, again.Fields) {
		t.Errorf("signed as %v, then as %v", first, again)
	}
}

func TestPolicyRefusals(t *testing.T) {
	expires := func(after time.Duration) signer.RequestError {
		return signer.RequestError{Part: "time", Name: signertest.Time.Add(after).Format(time.RFC3339), Reason: policy.ReasonEnd}
	}
	const week = 7 * 24 * time.Hour
	nextDay := time.Date(2023, 12, 17, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name     string
		versions []signer.Version
		at       time.Time
		life     time.Duration
		want     *signer.RequestError
	}{
		{"ends at once", nil, signertest.Time, 0, ptr(expires(0))},
		{"ends after a nanosecond", nil, signertest.Time, 1, nil},
		{"has ended", nil, signertest.Time, -time.Hour, ptr(expires(-time.Hour))},
		{"a week", nil, signertest.Time, week, nil},
		{"more than a week", signertest.OnlyV4, signertest.Time, week + time.Millisecond, ptr(expires(week))},
		{"more than a week", signertest.OnlyV1, signertest.Time, 52 * week, nil},
		{"another day", signertest.OnlyV4, nextDay, time.Hour, &signer.RequestError{Part: "time", Name: "20231217T000000Z", Reason: signer.ReasonOtherDay}},
		{"another day", signertest.OnlyV1, nextDay, time.Hour, nil},
	} {
		for _, v := range signertest.VersionsOf(tt.versions) {
			signature, err := policy.Sign(signertest.MakeSigner(t, v, signertest.LongTerm), policy.Policy{Expires: tt.at.Add(tt.life)}, tt.at)
			var got *signer.RequestError
			errors.As(err, &got)
			if diff := cmp.Diff(tt.want, got); diff != "" || (err == nil) != (tt.want == nil) {
				t.Errorf("%s, %v: %v, %v (-want +got):\n%s", tt.name, v, signature, err, diff)
			}
		}
	}
}

// TestConditionRefusals has conditions that no server takes, that JSON would
// mangle, or that could never hold beside the signer's own.
func TestConditionRefusals(t *testing.T) {
	for _, tt := range []struct {
		condition policy.Condition
		name      string
		reason    signer.Reason
	}{
		{policy.Condition{}, "", policy.ReasonCondition},
		{policy.Equal("", "a"), "", policy.ReasonCondition},
		{policy.Equal("a b\n", ""), "a b\n", policy.ReasonCondition},
		{policy.Equal("$key", "a"), "$key", policy.ReasonCondition},
		{policy.StartsWith("key\xff", ""), "key\xff", policy.ReasonCondition},
		{policy.LengthRange(-1, 1), "content-length-range", policy.ReasonCondition},
		{policy.LengthRange(2, 1), "content-length-range", policy.ReasonCondition},
		{policy.Equal("key", "a\xff"), "key", signer.ReasonNotUTF8},
		{policy.In("key", "\xd6\xd0"), "key", signer.ReasonNotUTF8},
		{policy.Equal("x-oss-date", "20000101T000000Z"), "x-oss-date", signer.ReasonConflict},
		{policy.NotIn("X-Oss-Credential", "a"), "X-Oss-Credential", signer.ReasonConflict},
		{policy.StartsWith("x-oss-security-token", ""), "x-oss-security-token", signer.ReasonConflict},
	} {
		p := policy.Policy{Expires: signertest.Time.Add(time.Hour), Conditions: []policy.Condition{policy.Equal("bucket", "b"), tt.condition}}
		signature, err := policy.Sign(signertest.MakeSigner(t, signer.V4, signertest.Temporary), p, signertest.Time)
		var got *signer.RequestError
		if want := (signer.RequestError{Part: "condition", Name: tt.name, Reason: tt.reason}); !errors.As(err, &got) || *got != want {
			t.Errorf("%v: %v, %v, want %v", tt.condition, signature, err, &want)
		}
	}
}

func ptr[T any](v T) *T { return &v }

// TestPolicyZone signs at a time in another zone: the policy has UTC.
func TestPolicyZone(t *testing.T) {
	hangzhou := time.FixedZone("CST", 8*3600)
	for _, v := range signertest.BothVersions {
		s, p := signertest.MakeSigner(t, v, signertest.LongTerm), policy.Policy{Expires: signertest.Time.Add(time.Hour).In(hangzhou)}
		signature, err := policy.Sign(s, p, signertest.Time.In(hangzhou))
		if want := signPolicy(t, s, policy.Policy{Expires: signertest.Time.Add(time.Hour)}); err != nil || !slices.Equal(signature.Fields, want.Fields) {
			t.Errorf("%v: %v, %v, want %v", v, signature, err, want)
		}
	}
}

// TestPolicyWithoutConditions has an empty list, not null.
func TestPolicyWithoutConditions(t *testing.T) {
	signature := signPolicy(t, signertest.MakeSigner(t, signer.V1, signertest.LongTerm), policy.Policy{Expires: signertest.Time.Add(time.Second)})
	document, _ := base64.StdEncoding.DecodeString(signertest.ValueOf(signature, "policy"))
	if want := `{"expiration":"2023-12-16T16:20:58.000Z","conditions":[]}`; string(document) != want {
		t.Errorf("the policy is %s, want %s", document, want)
	}
}

// TestLimitsOfConditions has ranges at their limits, and what a condition prints.
func TestLimitsOfConditions(t *testing.T) {
	for _, tt := range []struct {
		least, most int64
		good        bool
	}{{0, 0, true}, {5, 5, true}, {5, 6, true}, {6, 5, false}, {-1, 5, false}} {
		p := policy.Policy{Expires: signertest.Time.Add(time.Hour), Conditions: []policy.Condition{policy.LengthRange(tt.least, tt.most)}}
		if _, err := policy.Sign(signertest.MakeSigner(t, signer.V4, signertest.LongTerm), p, signertest.Time); (err == nil) != tt.good {
			t.Errorf("%d to %d: %v", tt.least, tt.most, err)
		}
	}
	if got := fmt.Sprintf("%v", policy.Equal("key", "a secret")); got != `eq "key"` {
		t.Errorf("a condition prints as %s", got)
	}
}

// TestPolicyYear: a policy has years of four digits.
func TestPolicyYear(t *testing.T) {
	end := time.Date(12023, 1, 1, 0, 0, 0, 0, time.UTC)
	signature, err := policy.Sign(signertest.MakeSigner(t, signer.V1, signertest.LongTerm), policy.Policy{Expires: end}, signertest.Time)
	if err == nil {
		document, _ := base64.StdEncoding.DecodeString(signertest.ValueOf(signature, "policy"))
		t.Errorf("signed %s", document)
	}
	s, err := signer.NewV4(signertest.LongTerm, signer.Scope{Date: "00000101", Region: signertest.Region})
	if err != nil {
		return
	}
	at := time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	if signature, err := policy.Sign(s, policy.Policy{Expires: at.Add(time.Hour)}, at); err == nil {
		t.Errorf("the year 10000 is signed as %s", signertest.ValueOf(signature, "x-oss-date"))
	}
}

func TestLimitsOfYears(t *testing.T) {
	for year, good := range map[int]bool{-1: false, 0: true, 9999: true, 10000: false} {
		at := time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC)
		_, err := policy.Sign(signertest.MakeSigner(t, signer.V1, signertest.LongTerm), policy.Policy{Expires: at.Add(time.Hour)}, at)
		var refused *signer.RequestError
		if (err == nil) != good || !good && (!errors.As(err, &refused) || refused.Reason != signer.ReasonYear) {
			t.Errorf("in the year %d: %v", year, err)
		}
	}
	last := time.Date(9999, 12, 31, 23, 0, 0, 0, time.UTC)
	if _, err := policy.Sign(signertest.MakeSigner(t, signer.V1, signertest.LongTerm), policy.Policy{Expires: last.Add(time.Hour)}, last); err == nil {
		t.Error("a policy that ends in the year 10000 is signed")
	}
}
