package osstest_test

import (
	"encoding/xml"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

type partPage struct {
	XMLName                                          xml.Name `xml:"ListPartsResult"`
	EncodingType, Key, UploadId, StorageClass        string
	PartNumberMarker, NextPartNumberMarker, MaxParts int
	IsTruncated                                      bool
	Part                                             []struct {
		PartNumber, Size                  int
		LastModified, ETag, HashCrc64ecma string
	}
}

func TestListParts(t *testing.T) {
	_, w, _ := still(t, osstest.Options{})
	id := w.initiate("a b", "x-oss-storage-class", "IA")
	for _, n := range []int{20, 3, 10000} {
		w.part("a b", id, n, strings.Repeat("x", n%100))
	}
	list := func(pairs ...string) answer {
		query := map[string][]string{"uploadId": {id}}
		for i := 0; i+1 < len(pairs); i += 2 {
			query[pairs[i]] = []string{pairs[i+1]}
		}
		return w.do(request{method: "GET", key: "a b", query: query})
	}
	page := func(pairs ...string) (p partPage, numbers []int) {
		t.Helper()
		if err := xml.Unmarshal([]byte(list(pairs...).want(t, 200, "").body), &p); err != nil {
			t.Fatal(err)
		}
		for _, part := range p.Part {
			numbers = append(numbers, part.PartNumber)
		}
		return p, numbers
	}
	p, numbers := page("encoding-type", "url", "part-number-marker", "")
	if diff := cmp.Diff([]int{3, 20, 10000}, numbers); diff != "" || p.IsTruncated || p.NextPartNumberMarker != 10000 || p.MaxParts != 1000 ||
		p.Key != "a%20b" || p.EncodingType != "url" || p.StorageClass != "IA" || p.UploadId != id {
		t.Errorf("%+v\n%s", p, diff)
	}
	if part := p.Part[0]; part.Size != 3 || part.LastModified != "2024-01-02T03:04:05.000Z" || part.HashCrc64ecma != checksum([]byte("xxx")).String() || part.ETag[0] != '"' {
		t.Errorf("%+v", part)
	}
	if p, numbers := page("max-parts", "2"); !p.IsTruncated || p.NextPartNumberMarker != 20 || len(numbers) != 2 || p.Key != "a b" {
		t.Errorf("%+v", p)
	}
	if p, numbers := page("max-parts", "1", "part-number-marker", "20"); p.IsTruncated || len(numbers) != 1 || numbers[0] != 10000 || p.PartNumberMarker != 20 {
		t.Errorf("%+v", p)
	}
	if p, numbers := page("part-number-marker", "10000"); p.IsTruncated || numbers != nil || p.NextPartNumberMarker != 10000 {
		t.Errorf("%+v", p)
	}
	for _, pair := range [][]string{{"max-parts", "0"}, {"max-parts", "1001"}, {"max-parts", "x"}, {"part-number-marker", "-1"}, {"encoding-type", "x"}} {
		list(pair...).want(t, 400, xmlerr.InvalidArgument)
	}
}

type uploadPage struct {
	XMLName                                                            xml.Name `xml:"ListMultipartUploadsResult"`
	EncodingType, Bucket, KeyMarker, UploadIdMarker, Prefix, Delimiter string
	NextKeyMarker, NextUploadIdMarker                                  string
	MaxUploads                                                         int
	IsTruncated                                                        bool
	Upload                                                             []struct{ Key, UploadId, Initiated, StorageClass string }
	CommonPrefixes                                                     []struct{ Prefix string }
}

// uploadsOf lists uploads; an upload is shown as its key and which one of that
// key it is.
func (w *wire) uploadsOf(names map[string]string, pairs ...string) (p uploadPage, shown []string) {
	w.t.Helper()
	query := map[string][]string{"uploads": {""}}
	for i := 0; i+1 < len(pairs); i += 2 {
		query[pairs[i]] = []string{pairs[i+1]}
	}
	a := w.do(request{method: "GET", query: query}).want(w.t, 200, "")
	if err := xml.Unmarshal([]byte(a.body), &p); err != nil {
		w.t.Fatal(err)
	}
	for _, u := range p.Upload {
		shown = append(shown, u.Key+names[u.UploadId])
	}
	for _, c := range p.CommonPrefixes {
		shown = append(shown, c.Prefix)
	}
	return p, shown
}

func TestListMultipartUploads(t *testing.T) {
	_, w, _ := still(t, osstest.Options{})
	names := make(map[string]string)
	for i, key := range []string{"b", "a/1", "c d", "b", "a/2", "b", "e/1"} {
		names[w.initiate(key, "x-oss-storage-class", "IA")] = fmt.Sprint(" #", i)
	}
	all := []string{"a/1 #1", "a/2 #4", "b #0", "b #3", "b #5", "c d #2", "e/1 #6"}
	for _, test := range []struct {
		name  string
		pairs []string
		want  []string
	}{
		{"all", []string{"key-marker", "", "upload-id-marker", "", "prefix", ""}, all},
		{"prefix", []string{"prefix", "a/"}, all[:2]},
		{"delimiter", []string{"delimiter", "/"}, []string{"b #0", "b #3", "b #5", "c d #2", "a/", "e/"}},
		{"both", []string{"delimiter", "/", "prefix", "a/"}, all[:2]},
		{"key-marker", []string{"key-marker", "b"}, all[5:]},
		{"encoded", []string{"encoding-type", "url", "prefix", "c d"}, []string{"c%20d #2"}},
		{"nothing", []string{"prefix", "x"}, nil},
		{"id without key", []string{"upload-id-marker", "Z"}, all},
	} {
		p, shown := w.uploadsOf(names, test.pairs...)
		if diff := cmp.Diff(test.want, shown); diff != "" || p.IsTruncated || p.NextKeyMarker != "" {
			t.Errorf("%s: %+v\n%s", test.name, p, diff)
		}
	}
	p, _ := w.uploadsOf(names, "prefix", "c")
	if u := p.Upload[0]; p.Bucket != bucketName || p.MaxUploads != 1000 || u.Initiated != "2024-01-02T03:04:05.000Z" || u.StorageClass != "IA" {
		t.Errorf("%+v", p)
	}
	for _, pair := range [][]string{{"max-uploads", "0"}, {"max-uploads", "1001"}, {"encoding-type", "x"}} {
		w.do(request{method: "GET", query: map[string][]string{"uploads": {""}, pair[0]: {pair[1]}}}).want(t, 400, xmlerr.InvalidArgument)
	}
}

// TestListMultipartUploadsPages: whatever the size of pages, they hold
// everything once.
func TestListMultipartUploadsPages(t *testing.T) {
	_, w, _ := still(t, osstest.Options{})
	names := make(map[string]string)
	for i, key := range []string{"b", "a/1", "c d", "b", "a/2", "b", "e/1"} {
		names[w.initiate(key)] = fmt.Sprint(" #", i)
	}
	for _, delimiter := range []string{"", "/"} {
		_, whole := w.uploadsOf(names, "delimiter", delimiter)
		want := make(map[string]int)
		for _, s := range whole {
			want[s] = 1
		}
		for size := 1; size <= 7; size++ {
			got := make(map[string]int)
			p, shown := w.uploadsOf(names, "delimiter", delimiter, "max-uploads", fmt.Sprint(size))
			for pages := 1; ; pages++ {
				for _, s := range shown {
					got[s]++
				}
				if !p.IsTruncated {
					break
				}
				if len(shown) != size || pages > 7 {
					t.Fatalf("page of %d: %+v", size, p)
				}
				p, shown = w.uploadsOf(names, "delimiter", delimiter, "max-uploads", fmt.Sprint(size),
					"key-marker", p.NextKeyMarker, "upload-id-marker", p.NextUploadIdMarker)
			}
			if !maps.Equal(got, want) {
				t.Errorf("delimiter %q, pages of %d: %v, want %v", delimiter, size, got, want)
			}
		}
	}
}
