package osstest_test

import (
	"crypto/md5"
	"encoding/base64"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// TestRoundTrip puts, reads, copies in place, and deletes an object by every
// way to reach the server.
func TestRoundTrip(t *testing.T) {
	each(t, osstest.Options{}, func(t *testing.T, o *osstest.OSS, w *wire) {
		const key = "a novel.txt"
		w.do(request{method: "PUT", key: key, body: "a novel", header: []string{
			"Content-Type", "text/plain; charset=utf-8", "x-oss-meta-Author", "O. Henry"}}).want(t, 200, "").
			wantHeader(t, "ETag", `"`+fmt.Sprintf("%X", md5.Sum([]byte("a novel")))+`"`, "Server", "AliyunOSS")
		w.do(request{method: "HEAD", key: key}).want(t, 200, "").wantHeader(t,
			"Content-Length", "7", "Content-Type", "text/plain; charset=utf-8", "x-oss-meta-author", "O. Henry",
			"x-oss-object-type", "Normal", "x-oss-storage-class", "Standard", "x-oss-tagging-count", "")
		if got := w.do(request{method: "GET", key: key}).want(t, 200, "").body; got != "a novel" {
			t.Errorf("body %q", got)
		}
		w.do(request{method: "PUT", key: key, header: []string{"x-oss-copy-source", "/examplebucket/a%20novel.txt",
			"x-oss-metadata-directive", "REPLACE", "x-oss-meta-price", "100 dollar"}}).want(t, 200, "")
		w.do(request{method: "HEAD", key: key}).want(t, 200, "").wantHeader(t,
			"Content-Type", "text/plain", "x-oss-meta-author", "", "x-oss-meta-price", "100 dollar")
		w.do(request{method: "DELETE", key: key}).want(t, 204, "")
		w.do(request{method: "DELETE", key: key}).want(t, 204, "")
		w.do(request{method: "GET", key: key}).want(t, 404, xmlerr.NoSuchKey)
		if n := len(o.Requests()); n != 8 {
			t.Errorf("%d requests on record, want 8", n)
		}
	})
}

func TestPutReply(t *testing.T) {
	_, w, _ := still(t, osstest.Options{})
	sum := md5.Sum([]byte("123456789"))
	a := w.do(request{method: "PUT", key: "k", body: "123456789", header: []string{
		"x-oss-server-side-encryption", "KMS", "x-oss-server-side-encryption-key-id", "id-1",
		"x-oss-server-side-data-encryption", "SM4"}}).want(t, 200, "")
	a.wantHeader(t,
		"ETag", `"25F9E794323B453885F5181F1B624D0B"`,
		"Content-MD5", base64.StdEncoding.EncodeToString(sum[:]),
		"x-oss-hash-crc64ecma", "11051210869376104954", // check value of CRC-64/XZ
		"Content-Length", "0",
		"Content-Type", "",
		"Date", "Tue, 02 Jan 2024 03:04:05 GMT",
		"x-oss-server-time", "0",
		"x-oss-server-side-encryption", "KMS",
		"x-oss-server-side-encryption-key-id", "id-1",
		"x-oss-server-side-data-encryption", "SM4")
	if id := a.header.Get("x-oss-request-id"); len(id) != 24 || strings.Trim(id, "0123456789ABCDEF") != "" {
		t.Errorf("request id %q", id)
	}
}

func TestPutRefusals(t *testing.T) {
	o, w, _ := still(t, osstest.Options{MaxObjectBytes: 100})
	o.PutObject(bucketName, "old", osstest.Object{Body: []byte("old")})
	for _, test := range []struct {
		name, key string
		body      string
		header    []string
		status    int
		code      xmlerr.Code
		ec        string
	}{
		{name: "wrong MD5", header: []string{"Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="}, body: "x", status: 400, code: xmlerr.InvalidDigest, ec: "0017-00000503"},
		{name: "no MD5", header: []string{"Content-MD5", "abc"}, status: 400, code: xmlerr.InvalidDigest, ec: "0017-00000502"},
		{name: "wrong CRC", header: []string{"x-oss-hash-crc64ecma", "1"}, status: 400, code: xmlerr.InvalidCRC64},
		{name: "no CRC", header: []string{"x-oss-hash-crc64ecma", "0x0"}, status: 400, code: xmlerr.InvalidArgument},
		{name: "underscore", header: []string{"x-oss-meta-a_b", "v"}, status: 400, code: xmlerr.InvalidArgument, ec: "0011-00000004"},
		{name: "no meta name", header: []string{"x-oss-meta-", "v"}, status: 400, code: xmlerr.InvalidArgument, ec: "0011-00000004"},
		{name: "8 KB and one", header: []string{"x-oss-meta-a", strings.Repeat("v", 4000), "x-oss-meta-b", strings.Repeat("v", 4191)},
			status: 400, code: xmlerr.InvalidArgument, ec: "0011-00000002"},
		{name: "class", header: []string{"x-oss-storage-class", "Cheap"}, status: 400, code: xmlerr.InvalidArgument, ec: "0013-00000101"},
		{name: "acl", header: []string{"x-oss-object-acl", "public"}, status: 400, code: xmlerr.InvalidArgument, ec: "0017-00000104"},
		{name: "algorithm", header: []string{"x-oss-server-side-encryption", "ROT13"}, status: 400, code: xmlerr.InvalidEncryptionAlgorithmError},
		{name: "data algorithm", header: []string{"x-oss-server-side-encryption", "KMS", "x-oss-server-side-data-encryption", "AES256"},
			status: 400, code: xmlerr.InvalidEncryptionAlgorithmError},
		{name: "key id without KMS", header: []string{"x-oss-server-side-encryption", "AES256", "x-oss-server-side-encryption-key-id", "k"},
			status: 400, code: xmlerr.InvalidArgument},
		{name: "forbid-overwrite", key: "old", header: []string{"x-oss-forbid-overwrite", "true"}, status: 409, code: xmlerr.FileAlreadyExists, ec: "0026-00000002"},
		{name: "forbid-overwrite value", header: []string{"x-oss-forbid-overwrite", "yes"}, status: 400, code: xmlerr.InvalidArgument, ec: "0017-00000279"},
		{name: "condition", header: []string{"If-None-Match", "*"}, status: 400, code: xmlerr.NotImplemented},
		{name: "callback", header: []string{"x-oss-callback", "e30="}, status: 400, code: xmlerr.NotImplemented},
		{name: "tags", header: []string{"x-oss-tagging", "a=%zz"}, status: 400, code: xmlerr.InvalidArgument, ec: "0010-00000219"},
		{name: "tag key", header: []string{"x-oss-tagging", strings.Repeat("k", 129) + "=v"}, status: 400, code: xmlerr.InvalidTag, ec: "0010-00000209"},
		{name: "tag value", header: []string{"x-oss-tagging", "a=" + strings.Repeat("v", 257)}, status: 400, code: xmlerr.InvalidTag, ec: "0010-00000214"},
		{name: "tag character", header: []string{"x-oss-tagging", "a=%26"}, status: 400, code: xmlerr.InvalidTag, ec: "0010-00000217"},
		{name: "traffic limit", header: []string{"x-oss-traffic-limit", "819199"}, status: 400, code: xmlerr.InvalidArgument, ec: "0004-00000502"},
		{name: "leading slash", key: "/k", status: 400, code: xmlerr.InvalidObjectName, ec: "0016-00000005"},
		{name: "leading backslash", key: `\k`, status: 400, code: xmlerr.InvalidObjectName, ec: "0016-00000005"},
		{name: "long key", key: strings.Repeat("k", 1024), status: 400, code: xmlerr.InvalidObjectName, ec: "0016-00000003"},
		{name: "large", body: strings.Repeat("x", 101), status: 400, code: xmlerr.EntityTooLarge},
	} {
		t.Run(test.name, func(t *testing.T) {
			key := test.key
			if key == "" {
				key = "new"
			}
			a := w.do(request{method: "PUT", key: key, body: test.body, header: test.header}).want(t, test.status, test.code)
			if a.err.EC != test.ec || a.header.Get("x-oss-ec") != test.ec {
				t.Errorf("EC %q, header %q, want %q", a.err.EC, a.header.Get("x-oss-ec"), test.ec)
			}
			if _, ok := o.Object(bucketName, "new"); ok {
				t.Error("the object was stored")
			}
		})
	}
}

// TestManagedKey: OSS tells the key of KMS, whether one was chosen or not.
func TestManagedKey(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	const algorithm, keyID = "x-oss-server-side-encryption", "x-oss-server-side-encryption-key-id"
	o.PutObject(bucketName, "seeded", osstest.Object{ServerSideEncryption: "KMS"})
	managed := w.do(request{method: "HEAD", key: "seeded"}).want(t, 200, "").header.Get(keyID)
	if managed == "" {
		t.Fatal("there is no key")
	}
	kms := []string{algorithm, "KMS"}
	for _, r := range []request{
		{method: "PUT", key: "put", header: kms},
		appendTo("append", "0", "x", kms...),
		{method: "PUT", key: "append", header: append([]string{"x-oss-copy-source", "/examplebucket/append"}, kms...)},
		{method: "POST", key: "upload", query: queryOf("uploads", ""), header: kms},
	} {
		w.do(r).want(t, 200, "").wantHeader(t, algorithm, "KMS", keyID, managed)
	}
	w.do(request{method: "PUT", key: "put", header: []string{algorithm, "SM4"}}).want(t, 200, "").wantHeader(t, keyID, "")
}

func TestPutAccepts(t *testing.T) {
	o, w, _ := still(t, osstest.Options{MaxObjectBytes: 100})
	for _, test := range []struct {
		name, key, body string
		header          []string
	}{
		{name: "right MD5", body: "x", header: []string{"Content-MD5", "ndTkYSaMgDT1yFZOFVxnpg=="}},
		{name: "right CRC", body: "123456789", header: []string{"x-oss-hash-crc64ecma", "11051210869376104954"}},
		{name: "8 KB", header: []string{"x-oss-meta-a", strings.Repeat("v", 4000), "x-oss-meta-b", strings.Repeat("v", 4190)}},
		{name: "empty meta value", header: []string{"x-oss-meta-a", ""}},
		{name: "nothing to overwrite", header: []string{"x-oss-forbid-overwrite", "true"}},
		{name: "may overwrite", header: []string{"x-oss-forbid-overwrite", "false"}},
		{name: "class", header: []string{"x-oss-storage-class", "DeepColdArchive"}},
		{name: "long key", key: strings.Repeat("k", 1023)},
		{name: "full", body: strings.Repeat("x", 100)},
	} {
		t.Run(test.name, func(t *testing.T) {
			key := test.key
			if key == "" {
				key = test.name
			}
			w.do(request{method: "PUT", key: key, body: test.body, header: test.header}).want(t, 200, "")
			if obj, ok := o.Object(bucketName, key); !ok || string(obj.Body) != test.body {
				t.Errorf("stored: %v, body %q", ok, obj.Body)
			}
		})
	}
}

// TestStoredByteForByte sends what HTTP can carry and OSS does not touch.
func TestStoredByteForByte(t *testing.T) {
	o, w, c := still(t, osstest.Options{})
	gbk := "\xd6\xd0\xce\xc4"
	w.do(request{method: "PUT", key: "k.json", body: "x", header: []string{
		"Content-Type", "text/x-odd;q", "Content-Encoding", "x-none", "Content-Disposition", `attachment; filename="中文"`,
		"Content-Language", "zh-CN", "Cache-Control", "no-cache", "Expires", "2022-10-12T00:00:00.000Z",
		"x-oss-meta-GBK", gbk, "x-oss-meta-empty", "", "x-oss-meta-inner", "a  b\tc",
		"x-oss-object-acl", "public-read", "x-oss-storage-class", "IA", "x-oss-tagging", "a=1&b=+x%2B",
	}}).want(t, 200, "")
	got, _ := o.Object(bucketName, "k.json")
	want := osstest.Object{
		Body: []byte("x"),
		Header: http.Header{
			"Content-Type": {"text/x-odd;q"}, "Content-Encoding": {"x-none"}, "Content-Disposition": {`attachment; filename="中文"`},
			"Content-Language": {"zh-CN"}, "Cache-Control": {"no-cache"}, "Expires": {"2022-10-12T00:00:00.000Z"},
			"X-Oss-Meta-Gbk": {gbk}, "X-Oss-Meta-Empty": {""}, "X-Oss-Meta-Inner": {"a  b\tc"},
		},
		ACL: "public-read", StorageClass: "IA", ObjectType: "Normal",
		Tags:         []headers.Tag{{Key: "a", Value: "1"}, {Key: "b", Value: " x+"}},
		LastModified: c.now().UTC().Truncate(1e9),
		ETag:         `"9DD4E461268C8034F5C8564E155C67A6"`, CRC64: got.CRC64,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("stored\n%+v, want\n%+v", got, want)
	}
	a := w.do(request{method: "HEAD", key: "k.json"}).want(t, 200, "")
	for name, values := range want.Header {
		a.wantHeader(t, name, values[0])
		if len(a.header[name]) != 1 {
			t.Errorf("%s: %q", name, a.header[name])
		}
	}
	a.wantHeader(t, "x-oss-tagging-count", "2")
}

func TestContentTypeByExtension(t *testing.T) {
	_, w, _ := still(t, osstest.Options{})
	for key, want := range map[string]string{
		"a.json": "application/json", "a.HTML": "text/html", "a.tar.gz": "application/gzip", "a.go": "application/octet-stream",
		"a": "application/octet-stream", "a.json/b": "application/octet-stream", "a.": "application/octet-stream",
	} {
		w.do(request{method: "PUT", key: key, body: "<html>"}).want(t, 200, "")
		w.do(request{method: "GET", key: key}).want(t, 200, "").wantHeader(t, "Content-Type", want)
	}
}

func TestMaxTotalBytes(t *testing.T) {
	o, w, _ := still(t, osstest.Options{MaxTotalBytes: 4000})
	put := func(key string, size int) answer {
		return w.do(request{method: "PUT", key: key, body: strings.Repeat("x", size)})
	}
	put("a", 2000).want(t, 200, "")
	if e := put("b", 2000).want(t, 400, xmlerr.EntityTooLarge).err; !strings.Contains(e.Message, "MaxTotalBytes") {
		t.Errorf("message %q does not name the option", e.Message)
	}
	put("a", 2500).want(t, 200, "") // in place of the first
	w.do(request{method: "DELETE", key: "a"}).want(t, 204, "")
	put("b", 2000).want(t, 200, "")
	for i := range 10 { // empty objects cost something too
		if put(fmt.Sprint("empty", i), 0).status != 200 {
			defer func() {
				if recover() == nil {
					t.Error("seeding beyond the limit did not panic")
				}
			}()
			o.PutObject(bucketName, "seeded", osstest.Object{Body: make([]byte, 4000)})
			return
		}
	}
	t.Error("ten empty objects fit into the rest")
}
