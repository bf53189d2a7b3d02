package verify_test

import (
	"errors"
	"strings"
	"testing"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/verify"
)

const anyEC = "any" // the number is not pinned

// TestPresignedRefused has the faults of a URL that OSS names by other codes
// than a mismatch. Each is a change to signedURL.
func TestPresignedRefused(t *testing.T) {
	const id, credential = "STS.example", "x-oss-credential"
	for _, tt := range []struct {
		name     string
		versions []signer.Version
		change   func(*signer.Request)
		code, ec string
	}{
		{"no version", signertest.OnlyV4, signertest.WithQuery("x-oss-signature-version"), "InvalidArgument", ""},
		{"empty version", signertest.OnlyV4, signertest.WithQuery("x-oss-signature-version", ""), "InvalidArgument", ""},
		{"another version", signertest.OnlyV4, signertest.WithQuery("x-oss-signature-version", "OSS2"), "InvalidArgument", ""},
		{"version in lower case", signertest.OnlyV4, signertest.WithQuery("x-oss-signature-version", "oss4-hmac-sha256"), "InvalidArgument", ""},
		{"no credential", signertest.OnlyV4, signertest.WithQuery(credential), "InvalidArgument", anyEC},
		{"empty credential", signertest.OnlyV4, signertest.WithQuery(credential, ""), "InvalidArgument", anyEC},
		{"credential without a scope", signertest.OnlyV4, signertest.WithQuery(credential, id), "InvalidArgument", "0002-00000213"},
		{"credential of another service", signertest.OnlyV4, replaceQuery(credential, "aliyun_v4", "aws4"), "InvalidArgument", "0002-00000213"},
		{"unknown key", signertest.OnlyV4, replaceQuery(credential, id, "STS.other"), "InvalidAccessKeyId", "0002-00000902"},
		{"unknown key", signertest.OnlyV1, signertest.WithQuery("OSSAccessKeyId", "STS.other"), "InvalidAccessKeyId", "0002-00000902"},
		{"key in lower case", signertest.OnlyV1, signertest.WithQuery("OSSAccessKeyId", strings.ToLower(id)), "InvalidAccessKeyId", "0002-00000902"},
		{"another day", signertest.OnlyV4, replaceQuery(credential, "/20231216/", "/20231217/"), "InvalidArgument", "0002-00000223"},
		{"another region", signertest.OnlyV4, replaceQuery(credential, "cn-hangzhou", "cn-beijing"), "InvalidArgument", "0002-00000226"},
		{"another product", signertest.OnlyV4, replaceQuery(credential, "/oss/", "/oss-cloudbox/"), "InvalidArgument", "0002-00000227"},
		{"no date", signertest.OnlyV4, signertest.WithQuery("x-oss-date"), "AccessDenied", "0002-00000503"},
		{"date in the header alone", signertest.OnlyV4, signertest.Both(signertest.WithQuery("x-oss-date"), signertest.WithHeader("x-oss-date", signertest.Stamp)), "AccessDenied", "0002-00000503"},
		{"HTTP date", signertest.OnlyV4, signertest.WithQuery("x-oss-date", signertest.Date), "AccessDenied", "0002-00000502"},
		{"extended ISO 8601", signertest.OnlyV4, signertest.WithQuery("x-oss-date", "2023-12-16T16:20:57Z"), "AccessDenied", "0002-00000502"},
		{"no signature", signertest.OnlyV4, signertest.WithQuery("x-oss-signature"), "InvalidArgument", "0002-00000219"},
		{"empty signature", signertest.OnlyV4, signertest.WithQuery("x-oss-signature", ""), "InvalidArgument", anyEC},
		{"signature in upper case", signertest.OnlyV4, signertest.WithQuery("x-oss-signature", strings.Repeat("A", 64)), "InvalidArgument", anyEC},
		{"signature cut short", signertest.OnlyV4, signertest.WithQuery("x-oss-signature", strings.Repeat("a", 63)), "InvalidArgument", anyEC},
		{"additional names empty", signertest.OnlyV4, signertest.WithQuery("x-oss-additional-headers", ""), "InvalidArgument", "0002-00000209"},
		{"additional names with a gap", signertest.OnlyV4, signertest.WithQuery("x-oss-additional-headers", "host;"), "InvalidArgument", "0002-00000210"},
		{"additional name in upper case", signertest.OnlyV4, signertest.WithQuery("x-oss-additional-headers", "Host"), "InvalidArgument", "0002-00000076"},
		{"no such additional header", signertest.OnlyV4, signertest.WithoutHeader("Content-Length"), "InvalidArgument", "0002-00000077"},
		{"additional header of several lines", signertest.OnlyV4, signertest.WithHeader("Content-Length", "12", "12"), "InvalidArgument", ""},

		{"no key id", signertest.OnlyV1, signertest.WithQuery("OSSAccessKeyId"), "AccessDenied", anyEC},
		{"empty key id", signertest.OnlyV1, signertest.WithQuery("OSSAccessKeyId", ""), "AccessDenied", anyEC},
		{"no signature", signertest.OnlyV1, signertest.WithQuery("Signature"), "AccessDenied", anyEC},
		{"empty signature", signertest.OnlyV1, signertest.WithQuery("Signature", ""), "AccessDenied", anyEC},
		{"no end", signertest.OnlyV1, signertest.WithQuery("Expires"), "AccessDenied", "0002-00000068"},
		{"plus of the signature to a blank", signertest.OnlyV1, signertest.WithQuery("Signature", "AAAAAAAAAAAAAAAAAAAAAAAAAA =="), "InvalidArgument", anyEC},
		{"signature of another length", signertest.OnlyV1, signertest.WithQuery("Signature", "QUFB"), "InvalidArgument", anyEC},

		{"token missing", signertest.OnlyV4, signertest.WithQuery("x-oss-security-token"), "InvalidAccessKeyId", "0002-00000902"},
		{"token missing", signertest.OnlyV1, signertest.WithQuery("security-token"), "InvalidAccessKeyId", "0002-00000902"},
		{"token empty", signertest.OnlyV4, signertest.WithQuery("x-oss-security-token", ""), "InvalidAccessKeyId", "0002-00000902"},
		{"token wrong", signertest.OnlyV4, signertest.WithQuery("x-oss-security-token", "other"), "InvalidSecurityToken", anyEC},
		{"token wrong", signertest.OnlyV1, signertest.WithQuery("security-token", "other"), "InvalidSecurityToken", anyEC},
		{"token under V1's name", signertest.OnlyV4, signertest.Both(signertest.WithQuery("x-oss-security-token"), signertest.WithQuery("security-token", signertest.Temporary.SecurityToken)), "InvalidAccessKeyId", "0002-00000902"},
		{"token under V4's name", signertest.OnlyV1, signertest.Both(signertest.WithQuery("security-token"), signertest.WithQuery("x-oss-security-token", signertest.Temporary.SecurityToken)), "InvalidAccessKeyId", "0002-00000902"},
		{"token in the header as well", nil, signertest.WithHeader("x-oss-security-token", signertest.Temporary.SecurityToken), "InvalidRequest", anyEC},
		{"another token in the header", signertest.OnlyV1, signertest.WithHeader("X-Oss-Security-Token", "other"), "InvalidRequest", anyEC},

		{"signed in the header as well", nil, signertest.WithHeader("Authorization", "OSS a:b"), "InvalidArgument", "0002-00000039"},
		{"an empty Authorization", nil, signertest.WithHeader("authorization", ""), "InvalidArgument", "0002-00000039"},
		{"parameter of several values", nil, signertest.WithQuery("acl", "", ""), "InvalidArgument", ""},
		{"signature of several values", signertest.OnlyV1, func(r *signer.Request) { r.Query["Signature"] = append(r.Query["Signature"], "a") }, "InvalidArgument", ""},
		{"life of several values", signertest.OnlyV4, signertest.WithQuery("x-oss-expires", "3600", "60"), "InvalidArgument", ""},
		{"header with another value than the parameter", signertest.OnlyV4, signertest.WithHeader("x-oss-date", "20231216T162058Z"), "InvalidArgument", ""},
		{"LF in a header", nil, signertest.WithHeader("X-Oss-Meta-Author", "O. Henry\n"), "InvalidArgument", ""},
		{"key not UTF-8", nil, signertest.WithKey("\xff"), "InvalidObjectName", ""},
	} {
		for _, v := range signertest.VersionsOf(tt.versions) {
			r := signedURL(t, v)
			tt.change(r)
			t.Run(tt.name+"/"+v.String(), func(t *testing.T) {
				got := refusedWith(t, testVerifier(), r, tt.code)
				if got.EC != tt.ec && tt.ec != anyEC || got.Transcript != nil {
					t.Errorf("EC %q with the transcript %v, want %q and none", got.EC, got.Transcript, tt.ec)
				}
				if text := got.Error(); strings.ContainsAny(text, "\r\n") || !strings.HasPrefix(text, "verify: "+tt.code+": ") {
					t.Errorf("Error() = %q", text)
				}
			})
		}
	}
}

