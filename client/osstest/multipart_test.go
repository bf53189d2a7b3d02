package osstest_test

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

const minPart = 100 << 10

// initiate begins an upload and returns its id.
func (w *wire) initiate(key string, header ...string) string {
	w.t.Helper()
	a := w.do(request{method: "POST", key: key, query: map[string][]string{"uploads": {""}}, header: header}).want(w.t, 200, "")
	var result struct {
		XMLName               xml.Name `xml:"InitiateMultipartUploadResult"`
		Bucket, Key, UploadId string
	}
	if err := xml.Unmarshal([]byte(a.body), &result); err != nil || result.Bucket != bucketName || result.Key != key || len(result.UploadId) != 32 {
		w.t.Fatalf("%+v: %v", result, err)
	}
	return result.UploadId
}

func partQuery(id, number string) map[string][]string {
	return map[string][]string{"uploadId": {id}, "partNumber": {number}}
}

// part uploads a part and returns its ETag.
func (w *wire) part(key, id string, number int, body string) string {
	w.t.Helper()
	return w.do(request{method: "PUT", key: key, query: partQuery(id, strconv.Itoa(number)), body: body}).want(w.t, 200, "").header.Get("ETag")
}

// complete is the request that completes an upload, of pairs of number and ETag.
func complete(key, id string, pairs ...string) request {
	var b strings.Builder
	b.WriteString("<CompleteMultipartUpload>")
	for i := 0; i+1 < len(pairs); i += 2 {
		fmt.Fprintf(&b, "<Part><PartNumber>%s</PartNumber><ETag>%s</ETag></Part>", pairs[i], strings.ReplaceAll(pairs[i+1], `"`, "&quot;"))
	}
	return request{method: "POST", key: key, query: map[string][]string{"uploadId": {id}}, body: b.String() + "</CompleteMultipartUpload>"}
}

// completeAll completes an upload with all parts that it has.
func completeAll(key, id string, header ...string) request {
	return request{method: "POST", key: key, query: map[string][]string{"uploadId": {id}}, header: append(header, "x-oss-complete-all", "yes")}
}

func abort(key, id string) request {
	return request{method: "DELETE", key: key, query: map[string][]string{"uploadId": {id}}}
}

func TestMultipart(t *testing.T) {
	each(t, osstest.Options{}, func(t *testing.T, o *osstest.OSS, w *wire) {
		const key = "a b/ü.txt"
		one, two := strings.Repeat("1", minPart), "two"
		last := md5.Sum([]byte(two))
		id := w.initiate(key, "x-oss-meta-author", "O. Henry", "x-oss-storage-class", "IA", "x-oss-tagging", "a=1",
			"x-oss-server-side-encryption", "AES256", "x-oss-object-acl", "private", "Cache-Control", "no-store")
		w.part(key, id, 7, "overwritten")
		second := w.do(request{method: "PUT", key: key, query: partQuery(id, "7"), body: two}).want(t, 200, "").
			wantHeader(t, "ETag", `"`+fmt.Sprintf("%X", md5.Sum([]byte(two)))+`"`, "x-oss-hash-crc64ecma", checksum([]byte(two)).String(),
				"Content-MD5", base64.StdEncoding.EncodeToString(last[:])).header.Get("ETag")
		first := w.part(key, id, 1, one)
		w.do(request{method: "HEAD", key: key}).want(t, 404, xmlerr.NoSuchKey)
		done := complete(key, id, "1", strings.Trim(first, `"`), "7", second)
		done.query["encoding-type"] = []string{"url"}
		a := w.do(done).want(t, 200, "")
		tag := fmt.Sprintf(`"%X-2"`, md5.Sum(fmt.Appendf(nil, "%X%X", md5.Sum([]byte(one)), last)))
		a.wantHeader(t, "ETag", tag, "x-oss-hash-crc64ecma", checksum([]byte(one+two)).String(), "x-oss-version-id", "",
			"x-oss-server-side-encryption", "AES256")
		var result struct {
			XMLName                                   xml.Name `xml:"CompleteMultipartUploadResult"`
			EncodingType, Location, Bucket, Key, ETag string
		}
		if err := xml.Unmarshal([]byte(a.body), &result); err != nil || result.ETag != tag || result.Key != "a%20b%2F%C3%BC.txt" ||
			result.EncodingType != "url" || result.Location != virtual+"/a%20b/%C3%BC.txt" {
			t.Errorf("%+v: %v", result, err)
		}
		w.do(request{method: "GET", key: key}).want(t, 200, "").wantHeader(t, "ETag", tag, "x-oss-object-type", "Multipart", "Content-MD5", "",
			"x-oss-meta-author", "O. Henry", "Cache-Control", "no-store", "Content-Type", "text/plain", "x-oss-storage-class", "IA",
			"x-oss-tagging-count", "1", "Content-Length", strconv.Itoa(minPart+3))
		if got, _ := o.Object(bucketName, key); string(got.Body) != one+two || got.ACL != "private" {
			t.Errorf("%d bytes, ACL %s", len(got.Body), got.ACL)
		}
		w.do(complete(key, id, "1", first)).want(t, 404, xmlerr.NoSuchUpload)
	})
}

