package osstest_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client/osstest"
)

// reference writes a text as a document has it, with references to everything
// that XML 1.0 does not allow, and to what it reserves.
func reference(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < ' ' || strings.ContainsRune("<>&'\"\uFFFE\uFFFF", r) {
			fmt.Fprintf(&b, "&#x%02X;", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// TestReferences: the ways to write one key, and what looks like one.
func TestReferences(t *testing.T) {
	for _, key := range []string{"\x01\x1f\t\n\r", "\uFFFE \uFFFF", "\U0010FFFD000001", "&#x01;", "a\U0010FFFD"} {
		decimal := ""
		for _, r := range key {
			decimal += fmt.Sprintf("&#%d;", r)
		}
		for _, written := range []string{reference(key), decimal} {
			o, w, _ := still(t, osstest.Options{})
			o.PutObject(bucketName, key, osstest.Object{})
			a := w.do(request{method: "GET"}).want(t, 200, "")
			w.do(deleteRequest("<Object><Key>"+written+"</Key></Object>")).want(t, 200, "")
			if diff := cmp.Diff([]string(nil), w.list().names()); diff != "" {
				t.Errorf("%q as %s: %s", key, written, diff)
			}
			if strings.ContainsAny(key, "\x01") && !strings.Contains(a.body, "<Key>&#x01;&#x1F;&#x9;&#xA;&#xD;</Key>") {
				t.Errorf("%s", a.body)
			}
		}
	}
}

// FuzzReferences: whatever a key is, it can be deleted by the document, and
// the reply names it.
func FuzzReferences(f *testing.F) {
	f.Add("\x00\x1f<&>\uFFFE")
	f.Add("\U0010FFFD00001&#x10FFFD;")
	f.Fuzz(func(t *testing.T, key string) {
		if key == "" || len(key) > 1023 || !utf8.ValidString(key) || strings.ContainsRune(`/\`, rune(key[0])) {
			return // not a key
		}
		o, w, _ := still(t, osstest.Options{})
		o.PutObject(bucketName, key, osstest.Object{})
		r := deleteRequest(ofKey(key))
		r.query["encoding-type"] = []string{"url"}
		got, err := url.PathUnescape(w.do(r).deleted(t)[0].Key)
		if _, there := o.Object(bucketName, key); err != nil || got != key || there {
			t.Errorf("%q: the reply names %q (%v); still there: %v", key, got, err, there)
		}
	})
}
