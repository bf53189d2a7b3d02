//go:build alioss

package peers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"example.com/ossmeta/signer"
)

// TestAliOSS has ali-oss from npm drive osstest through the steps of TestDrive.
// It needs node, npm and what npm downloads.
//
//	go test -tags alioss -run TestAliOSS -v
func TestAliOSS(t *testing.T) {
	s := startScript(t)
	c := client{
		name:        "ali-oss",
		connect:     func(_ *testing.T, to connection) driver { return aliOSS{script: s, to: to} },
		notModified: refusal{Status: http.StatusNotModified},
		restored:    refusal{Status: http.StatusOK},
		cleansPaths: true,
		own:         []step{{"managed uploads", managedUploads, oneBucket}},
	}
	driveAll(t, c)
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		t.Run(fmt.Sprintf("%s/%v/IP address", c.name, version), func(t *testing.T) { byAddress(t, newDrive(t, c, version, styles[0])) })
	}
}

// managedUploads has ali-oss itself choose the parts.
func managedUploads(t *testing.T, d *drive) {
	a := d.driver.(aliOSS)
	p, dst := object("managed"), object("managed copy")
	body := strings.Repeat("c", 2*minPart+5)
	set := properties{ContentType: "text/plain", Meta: map[string]string{"author": "Li Lei"}}
	options := map[string]any{"partSize": minPart, "mime": set.ContentType, "meta": set.Meta}
	_, err := a.ask(p.bucket, nil, "multipartUpload", p.key, buffer(body), options)
	ok(t, err)
	d.wantStored(t, p, body, set)
	source := map[string]any{"sourceKey": p.key, "sourceBucketName": p.bucket}
	_, err = a.ask(dst.bucket, nil, "multipartUploadCopy", dst.key, source, map[string]any{"partSize": minPart})
	ok(t, err)
	d.wantStored(t, dst, body, properties{})
	_, err = a.ask(p.bucket, nil, "putMeta", p.key, map[string]string{"only": "this"}) // by copying with REPLACE
	ok(t, err)
	d.wantStored(t, p, body, properties{Meta: map[string]string{"only": "this"}})
}

// byAddress uses an IP address as endpoint: for ali-oss this is neither path
// style nor another host, but a Host header of its own.
func byAddress(t *testing.T, d *drive) {
	a := d.driver.(aliOSS)
	a.to.http = d.server.Client() // no path style
	_, err := a.put(object("key"), "content", properties{})
	ok(t, err)
	d.wantStored(t, object("key"), "content", properties{})
	same(t, "host", d.server.Requests()[0].Host, plain+"."+publicHost)
}

// A script is testdata/ali-oss/drive.js while it runs: it calls ali-oss, one
// call after the other.
type script struct {
	mu  sync.Mutex // guards what follows
	in  *json.Encoder
	out *json.Decoder
}

// startScript copies the script to a folder outside of the work tree, installs
// ali-oss beside it, and starts it until the test ends.
func startScript(t *testing.T) *script {
	folder := t.TempDir()
	ok(t, os.CopyFS(folder, os.DirFS(filepath.Join("testdata", "ali-oss"))))
	npm := exec.CommandContext(t.Context(), "npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts")
	npm.Dir = folder
	if out, err := npm.CombinedOutput(); err != nil {
		t.Fatalf("npm install: %v\n%s", err, out)
	}
	node := exec.Command("node", "drive.js")
	node.Dir, node.Stderr = folder, os.Stderr
	in, err := node.StdinPipe()
	ok(t, err)
	out, err := node.StdoutPipe()
	ok(t, err)
	ok(t, node.Start())
	t.Cleanup(func() {
		in.Close() // which ends the script
		if err := node.Wait(); err != nil {
			t.Errorf("node drive.js: %v", err)
		}
	})
	return &script{in: json.NewEncoder(in), out: json.NewDecoder(out)}
}

// A reply is what a method of ali-oss returned: of the server's answer, and
// made of it.
type reply struct {
	Status  int
	Headers map[string]string // names in lower case
	Content string
	Result  json.RawMessage
	Error   *aliError
}

// An aliError is what a method of ali-oss threw. Status is 0 if the server has
// nothing to do with it.
type aliError struct {
	Status   int
	Code, EC string
	Message  string
}

func (e *aliError) Error() string {
	return fmt.Sprintf("%d %s %s: %s", e.Status, e.Code, e.EC, e.Message)
}

// buffer is a text that reaches ali-oss as a Buffer.
func buffer(text string) any { return map[string]string{"buffer": text} }

// call calls a method of a client that is made with these options.
func (s *script) call(server string, options map[string]any, method string, args ...any) (reply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if args == nil {
		args = []any{}
	}
	err := s.in.Encode(map[string]any{"server": server, "options": options, "method": method, "args": args})
	if err != nil {
		return reply{}, err
	}
	var r reply
	if err := s.out.Decode(&r); err != nil {
		return reply{}, err
	}
	switch {
	case r.Error != nil:
		return reply{}, r.Error
	case r.Status == http.StatusNotModified: // a success to ali-oss, of copies too
		return reply{}, &aliError{Status: r.Status, Message: "not modified"}
	}
	return r, nil
}

// header returns the header of the server's answer.
func (r reply) header() http.Header {
	h := make(http.Header)
	for name, value := range r.Headers {
		h.Set(name, value)
	}
	return h
}

// An aliOSS drives ali-oss.
type aliOSS struct {
	script *script
	to     connection
	latin1 bool // sends the bytes of UTF-8 in headers; else node sends no more than Latin-1
}

// ask calls a method of a client for a bucket and reads what it returns into
// result, unless that is nil.
func (a aliOSS) ask(bucket string, result any, method string, args ...any) (reply, error) {
	c := a.to.credentials
	options := map[string]any{"accessKeyId": c.AccessKeyID, "accessKeySecret": c.AccessKeySecret, "bucket": bucket,
		"region": "oss-" + testRegion, "endpoint": a.to.endpoint, "cname": a.to.cname, "authorizationV4": a.to.version == signer.V4,
		"timeout": 10_000}
	if c.SecurityToken != "" {
		options["stsToken"] = c.SecurityToken
	}
	if a.to.http == nil { // path style, which it does not have for an IP address
		options["endpoint"], options["sldEnable"] = "http://localhost", true
	}
	if a.latin1 {
		options["headerEncoding"] = "latin1"
	}
	r, err := a.script.call(a.to.server, options, method, args...)
	if err == nil && result != nil {
		err = json.Unmarshal(r.Result, result)
	}
	return r, err
}

func (a aliOSS) refusal(err error) (refusal, bool) {
	e, is := err.(*aliError)
	if !is || e.Status == 0 {
		return refusal{}, false
	}
	return refusal{e.Status, e.Code, e.EC}, true
}
