package xmlerr_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/xmlerr"
)

// mark stands in the fixtures where a real answer would repeat a token.
const mark = "CAISmarkedSecurityToken"

const (
	fixtureDir   = "../testdata/xmlerr"
	wantFixtures = 31
	mismatch     = "The request signature we calculated does not match the signature you provided. Check your key and signing method."
	exampleHost  = "examplebucket.oss-cn-hangzhou.aliyuncs.com"
	stringV1     = "PUT\n\ntext/plain\nWed, 28 Dec 2022 09:56:32 GMT\nx-oss-meta-author:A&B <c>\nx-oss-security-token:" + mark + "\n/examplebucket/nelson"
	canonicalV4  = "GET\n/examplebucket/a%20b\nx-oss-expires=600\nhost:examplebucket.oss-cn-hangzhou.aliyuncs.com\nx-oss-content-sha256:UNSIGNED-PAYLOAD\nx-oss-date:20231216T162057Z\nx-oss-security-token:" + mark + "\n\nhost\nUNSIGNED-PAYLOAD"
	stringV4     = "OSS4-HMAC-SHA256\n20231216T162057Z\n20231216/cn-hangzhou/oss/aliyun_v4_request\n"
)

// fixtures says what each file of testdata/xmlerr decodes to. StatusCode is sent
// as it stands here; the hex forms of evidence are checked on their own.
var fixtures = map[string]xmlerr.Error{
	"signature_v1.xml": {
		StatusCode: 403, Code: xmlerr.SignatureDoesNotMatch, Message: mismatch,
		RequestID: "63AC1250EXAMPLE100000001", HostID: exampleHost, EC: "0002-00000040",
		Evidence: &xmlerr.Evidence{AccessKeyID: "STS.ExampleKeyId", SignatureProvided: "26NBxoKdsyly4EDv6inkoDft/yA=", StringToSign: stringV1},
		Extra:    map[string]string{"RecommendDoc": "https://api.aliyun.com/troubleshoot?q=0002-00000040"},
	},
	"signature_v4.xml": {
		StatusCode: 403, Code: xmlerr.SignatureDoesNotMatch, Message: mismatch,
		RequestID: "657DD0A9EXAMPLE200000002", HostID: exampleHost, EC: "0002-00000201",
		Evidence: &xmlerr.Evidence{
			AccessKeyID: "STS.ExampleKeyId", SignatureProvided: strings.Repeat("0123456789abcdef", 4),
			StringToSign:     stringV4 + "cea47d55a94dc5e51e31e4ab3361c72e5cf6c8458dba6e8d33aa1f0a83ad1108",
			CanonicalRequest: canonicalV4,
		},
		Extra: map[string]string{"RecommendDoc": "https://api.aliyun.com/troubleshoot?q=0002-00000201"},
	},
	"signature_control.xml": {
		StatusCode: 403, Code: xmlerr.SignatureDoesNotMatch,
		Evidence: &xmlerr.Evidence{StringToSign: "GET\n\n\n\n/b/a\ufffd\ufffd\ufffd\ufffd"},
	},
	"no_such_key.xml": {
		StatusCode: 404, Code: xmlerr.NoSuchKey, Message: "The specified key does not exist.",
		RequestID: "5C3D9175EXAMPLE300000003", HostID: exampleHost, EC: "0026-00000001",
		Extra: map[string]string{"Key": "notes/Q&A 中文.txt", "RecommendDoc": "https://api.aliyun.com/troubleshoot?q=0026-00000001"},
	},
	"no_such_bucket.xml": {
		StatusCode: 404, Code: xmlerr.NoSuchBucket, Message: "The specified bucket does not exist.",
		RequestID: "5C3D9175EXAMPLE400000004", HostID: "nobucket.oss-cn-hangzhou.aliyuncs.com", EC: "0015-00000101",
		Extra: map[string]string{"BucketName": "nobucket"},
	},
	"skewed.xml": {
		StatusCode: 403, Code: xmlerr.RequestTimeTooSkewed, Message: "The difference between the request time and the current time is too large.",
		RequestID: "5C3D9175EXAMPLE500000005", HostID: exampleHost, EC: "0002-00000504",
		ServerTime: time.Date(2023, 12, 16, 16, 20, 57, 250e6, time.UTC),
		Extra:      map[string]string{"MaxAllowedSkewMilliseconds": "900000", "RequestTime": "2023-12-16T10:00:00.000Z"},
	},
	"not_implemented.xml": {
		StatusCode: 501, Code: xmlerr.NotImplemented, Message: "A header you provided implies functionality that is not implemented.",
		RequestID: "5C3D9175EXAMPLE600000006", HostID: exampleHost,
		Extra: map[string]string{"Header": "If-None-Match"},
	},
	"indented.xml": {
		StatusCode: 403, Code: xmlerr.AccessDenied,
		Message:   "Query-string authentication requires the Signature, Expires and OSSAccessKeyId parameters",
		RequestID: "1D842BC5425544BB", HostID: "oss-cn-hangzhou.aliyuncs.com",
	},
	"xmlns.xml": {
		StatusCode: 400, Code: xmlerr.MalformedXML, Message: "The XML you provided was <not> well-formed & so on.",
		RequestID: "57ABD896EXAMPLE700000007", HostID: "oss-cn-hangzhou.aliyuncs.com", EC: "0031-00000001",
	},
	"xmlns_prefix.xml": {
		StatusCode: 400, Code: xmlerr.InvalidArgument,
		Extra: map[string]string{"ArgumentName": "x-oss-acl"},
	},
	"access_key.xml": {
		StatusCode: 403, Code: xmlerr.InvalidAccessKeyId, Message: "The OSS Access Key Id you provided does not exist in our records.",
		RequestID: "5C3D9175EXAMPLE800000008", HostID: exampleHost, EC: "0002-00000902",
		Extra: map[string]string{"OSSAccessKeyId": "ExampleKeyId"},
	},
	"denied_detail.xml": {
		StatusCode: 403, Code: xmlerr.AccessDenied, Message: "Access denied by bucket policy.",
		RequestID: "65AF5037EXAMPLE900000009", HostID: "mybucket.oss-cn-hangzhou.aliyuncs.com", EC: "0003-00000201",
		Extra: map[string]string{"PolicyType": "AccountLevelIdentityBasedPolicy", "AuthPrincipalType": "SubUser", "NoPermissionType": "ExplicitDeny"},
	},
	"truncated_message.xml": {StatusCode: 404, Code: xmlerr.NoSuchKey},
	"truncated_tag.xml": {
		StatusCode: 404, Code: xmlerr.NoSuchKey, Message: "The specified key does not exist.", RequestID: "5C3D9175EXAMPLE300000003",
	},
	"truncated_code.xml": {StatusCode: 404, Source: xmlerr.Foreign, Snippet: `<?xml version="1.0" encoding="UTF-8"?> <Error> <Code>NoSuchKey`},
	"truncated_root.xml": {StatusCode: 404, Source: xmlerr.Foreign, Snippet: `<?xml version="1.0" encoding="UTF-8"?> <Erro`},
	"truncated_evidence.xml": {
		StatusCode: 403, Code: xmlerr.SignatureDoesNotMatch, Message: mismatch,
		RequestID: "657DD0A9EXAMPLE200000002", HostID: exampleHost,
		Evidence: &xmlerr.Evidence{
			AccessKeyID: "STS.ExampleKeyId", SignatureProvided: strings.Repeat("0123456789abcdef", 4),
			StringToSign: stringV4 + "cea47d55a94dc5e51e31e4ab3361c72e5cf6c8458dba6e8d33aa1f0a83ad1108",
		},
	},
	"mismatched.xml": {StatusCode: 404, Code: xmlerr.NoSuchKey},
	"no_code.xml": {
		StatusCode: 403, Code: xmlerr.AccessDenied, Source: xmlerr.FromStatus,
		Message: "The request has been refused.", RequestID: "5C3D9175EXAMPLEA00000010",
	},
	"bare_error.xml": {StatusCode: 404, Source: xmlerr.Foreign, Snippet: "<Error>something else went wrong</Error>"},
	"other_root.xml": {StatusCode: 404, Source: xmlerr.Foreign, Snippet: `<?xml version="1.0"?><ListBucketResult><Code>NoSuchKey</Code></ListBucketResult>`},
	"proxy.xml": {
		StatusCode: 404, Source: xmlerr.Foreign,
		Snippet: `<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN"> <html> <head><title>404 Not Found</title></head> <body> <center><h1>404 Not Found</h1></center> <p>GET /examplebucket/a?x-oss-security-`,
	},
	"json.xml":  {StatusCode: 404, Source: xmlerr.Foreign, Snippet: `{"Error":{"Code":"NoSuchKey","Message":"not here", "`},
	"empty.xml": {StatusCode: 412, Code: xmlerr.PreconditionFailed, Source: xmlerr.FromStatus},
	"blank.xml": {StatusCode: 405, Code: xmlerr.MethodNotAllowed, Source: xmlerr.FromStatus},
	"gbk.xml": {
		StatusCode: 400, Code: "InvalidObjectName", Message: "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\u0427 (name)",
		RequestID: "5C3D9175EXAMPLEB00000011",
	},
	"utf16.xml":    {StatusCode: 404, Source: xmlerr.Foreign, Snippet: "\ufffd\ufffd" + `<?xml version="1.0" encoding="UTF-16"?><Error><Code>NoSuchKey</Code></Error>`},
	"bomb.xml":     {StatusCode: 403, Code: xmlerr.AccessDenied, Message: "&l9; &f;"},
	"deep.xml":     {StatusCode: 403, Code: xmlerr.AccessDenied},
	"oversize.xml": {StatusCode: 500, Code: xmlerr.InternalError, Message: "We encountered an internal error."},
	"many.xml":     {StatusCode: 400, Code: xmlerr.BadRequest, Extra: numbered(32)},
}

func readFixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(fixtureDir, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestFixtures(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(fixtureDir, "*.xml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < wantFixtures || len(fixtures) < wantFixtures {
		t.Fatalf("%d files and %d expectations, want at least %d of both", len(files), len(fixtures), wantFixtures)
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			want, ok := fixtures[name]
			if !ok {
				t.Fatal("no expectation for this file")
			}
			got := xmlerr.Decode(want.StatusCode, nil, bytes.NewReader(readFixture(t, name)))
			checkPairs(t, got.Evidence)
			if d := cmp.Diff(plain(want), plain(*got)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

// checkPairs checks that the hex forms, where there are any, say what the texts
// say as far as XML can carry it, and takes them away.
func checkPairs(t *testing.T, ev *xmlerr.Evidence) {
	t.Helper()
	if ev == nil {
		return
	}
	if got := ev.ExactStringToSign(); carried(got) != ev.StringToSign {
		t.Errorf("string to sign: bytes %q, text %q", got, ev.StringToSign)
	}
	if got := ev.ExactCanonicalRequest(); carried(got) != ev.CanonicalRequest {
		t.Errorf("canonical request: bytes %q, text %q", got, ev.CanonicalRequest)
	}
	ev.StringToSignBytes, ev.CanonicalRequestBytes = "", ""
}

// carried returns b with U+FFFD for control characters and bad bytes.
func carried(b []byte) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' {
			return utf8.RuneError
		}
		return r
	}, string(b))
}
