package osstest_test

import (
	"encoding/xml"
	"net/http"
	"reflect"
	"slices"
	"testing"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// rich is an object with everything that a copy may lose.
func rich() osstest.Object {
	return osstest.Object{
		Body: []byte("body"),
		Header: http.Header{
			"Content-Type": {"text/rich"}, "Content-Encoding": {"x"}, "Content-Disposition": {"inline"}, "Content-Language": {"en"},
			"Cache-Control": {"no-store"}, "Expires": {"2022-10-12T00:00:00.000Z"}, "X-Oss-Meta-Author": {"O. Henry"},
			"X-Oss-Meta-A_b": {"legacy"},
		},
		PersistentHeaders:    http.Header{"X-Team": {"blue"}},
		ACL:                  "public-read",
		Tags:                 []headers.Tag{{Key: "a", Value: "1"}},
		StorageClass:         "IA",
		ServerSideEncryption: "AES256",
		LastModified:         time.Unix(year2024-1000, 0).UTC(),
	}
}

// bare is what is left of it after a copy onto itself that carries nothing.
func bare(o *osstest.OSS, at time.Time) osstest.Object {
	was := rich()
	return osstest.Object{
		Body: was.Body, Header: http.Header{"Content-Type": {"application/octet-stream"}}, ACL: "default", Tags: was.Tags,
		StorageClass: "Standard", ObjectType: "Normal", LastModified: at.UTC().Truncate(time.Second),
		ETag: `"841A2D689AD86BD1611447453C22C6FC"`, CRC64: checksum(was.Body),
	}
}

func checksum(body []byte) headers.CRC64 {
	h := headers.NewCRC64()
	h.Write(body)
	return headers.CRC64(h.Sum64())
}

func TestSelfCopyWipes(t *testing.T) {
	for _, directive := range []string{"", "COPY", "REPLACE"} {
		t.Run("directive "+directive, func(t *testing.T) {
			o, w, c := still(t, osstest.Options{})
			o.PutObject(bucketName, "k", rich())
			header := []string{"x-oss-copy-source", "/examplebucket/k"}
			if directive != "" {
				header = append(header, "x-oss-metadata-directive", directive)
			}
			w.do(request{method: "PUT", key: "k", header: header}).want(t, 200, "").
				wantHeader(t, "x-oss-server-side-encryption", "")
			if got, _ := o.Object(bucketName, "k"); !reflect.DeepEqual(got, bare(o, c.now())) {
				t.Errorf("left over\n%+v, want\n%+v", got, bare(o, c.now()))
			}
			w.do(request{method: "HEAD", key: "k"}).wantHeader(t, "X-Team", "", "Expires", "", "x-oss-meta-author", "")
		})
	}
}

func TestSelfCopySetsWhatIsSent(t *testing.T) {
	for _, directive := range []string{"COPY", "REPLACE"} {
		o, w, c := still(t, osstest.Options{})
		o.PutObject(bucketName, "k.txt", rich())
		w.do(request{method: "PUT", key: "k.txt", header: []string{
			"x-oss-copy-source", "/examplebucket/k.txt", "x-oss-metadata-directive", directive,
			"Cache-Control", "max-age=1", "x-oss-meta-price", "100 dollar", "x-oss-meta-a_b", "legacy \xd6",
			"x-oss-object-acl", "private", "x-oss-storage-class", "Archive", "x-oss-server-side-encryption", "SM4",
			"x-oss-tagging", "ignored=1",
		}}).want(t, 200, "").wantHeader(t, "x-oss-server-side-encryption", "SM4")
		want := bare(o, c.now())
		want.Header = http.Header{"Content-Type": {"text/plain"}, "Cache-Control": {"max-age=1"},
			"X-Oss-Meta-Price": {"100 dollar"}, "X-Oss-Meta-A_b": {"legacy \xd6"}}
		want.ACL, want.StorageClass, want.ServerSideEncryption = "private", "Archive", "SM4"
		if got, _ := o.Object(bucketName, "k.txt"); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: stored\n%+v, want\n%+v", directive, got, want)
		}
	}
}

