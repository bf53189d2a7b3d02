package peers

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// lister is either of the two calls that list objects, turning its pages.
type lister struct {
	name string
	list func(string, listing) (page, error)
	next func(*listing, page)
}

func (d *drive) listers() []lister {
	return []lister{
		{"ListObjects", d.list, func(o *listing, p page) { o.After = p.Next }},
		{"ListObjectsV2", d.listV2, func(o *listing, p page) { o.Token = p.Next }},
	}
}

// pages turns all pages.
func (l lister) pages(t *testing.T, bucket string, o listing) []page {
	t.Helper()
	var all []page
	for range maxPages {
		p, err := l.list(bucket, o)
		ok(t, err)
		all = append(all, p)
		if !p.Truncated {
			same(t, l.name+": where the last page goes on", p.Next, "")
			return all
		}
		l.next(&o, p)
	}
	t.Fatalf("%s: more than %d pages", l.name, maxPages)
	return nil
}

func list(t *testing.T, d *drive) {
	want := make(map[string]entry)
	for i, key := range d.nasty() {
		p := object("list/" + key)
		s := d.seed(t, p, strings.Repeat("x", i), properties{})
		want[p.key] = entry{Key: p.key, ETag: s.ETag, Kind: "Normal", Class: "Standard", Size: int64(i), Modified: s.Modified}
	}
	for _, l := range d.listers() {
		p, err := l.list(plain, listing{Prefix: "list/", Max: 1000})
		ok(t, err)
		got := make(map[string]entry)
		for _, e := range p.Entries {
			e.Owner, e.Modified = "", e.Modified.Truncate(time.Second).UTC()
			got[e.Key] = e
		}
		same(t, l.name, got, want)
		same(t, l.name+": keys in order", p.keys(), slices.Sorted(slices.Values(p.keys())))
		same(t, l.name+": truncated", p.Truncated, false)
		empty, err := l.list(plain, listing{Prefix: "list/nothing"})
		ok(t, err)
		same(t, l.name+": of nothing", empty, page{})
	}
}

func listPages(t *testing.T, d *drive) {
	var want []string
	for _, key := range d.nasty() {
		p := object("pages/" + key)
		d.seed(t, p, "", properties{})
		want = append(want, p.key)
	}
	slices.Sort(want)
	for _, l := range d.listers() {
		for _, size := range []int{1, 2, len(want) - 1, len(want)} {
			var got []string
			pages := l.pages(t, plain, listing{Prefix: "pages/", Max: size})
			for _, p := range pages {
				got = append(got, p.keys()...)
			}
			same(t, fmt.Sprintf("%s by %d", l.name, size), got, want)
			same(t, fmt.Sprintf("%s by %d: pages", l.name, size), len(pages), (len(want)+size-1)/size)
		}
		after, err := l.list(plain, listing{Prefix: "pages/", After: want[2]})
		ok(t, err)
		same(t, l.name+" after a key", after.keys(), want[3:])
	}
}

func listDelimiter(t *testing.T, d *drive) {
	for _, key := range []string{"tree/a", "tree/b c+/1", "tree/b c+/2", "tree/d", "tree/中/x", "tree/中/y/z"} {
		d.seed(t, object(key), "", properties{})
	}
	for _, l := range d.listers() {
		for _, size := range []int{1, 3, 1000} {
			var keys, prefixes []string
			for _, p := range l.pages(t, plain, listing{Prefix: "tree/", Delimiter: "/", Max: size}) {
				keys, prefixes = append(keys, p.keys()...), append(prefixes, p.Prefixes...)
			}
			same(t, fmt.Sprintf("%s by %d: keys", l.name, size), keys, []string{"tree/a", "tree/d"})
			same(t, fmt.Sprintf("%s by %d: prefixes", l.name, size), prefixes, []string{"tree/b c+/", "tree/中/"})
		}
	}
}

func listOwner(t *testing.T, d *drive) {
	d.seed(t, object("owned/key"), "content", properties{})
	_, owner, err := d.bucketACL(plain)
	ok(t, err)
	first, err := d.list(plain, listing{Prefix: "owned/"})
	ok(t, err)
	without, err := d.listV2(plain, listing{Prefix: "owned/"})
	ok(t, err)
	with, err := d.listV2(plain, listing{Prefix: "owned/", Owner: true})
	ok(t, err)
	var owners []string
	for _, e := range slices.Concat(first.Entries, without.Entries, with.Entries) {
		owners = append(owners, e.Owner)
	}
	same(t, "owners by ListObjects, ListObjectsV2 without and with fetch-owner", owners, []string{owner, "", owner})
}
