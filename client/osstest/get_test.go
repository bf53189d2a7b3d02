package osstest_test

import (
	"net/http"
	"testing"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

func TestRange(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "ten", osstest.Object{Body: []byte("0123456789")})
	o.PutObject(bucketName, "none", osstest.Object{})
	const whole = "0123456789"
	for _, test := range []struct {
		key, value, lax, strict string // the bodies; "416" is a refusal
	}{
		{"ten", "bytes=0-0", "0", "0"},
		{"ten", "bytes=2-4", "234", "234"},
		{"ten", "bytes=9-9", "9", "9"},
		{"ten", "bytes=7-", "789", "789"},
		{"ten", "bytes=-3", "789", "789"},
		{"ten", "bytes=0-9", whole, whole},
		{"ten", "bytes=-10", whole, whole},
		{"ten", "bytes=5-10", whole, "56789"},
		{"ten", "bytes=5-4611686018427387903", whole, "56789"},
		{"ten", "bytes=-11", whole, whole},
		{"ten", "bytes=10-12", whole, "416"},
		{"ten", "bytes=10-", whole, "416"},
		{"ten", "bytes=-0", whole, "416"},
		{"ten", "bytes=4-2", whole, whole},
		{"ten", "bytes=1-2,4-5", whole, whole},
		{"ten", "bytes=-", whole, whole},
		{"ten", "bytes=+1-2", whole, whole},
		{"ten", "bytes=1-99999999999999999999", whole, whole},
		{"ten", "lines=1-2", whole, whole},
		{"none", "bytes=0-", "", "416"},
		{"none", "bytes=-1", "", "416"},
	} {
		t.Run(test.key+" "+test.value, func(t *testing.T) {
			for _, mode := range []string{"lax", "strict"} {
				header, want := []string{"Range", test.value}, test.lax
				if mode == "strict" {
					header, want = append(header, "x-oss-range-behavior", "standard"), test.strict
				}
				a := w.do(request{method: "GET", key: test.key, header: header})
				if want == "416" {
					a.want(t, 416, xmlerr.InvalidRange)
				} else if a.body != want {
					t.Errorf("%s: %d, %q, want %q", mode, a.status, a.body, want)
				}
			}
		})
	}
	w.do(request{method: "GET", key: "ten", header: []string{"Range", "bytes=2-4"}}).want(t, 206, "").
		wantHeader(t, "Content-Range", "bytes 2-4/10", "Content-Length", "3", "Accept-Ranges", "bytes")
	w.do(request{method: "GET", key: "ten", header: []string{"Range", "bytes=9-10"}}).want(t, 200, "").
		wantHeader(t, "Content-Range", "", "Content-Length", "10")
	w.do(request{method: "GET", key: "ten", header: []string{"x-oss-range-behavior", "lax"}}).want(t, 400, xmlerr.InvalidArgument)
}

// TestHeadShowsAll also shows that HEAD and GET say the same.
func TestHeadShowsAll(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "log", osstest.Object{
		Body:                     []byte("line\n"),
		Header:                   http.Header{"Expires": {"never"}, "X-Oss-Meta-A_b": {"legacy \xd6\xd0"}, "Content-Type": {"text/log"}},
		PersistentHeaders:        http.Header{"X-Team": {"blue"}},
		Tags:                     []headers.Tag{{Key: "k", Value: "v"}},
		StorageClass:             "IA",
		ServerSideEncryption:     "KMS",
		ServerSideDataEncryption: "SM4",
		KMSKeyID:                 "key-1",
		ObjectType:               "Appendable",
		ETag:                     "0123",
		CRC64:                    7,
		LastModified:             time.Date(2020, 1, 1, 0, 0, 0, 5, time.FixedZone("", 3600)),
	})
	for _, method := range []string{"HEAD", "GET"} {
		a := w.do(request{method: method, key: "log"}).want(t, 200, "")
		want := []string{
			"Content-Length", "5", "Content-Type", "text/log", "Expires", "never", "x-oss-meta-a_b", "legacy \xd6\xd0",
			"X-Team", "blue", "Accept-Ranges", "bytes", "ETag", `"0123"`, "Last-Modified", "Tue, 31 Dec 2019 23:00:00 GMT",
			"Content-MD5", "", "x-oss-object-type", "Appendable", "x-oss-next-append-position", "5", "x-oss-storage-class", "IA",
			"x-oss-hash-crc64ecma", "7", "x-oss-tagging-count", "1", "x-oss-server-side-encryption", "KMS",
			"x-oss-server-side-data-encryption", "SM4", "x-oss-server-side-encryption-key-id", "key-1",
			"Date", "Tue, 02 Jan 2024 03:04:05 GMT", "Server", "AliyunOSS", "x-oss-server-time", "0",
		}
		a.wantHeader(t, want...)
		present := 2 // Connection, x-oss-request-id
		for i := 1; i < len(want); i += 2 {
			if want[i] != "" {
				present++
			}
		}
		a.header.Set("Connection", "close")
		if len(a.header) != present {
			t.Errorf("%s: %d headers, want %d: %v", method, len(a.header), present, a.header)
		}
	}
}

