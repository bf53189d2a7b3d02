package headers_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	_ "embed"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/headers"
)

func TestCheckOfOneName(t *testing.T) {
	tests := []struct {
		name   string
		reason headers.Reason // "" if the name is fine
		ec     string
	}{
		{"a", "", ""},
		{"Author-2", "", ""},
		{"-", "", ""},
		{strings.Repeat("a", 9000), "", ""}, // its length is the server's to judge
		{"x-oss-meta", "", ""},
		{"", headers.ReasonEmptyName, ""},
		{"x-oss-meta-", headers.ReasonPrefix, ""},
		{"X-Oss-Meta-a", headers.ReasonPrefix, ""},
		{"a_b", headers.ReasonName, "0011-00000004"},
		{"a.b", headers.ReasonName, "0011-00000004"},
		{"a b", headers.ReasonName, "0011-00000004"},
		{"a:", headers.ReasonName, "0011-00000004"},
		{"a\r\nb", headers.ReasonName, "0011-00000004"},
		{"名", headers.ReasonName, "0011-00000004"},
		{"\u212a", headers.ReasonName, "0011-00000004"},
	}
	for _, tt := range tests {
		var want []fault
		if tt.reason != "" {
			want = []fault{{"x-oss-meta-" + tt.name, tt.reason, tt.ec}}
		}
		m := headers.Metadata{User: map[string]string{tt.name: "v"}}
		if diff := cmp.Diff(want, plain(m.Check(headers.Metadata{}))); diff != "" {
			t.Errorf("name %.20q: -want +got:\n%s", tt.name, diff)
		}
	}
}

func plain(errs []*headers.FieldError) []fault {
	var faults []fault
	for _, e := range errs {
		faults = append(faults, fault{e.Name, e.Reason, e.EC})
	}
	return faults
}

func TestCheckOfEveryNameByte(t *testing.T) {
	for c := range 256 {
		b := byte(c)
		allowed := b == '-' || strings.IndexByte("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", b) >= 0
		m := headers.Metadata{User: map[string]string{"a" + string([]byte{b}): ""}}
		if faults := m.Check(headers.Metadata{}); (faults == nil) != allowed {
			t.Errorf("byte %#x: %v", b, faults)
		}
	}
}

func TestCheckOfOneValue(t *testing.T) {
	tests := []struct {
		value  string
		reason headers.Reason // "" if the value is fine
		field  headers.Reason // the same of CheckField
	}{
		{"", "", ""},
		{"a\tb  c", "", ""},
		{" ~!\"'=%"[1:], "", ""},
		{strings.Repeat("v", 9000), "", ""},
		{" a", headers.ReasonBlank, headers.ReasonBlank},
		{"a ", headers.ReasonBlank, headers.ReasonBlank},
		{"\ta", headers.ReasonBlank, headers.ReasonBlank},
		{"a\t", headers.ReasonBlank, headers.ReasonBlank},
		{" ", headers.ReasonBlank, headers.ReasonBlank},
		{"a\rb", headers.ReasonControl, headers.ReasonControl},
		{"a\nb", headers.ReasonControl, headers.ReasonControl},
		{"a\x00b", headers.ReasonControl, headers.ReasonControl},
		{"\x1f", headers.ReasonControl, headers.ReasonControl},
		{"\x7f", headers.ReasonControl, headers.ReasonControl},
		{" a\n", headers.ReasonControl, headers.ReasonControl},
		{"~\x7e", "", ""},
		{"\x80", headers.ReasonNonASCII, ""},
		{"你好", headers.ReasonNonASCII, ""},
		{"你好 ", headers.ReasonBlank, headers.ReasonBlank},
	}
	for _, tt := range tests {
		for _, name := range []string{"Content-Type", "Content-Encoding", "Content-Disposition", "Content-Language", "Cache-Control", "Expires", "x-oss-meta-a"} {
			var m headers.Metadata
			if name == "Content-Type" {
				m.ContentType = tt.value
			} else if tt.value != "" || strings.HasPrefix(name, "x") {
				if err := m.Set(name, tt.value); err != nil {
					t.Fatal(err)
				}
			}
			ec := ""
			if tt.reason == headers.ReasonControl && name == "x-oss-meta-a" {
				ec = "0011-00000005"
			}
			var want, wantField []fault
			if tt.reason != "" {
				want = []fault{{name, tt.reason, ec}}
			}
			if tt.field != "" {
				wantField = []fault{{name, tt.field, ec}}
			}
			if diff := cmp.Diff(want, plain(m.Check(headers.Metadata{}))); diff != "" {
				t.Errorf("%s: %.20q: -want +got:\n%s", name, tt.value, diff)
			}
			var field []*headers.FieldError
			if e := headers.CheckField(name, tt.value); e != nil {
				field = append(field, e)
			}
			if diff := cmp.Diff(wantField, plain(field)); diff != "" {
				t.Errorf("CheckField(%q, %.20q): -want +got:\n%s", name, tt.value, diff)
			}
		}
	}
}