func TestCopyElsewhere(t *testing.T) {
	o, w, c := still(t, osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName}, {Name: "otherbucket"}}})
	seed := rich()
	seed.ObjectType = "Appendable"
	o.PutObject("otherbucket", "from", seed)
	copyTo := func(key string, header ...string) osstest.Object {
		t.Helper()
		w.do(request{method: "PUT", key: key, header: append(header, "x-oss-copy-source", "/otherbucket/from")}).want(t, 200, "")
		got, _ := o.Object(bucketName, key)
		return got
	}
	want := bare(o, c.now())
	want.Header = seed.Header
	if got := copyTo("copy", "Content-Type", "ignored/by-copy", "x-oss-meta-ignored", "1"); !reflect.DeepEqual(got, want) {
		t.Errorf("COPY:\n%+v, want\n%+v", got, want)
	}
	want.Header = http.Header{"Content-Type": {"text/html"}, "X-Oss-Meta-New": {"1"}}
	if got := copyTo("replace.html", "x-oss-metadata-directive", "REPLACE", "x-oss-meta-new", "1"); !reflect.DeepEqual(got, want) {
		t.Errorf("REPLACE:\n%+v, want\n%+v", got, want)
	}
	if got := copyTo("tags", "x-oss-tagging-directive", "Replace", "x-oss-tagging", "b=2"); !reflect.DeepEqual(got.Tags, []headers.Tag{{Key: "b", Value: "2"}}) {
		t.Errorf("tags %v", got.Tags)
	}
	if got := copyTo("no tags", "x-oss-tagging-directive", "Replace"); got.Tags != nil {
		t.Errorf("tags %v", got.Tags)
	}
	w.do(request{method: "PUT", key: "other", header: []string{"x-oss-copy-source", "/otherbucket/from",
		"x-oss-metadata-directive", "REPLACE", "x-oss-meta-c_d", "not there before"}}).want(t, 400, xmlerr.InvalidArgument)
}

func TestCopyStorageClass(t *testing.T) {
	for option, want := range map[osstest.CopyClass]string{osstest.CopyToStandard: "Standard", osstest.CopyKeepsClass: "IA"} {
		o, w, _ := still(t, osstest.Options{CopyStorageClass: option})
		o.PutObject(bucketName, "k", rich())
		for _, key := range []string{"k", "copy"} {
			w.do(request{method: "PUT", key: key, header: []string{"x-oss-copy-source", "examplebucket/k"}}).want(t, 200, "")
			if got, _ := o.Object(bucketName, key); got.StorageClass != want {
				t.Errorf("option %d, %s: class %q, want %q", option, key, got.StorageClass, want)
			}
			o.PutObject(bucketName, "k", rich())
		}
	}
}

func TestCopySource(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	const key = "a b+c/中%2F"
	o.PutObject(bucketName, key, osstest.Object{Body: []byte("x")})
	for _, source := range []string{
		"/examplebucket/a%20b%2Bc/%E4%B8%AD%252F",   // Go V2
		"/examplebucket/a+b%2Bc%2F%E4%B8%AD%252F",   // Go V1
		"/examplebucket/a%20b%2Bc%2F%E4%B8%AD%252F", // oss2
		"examplebucket/a%20b%2Bc/%E4%B8%AD%252F",
		"%2Fexamplebucket%2Fa%20b%2Bc%2F%E4%B8%AD%252F",
		"/examplebucket/a b%2bc/中%252F",
	} {
		w.do(request{method: "PUT", key: "copy", header: []string{"x-oss-copy-source", source}}).want(t, 200, "")
	}
	for source, code := range map[string]xmlerr.Code{
		"":                              xmlerr.InvalidArgument,
		"/":                             xmlerr.InvalidArgument,
		"/examplebucket":                xmlerr.InvalidArgument,
		"/examplebucket/":               xmlerr.InvalidArgument,
		"/UPPER/key":                    xmlerr.InvalidArgument,
		"/examplebucket/%zz":            xmlerr.InvalidArgument,
		"/examplebucket/a?b":            xmlerr.InvalidArgument,
		"/examplebucket/k?versionId=%2": xmlerr.InvalidArgument,
		"/examplebucket/a%20b%2Bc/%E4%B8%AD%252F?versionId=":  xmlerr.InvalidArgument,
		"/examplebucket/a%20b%2Bc/%E4%B8%AD%252F?versionId=1": xmlerr.NoSuchVersion,
		"/examplebucket/a+b+c":                                xmlerr.NoSuchKey,
		"/nosuchbucket/k":                                     xmlerr.NoSuchBucket,
	} {
		status := 400
		if slices.Contains([]xmlerr.Code{xmlerr.NoSuchKey, xmlerr.NoSuchVersion, xmlerr.NoSuchBucket}, code) {
			status = 404
		}
		w.do(request{method: "PUT", key: "copy", header: []string{"x-oss-copy-source", source}}).want(t, status, code)
	}
}

