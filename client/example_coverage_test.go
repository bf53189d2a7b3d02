package client_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

// TestEveryEntryPointHasAnExample: go doc is a manual.
func TestEveryEntryPointHasAnExample(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	fset, files := token.NewFileSet(), []*ast.File(nil)
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") {
			continue
		}
		file, err := parser.ParseFile(fset, e.Name(), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	p, err := doc.NewFromFiles(fset, files, "example.com/ossmeta/client")
	if err != nil {
		t.Fatal(err)
	}
	functions := p.Funcs
	for _, typ := range p.Types {
		functions = append(functions, typ.Funcs...)
		for _, method := range typ.Methods {
			if method.Name != "Error" && method.Name != "Unwrap" {
				functions = append(functions, method)
			}
		}
		if typ.Doc == "" {
			t.Errorf("%s has no documentation", typ.Name)
		}
	}
	for _, f := range functions {
		if f.Doc == "" || len(f.Examples) == 0 {
			t.Errorf("%s %s: %d examples, documentation %q", f.Recv, f.Name, len(f.Examples), f.Doc)
		}
	}
	if len(functions) < 30 {
		t.Errorf("only %d functions were found", len(functions))
	}
}
