package peers

import (
	"net/http"
	"testing"
	"time"
)

// at returns p at one of its versions.
func (p place) at(version string) place {
	p.version = version
	return p
}

func versions(t *testing.T, d *drive) {
	const bucket = "peers-history"
	ok(t, d.createBucket(bucket, "", ""))
	p := place{bucket: bucket, key: "versions/" + nasty[0]}
	_, err := d.put(p, "before", full())
	ok(t, err)
	status, err := d.versioning(bucket)
	ok(t, err)
	same(t, "versioning before it was set", status, "")
	ok(t, d.setVersioning(bucket, "Enabled"))
	status, err = d.versioning(bucket)
	ok(t, err)
	info, err := d.bucketInfo(bucket)
	ok(t, err)
	same(t, "versioning", []string{status, info.Versioning}, []string{"Enabled", "Enabled"})

	one, err := d.put(p, "one", properties{ContentType: "text/one"})
	ok(t, err)
	two, err := d.put(p, "two", properties{ContentType: "text/two"})
	ok(t, err)
	if one.Version == "" || two.Version == "" || one.Version == two.Version {
		t.Fatalf("versions are %q and %q", one.Version, two.Version)
	}
	d.wantBody(t, p, "two")
	for version, want := range map[string]string{"null": "before", one.Version: "one", two.Version: "two"} {
		d.wantBody(t, p.at(version), want)
		head, err := d.head(p.at(version), conditions{})
		ok(t, err)
		meta, err := d.meta(p.at(version))
		ok(t, err)
		same(t, "what HEAD tells of "+version, []string{head.Version, head.ETag}, []string{version, etagOf(want)})
		same(t, "ETag of "+version, meta.ETag, etagOf(want))
	}
	_, _, err = d.get(p.at("CAEQNhiBgMDJgZCA0BYiIDc4MGZjZGI2OTBjOTRmNTE5NmU5NmFhZjhjYmY0AAAA"), conditions{}, reading{})
	d.wantRefused(t, "GET of a version that does not exist", err, http.StatusNotFound, "NoSuchVersion")
	versionsCopied(t, d, p, one)
	versionsDeleted(t, d, p, one)
}

// versionsCopied copies the older version over the newer ones.
func versionsCopied(t *testing.T, d *drive, p place, one written) {
	c, err := d.copy(p, p.at(one.Version), "", conditions{}, properties{})
	ok(t, err)
	same(t, "source version", c.SourceVersion, one.Version)
	s, err := d.head(p, conditions{})
	ok(t, err)
	// With versions, a copy onto itself really copies the metadata.
	same(t, "the copy", []string{s.Version, s.ETag, s.ContentType}, []string{c.Version, one.ETag, "text/one"})
	if c.Version == "" || c.Version == one.Version {
		t.Errorf("the copy's version is %q", c.Version)
	}
	ok(t, d.setTags(p.at(one.Version), []tag{{"of", "one"}}))
	ok(t, d.setACL(p.at(one.Version), "public-read"))
	for version, want := range map[string]string{one.Version: "one public-read", c.Version: " default"} {
		tags, err := d.tags(p.at(version))
		ok(t, err)
		acl, _, err := d.acl(p.at(version))
		ok(t, err)
		got := " " + acl
		for _, tag := range tags {
			got = tag.Value + got
		}
		same(t, "tags and ACL of "+version, got, want)
	}
}

func versionsDeleted(t *testing.T, d *drive, p place, one written) {
	marker, err := d.delete(p)
	ok(t, err)
	same(t, "whether deleting made a marker", marker.Marker, true)
	_, _, get := d.get(p, conditions{}, reading{})
	d.wantRefused(t, "GET of what was deleted", get, http.StatusNotFound, "NoSuchKey")
	_, head := d.head(p, conditions{})
	d.wantRefused(t, "HEAD of what was deleted", head, http.StatusNotFound, "NoSuchKey")
	_, _, get = d.get(p.at(marker.Version), conditions{}, reading{})
	d.wantRefused(t, "GET of the marker", get, http.StatusMethodNotAllowed, "MethodNotAllowed")
	_, head = d.head(p.at(marker.Version), conditions{})
	d.wantRefused(t, "HEAD of the marker", head, http.StatusMethodNotAllowed, "MethodNotAllowed")

	gone, err := d.delete(p.at(marker.Version))
	ok(t, err)
	same(t, "deletion of the marker", gone, deleted{Key: p.key, Version: marker.Version, Marker: true})
	d.wantBody(t, p, "one") // the copy
	gone, err = d.delete(p.at(one.Version))
	ok(t, err)
	same(t, "deletion of a version", gone, deleted{Key: p.key, Version: one.Version})
	_, _, get = d.get(p.at(one.Version), conditions{}, reading{})
	d.wantRefused(t, "GET of a deleted version", get, http.StatusNotFound, "NoSuchVersion")
}