// TestMultipartEdit copies the object onto itself: it stays a Multipart with
// its ETag.
func TestMultipartEdit(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	id := w.initiate("k", "x-oss-meta-a", "1")
	w.part("k", id, 1, "one")
	tag := w.do(completeAll("k", id, "x-oss-object-acl", "public-read")).want(t, 200, "").header.Get("ETag")
	if got, _ := o.Object(bucketName, "k"); got.ACL != "public-read" {
		t.Errorf("ACL %s", got.ACL)
	}
	edit := []string{"x-oss-copy-source", "/examplebucket/k", "x-oss-metadata-directive", "REPLACE", "x-oss-meta-b", "2"}
	w.do(request{method: "PUT", key: "k", header: edit}).want(t, 200, "")
	w.do(request{method: "HEAD", key: "k"}).wantHeader(t, "x-oss-object-type", "Multipart", "x-oss-meta-a", "", "x-oss-meta-b", "2", "ETag", tag, "Content-MD5", "")
}

// TestMultipartWithoutParts makes an empty object: the uploader of Go SDK V2
// sends an empty list for an empty stream.
func TestMultipartWithoutParts(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	for name, done := range map[string]func(id string) request{
		"list": func(id string) request { return complete("k", id) },
		"all":  func(id string) request { return completeAll("k", id) },
	} {
		w.do(done(w.initiate("k", "x-oss-meta-by", name))).want(t, 200, "").wantHeader(t, "x-oss-hash-crc64ecma", "0")
		if got, _ := o.Object(bucketName, "k"); len(got.Body) != 0 || got.ObjectType != "Multipart" || got.Header.Get("x-oss-meta-by") != name {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestMultipartVersions(t *testing.T) {
	for state, kept := range map[string]int{"Enabled": 2, "Suspended": 1} {
		o, w := inVersioned(t, state)
		for range 2 {
			id := w.initiate("k", "x-oss-forbid-overwrite", "true") // ignored
			w.part("k", id, 1, "one")
			version := w.do(completeAll("k", id, "x-oss-forbid-overwrite", "true")).want(t, 200, "").header.Get("x-oss-version-id")
			if all := ids(o, "k"); all[0] != version {
				t.Errorf("%s: version %q of %q", state, version, all)
			}
		}
		if n := len(ids(o, "k")); n != kept {
			t.Errorf("%s: %d versions", state, n)
		}
	}
}

func TestMultipartRefusals(t *testing.T) {
	o, w, _ := still(t, osstest.Options{MaxObjectBytes: 2 * minPart})
	o.PutObject(bucketName, "there", osstest.Object{})
	id := w.initiate("k")
	small := w.part("k", id, 1, "small")
	large := w.part("k", id, 2, strings.Repeat("x", minPart))
	more := w.part("k", id, 3, strings.Repeat("x", minPart+1))
	there := w.initiate("there")
	w.part("there", there, 1, "x")
	put := func(key, id, number string, header ...string) request {
		return request{method: "PUT", key: key, query: partQuery(id, number), body: "x", header: header}
	}
	with := func(r request, body string, header ...string) request {
		r.body, r.header = body, header
		return r
	}
	for _, test := range []struct {
		name   string
		send   request
		status int
		code   xmlerr.Code
		ec     string
	}{
		{"part 0", put("k", id, "0"), 400, xmlerr.InvalidArgument, "0017-00000220"},
		{"part 10001", put("k", id, "10001"), 400, xmlerr.InvalidArgument, "0017-00000220"},
		{"part STR", put("k", id, "STR"), 400, xmlerr.InvalidArgument, "0017-00000220"},
		{"no part", put("k", id, ""), 400, xmlerr.InvalidArgument, "0017-00000219"},
		{"part of nothing", put("k", "nothing", "1"), 404, xmlerr.NoSuchUpload, "0042-00000104"},
		{"part of another key", put("other", id, "1"), 404, xmlerr.NoSuchUpload, "0042-00000104"},
		{"copy for nothing", with(put("k", "nothing", "1"), "", "x-oss-copy-source", "/examplebucket/there"), 404, xmlerr.NoSuchUpload, "0042-00000311"},
		{"MD5", put("k", id, "1", "Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="), 400, xmlerr.InvalidDigest, "0017-00000503"},
		{"CRC", put("k", id, "1", "x-oss-hash-crc64ecma", "1"), 400, xmlerr.InvalidCRC64, ""},
		{"forbid-overwrite first", request{method: "POST", key: "there", query: map[string][]string{"uploads": {""}},
			header: []string{"x-oss-forbid-overwrite", "true"}}, 409, xmlerr.FileAlreadyExists, "0026-00000002"},
		{"forbid-overwrite last", completeAll("there", there, "x-oss-forbid-overwrite", "true"), 409, xmlerr.FileAlreadyExists, "0026-00000002"},
		{"class", request{method: "POST", key: "k", query: map[string][]string{"uploads": {""}}, header: []string{"x-oss-storage-class", "Cheap"}},
			400, xmlerr.InvalidArgument, "0013-00000101"},
		{"encoding", request{method: "POST", key: "k", query: map[string][]string{"uploads": {""}, "encoding-type": {"gzip"}}},
			400, xmlerr.InvalidArgument, ""},
		{"order", complete("k", id, "2", large, "1", small), 400, xmlerr.InvalidPartOrder, "0042-00000209"},
		{"twice", complete("k", id, "2", large, "2", large), 400, xmlerr.InvalidPartOrder, "0042-00000209"},
		{"too small", complete("k", id, "1", small, "2", large), 400, xmlerr.EntityTooSmall, "0042-00000213"},
		{"unknown part", complete("k", id, "4", small), 400, xmlerr.InvalidPart, ""},
		{"other ETag", complete("k", id, "1", large), 400, xmlerr.InvalidPart, ""},
		{"no ETag", complete("k", id, "1", ""), 400, xmlerr.InvalidPart, ""},
		{"too large", complete("k", id, "2", large, "3", more), 400, xmlerr.EntityTooLarge, ""},
		{"no document", with(complete("k", id), "x"), 400, xmlerr.MalformedXML, "0016-00000608"},
		{"another document", with(complete("k", id), "<Tagging/>"), 400, xmlerr.MalformedXML, "0016-00000608"},
		{"MD5 of the document", with(complete("k", id), "x", "Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="), 400, xmlerr.InvalidDigest, "0017-00000503"},
		{"ACL", with(complete("k", id), "", "x-oss-object-acl", "public"), 400, xmlerr.InvalidArgument, "0017-00000104"},
		{"complete-all with body", with(completeAll("k", id), "x", "x-oss-complete-all", "yes"), 400, xmlerr.InvalidArgument, "0042-00000216"},
		{"complete-all no", with(completeAll("k", id), "", "x-oss-complete-all", "no"), 400, xmlerr.InvalidArgument, ""},
		{"complete nothing", complete("k", "nothing", "1", small), 404, xmlerr.NoSuchUpload, "0017-00000244"},
		{"abort nothing", abort("k", "nothing"), 404, xmlerr.NoSuchUpload, "0042-00000002"},
		{"list nothing", request{method: "GET", key: "k", query: map[string][]string{"uploadId": {"nothing"}}}, 404, xmlerr.NoSuchUpload, "0042-00000002"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w.do(test.send).want(t, test.status, test.code).wantHeader(t, "x-oss-ec", test.ec)
		})
	}
	for _, r := range []request{put("k", id, "1"), abort("k", id), completeAll("k", id), {method: "POST", key: "k", query: map[string][]string{"uploads": {""}}},
		{method: "GET", key: "k", query: map[string][]string{"uploadId": {id}}}, {method: "GET", query: map[string][]string{"uploads": {""}}}} {
		w.anonymous().do(r).want(t, 403, xmlerr.AccessDenied)
	}
	w.do(abort("k", id)).want(t, 204, "")
	w.do(abort("k", id)).want(t, 404, xmlerr.NoSuchUpload)
	w.do(completeAll("there", there)).want(t, 200, "")
}

// TestMultipartMemory: what parts take counts until the upload ends, and then
// is given back.
func TestMultipartMemory(t *testing.T) {
	o, w, _ := still(t, osstest.Options{MaxTotalBytes: 3*minPart + 8192})
	part := strings.Repeat("x", minPart)
	fill := func() string {
		t.Helper()
		id := w.initiate("k")
		for n := 1; n <= 3; n++ {
			w.part("k", id, n, part)
		}
		w.part("k", id, 3, part) // in place of the other
		w.do(request{method: "PUT", key: "k", query: partQuery(id, "4"), body: part}).want(t, 400, xmlerr.EntityTooLarge)
		w.do(request{method: "PUT", key: "k", body: part}).want(t, 400, xmlerr.EntityTooLarge)
		return id
	}
	for range 2 {
		w.do(abort("k", fill())).want(t, 204, "")
		w.do(completeAll("k", fill())).want(t, 200, "")
		w.do(request{method: "DELETE", key: "k"}).want(t, 204, "")
	}
	id := fill()
	w.do(completeAll("k", id)).want(t, 200, "")
	o.PutObject(bucketName, "k", osstest.Object{Tags: []headers.Tag{{Key: "a", Value: "1"}}})
	for n := range 100 { // uploads without parts are bounded as well
		if a := w.do(request{method: "POST", key: strconv.Itoa(n), query: map[string][]string{"uploads": {""}},
			header: []string{"x-oss-meta-a", strings.Repeat("v", 8000)}}); a.status != 200 {
			a.want(t, 400, xmlerr.EntityTooLarge)
			return
		}
	}
	t.Error("uploads are not bounded")
}

// TestMultipartOnce: of two completions at the same time one wins, even where
// conditions and writes are split.
func TestMultipartOnce(t *testing.T) {
	_, w, _ := still(t, osstest.Options{SplitConditions: 1})
	id := w.initiate("k")
	w.part("k", id, 1, "x")
	done := make(chan int)
	for range 4 {
		go func() {
			a, err := w.try(completeAll("k", id))
			if err != nil {
				t.Error(err)
			}
			done <- a.status
		}()
	}
	count := make(map[int]int)
	for range 4 {
		count[<-done]++
	}
	if diff := cmp.Diff(map[int]int{200: 1, 404: 3}, count); diff != "" {
		t.Error(diff)
	}
}
