package osstest_test

import (
	"testing"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

var restoreQuery = map[string][]string{"restore": {""}}

func days(n string) string { return "<RestoreRequest><Days>" + n + "</Days></RestoreRequest>" }

// TestArchived: until it is restored an archived object tells all about
// itself, but not its content.
func TestArchived(t *testing.T) {
	for _, class := range []string{"Archive", "ColdArchive", "DeepColdArchive"} {
		o, w, c := still(t, osstest.Options{RestoreTakes: time.Hour})
		w.do(request{method: "PUT", key: "k", body: "body", header: []string{"x-oss-storage-class", class}}).want(t, 200, "")
		was, _ := o.Object(bucketName, "k")
		readable := func(want bool, restore string) {
			t.Helper()
			w.do(request{method: "HEAD", key: "k"}).want(t, 200, "").
				wantHeader(t, "x-oss-storage-class", class, "x-oss-restore", restore, "Content-Length", "4")
			get, copied := w.do(request{method: "GET", key: "k"}), w.do(request{method: "PUT", key: "copy", header: []string{"x-oss-copy-source", "/examplebucket/k"}})
			for _, a := range []answer{get, copied} {
				if want {
					a.want(t, 200, "")
				} else if e := a.want(t, 403, xmlerr.InvalidObjectState).err; e.EC != "0016-00000404" {
					t.Errorf("EC %q", e.EC)
				}
			}
		}
		restore := func(status int, code xmlerr.Code) {
			t.Helper()
			w.do(request{method: "POST", key: "k", query: restoreQuery, body: days("2")}).want(t, status, code)
		}
		readable(false, "")
		partCopy := request{method: "PUT", key: "parts", query: partQuery(w.initiate("parts"), "1"), header: []string{"x-oss-copy-source", "/examplebucket/k"}}
		w.do(partCopy).want(t, 403, xmlerr.InvalidObjectState)
		edit := []string{"x-oss-copy-source", "/examplebucket/k", "x-oss-metadata-directive", "REPLACE", "x-oss-storage-class", class}
		w.do(request{method: "PUT", key: "k", header: edit}).want(t, 403, xmlerr.InvalidObjectState)
		restore(202, "")
		readable(false, `ongoing-request="true"`)
		restore(409, xmlerr.RestoreAlreadyInProgress)
		c.move(time.Hour)
		readable(true, `ongoing-request="false", expiry-date="Thu, 04 Jan 2024 04:04:05 GMT"`)
		c.move(time.Hour)
		restore(200, "")
		readable(true, `ongoing-request="false", expiry-date="Thu, 04 Jan 2024 05:04:05 GMT"`)
		if got, _ := o.Object(bucketName, "k"); !got.LastModified.Equal(was.LastModified) {
			t.Error("restoring moved Last-Modified")
		}
		c.move(48 * time.Hour)
		readable(false, "")
		restore(202, "")
		c.move(time.Hour)
		w.do(request{method: "PUT", key: "k", header: edit}).want(t, 200, "")
		readable(false, "") // the new object was not restored
	}
}

func TestRestoreRequest(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	for _, test := range []struct {
		class, body string
		status      int
		code        xmlerr.Code
		expiry      string
	}{
		{"Archive", "", 202, "", "Wed, 03 Jan 2024 03:04:05 GMT"},
		{"Archive", days("7"), 202, "", "Tue, 09 Jan 2024 03:04:05 GMT"},
		{"Archive", days("8"), 400, xmlerr.MalformedXML, ""},
		{"Archive", days("0"), 400, xmlerr.MalformedXML, ""},
		{"Archive", days("x"), 400, xmlerr.MalformedXML, ""},
		{"Archive", "<Other/>", 400, xmlerr.MalformedXML, ""},
		{"ColdArchive", days("365"), 202, "", "Wed, 01 Jan 2025 03:04:05 GMT"},
		{"ColdArchive", days("366"), 400, xmlerr.MalformedXML, ""},
		{"DeepColdArchive", "<RestoreRequest><Days>1</Days><JobParameters><Tier>Expedited</Tier></JobParameters></RestoreRequest>", 202, "",
			"Wed, 03 Jan 2024 03:04:05 GMT"},
		{"ColdArchive", "<RestoreRequest><Days>1</Days><JobParameters><Tier>Fast</Tier></JobParameters></RestoreRequest>", 400, xmlerr.MalformedXML, ""},
		{"IA", "", 400, xmlerr.OperationNotSupported, ""},
	} {
		o.PutObject(bucketName, "k", osstest.Object{StorageClass: test.class})
		w.do(request{method: "POST", key: "k", query: restoreQuery, body: test.body}).want(t, test.status, test.code)
		want := ""
		if test.expiry != "" {
			want = `ongoing-request="false", expiry-date="` + test.expiry + `"`
		}
		w.do(request{method: "HEAD", key: "k"}).want(t, 200, "").wantHeader(t, "x-oss-restore", want)
	}
	w.do(request{method: "POST", key: "none", query: restoreQuery}).want(t, 404, xmlerr.NoSuchKey)
	w.do(request{method: "POST", key: "k", query: restoreQuery, body: days("1"), header: []string{"Content-Md5", "1B2M2Y8AsgTpgAmY7PhCfg=="}}).
		want(t, 400, xmlerr.InvalidDigest)
	for class, ec := range map[string]string{"Archive": "0016-00000608", "ColdArchive": "0016-00000704", "DeepColdArchive": "0016-00000704"} {
		o.PutObject(bucketName, "k", osstest.Object{StorageClass: class})
		w.do(request{method: "POST", key: "k", query: restoreQuery, body: days("0")}).wantHeader(t, "x-oss-ec", ec)
	}
	w.anonymous().do(request{method: "POST", key: "k", query: restoreQuery}).want(t, 403, xmlerr.AccessDenied)
}

// TestRestoreNeverShortens asks for less than there is.
func TestRestoreNeverShortens(t *testing.T) {
	o, w, c := still(t, osstest.Options{})
	until := c.now().Add(5 * 24 * time.Hour).UTC().Truncate(time.Second)
	o.PutObject(bucketName, "k", osstest.Object{StorageClass: "Archive", RestoredUntil: until})
	w.do(request{method: "POST", key: "k", query: restoreQuery, body: days("1")}).want(t, 200, "")
	if got, _ := o.Object(bucketName, "k"); !got.RestoredUntil.Equal(until) {
		t.Errorf("until %v, want %v", got.RestoredUntil, until)
	}
}

func TestCleanRestoredObject(t *testing.T) {
	o, w, c := still(t, osstest.Options{RestoreTakes: time.Hour})
	o.PutObject(bucketName, "k", osstest.Object{StorageClass: "ColdArchive"})
	clean := request{method: "POST", key: "k", query: map[string][]string{"cleanRestoredObject": {""}}}
	w.do(clean).want(t, 409, "ArchiveRestoreFileStale")
	w.do(request{method: "POST", key: "k", query: restoreQuery}).want(t, 202, "").wantHeader(t, "x-oss-object-restore-priority", "Standard")
	w.do(clean).want(t, 409, "ArchiveRestoreNotFinished")
	c.move(time.Hour)
	w.do(request{method: "GET", key: "k"}).want(t, 200, "")
	w.do(clean).want(t, 200, "")
	w.do(request{method: "GET", key: "k"}).want(t, 403, xmlerr.InvalidObjectState)
	w.do(clean).want(t, 409, "ArchiveRestoreFileStale")
}

// TestArchiveDirectRead counts for Archive, and for the bucket that has the
// object.
func TestArchiveDirectRead(t *testing.T) {
	o, w, _ := still(t, osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName, ArchiveDirectRead: true}, {Name: "bucket-two"}}})
	for _, bucket := range []string{bucketName, "bucket-two"} {
		o.PutObject(bucket, "a", osstest.Object{StorageClass: "Archive", Body: []byte("x")})
	}
	o.PutObject(bucketName, "c", osstest.Object{StorageClass: "ColdArchive"})
	w.do(request{method: "GET", key: "a"}).want(t, 200, "")
	w.do(request{method: "GET", key: "c"}).want(t, 403, xmlerr.InvalidObjectState)
	for source, status := range map[string]int{"/examplebucket/a": 200, "/bucket-two/a": 403} {
		a := w.do(request{method: "PUT", key: "copy", header: []string{"x-oss-copy-source", source}})
		if a.status != status {
			t.Errorf("copy of %s: %d %v", source, a.status, a.err)
		}
	}
}

