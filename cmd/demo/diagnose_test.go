package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/diagnose"
)

func errorFile(name string) string { return filepath.Join("..", "..", "testdata", "xmlerr", name) }

// nelson is the request that the answer in signature_v1.xml is about.
func nelson(changes map[string]any) map[string]any {
	m := map[string]any{"version": "v1", "method": "PUT", "key": "nelson", "time": 1672221392, "access_key_id": "STS.ExampleKeyId",
		"security_token": "CAISmarkedSecurityToken", "headers": [][]string{{"Content-Type", "text/plain"}, {"x-oss-meta-author", "A&B <c>"}}}
	for name, value := range changes {
		m[name] = value
	}
	return m
}

func TestDiagnose(t *testing.T) {
	for _, tt := range []struct {
		file    string
		members map[string]any
		cause   diagnose.Cause
		name    string
	}{
		{"signature_v1.xml", nelson(map[string]any{"headers": [][]string{{"x-oss-meta-author", "A&B <c>"}}}), diagnose.ContentTypeAdded, "Content-Type"},
		{"signature_v1.xml", nelson(map[string]any{"method": "POST"}), diagnose.MethodChanged, ""},
		{"signature_v1.xml", nelson(map[string]any{"headers": [][]string{{"Content-Type", "text/plain"}}}), diagnose.HeaderAdded, "x-oss-meta-author"},
		{"skewed.xml", nil, diagnose.ClockSkew, ""},
	} {
		line := lineOf(t, tt.members)
		path := filepath.Join(t.TempDir(), "request.json")
		if err := os.WriteFile(path, []byte(line), 0o666); err != nil {
			t.Fatal(err)
		}
		r := new(fixture).runWith(t, line, "diagnose", errorFile(tt.file))
		if r.status != 0 || r.stderr != "" || strings.Count(r.stdout, "\n") != 1 {
			t.Errorf("%s: %+v", tt.file, r)
		}
		for _, args := range [][]string{{path}, {"-"}} {
			args = append([]string{"diagnose", errorFile(tt.file)}, args...)
			if again := new(fixture).runWith(t, line, args...); again != r {
				t.Errorf("%q: %+v, want %+v", args, again, r)
			}
		}
		object := new(fixture).runWith(t, "", "diagnose", "-json", errorFile(tt.file), path)
		var v verdictJSON
		if err := json.Unmarshal([]byte(object.stdout), &v); err != nil || object.status != 0 || strings.Count(object.stdout, "\n") != 1 {
			t.Fatalf("%s: %v, %+v", tt.file, err, object)
		}
		if v.Cause != tt.cause || !strings.EqualFold(v.Name, tt.name) && tt.name != "" || diagnose.Verdict(v).String()+"\n" != r.stdout {
			t.Errorf("%s: verdict %+v, text %q, want %q of %s", tt.file, v, r.stdout, tt.cause, tt.name)
		}
		if all := r.stdout + object.stdout; strings.Contains(all, markedSecret) || strings.Contains(all, "CAISmarked") {
			t.Errorf("%s: a secret in %s", tt.file, all)
		}
	}
}

