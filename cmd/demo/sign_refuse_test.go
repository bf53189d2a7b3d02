package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// refusedOrders has a row for each rule.
var refusedOrders = []struct {
	changes map[string]any
	want    string
}{
	{map[string]any{"version": "v2"}, `"version" is neither v1 nor v4`},
	{map[string]any{"methd": "GET"}, `there is no member "methd"`},
	{map[string]any{"Method": "GET"}, `there is no member "Method"`},
	{map[string]any{strings.Repeat("x", 100): 1}, `there is no member "` + strings.Repeat("x", 64) + `"...`},
	{map[string]any{"method": nil}, "method is not a token"},
	{map[string]any{"method": 1}, `"method" is not a string`},
	{map[string]any{"key": true}, `"key" is not a string`},
	{map[string]any{"access_key_secret": []string{"marked-secret"}}, `"access_key_secret" is not a string`},
	{map[string]any{"access_key_secret": nil}, "access key secret is empty"},
	{map[string]any{"access_key_id": nil}, "access key id is empty"},
	{map[string]any{"security_token": "marked-secret "}, "security token has a blank"},
	{map[string]any{"region": nil}, "region"},
	{map[string]any{"product": "o s"}, "product"},
	{map[string]any{"bucket": nil}, "bucket is missing"},
	{map[string]any{"key": json.RawMessage(`"\ud83d"`)}, `"key" has half a surrogate pair`},
	{map[string]any{"key": json.RawMessage(`"\ud83d\ud83d"`)}, `"key" has half a surrogate pair`},
	{map[string]any{"key": json.RawMessage(`"\ude00\ud83d"`)}, `"key" has half a surrogate pair`},

	{map[string]any{"time": nil}, `"time" is missing`},
	{map[string]any{"time": "1702743657"}, `"time" is not a whole number`},
	{map[string]any{"time": 1.5}, `"time" is not a whole number`},
	{map[string]any{"time": json.RawMessage("1e9")}, `"time" is not a whole number`},
	{map[string]any{"time": json.RawMessage("99999999999999999999")}, `"time" is not a whole number`},
	{map[string]any{"time": json.RawMessage("null")}, `"time" is not a whole number`},
	{map[string]any{"time": int64(253402300800)}, `"time" is not in a year`},
	{map[string]any{"time": int64(-62167219201)}, `"time" is not in a year`},
	{map[string]any{"time": json.RawMessage("-9223372036854775808")}, `"time" is not in a year`},
	{map[string]any{"presign_seconds": -1}, `"presign_seconds" is not from 1 to 604800`},
	{map[string]any{"presign_seconds": 604801}, `"presign_seconds" is not from 1 to 604800`},
	{map[string]any{"presign_seconds": json.RawMessage("9223372036854775807")}, `"presign_seconds" is not from 1`},
	{map[string]any{"presign_seconds": "600"}, `"presign_seconds" is not a whole number`},

	{map[string]any{"query": "a+b"}, `"query" has a raw '+'`},
	{map[string]any{"query": "?a"}, `"query" begins with '?'`},
	{map[string]any{"query": "a=1&a=2"}, `query "a" has more than one value`},
	{map[string]any{"query": "a=1&%61=2"}, `query "a" has more than one value`},
	{map[string]any{"query": "a=1&"}, "query has no name"},
	{map[string]any{"query": "=1"}, "query has no name"},
	{map[string]any{"query": "a=%"}, "without two hexadecimal digits"},
	{map[string]any{"query": "a=%2"}, "without two hexadecimal digits"},
	{map[string]any{"query": "a=%2g"}, "without two hexadecimal digits"},
	{map[string]any{"query": "a;b"}, `raw ";"; write %3B`},
	{map[string]any{"query": "a b"}, `raw " "; write %20`},
	{map[string]any{"query": "a=ü"}, `raw "ü"; write %C3%BC`},
	{map[string]any{"query": "x-oss-date=20231216T162057Z", "presign_seconds": 1, "version": "v4", "security_token": "t",
		"headers": [][]string{{"x-oss-date", "20231216T000000Z"}}}, "x-oss-date"},

	{map[string]any{"headers": map[string]string{"a": "b"}}, `"headers" is not an array of pairs`},
	{map[string]any{"headers": []string{"a", "b"}}, `"headers" has as element 1 no pair of strings`},
	{map[string]any{"headers": [][]string{{"a", "b"}, {"c"}}}, `"headers" has as element 2 no pair of strings`},
	{map[string]any{"headers": [][]string{{"a", "b", "c"}}}, `"headers" has as element 1 no pair of strings`},
	{map[string]any{"headers": [][]any{{"a", 1}}}, `"headers" has as element 1 no pair of strings`},
	{map[string]any{"headers": [][]any{{"a", nil}}}, `"headers" has as element 1 no pair of strings`},
	{map[string]any{"headers": [][]string{{"a", "b"}, {"a", "b"}}}, `"headers" has "a" twice`},
	{map[string]any{"headers": [][]string{{"range", "b"}, {"Range", "b"}}}, "differ only by letter case"},
	{map[string]any{"headers": [][]string{{"a b", "c"}}}, "is not a token"},
	{map[string]any{"headers": [][]string{{"x-oss-a", "b\nc"}}}, "CR, LF or NUL"},
	{map[string]any{"headers": [][]string{{"x-oss-security-token", "marked-secret"}}, "security_token": "t"}, "is set to another value"},
	{map[string]any{"additional_headers": "host"}, `"additional_headers" is not an array of strings`},
	{map[string]any{"additional_headers": []any{"host", 1}}, `"additional_headers" has an element that is not a string`},
	{map[string]any{"additional_headers": []string{"a_b"}}, "additional header"},
	{map[string]any{"sub_resources": 1}, `"sub_resources" is not an array of strings`},
}

