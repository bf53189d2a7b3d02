package osstest_test

import (
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// TestConditions evaluates every combination that matters, for reading and for
// copying, with both precedences.
func TestConditions(t *testing.T) {
	const (
		right = `"900150983CD24FB0D6963F7D28E17F72"`
		wrong = `"0000"`
	)
	at := time.Unix(year2024-100, 0)
	same, before, after := headers.FormatTime(at), headers.FormatTime(at.Add(-time.Second)), headers.FormatTime(at.Add(time.Second))
	for _, test := range []struct {
		conditions string // m, n, s (modified since), u, each with its value
		values     []string
		and, rfc   int
	}{
		{"m", []string{right}, 200, 200},
		{"m", []string{strings.Trim(right, `"`)}, 200, 200},
		{"m", []string{wrong + ", " + right}, 200, 200},
		{"m", []string{"*"}, 200, 200},
		{"m", []string{wrong}, 412, 412},
		{"m", []string{strings.ToLower(right)}, 412, 412},
		{"n", []string{wrong}, 200, 200},
		{"n", []string{right}, 304, 304},
		{"n", []string{"*"}, 304, 304},
		{"s", []string{before}, 200, 200},
		{"s", []string{same}, 304, 304},
		{"s", []string{after}, 304, 304},
		{"u", []string{before}, 412, 412},
		{"u", []string{same}, 200, 200},
		{"u", []string{after}, 200, 200},
		{"mu", []string{right, before}, 412, 200},
		{"mu", []string{right, same}, 200, 200},
		{"mu", []string{wrong, same}, 412, 412},
		{"ns", []string{wrong, after}, 304, 200},
		{"ns", []string{wrong, before}, 200, 200},
		{"ns", []string{right, before}, 304, 304},
		{"mn", []string{wrong, right}, 412, 412},
		{"mn", []string{right, right}, 304, 304},
		{"su", []string{same, before}, 412, 412},
		{"su", []string{before, same}, 200, 200},
		{"mnsu", []string{right, wrong, after, before}, 412, 200},
	} {
		for _, precedence := range []osstest.Precedence{osstest.And, osstest.RFC} {
			o, w, _ := still(t, osstest.Options{Precedence: precedence})
			o.PutObject(bucketName, "k", osstest.Object{Body: []byte("abc"), LastModified: at})
			want := test.and
			if precedence == osstest.RFC {
				want = test.rfc
			}
			read, copies := conditionHeaders(test.conditions, test.values)
			for _, method := range []string{"HEAD", "GET"} {
				checkCondition(t, w.do(request{method: method, key: "k", header: read}), want)
			}
			checkCondition(t, w.do(request{method: "PUT", key: "copy", header: append(copies, "x-oss-copy-source", "/examplebucket/k")}), want)
			if _, copied := o.Object(bucketName, "copy"); copied != (want == 200) {
				t.Errorf("%+v: copied: %v", test, copied)
			}
			if t.Failed() {
				t.Fatalf("failed: %+v, precedence %v", test, precedence)
			}
		}
	}
}

func conditionHeaders(which string, values []string) (read, copies []string) {
	for i, letter := range which {
		name := map[rune]string{'m': "If-Match", 'n': "If-None-Match", 's': "If-Modified-Since", 'u': "If-Unmodified-Since"}[letter]
		read = append(read, name, values[i])
		copies = append(copies, "x-oss-copy-source-"+strings.ToLower(name), values[i])
	}
	return read, copies
}

func checkCondition(t *testing.T, a answer, want int) {
	t.Helper()
	switch want {
	case 200:
		a.want(t, 200, "")
	case 304:
		a.want(t, 304, xmlerr.NotModified).wantHeader(t, "Content-Type", "")
		if a.body != "" {
			t.Errorf("304 with a body: %q", a.body)
		}
	case 412:
		a.want(t, 412, xmlerr.PreconditionFailed)
	}
}

func TestConditionDates(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{LastModified: time.Unix(year2024, 0)})
	w.do(request{method: "GET", key: "k", header: []string{"If-Unmodified-Since", "yesterday"}}).want(t, 200, "")
	w.do(request{method: "GET", key: "k", header: []string{"If-Unmodified-Since", "Monday, 01-Jan-24 00:00:00 GMT"}}).want(t, 412, xmlerr.PreconditionFailed)
	for value, want := range map[string]xmlerr.Code{
		"2024-01-02T03:04:04.000Z": xmlerr.PreconditionFailed,
		"2024-01-02T03:04:05.000Z": "",
		"yesterday":                xmlerr.InvalidArgument,
	} {
		a := w.do(request{method: "PUT", key: "copy", header: []string{"x-oss-copy-source", "/examplebucket/k",
			"x-oss-copy-source-if-unmodified-since", value}})
		a.want(t, map[xmlerr.Code]int{"": 200, xmlerr.InvalidArgument: 400, xmlerr.PreconditionFailed: 412}[want], want)
	}
}

func TestConditionTwice(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{})
	w.do(request{method: "GET", key: "k", header: []string{"If-Match", "*", "If-Match", `"0"`}}).want(t, 400, xmlerr.InvalidArgument)
	w.do(request{method: "PUT", key: "k", header: []string{"Expires", "a", "Expires", "b"}}).want(t, 400, xmlerr.InvalidArgument)
}

func TestNotModifiedNames(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{Body: []byte("abc")})
	w.do(request{method: "GET", key: "k", header: []string{"If-None-Match", "*"}}).want(t, 304, xmlerr.NotModified).
		wantHeader(t, "ETag", `"900150983CD24FB0D6963F7D28E17F72"`, "Last-Modified", "Tue, 02 Jan 2024 03:04:05 GMT")
	w.do(request{method: "GET", key: "none", header: []string{"If-None-Match", "*"}}).want(t, 404, xmlerr.NoSuchKey)
}
