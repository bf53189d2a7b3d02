package verify_test

import (
	"strings"
	"testing"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

// TestTampered changes one signed part of a request at a time.
func TestTampered(t *testing.T) {
	for _, tt := range []struct {
		name     string
		versions []signer.Version
		change   func(*signer.Request)
	}{
		{"method", nil, func(r *signer.Request) { r.Method = "POST" }},
		{"letter case of the method", nil, func(r *signer.Request) { r.Method = "put" }},
		{"bucket", nil, func(r *signer.Request) { r.Bucket = "examplebucket2" }},
		{"key", nil, func(r *signer.Request) { r.Key += "x" }},
		{"key to none", nil, signertest.WithKey("")},
		{"key in another form of Unicode", nil, func(r *signer.Request) { r.Key = strings.Replace(r.Key, "ü", "u\u0308", 1) }},
		{"key decoded once more", nil, func(r *signer.Request) { r.Key = strings.Replace(r.Key, "+", " ", 1) }},
		{"sub-resource changed", nil, signertest.WithQuery("versionId", "CAEQ/y")},
		{"sub-resource emptied", nil, signertest.WithQuery("versionId", "")},
		{"sub-resource dropped", nil, signertest.WithQuery("acl")},
		{"sub-resource added", nil, signertest.WithQuery("tagging", "")},
		{"x-oss- parameter added", nil, signertest.WithQuery("x-oss-process", "style/a")},
		{"parameter changed", signertest.OnlyV4, signertest.WithQuery("prefix", "a+b")},
		{"parameter added", signertest.OnlyV4, signertest.WithQuery("marker", "")},
		{"parameter dropped", signertest.OnlyV4, signertest.WithQuery("prefix")},
		{"Content-Type changed", nil, signertest.WithHeader("Content-Type", "text/html")},
		{"Content-Type emptied", nil, signertest.WithHeader("Content-Type", "")},
		{"Content-Type dropped", nil, signertest.WithHeader("Content-Type")},
		{"Content-MD5 changed", nil, signertest.WithHeader("Content-MD5", "eB5eJF1ptWaXm4bijSPyxx==")},
		{"Content-MD5 dropped", nil, signertest.WithHeader("Content-MD5")},
		{"metadata changed", nil, signertest.WithHeader("X-Oss-Meta-Author", "O.  Henry")},
		{"letter case of metadata", nil, signertest.WithHeader("X-Oss-Meta-Author", "o. henry")},
		{"metadata dropped", nil, signertest.WithHeader("X-Oss-Meta-Author")},
		{"empty metadata dropped", nil, signertest.WithHeader("x-oss-meta-empty")},
		{"metadata added", nil, signertest.WithHeader("X-Oss-Meta-More", "")},
		{"time changed", signertest.OnlyV4, func(r *signer.Request) { signertest.Set(r, "x-oss-date", "20231216T162058Z") }},
		{"time changed", signertest.OnlyV1, func(r *signer.Request) { signertest.Set(r, "Date", "Sat, 16 Dec 2023 16:20:58 GMT") }},
		{"x-oss-date added", signertest.OnlyV1, signertest.WithHeader("x-oss-date", signertest.Date)},
		{"additional header changed", signertest.OnlyV4, signertest.WithHeader("Content-Length", "13")},
		{"host changed", signertest.OnlyV4, func(r *signer.Request) { r.Host = "examplebucket.example.org" }},
		{"additional name dropped", signertest.OnlyV4, replaceAuthorization("=content-length;host,", "=host,")},
		{"additional names dropped", signertest.OnlyV4, replaceAuthorization("AdditionalHeaders=content-length;host,", "")},
		{"additional name added", signertest.OnlyV4, replaceAuthorization(";host,", ";host;cache-control,")},
		{"additional name added that is signed anyway", signertest.OnlyV4, replaceAuthorization(";host,", ";host;content-type,")},
	} {
		for _, v := range signertest.VersionsOf(tt.versions) {
			var names []string
			if v == signer.V4 {
				names = []string{"host", "content-length"}
			}
			r := signertest.Send(t, signertest.MakeSigner(t, v, signertest.Temporary, names...), signertest.PutRequest())
			tt.change(r)
			t.Run(tt.name+"/"+v.String(), func(t *testing.T) {
				got := refusedWith(t, testVerifier(), r, "SignatureDoesNotMatch")
				if want := map[signer.Version]string{signer.V4: "0002-00000201", signer.V1: "0002-00000040"}[v]; got.EC != want {
					t.Errorf("EC %s, want %s", got.EC, want)
				}
				if got.Transcript == nil {
					t.Error("the refusal has no transcript")
				}
			})
		}
	}
}

func replaceAuthorization(old, new string) func(*signer.Request) {
	return func(r *signer.Request) {
		value := r.Header["Authorization"][0]
		changed := strings.Replace(value, old, new, 1)
		if changed == value {
			panic("the Authorization header " + value + " has no " + old)
		}
		r.Header["Authorization"] = []string{changed}
	}
}

// TestUntouched changes what is not signed: the request is still accepted.
func TestUntouched(t *testing.T) {
	for name, change := range map[string]func(*signer.Request){
		"Cache-Control":            signertest.WithHeader("Cache-Control", "private"),
		"one more header":          signertest.WithHeader("If-Match", "a", "b"),
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
			r := signertest.Send(t, signertest.MakeSigner(t, v, signertest.Temporary), signertest.PutRequest())
			change(r)
			if _, err := testVerifier().Verify(r, signertest.Time); err != nil {
				t.Errorf("%s, %v: %v", name, v, err)
			}
		}
	}
}

