package diagnose_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	. "example.com/ossmeta/signer/diagnose"

	"github.com/google/go-cmp/cmp"
)

// TestRefusals has what OSS finds before it compares signatures.
func TestRefusals(t *testing.T) {
	token, names, url := setup{credentials: temporary}, setup{names: []string{"range"}}, inURL(setup{})
	noToken := func(id string) setup {
		return setup{credentials: signer.Credentials{AccessKeyID: id, AccessKeySecret: "secret"}}
	}
	tokenURL := inURL(token)
	for _, tt := range []struct {
		setup    setup
		evidence Evidence
		want     string
	}{
		// alibabacloud-oss-python-sdk-v2#74: endpoint and region of different products.
		{setup{}, Evidence{Code: "InvalidArgument", EC: "0002-00000227"},
			`wrong product: product: signed "oss", the server has nothing: the request was signed for another product than the endpoint's`},
		{setup{}, Evidence{Code: "InvalidArgument", EC: "0002-00000226", Message: "Invalid signing region."},
			`wrong region: region: signed "cn-hangzhou", the server has nothing: the request was signed for another region than the bucket's`},
		{setup{}, Evidence{Code: "InvalidArgument", EC: "0002-00000226", Message: "expected '\n"},
			`wrong region: region: signed "cn-hangzhou", the server has "\n": the request was signed for another region than the bucket's`},
		{setup{}, Evidence{Code: "InvalidArgument", EC: "0002-00000228", Message: "the region is not expected 'cn-beijing'"},
			`wrong region: region: signed "cn-hangzhou", the server has "cn-beijing": the request was signed for another region than the bucket's`},
		{v1(), Evidence{Code: "InvalidArgument", EC: "0002-00000226"},
			`wrong region: region: the request was signed for another region than the bucket's`},
		{setup{}, Evidence{Code: "InvalidArgument", EC: "0002-00000223"},
			`wrong day: date: signed "20231216", the server has nothing: the day of the scope is not the day of the request's time`},
		// aliyun-oss-android-sdk#167, ossutil#27: devices without a clock.
		{setup{}, Evidence{Code: "RequestTimeTooSkewed", RequestTime: time.Unix(0, 0), ServerTime: at},
			`clock skew: time: signed "1970-01-01T00:00:00Z", the server has "2023-12-16T16:20:57Z": the time of the request is 472984h20m57s behind the server's`},
		{setup{}, Evidence{Code: "RequestTimeTooSkewed", ServerTime: at.Add(-time.Hour - time.Second/3)},
			`clock skew: time: signed "2023-12-16T16:20:57Z", the server has "2023-12-16T15:20:56Z": the time of the request is 1h0m0s ahead of the server's`},
		{setup{}, Evidence{Code: "RequestTimeTooSkewed", RequestTime: at, ServerTime: at.In(time.FixedZone("", 3600))},
			`clock skew: time: signed "2023-12-16T16:20:57Z", the server has "2023-12-16T16:20:57Z": the time of the request is 0s ahead of the server's`},
		{setup{}, Evidence{Code: "RequestTimeTooSkewed", RequestTime: at},
			`clock skew: the request's time is too far from the server's`},
		{url, Evidence{Code: "AccessDenied", EC: "0002-00000236"},
			`expired: the signed URL is used outside its time`},
		{url, Evidence{Code: "AccessDenied", EC: "0002-00000235", ServerTime: at.Add(time.Minute)},
			`expired: time: signed "2023-12-16T16:20:57Z", the server has "2023-12-16T16:21:57Z": the time of the request is 1m0s behind the server's`},
		{inURL(v1()), Evidence{Code: "AccessDenied", Message: "Request has expired."},
			`expired: the signed URL is used outside its time`},
		{url, Evidence{Code: "InvalidArgument", EC: "0002-00000232"},
			`expires out of range: the life of the signed URL is not one that OSS takes`},
		{setup{}, Evidence{Code: "AccessDenied", EC: "0002-00000503"},
			`date missing: the request arrived with neither Date nor x-oss-date`},
		{v1(), Evidence{Code: "AccessDenied", EC: "0002-00000502"},
			`date malformed: the date that arrived is not in the form of the signature`},

		{setup{}, Evidence{Code: "InvalidAccessKeyId", EC: "0002-00000902"},
			`unknown access key id: OSS does not know the access key id`},
		{setup{}, Evidence{Code: "InvalidAccessKeyId", AccessKeyID: "LTAIexample"},
			`unknown access key id: OSS does not know the access key id`},
		{setup{}, Evidence{Code: "InvalidAccessKeyId", AccessKeyID: "LTAIother"},
			`unknown access key id: signed "LTAIexample", the server has "LTAIother": OSS does not know the access key id`},
		{token, Evidence{Code: "InvalidAccessKeyId", AccessKeyID: "LTAIother"},
			`unknown access key id: signed "STS.example", the server has "LTAIother": OSS does not know the access key id`},
		{noToken("STS.example"), Evidence{Code: "InvalidAccessKeyId"},
			`token missing: the access key id is a temporary one, and the request was signed without its security token`},
		{noToken("TMP.example"), Evidence{Code: "InvalidAccessKeyId"},
			`token missing: the access key id is a temporary one, and the request was signed without its security token`},
		{token, Evidence{Code: "InvalidAccessKeyId"},
			`token missing: OSS does not know the key id: the security token that was signed got lost on the way, or the id is not the token's`},
		{tokenURL, Evidence{Code: "InvalidAccessKeyId"},
			`token missing: OSS does not know the key id: the security token that was signed got lost on the way, or the id is not the token's`},
		{tokenV1, Evidence{Code: "InvalidAccessKeyId"},
			`token missing: OSS does not know the key id: the security token that was signed got lost on the way, or the id is not the token's`},
		{inURL(tokenV1), Evidence{Code: "InvalidAccessKeyId"},
			`token missing: OSS does not know the key id: the security token that was signed got lost on the way, or the id is not the token's`},
		{token, Evidence{Code: "InvalidSecurityToken"},
			`token wrong: the security token that arrived is not the one that belongs to this key`},
		{setup{}, Evidence{Code: "InvalidSecurityToken"},
			`token wrong: a security token arrived that was not signed`},
		{token, Evidence{Code: "AccessKeyIdAndSecurityTokenNotMatch"},
			`token wrong: the security token that arrived is not the one that belongs to this key`},
		{token, Evidence{Code: "SecurityTokenExpired", EC: "0002-00000999"},
			`token expired: the security token has expired`},
		{tokenURL, Evidence{Code: "InvalidRequest", Message: "a signed URL carries its Security Token in the query"},
			`token under another name: the security token travels under a name or in a place where OSS does not look`},

		{names, Evidence{Code: "InvalidArgument", EC: "0002-00000077", Message: `AdditionalHeaders names "range", which the request lacks`},
			`additional headers: range: AdditionalHeaders does not fit the headers that arrived`},
		{setup{}, Evidence{Code: "InvalidArgument", Message: "x-oss-content-sha256x is odd"},
			`header changed: a signed header arrived with another value`},
		{setup{}, Evidence{Code: "InvalidArgument", Message: "x-oss-content-sha256 is odd"},
			`header changed: x-oss-content-sha256: a signed header arrived with another value`},
		{setup{}, Evidence{Code: "InvalidArgument", Message: `"ACL" comes more than one time`},
			`repeated: acl: a header or query parameter arrived with more than one value`},
		{setup{}, Evidence{Code: "InvalidArgument", Message: `"X-Oss-Meta-A" and "x-oss-meta-a" differ only by letter case`},
			`repeated: x-oss-meta-a: a header or query parameter arrived with more than one value`},
		{setup{}, Evidence{Code: "InvalidObjectName", Message: "not UTF-8"},
			`path encoding: the key did not arrive as UTF-8`},
		{url, Evidence{Code: "InvalidArgument", EC: "0002-00000039"},
			`two signatures: the request is signed in its header and in its URL`},
		{setup{}, Evidence{Code: "InvalidArgument", EC: "0002-00000213"},
			`malformed credential: the Credential is malformed`},
		{url, Evidence{Code: "AccessDenied", EC: "0002-00000219"},
			`signature missing: the request arrived without its signature`},
		{setup{}, Evidence{Code: "AccessDenied", Message: "The request carries no signature."},
			`signature missing: the request arrived without its signature`},

		{setup{}, Evidence{Code: "NoSuchKey", EC: "0026-00000001"},
			`unknown: the answer does not tell what is wrong with the signature`},
		{setup{}, Evidence{Code: "AccessDenied", Message: `the  "acl" is denied`},
			`unknown: acl: the answer does not tell what is wrong with the signature`},
		{setup{}, Evidence{Code: "NoSuchKey", Message: "expired"},
			`unknown: the answer does not tell what is wrong with the signature`},
		{setup{}, Evidence{Code: "NoSuchKey", StringToSign: "AWS4-HMAC-SHA256"},
			`other signature version: string to sign line 1: signed "OSS4-HMAC-SHA256", the server has "AWS4-HMAC-SHA256": the server checked by another version of the signature than ours`},
		{v1(), Evidence{Code: "NoSuchKey", CanonicalRequest: "GET"},
			`canonical request unseen: the server sent nothing to compare; likely: an x-oss- header or a query parameter that was added, dropped or changed on the way; the access key secret`},
		{setup{}, Evidence{Message: `"acl" is odd`},
			`canonical request unseen: acl: the server sent nothing to compare; likely: the value of acl, which the answer names; an x-oss- header or a query parameter that was added, dropped or changed on the way; the access key secret`},
	} {
		r := get("a", "acl", "")
		r.Header = map[string][]string{"Range": {"bytes=0-1"}, "X-Oss-Meta-A": {"1"}}
		checkWhole(t, Diagnose(explained(t, tt.setup, r), tt.evidence), tt.want)
	}
}

