package osstest_test

import (
	"encoding/xml"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client/osstest"
)

// shown is a version in a list: its id, with a minus before that of a delete
// marker, and with a star behind that of the newest.
func (p listPage) shown() (all []string) {
	for _, e := range p.Entries {
		id := e.Key + " " + e.VersionId
		if e.XMLName.Local == "DeleteMarker" {
			id = "-" + id
		}
		if e.IsLatest {
			id += "*"
		}
		all = append(all, id)
	}
	return all
}

func TestListObjectVersions(t *testing.T) {
	_, w := inVersioned(t, "Enabled")
	put := func(key, body string) string {
		return w.do(request{method: "PUT", key: key, body: body}).want(t, 200, "").header.Get("x-oss-version-id")
	}
	one, two, other := put("k", "1"), put("k", "22"), put("l", "")
	marker := w.do(request{method: "DELETE", key: "k"}).header.Get("x-oss-version-id")
	three := put("m/1", "")

	all := []string{"-k " + marker + "*", "k " + two, "k " + one, "l " + other + "*", "m/1 " + three + "*"}
	for _, test := range []struct {
		name  string
		pairs []string
		want  []string
	}{
		{"all", nil, all},
		{"after a key", []string{"key-marker", "k"}, all[3:]},
		{"after a version", []string{"key-marker", "k", "version-id-marker", marker}, all[1:]},
		{"after the last version", []string{"key-marker", "k", "version-id-marker", one}, all[3:]},
		{"after a null version that is gone", []string{"key-marker", "k", "version-id-marker", "null"}, all},
		{"prefix", []string{"prefix", "l"}, all[3:4]},
	} {
		if diff := cmp.Diff(test.want, w.list(append(test.pairs, "versions", "")...).shown()); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
	p := w.list("versions", "", "delimiter", "/", "prefix", "m")
	if diff := cmp.Diff([]string{"m/"}, p.names()); diff != "" || p.XMLName.Local != "ListVersionsResult" || p.MaxKeys != 100 {
		t.Errorf("%+v\n%s", p, diff)
	}
}

// TestListAfterVersionGone: the version after which a page begins was deleted
// since. What was older than it is not lost, the null version included.
func TestListAfterVersionGone(t *testing.T) {
	_, w, _ := still(t, osstest.Options{})
	put := func() string {
		return w.do(request{method: "PUT", key: "k"}).want(t, 200, "").header.Get("x-oss-version-id")
	}
	put()
	w.do(request{method: "PUT", query: queryOf("versioning", ""),
		body: "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"}).want(t, 200, "")
	one, two, _ := put(), put(), put()
	w.do(request{method: "DELETE", key: "k", query: queryOf("versionId", two)}).want(t, 204, "")
	p := w.list("versions", "", "key-marker", "k", "version-id-marker", two)
	if diff := cmp.Diff([]string{"k " + one, "k null"}, p.shown()); diff != "" {
		t.Error(diff)
	}
}

func TestListVersionEntries(t *testing.T) {
	o, w := inVersioned(t, "Suspended")
	o.PutObject(bucketName, "k", osstest.Object{Body: []byte("body"), StorageClass: "IA"})
	w.do(request{method: "DELETE", key: "gone"}).want(t, 204, "")
	got := w.list("versions", "").Entries
	for i := range got {
		if got[i].Owner == nil || got[i].Owner.ID == "" {
			t.Errorf("%+v has no owner", got[i])
		}
		got[i].Owner = nil
	}
	const at = "2024-01-02T03:04:05.000Z"
	want := []listEntry{
		{XMLName: xml.Name{Local: "DeleteMarker"}, Key: "gone", VersionId: "null", LastModified: at, IsLatest: true},
		{XMLName: xml.Name{Local: "Version"}, Key: "k", VersionId: "null", LastModified: at, IsLatest: true,
			ETag: `"841A2D689AD86BD1611447453C22C6FC"`, Type: "Normal", Size: "4", StorageClass: "IA"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"k"}, w.list().names()); diff != "" {
		t.Errorf("ListObjects: %s", diff)
	}
}
