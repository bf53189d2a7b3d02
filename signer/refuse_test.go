package signer_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"

	"github.com/google/go-cmp/cmp"
)

// A refusal is a change that makes getRequest a request that cannot be signed.
type refusal struct {
	name     string
	versions []signer.Version // nil means both
	at       time.Time        // zero means testTime
	change   func(*signer.Request)
	want     signer.RequestError
}

var refusals = []refusal{
	{"no method", nil, time.Time{}, func(r *signer.Request) { r.Method = "" }, signer.RequestError{Part: "method", Reason: signer.ReasonNotToken}},
	{"neither method nor bucket", nil, time.Time{}, func(r *signer.Request) { r.Method, r.Bucket, r.Key = "", "", "" }, signer.RequestError{Part: "method", Reason: signer.ReasonNotToken}},
	{"method with LF", nil, time.Time{}, func(r *signer.Request) { r.Method = "GET\n" }, signer.RequestError{Part: "method", Name: "GET\n", Reason: signer.ReasonNotToken}},
	{"key without bucket", nil, time.Time{}, func(r *signer.Request) { r.Bucket = "" }, signer.RequestError{Part: "bucket", Reason: signer.ReasonMissing}},
	{"bucket with slash", nil, time.Time{}, func(r *signer.Request) { r.Bucket = "a/b" }, signer.RequestError{Part: "bucket", Name: "a/b", Reason: signer.ReasonBucket}},
	{"bucket with LF", nil, time.Time{}, func(r *signer.Request) { r.Bucket = "a\n" }, signer.RequestError{Part: "bucket", Name: "a\n", Reason: signer.ReasonBucket}},
	{"bucket with percent", nil, time.Time{}, func(r *signer.Request) { r.Bucket = "a%2F" }, signer.RequestError{Part: "bucket", Name: "a%2F", Reason: signer.ReasonBucket}},
	{"key not UTF-8", nil, time.Time{}, signertest.WithKey("a\xff"), signer.RequestError{Part: "key", Name: "a\xff", Reason: signer.ReasonNotUTF8}},
	{"key with LF", signertest.OnlyV1, time.Time{}, signertest.WithKey("a\nb"), signer.RequestError{Part: "key", Name: "a\nb", Reason: signer.ReasonControl}},
	{"key with DEL", signertest.OnlyV1, time.Time{}, signertest.WithKey("\x7f"), signer.RequestError{Part: "key", Name: "\x7f", Reason: signer.ReasonControl}},
	{"key with US", signertest.OnlyV1, time.Time{}, signertest.WithKey("\x1f"), signer.RequestError{Part: "key", Name: "\x1f", Reason: signer.ReasonControl}},

	{"header name with blank", nil, time.Time{}, signertest.WithHeader("x-oss-meta-a b", "1"), signer.RequestError{Part: "header", Name: "x-oss-meta-a b", Reason: signer.ReasonNotToken}},
	{"header name with colon", nil, time.Time{}, signertest.WithHeader("x-oss-meta-a:b", "1"), signer.RequestError{Part: "header", Name: "x-oss-meta-a:b", Reason: signer.ReasonNotToken}},
	{"header name not ASCII", nil, time.Time{}, signertest.WithHeader("x-oss-meta-é", "1"), signer.RequestError{Part: "header", Name: "x-oss-meta-é", Reason: signer.ReasonNotToken}},
	{"header without a name", nil, time.Time{}, signertest.WithHeader("", "1"), signer.RequestError{Part: "header", Reason: signer.ReasonNotToken}},
	{"header without a name and a value", nil, time.Time{}, signertest.WithHeader("", ""), signer.RequestError{Part: "header", Reason: signer.ReasonNotToken}},
	{"header value with LF", nil, time.Time{}, signertest.WithHeader("x-oss-meta-a", "1\nx-oss-meta-b:2"), signer.RequestError{Part: "header", Name: "x-oss-meta-a", Reason: signer.ReasonLineBreak}},
	{"header value with CR", nil, time.Time{}, signertest.WithHeader("x-oss-meta-a", "1\r"), signer.RequestError{Part: "header", Name: "x-oss-meta-a", Reason: signer.ReasonLineBreak}},
	{"header value with NUL", nil, time.Time{}, signertest.WithHeader("Content-Type", "\x00"), signer.RequestError{Part: "header", Name: "Content-Type", Reason: signer.ReasonLineBreak}},
	{"unsigned header with LF", nil, time.Time{}, signertest.WithHeader("Cache-Control", "a\nx-oss-a: b"), signer.RequestError{Part: "header", Name: "Cache-Control", Reason: signer.ReasonLineBreak}},
	{"second line with LF", nil, time.Time{}, signertest.WithHeader("Cache-Control", "a", "b\n"), signer.RequestError{Part: "header", Name: "Cache-Control", Reason: signer.ReasonLineBreak}},
	{"Host with LF", nil, time.Time{}, func(r *signer.Request) { r.Host = "h\n" }, signer.RequestError{Part: "header", Name: "Host", Reason: signer.ReasonLineBreak}},
	{"two lines of an OSS header", nil, time.Time{}, signertest.WithHeader("x-oss-meta-a", "1", "1"), signer.RequestError{Part: "header", Name: "x-oss-meta-a", Reason: signer.ReasonRepeated}},
	{"two lines of Content-Type", nil, time.Time{}, signertest.WithHeader("content-type", "a/b", "c/d"), signer.RequestError{Part: "header", Name: "content-type", Reason: signer.ReasonRepeated}},
	{"two lines of an additional header", signertest.OnlyV4, time.Time{}, signertest.WithHeader("Range", "bytes=0-1", "bytes=2-3"), signer.RequestError{Part: "header", Name: "Range", Reason: signer.ReasonRepeated}},
	{"names that differ by case", nil, time.Time{}, func(r *signer.Request) {
		r.Header["x-oss-meta-a"], r.Header["X-Oss-Meta-A"] = []string{"1"}, []string{"1"}
	}, signer.RequestError{Part: "header", Name: "x-oss-meta-a", Reason: signer.ReasonLetterCase}},
	{"unsigned names that differ by case", nil, time.Time{}, func(r *signer.Request) {
		r.Header["Cache-Control"], r.Header["cache-control"] = []string{"1"}, []string{"2"}
	}, signer.RequestError{Part: "header", Name: "cache-control", Reason: signer.ReasonLetterCase}},

	{"another x-oss-date", signertest.OnlyV4, time.Time{}, signertest.WithHeader("X-Oss-Date", "20231216T162058Z"), signer.RequestError{Part: "header", Name: "X-Oss-Date", Reason: signer.ReasonConflict}},
	{"V4's x-oss-date under V1", signertest.OnlyV1, time.Time{}, signertest.WithHeader("x-oss-date", signertest.Stamp), signer.RequestError{Part: "header", Name: "x-oss-date", Reason: signer.ReasonConflict}},
	{"another Date", signertest.OnlyV1, time.Time{}, signertest.WithHeader("date", "Sat, 16 Dec 2023 16:20:58 GMT"), signer.RequestError{Part: "header", Name: "date", Reason: signer.ReasonConflict}},
	{"another payload digest", signertest.OnlyV4, time.Time{}, signertest.WithHeader("x-oss-content-sha256", "e3b0"), signer.RequestError{Part: "header", Name: "x-oss-content-sha256", Reason: signer.ReasonConflict}},
	{"another token", nil, time.Time{}, signertest.WithHeader("x-oss-security-token", "other"), signer.RequestError{Part: "header", Name: "x-oss-security-token", Reason: signer.ReasonConflict}},
	{"an empty token", nil, time.Time{}, signertest.WithHeader("X-Oss-Security-Token", ""), signer.RequestError{Part: "header", Name: "X-Oss-Security-Token", Reason: signer.ReasonConflict}},
	{"two Hosts", nil, time.Time{}, func(r *signer.Request) { r.Host = "a"; r.Header["Host"] = []string{"b"} }, signer.RequestError{Part: "header", Name: "Host", Reason: signer.ReasonConflict}},

	{"two values of a parameter", nil, time.Time{}, signertest.WithQuery("acl", "", ""), signer.RequestError{Part: "query", Name: "acl", Reason: signer.ReasonRepeated}},
	{"two values of a parameter V1 does not sign", nil, time.Time{}, signertest.WithQuery("prefix", "a", "b"), signer.RequestError{Part: "query", Name: "prefix", Reason: signer.ReasonRepeated}},
	{"a parameter without a name", nil, time.Time{}, signertest.WithQuery("", "a"), signer.RequestError{Part: "query", Reason: signer.ReasonNoName}},
	{"a parameter without a name and a value", nil, time.Time{}, signertest.WithQuery("", ""), signer.RequestError{Part: "query", Reason: signer.ReasonNoName}},
	{"a parameter and a header that differ", signertest.OnlyV4, time.Time{}, signertest.Both(signertest.WithQuery("x-oss-meta-a", "1"), signertest.WithHeader("x-oss-meta-a", "2")), signer.RequestError{Part: "header", Name: "x-oss-meta-a", Reason: signer.ReasonTwoValues}},
	{"V4 signature in the URL", nil, time.Time{}, signertest.WithQuery("x-oss-signature", ""), signer.RequestError{Part: "query", Name: "x-oss-signature", Reason: signer.ReasonURLForm}},
	{"V4 credential in the URL", nil, time.Time{}, signertest.WithQuery("x-oss-credential", "a"), signer.RequestError{Part: "query", Name: "x-oss-credential", Reason: signer.ReasonURLForm}},
	{"V4 algorithm in the URL", nil, time.Time{}, signertest.WithQuery("x-oss-signature-version", "a"), signer.RequestError{Part: "query", Name: "x-oss-signature-version", Reason: signer.ReasonURLForm}},
	{"V1 signature in the URL", nil, time.Time{}, signertest.WithQuery("Signature", "a"), signer.RequestError{Part: "query", Name: "Signature", Reason: signer.ReasonURLForm}},
	{"V1 key id in the URL", nil, time.Time{}, signertest.WithQuery("OSSAccessKeyId", "a"), signer.RequestError{Part: "query", Name: "OSSAccessKeyId", Reason: signer.ReasonURLForm}},

	{"the next day", signertest.OnlyV4, time.Date(2023, 12, 17, 0, 0, 0, 0, time.UTC), signertest.Unchanged, signer.RequestError{Part: "time", Name: "20231217T000000Z", Reason: signer.ReasonOtherDay}},
	{"the same day elsewhere", signertest.OnlyV4, time.Date(2023, 12, 16, 0, 0, 0, 0, time.FixedZone("", 3600)), signertest.Unchanged, signer.RequestError{Part: "time", Name: "20231215T230000Z", Reason: signer.ReasonOtherDay}},
	{"a year of five digits", nil, time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), signertest.Unchanged, signer.RequestError{Part: "time", Name: "10000-01-01 00:00:00 +0000 UTC", Reason: signer.ReasonYear}},
	{"a year before 0", nil, time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), signertest.Unchanged, signer.RequestError{Part: "time", Name: "-0001-01-01 00:00:00 +0000 UTC", Reason: signer.ReasonYear}},
}