// versionsListed lists two versions and a marker of one key, and one version
// of another.
func versionsListed(t *testing.T, d *drive) {
	a, b := place{bucket: versioned, key: "listed/" + nasty[0]}, place{bucket: versioned, key: "listed/b"}
	one, err := d.put(a, "1", properties{})
	ok(t, err)
	two, err := d.put(a, "22", properties{})
	ok(t, err)
	marker, err := d.delete(a)
	ok(t, err)
	three, err := d.put(b, "333", properties{})
	ok(t, err)
	want := map[string]entry{ // by version
		marker.Version: {Key: a.key, Marker: true},
		two.Version:    {Key: a.key, ETag: two.ETag, Kind: "Normal", Class: "Standard", Size: 2},
		one.Version:    {Key: a.key, ETag: one.ETag, Kind: "Normal", Class: "Standard", Size: 1},
		three.Version:  {Key: b.key, ETag: three.ETag, Kind: "Normal", Class: "Standard", Size: 3, Latest: true},
	}
	for _, size := range []int{1, 3, 1000} {
		got := make(map[string]entry)
		for _, p := range d.versionPages(t, listing{Prefix: "listed/", Max: size}) {
			for _, e := range p.Entries {
				if e.Owner == "" || e.Modified.IsZero() {
					t.Errorf("version %+v has no owner or time", e)
				}
				version := e.Version
				e.Owner, e.Version, e.Modified = "", "", time.Time{}
				got[version] = e
			}
		}
		same(t, "versions", got, want)
	}
	p, err := d.listVersions(versioned, listing{Prefix: "list", Delimiter: "/"})
	ok(t, err)
	same(t, "versions with delimiter", p, page{Prefixes: []string{"listed/"}})
}

// versionPages turns the pages of versions.
func (d *drive) versionPages(t *testing.T, o listing) []page {
	t.Helper()
	return lister{"ListObjectVersions", d.listVersions, func(o *listing, p page) { o.After, o.Token = p.Next, p.NextVersion }}.pages(t, versioned, o)
}

func deleteOne(t *testing.T, d *drive) {
	p := object("deleted")
	d.seed(t, p, "content", properties{})
	for range 2 { // the second time nothing is there, which is no error
		got, err := d.delete(p)
		ok(t, err)
		same(t, "what deleting tells", got, deleted{Key: p.key})
		exists, err := d.exists(p)
		ok(t, err)
		same(t, "whether it exists", exists, false)
	}
}

func deleteMany(t *testing.T, d *drive) {
	var places []place
	var want []deleted
	for _, key := range d.nasty() {
		p := object("many/" + key)
		d.seed(t, p, "content", properties{})
		places, want = append(places, p), append(want, deleted{Key: p.key})
	}
	places, want = append(places, object("many/absent")), append(want, deleted{Key: "many/absent"})
	got, err := d.deleteMany(plain, places)
	ok(t, err)
	same(t, "what was deleted", got, want)
	left, err := d.listV2(plain, listing{Prefix: "many/"})
	ok(t, err)
	same(t, "what is left", left.keys(), []string{})

	p := place{bucket: versioned, key: "many"}
	one, err := d.put(p, "content", properties{})
	ok(t, err)
	got, err = d.deleteMany(versioned, []place{p})
	ok(t, err)
	if len(got) != 1 || !got[0].Marker || got[0].MarkerVersion == "" {
		t.Fatalf("deleting the newest version told %+v", got)
	}
	marker := got[0].MarkerVersion
	got, err = d.deleteMany(versioned, []place{p.at(one.Version), p.at(marker)})
	ok(t, err)
	same(t, "deleted versions", got, []deleted{{Key: p.key, Version: one.Version},
		{Key: p.key, Version: marker, Marker: true, MarkerVersion: marker}})
	left, err = d.listVersions(versioned, listing{Prefix: "many"})
	ok(t, err)
	same(t, "versions that are left", left.keys(), []string{})
}