func TestCheckOnlyWhatDiffers(t *testing.T) {
	legacy := headers.Metadata{
		Expires: " never\x01",
		User:    map[string]string{"a_b": "你", "": " ", "x-oss-meta-c": "\xff"},
	}
	user := func(kv ...string) headers.Metadata {
		m := legacy.Clone()
		for i := 0; i < len(kv); i += 2 {
			m.User[kv[i]] = kv[i+1]
		}
		return m
	}
	expires := legacy.Clone()
	expires.Expires = "never\x01"
	tests := []struct {
		name   string
		m, was headers.Metadata
		want   []fault
	}{
		{"untouched", legacy, legacy, nil},
		{"removed", headers.Metadata{}, legacy, nil},
		{"good addition", user("b", "1"), legacy, nil},
		{"touched standard field", expires, legacy, []fault{{"Expires", headers.ReasonControl, ""}}},
		{"touched value of a legacy name", user("a_b", "1"), legacy, []fault{{"x-oss-meta-a_b", headers.ReasonName, "0011-00000004"}}},
		{"name and value", user("ä", "ä"), legacy, []fault{
			{"x-oss-meta-ä", headers.ReasonName, "0011-00000004"}, {"x-oss-meta-ä", headers.ReasonNonASCII, ""}}},
		{"letter case of the name", headers.Metadata{User: map[string]string{"A_B": "你"}}, legacy, nil},
		{"collision with what was there", user("A_B", "1"), legacy, []fault{{"x-oss-meta-A_B", headers.ReasonCollision, ""}}},
		{"collision of equal values", user("A_B", "你"), legacy, []fault{{"x-oss-meta-A_B", headers.ReasonCollision, ""}}},
		{"collision that was there", user("A_B", "1"), user("A_B", "1"), nil},
		{"collision with what is new", headers.Metadata{User: map[string]string{"A": "1", "a": "2"}}, headers.Metadata{User: map[string]string{"A": "1"}},
			[]fault{{"x-oss-meta-A", headers.ReasonCollision, ""}}},
		{"collision of two new names", user("A", "1", "a", "1"), legacy, []fault{{"x-oss-meta-A", headers.ReasonCollision, ""}}},
		{"everything", legacy, headers.Metadata{}, []fault{
			{"Expires", headers.ReasonControl, ""},
			{"x-oss-meta-", headers.ReasonEmptyName, ""},
			{"x-oss-meta-", headers.ReasonBlank, ""},
			{"x-oss-meta-a_b", headers.ReasonName, "0011-00000004"},
			{"x-oss-meta-a_b", headers.ReasonNonASCII, ""},
			{"x-oss-meta-x-oss-meta-c", headers.ReasonPrefix, ""},
			{"x-oss-meta-x-oss-meta-c", headers.ReasonNonASCII, ""},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, plain(tt.m.Check(tt.was))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestCheckFieldName(t *testing.T) {
	tests := []struct {
		name   string
		reason headers.Reason // "" if the name is fine
		ec     string
	}{
		{"Range", "", ""},
		{"x-oss-meta-a_b", "", ""},
		{"", headers.ReasonEmptyName, ""},
		{"Content Type", headers.ReasonName, ""},
		{"Content-Type:", headers.ReasonName, ""},
		{"x-oss-meta-a b", headers.ReasonName, "0011-00000004"},
	}
	for _, tt := range tests {
		var got, want fault
		if e := headers.CheckField(tt.name, "v"); e != nil {
			got = fault{e.Name, e.Reason, e.EC}
		}
		if tt.reason != "" {
			want = fault{tt.name, tt.reason, tt.ec}
		}
		if got != want {
			t.Errorf("CheckField(%q) = %v, want %v", tt.name, got, want)
		}
	}
}

func nonASCII(name, value string) *headers.FieldError {
	var m headers.Metadata
	if m.Set(name, value) != nil {
		return nil
	}
	return m.Check(headers.Metadata{})[0]
}

func TestFieldErrorText(t *testing.T) {
	long := strings.Repeat("v", 64)
	tests := []struct {
		err  *headers.FieldError
		want string
	}{
		{headers.CheckField("Range", "a\nb"), `header "Range" with value "a\nb": the value holds a control character`},
		{headers.CheckField("x-oss-meta-a", "\n"), `(OSS: EC 0011-00000005)`},
		{headers.CheckField("", ""), `header "": the name is empty`},
		{headers.CheckField("Range", " "+long[:63]), `with value " ` + long[:63] + `": `},
		{headers.CheckField("Range", " "+long), `with value " ` + long[:63] + `"...: `},
		{headers.CheckField("Range", " "+long[:61]+"你"), `with value " ` + long[:61] + `"...: `},
		{headers.CheckField("Range", " "+long[:60]+"你"), `with value " ` + long[:60] + `你": `},
		{headers.CheckField("Range", " "+strings.Repeat("\xb1", 100)), `\xb1"...: `},
		{nonASCII("x-oss-meta-a", "欧·亨利"), `encode it with headers.EncodeExtValue`},
		{nonASCII("Content-Disposition", `attachment; filename="é.txt"`), `write filename*= and headers.EncodeExtValue of the name`},
		{headers.CheckField(long+"\r\n", "v"), `header "` + long + `"... with`},
	}
	for _, tt := range tests {
		got := tt.err.Error()
		if !strings.Contains(got, tt.want) {
			t.Errorf("got %s, want %s", got, tt.want)
		}
		if strings.ContainsAny(got, "\r\n") {
			t.Errorf("more than one line: %q", got)
		}
	}
}

func TestFieldErrorHidesSecrets(t *testing.T) {
	for _, name := range []string{"Authorization", "x-oss-security-token", "X-Oss-Security-Token", "x-oss-security-token ",
		"X-Oss-Server-Side-Encryption-Customer-Key", "cookie", "Proxy-Authorization"} {
		e := headers.CheckField(name, "secret\n")
		if e == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		if e.Value != "" || strings.Contains(e.Error(), "secret") {
			t.Errorf("%s: the error shows the value", name)
		}
	}
}

//go:embed fielderror.go
var fieldErrorSource string

// TestEveryReasonHasAdvice reads fielderror.go, so that no constant is left out.
func TestEveryReasonHasAdvice(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "fielderror.go", fieldErrorSource, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, "Reason") {
			return true
		}
		n++
		value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		text := (&headers.FieldError{Name: "n", Reason: headers.Reason(value)}).Error()
		if !strings.Contains(text, "; ") {
			t.Errorf("%s: %q gives no advice", spec.Names[0].Name, text)
		}
		return true
	})
	if n < 10 {
		t.Errorf("only %d reasons were found", n)
	}
	unknown := &headers.FieldError{Name: "n", Reason: "other"}
	if got, want := unknown.Error(), `header "n": other`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