func TestRefusals(t *testing.T) {
	for _, tt := range refusals {
		versions, at := tt.versions, tt.at
		if versions == nil {
			versions = signertest.BothVersions
		}
		if at.IsZero() {
			at = signertest.Time
		}
		for _, v := range versions {
			t.Run(tt.name+"/"+v.String(), func(t *testing.T) { testRefusal(t, v, tt, at) })
		}
	}
}

func testRefusal(t *testing.T, v signer.Version, tt refusal, at time.Time) {
	var names []string
	if v == signer.V4 {
		names = []string{"Range"}
	}
	s, r := signertest.MakeSigner(t, v, signertest.Temporary, names...), signertest.GetRequest()
	tt.change(r)
	before := signertest.CopyRequest(r)
	signature, err := s.Sign(r, at)
	var got *signer.RequestError
	if !errors.As(err, &got) {
		t.Fatalf("Sign = %v, %v, want a *RequestError", signature, err)
	}
	if diff := cmp.Diff(tt.want, *got); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
	signertest.MustSign(t, s, signertest.GetRequest()) // of which the signer remembers what was good
	if signature, after := s.Sign(r, at); !cmp.Equal(err, after) {
		t.Errorf("after a good request Sign = %v, %v, want %v", signature, after, err)
	}
	if transcript, err := s.Explain(r, at); transcript != nil || !errors.As(err, &got) {
		t.Errorf("Explain = %v, %v, want the same error", transcript, err)
	}
	if diff := cmp.Diff(before, r); diff != "" {
		t.Errorf("the refused request was changed:\n%s", diff)
	}
	if text := err.Error(); strings.ContainsAny(text, "\r\n\x00") || !strings.HasPrefix(text, "signer: "+tt.want.Part) {
		t.Errorf("Error() = %q, want one line that begins with the part", text)
	}
}

