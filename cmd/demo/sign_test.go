package main

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// answer is what one line of sign -json gives.
type answer struct {
	ID           json.RawMessage `json:"id"`
	Canonical    string          `json:"canonical_request"`
	ToSign       string          `json:"string_to_sign"`
	ToSignBase64 string          `json:"string_to_sign_base64"`
	Auth         string          `json:"authorization"`
	URL          string          `json:"url"`
	Fields       [][2]string     `json:"fields"`
	Error        string          `json:"error"`
}

// members returns the JSON of a plain request, with changes: a nil one takes a
// member away.
func members(changes map[string]any) map[string]any {
	m := map[string]any{
		"id": 1, "version": "v4", "method": "GET", "bucket": "examplebucket", "key": "a key", "time": 1702743657,
		"region": "cn-hangzhou", "access_key_id": "LTAIexample", "access_key_secret": "marked-secret",
	}
	maps.Copy(m, changes)
	maps.DeleteFunc(m, func(_ string, v any) bool { return v == nil })
	return m
}

func lineOf(t *testing.T, changes map[string]any) string {
	t.Helper()
	text, err := json.Marshal(members(changes))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// signLines runs sign -json, which must succeed, and returns an answer for
// each line.
func signLines(t *testing.T, lines ...string) []answer {
	t.Helper()
	r := new(fixture).runWith(t, strings.Join(lines, "\n")+"\n", "sign", "-json")
	if r.status != 0 || r.stderr != "" {
		t.Fatalf("status %d, stderr %q", r.status, r.stderr)
	}
	if strings.Contains(r.stdout, "marked-secret") {
		t.Error("an answer shows a secret")
	}
	out := strings.Split(strings.TrimSuffix(r.stdout, "\n"), "\n")
	if len(out) != len(lines) {
		t.Fatalf("%d lines gave %d answers", len(lines), len(out))
	}
	answers := make([]answer, len(out))
	for i, line := range out {
		decoder := json.NewDecoder(strings.NewReader(line))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&answers[i]); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		a := answers[i]
		if refused := a.Error != ""; refused == (a.ToSign != "" || a.ToSignBase64 != "" || a.Auth != "" || a.URL != "" || a.Fields != nil) {
			t.Errorf("half an answer: %s", line)
		}
	}
	return answers
}

func TestSignV4(t *testing.T) {
	a := signLines(t, lineOf(t, map[string]any{
		"method": "PUT", "query": "acl&prefix=a%20b%2bc", "security_token": "the-token", "additional_headers": []string{"Host"},
		"headers": [][]string{{"host", "example.com"}, {"X-Oss-Meta-Author", " <O. Henry> & ü "}},
	}))[0]
	want := answer{
		ID: json.RawMessage("1"),
		Canonical: "PUT\n/examplebucket/a%20key\nacl&prefix=a%20b%2Bc\nhost:example.com\nx-oss-content-sha256:UNSIGNED-PAYLOAD\n" +
			"x-oss-date:20231216T162057Z\nx-oss-meta-author:<O. Henry> & ü\nx-oss-security-token:the-token\n\nhost\nUNSIGNED-PAYLOAD",
		ToSign: a.ToSign, Auth: a.Auth,
		Fields: [][2]string{{"x-oss-date", "20231216T162057Z"}, {"x-oss-content-sha256", "UNSIGNED-PAYLOAD"},
			{"x-oss-security-token", "the-token"}, {"Authorization", a.Auth}},
	}
	if diff := cmp.Diff(want, a); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	const scope = "20231216/cn-hangzhou/oss/aliyun_v4_request"
	if !strings.HasPrefix(a.ToSign, "OSS4-HMAC-SHA256\n20231216T162057Z\n"+scope+"\n") ||
		!strings.HasPrefix(a.Auth, "OSS4-HMAC-SHA256 Credential=LTAIexample/"+scope+",AdditionalHeaders=host,Signature=") {
		t.Errorf("string to sign %q, authorization %q", a.ToSign, a.Auth)
	}
}

func TestSignV1(t *testing.T) {
	plain := map[string]any{"version": "v1", "query": "acl&prefix=p&mine=%2F", "sub_resources": []string{"mine"}}
	a := signLines(t, lineOf(t, plain))[0]
	if want := "GET\n\n\nSat, 16 Dec 2023 16:20:57 GMT\n/examplebucket/a key?acl&mine=/"; a.ToSign != want || a.Canonical != "" {
		t.Errorf("string to sign %q, want %q; canonical request %q", a.ToSign, want, a.Canonical)
	}
	if !strings.HasPrefix(a.Auth, "OSS LTAIexample:") || len(a.Fields) != 2 || a.Fields[0][0] != "Date" || a.Fields[1] != [2]string{"Authorization", a.Auth} {
		t.Errorf("authorization %q, fields %q", a.Auth, a.Fields)
	}
	plain["query"] = "versionId=%ff"
	a = signLines(t, lineOf(t, plain))[0]
	exact, err := base64.StdEncoding.DecodeString(a.ToSignBase64)
	if err != nil || !strings.HasSuffix(string(exact), "?versionId=\xff") || a.ToSign != "" {
		t.Errorf("a string to sign that is not UTF-8 came as %q and %q", a.ToSign, a.ToSignBase64)
	}
}

