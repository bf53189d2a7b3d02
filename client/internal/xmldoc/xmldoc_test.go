package xmldoc_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"example.com/ossmeta/client/internal/xmldoc"
	"example.com/ossmeta/xmlerr"
)

type owner struct{ ID string }

// plain is an owner that is read without encoding/xml where that can be.
type plain struct{ owner }

func (p *plain) Set(name, text string) {
	if name == "ID" {
		p.ID = text
	}
}

// TestDecode reads each document in both ways.
func TestDecode(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		id         string
		says       string // a part of the *xmldoc.Error; "" if there is none
		lost       bool
	}{
		{"a document", "<Owner><ID>1</ID></Owner>", "1", "", false},
		{"a namespace", `<Owner xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com"><ID>1</ID></Owner>`, "1", "", false},
		{"something behind it", "<Owner><ID>1</ID></Owner>\n<!-- -->", "1", "", false},
		{"much behind it", "<Owner><ID>1</ID></Owner>" + strings.Repeat("\n", 1<<16), "1", "", false},
		{"another root", "<Bucket><ID>1</ID></Bucket>", "", `its root is "Bucket"`, false},
		{"none", "", "", xmldoc.ErrEmpty.Error(), false},
		{"a beginning", "<Owner><ID>1</ID>", "", "unexpected EOF", true},
		{"a prologue", `<?xml version="1.0" encoding="UTF-8"?>`, "", io.ErrUnexpectedEOF.Error(), true},
		{"too much", "<Owner><ID>" + strings.Repeat("1", xmldoc.MaxBytes) + "</ID></Owner>", "", "larger than", false},
	} {
		decode := func(v any, told int64) error {
			body := strings.NewReader(tt.body)
			err := xmldoc.Decode(&http.Response{StatusCode: 200, Body: io.NopCloser(body), ContentLength: told}, "Owner", v)
			if err == nil && body.Len() > 0 {
				t.Errorf("%s of length %d: %d bytes are not read, and their connection cannot be used again", tt.name, told, body.Len())
			}
			return err
		}
		length := int64(len(tt.body))
		for _, told := range []int64{-1, length, length + 1, length / 2} { // the last are what a broken transport tells
			var whole owner
			var flat plain
			for way, err := range map[string]error{"encoding/xml": decode(&whole, told), "scan": decode(&flat, told)} {
				var broken *xmldoc.Error
				switch {
				case tt.says == "" && err != nil:
					t.Errorf("%s of length %d by %s: %v", tt.name, told, way, err)
				case tt.says != "" && (!errors.As(err, &broken) || !strings.Contains(err.Error(), tt.says) || broken.Root != "Owner" || broken.Lost != tt.lost):
					t.Errorf("%s of length %d by %s: %v, want %q, lost %v", tt.name, told, way, err, tt.says, tt.lost)
				}
			}
			if tt.says == "" && (whole.ID != tt.id || flat.ID != tt.id) {
				t.Errorf("%s of length %d: %q and %q, want %q", tt.name, told, whole.ID, flat.ID, tt.id)
			}
		}
	}
}

// TestDecodeAtTheEnd: the end of a body, which may come with its last bytes, is no
// reason to call a document lost that was read without it.
func TestDecodeAtTheEnd(t *testing.T) {
	for body, lost := range map[string]bool{"<Bucket></Bucket>": false, "<Owner></Bucket>": false, "<Owner><ID>": true, "<?xml ": true} {
		for _, r := range []io.Reader{strings.NewReader(body), iotest.OneByteReader(strings.NewReader(body))} {
			var broken *xmldoc.Error
			if err := decodeFrom(iotest.DataErrReader(r), new(owner)); !errors.As(err, &broken) || broken.Lost != lost {
				t.Errorf("%s: %v, want lost %v", body, err, lost)
			}
		}
	}
}

func decodeFrom(body io.Reader, v any) error {
	return xmldoc.Decode(&http.Response{StatusCode: 200, ContentLength: -1, Body: io.NopCloser(body)}, "Owner", v)
}

// TestDecodeUnwraps: what went wrong is found inside the error.
func TestDecodeUnwraps(t *testing.T) {
	broken := errors.New("broken")
	for body, want := range map[string]error{"": xmldoc.ErrEmpty, "<Owner><ID>": broken, "<Own": broken} {
		for _, v := range []any{new(owner), new(plain)} {
			r := io.Reader(strings.NewReader(body))
			if want == broken {
				r = io.MultiReader(r, iotest.ErrReader(broken))
			}
			if err := decodeFrom(r, v); !errors.Is(err, want) {
				t.Errorf("%q: %v, want %v", body, err, want)
			}
		}
	}
	// What broke it off, rather than what is wrong with the bytes that came with it.
	r := iotest.DataErrReader(io.MultiReader(strings.NewReader("<Owner></Bucket>"), iotest.ErrReader(broken)))
	if err := decodeFrom(r, new(owner)); !errors.Is(err, broken) {
		t.Errorf("%v, want %v", err, broken)
	}
}

// TestDecodePatience: a document that does not come is lost after two minutes.
func TestDecodePatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, w := io.Pipe()
		defer w.Close()
		began := time.Now()
		var broken *xmldoc.Error
		err := xmldoc.Decode(&http.Response{StatusCode: 200, ContentLength: -1, Body: r}, "Owner", new(owner)) // which closes it
		if !errors.As(err, &broken) || !broken.Lost || time.Since(began) != 2*time.Minute {
			t.Errorf("after %v: %v, want it lost after two minutes", time.Since(began), err)
		}
	})
}

// TestDecodeError: a success whose document is an error is one.
func TestDecodeError(t *testing.T) {
	body := io.NopCloser(strings.NewReader("<Error><Code>InternalError</Code></Error>"))
	err := xmldoc.Decode(&http.Response{StatusCode: 200, Body: body}, "Owner", new(owner))
	var answer *xmlerr.Error
	if !errors.As(err, &answer) || answer.Code != xmlerr.InternalError {
		t.Errorf("%v, want InternalError", err)
	}
}

func TestParseTime(t *testing.T) {
	want := time.Date(2012, 2, 24, 8, 43, 27, 0, time.UTC)
	for _, s := range []string{"2012-02-24T08:43:27.000Z", " 2012-02-24T16:43:27+08:00\n", "Fri, 24 Feb 2012 08:43:27 GMT"} {
		if got := xmldoc.ParseTime(s); got != want {
			t.Errorf("ParseTime(%q) = %v", s, got)
		}
	}
	if got := xmldoc.ParseTime("yesterday"); !got.IsZero() {
		t.Errorf("ParseTime made %v of nonsense", got)
	}
}

func TestDecodeName(t *testing.T) {
	for _, tt := range [][3]string{{"url", "a%20b%2Bc+", "a b+c+"}, {"", "a%20b", "a%20b"}} {
		if got, err := xmldoc.DecodeName(tt[0], tt[1]); got != tt[2] || err != nil {
			t.Errorf("DecodeName(%q, %q) = %q, %v", tt[0], tt[1], got, err)
		}
	}
	if _, err := xmldoc.DecodeName("url", "%zz"); err == nil {
		t.Error("DecodeName took a broken escape")
	}
}
