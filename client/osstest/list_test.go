package osstest_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

// A listPage is a page of any of the three lists of keys.
type listPage struct {
	XMLName                                              xml.Name
	Name, Prefix, Delimiter, EncodingType                string
	Marker, NextMarker                                   *string
	StartAfter, ContinuationToken, NextContinuationToken string
	KeyMarker, VersionIdMarker                           string
	NextKeyMarker, NextVersionIdMarker                   string
	MaxKeys                                              int
	KeyCount                                             *int
	IsTruncated                                          bool
	CommonPrefixes                                       []struct{ Prefix string }
	Entries                                              []listEntry `xml:",any"`
}

type listEntry struct {
	XMLName                                      xml.Name
	Key, VersionId                               string
	LastModified, ETag, Type, Size, StorageClass string
	RestoreInfo                                  string
	IsLatest                                     bool
	Owner                                        *struct{ ID, DisplayName string }
}

// A lister is one of the lists: what asks for it, and for the page after one.
type lister struct {
	name string
	ask  []string
	next func(listPage) []string
}

var listers = []lister{
	{"ListObjects", nil, func(p listPage) []string { return []string{"marker", orNone(p.NextMarker)} }},
	{"ListObjectsV2", []string{"list-type", "2"}, func(p listPage) []string { return []string{"continuation-token", p.NextContinuationToken} }},
	{"ListObjectVersions", []string{"versions", ""}, func(p listPage) []string {
		return []string{"key-marker", p.NextKeyMarker, "version-id-marker", p.NextVersionIdMarker}
	}},
}

