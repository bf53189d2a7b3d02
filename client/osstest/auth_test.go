package osstest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

var temporary = signer.Credentials{AccessKeyID: "STS.temporary", AccessKeySecret: "temporarysecret", SecurityToken: "CAIStemporarytoken=="}

func TestSecurityToken(t *testing.T) {
	each(t, osstest.Options{Credentials: []signer.Credentials{temporary, {AccessKeyID: "LTAIlong", AccessKeySecret: "long"}}},
		func(t *testing.T, o *osstest.OSS, w *wire) {
			w.do(request{method: "PUT", key: "k", body: "x"}).want(t, 200, "")
			w.do(request{method: "HEAD", key: "k", query: map[string][]string{"objectMeta": {""}}}).want(t, 200, "")
			for token, code := range map[string]xmlerr.Code{
				"":                      xmlerr.InvalidAccessKeyId, // OSS does not know the id without its token
				"CAISanothertoken==":    xmlerr.InvalidSecurityToken,
				temporary.SecurityToken: "",
			} {
				a := w.with(func(w *wire) { w.creds.SecurityToken = token }).do(request{method: "HEAD", key: "k"})
				if code == "" {
					a.want(t, 200, "")
				} else {
					a.want(t, 403, code)
				}
			}
			w.with(func(w *wire) {
				w.creds = signer.Credentials{AccessKeyID: "LTAIlong", AccessKeySecret: "long", SecurityToken: "needless"}
			}).do(request{method: "HEAD", key: "k"}).want(t, 403, xmlerr.InvalidSecurityToken)
		})
}

func TestRefusedSignatures(t *testing.T) {
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		mismatch := map[signer.Version]string{signer.V4: "0002-00000201", signer.V1: "0002-00000040"}[version]
		for _, test := range []struct {
			name   string
			change func(*wire)
			status int
			code   xmlerr.Code
			ec     string
		}{
			{"wrong secret", func(w *wire) { w.creds.AccessKeySecret = "wrong" }, 403, xmlerr.SignatureDoesNotMatch, mismatch},
			{"unknown id", func(w *wire) { w.creds.AccessKeyID = "LTAIunknown" }, 403, xmlerr.InvalidAccessKeyId, "0002-00000902"},
			{"another bucket", func(w *wire) { w.bucket = "otherbucket" }, 403, xmlerr.SignatureDoesNotMatch, mismatch},
			{"header changed", func(w *wire) {
				w.tamper = func(r *http.Request) { r.Header.Set("x-oss-meta-a", "other") }
			}, 403, xmlerr.SignatureDoesNotMatch, mismatch},
			{"header added", func(w *wire) {
				w.tamper = func(r *http.Request) { r.Header.Set("Content-Type", "text/added") }
			}, 403, xmlerr.SignatureDoesNotMatch, mismatch},
			{"query added", func(w *wire) {
				w.tamper = func(r *http.Request) { r.URL.RawQuery = "acl" }
			}, 403, xmlerr.SignatureDoesNotMatch, mismatch},
			{"path changed", func(w *wire) {
				w.tamper = func(r *http.Request) { r.URL.Path, r.URL.RawPath = "/other", "/other" }
			}, 403, xmlerr.SignatureDoesNotMatch, mismatch},
			{"late", func(w *wire) { w.now = func() time.Time { return time.Unix(year2024-901, 0) } }, 403, xmlerr.RequestTimeTooSkewed, ""},
			{"early", func(w *wire) { w.now = func() time.Time { return time.Unix(year2024+902, 0) } }, 403, xmlerr.RequestTimeTooSkewed, ""},
			{"no scheme", func(w *wire) {
				w.tamper = func(r *http.Request) { r.Header.Set("Authorization", "Bearer x") }
			}, 400, xmlerr.InvalidArgument, ""},
		} {
			t.Run(version.String()+"/"+test.name, func(t *testing.T) {
				o, w, _ := still(t, osstest.Options{})
				w = w.with(func(w *wire) { w.version = version; test.change(w) })
				for _, method := range []string{"PUT", "GET"} {
					a := w.do(request{method: method, key: "k", header: []string{"X-Oss-Meta-A", "signed"}})
					a.want(t, test.status, test.code)
					if test.ec != "" && a.err.EC != test.ec {
						t.Errorf("EC %q, want %q", a.err.EC, test.ec)
					}
				}
				if _, ok := o.Object(bucketName, "k"); ok {
					t.Error("the object was stored")
				}
			})
		}
	}
}

