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
	"github.com/google/go-cmp/cmp/cmpopts"
)

func explained(tb testing.TB, s setup, r signer.Request) *signer.Transcript {
	tb.Helper()
	if s.region == "" {
		s.region = region
	}
	if s.credentials.IsZero() {
		s.credentials = longTerm
	}
	s.at, r.Bucket = at, "examplebucket"
	_, transcript := send(tb, s, &r)
	return transcript
}

// TestRefusals has what OSS finds before it compares signatures.
func TestRefusals(t *testing.T) {
	token := setup{credentials: temporary}
	noToken := setup{credentials: signer.Credentials{AccessKeyID: "STS.example", AccessKeySecret: "secret"}}
	names := setup{names: []string{"range"}}
	for _, tt := range []struct {
		name     string
		setup    setup
		evidence Evidence
		want     Verdict
		says     string
	}{
		// alibabacloud-oss-python-sdk-v2#74: endpoint and region of different products.
		{"product", setup{}, Evidence{Code: "InvalidArgument", EC: "0002-00000227"}, Verdict{Cause: WrongProduct, Name: "product", Ours: "oss"}, "oss-cloudbox"},
		{"region, message unknown", setup{}, Evidence{Code: "InvalidArgument", EC: "0002-00000226", Message: "Invalid signing region."}, Verdict{Cause: WrongRegion, Name: "region", Ours: region}, "region id"},
		{"region, message hostile", setup{}, Evidence{Code: "InvalidArgument", EC: "0002-00000226", Message: "expected '\n"}, Verdict{Cause: WrongRegion, Name: "region", Ours: region, Theirs: `\n`}, ""},
		{"day", setup{}, Evidence{Code: "InvalidArgument", EC: "0002-00000223"}, Verdict{Cause: WrongDay, Name: "date", Ours: "20231216"}, "UTC day"},
		// aliyun-oss-android-sdk#167, ossutil#27: devices without a clock.
		{"clock behind", setup{}, Evidence{Code: "RequestTimeTooSkewed", RequestTime: time.Unix(0, 0), ServerTime: at},
			Verdict{Cause: ClockSkew, Name: "time", Ours: "1970-01-01T00:00:00Z", Theirs: "2023-12-16T16:20:57Z"}, "behind the server's"},
		{"clock ahead", setup{}, Evidence{Code: "RequestTimeTooSkewed", ServerTime: at.Add(-time.Hour)},
			Verdict{Cause: ClockSkew, Name: "time", Ours: "2023-12-16T16:20:57Z", Theirs: "2023-12-16T15:20:57Z"}, "1h0m0s ahead"},
		{"clock, times unknown", setup{}, Evidence{Code: "RequestTimeTooSkewed"}, Verdict{Cause: ClockSkew}, "set the clock"},
		{"expired", inURL(setup{}), Evidence{Code: "AccessDenied", EC: "0002-00000236"}, Verdict{Cause: Expired}, "sign the URL again"},
		{"too early", inURL(setup{}), Evidence{Code: "AccessDenied", EC: "0002-00000235"}, Verdict{Cause: Expired}, "set the clock"},
		{"expired, V1", inURL(v1()), Evidence{Code: "AccessDenied", Message: "Request has expired."}, Verdict{Cause: Expired}, ""},
		{"life out of range", inURL(setup{}), Evidence{Code: "InvalidArgument", EC: "0002-00000232"}, Verdict{Cause: ExpiresRange}, "7 days"},
		{"no date", setup{}, Evidence{Code: "AccessDenied", EC: "0002-00000503"}, Verdict{Cause: DateMissing}, "browsers"},
		{"odd date", v1(), Evidence{Code: "AccessDenied", EC: "0002-00000502"}, Verdict{Cause: DateMalformed}, ""},
		{"unknown key", setup{}, Evidence{Code: "InvalidAccessKeyId", EC: "0002-00000902"}, Verdict{Cause: UnknownKey}, "check the id"},
		{"another key arrived", setup{}, Evidence{Code: "InvalidAccessKeyId", AccessKeyID: "LTAIother"}, Verdict{Cause: UnknownKey, Ours: "LTAIexample", Theirs: "LTAIother"}, ""},
		{"temporary key without token", noToken, Evidence{Code: "InvalidAccessKeyId"}, Verdict{Cause: TokenMissing}, "without its security token"},
		{"token lost", token, Evidence{Code: "InvalidAccessKeyId"}, Verdict{Cause: TokenMissing}, "got lost"},
		{"token invalid", token, Evidence{Code: "InvalidSecurityToken"}, Verdict{Cause: TokenWrong}, "same STS answer"},
		{"token where none was signed", setup{}, Evidence{Code: "InvalidSecurityToken"}, Verdict{Cause: TokenWrong}, "not signed"},
		{"token and key do not match", token, Evidence{Code: "AccessKeyIdAndSecurityTokenNotMatch"}, Verdict{Cause: TokenWrong}, ""},
		{"token expired", token, Evidence{Code: "SecurityTokenExpired"}, Verdict{Cause: TokenExpired}, "ask STS"},
		{"token in the header of a URL", inURL(token), Evidence{Code: "InvalidRequest", Message: "a signed URL carries its security token in the query"}, Verdict{Cause: TokenHeaderName}, ""},
		{"additional header lost", names, Evidence{Code: "InvalidArgument", EC: "0002-00000077", Message: `AdditionalHeaders names "range", which the request lacks`},
			Verdict{Cause: AdditionalHeaders, Name: "range"}, "proxies"},
		{"two signatures", inURL(setup{}), Evidence{Code: "InvalidArgument", EC: "0002-00000039"}, Verdict{Cause: TwoSignatures}, ""},
		{"malformed credential", setup{}, Evidence{Code: "InvalidArgument", EC: "0002-00000213"}, Verdict{Cause: BadCredential}, ""},
		{"no signature", inURL(setup{}), Evidence{Code: "AccessDenied", EC: "0002-00000219"}, Verdict{Cause: SignatureMissing}, ""},
		{"another error", setup{}, Evidence{Code: "NoSuchKey", EC: "0026-00000001"}, Verdict{Cause: Unknown}, "look up the EC"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Diagnose(explained(t, tt.setup, with(get("a"), "Range", "bytes=0-1")), tt.evidence)
			checkText(t, got)
			if diff := cmp.Diff(tt.want, got, cmpopts.IgnoreFields(Verdict{}, "Explanation", "Remedy")); diff != "" {
				t.Errorf("verdict (-want +got):\n%s\n%v", diff, got)
			}
			if !strings.Contains(got.String(), tt.says) {
				t.Errorf("%q does not say %q", got, tt.says)
			}
		})
	}
}

// TestEveryECHasAVerdict reads from the source which ECs a Verifier answers with.
func TestEveryECHasAVerdict(t *testing.T) {
	transcript, found := explained(t, inURL(setup{}), get("a")), map[string]bool{}
	for _, file := range [...]string{"verify.go", "presented.go"} {
		source, err := os.ReadFile("../" + file)
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
