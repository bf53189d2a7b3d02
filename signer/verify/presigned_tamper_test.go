package verify_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

// replaceQuery changes a part of a parameter's value.
func replaceQuery(name, old, new string) func(*signer.Request) {
	return func(r *signer.Request) {
		value := r.Query[name][0]
		changed := strings.Replace(value, old, new, 1)
		if changed == value {
			panic("the parameter " + name + " has no " + old)
		}
		r.Query[name] = []string{changed}
	}
}

// signedURL returns a signed URL in which every kind of part occurs.
func signedURL(t *testing.T, v signer.Version) *signer.Request {
	t.Helper()
	var names []string
	if v == signer.V4 {
		names = []string{"host", "content-length"}
	}
	return signertest.Presigned(t, signertest.MakeSigner(t, v, signertest.Temporary, names...), signertest.PutRequest(), time.Hour)
}

// TestPresignedTampered changes one signed part of a URL, or of the headers
// sent with it, at a time.
func TestPresignedTampered(t *testing.T) {
	for _, tt := range []struct {
		name     string
		versions []signer.Version
		change   func(*signer.Request)
	}{
		{"method", nil, func(r *signer.Request) { r.Method = "GET" }},
		{"HEAD for GET", nil, func(r *signer.Request) { r.Method = "HEAD" }},
		{"bucket", nil, func(r *signer.Request) { r.Bucket = "examplebucket2" }},
		{"key", nil, func(r *signer.Request) { r.Key += "x" }},
		{"key to none", nil, signertest.WithKey("")},
		{"plus of the key to a blank", nil, func(r *signer.Request) { r.Key = strings.Replace(r.Key, "+", " ", 1) }},
		{"life longer", signertest.OnlyV4, signertest.WithQuery("x-oss-expires", "3601")},
		{"life shorter", signertest.OnlyV4, signertest.WithQuery("x-oss-expires", "3599")},
		{"end later", signertest.OnlyV1, replaceQuery("Expires", "1702747257", "1702747258")},
		{"beginning later", signertest.OnlyV4, signertest.WithQuery("x-oss-date", "20231216T162058Z")},
		{"additional name dropped", signertest.OnlyV4, signertest.WithQuery("x-oss-additional-headers", "host")},
		{"additional names dropped", signertest.OnlyV4, signertest.WithQuery("x-oss-additional-headers")},
		{"additional name added", signertest.OnlyV4, signertest.WithQuery("x-oss-additional-headers", "cache-control;content-length;host")},
		{"additional name added that is signed anyway", signertest.OnlyV4, signertest.WithQuery("x-oss-additional-headers", "content-length;content-type;host")},
		{"additional names in another order", signertest.OnlyV4, signertest.WithQuery("x-oss-additional-headers", "host;content-length")},
		{"signature", signertest.OnlyV4, signertest.WithQuery("x-oss-signature", strings.Repeat("0", 64))},
		{"signature", signertest.OnlyV1, signertest.WithQuery("Signature", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=")},
		{"sub-resource changed", nil, signertest.WithQuery("versionId", "CAEQ/y")},
		{"sub-resource emptied", nil, signertest.WithQuery("versionId", "")},
		{"sub-resource dropped", nil, signertest.WithQuery("acl")},
		{"sub-resource added", nil, signertest.WithQuery("tagging", "")},
		{"process added", nil, signertest.WithQuery("x-oss-process", "style/a")},
		{"override added", nil, signertest.WithQuery("response-content-type", "text/html")},
		{"parameter changed", signertest.OnlyV4, signertest.WithQuery("prefix", "a+b")},
		{"parameter added", signertest.OnlyV4, signertest.WithQuery("marker", "")},
		{"parameter dropped", signertest.OnlyV4, signertest.WithQuery("prefix")},
		{"Content-Type changed", nil, signertest.WithHeader("Content-Type", "text/plain; charset=utf-8")},
		{"Content-Type emptied", nil, signertest.WithHeader("Content-Type", "")},
		{"Content-Type dropped", nil, signertest.WithHeader("Content-Type")},
		{"Content-MD5 changed", nil, signertest.WithHeader("Content-MD5", "eB5eJF1ptWaXm4bijSPyxx==")},
		{"Content-MD5 dropped", nil, signertest.WithHeader("Content-MD5")},
		{"metadata changed", nil, signertest.WithHeader("X-Oss-Meta-Author", "O.  Henry")},
		{"metadata dropped", nil, signertest.WithHeader("X-Oss-Meta-Author")},
		{"metadata added", nil, signertest.WithHeader("X-Oss-Meta-More", "")},
		{"ACL added", nil, signertest.WithHeader("x-oss-object-acl", "public-read")},
		{"additional header changed", signertest.OnlyV4, signertest.WithHeader("Content-Length", "13")},
		{"host changed", signertest.OnlyV4, func(r *signer.Request) { r.Host = "examplebucket.example.org" }},
	} {
		for _, v := range signertest.VersionsOf(tt.versions) {
			r := signedURL(t, v)
			tt.change(r)
			t.Run(tt.name+"/"+v.String(), func(t *testing.T) { wantMismatch(t, v, r) })
		}
	}
}

func wantMismatch(t *testing.T, v signer.Version, r *signer.Request) {
	t.Helper()
	got := refusedWith(t, testVerifier(), r, "SignatureDoesNotMatch")
	if want := map[signer.Version]string{signer.V4: "0002-00000201", signer.V1: "0002-00000040"}[v]; got.EC != want {
		t.Errorf("EC %s, want %s", got.EC, want)
	}
	if got.Transcript == nil || !got.Transcript.URL || got.Transcript.Signature != "" {
		t.Fatalf("the transcript of the refusal is %v", got.Transcript)
	}
	want := signertest.ReferenceReceived(v, nil, r)
	if diff := cmp.Diff(want, string(got.Transcript.StringToSign())); diff != "" {
		t.Errorf("what was computed (-want +got):\n%s", diff)
	}
	if right := signertest.ReferenceSignature(signertest.Temporary.AccessKeySecret, v, nil, r); strings.Contains(got.Transcript.String()+got.Error(), right) {
		t.Error("the signature that would be right is told")
	}
}

// TestHeadersBesideURL: a browser adds a Content-Type of its own to what it
// uploads, and a proxy metadata; other headers do no harm.
func TestHeadersBesideURL(t *testing.T) {
	for _, v := range signertest.BothVersions {
		for name, value := range map[string]string{"Content-Type": "application/x-www-form-urlencoded", "content-type": "image/jpeg",
			"Content-MD5": "1B2M2Y8AsgTpgAmY7PhCfg==", "x-oss-meta-via": "proxy", "X-Oss-Range-Behavior": "standard"} {
			r := signertest.GetRequest()
			r.Method = "PUT"
			r = signertest.Presigned(t, signertest.MakeSigner(t, v, signertest.Temporary), r, time.Hour)
			r.Header[name] = []string{value}
			wantMismatch(t, v, r)
		}
		r := signertest.Presigned(t, signertest.MakeSigner(t, v, signertest.Temporary), signertest.GetRequest(), time.Hour)
		for _, name := range []string{"Accept", "Accept-Encoding", "Cache-Control", "Content-Length", "Cookie", "Date", "Expires",
			"Host", "If-Match", "Origin", "Range", "Referer", "Signature", "User-Agent", "X-Forwarded-For"} {
			r.Header[name] = []string{"1"}
		}
		if _, err := testVerifier().Verify(r, signertest.Time); err != nil {
			t.Errorf("%v: refused for headers that are not signed: %v", v, err)
		}
	}
}

// TestPresignedUntouched changes what is not signed.
func TestPresignedUntouched(t *testing.T) {
	for name, change := range map[string]func(*signer.Request){
		"Cache-Control":            signertest.WithHeader("Cache-Control", "private"),
		"blanks around a value":    signertest.WithHeader("X-Oss-Meta-Author", " \tO. Henry "),
		"header without lines":     signertest.WithHeader("X-Oss-Meta-None"),
		"parameter without values": signertest.WithQuery("uploads"),
		"names in upper case": func(r *signer.Request) {
			for name, values := range signertest.CopyValues(r.Header) {
				delete(r.Header, name)
				r.Header[strings.ToUpper(name)] = values
			}
		},
	} {
		for _, v := range signertest.BothVersions {
			r := signedURL(t, v)
			change(r)
			if _, err := testVerifier().Verify(r, signertest.Time); err != nil {
				t.Errorf("%s, %v: %v", name, v, err)
			}
		}
	}
	r := signedURL(t, signer.V1) // which signs sub-resources only
	r.Query["prefix"], r.Query["marker"] = []string{"other"}, []string{"1"}
	if _, err := testVerifier().Verify(r, signertest.Time); err != nil {
		t.Errorf("V1: %v", err)
	}
}

// TestTwoURLForms: a V4 URL does not become a V1 URL, and
// the other way round, by adding the parameters.
func TestTwoURLForms(t *testing.T) {
	for _, v := range signertest.BothVersions {
		r, other := signedURL(t, v), signedURL(t, signer.V4+signer.V1-v)
		for name, values := range other.Query {
			r.Query[name] = values
		}
		if verified, err := testVerifier().Verify(r, signertest.Time); err == nil {
			t.Errorf("%v: accepted as %+v", v, *verified)
		}
	}
}