// TestMissingBucketComesFirst: OSS says so to whoever asks, known or not.
func TestMissingBucketComesFirst(t *testing.T) {
	_, w, _ := still(t, osstest.Options{})
	w = w.with(func(w *wire) { w.creds.AccessKeyID = "LTAIunknown" })
	w.do(request{method: "HEAD", key: "k"}).want(t, 403, xmlerr.InvalidAccessKeyId)
	gone := w.at("no-such-bucket")
	gone.do(request{method: "HEAD", key: "k"}).want(t, 404, xmlerr.NoSuchBucket)
	gone.do(request{method: "GET", query: queryOf("acl", "")}).want(t, 404, xmlerr.NoSuchBucket)
	gone.do(request{method: "PUT"}).want(t, 403, xmlerr.InvalidAccessKeyId)
}

func TestWrongRegion(t *testing.T) {
	_, w, _ := still(t, osstest.Options{Region: "cn-beijing", VirtualHost: "oss-cn-hangzhou.aliyuncs.com"})
	w.do(request{method: "PUT", key: "k"}).want(t, 200, "")
	a := w.with(func(w *wire) { w.region = "cn-hangzhou" }).do(request{method: "PUT", key: "k"}).want(t, 400, xmlerr.InvalidArgument)
	if a.err.EC != "0002-00000226" {
		t.Errorf("EC %q", a.err.EC)
	}
}

// TestMismatchEvidence shows what the sender gets to see: what the server
// signed, to the byte, and nothing that would help to forge.
func TestMismatchEvidence(t *testing.T) {
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		_, w, _ := still(t, osstest.Options{})
		w = w.with(func(w *wire) { w.version, w.creds.AccessKeySecret = version, "wrong" })
		for _, method := range []string{"GET", "HEAD"} {
			e := w.do(request{method: method, key: "k"}).want(t, 403, xmlerr.SignatureDoesNotMatch).err
			ev := e.Evidence
			if ev == nil {
				t.Fatalf("%v: no evidence", version)
			}
			if ev.AccessKeyID != w.creds.AccessKeyID || ev.SignatureProvided == "" {
				t.Errorf("%v: id %q, signature %q", version, ev.AccessKeyID, ev.SignatureProvided)
			}
			want := method + "\n\n\nTue, 02 Jan 2024 03:04:05 GMT\n/examplebucket/k"
			if version == signer.V4 {
				want = "OSS4-HMAC-SHA256\n20240102T030405Z\n20240102/cn-hangzhou/oss/aliyun_v4_request\n"
			}
			if !strings.HasPrefix(ev.StringToSign, want) || string(ev.ExactStringToSign()) != ev.StringToSign || ev.StringToSignBytes == "" {
				t.Errorf("%v: string to sign %q, want %q", version, ev.StringToSign, want)
			}
			if got := ev.CanonicalRequest; (version == signer.V4) != strings.HasPrefix(got, method+"\n/examplebucket/k\n") {
				t.Errorf("%v: canonical request %q", version, got)
			}
		}
	}
}

func TestSkewTimes(t *testing.T) {
	_, w, c := still(t, osstest.Options{})
	e := w.with(func(w *wire) { w.now = func() time.Time { return c.now().Add(-time.Hour) } }).
		do(request{method: "HEAD", key: "k"}).want(t, 403, xmlerr.RequestTimeTooSkewed).err
	if e.Extra["RequestTime"] != "2024-01-02T02:04:05.000Z" || e.Extra["MaxAllowedSkewMilliseconds"] != "900000" ||
		!e.ServerTime.Equal(c.now().Truncate(time.Millisecond)) {
		t.Errorf("server time %v, %v", e.ServerTime, e.Extra)
	}
}
