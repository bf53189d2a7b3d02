package xmlerr_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"strconv"
	"strings"
	"testing"

	"example.com/ossmeta/xmlerr"
)

func TestIs(t *testing.T) {
	tests := []struct {
		code xmlerr.Code
		want error // of the three of package fs; nil: none
	}{
		{xmlerr.NoSuchKey, fs.ErrNotExist}, {xmlerr.NoSuchBucket, fs.ErrNotExist}, {xmlerr.NoSuchVersion, fs.ErrNotExist},
		{xmlerr.NoSuchUpload, fs.ErrNotExist}, {"NoSuchLiveChannel", fs.ErrNotExist}, {xmlerr.SymlinkTargetNotExist, fs.ErrNotExist},
		{xmlerr.FileAlreadyExists, fs.ErrExist}, {xmlerr.BucketAlreadyExists, fs.ErrExist},
		{xmlerr.AccessDenied, fs.ErrPermission}, {xmlerr.InvalidAccessKeyId, fs.ErrPermission},
		{xmlerr.SignatureDoesNotMatch, fs.ErrPermission}, {xmlerr.SecurityTokenExpired, fs.ErrPermission}, {xmlerr.UserDisable, fs.ErrPermission},
		{xmlerr.RequestTimeTooSkewed, nil}, {xmlerr.PreconditionFailed, nil}, {xmlerr.InvalidObjectState, nil}, {xmlerr.NotModified, nil},
		{"", nil},
	}
	for _, tt := range tests {
		err := fmt.Errorf("op: %w", &xmlerr.Error{Code: tt.code})
		for _, target := range []error{fs.ErrNotExist, fs.ErrExist, fs.ErrPermission, fs.ErrInvalid} {
			if got := errors.Is(err, target); got != (target == tt.want) {
				t.Errorf("errors.Is(%s, %v) = %v", tt.code, target, got)
			}
		}
		if tt.code != "" && !errors.Is(err, tt.code) {
			t.Errorf("%s is not itself", tt.code)
		}
		if errors.Is(err, xmlerr.Code("Another")) {
			t.Errorf("%s is another", tt.code)
		}
	}
}

func TestForeignIsNothing(t *testing.T) {
	for _, status := range []int{403, 404, 409} {
		err := error(xmlerr.Decode(status, nil, strings.NewReader("<html>")))
		for _, target := range []error{fs.ErrNotExist, fs.ErrExist, fs.ErrPermission, xmlerr.NoSuchKey} {
			if errors.Is(err, target) {
				t.Errorf("a foreign %d is %v", status, target)
			}
		}
	}
	if errors.Is(&xmlerr.Error{Source: xmlerr.Foreign, Code: xmlerr.NoSuchKey}, xmlerr.AccessDenied) {
		t.Error("NoSuchKey is AccessDenied")
	}
}

func TestNilError(t *testing.T) {
	var e *xmlerr.Error
	if e.Unwrap() != nil || e.Is(fs.ErrNotExist) || e.Remedy() != "" || e.AppendXML(nil) != nil {
		t.Error("a nil *Error says something")
	}
	if (&xmlerr.Error{}).Unwrap() != nil {
		t.Error("an empty code unwraps to an error")
	}
}

func TestSourceString(t *testing.T) {
	got := fmt.Sprint(xmlerr.FromBody, xmlerr.FromHeader, xmlerr.FromStatus, xmlerr.Foreign, xmlerr.Source(9), xmlerr.Source(-1))
	if want := "body header status foreign Source(9) Source(-1)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestCodeSpelling checks what the doc of the constants says.
func TestCodeSpelling(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "code.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok {
			return true
		}
		lit, ok := spec.Values[0].(*ast.BasicLit)
		if !ok {
			return true
		}
		n++
		if value, _ := strconv.Unquote(lit.Value); value != spec.Names[0].Name {
			t.Errorf("constant %s is %q", spec.Names[0].Name, value)
		}
		return true
	})
	if n < 70 {
		t.Errorf("found %d constants", n)
	}
}
