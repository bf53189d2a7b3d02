package osstest_test

import (
	"testing"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

func TestTrafficLimit(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{Body: []byte("x")})
	const name = "x-oss-traffic-limit"
	for value, ec := range map[string]string{"819200": "", "838860800": "", "819199": "0004-00000502", "838860801": "0004-00000502", "fast": "0004-00000502"} {
		for _, r := range []request{
			{method: "GET", key: "k", header: []string{name, value}},
			{method: "GET", key: "k", query: map[string][]string{name: {value}}},
			{method: "PUT", key: "k", header: []string{name, value}},
			{method: "POST", key: "k", query: queryOf("uploads", ""), header: []string{name, value}},
			{method: "PUT", key: "copy", header: []string{name, value, "x-oss-copy-source", "/examplebucket/k"}},
		} {
			if ec == "" {
				w.do(r).want(t, 200, "")
			} else {
				w.do(r).want(t, 400, xmlerr.InvalidArgument).wantHeader(t, "x-oss-ec", ec)
			}
		}
	}
	w.do(request{method: "GET", key: "k", header: []string{name, "819200"}, query: map[string][]string{name: {"819200"}}}).
		want(t, 400, xmlerr.InvalidArgument).wantHeader(t, "x-oss-ec", "0004-00000501")
	w.do(request{method: "HEAD", key: "k", header: []string{name, "819200"}}).want(t, 400, xmlerr.NotImplemented)
	w.do(request{method: "HEAD", key: "k", header: []string{"x-oss-request-payer", "requester"}}).want(t, 200, "")
	w.do(request{method: "GET", key: "k", query: map[string][]string{"x-oss-request-payer": {"requester"}}}).want(t, 200, "")
}
