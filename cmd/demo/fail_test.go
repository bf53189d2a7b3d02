package main

import (
	"errors"
	"maps"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
)

// A failure is a run of the program that must fail.
type failure struct {
	name  string
	args  []string
	vars  map[string]string // changes of the environment
	parts []string          // of standard error
}

func checkFailures(t *testing.T, f *fixture, status int, failures []failure) {
	t.Helper()
	for _, tt := range failures {
		t.Run(tt.name, func(t *testing.T) {
			r := f.with(tt.vars).run(t, tt.args...)
			checkOneLine(t, r, status, tt.parts...)
			if r.stdout != "" {
				t.Errorf("stdout %q", r.stdout)
			}
		})
	}
}

// with returns f with some variables of its environment changed.
func (f *fixture) with(changes map[string]string) *fixture {
	vars := maps.Clone(f.vars)
	maps.Copy(vars, changes)
	return &fixture{f.Server, vars}
}

func TestFailures(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	f.seed("k", osstest.Object{Body: []byte("body")})
	f.seed("odd", osstest.Object{PersistentHeaders: http.Header{"X-Own": {"1"}}})
	none := filepath.Join(t.TempDir(), "none")
	checkFailures(t, f, 1, []failure{
		{"missing object", []string{"head", "none"}, nil, []string{"HeadObject examplebucket/none", "NoSuchKey", "404", "request id "}},
		{"missing object, stat", []string{"stat", "none"}, nil, []string{"NoSuchKey"}},
		{"missing object, get", []string{"get", "none"}, nil, []string{"NoSuchKey"}},
		{"missing object, edit", []string{"edit", "none", "-meta", "a=b"}, nil, []string{"NoSuchKey"}},
		{"missing object, replace", []string{"replace", "none"}, nil, []string{"NoSuchKey"}},
		{"missing object, acl", []string{"acl", "none"}, nil, []string{"NoSuchKey"}},
		{"missing bucket", []string{"head", "k", "-bucket", "otherbucket"}, nil, []string{"NoSuchBucket"}},
		{"wrong secret", []string{"head", "k"}, map[string]string{"OSS_ACCESS_KEY_SECRET": "wrong"}, []string{"SignatureDoesNotMatch", "403"}},
		{"wrong secret, v1", []string{"get", "k", "-signature", "v1"}, map[string]string{"OSS_ACCESS_KEY_SECRET": "wrong"}, []string{"SignatureDoesNotMatch"}},
		{"unknown key", []string{"head", "k"}, map[string]string{"OSS_ACCESS_KEY_ID": "unknown"}, []string{"InvalidAccessKeyId"}},
		{"anonymous", []string{"head", "k"}, map[string]string{"OSS_ACCESS_KEY_ID": "", "OSS_ACCESS_KEY_SECRET": ""},
			[]string{"AccessDenied", "not signed: set OSS_ACCESS_KEY_ID"}},
		{"unreachable", []string{"head", "k", "-endpoint", "http://" + deadAddress(t)}, nil, []string{"HeadObject", "no answer"}},
		{"condition", []string{"get", "k", "-H", `If-Match: "other"`}, nil, []string{"PreconditionFailed"}},
		{"missing object, cp", []string{"cp", "none", "k"}, nil, []string{"CopyObject", "NoSuchKey"}},
		{"missing object, tag", []string{"tag", "none"}, nil, []string{"GetObjectTagging", "NoSuchKey"}},
		{"missing bucket, ls", []string{"ls", "-bucket", "otherbucket"}, nil, []string{"ListObjects", "NoSuchBucket"}},
		{"missing bucket, rm", []string{"rm", "a", "b", "-bucket", "otherbucket"}, nil, []string{"DeleteMultipleObjects", "NoSuchBucket"}},
		{"missing version", []string{"get", "k", "-version", "none"}, nil, []string{"GetObject"}},
		{"no file", []string{"put", "k", none}, nil, []string{none}},
		{"directory", []string{"put", "k", filepath.Dir(none)}, nil, []string{"is a directory"}},
		{"not to be edited", []string{"edit", "odd", "-meta", "a=b"}, nil, []string{"EditObjectMeta", "X-Own"}},
	})
}

