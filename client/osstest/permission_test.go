package osstest_test

import (
	"testing"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

// TestDenied denies one action and tries requests that need it, and some that
// do not.
func TestDenied(t *testing.T) {
	copies := request{method: "PUT", key: "copy", header: []string{"x-oss-copy-source", "/examplebucket/k"}}
	version := map[string][]string{"versionId": {"null"}}
	for _, test := range []struct {
		action          string
		denied, allowed []request
	}{
		{"oss:GetObject",
			[]request{{method: "GET", key: "k"}, {method: "HEAD", key: "k"}, {method: "HEAD", key: "k", query: map[string][]string{"objectMeta": {""}}}, copies},
			[]request{{method: "PUT", key: "k"}, {method: "GET", key: "k", query: acl}, {method: "GET", key: "k", query: version}}},
		{"oss:GetObjectVersion", []request{{method: "GET", key: "k", query: version},
			{method: "PUT", key: "copy", header: []string{"x-oss-copy-source", "/examplebucket/k?versionId=null"}}}, []request{{method: "GET", key: "k"}}},
		{"oss:PutObject", []request{{method: "PUT", key: "k"}, copies},
			[]request{{method: "GET", key: "k"}, {method: "PUT", key: "k", query: acl, header: []string{"x-oss-object-acl", "private"}}}},
		{"oss:GetObjectAcl", []request{{method: "GET", key: "k", query: acl}}, []request{copies, {method: "HEAD", key: "k"}}},
		{"oss:PutObjectAcl", []request{{method: "PUT", key: "k", query: acl, header: []string{"x-oss-object-acl", "private"}}},
			[]request{{method: "GET", key: "k", query: acl}, copies}},
		{"oss:PutObjectTagging", []request{{method: "PUT", key: "k", header: []string{"x-oss-tagging", "a=1"}}, {method: "PUT", key: "k", query: tagging, body: "<Tagging/>"}},
			[]request{{method: "PUT", key: "k"}, {method: "GET", key: "k", query: tagging}}},
		{"oss:ListObjects", []request{{method: "GET"}, {method: "GET", query: map[string][]string{"list-type": {"2"}}}}, []request{{method: "GET", query: acl}}},
		{"oss:GetBucketAcl", []request{{method: "GET", query: acl}}, []request{{method: "GET"}, {method: "HEAD"}}},
		{"oss:GetBucketInfo", []request{{method: "GET", query: queryOf("bucketInfo", "")}, {method: "HEAD"}}, []request{{method: "GET"}}},
		{"oss:DeleteObject", []request{{method: "DELETE", key: "k"}, deleteRequest(ofKey("k"))}, []request{{method: "GET", key: "k"}}},
		{"oss:DeleteObjectVersion", []request{{method: "DELETE", key: "k", query: version}, deleteRequest(ofKey("none") + ofKey("k", "null"))},
			[]request{deleteRequest(ofKey("k"))}},
	} {
		for _, who := range []string{"", "LTAIlong"} {
			o, w, _ := still(t, osstest.Options{
				Credentials: []signer.Credentials{{AccessKeyID: "LTAIlong", AccessKeySecret: "long"}, {AccessKeyID: "LTAIother", AccessKeySecret: "other"}},
				Denied:      map[string][]string{who: {test.action}},
			})
			o.PutObject(bucketName, "k", rich())
			for _, r := range test.denied {
				e := w.do(r).want(t, 403, xmlerr.AccessDenied).err
				if e.EC != "0003-00000201" || e.Extra["AuthAction"] != test.action {
					t.Errorf("%s: EC %q, %v", test.action, e.EC, e.Extra)
				}
				o.PutObject(bucketName, "k", rich())
				other := w.with(func(w *wire) { w.creds = signer.Credentials{AccessKeyID: "LTAIother", AccessKeySecret: "other"} }).do(r)
				if (other.status == 403) != (who == "") {
					t.Errorf("%s denied to %q: %s answered another key %d", test.action, who, r.method, other.status)
				}
			}
			o.PutObject(bucketName, "k", rich())
			for _, r := range test.allowed {
				if a := w.do(r); a.status != 200 {
					t.Errorf("%s denied: %s %v answered %d", test.action, r.method, r.query, a.status)
				}
			}
		}
	}
}

// TestDeniedTags: who may not read tags does not learn how many there are.
func TestDeniedTags(t *testing.T) {
	o, w, _ := still(t, osstest.Options{Denied: map[string][]string{"": {"oss:GetObjectTagging"}}})
	o.PutObject(bucketName, "k", rich())
	w.do(request{method: "HEAD", key: "k"}).want(t, 200, "").wantHeader(t, "x-oss-tagging-count", "")
	w.do(request{method: "GET", key: "k", query: tagging}).want(t, 403, xmlerr.AccessDenied)
}
