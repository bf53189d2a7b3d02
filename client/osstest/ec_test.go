package osstest_test

import (
	"strings"
	"testing"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

// TestECs: the causes of one code have numbers of their own, which OSS has a
// page for each.
func TestECs(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{})
	put := func(header ...string) request { return request{method: "PUT", key: "new", header: header} }
	encrypted := []string{"x-oss-server-side-encryption", "AES256"}
	for _, test := range []struct {
		ec   string
		code xmlerr.Code
		send request
	}{
		{"0005-00000002", xmlerr.InvalidArgument, request{method: "GET", key: "k", header: encrypted}},
		{"0005-00000002", xmlerr.InvalidArgument, request{method: "PUT", key: "k", query: partQuery("none", "1"), header: encrypted}},
		{"0010-00000210", xmlerr.InvalidTag, put("x-oss-tagging", "a=1&a=2")},
		{"0010-00000218", xmlerr.InvalidTag, put("x-oss-tagging", "a&b&c&d&e&f&g&h&i&j&k")},
		{"0016-00000001", xmlerr.InvalidObjectName, deleteRequest(ofKey(""))},
		{"0016-00000002", xmlerr.InvalidObjectName, request{method: "GET", key: "\xff"}},
		{"0016-00000003", xmlerr.InvalidObjectName, request{method: "GET", key: strings.Repeat("k", 1024)}},
		{"0016-00000005", xmlerr.InvalidObjectName, request{method: "GET", key: `\k`}},
		{"0016-00000005", xmlerr.InvalidObjectName, deleteRequest(ofKey("/k"))},
		{"0016-00000304", xmlerr.InvalidArgument, put("x-oss-copy-source", "/examplebucket/k?unknown=x")},
		{"0016-00000305", xmlerr.InvalidArgument, put("x-oss-copy-source", "/examplebucket/k?versionId=")},
		{"0016-00000606", xmlerr.MissingArgument, request{method: "POST", query: queryOf("delete", ""), body: "<Delete/>"}},
	} {
		sender := w
		if test.ec == "0016-00000002" { // which cannot be signed
			sender = w.anonymous()
		}
		sender.do(test.send).want(t, 400, test.code).wantHeader(t, "x-oss-ec", test.ec)
	}
}
