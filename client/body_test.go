package client_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

func everyMetadata() headers.Metadata {
	return headers.Metadata{ContentType: "text/plain", ContentEncoding: "identity", ContentDisposition: "attachment",
		ContentLanguage: "en", CacheControl: "no-cache", Expires: "0", User: map[string]string{"author": "O. Henry", "empty": ""}}
}

// TestBodies sends every kind of reader, from where it stands, twice.
func TestBodies(t *testing.T) {
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte("abcdef"), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	skip := func(r io.ReadSeeker) io.Reader {
		if _, err := r.Seek(3, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		return r
	}
	for _, tt := range []struct {
		name   string
		body   io.Reader
		given  int64 // ContentLength
		length string
		faults int // that it survives
		want   string
	}{
		{"nil", nil, 0, "0", 1, ""},
		{"empty", strings.NewReader(""), 0, "0", 1, ""},
		{"a string from its middle", skip(strings.NewReader("abcdef")), 0, "3", 1, "def"},
		{"a file from its middle", skip(file), 0, "3", 1, "def"},
		{"a buffer", bytes.NewBufferString("abc"), 0, "3", 1, "abc"},
		{"a stream", io.MultiReader(strings.NewReader("abc")), 0, "", 0, "abc"},
		{"a stream of known length", io.MultiReader(strings.NewReader("abc")), 3, "3", 0, "abc"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				oss, attempts := osstest.New(osstest.Options{}), 0
				var length string
				transport := oss.Transport()
				readHalf := func(r *http.Request) (*http.Response, error) { // and lose the connection
					if r.Body != nil {
						r.Body.Read(make([]byte, 2))
						r.Body.Close()
					}
					return nil, errors.New("connection reset")
				}
				next := roundTrip(func(r *http.Request) (*http.Response, error) {
					length = r.Header.Get("Content-Length")
					return transport.RoundTrip(r)
				})
				b := newBucket(t, oss, over(failing(tt.faults, readHalf, next, &attempts)))
				result, err := b.PutObject(t.Context(), "k", tt.body, &client.PutObjectOptions{ContentLength: tt.given, Metadata: everyMetadata()})
				if err != nil {
					t.Fatal(err)
				}
				got, _ := oss.Object(bucketName, "k")
				if string(got.Body) != tt.want || length != tt.length || attempts != tt.faults+1 {
					t.Errorf("stored %q, Content-Length %q, %d attempts", got.Body, length, attempts)
				}
				if result.CRC64 != got.CRC64 || result.ETag == "" || result.RequestID == "" {
					t.Errorf("result %+v", result)
				}
				if m := head(t, b, "k").Metadata; !m.Equal(everyMetadata()) {
					t.Errorf("metadata %+v", m)
				}
			})
		})
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		t.Errorf("the caller's file was closed: %v", err)
	}
}