// TestDiagnoseServer signs with sign, changes the request on its way to a
// server, and asks about the answer.
func TestDiagnoseServer(t *testing.T) {
	const token = "CAIStokenOfTheTest"
	key := signer.Credentials{AccessKeyID: "STS.ID", AccessKeySecret: "right", SecurityToken: token}
	f := newFixture(t, osstest.Options{Credentials: []signer.Credentials{key}})
	for _, version := range []string{"v1", "v4"} {
		for _, tt := range []struct {
			secret string
			change func(http.Header)
			cause  diagnose.Cause
		}{
			{markedSecret, func(http.Header) {}, diagnose.WrongSecret},
			{"right", func(h http.Header) { h.Set("Content-Type", "text/html") }, diagnose.ContentTypeAdded},
			{"right", func(h http.Header) { h.Set("x-oss-meta-a", "c") }, diagnose.HeaderChanged},
			{"right", func(h http.Header) { h.Del("x-oss-meta-a") }, diagnose.HeaderMissing},
		} {
			line := lineOf(t, map[string]any{"version": version, "key": "k", "time": time.Now().Unix(), "region": f.Region(),
				"access_key_id": key.AccessKeyID, "access_key_secret": tt.secret, "security_token": token,
				"headers": [][]string{{"x-oss-meta-a", "b"}}})
			path := filepath.Join(t.TempDir(), "answer.xml")
			if err := os.WriteFile(path, f.refusal(t, signLines(t, line)[0], tt.change), 0o666); err != nil {
				t.Fatal(err)
			}
			r := new(fixture).runWith(t, line, "diagnose", path, "-json")
			var v verdictJSON
			if err := json.Unmarshal([]byte(r.stdout), &v); err != nil || r.status != 0 || v.Cause != tt.cause {
				t.Errorf("%s: verdict %+v, want %s; %+v", version, v, tt.cause, r)
			}
			if all := r.stdout + r.stderr; strings.Contains(all, token) || strings.Contains(all, tt.secret+`"`) {
				t.Errorf("a secret in %s", all)
			}
		}
	}
}

// refusal sends a signed GET of k, changed, and returns the body of the answer.
func (f *fixture) refusal(t *testing.T, signed answer, change func(http.Header)) []byte {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.URL+"/examplebucket/k", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("x-oss-meta-a", "b")
	for _, field := range signed.Fields {
		req.Header.Set(field[0], field[1])
	}
	change(req.Header)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusForbidden {
		t.Fatalf("status %d, %v", resp.StatusCode, err)
	}
	return body
}

func TestDiagnoseRefuses(t *testing.T) {
	line := lineOf(t, nil)
	for _, tt := range []struct {
		args, stdin string
		status      int
		want        string
	}{
		{"diagnose", line, exitUsage, "diagnose takes ERROR [REQUEST|-]"},
		{"diagnose a b c", line, exitUsage, "diagnose takes ERROR [REQUEST|-]"},
		{"diagnose a -bucket b", line, exitUsage, "-bucket does not go with diagnose"},
		{"diagnose no-such-file", line, exitFailed, "no-such-file"},
		{"diagnose .", line, exitFailed, "is a directory"},
		{"diagnose " + errorFile("proxy.xml"), line, exitFailed, "is not the XML of an OSS error"},
		{"diagnose " + errorFile("empty.xml"), line, exitFailed, "is not the XML of an OSS error"},
		{"diagnose " + errorFile("json.xml"), line, exitFailed, "is not the XML of an OSS error"},
		{"diagnose " + errorFile("signature_v4.xml"), "", exitFailed, "the request: there is nothing"},
		{"diagnose " + errorFile("signature_v4.xml"), "{}", exitFailed, `the request: "time" is missing`},
		{"diagnose " + errorFile("signature_v4.xml") + " no-such-file", line, exitFailed, "no-such-file"},
		{"diagnose " + errorFile("signature_v4.xml"), lineOf(t, map[string]any{"region": nil}), exitFailed, "region"},
		{"diagnose " + errorFile("no_such_key.xml"), line, exitFailed, "no verdict: "},
	} {
		r := new(fixture).runWith(t, tt.stdin, strings.Fields(tt.args)...)
		if checkOneLine(t, r, tt.status, tt.want); r.stdout != "" {
			t.Errorf("%s: stdout %q", tt.args, r.stdout)
		}
	}
	// For programs, no verdict is an object too.
	r := new(fixture).runWith(t, line, "diagnose", "-json", errorFile("no_such_key.xml"))
	if checkOneLine(t, r, exitFailed, "no verdict: "); !strings.HasPrefix(r.stdout, `{"cause":"unknown",`) {
		t.Errorf("stdout %q", r.stdout)
	}
}