// TestRefused has the faults that OSS names by other codes than a mismatch.
func TestRefused(t *testing.T) {
	for _, tt := range []struct {
		name     string
		versions []signer.Version
		change   func(*signer.Request)
		code, ec string
	}{
		{"unknown key", signertest.OnlyV4, replaceAuthorization("STS.example", "STS.other"), "InvalidAccessKeyId", "0002-00000902"},
		{"unknown key", signertest.OnlyV1, replaceAuthorization("STS.example", "STS.other"), "InvalidAccessKeyId", "0002-00000902"},
		{"token missing", nil, signertest.WithoutHeader("x-oss-security-token"), "InvalidAccessKeyId", "0002-00000902"},
		{"token empty", nil, signertest.WithHeader("x-oss-security-token", ""), "InvalidAccessKeyId", "0002-00000902"},
		{"token wrong", nil, signertest.WithHeader("x-oss-security-token", "other"), "InvalidSecurityToken", "0002-00000006"},
		{"token superfluous", signertest.OnlyV4, replaceAuthorization("STS.example", "LTAIexample"), "InvalidSecurityToken", "0002-00000006"},
		{"token superfluous", signertest.OnlyV1, replaceAuthorization("STS.example", "LTAIexample"), "InvalidSecurityToken", "0002-00000006"},
		{"no time", signertest.OnlyV4, signertest.WithoutHeader("x-oss-date"), "AccessDenied", "0002-00000503"},
		{"no time", signertest.OnlyV1, signertest.WithoutHeader("Date"), "AccessDenied", "0002-00000503"},
		{"HTTP date in x-oss-date", signertest.OnlyV4, signertest.WithHeader("x-oss-date", signertest.Date), "AccessDenied", "0002-00000502"},
		{"extended ISO 8601", signertest.OnlyV4, signertest.WithHeader("x-oss-date", "2023-12-16T16:20:57Z"), "AccessDenied", "0002-00000502"},
		{"parts of a second", signertest.OnlyV4, signertest.WithHeader("x-oss-date", "20231216T162057.5Z"), "AccessDenied", "0002-00000502"},
		{"empty time", signertest.OnlyV4, signertest.WithHeader("x-oss-date", ""), "AccessDenied", "0002-00000502"},
		{"a day of one digit", signertest.OnlyV1, signertest.WithHeader("Date", "Sat, 6 Dec 2023 16:20:57 GMT"), "AccessDenied", "0002-00000502"},
		{"wrong weekday", signertest.OnlyV1, signertest.WithHeader("Date", "Sun, 16 Dec 2023 16:20:57 GMT"), "AccessDenied", "0002-00000502"},
		{"another zone", signertest.OnlyV1, signertest.WithHeader("Date", "Sat, 16 Dec 2023 16:20:57 UTC"), "AccessDenied", "0002-00000502"},
		{"ISO 8601 in Date", signertest.OnlyV1, signertest.WithHeader("Date", signertest.Stamp), "AccessDenied", "0002-00000502"},
		{"ISO 8601 with a zone in x-oss-date", signertest.OnlyV1, signertest.WithHeader("x-oss-date", "20231216T162057+0000"), "AccessDenied", "0002-00000502"},
		{"two dates", signertest.OnlyV1, signertest.WithHeader("Date", signertest.Date, signertest.Date), "InvalidArgument", ""},
		{"another day", signertest.OnlyV4, replaceAuthorization("/20231216/", "/20231217/"), "InvalidArgument", "0002-00000223"},
		{"another region", signertest.OnlyV4, replaceAuthorization("cn-hangzhou", "cn-beijing"), "InvalidArgument", "0002-00000226"},
		{"region in upper case", signertest.OnlyV4, replaceAuthorization("cn-hangzhou", "CN-HANGZHOU"), "InvalidArgument", "0002-00000226"},
		{"another product", signertest.OnlyV4, replaceAuthorization("/oss/", "/oss-cloudbox/"), "InvalidArgument", "0002-00000227"},
		{"payload signed", signertest.OnlyV4, signertest.WithHeader("x-oss-content-sha256", strings.Repeat("e3b0c442", 8)), "InvalidArgument", ""},
		{"no payload digest", signertest.OnlyV4, signertest.WithoutHeader("x-oss-content-sha256"), "InvalidArgument", ""},
		{"no such additional header", signertest.OnlyV4, signertest.WithoutHeader("Content-Length"), "InvalidArgument", "0002-00000077"},
		{"an additional header without a value", signertest.OnlyV4, signertest.WithHeader("Content-Length"), "InvalidArgument", "0002-00000077"},
		{"additional header of several lines", signertest.OnlyV4, signertest.WithHeader("Content-Length", "12", "12"), "InvalidArgument", ""},
		{"metadata of several lines", nil, signertest.WithHeader("X-Oss-Meta-Author", "O. Henry", "O. Henry"), "InvalidArgument", ""},
		{"LF in a header", nil, signertest.WithHeader("X-Oss-Meta-Author", "O. Henry\n"), "InvalidArgument", ""},
		{"names that differ by case", nil, signertest.WithHeader("x-oss-meta-author", "O. Henry"), "InvalidArgument", ""},
		{"parameter of several values", nil, signertest.WithQuery("acl", "", ""), "InvalidArgument", ""},
		{"key not UTF-8", nil, signertest.WithKey("\xff"), "InvalidObjectName", ""},
		{"no method", nil, func(r *signer.Request) { r.Method = "" }, "InvalidArgument", ""},
		{"V4 signature in the URL as well", nil, signertest.WithQuery("x-oss-signature", "a"), "InvalidArgument", "0002-00000039"},
		{"V4 credential in the URL as well", nil, signertest.WithQuery("x-oss-credential", "a"), "InvalidArgument", "0002-00000039"},
		{"V1 signature in the URL as well", nil, signertest.WithQuery("Signature", "a"), "InvalidArgument", "0002-00000039"},
		{"V1 key id in the URL as well", nil, signertest.WithQuery("OSSAccessKeyId", "a"), "InvalidArgument", "0002-00000039"},
		{"two Authorization lines", nil, func(r *signer.Request) {
			r.Header["Authorization"] = append(r.Header["Authorization"], r.Header["Authorization"]...)
		}, "InvalidArgument", ""},
	} {
		for _, v := range signertest.VersionsOf(tt.versions) {
			var names []string
			if v == signer.V4 {
				names = []string{"host", "content-length"}
			}
			r := signertest.Send(t, signertest.MakeSigner(t, v, signertest.Temporary, names...), signertest.PutRequest())
			tt.change(r)
			t.Run(tt.name+"/"+v.String(), func(t *testing.T) {
				got := refusedWith(t, testVerifier(), r, tt.code)
				if got.EC != tt.ec || got.Transcript != nil {
					t.Errorf("EC %q with the transcript %v, want %q and none", got.EC, got.Transcript, tt.ec)
				}
				if text := got.Error(); strings.ContainsAny(text, "\r\n") || !strings.HasPrefix(text, "verify: "+tt.code+": ") {
					t.Errorf("Error() = %q", text)
				}
			})
		}
	}
}
