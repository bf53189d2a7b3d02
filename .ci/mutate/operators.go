package main

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// swaps are the operators that are put in each other's place.
var swaps = map[token.Token][]string{
	token.LSS: {"<=", ">="}, token.LEQ: {"<", ">"}, token.GTR: {">=", "<="}, token.GEQ: {">", "<"},
	token.EQL: {"!="}, token.NEQ: {"=="}, token.LAND: {"||"}, token.LOR: {"&&"},
	token.ADD: {"-"}, token.SUB: {"+"}, token.MUL: {"/"}, token.QUO: {"*"}, token.REM: {"*"},
	token.AND: {"|"}, token.OR: {"&"}, token.XOR: {"&"}, token.SHL: {">>"}, token.SHR: {"<<"},
	token.ADD_ASSIGN: {"-="}, token.SUB_ASSIGN: {"+="}, token.OR_ASSIGN: {"&="}, token.AND_ASSIGN: {"|="},
	token.INC: {"--"}, token.DEC: {"++"}, token.BREAK: {"continue"}, token.CONTINUE: {"break"},
}

// mutate adds the mutants of one node.
func (f *finder) mutate(n ast.Node) {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		f.binary(n)
	case *ast.UnaryExpr:
		if n.Op == token.SUB || n.Op == token.NOT {
			f.replace(n, n.OpPos, n.X.Pos(), "")
		}
	case *ast.IfStmt:
		f.negate(n.Cond)
	case *ast.ForStmt:
		if n.Cond != nil {
			f.negate(n.Cond)
		}
	case *ast.SwitchStmt:
		f.cases(n)
	case *ast.ReturnStmt:
		f.result(n)
	case *ast.BlockStmt:
		f.drop(n.List)
	case *ast.CaseClause:
		f.drop(n.Body)
	case *ast.CommClause:
		f.drop(n.Body)
	case *ast.IncDecStmt:
		f.swap(n, n.Tok, n.TokPos)
	case *ast.AssignStmt:
		f.swap(n, n.Tok, n.TokPos)
	case *ast.BranchStmt:
		f.swap(n, n.Tok, n.TokPos)
	case *ast.BasicLit:
		if n.Kind == token.INT || n.Kind == token.CHAR {
			f.replace(n, n.Pos(), n.End(), "("+n.Value+" + 1)")
		}
	case *ast.Ident:
		if other := map[string]string{"true": "false", "false": "true"}[n.Name]; other != "" {
			f.replace(n, n.Pos(), n.End(), other)
		}
	}
}

func (f *finder) swap(n ast.Node, was token.Token, at token.Pos) {
	for _, other := range swaps[was] {
		f.replace(n, at, at+token.Pos(len(was.String())), other)
	}
}

func (f *finder) binary(n *ast.BinaryExpr) {
	if n.Op == token.ADD && (isText(n.X) || isText(n.Y)) {
		return // texts joined: there is no other operator
	}
	f.swap(n, n.Op, n.OpPos)
	switch n.Op {
	case token.LAND, token.LOR:
		f.negate(n.X)
		f.negate(n.Y)
	case token.EQL, token.NEQ:
		f.otherText(n, n.X)
		f.otherText(n, n.Y)
	}
}

func isText(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return e.Kind == token.STRING
	case *ast.BinaryExpr:
		return e.Op == token.ADD && (isText(e.X) || isText(e.Y))
	}
	return false
}

// negate turns a condition round, unless its operator is swapped anyway.
func (f *finder) negate(e ast.Expr) {
	switch e := e.(type) {
	case *ast.BinaryExpr:
	case *ast.ParenExpr:
		f.negate(e.X)
	case *ast.UnaryExpr: // mutate drops the ! of each
	default:
		f.replace(e, e.Pos(), e.End(), "!("+f.text(e)+")")
	}
}

// otherText changes a text that something is compared with.
func (f *finder) otherText(around ast.Node, e ast.Expr) {
	if literal, ok := e.(*ast.BasicLit); ok && literal.Kind == token.STRING {
		f.replace(around, e.Pos(), e.End(), "("+literal.Value+` + "~")`)
	}
}

func (f *finder) cases(n *ast.SwitchStmt) {
	for _, s := range n.Body.List {
		for _, e := range s.(*ast.CaseClause).List {
			if n.Tag == nil {
				f.negate(e)
			} else {
				f.otherText(e, e)
			}
		}
	}
}

// result has a function return the zero value of a result's type.
func (f *finder) result(n *ast.ReturnStmt) {
	types := f.results[len(f.results)-1]
	if len(types) != len(n.Results) {
		return
	}
	for i, e := range n.Results {
		text, zero := f.text(e), "*new("+types[i]+")"
		switch {
		case slices.Contains([]string{"nil", `""`, "0", "true", "false"}, text), strings.HasSuffix(text, "{}"):
		case types[i] == "bool":
			f.negate(e)
		default:
			f.replace(n, e.Pos(), e.End(), zero)
		}
	}
}

// drop leaves out one statement after the other.
func (f *finder) drop(statements []ast.Stmt) {
	for _, s := range statements {
		switch s := s.(type) {
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE {
				f.replace(s, s.Pos(), s.End(), "")
			}
		case *ast.ExprStmt, *ast.IncDecStmt, *ast.DeferStmt:
			f.replace(s, s.Pos(), s.End(), "")
		}
	}
}
