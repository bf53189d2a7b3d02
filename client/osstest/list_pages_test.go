package osstest_test

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

// FuzzListPages: pages of any size hold what is there, in its order, once. Of
// the keys, separated by commas, one that begins with '!' is deleted.
func FuzzListPages(f *testing.F) {
	f.Add("b,a/1,a/2,a/b/3,a,a//,c d+%,a/1,b,!b,x/1,!x/1", "", "/", uint8(2))
	f.Add("a,aa,aaa,aab,ab,abab,b", "a", "ab", uint8(1))
	f.Add("\x01,\x01\x02,中/文,中文,!中文", "中", "", uint8(3))
	f.Add("a/,a/b,a0", "", "/", uint8(1))
	f.Fuzz(func(t *testing.T, keys, prefix, delimiter string, size uint8) {
		o, w := inVersioned(t, "Enabled")
		stored := storeKeys(t, o, w, keys)
		query := []string{"prefix", prefix, "delimiter", delimiter, "encoding-type", "url", "max-keys", strconv.Itoa(int(size))}
		if bad := w.do(request{method: "GET", query: queryOf(query...)}); bad.status == 400 {
			bad.want(t, 400, xmlerr.InvalidArgument)
			return
		}
		for _, l := range listers {
			want := expected(o, stored, prefix, delimiter, l.name == "ListObjectVersions")
			if diff := cmp.Diff(want, w.pages(l, query, int(size))); diff != "" {
				t.Errorf("%s of %q, prefix %q, delimiter %q, by %d: %s", l.name, stored, prefix, delimiter, size, diff)
			}
		}
	})
}

// TestListWhileWriting: readers share the sorted keys, writers change them.
func TestListWhileWriting(t *testing.T) {
	o, w, _ := still(t, osstest.Options{})
	for i := range 20 {
		o.PutObject(bucketName, "stays/"+strconv.Itoa(i), osstest.Object{})
	}
	var group sync.WaitGroup
	for n := range 4 {
		group.Go(func() {
			key := "comes and goes " + strconv.Itoa(n)
			for range 20 {
				for _, r := range []request{{method: "PUT", key: key}, {method: "GET", query: queryOf("prefix", "stays/")}, {method: "DELETE", key: key}} {
					a, err := w.try(r)
					if err != nil || a.status >= 300 || r.method == "GET" && strings.Count(a.body, "<Key>") != 20 {
						t.Errorf("%s: %v, %d, %s", r.method, err, a.status, a.body)
					}
				}
			}
		})
	}
	group.Wait()
}

// storeKeys stores versions of the keys, and returns the keys in their order.
func storeKeys(t *testing.T, o *osstest.OSS, w *wire, keys string) (stored []string) {
	for i, key := range strings.Split(keys, ",") {
		deletes := strings.HasPrefix(key, "!")
		key = strings.TrimLeft(strings.ToValidUTF8(key, ""), `/\!`)
		if key == "" || len(key) > 1023 || i > 30 {
			continue
		}
		if stored = append(stored, key); deletes {
			w.do(request{method: "DELETE", key: key}).want(t, 204, "")
		} else {
			o.PutObject(bucketName, key, osstest.Object{})
		}
	}
	slices.Sort(stored)
	return slices.Compact(stored)
}

// expected computes a list in the plainest way: keys, with their version ids
// if there are to be versions, and common prefixes.
func expected(o *osstest.OSS, keys []string, prefix, delimiter string, versions bool) (all [2][]string) {
	for _, key := range keys {
		rest, ok := strings.CutPrefix(key, prefix)
		current, exists := o.Object(bucketName, key)
		if !ok || !versions && !exists {
			continue
		}
		before, _, found := strings.Cut(rest, delimiter)
		switch name := prefix + before + delimiter; {
		case delimiter != "" && found && !slices.Contains(all[1], name):
			all[1] = append(all[1], name)
		case delimiter != "" && found:
		case versions:
			for _, v := range o.Versions(bucketName, key) {
				all[0] = append(all[0], key+" "+v.VersionID)
			}
		default:
			all[0] = append(all[0], key+" "+current.VersionID)
		}
	}
	return all
}

// pages turns all pages of a list; what comes must be complete pages, and no
// more of them than there can be.
func (w *wire) pages(l lister, query []string, size int) (all [2][]string) {
	w.t.Helper()
	decode := func(s string) string { name, _ := url.PathUnescape(s); return name }
	var next []string
	for range 100 {
		p := w.list(slices.Concat(query, l.ask, next)...)
		n := len(p.names())
		if n > size || p.IsTruncated && n < size || p.KeyCount != nil && *p.KeyCount != n {
			w.t.Fatalf("%s: a page of %d has %d names: %+v", l.name, size, n, p)
		}
		for _, e := range p.Entries {
			id := e.VersionId
			if id == "" {
				id = w.head(decode(e.Key))
			}
			all[0] = append(all[0], decode(e.Key)+" "+id)
		}
		for _, c := range p.CommonPrefixes {
			all[1] = append(all[1], decode(c.Prefix))
		}
		next = l.next(p)
		if p.IsTruncated == (next[1] == "") {
			w.t.Fatalf("%s: truncated is %v, the next page begins at %q", l.name, p.IsTruncated, next)
		}
		if !p.IsTruncated {
			return all
		}
		for i := 1; i < len(next); i += 2 {
			next[i] = decode(next[i])
		}
	}
	w.t.Fatalf("%s: the pages do not end", l.name)
	return all
}

// head returns the version id of an object.
func (w *wire) head(key string) string {
	w.t.Helper()
	return w.do(request{method: "HEAD", key: key}).want(w.t, 200, "").header.Get("x-oss-version-id")
}
