package osstest_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// appendTo is the request that appends body to key at position.
func appendTo(key, position, body string, header ...string) request {
	return request{method: "POST", key: key, query: map[string][]string{"append": {""}, "position": {position}}, body: body, header: header}
}

func TestAppend(t *testing.T) {
	o, w, c := still(t, osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName, StorageClass: "IA"}}})
	first := w.do(appendTo("log.txt", "0", "one ", "x-oss-meta-author", "O. Henry", "x-oss-object-acl", "public-read",
		"x-oss-tagging", "a=1", "x-oss-server-side-encryption", "AES256")).want(t, 200, "").
		wantHeader(t, "x-oss-next-append-position", "4", "x-oss-hash-crc64ecma", checksum([]byte("one ")).String(),
			"x-oss-server-side-encryption", "AES256", "x-oss-version-id", "")
	c.move(time.Hour)
	second := w.do(appendTo("log.txt", "4", "two", "x-oss-meta-author", "ignored", "Content-Type", "ignored/too", "x-oss-object-acl", "private")).
		want(t, 200, "").wantHeader(t, "x-oss-next-append-position", "7", "x-oss-hash-crc64ecma", checksum([]byte("one two")).String())
	if first.header.Get("ETag") == second.header.Get("ETag") {
		t.Error("the ETag did not change")
	}
	w.do(request{method: "GET", key: "log.txt"}).want(t, 200, "").wantHeader(t, "Content-Length", "7", "Content-Type", "text/plain",
		"x-oss-meta-author", "O. Henry", "x-oss-object-type", "Appendable", "x-oss-next-append-position", "7", "Content-MD5", "",
		"ETag", second.header.Get("ETag"), "x-oss-storage-class", "IA", "Last-Modified", "Tue, 02 Jan 2024 04:04:05 GMT")
	got, _ := o.Object(bucketName, "log.txt")
	if diff := cmp.Diff([]headers.Tag{{Key: "a", Value: "1"}}, got.Tags); diff != "" || got.ACL != "private" || string(got.Body) != "one two" {
		t.Errorf("%+v\n%s", got, diff)
	}
}

func TestAppendRefusals(t *testing.T) {
	o, w, _ := still(t, osstest.Options{MaxObjectBytes: 10})
	o.PutObject(bucketName, "normal", osstest.Object{})
	o.PutObject(bucketName, "multipart", osstest.Object{ObjectType: "Multipart"})
	o.PutObject(bucketName, "link", osstest.Object{SymlinkTarget: "log"})
	o.PutObject(bucketName, "log", osstest.Object{Body: []byte("12345"), ObjectType: "Appendable"})
	for _, test := range []struct {
		name   string
		send   request
		status int
		code   xmlerr.Code
		ec     string
		next   string
	}{
		{"normal", appendTo("normal", "0", "x"), 409, xmlerr.ObjectNotAppendable, "", ""},
		{"multipart", appendTo("multipart", "0", "x"), 409, xmlerr.ObjectNotAppendable, "", ""},
		{"link", appendTo("link", "0", "x"), 409, xmlerr.ObjectNotAppendable, "", ""},
		{"before the end", appendTo("log", "0", "x"), 409, xmlerr.PositionNotEqualToLength, "0026-00000016", "5"},
		{"beyond the end", appendTo("log", "6", "x"), 409, xmlerr.PositionNotEqualToLength, "0026-00000016", "5"},
		{"nothing there", appendTo("new", "1", "x"), 409, xmlerr.PositionNotEqualToLength, "0026-00000016", "0"},
		{"no position", request{method: "POST", key: "log", query: map[string][]string{"append": {""}}}, 400, xmlerr.MissingArgument, "0016-00000501", ""},
		{"word", appendTo("log", "test", "x"), 400, xmlerr.MissingArgument, "0016-00000502", ""},
		{"negative", appendTo("log", "-1", "x"), 400, xmlerr.MissingArgument, "0016-00000502", ""},
		{"MD5", appendTo("log", "5", "x", "Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="), 400, xmlerr.InvalidDigest, "0017-00000503", ""},
		{"CRC", appendTo("log", "5", "x", "x-oss-hash-crc64ecma", "1"), 400, xmlerr.InvalidCRC64, "", ""},
		{"too large", appendTo("log", "5", "123456"), 400, xmlerr.EntityTooLarge, "", ""},
		{"class", appendTo("new", "0", "x", "x-oss-storage-class", "DeepColdArchive"), 400, xmlerr.InvalidArgument, "0013-00000109", ""},
		{"key of KMS", appendTo("new", "0", "x", "x-oss-server-side-encryption", "KMS", "x-oss-server-side-encryption-key-id", "k"),
			400, xmlerr.InvalidArgument, "", ""},
		{"metadata", appendTo("new", "0", "x", "x-oss-meta-a_b", "v"), 400, xmlerr.InvalidArgument, "0011-00000004", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			w.do(test.send).want(t, test.status, test.code).wantHeader(t, "x-oss-ec", test.ec, "x-oss-next-append-position", test.next)
		})
	}
	w.anonymous().do(appendTo("log", "5", "x")).want(t, 403, xmlerr.AccessDenied)
	w.do(appendTo("log", "5", "12345")).want(t, 200, "")
}

