package signer

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// readProvenance returns who signs which sub-resource.
func readProvenance(t *testing.T) map[string][]string {
	t.Helper()
	data, err := os.ReadFile("../testdata/signing/subresources.tsv")
	if err != nil {
		t.Fatal(err)
	}
	by := map[string][]string{}
	for line := range strings.Lines(string(data)) {
		if name, sources, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && line[0] != '#' {
			by[name] = strings.Fields(sources)
		}
	}
	return by
}

func TestSubResourceTable(t *testing.T) {
	known := strings.Fields("documents go1 oss2 java1 v2 java2")
	by := readProvenance(t)
	if len(by) != len(subResources) {
		t.Errorf("the table has %d names, its provenance %d", len(subResources), len(by))
	}
	for i, name := range subResources {
		if i > 0 && subResources[i-1] >= name {
			t.Errorf("%q does not stand in order, or twice", name)
		}
		if name == "" || strings.ContainsAny(name, " ?&=/") || strings.HasPrefix(name, "x-oss-") {
			t.Errorf("%q is no name for this table", name)
		}
		if len(by[name]) == 0 {
			t.Errorf("%q has no source", name)
		}
		last := -1
		for _, source := range by[name] {
			i := slices.Index(known, source)
			if i <= last {
				t.Errorf("%q: the source %q is unknown, given twice, or out of order", name, source)
			}
			last = i
		}
	}
}

// TestSubResourcesOfTheDocuments has the names that the OSS documents list.
func TestSubResourcesOfTheDocuments(t *testing.T) {
	documented := strings.Fields(`
		acl append bucketInfo cname comp cors delete endTime img lifecycle live location logging objectMeta partNumber
		position qos referer replication replicationLocation replicationProgress response-cache-control
		response-content-disposition response-content-encoding response-content-language response-content-type
		response-expires security-token startTime status style styleName symlink tagging uploadId uploads vod website`)
	var table []string
	for name, sources := range readProvenance(t) {
		if sources[0] == "documents" {
			table = append(table, name)
		}
	}
	slices.Sort(table)
	if !slices.Equal(table, documented) {
		t.Errorf("documented names:\n%q\nwant\n%q", table, documented)
	}
}

func TestIsSubResource(t *testing.T) {
	for _, name := range subResources {
		if !isSubResource(name, nil) {
			t.Errorf("%q is in the table and not found", name)
		}
	}
	for name, want := range map[string]bool{
		"x-oss-process": true, "x-oss-anything": true, "x-oss-": true, "mine": true,
		"x-oss": false, "X-Oss-Process": false, "ACL": false, "acl ": false, "": false, "Mine": false,
		"prefix": false, "marker": false, "max-keys": false, "delimiter": false, "list-type": false,
		"start-after": false, "encoding-type": false, "fetch-owner": false, "zzz": false, "aaa": false,
	} {
		if got := isSubResource(name, []string{"mine"}); got != want {
			t.Errorf("isSubResource(%q) = %v, want %v", name, got, want)
		}
	}
}