func TestUsageErrors(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	checkFailures(t, f, 2, []failure{
		{"unknown command", []string{"frob", "k"}, nil, []string{"there are ls, stat, head, "}},
		{"no command", []string{"-json"}, nil, []string{"no command"}},
		{"bad flag", []string{"head", "k", "-frob"}, nil, []string{"no flag -frob", "demo help"}},
		{"flag of another command", []string{"head", "k", "-unset", "Expires"}, nil, []string{"-unset does not go with head"}},
		{"secret by flag", []string{"head", "k", "-access-key-secret", "s"}, nil, []string{"does not go with head"}},
		{"no key", []string{"head"}, nil, []string{"head takes KEY"}},
		{"too many", []string{"put", "k", "a", "b"}, nil, []string{"put takes KEY [FILE|-]"}},
		{"metadata with head", []string{"head", "k", "-H", "Content-Type: a/b"}, nil, []string{"-H Content-Type is metadata"}},
		{"presign no key", []string{"presign", "", "-method", "DELETE"}, nil, []string{"KEY is empty", "demo help"}},
		{"presign a signature", []string{"presign", "k", "-query", "x-oss-signature=1"}, nil, []string{"signature"}},
		{"key that V1 cannot sign", []string{"head", "a\nb", "-signature", "v1"}, nil, []string{"HeadObject", "control character"}},
		{"no edit", []string{"edit", "k"}, nil, []string{"nothing to change"}},
		{"unset of no metadata", []string{"edit", "k", "-unset", "ETag"}, nil, []string{"-unset", "ETag"}},
		{"allow anything", []string{"edit", "k", "-meta", "a=b", "-allow", "anything"}, nil, []string{"-allow knows appendable"}},
		{"set and unset", []string{"edit", "k", "-meta", "a=b", "-unset", "X-Oss-Meta-A"}, nil, []string{"set and unset"}},
		{"empty header", []string{"edit", "k", "-H", "Expires:"}, nil, []string{"Expires"}},
		{"metadata without -replace", []string{"cp", "k", "l", "-meta", "a=b"}, nil, []string{"x-oss-meta-a goes with -replace"}},
		{"copy onto itself", []string{"cp", "k", "/examplebucket/k"}, nil, []string{"onto itself"}},
		{"half a location", []string{"cp", "/bucket", "k"}, nil, []string{"KEY or /BUCKET/KEY"}},
		{"bucket alone", []string{"cp", "k", "/bucket/"}, nil, []string{"KEY or /BUCKET/KEY"}},
		{"no tag", []string{"tag", "k", "a=b", "c"}, nil, []string{"tag 2 is not of the form"}},
		{"tag without name", []string{"tag", "k", "=b"}, nil, []string{"tag 1 is not of the form"}},
		{"set and delete tags", []string{"tag", "k", "a=b", "-delete"}, nil, []string{"-delete"}},
		{"a version of many", []string{"rm", "k", "l", "-version", "v"}, nil, []string{"-version goes with one KEY"}},
		{"no keys", []string{"rm"}, nil, []string{"rm takes KEY..."}},
		{"two groupings", []string{"ls", "-r", "-delimiter", "/"}, nil, []string{"-r and -delimiter"}},
		{"forever", []string{"presign", "k", "-expires", "169h"}, nil, []string{"-expires is a duration"}},
		{"no time", []string{"presign", "k", "-expires", "0s"}, nil, []string{"-expires is a duration"}},
		{"half a second", []string{"presign", "k", "-expires", "1.5s"}, nil, []string{"-expires is a duration"}},
		{"presign, bad query", []string{"presign", "k", "-query", "a+b"}, nil, []string{"-query"}},
		{"presign, bad metadata", []string{"presign", "k", "-method", "PUT", "-meta", "a_b=c"}, nil, []string{"x-oss-meta-a_b"}},
		{"presign, no key", []string{"presign", "k"}, map[string]string{"OSS_ACCESS_KEY_ID": "", "OSS_ACCESS_KEY_SECRET": ""},
			[]string{"no key to sign with", "OSS_ACCESS_KEY_ID"}},
		{"help of nothing", []string{"help", "frob"}, nil, []string{"there are ls, stat"}},
		{"help of two", []string{"help", "ls", "cp"}, nil, []string{"help takes [COMMAND]"}},
		{"name with its prefix", []string{"put", "k", "-meta", "x-oss-meta-a=c"}, nil, []string{"x-oss-meta- twice"}},
		{"bad name", []string{"put", "k", "-meta", "a_b=c"}, nil, []string{"x-oss-meta-a_b", "0011-00000004"}},
		{"not ASCII", []string{"put", "k", "-meta", "a=é"}, nil, []string{"not ASCII"}},
		{"header of the signer", []string{"put", "k", "-H", "x-oss-date: now"}, nil, []string{"set by the signer"}},
		{"bad ACL", []string{"acl", "k", "secret"}, nil, []string{"ACL"}},
		{"bad key", []string{"head", "/k"}, nil, []string{"key"}},
		{"bad bucket", []string{"head", "k", "-bucket", "A B"}, nil, []string{"bucket"}},
		{"two buckets", []string{"head", "k", "-bucket", "aaa", "-bucket", "bbb"}, nil, []string{"-bucket"}},
		{"no bucket", []string{"head", "k"}, map[string]string{"OSS_BUCKET": ""}, []string{"OSS_BUCKET"}},
		{"no region", []string{"head", "k"}, map[string]string{"OSS_REGION": ""}, []string{"Region"}},
		{"no server", []string{"head", "k"}, map[string]string{"OSS_REGION": "", "OSS_ENDPOINT": ""}, []string{"-endpoint", "OSS_REGION"}},
		{"two faults", []string{"head", "k", "-endpoint", "ftp://h", "-region", "R!"}, nil, []string{"Endpoint", "Region"}},
		{"half a key", []string{"head", "k"}, map[string]string{"OSS_ACCESS_KEY_SECRET": ""}, []string{"OSS_ACCESS_KEY_SECRET is not set"}},
		{"token alone", []string{"head", "k"}, map[string]string{"OSS_ACCESS_KEY_ID": "", "OSS_ACCESS_KEY_SECRET": "", "OSS_SESSION_TOKEN": "t"},
			[]string{"OSS_ACCESS_KEY_ID is not set"}},
		{"pasted key", []string{"head", "k"}, map[string]string{"OSS_ACCESS_KEY_SECRET": "wrong\n"}, []string{"access key secret", "line end"}},
	})
	if n := len(f.Requests()); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// deadAddress returns an address of loopback at which nobody listens.
func deadAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// TestOutputFails runs into a standard output that cannot be written to.
func TestOutputFails(t *testing.T) {
	f := newFixture(t, osstest.Options{})
	f.seed("k", osstest.Object{Body: []byte("body")})
	for _, args := range [][]string{{"get", "k"}, {"head", "k"}, {"head", "-json", "k"}, {"acl", "k"}, {"ls"}, {"ls", "-json"},
		{"presign", "k"}, {"edit", "k", "-meta", "a=b", "-dry-run"}, {"help"}, {"help", "ls"}} {
		var stderr strings.Builder
		status := run(t.Context(), args, func(n string) string { return f.vars[n] }, nil, brokenWriter{}, &stderr)
		checkOneLine(t, result{status, "", stderr.String()}, 1, "disk is full")
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("disk is full") }

// TestSecretsStay looks for secrets in all output, of commands that work and
// of slips of the hand.
func TestSecretsStay(t *testing.T) {
	const secret, token = "S3cr3tOfTheTest", "T0kenOfTheTest"
	f := newFixture(t, osstest.Options{
		Credentials: []signer.Credentials{{AccessKeyID: "ID", AccessKeySecret: secret, SecurityToken: token}},
	})
	f.seed("k", osstest.Object{Body: []byte("body")})
	wrong := f.with(map[string]string{"OSS_ACCESS_KEY_ID": "unknown"})
	stale := f.with(map[string]string{"OSS_ACCESS_KEY_SECRET": secret + "x"})
	for _, args := range [][]string{
		{"head", "k"}, {"head", "-json", "k"}, {"get", "k"}, {"get", "k", "-signature", "v1"}, {"put", "p"},
		{"edit", "k", "-meta", "a=b", "-dry-run"}, {"edit", "k", "-meta", "a=b"}, {"replace", "k"}, {"acl", "k"}, {"stat", "k"}, {"head", "none"},
		{"ls"}, {"cp", "k", "l"}, {"tag", "k"}, {"stat", "k", "-v"}, {"tag", "k", secret},
		{"head", "k", "-access-key-secret", secret},
		{"head", "k", "-access-key-secrets", secret},
		{"head", "k", "-access-key-secrets=" + secret},
		{"head", "k", "---access-key-secret=" + secret},
		{"head", "k", "-json=" + secret},
		{"head", "k", "-signature=" + secret},
		{"head", "k", secret},
		{secret, "head", "k"},
		{"head", "k", "-H", secret}, {"head", "k", "-H", "Authorization: " + secret},
		{"put", "k", "-H", "x-oss-security-token: " + token}, {"put", "k", "-meta", secret},
		{"serve", secret},
		{"serve", "-access-key-id", "ID", "-access-key-secret", secret + " "},
		{"serve", "-access-key-secret", secret},
		{"serve", "-access-key-id", "ID", "-access-key-secret", secret, "-security-token", token + "\n"},
		{"serve", "-access-key-id", "ID", "-access-key-secret", secret, "-bucket", "A"},
		{"serve", "-access-key-id", "ID", "-access-key-secret", secret, "-addr", "256.0.0.1:x"},
	} {
		for _, fixture := range []*fixture{f, wrong, stale} {
			r := fixture.run(t, args...)
			if out := r.stdout + r.stderr; strings.Contains(out, secret) || strings.Contains(out, token) {
				t.Errorf("%q shows a secret:\n%s", args, out)
			}
			if args[0] == "serve" {
				checkOneLine(t, r, r.status)
			}
		}
	}
}