// TestArchivedVersions restores one version, and reads one by a link.
func TestArchivedVersions(t *testing.T) {
	o, w := inVersioned(t, "Enabled")
	put := request{method: "PUT", key: "k", body: "x", header: []string{"x-oss-storage-class", "Archive"}}
	first := w.do(put).want(t, 200, "").header.Get("x-oss-version-id")
	w.do(put).want(t, 200, "")
	version := map[string][]string{"versionId": {first}}
	w.do(request{method: "POST", key: "k", query: map[string][]string{"restore": {""}, "versionId": {first}}}).want(t, 202, "").
		wantHeader(t, "x-oss-version-id", first)
	w.do(request{method: "GET", key: "k", query: version}).want(t, 200, "")
	w.do(request{method: "GET", key: "k"}).want(t, 403, xmlerr.InvalidObjectState)
	o.PutObject(bucketName, "link", osstest.Object{SymlinkTarget: "k"})
	w.do(request{method: "GET", key: "link"}).want(t, 403, xmlerr.InvalidObjectState)
	w.do(request{method: "POST", key: "k", query: restoreQuery}).want(t, 202, "")
	a := w.do(request{method: "GET", key: "link"}).want(t, 200, "")
	if r, ok := headers.ParseRestore(a.header.Get("x-oss-restore")); !ok || r.Ongoing {
		t.Errorf("x-oss-restore of the link: %q", a.header.Get("x-oss-restore"))
	}
}

// TestRestoreInfo: lists tell of a restore what HEAD tells.
func TestRestoreInfo(t *testing.T) {
	o, w, c := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{StorageClass: "Archive", RestoredUntil: c.now().Add(time.Hour)})
	want := `ongoing-request="false", expiry-date="Tue, 02 Jan 2024 04:04:05 GMT"`
	for range 2 {
		w.do(request{method: "HEAD", key: "k"}).want(t, 200, "").wantHeader(t, "x-oss-restore", want)
		for _, query := range [][]string{nil, {"list-type", "2"}, {"versions", ""}} {
			if got := w.list(query...).Entries[0].RestoreInfo; got != want {
				t.Errorf("%v: RestoreInfo %q, want %q", query, got, want)
			}
		}
		c.move(time.Hour)
		want = ""
	}
}