// TestExpected has the word that a message says was expected.
func TestExpected(t *testing.T) {
	forty := strings.Repeat("a", 40)
	for message, want := range map[string]string{
		"expected 'cn-beijing'":            "cn-beijing",
		"expected: \"cn-beijing\".":        "cn-beijing",
		"got x, expected `cn-beijing`, oh": "cn-beijing",
		"expected cn-beijing;":             "cn-beijing",
		"expected cn-beijing":              "cn-beijing",
		"expected cn-beijing here":         "cn-beijing",
		"expected " + region:               "",
		"expected.":                        "",
		"expected":                         "",
		"cn-beijing":                       "",
		"expected " + forty:                forty,
		"expected " + forty + "a":          "",
	} {
		v := Diagnose(explained(t, setup{}, get("a")), Evidence{EC: "0002-00000226", Message: message})
		if v.Theirs != want {
			t.Errorf("of %q: %q, want %q", message, v.Theirs, want)
		}
	}
}

// TestMisplacedToken: a token that the caller puts where OSS does not look.
func TestMisplacedToken(t *testing.T) {
	const long, short = "x-oss-security-token", "security-token"
	header := with(get("a"), short, "CAISheader")
	query := func(names ...string) signer.Request {
		r := get("a")
		for _, name := range names {
			r.Query[name] = []string{"CAISquery"}
		}
		return r
	}
	for _, tt := range []struct {
		setup   setup
		request signer.Request
		want    string // "" where the right one is there, too
	}{
		{setup{}, header, short},
		{setup{}, query(short), short},
		{setup{}, query(short, long), ""},
		{setup{credentials: temporary}, header, ""},
		{setup{credentials: temporary}, query(short), ""},
		{inURL(setup{}), header, short},
		{inURL(setup{}), query(short), short},
		{inURL(setup{credentials: temporary}), query(short), ""},
		{v1(), header, short},
		{v1(), query(short), short},
		{v1(), query(short, long), ""},
		{tokenV1, query(short), ""},
		{inURL(v1()), header, short},
		{inURL(v1()), query(long), long},
		{inURL(tokenV1), query(long), ""},
	} {
		v := Diagnose(explained(t, tt.setup, tt.request), Evidence{Code: "InvalidAccessKeyId"})
		if v.Name != tt.want || (v.Cause == TokenHeaderName) != (tt.want != "") {
			t.Errorf("%v %v: %v, want %q", tt.setup.version, tt.setup.url, v, tt.want)
		}
	}
}