// TestSignRefuses has a good line after each bad one.
func TestSignRefuses(t *testing.T) {
	good := lineOf(t, nil)
	for _, tt := range refusedOrders {
		answers := signLines(t, lineOf(t, tt.changes), good)
		if got := answers[0]; !strings.Contains(got.Error, tt.want) || string(got.ID) != "1" {
			t.Errorf("%v: id %s, error %q, want %q", tt.changes, got.ID, got.Error, tt.want)
		}
		if answers[1].Error != "" {
			t.Errorf("%v: the line after it: %s", tt.changes, answers[1].Error)
		}
	}
}

// TestSignMalformed has lines without a usable id.
func TestSignMalformed(t *testing.T) {
	good := lineOf(t, nil)
	for line, want := range map[string]string{
		"":                         "nothing in the line",
		" \t\r":                    "nothing in the line",
		"{":                        "not JSON: unexpected end",
		"nonsense":                 "not JSON: invalid character",
		`{"id":1}}`:                "not JSON: invalid character",
		good + good:                "not JSON: invalid character",
		`{"id":1,}`:                "not JSON: invalid character",
		`{'id':1}`:                 "not JSON: invalid character",
		`{"id":01}`:                "not JSON: invalid character",
		"\ufeff" + good:            "not JSON: invalid character",
		`{"id":"` + "\xff" + `"}`:  "not UTF-8",
		`[1]`:                      "not an object",
		`"id"`:                     "not an object",
		`7`:                        "not an object",
		`null`:                     "not an object",
		strings.Repeat("[", 20000): "not JSON",
		`{"\ud800":1}`:             "a name in the JSON has half",
	} {
		a := signLines(t, line, good)
		if !strings.Contains(a[0].Error, want) || string(a[0].ID) != "null" || a[1].Error != "" {
			t.Errorf("%.40q: id %s, error %q, want %q; then %q", line, a[0].ID, a[0].Error, want, a[1].Error)
		}
	}
	for _, name := range []string{"id", "key", "headers", "time"} {
		line := fmt.Sprintf(`{"id":1,"headers":[],%s,%q:2}`, good[1:len(good)-1], name)
		if a := signLines(t, line)[0]; !strings.Contains(a.Error, "is given twice") || string(a.ID) != "1" {
			t.Errorf("%s twice: id %s, error %q", name, a.ID, a.Error)
		}
	}
}

func TestSignEmptyInput(t *testing.T) {
	if r := new(fixture).runWith(t, "", "sign", "-json"); r.status != 0 || r.stdout != "" || r.stderr != "" {
		t.Errorf("nothing gave %+v", r)
	}
	for _, end := range []string{"", "\n", "\r\n"} {
		r := new(fixture).runWith(t, lineOf(t, nil)+end, "sign", "-json")
		if r.status != 0 || strings.Count(r.stdout, "\n") != 1 || strings.Contains(r.stdout, "error") {
			t.Errorf("end %q gave %+v", end, r)
		}
	}
}

func TestSignCommandLine(t *testing.T) {
	for args, want := range map[string]string{
		"sign":                  "give -json",
		"sign -json file":       "sign takes no arguments",
		"sign -json -bucket b":  "-bucket does not go with sign",
		"sign -json -method PU": "-method does not go with sign",
	} {
		checkOneLine(t, new(fixture).run(t, strings.Fields(args)...), exitUsage, want)
	}
}

func TestParseQuery(t *testing.T) {
	got, err := parseQuery("a&b=&c=d=e&%F0%9F%98%80=%2f%2F%20%00%ff&-._~!$'()*,:@/?=x")
	want := map[string]string{"a": "", "b": "", "c": "d=e", "😀": "// \x00\xff", "-._~!$'()*,:@/?": "x"}
	if err != nil || len(got) != len(want) {
		t.Fatalf("%q, %v", got, err)
	}
	for name, value := range want {
		if v := got[name]; len(v) != 1 || v[0] != value {
			t.Errorf("%q is %q, want %q", name, v, value)
		}
	}
	for b := range 256 { // each byte stands for itself, or is refused
		s := "a" + string([]byte{byte(b)}) + "a"
		if got, err := unescapeQuery(s); err == nil && got != s {
			t.Errorf("%q is read as %q", s, got)
		}
		if _, err := unescapeQuery(s); err != nil && b != '+' && b != '%' && !strings.HasSuffix(err.Error(), fmt.Sprintf("write %%%02X", b)) {
			t.Errorf("%q: %v", s, err)
		}
		escaped := fmt.Sprintf("%%%02x%%%02X", b, b)
		if got, err := unescapeQuery(escaped); err != nil || got != string([]byte{byte(b), byte(b)}) {
			t.Errorf("%s is read as %q, %v", escaped, got, err)
		}
	}
}