// TestUnsignedURL: parameters that only look like those of a signature are no
// signature.
func TestUnsignedURL(t *testing.T) {
	for _, name := range []string{"Expires", "x-oss-expires", "x-oss-date", "security-token", "x-oss-security-token",
		"x-oss-additional-headers", "signature", "X-Oss-Signature", "ossaccesskeyid"} {
		r := signertest.GetRequest()
		r.Query[name] = []string{"1"}
		if _, err := testVerifier().Verify(r, signertest.Time); !errors.Is(err, verify.ErrUnsigned) {
			t.Errorf("%s: %v, want ErrUnsigned", name, err)
		}
	}
}

// TestNumbersOfURLs has lives that are signed by hand, and well, but that no
// client means to send.
func TestNumbersOfURLs(t *testing.T) {
	for _, life := range []string{"", "0", "-1", "+60", "060", "00", " 60", "60 ", "60.0", "6e1", "0x3c", "1_0", "٦٠", "abc", "60\x00", "604801",
		"9223372036854775807", "9223372036854775808", "-9223372036854775808", strings.Repeat("9", 400)} {
		r := bareURL(signer.V4)
		r.Query["x-oss-expires"] = []string{life}
		presignByHand(r, signer.V4)
		if got := refusedWith(t, testVerifier(), r, "InvalidArgument"); got.EC != "0002-00000232" && life != "" {
			t.Errorf("x-oss-expires %q: EC %q", life, got.EC)
		}

		if life == "0" || life == "604801" || life == "9223372036854775807" {
			continue // a number, if one that is past or far away
		}
		r = bareURL(signer.V1)
		r.Query["Expires"] = []string{life}
		if life != "" && !strings.ContainsAny(life, "-.ex_abc\x00") && len(life) < 5 {
			r.Query["Expires"] = []string{strings.Replace(life, "60", "1702743717", 1)}
		}
		presignByHand(r, signer.V1)
		got := refusedWith(t, testVerifier(), r, "AccessDenied")
		if want := map[bool]string{true: "0002-00000068", false: "0002-00000070"}[life == ""]; got.EC != want {
			t.Errorf("Expires %q: EC %q, want %q", r.Query["Expires"][0], got.EC, want)
		}
	}
	for _, end := range []string{"0", "1", "1702743656"} { // past
		r := bareURL(signer.V1)
		r.Query["Expires"] = []string{end}
		presignByHand(r, signer.V1)
		if got := refusedWith(t, testVerifier(), r, "AccessDenied"); got.EC == "0002-00000070" {
			t.Errorf("Expires %q is not taken for a number", end)
		}
	}
	for _, end := range []string{"1702743657", "253402300800"} { // now, and in the year 10000
		r := bareURL(signer.V1)
		r.Query["Expires"] = []string{end}
		presignByHand(r, signer.V1)
		if _, err := testVerifier().Verify(r, signertest.Time); err != nil {
			t.Errorf("Expires %q: %v", end, err)
		}
	}
	for _, life := range []string{"1", "604800"} {
		r := bareURL(signer.V4)
		r.Query["x-oss-expires"] = []string{life}
		presignByHand(r, signer.V4)
		if _, err := testVerifier().Verify(r, signertest.Time); err != nil {
			t.Errorf("x-oss-expires %q: %v", life, err)
		}
	}
}

// TestRepeatedSignature: of two signatures neither is chosen, not even if the
// first one is right.
func TestRepeatedSignature(t *testing.T) {
	for v, name := range map[signer.Version]string{signer.V4: "x-oss-signature", signer.V1: "Signature"} {
		for _, second := range []string{"", "0"} {
			r := signedURL(t, v)
			r.Query[name] = append(r.Query[name], second)
			refusedWith(t, testVerifier(), r, "InvalidArgument")
		}
	}
}