// TestEveryECHasAVerdict reads from the source which ECs a Verifier answers with.
func TestEveryECHasAVerdict(t *testing.T) {
	transcript, found := explained(t, inURL(setup{}), get("a")), map[string]bool{}
	for _, file := range [...]string{"verify.go", "presented.go"} {
		source, err := os.ReadFile("../verify/" + file)
		if err != nil {
			t.Fatal(err)
		}
		for _, ec := range regexp.MustCompile(`000\d-\d{8}`).FindAllString(string(source), -1) {
			found[ec] = true
			if got := Diagnose(transcript, Evidence{Code: "InvalidArgument", EC: ec}); got.Cause == Unknown {
				t.Errorf("EC %s: %v", ec, got)
			}
		}
	}
	if len(found) < 20 {
		t.Errorf("found %d ECs, want at least 20", len(found))
	}
}

// TestEveryCauseIsExplained reads the causes from the source.
func TestEveryCauseIsExplained(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "cause.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	declared, rows := map[string]bool{}, map[string]bool{}
	values := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ValueSpec:
			if typ, ok := n.Type.(*ast.Ident); ok && typ.Name == "Cause" {
				text, err := strconv.Unquote(n.Values[0].(*ast.BasicLit).Value)
				if err != nil || values[text] {
					t.Errorf("the value %q is there twice", text)
				}
				declared[n.Names[0].Name], values[text] = true, true
			}
		case *ast.CompositeLit:
			if len(n.Elts) == 3 {
				if name, ok := n.Elts[0].(*ast.Ident); ok {
					rows[name.Name] = true
				}
			}
		}
		return true
	})
	if diff := cmp.Diff(declared, rows); diff != "" || len(declared) < 40 {
		t.Errorf("%d causes (-declared +explained):\n%s", len(declared), diff)
	}
}
