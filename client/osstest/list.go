package osstest

import (
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"example.com/ossmeta/xmlerr"
)

// maxListed is how much one page of any list has, at most.
const maxListed = 1000

// defaultListed is how many objects, versions or buckets one page lists by
// default (OSS ListObjects, ListObjectVersions, ListBuckets).
const defaultListed = 100

var listOperations = []operation{
	{name: "ListObjects", method: http.MethodGet, level: bucketLevel,
		query: []string{"prefix", "delimiter", "marker", "max-keys", "encoding-type"}, run: listObjects},
	{name: "ListObjectsV2", method: http.MethodGet, level: bucketLevel, subResource: "list-type",
		query: []string{"prefix", "delimiter", "start-after", "continuation-token", "max-keys", "encoding-type", "fetch-owner"},
		run:   listObjectsV2},
	{name: "ListObjectVersions", method: http.MethodGet, level: bucketLevel, subResource: "versions",
		query: []string{"prefix", "delimiter", "key-marker", "version-id-marker", "max-keys", "encoding-type"}, run: listVersions},
	{name: "DeleteMultipleObjects", method: http.MethodPost, level: bucketLevel, subResource: "delete", query: []string{"encoding-type"},
		body: deleteBody, run: deleteMultiple},
}

// A commonPrefix stands for several names in a list.
type commonPrefix struct{ Prefix keyText }

// A listQuery is what every list of keys is asked with.
type listQuery struct {
	prefix, delimiter string
	marker            string // what is listed comes after this name
	encoding          string // "url" or ""
	max               int64
	now               time.Time // which restores have ended
}

// listQuery reads it. The marker has several names, and so has the length of a
// page, which has different defaults.
func (c *call) listQuery(marker, length string, standard int64) (q listQuery, e *xmlerr.Error) {
	q.now = c.started
	for name, value := range map[string]*string{"prefix": &q.prefix, "delimiter": &q.delimiter, marker: &q.marker} {
		*value = c.queryValue(name)
		if len(*value) > maxKey || !utf8.ValidString(*value) {
			return q, invalid(name, strings.ToValidUTF8(*value, "�"), "The value is longer than 1023 bytes, or not UTF-8.")
		}
	}
	if q.encoding, e = c.encodingType(); e != nil {
		return q, e
	}
	q.max, e = c.queryNumber(length, 1, maxListed, standard)
	return q, e
}

// encode writes a name as the request wants it.
func (q *listQuery) encode(s string) keyText { return encodeName(q.encoding, s) }

// walk visits what is listed, in the order of the bytes, until visit reports
// false: every key that has the prefix, is not before the marker, and is
// wanted; and in place of all that have a common prefix, once, that one,
// unless it is the marker itself.
func (b *bucket) walk(q listQuery, wanted func(key string) bool, visit func(name string, common bool) bool) {
	keys := b.sortedKeys()
	from, _ := slices.BinarySearch(keys, max(q.prefix, q.marker))
	for keys = keys[from:]; len(keys) > 0; {
		name, common, ok := rolledUp(keys[0], q.prefix, q.delimiter)
		switch {
		case !ok:
			return
		case common && name == q.marker: // an earlier page had it
		case !wanted(keys[0]):
			keys = keys[1:]
			continue
		case !visit(name, common):
			return
		}
		keys = keys[1:]
		if common {
			keys = keys[sort.Search(len(keys), func(i int) bool { return !strings.HasPrefix(keys[i], name) }):]
		}
	}
}

// rolledUp returns what stands for a key in a list: the key, or its common
// prefix up to the delimiter. It reports false for one without the prefix.
func rolledUp(key, prefix, delimiter string) (name string, common, ok bool) {
	rest, ok := strings.CutPrefix(key, prefix)
	if before, _, found := strings.Cut(rest, delimiter); ok && found && delimiter != "" {
		return prefix + before + delimiter, true, true
	}
	return key, false, ok
}

// queryNumber reads a number from low to high in the query.
func (c *call) queryNumber(name string, low, high, none int64) (int64, *xmlerr.Error) {
	v := c.queryValue(name)
	if v == "" {
		return none, nil
	}
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil || n < low || n > high {
		return 0, invalid(name, v, "The number is not one from "+strconv.FormatInt(low, 10)+" to "+strconv.FormatInt(high, 10)+".")
	}
	return n, nil
}

// encodingType reads how names are to be written in the reply: "url", or "".
func (c *call) encodingType() (string, *xmlerr.Error) {
	v := c.queryValue("encoding-type")
	if v != "" && v != "url" {
		return "", invalid("encoding-type", v, "Invalid Encoding Method specified in Request")
	}
	return v, nil
}

// encodeName writes a name as encoding-type says. A blank becomes %20, which
// every client decodes.
func encodeName(encoding, s string) keyText {
	if encoding != "url" {
		return keyText(s)
	}
	return keyText(strings.ReplaceAll(url.QueryEscape(s), "+", "%20"))
}
