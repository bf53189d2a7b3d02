package signertest

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"

	"example.com/ossmeta/signer"
)

const (
	MarkedSecret = "SecretMarkedSecret0"
	MarkedToken  = "TokenMarkedToken00"
)

// Marked are the credentials that CheckSilent looks for.
var Marked = signer.Credentials{AccessKeyID: "id", AccessKeySecret: MarkedSecret, SecurityToken: MarkedToken}

// Disguises are the forms in which a printer could show a text: as it is, in
// hexadecimal, in base64, and byte by byte. A part of it is enough.
func Disguises(text string) []string {
	part := []byte(text[:6])
	forms := []string{text[:6], hex.EncodeToString(part), strings.ToUpper(hex.EncodeToString(part)),
		base64.StdEncoding.EncodeToString(part)}
	for _, verb := range []string{"%d ", "%d, ", "%d,", "0x%x, ", "%02x ", "%02X ", "%#x ", "%c ", "%b ", "%o ", "%U "} {
		var b strings.Builder
		for _, c := range part {
			fmt.Fprintf(&b, verb, c)
		}
		forms = append(forms, strings.TrimRight(b.String(), ", "))
	}
	return forms
}

var markedForms = append(Disguises(MarkedSecret), Disguises(MarkedToken)...)

// CheckSilent looks for Marked in what was printed in some way.
func CheckSilent(t T, how, text string) {
	t.Helper()
	for _, form := range markedForms {
		if strings.Contains(text, form) {
			t.Errorf("%s shows %q:\n%s", how, form, text)
			return
		}
	}
}

// Holders are the shapes in which a value comes to a printer. Hidden ones hold
// it in unexported fields, where fmt calls no methods.
func Holders(v any) map[string]any {
	type exported struct{ Name, X, N any }
	return map[string]any{
		"itself": v, "slice": []any{v, v}, "array": [1]any{v}, "map": map[string]any{"k": v},
		"struct": exported{"n", v, 1}, "pointer to struct": &exported{"n", v, 1}, "nested": []any{map[string]any{"k": exported{X: v}}},
	}
}

// HiddenHolders are the hidden ones of Holders.
func HiddenHolders(v any) map[string]any {
	type unexported struct {
		n int
		x any
	}
	return map[string]any{"hidden": unexported{1, v}, "pointer to hidden": &unexported{1, v}, "hidden in a slice": []any{unexported{1, []any{v}}}}
}

// Verbs are those of fmt, and one that is none.
var Verbs = []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%#x", "%d", "%t", "%c", "%U", "%b", "%o", "%e", "%z"}

// PrintEverywhere prints v in all the ways of the standard library, and looks for Marked.
func PrintEverywhere(t T, name string, v any) {
	t.Helper()
	for _, verb := range Verbs {
		CheckSilent(t, name+" by "+verb, fmt.Sprintf(verb, v))
	}
	CheckSilent(t, name+" by Sprint", fmt.Sprint(v)+fmt.Sprintln("x", v, 1))
	for _, format := range []string{"x", "%", "%!", "%[2]s %[1]s", "%*d"} {
		CheckSilent(t, name+" by the wrong format "+format, fmt.Sprintf(format, v))
	}
	if data, err := json.Marshal(v); err == nil {
		CheckSilent(t, name+" in JSON", string(data))
	}
	if data, err := xml.Marshal(v); err == nil {
		CheckSilent(t, name+" in XML", string(data))
	}
	var log bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(h).With("with", v).Info("message", "v", v, slog.Group("g", "v", v))
	}
	CheckSilent(t, name+" in slog", log.String())
}
