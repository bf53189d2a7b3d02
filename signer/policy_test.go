package signer_test

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/signer"
)

func signPolicy(t *testing.T, s *signer.Signer, p signer.Policy) signer.Signature {
	t.Helper()
	signature, err := s.SignPolicy(p, testTime)
	if err != nil {
		t.Fatal(err)
	}
	return signature
}

// everyCondition has one condition of every kind, with what JSON escapes.
var everyCondition = []signer.Condition{
	signer.Equal("bucket", "examplebucket"),
	signer.StartsWith("key", "user/<ü> \"a\\b\""),
	signer.LengthRange(0, 5<<30),
	signer.In("content-type", "image/jpeg", "image/png"),
	signer.In("x-oss-meta-none"),
	signer.NotIn("cache-control", "no-cache"),
}

const everyConditionJSON = `["eq","$bucket","examplebucket"],["starts-with","$key","user/<ü> \"a\\b\""],` +
	`["content-length-range",0,5368709120],["in","$content-type",["image/jpeg","image/png"]],["in","$x-oss-meta-none",[]],` +
	`["not-in","$cache-control",["no-cache"]]`

// ownConditions are the ones that the signer adds.
var ownConditions = map[signer.Version]string{
	signer.V4: `,{"x-oss-signature-version":"OSS4-HMAC-SHA256"},{"x-oss-credential":"<id>/` + testScope + `"},{"x-oss-date":"` + testStamp + `"}`,
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

// TestSignPolicy compares every field with what the documents say, and makes
// the signature anew by hand.
func TestSignPolicy(t *testing.T) {
	for _, v := range bothVersions {
		for _, c := range []signer.Credentials{longTerm, temporary} {
			signature := signPolicy(t, makeSigner(t, v, c), signer.Policy{Expires: testTime.Add(time.Hour + 123456789), Conditions: everyCondition})
			document, err := base64.StdEncoding.DecodeString(valueOf(signature, "policy"))
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
			if diff := cmp.Diff(policyFields(v, c, valueOf(signature, "policy")), fieldValues(signature)); diff != "" {
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
		fields["Signature"] = base64.StdEncoding.EncodeToString([]byte(mac(sha1.New, c.AccessKeySecret, policy)))
		return fields
	}
	key := mac(sha256.New, "aliyun_v4"+c.AccessKeySecret, "20231216")
	for _, part := range []string{testRegion, "oss", "aliyun_v4_request"} {
		key = mac(sha256.New, key, part)
	}
	fields["x-oss-signature-version"], fields["x-oss-credential"] = "OSS4-HMAC-SHA256", c.AccessKeyID+"/"+testScope
	fields["x-oss-date"], fields["x-oss-signature"] = testStamp, hex.EncodeToString([]byte(mac(sha256.New, key, policy)))
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
		condition signer.Condition
		want      string
	}{
		{signer.Equal("key", "a"), `["eq","$key","a"]`},
		{signer.Equal("x-oss-meta-a", ""), `["eq","$x-oss-meta-a",""]`},
		{signer.StartsWith("key", ""), `["starts-with","$key",""]`},
		{signer.LengthRange(1, 1), `["content-length-range",1,1]`},
		{signer.LengthRange(0, 9223372036854775807), `["content-length-range",0,9223372036854775807]`},
		{signer.In("content-type"), `["in","$content-type",[]]`},
		{signer.In("content-type", "a"), `["in","$content-type",["a"]]`},
		{signer.NotIn("content-type", "a", "b"), `["not-in","$content-type",["a","b"]]`},
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
	conditions := append(make([]signer.Condition, 0, 10), signer.In("key", values...), signer.NotIn("key", values...))
	values[0] = "changed"
	s := makeSigner(t, signer.V4, temporary)
	first := signPolicy(t, s, signer.Policy{Expires: testTime.Add(time.Hour), Conditions: conditions})
	spare, err := json.Marshal(conditions[:3][2])
	if err != nil || string(spare) != "null" {
		t.Errorf("signing wrote %s behind the caller's conditions", spare)
	}
	document, _ := base64.StdEncoding.DecodeString(valueOf(first, "policy"))
	if strings.Contains(string(document), "changed") {
		t.Errorf("a condition changed with the caller's slice: %s", document)
	}
	if again := signPolicy(t, s, signer.Policy{Expires: testTime.Add(time.Hour), Conditions: conditions}); !slices.Equal(first.Fields, again.Fields) {
		t.Errorf("signed as %v, then as %v", first, again)
	}
}

func TestPolicyRefusals(t *testing.T) {
	expires := func(after time.Duration) signer.RequestError {
		return signer.RequestError{Part: "time", Name: testTime.Add(after).Format(time.RFC3339), Reason: signer.ReasonPolicyEnd}
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
		{"ends at once", nil, testTime, 0, ptr(expires(0))},
		{"ends after a nanosecond", nil, testTime, 1, nil},
		{"has ended", nil, testTime, -time.Hour, ptr(expires(-time.Hour))},
		{"a week", nil, testTime, week, nil},
		{"more than a week", onlyV4, testTime, week + time.Millisecond, ptr(expires(week))},
		{"more than a week", onlyV1, testTime, 52 * week, nil},
		{"another day", onlyV4, nextDay, time.Hour, &signer.RequestError{Part: "time", Name: "20231217T000000Z", Reason: signer.ReasonOtherDay}},
		{"another day", onlyV1, nextDay, time.Hour, nil},
	} {
		for _, v := range versionsOf(tt.versions) {
			signature, err := makeSigner(t, v, longTerm).SignPolicy(signer.Policy{Expires: tt.at.Add(tt.life)}, tt.at)
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
		condition signer.Condition
		name      string
		reason    signer.Reason
	}{
		{signer.Condition{}, "", signer.ReasonCondition},
		{signer.Equal("", "a"), "", signer.ReasonCondition},
		{signer.Equal("a b\n", ""), "a b\n", signer.ReasonCondition},
		{signer.Equal("$key", "a"), "$key", signer.ReasonCondition},
		{signer.StartsWith("key\xff", ""), "key\xff", signer.ReasonCondition},
		{signer.LengthRange(-1, 1), "content-length-range", signer.ReasonCondition},
		{signer.LengthRange(2, 1), "content-length-range", signer.ReasonCondition},
		{signer.Equal("key", "a\xff"), "key", signer.ReasonNotUTF8},
		{signer.In("key", "\xd6\xd0"), "key", signer.ReasonNotUTF8},
		{signer.Equal("x-oss-date", "20000101T000000Z"), "x-oss-date", signer.ReasonConflict},
		{signer.NotIn("X-Oss-Credential", "a"), "X-Oss-Credential", signer.ReasonConflict},
		{signer.StartsWith("x-oss-security-token", ""), "x-oss-security-token", signer.ReasonConflict},
	} {
		p := signer.Policy{Expires: testTime.Add(time.Hour), Conditions: []signer.Condition{signer.Equal("bucket", "b"), tt.condition}}
		signature, err := makeSigner(t, signer.V4, temporary).SignPolicy(p, testTime)
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
	for _, v := range bothVersions {
		s, p := makeSigner(t, v, longTerm), signer.Policy{Expires: testTime.Add(time.Hour).In(hangzhou)}
		signature, err := s.SignPolicy(p, testTime.In(hangzhou))
		if want := signPolicy(t, s, signer.Policy{Expires: testTime.Add(time.Hour)}); err != nil || !slices.Equal(signature.Fields, want.Fields) {
			t.Errorf("%v: %v, %v, want %v", v, signature, err, want)
		}
	}
}

// TestPolicyWithoutConditions has an empty list, not null.
func TestPolicyWithoutConditions(t *testing.T) {
	signature := signPolicy(t, makeSigner(t, signer.V1, longTerm), signer.Policy{Expires: testTime.Add(time.Second)})
	document, _ := base64.StdEncoding.DecodeString(valueOf(signature, "policy"))
	if want := `{"expiration":"2023-12-16T16:20:58.000Z","conditions":[]}`; string(document) != want {
		t.Errorf("the policy is %s, want %s", document, want)
	}
}
