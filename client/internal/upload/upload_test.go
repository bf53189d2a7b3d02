package upload_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"example.com/ossmeta/client/internal/upload"
	"example.com/ossmeta/headers"
)

// read returns what one attempt sends.
func read(t *testing.T, b *upload.Body) (*upload.Attempt, *http.Request, string, error) {
	t.Helper()
	req := new(http.Request)
	a, err := b.Attach(req)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(req.Body)
	return a, req, string(data), err
}

// TestBody sends each kind of reader twice, if it can be sent twice.
func TestBody(t *testing.T) {
	seeked := strings.NewReader("-content")
	seeked.Seek(1, io.SeekStart)
	pipe, w, err := os.Pipe() // a file, but not one that can seek
	if err != nil {
		t.Fatal(err)
	}
	defer pipe.Close()
	io.WriteString(w, "content")
	w.Close()
	for _, tt := range []struct {
		name    string
		r       io.Reader
		content string
		length  int64
		rewinds bool
	}{
		{"nil", nil, "", 0, true},
		{"a buffer", bytes.NewBufferString("content"), "content", 7, true},
		{"from where it stands", seeked, "content", 7, true},
		{"a stream", io.MultiReader(strings.NewReader("content")), "content", -1, false},
		{"a pipe", pipe, "content", -1, false},
	} {
		b := upload.New(tt.r)
		if !b.Rewindable() {
			t.Errorf("%s: cannot be sent at all", tt.name)
		}
		for n := 1; n == 1 || n == 2 && b.Rewindable(); n++ {
			a, req, data, err := read(t, b)
			if data != tt.content || err != nil || req.ContentLength != tt.length || (req.Body == http.NoBody) != (tt.length == 0) {
				t.Errorf("%s, attempt %d: %q of length %d, %v", tt.name, n, data, req.ContentLength, err)
			}
			crc := headers.NewCRC64()
			io.WriteString(crc, tt.content)
			if sum, whole := a.Sum(); sum != headers.CRC64(crc.Sum64()) || !whole || a.Count() != int64(len(tt.content)) || a.Err() != nil {
				t.Errorf("%s, attempt %d: sum %v of %d bytes, %v", tt.name, n, sum, a.Count(), a.Err())
			}
		}
		if b.Rewindable() != tt.rewinds {
			t.Errorf("%s: Rewindable is %v afterwards", tt.name, !tt.rewinds)
		}
	}
}

// TestLength: no more than the length is read, and less is an error.
func TestLength(t *testing.T) {
	b := upload.New(io.MultiReader(strings.NewReader("content and more")))
	b.Length = 7
	if _, _, data, err := read(t, b); data != "content" || err != nil {
		t.Errorf("read %q, %v", data, err)
	}
	b = upload.New(io.MultiReader(strings.NewReader("con")))
	b.Length = 7
	if a, _, _, err := read(t, b); !errors.Is(err, io.ErrUnexpectedEOF) || !errors.Is(a.Err(), io.ErrUnexpectedEOF) {
		t.Errorf("reading too little: %v, %v", err, a.Err())
	}
}

// TestClose: a closed attempt reads nothing more, and has closed nothing.
func TestClose(t *testing.T) {
	r := strings.NewReader("content")
	req := new(http.Request)
	a, err := upload.New(r).Attach(req)
	if err != nil {
		t.Fatal(err)
	}
	if !a.Finish(t.Context()) {
		t.Error("something is reading the body")
	}
	if n, err := req.Body.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.ErrClosedPipe) || r.Len() != 7 {
		t.Errorf("Read after Close: %d, %v, %d bytes left", n, err, r.Len())
	}
	var none *upload.Attempt
	if none.Close() != nil || none.Err() != nil || none.Count() != 0 || !none.Finish(t.Context()) {
		t.Error("a nil Attempt is not that of a request without a body")
	}
}