func TestGetObjectMeta(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{Body: []byte("abc"), Header: http.Header{"X-Oss-Meta-A": {"b"}}})
	a := w.do(request{method: "HEAD", key: "k", query: map[string][]string{"objectMeta": {""}}}).want(t, 200, "")
	a.wantHeader(t, "Content-Length", "3", "ETag", `"900150983CD24FB0D6963F7D28E17F72"`, "Last-Modified", "Tue, 02 Jan 2024 03:04:05 GMT",
		"x-oss-hash-crc64ecma", checksum([]byte("abc")).String())
	for _, common := range []string{"Content-Length", "Etag", "X-Oss-Hash-Crc64ecma", "Last-Modified", "Date", "Server", "X-Oss-Request-Id", "X-Oss-Server-Time", "Connection"} {
		a.header.Del(common)
	}
	if len(a.header) != 0 {
		t.Errorf("further headers: %v", a.header)
	}
	w.do(request{method: "HEAD", key: "none", query: map[string][]string{"objectMeta": {""}}}).want(t, 404, xmlerr.NoSuchKey)
}

// TestHeadError shows that a refused HEAD says as much as a refused GET.
func TestHeadError(t *testing.T) {
	_, w, _ := still(t, osstest.Options{})
	head := w.do(request{method: "HEAD", key: "none"}).want(t, 404, xmlerr.NoSuchKey)
	get := w.do(request{method: "GET", key: "none"}).want(t, 404, xmlerr.NoSuchKey)
	if head.err.Source != xmlerr.FromHeader || get.err.Source != xmlerr.FromBody || head.body != "" {
		t.Errorf("HEAD from %v, GET from %v", head.err.Source, get.err.Source)
	}
	for _, a := range []answer{head, get} {
		e := a.err
		if e.EC != "0026-00000001" || e.HostID != "examplebucket.oss-cn-hangzhou.aliyuncs.com" ||
			e.RequestID != a.header.Get("x-oss-request-id") || e.Extra["Key"] != "none" ||
			e.Extra["RecommendDoc"] != "https://api.aliyun.com/troubleshoot?q=0026-00000001" || a.header.Get("x-oss-ec") != e.EC {
			t.Errorf("%+v, extra %v", e, e.Extra)
		}
	}
	head.wantHeader(t, "Content-Type", "")
	get.wantHeader(t, "Content-Type", "application/xml", "x-oss-err", "")
	if head.header.Get("x-oss-request-id") == get.header.Get("x-oss-request-id") {
		t.Error("two requests have one request id")
	}
}

func TestNotImplemented(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{})
	for _, test := range []struct {
		method, key, query, header string
		kind, name                 string
	}{
		{"PUT", "k", "versionId", "", "Query", "versionId"},
		{"POST", "k", "x-oss-rename", "", "Query", "x-oss-rename"},
		{"HEAD", "k", "response-content-type", "", "Query", "response-content-type"},
		{"GET", "k", "response-server", "", "Query", "response-server"},
		{"GET", "k", "objectMeta", "", "Query", "objectMeta"},
		{"DELETE", "k", "acl", "", "Query", "acl"},
		{"GET", "", "lifecycle", "", "Query", "lifecycle"},
		{"POST", "", "", "", "Method", "POST BUCKET"},
		{"POST", "k", "", "", "Method", "POST OBJECT"},
		{"GET", "k", "", "If-Range", "Header", "If-Range"},
		{"GET", "k", "", "x-oss-process", "Header", "x-oss-process"},
		{"PUT", "k", "", "If-Match", "Header", "If-Match"},
		{"DELETE", "k", "", "If-Modified-Since", "Header", "If-Modified-Since"},
		{"PUT", "k", "", "x-oss-callback", "Header", "x-oss-callback"},
		{"PUT", "k", "acl", "x-oss-copy-source", "Header", "x-oss-copy-source"},
	} {
		r := request{method: test.method, key: test.key}
		if test.query != "" {
			r.query = map[string][]string{test.query: {""}}
		}
		if test.header != "" {
			r.header = []string{test.header, "x"}
		}
		if e := w.do(r).want(t, 400, xmlerr.NotImplemented).err; e.Extra[test.kind] != test.name {
			t.Errorf("%v: %v", test, e.Extra)
		}
	}
	w.do(request{method: "PATCH", key: "k"}).want(t, 405, xmlerr.MethodNotAllowed)
}
