package headers_test

import (
	_ "embed"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"example.com/ossmeta/headers"
)

//go:embed names.go
var namesSource string

// TestNames reads names.go, so that no constant is left out: each must be a field
// name of its own, spelled as its Go name says.
func TestNames(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "names.go", namesSource, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	goNames := map[string]string{} // by the folded value
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		goName := spec.Names[0].Name
		value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		folded := strings.ToLower(value)
		if other := goNames[folded]; other != "" {
			t.Errorf("%s and %s are both %q", goName, other, value)
		}
		goNames[folded] = goName
		if !headers.ValidName(value) {
			t.Errorf("%s = %q is not a field name", goName, value)
		}
		if strings.HasPrefix(folded, "x-oss-") && value != folded {
			t.Errorf("%s = %q, want lower case", goName, value)
		}
		want := strings.ReplaceAll(folded, "-", "")
		if goName != "UserMetaPrefix" && strings.TrimSuffix(strings.ToLower(goName), "name") != want {
			t.Errorf("%s = %q: the names differ", goName, value)
		}
		standard := !strings.HasPrefix(value, "x-oss-")
		if canonical := headers.CanonicalName(value); standard && value != canonical &&
			value != headers.ETagName && value != headers.ContentMD5 {
			t.Errorf("%s = %q, want %q", goName, value, canonical)
		}
		return true
	})
	if len(goNames) < 70 {
		t.Errorf("only %d names were found", len(goNames))
	}
}