// TestSignURL takes the URL apart again.
func TestSignURL(t *testing.T) {
	for _, version := range []string{"v1", "v4"} {
		for _, tt := range []struct{ bucket, key, path string }{
			{"b", "a key+ü/../c", "/b/a%20key%2B%C3%BC/../c"}, {"b", "", "/b/"}, {"", "", "/"},
		} {
			a := signLines(t, lineOf(t, map[string]any{"version": version, "bucket": tt.bucket, "key": tt.key, "presign_seconds": 600,
				"query": "x-oss-process=a%2Bb%20c&acl", "security_token": "to+ken"}))[0]
			path, query, _ := strings.Cut(a.URL, "?")
			want := url.Values{"x-oss-process": {"a+b c"}, "acl": {""}}
			for _, f := range a.Fields {
				want.Set(f[0], f[1])
			}
			got, err := url.ParseQuery(query)
			if diff := cmp.Diff(want, got); err != nil || diff != "" || path != tt.path || a.Auth != "" || strings.Contains(query, "+") {
				t.Errorf("%s: url %q, error %v, authorization %q (-want +got):\n%s", version, a.URL, err, a.Auth, diff)
			}
			last := a.Fields[len(a.Fields)-1][0]
			if (version == "v1") != (last == "Signature") || (version == "v4") != (last == "x-oss-signature") {
				t.Errorf("%s: the last field is %s", version, last)
			}
		}
	}
}

func TestSignDefaults(t *testing.T) {
	same := []map[string]any{
		{"version": nil}, {"version": ""}, {"version": "V4"}, {"product": "oss"}, {"query": ""}, {"security_token": ""},
		{"headers": []any{}}, {"presign_seconds": 0}, {"sub_resources": []string{"unused"}}, {"additional_headers": []string{}},
	}
	for _, name := range []string{"version", "product", "query", "security_token", "headers", "presign_seconds", "sub_resources", "additional_headers"} {
		same = append(same, map[string]any{name: json.RawMessage("null")}) // as if it were left out
	}
	want := signLines(t, lineOf(t, nil))[0]
	if want.Error != "" {
		t.Fatal(want.Error)
	}
	for _, changes := range same {
		if diff := cmp.Diff(want, signLines(t, lineOf(t, changes))[0]); diff != "" {
			t.Errorf("%v (-want +got):\n%s", changes, diff)
		}
	}
	// What V1 does not sign with may be there all the same, so that one line does for both versions.
	v1 := signLines(t, lineOf(t, map[string]any{"version": "v1"}))[0]
	with := signLines(t, lineOf(t, map[string]any{"version": "V1", "region": "elsewhere", "product": "p", "additional_headers": []string{"a"}}))[0]
	if diff := cmp.Diff(v1, with); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSignOrderOfHeaders(t *testing.T) {
	pairs := [][]string{{"x-oss-b", "1"}, {"Content-Type", "2"}, {"x-oss-a", "3"}}
	one := signLines(t, lineOf(t, map[string]any{"headers": pairs}))[0]
	slices.Reverse(pairs)
	two := signLines(t, lineOf(t, map[string]any{"headers": pairs}))[0]
	if diff := cmp.Diff(one, two); diff != "" || one.Error != "" {
		t.Errorf("error %q (-want +got):\n%s", one.Error, diff)
	}
}

func TestSignControlCharactersInKey(t *testing.T) {
	changes := map[string]any{"key": "a\x00\n\x7f\u2028b"}
	if a := signLines(t, lineOf(t, changes))[0]; !strings.Contains(a.Canonical, "/a%00%0A%7F%E2%80%A8b\n") {
		t.Errorf("V4: canonical request %q, error %q", a.Canonical, a.Error)
	}
	changes["version"] = "v1"
	if a := signLines(t, lineOf(t, changes))[0]; !strings.Contains(a.Error, "control character") {
		t.Errorf("V1: error %q", a.Error)
	}
}

// TestSignEchoesID takes any JSON value for an id.
func TestSignEchoesID(t *testing.T) {
	for id, want := range map[string]string{
		`7`: `7`, `"<a&b>"`: `"<a&b>"`, `null`: `null`, `1e400`: `1e400`, `0.10`: `0.10`, `[1, {"a": "]}"}]`: `[1,{"a":"]}"}]`,
		`123456789012345678901234567890`: `123456789012345678901234567890`, `"\u00fc\""`: `"\u00fc\""`, `true`: `true`,
	} {
		plain := strings.TrimPrefix(lineOf(t, map[string]any{"id": nil}), "{")
		for _, line := range []string{`{"id":` + id + `,` + plain, `{"nope":"}","id" : ` + id + ` ,` + plain} {
			r := new(fixture).runWith(t, line, "sign", "-json")
			if !strings.HasPrefix(r.stdout, `{"id":`+want+`,"`) {
				t.Errorf("%s: answer %s", line, r.stdout)
			}
		}
	}
	if a := signLines(t, lineOf(t, map[string]any{"id": nil}))[0]; string(a.ID) != "null" || a.Error != "" {
		t.Errorf("without an id: %s, error %q", a.ID, a.Error)
	}
}
