package osstest_test

import (
	"strings"
	"testing"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

// between returns what is in an element of a document, "" if there is none.
func between(body, element string) string {
	_, rest, _ := strings.Cut(body, "<"+element+">")
	text, _, _ := strings.Cut(rest, "</"+element+">")
	return text
}

func TestBucketACL(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{})
	for _, test := range []struct {
		acl   string
		reads int
		lists int
		puts  int
	}{{"public-read", 200, 200, 403}, {"public-read-write", 200, 200, 200}, {"private", 403, 403, 403}} {
		w.do(request{method: "PUT", query: acl, header: []string{"x-oss-acl", test.acl}}).want(t, 200, "")
		a := w.do(request{method: "GET", query: acl}).want(t, 200, "")
		if between(a.body, "Grant") != test.acl || between(a.body, "ID") == "" {
			t.Errorf("%s: %s", test.acl, a.body)
		}
		for _, r := range []struct {
			r    request
			want int
		}{
			{request{method: "GET", key: "k"}, test.reads},
			{request{method: "GET"}, test.lists},
			{request{method: "GET", query: queryOf("list-type", "2")}, test.lists},
			{request{method: "GET", query: queryOf("versions", "")}, test.lists},
			{request{method: "PUT", key: "k"}, test.puts},
		} {
			if a := w.anonymous().do(r.r); a.status != r.want {
				t.Errorf("%s, anonymous %s %v: %d, want %d", test.acl, r.r.method, r.r.query, a.status, r.want)
			}
		}
	}
	for _, header := range [][]string{nil, {"x-oss-acl", ""}, {"x-oss-acl", "default"}} {
		w.do(request{method: "PUT", query: acl, header: header}).want(t, 400, xmlerr.InvalidArgument)
	}
}

// TestBucketOwner: whatever the ACL, a bucket is its owner's.
func TestBucketOwner(t *testing.T) {
	_, w, _ := still(t, osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName, ACL: "public-read-write"}}})
	for _, query := range []string{"", "bucketInfo", "location", "acl", "versioning", "publicAccessBlock"} {
		for _, method := range []string{"GET", "PUT", "DELETE", "HEAD"} {
			r := request{method: method, query: queryOf(query, "")}
			if query == "" {
				r.query = nil
			}
			a := w.anonymous().do(r)
			if lists := method == "GET" && query == ""; !lists && a.status != 403 && (a.err == nil || a.err.Code != xmlerr.NotImplemented) {
				t.Errorf("anonymous %s ?%s: %d %v", method, query, a.status, a.err)
			}
		}
	}
}

func TestBucketVersioning(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	set := func(status string) answer {
		return w.do(request{method: "PUT", query: queryOf("versioning", ""),
			body: "<VersioningConfiguration><Status>" + status + "</Status></VersioningConfiguration>"})
	}
	put := func() string {
		return w.do(request{method: "PUT", key: "k"}).want(t, 200, "").header.Get("x-oss-version-id")
	}
	state := func(want string) {
		t.Helper()
		a := w.do(request{method: "GET", query: queryOf("versioning", "")}).want(t, 200, "")
		if got := between(a.body, "Status"); got != want || w.info().Versioning != want || strings.Contains(a.body, "Status") != (want != "") {
			t.Errorf("%s, want %q", a.body, want)
		}
	}
	state("")
	if id := put(); id != "" {
		t.Errorf("without versioning: version %q", id)
	}
	set("Enabled").want(t, 200, "")
	state("Enabled")
	first := put()
	set("Suspended").want(t, 200, "")
	state("Suspended")
	if id := put(); id != "null" || len(first) != 64 {
		t.Errorf("versions %q and %q", first, id)
	}
	for _, status := range []string{"", "Disabled", "enabled"} {
		set(status).want(t, 400, xmlerr.MalformedXML)
	}
	w.do(request{method: "PUT", query: queryOf("versioning", "")}).want(t, 400, xmlerr.MalformedXML)
	state("Suspended")
	if n := len(o.Versions(bucketName, "k")); n != 2 { // the null version took the first one's place
		t.Errorf("%d versions", n)
	}
}

// TestBlockPublicAccess: public ACLs have no effect, and no new ones can be
// set. When the block goes, the old ones count again.
func TestBlockPublicAccess(t *testing.T) {
	o, w, _ := still(t, osstest.Options{Buckets: []osstest.Bucket{
		{Name: bucketName, ACL: "public-read-write", BlockPublicAccess: true}, {Name: "other"},
	}})
	o.PutObject(bucketName, "open", osstest.Object{ACL: "public-read"})
	o.PutObject(bucketName, "closed", osstest.Object{})
	block := queryOf("publicAccessBlock", "")
	state := func(want string) {
		t.Helper()
		a := w.do(request{method: "GET", query: block}).want(t, 200, "")
		if got := between(a.body, "BlockPublicAccess"); got != want || w.info().BlockPublicAccess != (want == "true") {
			t.Errorf("%s, want %s", a.body, want)
		}
	}
	set := func(value string) answer {
		return w.do(request{method: "PUT", query: block,
			body: "<PublicAccessBlockConfiguration><BlockPublicAccess>" + value + "</BlockPublicAccess></PublicAccessBlockConfiguration>"})
	}
	anonymous := func(status int) {
		t.Helper()
		for _, r := range []request{{method: "GET", key: "open"}, {method: "GET"}, {method: "PUT", key: "new"}} {
			if a := w.anonymous().do(r); a.status != status {
				t.Errorf("anonymous %s %q: %d, want %d", r.method, r.key, a.status, status)
			}
		}
	}
	state("true")
	anonymous(403)
	w.do(request{method: "GET", key: "open"}).want(t, 200, "") // the owner's signature
	blockedWrites(t, w)
	set("maybe").want(t, 400, xmlerr.MalformedXML)
	w.do(request{method: "DELETE", query: block}).want(t, 204, "")
	state("false")
	anonymous(200)
	set("true").want(t, 200, "")
	state("true")
	anonymous(403)
	set("false").want(t, 200, "")
	w.do(request{method: "PUT", key: "k", header: []string{"x-oss-object-acl", "public-read"}}).want(t, 200, "")
}

// blockedWrites tries every request that sets an ACL.
func blockedWrites(t *testing.T, w *wire) {
	t.Helper()
	source := []string{"x-oss-copy-source", "/" + bucketName + "/open"}
	for _, r := range []request{
		{method: "PUT", key: "k"}, {method: "PUT", key: "k", header: source}, {method: "PUT", key: "closed", query: acl},
		{method: "POST", key: "k", query: queryOf("append", "", "position", "0")},
		{method: "PUT", key: "k", query: queryOf("symlink", ""), header: []string{"x-oss-symlink-target", "open"}},
		{method: "POST", key: "k", query: queryOf("uploads", "")},
	} {
		before := r.header
		r.header = append(before, "x-oss-object-acl", "public-read")
		if a := w.do(r).want(t, 403, xmlerr.AccessDenied); a.err.EC != "0016-00000901" {
			t.Errorf("%s %v: EC %q", r.method, r.query, a.err.EC)
		}
		r.header = append(before, "x-oss-object-acl", "private")
		w.do(r).want(t, 200, "")
		w.do(request{method: "DELETE", key: "k"}).want(t, 204, "")
	}
	for _, query := range []map[string][]string{nil, acl} {
		w.do(request{method: "PUT", query: query, header: []string{"x-oss-acl", "public-read"}}).want(t, 403, xmlerr.AccessDenied)
	}
}
