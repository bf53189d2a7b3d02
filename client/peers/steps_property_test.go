package peers

import (
	"net/http"
	"testing"
	"time"
)

func tagging(t *testing.T, d *drive) {
	p := object("tagged")
	first := []tag{{"k 1", "a+b=c"}, {"path", "/x:y_z.-"}}
	s := d.seed(t, p, "content", properties{Tags: first})
	same(t, "count of tags", s.Tags, 2)
	want := func(what string, want []tag) {
		t.Helper()
		got, err := d.tags(p)
		ok(t, err)
		same(t, what, got, want)
	}
	want("tags that were put with the object", first)
	second := []tag{{"only", "one"}}
	ok(t, d.setTags(p, second))
	want("tags that were put alone", second)
	after, err := d.head(p, conditions{})
	ok(t, err)
	same(t, "Last-Modified, which tags leave alone", after.Modified, s.Modified)
	ok(t, d.dropTags(p))
	want("tags that were deleted", nil)
	after, err = d.head(p, conditions{})
	ok(t, err)
	same(t, "count of tags", after.Tags, 0)
}

func objectACL(t *testing.T, d *drive) {
	p := object("acl")
	d.seed(t, p, "content", properties{})
	u, err := d.presign("GET", p, time.Minute, properties{}, reading{})
	ok(t, err)
	want := func(acl string, anonymous int) {
		t.Helper()
		got, owner, err := d.acl(p)
		ok(t, err)
		status, _, _ := d.send(t, "GET", u.unsigned(), "")
		if got != acl || owner == "" || status != anonymous {
			t.Errorf("ACL %q of owner %q, anonymous GET answered %d; want %q, an owner, %d", got, owner, status, acl, anonymous)
		}
	}
	want("default", http.StatusForbidden)
	ok(t, d.setACL(p, "public-read"))
	want("public-read", http.StatusOK)
	ok(t, d.setACL(p, "default"))
	want("default", http.StatusForbidden)
	d.seed(t, p, "content", properties{ACL: "public-read-write"})
	want("public-read-write", http.StatusOK)
}

func symlink(t *testing.T, d *drive) {
	target, link := object("target a+b/"+nasty[0]), object("link a+b/"+nasty[0])
	to := d.seed(t, target, "content", full())
	set := properties{Meta: map[string]string{"of": "the link"}}
	ok(t, d.setSymlink(link, target.key, set))
	got, err := d.symlink(link)
	ok(t, err)
	same(t, "target", got, target.key)
	d.wantBody(t, link, "content")
	s, err := d.head(link, conditions{})
	ok(t, err)
	same(t, "what HEAD of the link tells", []any{s.Kind, s.Size, s.ETag, s.Meta["of"]}, []any{"Symlink", to.Size, to.ETag, "the link"})
	_, err = d.delete(target)
	ok(t, err)
	_, _, err = d.get(link, conditions{}, reading{})
	d.wantRefused(t, "GET of a link to nothing", err, http.StatusNotFound, "SymlinkTargetNotExist")
	_, err = d.symlink(object("absent"))
	d.wantRefused(t, "target of what is not there", err, http.StatusNotFound, "NoSuchKey")
}
