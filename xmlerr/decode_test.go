package xmlerr_test

import (
	"encoding/base64"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/xmlerr"
)

const missing = `<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>`

func TestDecodeSources(t *testing.T) {
	std := base64.StdEncoding.EncodeToString([]byte(missing + "\n"))
	raw := base64.RawStdEncoding.EncodeToString([]byte(missing + "\n"))
	if std == raw {
		t.Fatal("the sample needs padding")
	}
	tests := []struct {
		name   string
		status int
		header map[string][]string
		body   string
		want   xmlerr.Error
	}{
		{"header", 404, map[string][]string{"X-Oss-Err": {std}}, "", xmlerr.Error{Code: "NoSuchKey", Message: "gone", Source: xmlerr.FromHeader}},
		{"header without padding", 404, map[string][]string{"x-oss-err": {raw}}, "", xmlerr.Error{Code: "NoSuchKey", Message: "gone", Source: xmlerr.FromHeader}},
		{"header, folded", 404, map[string][]string{"X-OSS-ERR": {" " + std[:20] + "\r\n" + std[20:] + " "}}, "", xmlerr.Error{Code: "NoSuchKey", Message: "gone", Source: xmlerr.FromHeader}},
		{"header cut", 404, map[string][]string{"X-Oss-Err": {std[:len(std)-21]}}, "", xmlerr.Error{Code: "NoSuchKey", Source: xmlerr.FromHeader}},
		{"header spoilt at the end", 404, map[string][]string{"X-Oss-Err": {std[:len(std)-20] + "*" + std[len(std)-19:]}}, "", xmlerr.Error{Code: "NoSuchKey", Source: xmlerr.FromHeader}},
		{"header is nonsense", 404, map[string][]string{"X-Oss-Err": {"*"}}, "", xmlerr.Error{Code: "NoSuchKey", Source: xmlerr.FromStatus}},
		{"header without a code", 403, map[string][]string{"X-Oss-Err": {base64.StdEncoding.EncodeToString([]byte("<Error><EC>0003-00000001</EC>"))}}, "", xmlerr.Error{Code: "AccessDenied", EC: "0003-00000001", Source: xmlerr.FromStatus}},
		{"body before header", 404, map[string][]string{"X-Oss-Err": {std}}, "<Error><Code>NoSuchVersion</Code></Error>", xmlerr.Error{Code: "NoSuchVersion"}},
		{"header behind a proxy's body", 404, map[string][]string{"X-Oss-Err": {std}}, "<html></html>", xmlerr.Error{Code: "NoSuchKey", Message: "gone", Source: xmlerr.FromHeader}},
		{"ids from the header", 404, map[string][]string{"x-oss-request-id": {"R1"}, "X-Oss-Ec": {"0026-00000001"}}, missing, xmlerr.Error{Code: "NoSuchKey", Message: "gone", RequestID: "R1", EC: "0026-00000001"}},
		{"ids from the body", 404, map[string][]string{"X-Oss-Request-Id": {"R1"}, "X-Oss-Ec": {"E1"}}, "<Error><Code>A</Code><RequestId>R2</RequestId><EC>E2</EC></Error>", xmlerr.Error{Code: "A", RequestID: "R2", EC: "E2"}},
		{"ids of a foreign body", 502, map[string][]string{"X-Oss-Request-Id": {"R1"}}, "oops", xmlerr.Error{RequestID: "R1", Source: xmlerr.Foreign, Snippet: "oops"}},
		{"cut in the code, but OSS's", 404, map[string][]string{"X-Oss-Request-Id": {"R1"}}, "<Error><Code>NoSu", xmlerr.Error{Code: "NoSuchKey", RequestID: "R1", Source: xmlerr.FromStatus}},
		{"two spellings of a field", 400, map[string][]string{"x-oss-ec": {"second"}, "X-Oss-Ec": {"first"}, "X-OSS-EC": nil}, "<Error><Code>A</Code></Error>", xmlerr.Error{Code: "A", EC: "first"}},
		{"nested root name", 404, nil, "<Errors><Error><Code>A</Code></Error></Errors>", xmlerr.Error{Source: xmlerr.Foreign, Snippet: "<Errors><Error><Code>A</Code></Error></Errors>"}},
		{"server time that is none", 403, nil, "<Error><Code>A</Code><ServerTime>soon</ServerTime></Error>", xmlerr.Error{Code: "A", Extra: map[string]string{"ServerTime": "soon"}}},
		{"secrets by other names", 403, nil, "<Error><Code>A</Code><string-to-sign>x</string-to-sign><SecurityToken>x</SecurityToken><StringToSign><b>x</b></StringToSign></Error>", xmlerr.Error{Code: "A"}},
		{"elements after the root", 403, nil, "<Error><Code>A</Code></Error><Message>x</Message>", xmlerr.Error{Code: "A"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.StatusCode = tt.status
			got := xmlerr.Decode(tt.status, tt.header, strings.NewReader(tt.body))
			if d := cmp.Diff(plain(tt.want), plain(*got)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

func TestDecodeStatus(t *testing.T) {
	tests := map[int]xmlerr.Code{
		0: "", 200: "", 203: xmlerr.CallbackFailed, 301: "", 304: xmlerr.NotModified, 400: "", 401: "",
		403: xmlerr.AccessDenied, 404: xmlerr.NoSuchKey, 405: xmlerr.MethodNotAllowed, 409: "", 411: xmlerr.MissingContentLength,
		412: xmlerr.PreconditionFailed, 416: xmlerr.InvalidRange, 424: xmlerr.MirrorFailed, 429: "",
		500: xmlerr.InternalError, 501: xmlerr.NotImplemented, 502: xmlerr.ServiceUnavailable, 503: xmlerr.ServiceUnavailable,
		504: xmlerr.ServiceUnavailable, 599: xmlerr.InternalError, 600: "", -1: "",
	}
	for status, want := range tests {
		got := xmlerr.Decode(status, nil, nil)
		if got.Code != want || got.Source != xmlerr.FromStatus || got.StatusCode != status {
			t.Errorf("%d: %q from %v with status %d, want %q", status, got.Code, got.Source, got.StatusCode, want)
		}
	}
}

// countingBody never ends and counts; closing it is a mistake.
type countingBody struct {
	t    *testing.T
	read int
	fill byte
}

func (b *countingBody) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = b.fill
	}
	b.read += len(p)
	return len(p), nil
}

func (b *countingBody) Close() error {
	b.t.Error("body was closed")
	return nil
}

func TestDecodeBoundsBody(t *testing.T) {
	for _, fill := range []byte("x< &\x00") {
		body := &countingBody{t: t, fill: fill}
		if e := xmlerr.Decode(500, nil, body); e == nil {
			t.Fatal("nil")
		}
		if body.read != xmlerr.MaxBody {
			t.Errorf("%q: read %d bytes, want %d", fill, body.read, xmlerr.MaxBody)
		}
	}
}

func TestDecodeBoundsHeader(t *testing.T) {
	big := strings.Repeat("x", 2*xmlerr.MaxBody)
	h := base64.StdEncoding.EncodeToString([]byte("<Error><Code>A</Code><Filler>" + big + "</Filler><Message>beyond</Message></Error>"))
	got := xmlerr.Decode(400, map[string][]string{"X-Oss-Err": {h}}, nil)
	if got.Code != "A" || got.Message != "" {
		t.Errorf("code %q, message %q", got.Code, got.Message)
	}
}

// stuck gives neither bytes nor an error.
type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }

func TestDecodeBrokenReaders(t *testing.T) {
	if got := xmlerr.Decode(404, nil, stuck{}); got.Source != xmlerr.FromStatus {
		t.Errorf("stuck reader: %v", got)
	}
	cut := io.MultiReader(strings.NewReader("<Error><Code>NoSuchKey</Code><Mess"), iotest.ErrReader(errors.New("connection reset")))
	if got := xmlerr.Decode(404, nil, cut); got.Code != xmlerr.NoSuchKey || got.Source != xmlerr.FromBody {
		t.Errorf("cut connection: %v", got)
	}
	if got := xmlerr.Decode(404, nil, iotest.OneByteReader(strings.NewReader(missing))); got.Message != "gone" {
		t.Errorf("byte by byte: %v", got)
	}
	if got := xmlerr.Decode(404, nil, iotest.DataErrReader(strings.NewReader(missing))); got.Message != "gone" {
		t.Errorf("data with EOF: %v", got)
	}
}
