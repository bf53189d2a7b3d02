package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
)

// A mutant is one change of a file: the bytes from start to end become text.
type mutant struct {
	file       string
	line       int
	function   string
	original   []byte
	start, end int
	text       string
	change     string // what is changed, before and after, on one line
	again      int    // how many changes before it in the function read the same
}

// id names the mutant without its line, which other changes of the file move.
func (m mutant) id() string {
	id := m.file + "\t" + m.function + "\t" + m.change
	if m.again > 0 {
		id += fmt.Sprintf(" (%d)", m.again+1)
	}
	return id
}

func (m mutant) String() string {
	return fmt.Sprintf("%s:%d\t%s", m.file, m.line, strings.TrimPrefix(m.id(), m.file+"\t"))
}

func (m mutant) source() []byte {
	return append(append(append([]byte{}, m.original[:m.start]...), m.text...), m.original[m.end:]...)
}

// A finder walks a file and collects mutants.
type finder struct {
	files    *token.FileSet
	file     string
	source   []byte
	function string
	results  [][]string // the types of the results of the functions around, innermost last
	mutants  []mutant
	seen     map[string]int
}

// find returns the mutants of a file.
func find(file string, source []byte) ([]mutant, error) {
	f := &finder{files: token.NewFileSet(), file: file, source: source, seen: map[string]int{}}
	parsed, err := parser.ParseFile(f.files, file, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for _, d := range parsed.Decls {
		f.function = "-"
		switch d := d.(type) {
		case *ast.FuncDecl:
			f.function = d.Name.Name
			if d.Recv != nil {
				f.function = strings.TrimPrefix(f.text(d.Recv.List[0].Type), "*") + "." + f.function
			}
			f.walkFunction(d.Type, d.Body)
		case *ast.GenDecl:
			if d.Tok == token.CONST || d.Tok == token.VAR {
				f.walk(d)
			}
		}
	}
	return f.mutants, nil
}

func (f *finder) walkFunction(t *ast.FuncType, body *ast.BlockStmt) {
	var types []string
	if t.Results != nil {
		for _, field := range t.Results.List {
			for range max(1, len(field.Names)) {
				types = append(types, f.text(field.Type))
			}
		}
	}
	f.results = append(f.results, types)
	f.walk(body)
	f.results = f.results[:len(f.results)-1]
}

func (f *finder) walk(root ast.Node) {
	ast.Inspect(root, func(n ast.Node) bool {
		if function, ok := n.(*ast.FuncLit); ok {
			f.walkFunction(function.Type, function.Body)
			return false
		}
		f.mutate(n)
		return true
	})
}

func (f *finder) text(n ast.Node) string {
	return string(f.source[f.offset(n.Pos()):f.offset(n.End())])
}

func (f *finder) offset(p token.Pos) int { return f.files.Position(p).Offset }

// replace adds the mutant in which text stands from start to end; it is
// described by the node around them.
func (f *finder) replace(around ast.Node, start, end token.Pos, text string) {
	m := mutant{file: f.file, line: f.files.Position(start).Line, function: f.function,
		original: f.source, start: f.offset(start), end: f.offset(end), text: text}
	from, to := f.offset(around.Pos()), f.offset(around.End())
	before := string(f.source[from:to])
	after := before[:m.start-from] + text + before[m.end-from:]
	m.change = oneLine(before) + " => " + oneLine(after)
	id := m.id()
	m.again = f.seen[id]
	f.seen[id]++
	f.mutants = append(f.mutants, m)
}

// oneLine puts code on one line, and cuts it where it is long.
func oneLine(code string) string {
	code = strings.Join(strings.Fields(code), " ")
	if runes := []rune(code); len(runes) > 90 {
		code = string(runes[:60]) + "…" + string(runes[len(runes)-29:])
	}
	return code
}
