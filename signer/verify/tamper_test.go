package verify_test

import (
	"strings"
	"testing"

	"example.com/ossmeta/signer"
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
		{"key to none", nil, withKey("")},
		{"key in another form of Unicode", nil, func(r *signer.Request) { r.Key = strings.Replace(r.Key, "ü", "u\u0308", 1) }},
		{"key decoded once more", nil, func(r *signer.Request) { r.Key = strings.Replace(r.Key, "+", " ", 1) }},
		{"sub-resource changed", nil, withQuery("versionId", "CAEQ/y")},
		{"sub-resource emptied", nil, withQuery("versionId", "")},
		{"sub-resource dropped", nil, withQuery("acl")},
		{"sub-resource added", nil, withQuery("tagging", "")},
		{"x-oss- parameter added", nil, withQuery("x-oss-process", "style/a")},
		{"parameter changed", onlyV4, withQuery("prefix", "a+b")},
		{"parameter added", onlyV4, withQuery("marker", "")},
		{"parameter dropped", onlyV4, withQuery("prefix")},
		{"Content-Type changed", nil, withHeader("Content-Type", "text/html")},
		{"Content-Type emptied", nil, withHeader("Content-Type", "")},
		{"Content-Type dropped", nil, withHeader("Content-Type")},
		{"Content-MD5 changed", nil, withHeader("Content-MD5", "eB5eJF1ptWaXm4bijSPyxx==")},
		{"Content-MD5 dropped", nil, withHeader("Content-MD5")},
		{"metadata changed", nil, withHeader("X-Oss-Meta-Author", "O.  Henry")},
		{"letter case of metadata", nil, withHeader("X-Oss-Meta-Author", "o. henry")},
		{"metadata dropped", nil, withHeader("X-Oss-Meta-Author")},
		{"empty metadata dropped", nil, withHeader("x-oss-meta-empty")},
		{"metadata added", nil, withHeader("X-Oss-Meta-More", "")},
		{"time changed", onlyV4, func(r *signer.Request) { set(r, "x-oss-date", "20231216T162058Z") }},
		{"time changed", onlyV1, func(r *signer.Request) { set(r, "Date", "Sat, 16 Dec 2023 16:20:58 GMT") }},
		{"x-oss-date added", onlyV1, withHeader("x-oss-date", testDate)},
		{"additional header changed", onlyV4, withHeader("Content-Length", "13")},
		{"host changed", onlyV4, func(r *signer.Request) { r.Host = "examplebucket.example.org" }},
		{"additional name dropped", onlyV4, replaceAuthorization("=content-length;host,", "=host,")},
		{"additional names dropped", onlyV4, replaceAuthorization("AdditionalHeaders=content-length;host,", "")},
		{"additional name added", onlyV4, replaceAuthorization(";host,", ";host;cache-control,")},
		{"additional name added that is signed anyway", onlyV4, replaceAuthorization(";host,", ";host;content-type,")},
	} {
		for _, v := range versionsOf(tt.versions) {
			var names []string
			if v == signer.V4 {
				names = []string{"host", "content-length"}
			}
			r := send(t, makeSigner(t, v, temporary, names...), putRequest())
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
		"Cache-Control":            withHeader("Cache-Control", "private"),
		"one more header":          withHeader("If-Match", "a", "b"),
		"blanks around a value":    withHeader("X-Oss-Meta-Author", " \tO. Henry "),
		"header without lines":     withHeader("X-Oss-Meta-None"),
		"parameter without values": withQuery("uploads"),
		"names in upper case": func(r *signer.Request) {
			for name, values := range copyValues(r.Header) {
				delete(r.Header, name)
				r.Header[strings.ToUpper(name)] = values
			}
		},
	} {
		for _, v := range bothVersions {
			r := send(t, makeSigner(t, v, temporary), putRequest())
			change(r)
			if _, err := testVerifier().Verify(r, testTime); err != nil {
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
		{"unknown key", onlyV4, replaceAuthorization("STS.example", "STS.other"), "InvalidAccessKeyId", "0002-00000902"},
		{"unknown key", onlyV1, replaceAuthorization("STS.example", "STS.other"), "InvalidAccessKeyId", "0002-00000902"},
		{"token missing", nil, withoutHeader("x-oss-security-token"), "InvalidAccessKeyId", "0002-00000902"},
		{"token empty", nil, withHeader("x-oss-security-token", ""), "InvalidAccessKeyId", "0002-00000902"},
		{"token wrong", nil, withHeader("x-oss-security-token", "other"), "InvalidSecurityToken", "0002-00000006"},
		{"token superfluous", onlyV4, replaceAuthorization("STS.example", "LTAIexample"), "InvalidSecurityToken", "0002-00000006"},
		{"token superfluous", onlyV1, replaceAuthorization("STS.example", "LTAIexample"), "InvalidSecurityToken", "0002-00000006"},
		{"no time", onlyV4, withoutHeader("x-oss-date"), "AccessDenied", "0002-00000503"},
		{"no time", onlyV1, withoutHeader("Date"), "AccessDenied", "0002-00000503"},
		{"HTTP date in x-oss-date", onlyV4, withHeader("x-oss-date", testDate), "AccessDenied", "0002-00000502"},
		{"extended ISO 8601", onlyV4, withHeader("x-oss-date", "2023-12-16T16:20:57Z"), "AccessDenied", "0002-00000502"},
		{"parts of a second", onlyV4, withHeader("x-oss-date", "20231216T162057.5Z"), "AccessDenied", "0002-00000502"},
		{"empty time", onlyV4, withHeader("x-oss-date", ""), "AccessDenied", "0002-00000502"},
		{"a day of one digit", onlyV1, withHeader("Date", "Sat, 6 Dec 2023 16:20:57 GMT"), "AccessDenied", "0002-00000502"},
		{"wrong weekday", onlyV1, withHeader("Date", "Sun, 16 Dec 2023 16:20:57 GMT"), "AccessDenied", "0002-00000502"},
		{"another zone", onlyV1, withHeader("Date", "Sat, 16 Dec 2023 16:20:57 UTC"), "AccessDenied", "0002-00000502"},
		{"ISO 8601 in Date", onlyV1, withHeader("Date", testStamp), "AccessDenied", "0002-00000502"},
		{"ISO 8601 with a zone in x-oss-date", onlyV1, withHeader("x-oss-date", "20231216T162057+0000"), "AccessDenied", "0002-00000502"},
		{"two dates", onlyV1, withHeader("Date", testDate, testDate), "InvalidArgument", ""},
		{"another day", onlyV4, replaceAuthorization("/20231216/", "/20231217/"), "InvalidArgument", "0002-00000223"},
		{"another region", onlyV4, replaceAuthorization("cn-hangzhou", "cn-beijing"), "InvalidArgument", "0002-00000226"},
		{"region in upper case", onlyV4, replaceAuthorization("cn-hangzhou", "CN-HANGZHOU"), "InvalidArgument", "0002-00000226"},
		{"another product", onlyV4, replaceAuthorization("/oss/", "/oss-cloudbox/"), "InvalidArgument", "0002-00000227"},
		{"payload signed", onlyV4, withHeader("x-oss-content-sha256", strings.Repeat("e3b0c442", 8)), "InvalidArgument", ""},
		{"no payload digest", onlyV4, withoutHeader("x-oss-content-sha256"), "InvalidArgument", ""},
		{"no such additional header", onlyV4, withoutHeader("Content-Length"), "InvalidArgument", "0002-00000077"},
		{"an additional header without a value", onlyV4, withHeader("Content-Length"), "InvalidArgument", "0002-00000077"},
		{"additional header of several lines", onlyV4, withHeader("Content-Length", "12", "12"), "InvalidArgument", ""},
		{"metadata of several lines", nil, withHeader("X-Oss-Meta-Author", "O. Henry", "O. Henry"), "InvalidArgument", ""},
		{"LF in a header", nil, withHeader("X-Oss-Meta-Author", "O. Henry\n"), "InvalidArgument", ""},
		{"names that differ by case", nil, withHeader("x-oss-meta-author", "O. Henry"), "InvalidArgument", ""},
		{"parameter of several values", nil, withQuery("acl", "", ""), "InvalidArgument", ""},
		{"key not UTF-8", nil, withKey("\xff"), "InvalidObjectName", ""},
		{"no method", nil, func(r *signer.Request) { r.Method = "" }, "InvalidArgument", ""},
		{"V4 signature in the URL as well", nil, withQuery("x-oss-signature", "a"), "InvalidArgument", "0002-00000039"},
		{"V4 credential in the URL as well", nil, withQuery("x-oss-credential", "a"), "InvalidArgument", "0002-00000039"},
		{"V1 signature in the URL as well", nil, withQuery("Signature", "a"), "InvalidArgument", "0002-00000039"},
		{"V1 key id in the URL as well", nil, withQuery("OSSAccessKeyId", "a"), "InvalidArgument", "0002-00000039"},
		{"two Authorization lines", nil, func(r *signer.Request) {
			r.Header["Authorization"] = append(r.Header["Authorization"], r.Header["Authorization"]...)
		}, "InvalidArgument", ""},
	} {
		for _, v := range versionsOf(tt.versions) {
			var names []string
			if v == signer.V4 {
				names = []string{"host", "content-length"}
			}
			r := send(t, makeSigner(t, v, temporary, names...), putRequest())
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
