package credentials

import (
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"

	"github.com/google/go-cmp/cmp"
)

func TestParseDocument(t *testing.T) {
	temporary := Temporary{signer.Credentials{AccessKeyID: "id", AccessKeySecret: "secret", SecurityToken: "token"}, time.Date(2023, 12, 29, 7, 45, 2, 0, time.UTC)}
	longTerm := Temporary{Credentials: signer.Credentials{AccessKeyID: "id", AccessKeySecret: "secret"}}
	for _, tt := range []struct {
		name, text string
		want       Temporary
		wrong      string // part of what is said; "" if the text is good
	}{
		{"SDK, temporary", `{"AccessKeyId": "id", "AccessKeySecret": "secret", "Expiration": "2023-12-29T07:45:02Z", "SecurityToken": "token"}`, temporary, ""},
		{"SDK, long-term", "\n{\"AccessKeyId\": \"id\", \"AccessKeySecret\": \"secret\", \"more\": [1]}\n", longTerm, ""},
		{"nulls", `{"AccessKeyId": "id", "AccessKeySecret": "secret", "SecurityToken": null, "Expiration": null}`, longTerm, ""},
		{"metadata service", `{"AccessKeyId": "id", "AccessKeySecret": "secret", "Expiration": "2023-12-29T07:45:02Z", "SecurityToken": "token",
			"LastUpdated": "2023-12-29T01:45:02Z", "Code": "Success"}`, temporary, ""},
		{"CLI, temporary", `{"mode": "StsToken", "access_key_id": "id", "access_key_secret": "secret", "sts_token": "token", "expiration": "2023-12-29T07:45:02Z"}`, temporary, ""},
		{"CLI, long-term", `{"mode": "AK", "access_key_id": "id", "access_key_secret": "secret"}`, longTerm, ""},
		{"another zone", `{"AccessKeyId": "id", "AccessKeySecret": "secret", "SecurityToken": "token", "Expiration": "2023-12-29T15:45:02+08:00"}`, temporary, ""},

		{"nothing", ``, Temporary{}, "JSON"},
		{"a number", `{"AccessKeyId": "id", "AccessKeySecret": 1234567890}`, Temporary{}, "JSON"},
		{"a list", `["marked"]`, Temporary{}, "JSON"},
		{"cut off", `{"AccessKeyId": "id", "AccessKeySecret": "marked`, Temporary{}, "JSON"},
		{"two objects", `{"AccessKeyId": "id", "AccessKeySecret": "marked"} {}`, Temporary{}, "JSON"},
		{"other names", `{"id": "id", "secret": "marked"}`, Temporary{}, "neither"},
		{"both forms", `{"AccessKeyId": "id", "AccessKeySecret": "marked", "access_key_id": "id", "access_key_secret": "marked"}`, Temporary{}, "both"},
		{"a failure", `{"Code": "marked", "AccessKeyId": "id", "AccessKeySecret": "marked"}`, Temporary{}, "Code"},
		{"CLI, another mode", `{"mode": "marked", "access_key_id": "id", "access_key_secret": "marked"}`, Temporary{}, "mode"},
		{"CLI, no token", `{"mode": "StsToken", "access_key_id": "id", "access_key_secret": "marked"}`, Temporary{}, "token"},
		{"seconds", `{"AccessKeyId": "id", "AccessKeySecret": "marked", "Expiration": "1703835902"}`, Temporary{}, "Expiration"},
		{"no zone", `{"AccessKeyId": "id", "AccessKeySecret": "marked", "Expiration": "2023-12-29T07:45:02"}`, Temporary{}, "Expiration"},
	} {
		got, wrong := parseDocument([]byte(tt.text))
		if tt.wrong != "" {
			if !strings.Contains(wrong, tt.wrong) || strings.Contains(wrong, "marked") || strings.Contains(wrong, "12345") {
				t.Errorf("%s: it %q, want something about %q", tt.name, wrong, tt.wrong)
			}
			continue
		}
		if diff := cmp.Diff(tt.want, got); diff != "" || wrong != "" {
			t.Errorf("%s: it %q (-want +got):\n%s", tt.name, wrong, diff)
		}
	}
}

// FuzzParseDocument: what is wrong with a text never quotes it.
func FuzzParseDocument(f *testing.F) {
	f.Add("AccessKeySecret", "s3cr3t~", "2023-12-29T07:45:02Z")
	f.Add("Expiration", "s3cr3t~", "")
	f.Add("Code", "s3cr3t~", "")
	f.Add("mode", `s3cr3t~", x`, "")
	f.Fuzz(func(t *testing.T, name, value, expiration string) {
		_, wrong := parseDocument([]byte(`{"AccessKeyId": "id", "` + name + `": "` + value + `~~~", "Expiration": "` + expiration + `"}`))
		if strings.Contains(wrong, "~") {
			t.Errorf("%q", wrong)
		}
	})
}