// TestBodyThatFails reports the reader's own error.
func TestBodyThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		failed := errors.New("disk on fire")
		oss := osstest.New(osstest.Options{})
		b := newBucket(t, oss, nil)
		body := io.MultiReader(strings.NewReader("abc"), readerFunc(func([]byte) (int, error) { return 0, failed }))
		if _, err := b.PutObject(t.Context(), "k", body, &client.PutObjectOptions{ContentLength: 10}); !errors.Is(err, failed) {
			t.Errorf("error %v", err)
		}
		if _, found := oss.Object(bucketName, "k"); found {
			t.Error("half an object was stored")
		}
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// TestChecksums damages the data on its way to and from OSS.
func TestChecksums(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	transport := oss.Transport()
	damaged := newBucket(t, oss, over(func(r *http.Request) (*http.Response, error) {
		if r.Method == "PUT" {
			io.Copy(io.Discard, r.Body)
			r.Body = io.NopCloser(strings.NewReader("damaged"))
			return transport.RoundTrip(r)
		}
		resp, err := transport.RoundTrip(r)
		if err == nil {
			resp.Body.Close()
			resp.Body = io.NopCloser(strings.NewReader("damaged"))
		}
		return resp, err
	}))
	var mismatch *client.ChecksumError
	result, err := damaged.PutObject(t.Context(), "k", strings.NewReader("content"), nil)
	if !errors.As(err, &mismatch) || result == nil {
		t.Errorf("PutObject: %+v, %v", result, err)
	}
	oss.PutObject(bucketName, "k", osstest.Object{Body: []byte("content")})
	get, err := damaged.GetObject(t.Context(), "k", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer get.Body.Close()
	if body, err := io.ReadAll(get.Body); !errors.As(err, &mismatch) || string(body) != "damaged" {
		t.Errorf("GetObject: %q, %v", body, err)
	}
}

// TestPackedOnRequest: who asks for gzip gets other bytes than OSS has the
// CRC-64 of, and they are not unpacked (aliyun-oss-python-sdk issue 362).
func TestPackedOnRequest(t *testing.T) {
	b := newBucket(t, osstest.New(osstest.Options{}), over(answer(200, http.Header{"Content-Encoding": {"gzip"}, "X-Oss-Hash-Crc64ecma": {"1"}}, "packed")))
	get, err := b.GetObject(t.Context(), "k", &client.GetObjectOptions{RequestOptions: client.RequestOptions{Header: http.Header{"Accept-Encoding": {"gzip"}}}})
	if err != nil {
		t.Fatal(err)
	}
	defer get.Body.Close()
	if body, err := io.ReadAll(get.Body); string(body) != "packed" || err != nil {
		t.Errorf("%q, %v", body, err)
	}
}

func TestGetObject(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	b := newBucket(t, oss, nil)
	put(t, b, "k", "content", everyMetadata())
	etag, modified := head(t, b, "k").ETag, head(t, b, "k").LastModified
	for _, tt := range []struct {
		name   string
		opt    *client.GetObjectOptions
		status int
		body   string
		code   xmlerr.Code // "" means success
	}{
		{"all", nil, 200, "content", ""},
		{"a range", &client.GetObjectOptions{Range: "bytes=1-3"}, 206, "ont", ""},
		{"if-match", &client.GetObjectOptions{Conditions: client.Conditions{IfMatch: etag}}, 200, "content", ""},
		{"if-none-match", &client.GetObjectOptions{Conditions: client.Conditions{IfNoneMatch: etag}}, 304, "", xmlerr.NotModified},
		{"if-match another", &client.GetObjectOptions{Conditions: client.Conditions{IfMatch: "A"}}, 412, "", xmlerr.PreconditionFailed},
		{"if-modified-since", &client.GetObjectOptions{Conditions: client.Conditions{IfModifiedSince: modified}}, 304, "", xmlerr.NotModified},
		{"if-unmodified-since", &client.GetObjectOptions{Conditions: client.Conditions{IfUnmodifiedSince: modified.Add(-time.Hour)}}, 412, "", xmlerr.PreconditionFailed},
	} {
		got, err := b.GetObject(t.Context(), "k", tt.opt)
		if tt.code != "" {
			var answer *xmlerr.Error
			if !errors.As(err, &answer) || answer.Code != tt.code || answer.StatusCode != tt.status {
				t.Errorf("%s: %v, want %d %s", tt.name, err, tt.status, tt.code)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		body, err := io.ReadAll(got.Body)
		got.Body.Close()
		if err != nil || string(body) != tt.body || got.StatusCode != tt.status || got.Size != int64(len(tt.body)) || !got.Metadata.Equal(everyMetadata()) {
			t.Errorf("%s: status %d, %q, %v", tt.name, got.StatusCode, body, err)
		}
	}
}

// TestContentTypeIsTheCallers: without one none is sent, whatever the key and the
// content look like, and OSS chooses (aliyun-oss-go-sdk issue 227,
// alibabacloud-typescript-sdk issue 26).
func TestContentTypeIsTheCallers(t *testing.T) {
	for _, given := range [][]string{nil, {"text/plain"}} {
		var sent [][]string
		c := newClient(t, osstest.New(osstest.Options{}), over(func(r *http.Request) (*http.Response, error) {
			sent = append(sent, r.Header["Content-Type"])
			return answer(200, nil, "")(r)
		}))
		_, putErr := c.Bucket(bucketName).PutObject(t.Context(), "a.jpg", strings.NewReader("<html>"),
			&client.PutObjectOptions{Metadata: headers.Metadata{ContentType: strings.Join(given, "")}})
		_, doErr := c.Do(t.Context(), client.Operation{Method: "POST", Bucket: bucketName, Key: "a.jpg", Body: strings.NewReader("<html>"),
			Query: map[string][]string{"append": {""}, "position": {"0"}}, Header: http.Header{"content-type": given}})
		if diff := cmp.Diff([][]string{given, given}, sent); diff != "" || putErr != nil || doErr != nil {
			t.Errorf("errors %v, %v; Content-Type (-want +got):\n%s", putErr, doErr, diff)
		}
	}
}

// TestSizeNotTold: a gateway that packs an answer leaves its length out
// (ali-oss issue 954, opendal issue 6857). That is not a size of 0.
func TestSizeNotTold(t *testing.T) {
	b := newBucket(t, osstest.New(osstest.Options{}), over(func(r *http.Request) (*http.Response, error) {
		resp, err := answer(200, http.Header{"Etag": {`"A"`}}, "")(r)
		resp.ContentLength = -1
		return resp, err
	}))
	meta, metaErr := b.GetObjectMeta(t.Context(), "k", nil)
	get, getErr := b.GetObject(t.Context(), "k", nil)
	if metaErr != nil || getErr != nil {
		t.Fatal(metaErr, getErr)
	}
	get.Body.Close()
	if sizes := []int64{head(t, b, "k").Size, meta.Size, get.Size}; !slices.Equal(sizes, []int64{-1, -1, -1}) {
		t.Errorf("HeadObject, GetObjectMeta, GetObject tell the sizes %d", sizes)
	}
}
