package peers

import (
	"crypto/md5"
	"fmt"
	"hash/crc64"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// object is a place in the bucket without versioning.
func object(key string) place { return place{bucket: plain, key: key} }

// seed puts an object, checks what is stored, and returns what a HEAD tells.
func (d *drive) seed(t *testing.T, p place, body string, o properties) stat {
	t.Helper()
	_, err := d.put(p, body, o)
	ok(t, err)
	d.wantStored(t, p, body, o)
	s, err := d.head(p, conditions{})
	ok(t, err)
	return s
}

// wantBody reads an object and compares its content.
func (d *drive) wantBody(t *testing.T, p place, want string) {
	t.Helper()
	_, body, err := d.get(p, conditions{}, reading{})
	ok(t, err)
	if body != want {
		t.Errorf("%+v holds %.40q (%d bytes), want %.40q (%d bytes)", p, body, len(body), want, len(want))
	}
}

// wantStored compares what the server has stored with what was to be, as far
// as o says.
func (d *drive) wantStored(t *testing.T, p place, body string, o properties) {
	t.Helper()
	stored, is := d.server.Object(p.bucket, p.key)
	if !is || string(stored.Body) != body {
		t.Errorf("the server has %.40q (%d bytes) under %+v, want %.40q (%d bytes)", stored.Body, len(stored.Body), p, body, len(body))
	}
	got := statOf(stored.Header).editable()
	if o.ContentType == "" {
		got.ContentType = "" // whatever the client or the server thought fit
	}
	if o.Class != "" {
		got.Class = stored.StorageClass
	}
	if o.ACL != "" {
		got.ACL = stored.ACL
	}
	if o.Tags != nil {
		for _, each := range stored.Tags {
			got.Tags = append(got.Tags, tag{each.Key, each.Value})
		}
	}
	same(t, fmt.Sprintf("what is stored under %+v", p), got, o)
}

// wantRefused checks what the client makes of a refusal.
func (d *drive) wantRefused(t *testing.T, what string, err error, status int, code string) {
	t.Helper()
	d.wantRefusal(t, what, err, refusal{Status: status, Code: code})
}

// wantRefusal checks the EC, too, if want has one.
func (d *drive) wantRefusal(t *testing.T, what string, err error, want refusal) {
	t.Helper()
	got, is := d.refusal(err)
	if want.EC == "" {
		got.EC = ""
	}
	if !is || got != want {
		t.Errorf("%s: got error %v, want it refused with %+v", what, err, want)
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", what, diff)
	}
}

// etagOf is the ETag of what is put in one piece.
func etagOf(body string) string { return fmt.Sprintf("\"%X\"", md5.Sum([]byte(body))) }

func crcOf(body string) string {
	return strconv.FormatUint(crc64.Checksum([]byte(body), crc64.MakeTable(crc64.ECMA)), 10)
}

// send uses a presigned URL as anybody would, without any OSS client.
func (d *drive) send(t *testing.T, method string, u presigned, body string) (int, http.Header, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, u.URL, strings.NewReader(body))
	ok(t, err)
	for name, value := range u.Header {
		r.Header.Set(name, value)
	}
	reply, err := d.server.Client().Do(r)
	ok(t, err)
	defer reply.Body.Close()
	content, err := io.ReadAll(reply.Body)
	ok(t, err)
	return reply.StatusCode, reply.Header, string(content)
}
