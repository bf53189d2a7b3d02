package main

import (
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
)

// The marks have characters that URLs, JSON and base64 write otherwise.
const (
	secretMark = "Mark0Secret/+=<&Mark0Secret"
	tokenMark  = "Mark0Token/+=<&Mark0Token"
)

// forms are those in which a mark could be written.
func forms(mark string) []string {
	part := mark[:10]
	all := []string{part, url.QueryEscape(mark), hex.EncodeToString([]byte(part)), strings.ToUpper(hex.EncodeToString([]byte(part)))}
	for before := range 3 { // base64 depends on what stands before
		text := base64.StdEncoding.EncodeToString([]byte(strings.Repeat(" ", before) + mark))
		all = append(all, text[before+1:before+12])
	}
	return all
}

func shows(text, mark string) bool {
	for _, form := range forms(mark) {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}

// secretRuns are runs of every command but serve, whose tests have marks of
// their own. token says that the answer is to hold the token.
var secretRuns = []struct {
	args  []string
	token bool
}{
	{args: []string{"put", "k"}},
	{args: []string{"put", "k", "-meta", "a=b", "-json"}},
	{args: []string{"put", "k", "-H", "Content-MD5: wrong"}},
	{args: []string{"ls"}},
	{args: []string{"ls", "-json", "-versions"}},
	{args: []string{"stat", "k"}},
	{args: []string{"head", "k", "-json"}},
	{args: []string{"head", "none"}},
	{args: []string{"get", "k"}},
	{args: []string{"acl", "k"}},
	{args: []string{"acl", "k", "private"}},
	{args: []string{"tag", "k", "a=b"}},
	{args: []string{"edit", "old", "-meta", "a=c", "-dry-run"}},
	{args: []string{"edit", "old", "-meta", "a=c"}},
	{args: []string{"replace", "k", "-meta", "a=c"}},
	{args: []string{"cp", "k", "k2"}},
	{args: []string{"presign", "k"}, token: true},
	{args: []string{"presign", "k", "-json"}, token: true},
	{args: []string{"sign", "-json"}, token: true},
	{args: []string{"explain", "k", "-time", "1702743657"}},
	{args: []string{"explain", "k", "-time", "1702743657", "-json", "-signature", "v1"}},
	{args: []string{"explain"}},
	{args: []string{"rm", "k", "k2"}},
	{args: []string{"help", "put"}},
	{args: []string{"put", "k", "-no-such-flag"}},
	{args: nil}, // the tour
}

// signedRequest is the request in JSON that sign and explain read.
const signedRequest = `{"method":"GET","key":"k","bucket":"b","time":1702743657,"region":"cn-hangzhou","access_key_id":"id","access_key_secret":"` + secretMark +
	`","security_token":"` + tokenMark + `"}`

// TestSecretsStayInside has every command succeed, and fail in every way, and
// searches what it prints.
func TestSecretsStayInside(t *testing.T) {
	key := signer.Credentials{AccessKeyID: "id", AccessKeySecret: secretMark, SecurityToken: tokenMark}
	wrong := key
	wrong.AccessKeySecret = "another"
	for name, tt := range map[string]struct {
		server signer.Credentials
		fault  osstest.Fault
		vars   map[string]string
	}{
		"success":       {server: key},
		"wrong secret":  {server: wrong},
		"expired token": {server: key, fault: osstest.Fault{Status: 403, Code: "SecurityTokenExpired"}},
		"proxy":         {server: key, fault: osstest.Fault{Status: 418, Body: "<html>"}},
		"reset":         {server: key, fault: osstest.Fault{Reset: true, Times: 1}},
		"half a key":    {server: key, vars: map[string]string{"OSS_ACCESS_KEY_ID": ""}},
		"pasted badly":  {server: key, vars: map[string]string{"OSS_ACCESS_KEY_SECRET": secretMark + "\n", "OSS_SESSION_TOKEN": " " + tokenMark}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t, osstest.Options{Credentials: []signer.Credentials{tt.server}})
			f.vars["OSS_ACCESS_KEY_SECRET"] = secretMark
			for name, value := range tt.vars {
				f.vars[name] = value
			}
			if name != "success" && len(tt.vars) == 0 {
				f.Inject(tt.fault)
			}
			ran := map[string]bool{"serve": true, "diagnose": true} // the one has its own test, the other the next one
			for _, run := range secretRuns {
				for _, more := range [][]string{nil, {"-v"}, {"-signature", "v1"}} {
					if run.args == nil && more != nil {
						continue
					}
					f.seed("old", osstest.Object{}) // old enough to be edited at once
					stdin := ""
					if run.args != nil && (run.args[0] == "sign" || run.args[0] == "explain") {
						stdin = signedRequest
					}
					r := f.runWith(t, stdin, append(run.args[:len(run.args):len(run.args)], more...)...)
					if shows(r.stdout+r.stderr, secretMark) || shows(r.stderr, tokenMark) {
						t.Errorf("%q %q: %+v", run.args, more, r)
					}
					if got := shows(r.stdout, tokenMark); got && !run.token || !got && run.token && r.status == 0 {
						t.Errorf("%q %q: the token is shown: %t\n%s", run.args, more, got, r.stdout)
					}
				}
				if run.args != nil {
					ran[run.args[0]] = true
				}
			}
			for _, cmd := range commands {
				if !ran[cmd.name] {
					t.Errorf("%s was not run", cmd.name)
				}
			}
		})
	}
}

// TestSecretsOfDiagnose has a server's answer quote the token.
func TestSecretsOfDiagnose(t *testing.T) {
	answer, err := os.ReadFile(errorFile("signature_v1.xml"))
	if err != nil {
		t.Fatal(err)
	}
	const token = "CAISmarkedSecurityToken"
	quoted := strings.NewReplacer("<", "&lt;", "&", "&amp;").Replace(tokenMark)
	marked := strings.ReplaceAll(string(answer), token, quoted)
	marked = strings.ReplaceAll(marked, strings.ToUpper(spaced(token)), strings.ToUpper(spaced(tokenMark)))
	path := filepath.Join(t.TempDir(), "answer.xml")
	if err := os.WriteFile(path, []byte(marked), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, changes := range []map[string]any{nil, {"method": "POST"}, {"security_token": tokenMark + "x"}, {"security_token": ""}} {
		request := nelson(map[string]any{"security_token": tokenMark, "access_key_secret": secretMark})
		for name, value := range changes {
			request[name] = value
		}
		for _, flag := range []string{"-v=false", "-json"} {
			r := new(fixture).runWith(t, lineOf(t, request), "diagnose", path, flag)
			if shows(r.stdout+r.stderr, secretMark) || shows(r.stdout+r.stderr, tokenMark) || r.stdout+r.stderr == "" {
				t.Errorf("%v: %+v", changes, r)
			}
		}
	}
}

// spaced writes text as OSS writes StringToSignBytes.
func spaced(text string) string {
	var bytes []string
	for i := range len(text) {
		bytes = append(bytes, hex.EncodeToString([]byte(text[i:i+1])))
	}
	return strings.Join(bytes, " ")
}
