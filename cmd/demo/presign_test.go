package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
)

// TestPresign sends what was presigned, as a stranger would, and takes each
// header away.
func TestPresign(t *testing.T) {
	for _, token := range []string{"", "token-of-sts"} {
		f := newFixture(t, osstest.Options{Credentials: []signer.Credentials{{AccessKeyID: "ID", AccessKeySecret: "made-up", SecurityToken: token}}})
		for _, tt := range []struct {
			method string
			args   []string
			status int
		}{
			{"PUT", []string{"-method", "PUT", "-H", "Content-Type: text/plain", "-meta", "author=O. Henry"}, 200},
			{"GET", nil, 200},
			{"GET", []string{"-signature", "v1", "-expires", "1h"}, 200},
			{"GET", []string{"-query", "acl"}, 200},
			{"HEAD", []string{"-method", "HEAD"}, 200},
			{"PUT", []string{"-method", "PUT", "-query", "acl", "-H", "x-oss-object-acl: private"}, 200},
			{"DELETE", []string{"-method", "DELETE"}, 204},
		} {
			n := len(f.Requests())
			out := f.ok(t, append([]string{"presign", "a novel", "-json"}, tt.args...)...)
			if len(f.Requests()) != n {
				t.Errorf("%q sends requests", tt.args)
			}
			var p struct {
				Method, URL, Curl string
				Headers           map[string][]string
			}
			if err := json.Unmarshal([]byte(out), &p); err != nil || p.Method != tt.method {
				t.Fatalf("%q: %v, %s", tt.args, err, out)
			}
			for name := range p.Headers {
				if status := send(t, p.Method, p.URL, p.Headers, name); status != http.StatusForbidden {
					t.Errorf("%q: without %s the answer is %d", tt.args, name, status)
				}
			}
			if status := send(t, p.Method, p.URL, p.Headers, ""); status != tt.status {
				t.Errorf("%q: status %d", tt.args, status)
			}
		}
	}
}

// send sends a presigned request without one of its headers.
func send(t *testing.T, method, url string, headers map[string][]string, without string) int {
	t.Helper()
	req, err := http.NewRequest(method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range headers {
		if name != without {
			req.Header[http.CanonicalHeaderKey(name)] = values
		}
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body)
	return resp.StatusCode
}

func TestPresignText(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	var text strings.Builder
	for _, args := range [][]string{
		{"presign", "novel", "-expires", "1h"},
		{"presign", "novel", "-method", "PUT", "-H", "Content-Type: text/plain", "-meta", "author=O. Henry"},
		{"presign", "novel", "-region", "cn-hangzhou", "-endpoint", "files.example.com", "-cname", "-signature", "v1"},
		{"presign", "novel", "-method", "PUT", "-json"},
	} {
		f.show(t, &text, args...)
	}
	steady := text.String()
	for pattern, with := range map[string]string{
		`[0-9]{4}-[0-9-]{5}T[0-9:]{8}Z`: "EXPIRY", `2F[0-9]{8}%`: "2FDAY%", `[0-9]{8}T[0-9]{6}Z`: "TIME", `Expires=[0-9]+`: "Expires=SECONDS", `([sS]ignature)=[0-9a-zA-Z%]{20,}`: "$1=SIGNATURE",
	} {
		steady = regexp.MustCompile(pattern).ReplaceAllString(steady, with)
	}
	checkGolden(t, "presign.txt", steady)
}

// TestPresignCurl runs the command line of curl, where there is one.
func TestPresignCurl(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	f.seed("a 'novel'", osstest.Object{Body: []byte("a novel")})
	out := f.ok(t, "presign", "a 'novel'")
	line := out[strings.Index(out, "\ncurl     ")+len("\ncurl     "):]
	_, noCurl := exec.LookPath("curl")
	_, noShell := exec.LookPath("sh")
	if noCurl != nil || noShell != nil {
		if !strings.HasPrefix(line, "curl 'http://") {
			t.Errorf("the command line is %s", line)
		}
		return
	}
	if got, err := exec.Command("sh", "-c", strings.Replace(line, "curl", "curl --silent --noproxy '*'", 1)).Output(); err != nil || string(got) != "a novel" {
		t.Errorf("%s gives %q, %v", line, got, err)
	}
}
