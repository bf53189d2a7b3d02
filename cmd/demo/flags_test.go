package main

import (
	"errors"
	"flag"
	"slices"
	"strings"
	"testing"
)

func TestParseArguments(t *testing.T) {
	for _, tt := range []struct {
		args  string // separated by blanks
		words string
		check func(*flags) bool
	}{
		{"head key", "head key", nil},
		{"-region r head key", "head key", func(f *flags) bool { return f.region == "r" }},
		{"head key -region r", "head key", func(f *flags) bool { return f.region == "r" }},
		{"head -region=r key --json", "head key", func(f *flags) bool { return f.region == "r" && f.json }},
		{"head -json key", "head key", func(f *flags) bool { return f.json }},
		{"head -json=false key", "head key", func(f *flags) bool { return !f.json }},
		{"put key -", "put key -", nil},
		{"put -- -key -json", "put -key -json", func(f *flags) bool { return !f.json }},
		{"-bucket -- put key", "put key", func(f *flags) bool { return slices.Equal(f.buckets, []string{"--"}) }},
		{"-signature V1 head key", "head key", func(f *flags) bool { return f.signature.String() == "v1" }},
		{"edit -unset a key -unset b", "edit key", func(f *flags) bool { return slices.Equal(f.unset, []string{"a", "b"}) }},
		{"put -H Content-Type:text/plain -meta a=b=c key", "put key", func(f *flags) bool {
			return slices.Equal(f.fields, fields{{"Content-Type", "text/plain"}, {"x-oss-meta-a", "b=c"}})
		}},
		{"put -meta a= -H Expires: key", "put key", func(f *flags) bool {
			return slices.Equal(f.fields, fields{{"x-oss-meta-a", ""}, {"Expires", ""}})
		}},
	} {
		f := newFlags()
		words, err := parseArguments(f.set, strings.Fields(tt.args))
		if err != nil || strings.Join(words, " ") != tt.words || tt.check != nil && !tt.check(f) {
			t.Errorf("%s: words %q, error %v, flags %+v", tt.args, words, err, f)
		}
	}
}

func TestParseArgumentsRefuses(t *testing.T) {
	for args, want := range map[string]string{
		"-nope":                      "there is no flag -nope",
		"-nope=secret":               "there is no flag -nope",
		"head key -region":           "-region needs a value",
		"-signature v2":              "-signature is v1 or v4",
		"-json=maybe":                "-json is true or false",
		"-H no-colon":                "-H wants",
		"-H a_(b):c":                 "-H wants",
		"-meta no-equals-sign":       "-meta wants",
		"-meta =value":               "-meta wants",
		"-meta cache-control=none":   "Cache-Control and its like are set by -H",
		"-meta a=1 -meta A=2":        "each name once",
		"-meta a=1 -H X-Oss-Meta-A:": "each name once",
		"---json":                    "too many hyphens",
		"-=secret":                   "no name",
	} {
		_, err := parseArguments(newFlags().set, strings.Fields(args))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: error %v, want one with %q and no value", args, err, want)
		}
	}
	if _, err := parseArguments(newFlags().set, []string{"head", "-h"}); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("-h gave %v", err)
	}
}
