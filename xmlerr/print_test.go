package xmlerr_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"example.com/ossmeta/xmlerr"
)

func TestErrorLine(t *testing.T) {
	tests := []struct {
		e    *xmlerr.Error
		want string
	}{
		{nil, "<nil>"},
		{&xmlerr.Error{}, "answer names no error code"},
		{&xmlerr.Error{StatusCode: 404, Code: "NoSuchKey", Message: "The specified key does not exist.", RequestID: "5C3D", EC: "0026-99999999"},
			"NoSuchKey: The specified key does not exist. (404, request id 5C3D, EC 0026-99999999)"},
		{&xmlerr.Error{StatusCode: 501, Code: "NotImplemented", Message: "A header you provided implies functionality that is not implemented.",
			Extra: map[string]string{"Header": "If-\nMatch"}},
			"NotImplemented: A header you provided implies functionality that is not implemented. (501, header If- Match)"},
		{xmlerr.Decode(404, nil, nil), "NoSuchKey: deduced from the status, the answer names no code (404)"},
		{xmlerr.Decode(409, nil, nil), "answer names no error code (409)"},
		{xmlerr.Decode(409, nil, strings.NewReader("<Error><Message>busy</Message></Error>")), "busy (409)"},
		{xmlerr.Decode(502, map[string][]string{"X-Oss-Request-Id": {"R"}}, strings.NewReader("<html>\n\"bad\"")),
			`answer is not an OSS error: "<html> \"bad\"" (502, request id R)`},
		{&xmlerr.Error{Code: "A\nB", Message: "x\r\ny\x1b[31m\u202ez\xff  ", RequestID: "1\n2"}, "A B: x y [31m z\ufffd (request id 1 2)"},
		{&xmlerr.Error{Message: strings.Repeat("é", 400)}, strings.Repeat("é", 256)},
	}
	for _, tt := range tests {
		if got := tt.e.Error(); got != tt.want {
			t.Errorf("got  %q\nwant %q", got, tt.want)
		}
	}
}

// outputs prints v in every way that people print errors in.
func outputs(v any) map[string]string {
	out := make(map[string]string)
	for verb := '!'; verb <= '~'; verb++ {
		if strings.ContainsRune("%#+-0123456789 .*[]", verb) || verb == 'w' || verb == 'p' {
			continue // no verbs; misuse, see the doc of Evidence
		}
		for _, flags := range []string{"", "+", "#", "-", " ", "0", "9.3"} {
			format := "%" + flags + string(verb)
			out[format] = fmt.Sprintf(format, v)
		}
	}
	out["Sprint"] = fmt.Sprint(v)
	j, _ := json.Marshal(v)
	out["json"] = string(j)
	x, _ := xml.Marshal(v)
	out["xml"] = string(x)
	x, _ = xml.Marshal(struct {
		Attr any `xml:"attr,attr"`
	}{v})
	out["xml attribute"] = string(x)
	for name, h := range map[string]func(*bytes.Buffer) slog.Handler{
		"slog text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
		"slog json": func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
	} {
		var b bytes.Buffer
		slog.New(h(&b)).LogAttrs(context.Background(), slog.LevelError, "msg", slog.Any("v", v), slog.Group("g", slog.Any("v", v)))
		out[name] = b.String()
	}
	return out
}

func TestNothingPrintsTheToken(t *testing.T) {
	marked := 0
	for name := range fixtures {
		body := readFixture(t, name)
		if !bytes.Contains(body, []byte(mark)) {
			continue
		}
		marked++
		e := xmlerr.Decode(403, nil, bytes.NewReader(body))
		values := map[string]any{
			"*Error": e, "Error": *e, "[]*Error": []*xmlerr.Error{e}, "struct": struct{ E *xmlerr.Error }{e},
			"wrapped": fmt.Errorf("op: %w", e), "joined": errors.Join(e, e), "map": map[string]*xmlerr.Error{"e": e},
		}
		if e.Evidence != nil {
			values["*Evidence"], values["Evidence"] = e.Evidence, *e.Evidence
			values["[]Evidence"] = []xmlerr.Evidence{*e.Evidence}
		}
		for kind, v := range values {
			for how, out := range outputs(v) {
				checkNoToken(t, name+" "+kind+" "+how, out)
			}
		}
		checkNoToken(t, name+" Snippet", e.Snippet)
		for k, v := range e.Extra {
			checkNoToken(t, name+" Extra "+k, v)
		}
	}
	if marked < 6 {
		t.Errorf("only %d fixtures contain the token", marked)
	}
}

// checkNoToken looks for the token as text, in the spellings of hex, and as the
// decimal bytes that %d prints.
func checkNoToken(t *testing.T, where, out string) {
	t.Helper()
	decimal := strings.Trim(fmt.Sprint([]byte(mark)), "[]")
	squeezed := strings.NewReplacer(" ", "", "0x", "", "0X", "").Replace(out)
	for _, form := range []string{mark, decimal, strings.ReplaceAll(fmt.Sprintf("%q", []rune(mark)), "'", "")} {
		if strings.Contains(out, form) {
			t.Errorf("%s shows the token: %q", where, out)
		}
	}
	if strings.Contains(strings.ToLower(squeezed), hex.EncodeToString([]byte(mark))) {
		t.Errorf("%s shows the token in hex: %q", where, out)
	}
}

func TestErrorPrintsAsItsLine(t *testing.T) {
	e := xmlerr.Decode(403, nil, bytes.NewReader(readFixture(t, "signature_v1.xml")))
	var none *xmlerr.Error
	for how, out := range outputs(e) {
		switch how {
		case "json", "xml", "xml attribute", "slog text", "slog json", "%T", "%+T", "%#T", "%-T", "% T", "%0T", "%9.3T":
			continue
		}
		if out != e.Error() {
			t.Errorf("%s: %q", how, out)
		}
	}
	for how, out := range outputs(none) {
		if strings.Contains(strings.ToUpper(out), "PANIC") {
			t.Errorf("nil, %s: %q", how, out)
		}
	}
}

func TestNilEvidencePrints(t *testing.T) {
	var ev *xmlerr.Evidence
	for how, out := range outputs(ev) {
		if strings.Contains(strings.ToUpper(out), "PANIC") {
			t.Errorf("%s: %q", how, out)
		}
	}
	if ev.ExactStringToSign() != nil || ev.ExactCanonicalRequest() != nil {
		t.Error("a nil receiver has bytes")
	}
}