func orNone(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func queryOf(pairs ...string) map[string][]string {
	query := make(map[string][]string)
	for i := 0; i+1 < len(pairs); i += 2 {
		query[pairs[i]] = []string{pairs[i+1]}
	}
	return query
}

func (w *wire) list(pairs ...string) (p listPage) {
	w.t.Helper()
	a := w.do(request{method: "GET", query: queryOf(pairs...)}).want(w.t, 200, "")
	if err := xml.Unmarshal([]byte(a.body), &p); err != nil {
		w.t.Fatal(err)
	}
	return p
}

// names are the keys of a page, and its common prefixes behind them.
func (p listPage) names() (all []string) {
	for _, e := range p.Entries {
		all = append(all, e.Key)
	}
	for _, c := range p.CommonPrefixes {
		all = append(all, c.Prefix)
	}
	return all
}

func TestListObjects(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	for _, key := range []string{"b", "a b+", "dir/1", "dir/2", "dir/sub/3", "e"} {
		o.PutObject(bucketName, key, osstest.Object{Body: []byte(key), StorageClass: "IA"})
	}
	all := []string{"a b+", "b", "dir/1", "dir/2", "dir/sub/3", "e"}
	for _, test := range []struct {
		name, marker string // of ListObjects and ListObjectsV2
		pairs        []string
		want         []string
	}{
		{"all", "", nil, all},
		{"prefix", "", []string{"prefix", "dir/"}, all[2:5]},
		{"delimiter", "", []string{"delimiter", "/"}, []string{"a b+", "b", "e", "dir/"}},
		{"both", "", []string{"delimiter", "/", "prefix", "dir/"}, []string{"dir/1", "dir/2", "dir/sub/"}},
		{"long delimiter", "", []string{"delimiter", "ir/s"}, []string{"a b+", "b", "dir/1", "dir/2", "e", "dir/s"}},
		{"marker", "b", nil, all[2:]},
		{"marker that is no key", "c", nil, all[2:]},
		{"marker before the prefix", "a", []string{"prefix", "b"}, []string{"b"}},
		{"marker beyond the prefix", "c", []string{"prefix", "b"}, nil},
		{"marker is a common prefix", "dir/", []string{"delimiter", "/"}, []string{"e"}},
		{"marker within a common prefix", "dir/1", []string{"delimiter", "/"}, []string{"e", "dir/"}},
		{"encoded", "", []string{"encoding-type", "url", "prefix", "a b"}, []string{"a%20b%2B"}},
		{"nothing", "", []string{"prefix", "x"}, nil},
	} {
		one := w.list(append(test.pairs, "marker", test.marker)...)
		two := w.list(append(test.pairs, "start-after", test.marker, "list-type", "2")...)
		for _, p := range []listPage{one, two} {
			if diff := cmp.Diff(test.want, p.names()); diff != "" || p.IsTruncated || p.Name != bucketName || p.MaxKeys != 100 {
				t.Errorf("%s: %+v\n%s", test.name, p, diff)
			}
		}
		if one.Marker == nil || *one.Marker != test.marker || one.KeyCount != nil || two.Marker != nil || *two.KeyCount != len(test.want) || two.StartAfter != test.marker {
			t.Errorf("%s: %+v, %+v", test.name, one, two)
		}
	}
}

// TestListEncoded: exactly the elements that OSS lists are encoded.
func TestListEncoded(t *testing.T) {
	o, w := inVersioned(t, "Enabled")
	for _, key := range []string{"+ \x01", "+ /1", "+ /2", "+ 中"} {
		o.PutObject(bucketName, key, osstest.Object{})
	}
	const blank = "%2B%20"
	common := []string{"encoding-type", "url", "prefix", "+ ", "delimiter", "/", "max-keys", "1"}
	p := w.list(append(common, "marker", "+ ")...)
	if p.Prefix != blank || p.Delimiter != "%2F" || *p.Marker != blank || *p.NextMarker != blank+"%01" || p.EncodingType != "url" {
		t.Errorf("%+v", p)
	}
	p = w.list(append(common, "marker", "+ \x01")...)
	if diff := cmp.Diff([]string{blank + "%2F"}, p.names()); diff != "" || *p.NextMarker != blank+"%2F" {
		t.Errorf("%+v\n%s", p, diff)
	}
	p = w.list(append(common, "list-type", "2", "start-after", "+ ")...)
	if p.Prefix != blank || p.StartAfter != blank || p.Entries[0].Key != blank+"%01" || p.NextContinuationToken == "" {
		t.Errorf("%+v", p)
	}
	p = w.list(append(common, "versions", "", "key-marker", "+ ")...)
	if p.Prefix != blank || p.KeyMarker != blank || p.NextKeyMarker != blank+"%01" || len(p.NextVersionIdMarker) != 64 {
		t.Errorf("%+v", p)
	}
	a := w.do(request{method: "GET", query: queryOf("prefix", "+ \x01", "delimiter", "<")}).want(t, 200, "")
	if between(a.body, "Key") != "+ &#x01;" || between(a.body, "Prefix") != "+ &#x01;" || between(a.body, "Delimiter") != "&lt;" {
		t.Errorf("without encoding-type: %s", a.body)
	}
}

func TestListEntries(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	o.PutObject(bucketName, "k", osstest.Object{Body: []byte("body"), StorageClass: "IA"})
	entry := listEntry{XMLName: xml.Name{Local: "Contents"}, Key: "k", LastModified: "2024-01-02T03:04:05.000Z",
		ETag: `"841A2D689AD86BD1611447453C22C6FC"`, Type: "Normal", Size: "4", StorageClass: "IA"}
	if diff := cmp.Diff([]listEntry{entry}, w.list("list-type", "2").Entries); diff != "" {
		t.Error(diff)
	}
	for _, pairs := range [][]string{{}, {"list-type", "2", "fetch-owner", "true"}} {
		e := w.list(pairs...).Entries[0]
		if e.Owner == nil || e.Owner.ID == "" || e.Owner.DisplayName == "" {
			t.Errorf("%v: owner %v", pairs, e.Owner)
		}
	}
}

func TestListRefused(t *testing.T) {
	_, w, _ := still(t, osstest.Options{})
	long := strings.Repeat("x", 1024)
	for _, pairs := range [][]string{
		{"max-keys", "0"}, {"max-keys", "1001"}, {"max-keys", "-1"}, {"max-keys", "x"}, {"encoding-type", "base64"},
		{"prefix", long}, {"delimiter", long}, {"marker", long}, {"versions", "", "key-marker", long},
		{"list-type", "2", "start-after", long}, {"list-type", "2", "continuation-token", "!"}, {"prefix", "\xff"},
		{"versions", "", "version-id-marker", "null"}, {"versions", "", "key-marker", "k", "version-id-marker", "x"},
	} {
		w.do(request{method: "GET", query: queryOf(pairs...)}).want(t, 400, xmlerr.InvalidArgument)
	}
	for _, v := range []string{"", "1", "3", "two"} {
		w.do(request{method: "GET", query: queryOf("list-type", v)}).want(t, 400, xmlerr.InvalidArgument).wantHeader(t, "x-oss-ec", "0015-00000401")
	}
}

// TestListSeesChanges: a list that was made before a change does not live on.
func TestListSeesChanges(t *testing.T) {
	_, w, _ := still(t, osstest.Options{})
	for _, step := range []struct {
		method, key string
		want        []string
	}{
		{"PUT", "b", []string{"b"}}, {"PUT", "a", []string{"a", "b"}}, {"PUT", "a", []string{"a", "b"}},
		{"DELETE", "b", []string{"a"}}, {"DELETE", "b", []string{"a"}}, {"DELETE", "a", nil}, {"PUT", "c", []string{"c"}},
	} {
		w.do(request{method: step.method, key: step.key})
		if diff := cmp.Diff(step.want, w.list().names()); diff != "" {
			t.Errorf("%s %s: %s", step.method, step.key, diff)
		}
	}
}
