package headers_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/headers"
)

// TestLimitsOfLetters has the neighbours of the letters and digits in ASCII.
func TestLimitsOfLetters(t *testing.T) {
	for _, c := range []byte("@[`{/:") {
		name := string(c)
		if got := headers.CanonicalName(name); got != name {
			t.Errorf("the canonical form of %q is %q", name, got)
		}
		if _, ok := headers.Get(map[string][]string{name: {"v"}}, string(c^0x20)); ok {
			t.Errorf("%q and %q are one name", name, c^0x20)
		}
		if got, ok := headers.ParseExtValue("UTF-8''%4" + name); ok {
			t.Errorf("%%4%s is read as %q", name, got)
		}
		if got, ok := headers.ParseTags("%4" + name); ok {
			t.Errorf("%%4%s is read as %q", name, got)
		}
	}
	if got, ok := headers.ParseExtValue("UTF-8''%39%4f%4A%40%61"); !ok || got != "9OJ@a" {
		t.Errorf("%q, %t", got, ok)
	}
}

func TestLimitsOfETag(t *testing.T) {
	for text, want := range map[string]headers.ETag{"!": "!", `"!"`: "!", "a b": "", `"a b"`: "", `""`: "", `"`: "", "a\x7f": "", "a\x80": "a\x80", "a\x1f": ""} {
		if got, ok := headers.ParseETag(text); got != want || ok != (want != "") {
			t.Errorf("%q is read as %q, %t", text, got, ok)
		}
	}
}

// TestCheckOfSpellings has several spellings of one name, and names behind them.
func TestCheckOfSpellings(t *testing.T) {
	was := headers.Metadata{User: map[string]string{"a": "1"}}
	for _, tt := range []struct {
		user map[string]string
		want []string
	}{
		{map[string]string{"a": "1", "A": ""}, []string{"x-oss-meta-A: collision"}},
		{map[string]string{"a": "1", "A": "", "b_": "1"}, []string{"x-oss-meta-A: collision", "x-oss-meta-b_: name"}},
		{map[string]string{"a": "2", "A": "1"}, []string{"x-oss-meta-A: collision"}},
	} {
		var got []string
		for _, fault := range (headers.Metadata{User: tt.user}).Check(was) {
			got = append(got, fmt.Sprintf("%s: %s", fault.Name, fault.Reason))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.user, diff)
		}
	}
}

// TestEmptyStandardFields has each of them present and empty.
func TestEmptyStandardFields(t *testing.T) {
	for _, name := range []string{headers.ContentType, headers.ContentEncoding, headers.ContentDisposition, headers.ContentLanguage, headers.CacheControl, headers.Expires} {
		if _, err := headers.ReadMetadata(map[string][]string{name: {""}}); err == nil {
			t.Errorf("an empty %s is read", name)
		}
	}
}

func TestWriteOfMany(t *testing.T) {
	m, want := headers.Metadata{User: map[string]string{}}, map[string][]string{}
	for i := range 20 {
		m.User[fmt.Sprint("n", i)] = fmt.Sprint(i)
		want[headers.CanonicalName(fmt.Sprint(headers.UserMetaPrefix, "n", i))] = []string{fmt.Sprint(i)}
	}
	h := map[string][]string{}
	m.Write(h)
	if diff := cmp.Diff(want, h); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestCutOfErrors: a text of 65 bytes is cut after a whole character, or, if it
// is not UTF-8, after three bytes less than 64.
func TestCutOfErrors(t *testing.T) {
	for text, kept := range map[string]int{strings.Repeat("a", 65): 64, strings.Repeat("\x80", 70): 61, strings.Repeat("é", 40): 64,
		"a" + strings.Repeat("é", 40): 63, strings.Repeat("中", 30): 63, "aaa" + strings.Repeat("😀", 20): 63, "a" + strings.Repeat("😀", 20): 61} {
		e := &headers.FieldError{Name: text, Reason: headers.ReasonUnknown}
		if want := fmt.Sprintf("header %q...: ", text[:kept]); !strings.HasPrefix(e.Error(), want) {
			t.Errorf("%s, want it to begin with %s", e, want)
		}
	}
}
