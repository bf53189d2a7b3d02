package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// TestMembers keeps the help in step with the names of members.
func TestMembers(t *testing.T) {
	text := page(t, "help", "sign")
	for _, name := range memberNames {
		if !strings.Contains(text, `"`+name+`"`) {
			t.Errorf("the help does not have the member %s", name)
		}
		var o order
		o.set([]byte(`"`+name+`"`), []byte(`""`)) // must not panic
	}
}

// FuzzOrder compares what is read with what package json reads.
func FuzzOrder(f *testing.F) {
	for _, s := range []string{
		`{"id":1,"key":"k","time":0,"headers":[["a","b"],[ "c" , "d" ]],"query":"a=%2F"}`,
		`{ "key" : "\"\\\/\b\f\n\r\t\u00fc\ud83d\ude00" , "time" : -5 , "id" : {"a":[{},"]}"]} } `,
		`{"time":1,"sub_resources":["a","b"],"additional_headers":[],"headers":[]}`,
		`{"key":"\ud800","time":1}`, `{"key":"\\ud800\u005c","time":1}`, `{}`, `[]`, `{"time":1,"headers":[[]]}`, `{"a":"\"}"}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var o order
		if err := o.parse([]byte(text)); err != nil {
			if strings.Contains(err.Error(), "\n") || len(err.Error()) > 1000 {
				t.Errorf("error %q", err)
			}
			return
		}
		var want struct {
			ID           json.RawMessage
			Method, Key  string
			Bucket       string
			Time         int64
			Headers      [][]string
			SubResources []string `json:"sub_resources"`
		}
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatalf("%q was read, but: %v", text, err)
		}
		if o.request.Key != want.Key || o.request.Method != want.Method || o.request.Bucket != want.Bucket || o.at != want.Time ||
			string(o.id) != string(want.ID) || strings.Join(o.sub, "\x00") != strings.Join(want.SubResources, "\x00") {
			t.Errorf("%q was read as %q %q %q %d, id %s, %q", text, o.request.Method, o.request.Bucket, o.request.Key, o.at, o.id, o.sub)
		}
		if len(o.request.Header) != len(want.Headers) {
			t.Errorf("%q has the header %q", text, o.request.Header)
		}
		for _, pair := range want.Headers {
			if got := o.request.Header[pair[0]]; len(got) != 1 || got[0] != pair[1] {
				t.Errorf("%q: header %q is %q", text, pair[0], got)
			}
		}
	})
}

// TestOrderIsLinear has long lines of many small things.
func TestOrderIsLinear(t *testing.T) {
	for _, part := range []string{`"a":1,`, `"headers":[["a","b"]],`, `"id":[[[]]],`, `"\u0061":"\\\"",`} {
		text := "{" + strings.Repeat(part, maxLine/4/len(part)) + `"time":1}`
		begun := time.Now()
		var o order
		if err := o.parse([]byte(text)); err == nil {
			t.Errorf("%s...: no error", part)
		}
		if d := time.Since(begun); d > 20*time.Second {
			t.Errorf("%s...: took %v", part, d)
		}
	}
}