// TestEveryReasonHasARefusal reads the exported reasons from the source.
func TestEveryReasonHasARefusal(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "errors.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range reasonValues(file) {
		found++
		for _, r := range urlRefusals {
			if string(r.want.Reason) == name {
				name = "" // it has a row there
			}
		}
		if name == "" || name == string(signer.ReasonNotAdditional) {
			continue // TestURLRefusals, TestAdditionalNamesRefused
		}
		if !slices.ContainsFunc(refusals, func(r refusal) bool { return string(r.want.Reason) == name }) {
			t.Errorf("the reason %q has no row in refusals", name)
		}
	}
	if found < 14 {
		t.Errorf("found %d reasons in errors.go, want at least 14", found)
	}
}

func reasonValues(file *ast.File) (values []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if typ, ok := spec.Type.(*ast.Ident); ok && typ.Name == "Reason" {
			for _, v := range spec.Values {
				value, err := strconv.Unquote(v.(*ast.BasicLit).Value)
				if err == nil {
					values = append(values, value)
				}
			}
		}
		return true
	})
	return values
}

// TestTokenWithoutOne: a signer without a token signs none of the caller's, not
// even an empty one, in the place where it would stand.
func TestTokenWithoutOne(t *testing.T) {
	for _, value := range []string{"", "t"} {
		for _, v := range signertest.BothVersions {
			s, r := signertest.MakeSigner(t, v, signertest.LongTerm), signertest.GetRequest()
			r.Header["X-Oss-Security-Token"] = []string{value}
			_, err := s.Sign(r, signertest.Time)
			checkConflict(t, err, "header", "X-Oss-Security-Token")

			name := map[signer.Version]string{signer.V4: "x-oss-security-token", signer.V1: "security-token"}[v]
			r = signertest.GetRequest()
			r.Query[name] = []string{value}
			_, err = s.Presign(r, signertest.Time, time.Hour)
			checkConflict(t, err, "query", name)
		}
		r := signertest.GetRequest()
		r.Query["x-oss-additional-headers"] = []string{value}
		_, err := signertest.MakeSigner(t, signer.V4, signertest.LongTerm, "range").Presign(r, signertest.Time, time.Hour)
		checkConflict(t, err, "query", "x-oss-additional-headers")
	}
}

func checkConflict(t *testing.T, err error, part, name string) {
	t.Helper()
	var got *signer.RequestError
	if want := (signer.RequestError{Part: part, Name: name, Reason: signer.ReasonConflict}); !errors.As(err, &got) || *got != want {
		t.Errorf("%v, want %v", err, &want)
	}
}
