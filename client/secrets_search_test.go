package client_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"testing"

	"example.com/ossmeta/client"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

// The marks have characters that URLs, JSON, XML and base64 write otherwise.
const (
	markOfSecret = "Mark0Secret/+=<&Mark0Secret"
	markOfToken  = "Mark0Token/+=<&Mark0Token"
)

var marked = signer.Credentials{AccessKeyID: "markedId", AccessKeySecret: markOfSecret, SecurityToken: markOfToken}

// markedForms are the forms in which a part of a mark could come to light.
var markedForms = func() []string {
	var forms []string
	for _, mark := range []string{markOfSecret, markOfToken} {
		part := mark[:10]
		forms = append(forms, part, hex.EncodeToString([]byte(part)), strings.ToUpper(hex.EncodeToString([]byte(part))),
			strings.Trim(fmt.Sprint([]byte(part)), "[]"), url.QueryEscape(mark), strings.Trim(fmt.Sprintf("% x", part), " "))
		for before := range 3 { // base64 depends on what stands before
			text := base64.StdEncoding.EncodeToString([]byte(strings.Repeat(" ", before) + mark))
			forms = append(forms, text[before+1:before+12])
		}
	}
	return forms
}()

// showsMark returns the form of a mark that is in text, or "".
func showsMark(text string) string {
	for _, form := range markedForms {
		if strings.Contains(text, form) {
			return form
		}
	}
	return ""
}

// printings returns all that printers make of a value.
func printings(v any) map[string]string {
	all := map[string]string{}
	for _, verb := range []string{"%v", "%+v", "%#v", "%q", "%x", "%d"} {
		all[verb] = fmt.Sprintf(verb, v)
	}
	text, _ := json.Marshal(v) // an error, which stands for no output, has none
	all["json"] = string(text)
	text, _ = xml.Marshal(v)
	all["xml"] = string(text)
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("m", "v", v)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "v", v)
	all["slog"] = log.String()
	return all
}

// A markSearch collects everything that comes to a caller, and looks for marks.
type markSearch struct {
	t  *testing.T
	mu sync.Mutex
	n  int
}

func (s *markSearch) look(what string, values ...any) {
	for _, v := range values {
		for how, text := range printings(v) {
			if form := showsMark(text); form != "" {
				s.t.Errorf("%s: a %T by %s shows %q:\n%.300s", what, v, how, form, text)
				break
			}
		}
		s.mu.Lock()
		s.n++
		s.mu.Unlock()
	}
	var op *client.OpError
	for _, v := range values {
		if err, ok := v.(error); ok && errors.As(err, &op) {
			s.look(what+", in it", op.Header, op.Err)
			if op.Diagnosis != nil {
				s.look(what+", its diagnosis", *op.Diagnosis, op.Diagnosis.String())
			}
		}
		var answer *xmlerr.Error
		if err, ok := v.(error); ok && errors.As(err, &answer) {
			s.look(what+", its answer", *answer, answer.Evidence)
		}
	}
}
