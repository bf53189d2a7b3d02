package upload_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

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
	beyond := strings.NewReader("content")
	beyond.Seek(8, io.SeekStart)
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
		{"from beyond its end", beyond, "", -1, false},
		{"no first seek", &tired{strings.NewReader("content"), 0}, "content", -1, false},
		{"no third seek", &tired{strings.NewReader("content"), 2}, "", -1, false},
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

// A tired reader seeks so many times.
type tired struct {
	*strings.Reader
	seeks int
}

func (r *tired) Seek(offset int64, whence int) (int64, error) {
	if r.seeks--; r.seeks < 0 {
		return 0, errTired
	}
	return r.Reader.Seek(offset, whence)
}

var errTired = errors.New("tired")

// TestSeekFails: what cannot be read from its beginning again is not sent again.
func TestSeekFails(t *testing.T) {
	b := upload.New(&tired{strings.NewReader("content"), 3})
	if _, _, data, err := read(t, b); data != "content" || err != nil {
		t.Errorf("read %q, %v", data, err)
	}
	if a, err := b.Attach(new(http.Request)); a != nil || !errors.Is(err, errTired) {
		t.Errorf("attached %v, %v", a, err)
	}
}

// TestLength: no more than the length is read, and less is an error.
func TestLength(t *testing.T) {
	b := upload.New(io.MultiReader(strings.NewReader("content and more")))
	b.Length = 7
	if _, _, data, err := read(t, b); data != "content" || err != nil {
		t.Errorf("read %q, %v", data, err)
	}
	b = upload.New(iotest.OneByteReader(strings.NewReader("content")))
	b.Length = 7
	if a, _, data, err := read(t, b); data != "content" || err != nil || a.Err() != nil {
		t.Errorf("byte by byte read %q, %v, %v", data, err, a.Err())
	}
	b = upload.New(io.MultiReader(strings.NewReader("con")))
	b.Length = 7
	a, _, _, err := read(t, b)
	if !errors.Is(err, io.ErrUnexpectedEOF) || !errors.Is(a.Err(), io.ErrUnexpectedEOF) {
		t.Errorf("reading too little: %v, %v", err, a.Err())
	}
	if text := a.Err().Error(); text != "reading the body: unexpected EOF: it has 3 bytes of 7" {
		t.Error(text)
	}
}

// TestStillReading: while a Read is under way, nothing is finished, and there is no sum.
func TestStillReading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, w := io.Pipe()
		a, err := upload.New(r).Attach(new(http.Request))
		if err != nil {
			t.Fatal(err)
		}
		go io.Copy(io.Discard, a)
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if sum, whole := a.Sum(); sum != 0 || whole {
			t.Errorf("a sum of %v", sum)
		}
		if a.Finish(ctx) {
			t.Error("it was finished")
		}
		w.Close()
		if !a.Finish(t.Context()) {
			t.Error("it is not finished")
		}
	})
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
