package xmlerr_test

import (
	"bytes"
	"encoding/base64"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"example.com/ossmeta/xmlerr"
)

// maxSeed keeps the fixtures that test limits out of the seeds: they make
// fuzzing slow.
const maxSeed = 8 << 10

// FuzzDecode: no answer makes Decode panic or return nil; the status is kept, at
// most MaxBody bytes are read, what is kept is bounded, the error prints on one
// short line, and what was decoded survives AppendXML.
func FuzzDecode(f *testing.F) {
	for name, want := range fixtures {
		if body := readFixture(f, name); len(body) < maxSeed {
			f.Add(want.StatusCode, "", body)
		}
	}
	f.Add(404, base64.StdEncoding.EncodeToString([]byte(missing)), []byte(nil))
	f.Fuzz(func(t *testing.T, status int, field string, body []byte) {
		r := &meter{r: bytes.NewReader(body)}
		e := xmlerr.Decode(status, map[string][]string{"X-Oss-Err": {field}}, r)
		if e == nil || e.StatusCode != status || r.n > xmlerr.MaxBody {
			t.Fatalf("%v after %d bytes", e, r.n)
		}
		if (e.Source == xmlerr.Foreign) && e.Code != "" || e.Source == xmlerr.FromBody && e.Code == "" {
			t.Errorf("code %q from %v", e.Code, e.Source)
		}
		if len(e.Extra) > 32 || len(e.Snippet) > 200 {
			t.Errorf("%d elements, %d bytes of snippet", len(e.Extra), len(e.Snippet))
		}
		line := e.Error()
		if strings.ContainsAny(line, "\r\n") || len(line) > 2000 || !utf8.ValidString(line) {
			t.Errorf("line %q", line)
		}
		checkRoundTrip(t, e)
	})
}

type meter struct {
	r io.Reader
	n int
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.n += n
	return n, err
}

// FuzzAppendXML: whatever a server puts in the fields, the document is
// well-formed, and what it decodes to is written and decoded unchanged.
func FuzzAppendXML(f *testing.F) {
	f.Add("NoSuchKey", "gone", "0026-00000001", "", "", "Header", "H", int64(0))
	f.Add("SignatureDoesNotMatch", " a\r\nb ", "E", "GET\n\x01\xff", "GET\n/\n", "OSSAccessKeyId", "K", int64(1702743657250))
	f.Add("A", "", "", "", "", "ServerTime", "2023-12-16T16:20:57.250Z", int64(0))
	f.Fuzz(func(t *testing.T, code, message, ec, toSign, canonical, name, value string, ms int64) {
		e := &xmlerr.Error{StatusCode: 400, Code: xmlerr.Code(code), Message: message, EC: ec, Extra: map[string]string{name: value}}
		if toSign != "" || canonical != "" {
			e.Evidence = &xmlerr.Evidence{StringToSign: toSign, CanonicalRequest: canonical}
		}
		if ms > 0 && ms < 253402300800000 { // up to the year 9999
			e.ServerTime = time.UnixMilli(ms)
		}
		doc := e.AppendXML(nil)
		checkWellFormed(t, doc)
		got := xmlerr.Decode(400, nil, bytes.NewReader(doc))
		if ev := e.Evidence; ev != nil && got.Evidence != nil && len(doc) < xmlerr.MaxBody && toSign != "" {
			if b := got.Evidence.ExactStringToSign(); string(b) != toSign {
				t.Errorf("string to sign %q came back as %q", toSign, b)
			}
		}
		checkRoundTrip(t, got)
	})
}