func TestCopyRefusals(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", rich())
	for _, test := range []struct {
		header []string
		status int
		code   xmlerr.Code
	}{
		{[]string{"x-oss-metadata-directive", "UPDATE"}, 400, xmlerr.InvalidArgument},
		{[]string{"x-oss-tagging-directive", "Drop"}, 400, xmlerr.InvalidArgument},
		{[]string{"x-oss-forbid-overwrite", "true"}, 409, xmlerr.FileAlreadyExists},
		{[]string{"x-oss-storage-class", "x"}, 400, xmlerr.InvalidArgument},
		{[]string{"x-oss-object-acl", "x"}, 400, xmlerr.InvalidArgument},
		{[]string{"x-oss-meta-c_d", "x"}, 400, xmlerr.InvalidArgument},
		{[]string{"If-Match", "x"}, 400, xmlerr.NotImplemented},
		{[]string{"If-Match", "x", "x-oss-copy-source-if-match", "x"}, 412, xmlerr.PreconditionFailed},
		{[]string{"x-oss-copy-source-cache-control", "x"}, 400, xmlerr.NotImplemented},
		{[]string{"x-oss-other", "x", "x-oss-copy-source-x-oss-other", "x"}, 400, xmlerr.NotImplemented},
	} {
		header := append([]string{"x-oss-copy-source", "/examplebucket/k"}, test.header...)
		w.do(request{method: "PUT", key: "k", header: header}).want(t, test.status, test.code)
		want := rich()
		if got, _ := o.Object(bucketName, "k"); !reflect.DeepEqual(got.Header, want.Header) || !got.LastModified.Equal(want.LastModified) {
			t.Errorf("%v changed the object: %+v", test.header, got)
		}
	}
}

// TestCopyOfAliOSS: it sends every header a second time.
func TestCopyOfAliOSS(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{Body: []byte("body"), ETag: `"E"`})
	w.do(request{method: "PUT", key: "k", header: []string{"x-oss-copy-source", "/examplebucket/k", "x-oss-metadata-directive", "REPLACE",
		"Cache-Control", "no-cache", "x-oss-copy-source-cache-control", "no-cache",
		"If-Match", `"E"`, "x-oss-copy-source-if-match", `"E"`}}).want(t, 200, "")
	if got, _ := o.Object(bucketName, "k"); got.Header.Get("Cache-Control") != "no-cache" {
		t.Errorf("the header is %v", got.Header)
	}
}

func TestCopyReply(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", rich())
	a := w.do(request{method: "PUT", key: "k", header: []string{"x-oss-copy-source", "/examplebucket/k"}}).want(t, 200, "").
		wantHeader(t, "Content-Type", "application/xml", "ETag", `"841A2D689AD86BD1611447453C22C6FC"`,
			"x-oss-hash-crc64ecma", checksum([]byte("body")).String())
	var result struct {
		XMLName            xml.Name
		ETag, LastModified string
	}
	if err := xml.Unmarshal([]byte(a.body), &result); err != nil || result.XMLName.Local != "CopyObjectResult" ||
		result.ETag != `"841A2D689AD86BD1611447453C22C6FC"` || result.LastModified != "2024-01-02T03:04:05.000Z" {
		t.Errorf("%v, %+v", err, result)
	}
}

// TestLastModified steps the clock in both directions.
func TestLastModified(t *testing.T) {
	o, w, c := still(t, osstest.Options{})
	put := func(key, want string) {
		t.Helper()
		w.do(request{method: "PUT", key: key}).want(t, 200, "")
		w.do(request{method: "HEAD", key: key}).want(t, 200, "").wantHeader(t, "Last-Modified", want)
	}
	put("a", "Tue, 02 Jan 2024 03:04:05 GMT")
	c.move(321 * time.Millisecond)
	put("a", "Tue, 02 Jan 2024 03:04:05 GMT")
	c.move(time.Millisecond)
	put("a", "Tue, 02 Jan 2024 03:04:06 GMT")
	c.move(-time.Hour)
	put("a", "Tue, 02 Jan 2024 03:04:06 GMT")
	put("b", "Tue, 02 Jan 2024 03:04:06 GMT")
	w.do(request{method: "DELETE", key: "a"}).want(t, 204, "")
	put("a", "Tue, 02 Jan 2024 03:04:06 GMT")
	w.do(request{method: "HEAD", key: "a"}).wantHeader(t, "Date", "Tue, 02 Jan 2024 02:04:06 GMT")
	c.move(2 * time.Hour)
	put("a", "Tue, 02 Jan 2024 04:04:06 GMT")

	o.PutObject(bucketName, "later", osstest.Object{LastModified: c.now().Add(time.Hour)})
	w.do(request{method: "PUT", key: "later", header: []string{"x-oss-copy-source", "/examplebucket/later"}}).want(t, 200, "")
	w.do(request{method: "HEAD", key: "later"}).wantHeader(t, "Last-Modified", "Tue, 02 Jan 2024 05:04:06 GMT")
	put("c", "Tue, 02 Jan 2024 04:04:06 GMT")
}

// TestDateIsNotLate has a clock that goes on whenever it is read. Date must
// not be later than what was read, or an editor that waits for a second later
// than Last-Modified would wait too short.
func TestDateIsNotLate(t *testing.T) {
	c := newClock()
	o := osstest.New(osstest.Options{Now: func() time.Time { c.move(time.Second); return c.now() }})
	o.PutObject(bucketName, "k", osstest.Object{})
	before := c.now().Add(time.Second)
	newWire(t, o, c.now).do(request{method: "HEAD", key: "k"}).want(t, 200, "").
		wantHeader(t, "Date", headers.FormatTime(before), "x-oss-server-time", "1000")
}
