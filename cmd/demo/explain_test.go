package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/signer"
)

const (
	markedSecret = "marked-secret"
	markedToken  = "marked-token"
)

// signingFixture has a key in its environment, and no server.
func signingFixture(token string) *fixture {
	return &fixture{vars: map[string]string{"OSS_ACCESS_KEY_ID": "LTAIexample", "OSS_ACCESS_KEY_SECRET": markedSecret,
		"OSS_SESSION_TOKEN": token, "OSS_REGION": "cn-hangzhou", "OSS_BUCKET": "examplebucket"}}
}

// explainCases have the same request by flags and in JSON.
var explainCases = []struct {
	args    []string
	members map[string]any
}{
	{
		[]string{"explain", "folder/a key", "-method", "PUT", "-query", "acl&prefix=a%20b", "-H", "Host: example.com", "-H",
			"Content-Type:text/plain", "-meta", "author=O. Henry", "-sign-header", "host", "-sign-header", "range", "-time", "1702743657"},
		map[string]any{"method": "PUT", "key": "folder/a key", "query": "acl&prefix=a%20b", "security_token": markedToken,
			"headers":            [][]string{{"Host", "example.com"}, {"Content-Type", "text/plain"}, {"x-oss-meta-author", "O. Henry"}},
			"additional_headers": []string{"host", "range"}},
	},
	{
		[]string{"explain", "k", "-presign", "600", "-time", "1702743657", "-region", "cn-beijing", "-bucket", "other", "-product", "oss-cloudbox"},
		map[string]any{"key": "k", "presign_seconds": 600, "region": "cn-beijing", "bucket": "other", "product": "oss-cloudbox", "security_token": markedToken},
	},
	{
		[]string{"explain", "", "-signature", "v1", "-query", "lifecycle&mine=1&prefix=p", "-sub-resource", "mine", "-time", "1702743657"},
		map[string]any{"version": "v1", "key": nil, "query": "lifecycle&mine=1&prefix=p", "sub_resources": []string{"mine"}, "security_token": markedToken},
	},
	{
		[]string{"explain", "-signature=v1", "-presign=1", "--time", "1702743657", "--", "-k"},
		map[string]any{"version": "v1", "key": "-k", "presign_seconds": 1, "security_token": markedToken},
	},
}

func TestExplain(t *testing.T) {
	f := signingFixture(markedToken)
	var text strings.Builder
	for _, tt := range explainCases {
		byFlags := f.ok(t, tt.args...)
		line := lineOf(t, tt.members)
		if r := f.runWith(t, line, "explain"); r.stdout != byFlags || r.status != 0 {
			t.Errorf("the JSON gives %q, status %d, and not the same as the flags:\n%s", r.stderr, r.status, cmp.Diff(byFlags, r.stdout))
		}
		text.WriteString("demo " + strings.Join(tt.args, " ") + "\n" + byFlags + "\n")
	}
	checkGolden(t, "explain.txt", text.String())
}

// TestExplainAgrees compares the transcript with what sign gives.
func TestExplainAgrees(t *testing.T) {
	for _, tt := range explainCases {
		line := lineOf(t, tt.members)
		var transcript signer.Transcript
		r := new(fixture).runWith(t, line, "explain", "-json")
		if err := json.Unmarshal([]byte(r.stdout), &transcript); err != nil || strings.Count(r.stdout, "\n") != 1 {
			t.Fatalf("%v: %s%s", err, r.stdout, r.stderr)
		}
		a := signLines(t, line)[0]
		if last := a.Fields[len(a.Fields)-1][1]; !strings.HasSuffix(last, transcript.Signature) {
			t.Errorf("explain has the signature %s, sign %s", transcript.Signature, last)
		}
	}
}

func TestExplainNow(t *testing.T) {
	text := signingFixture("").ok(t, "explain", "k")
	now := time.Now().UTC()
	if today := signer.DateOf(now); !strings.Contains(text, today) && !strings.Contains(text, signer.DateOf(now.Add(-time.Minute))) {
		t.Errorf("the transcript is not of today:\n%s", text)
	}
}

// TestExplainPretty takes JSON over several lines.
func TestExplainPretty(t *testing.T) {
	pretty, err := json.MarshalIndent(members(nil), "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	if r := new(fixture).runWith(t, string(pretty)+"\n\n", "explain"); r.status != 0 || r.stderr != "" {
		t.Errorf("%+v", r)
	}
}

func TestExplainRefuses(t *testing.T) {
	for _, tt := range []struct {
		args   string // separated by blanks
		status int
		want   string
	}{
		{"explain k -query a+b", exitUsage, "-query has a raw '+'"},
		{"explain k -time -99999999999999", exitUsage, "-time is not in a year"},
		{"explain k -time yesterday", exitUsage, "-time is a whole number of seconds"},
		{"explain k -presign 0", exitUsage, "-presign is 0"},
		{"explain k -presign -1", exitUsage, "-presign is not from 1 to 604800"},
		{"explain k -presign 604801", exitUsage, "-presign is not from 1 to 604800"},
		{"explain k -method P(T", exitUsage, "is not a token"},
		{"explain k -region !", exitUsage, "region"},
		{"explain k -bucket a -bucket b", exitUsage, "-bucket is given more than once"},
		{"explain k -sub-resource a", exitUsage, "-sub-resource does not go with -signature v4"},
		{"explain k -signature v1 -sign-header host", exitUsage, "-sign-header does not go with -signature v1"},
		{"explain k -signature v1 -product oss", exitUsage, "-product does not go with -signature v1"},
		{"explain k -sign-header a_b", exitUsage, "additional header"},
		{"explain k -H x-oss-date:yesterday", exitUsage, "is set to another value"},
		{"explain k -unset a", exitUsage, "-unset does not go with explain"},
		{"explain k l", exitUsage, "explain takes [KEY]"},
		{"explain -method PUT", exitUsage, "go with KEY"},
		{"explain", exitFailed, "the request: there is nothing"},
		{"explain -json", exitFailed, "the request: there is nothing"},
	} {
		r := signingFixture("").run(t, strings.Fields(tt.args)...)
		checkOneLine(t, r, tt.status, tt.want)
		if r.stdout != "" {
			t.Errorf("%s: stdout %q", tt.args, r.stdout)
		}
	}
	checkOneLine(t, new(fixture).run(t, "explain", "k"), exitUsage, "there is no key to sign with", "OSS_ACCESS_KEY_ID")
	line := lineOf(t, nil)
	checkOneLine(t, new(fixture).runWith(t, line+line, "explain"), exitFailed, "the request: not JSON")
	checkOneLine(t, new(fixture).runWith(t, lineOf(t, map[string]any{"region": nil}), "explain"), exitFailed, "region")
	checkOneLine(t, new(fixture).runWith(t, line+strings.Repeat(" ", maxLine), "explain"), exitFailed, "longer than 8 MiB")
}