// TestAppendVersions: the current version is extended in place, whatever the
// state of versioning.
func TestAppendVersions(t *testing.T) {
	for _, state := range []string{"Enabled", "Suspended"} {
		t.Run(state, func(t *testing.T) {
			o, w := inVersioned(t, state)
			id := w.do(appendTo("k", "0", "one")).want(t, 200, "").header.Get("x-oss-version-id")
			w.do(appendTo("k", "3", "two")).want(t, 200, "").wantHeader(t, "x-oss-version-id", id)
			if diff := cmp.Diff([]string{id}, ids(o, "k")); diff != "" {
				t.Error(diff)
			}
			w.do(request{method: "PUT", key: "copy", header: []string{"x-oss-copy-source", "/examplebucket/k"}}).want(t, 400, xmlerr.OperationNotSupported)
			w.do(request{method: "PUT", key: "k", header: []string{"x-oss-copy-source", "/examplebucket/k"}}).want(t, 400, xmlerr.OperationNotSupported)
			w.do(request{method: "DELETE", key: "k"}).want(t, 204, "")
			w.do(appendTo("k", "6", "x")).want(t, 409, xmlerr.PositionNotEqualToLength)
			w.do(appendTo("k", "0", "new")).want(t, 200, "")
			if got := w.do(request{method: "GET", key: "k"}).want(t, 200, "").body; got != "new" {
				t.Errorf("body %q", got)
			}
		})
	}
}

func TestAppendableCopies(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	tag := w.do(appendTo("k", "0", "one", "x-oss-meta-a", "1")).want(t, 200, "").header.Get("ETag")
	edit := []string{"x-oss-copy-source", "/examplebucket/k", "x-oss-metadata-directive", "REPLACE", "x-oss-meta-b", "2"}
	w.do(request{method: "PUT", key: "k", header: edit}).want(t, 200, "")
	w.do(request{method: "HEAD", key: "k"}).wantHeader(t, "x-oss-object-type", "Appendable", "x-oss-meta-a", "", "x-oss-meta-b", "2", "ETag", tag)
	w.do(appendTo("k", "3", "two")).want(t, 200, "")
	w.do(request{method: "PUT", key: "k", header: append(edit, "x-oss-server-side-encryption", "AES256")}).want(t, 400, xmlerr.InvalidArgument)
	o.PutObject(bucketName, "secret", osstest.Object{ObjectType: "Appendable", ServerSideEncryption: "AES256"})
	w.do(request{method: "PUT", key: "secret", header: []string{"x-oss-copy-source", "/examplebucket/secret"}}).want(t, 200, "").
		wantHeader(t, "x-oss-server-side-encryption", "AES256") // stays
	w.do(request{method: "PUT", key: "copy", header: edit}).want(t, 200, "")
	if got, _ := o.Object(bucketName, "copy"); got.ObjectType != "Normal" || string(got.Body) != "onetwo" {
		t.Errorf("%+v", got)
	}
}

// TestAppendMemory fills the server by appending, twice.
func TestAppendMemory(t *testing.T) {
	_, w, _ := still(t, osstest.Options{MaxTotalBytes: 5000})
	for range 2 {
		w.do(appendTo("k", "0", strings.Repeat("x", 1000))).want(t, 200, "")
		w.do(appendTo("k", "1000", strings.Repeat("x", 2000))).want(t, 200, "")
		w.do(appendTo("k", "3000", strings.Repeat("x", 1000))).want(t, 400, xmlerr.EntityTooLarge)
		w.do(appendTo("k", "3000", strings.Repeat("x", 500))).want(t, 200, "")
		w.do(request{method: "DELETE", key: "k"}).want(t, 204, "")
	}
}

// TestAppendRace: of many who append at the same position one does.
func TestAppendRace(t *testing.T) {
	o, w, _ := still(t, osstest.Options{SplitConditions: 1})
	const clients, rounds = 8, 20
	statuses := make(chan int)
	for round := range rounds {
		for range clients {
			go func() {
				a, err := w.try(appendTo("k", strconv.Itoa(round), "x"))
				if err != nil {
					t.Error(err)
				}
				statuses <- a.status
			}()
		}
		count := make(map[int]int)
		for range clients {
			count[<-statuses]++
		}
		if diff := cmp.Diff(map[int]int{200: 1, 409: clients - 1}, count); diff != "" {
			t.Fatal(diff)
		}
	}
	if got, _ := o.Object(bucketName, "k"); len(got.Body) != rounds {
		t.Errorf("%d bytes", len(got.Body))
	}
}
