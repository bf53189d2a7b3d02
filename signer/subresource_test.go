package signer

import (
	"slices"
	"strings"
	"testing"
)

func TestSubResourceTable(t *testing.T) {
	known := strings.Fields("D G1 P1 J1 V2 J2")
	for i, s := range subResources {
		if i > 0 && subResources[i-1].name >= s.name {
			t.Errorf("%q does not stand in order, or twice", s.name)
		}
		if s.name == "" || strings.ContainsAny(s.name, " ?&=/") || strings.HasPrefix(s.name, "x-oss-") {
			t.Errorf("%q is no name for this table", s.name)
		}
		sources := strings.Fields(s.by)
		if len(sources) == 0 {
			t.Errorf("%q has no source", s.name)
		}
		last := -1
		for _, source := range sources {
			i := slices.Index(known, source)
			if i <= last {
				t.Errorf("%q: the source %q is unknown, given twice, or out of order", s.name, source)
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
	for _, s := range subResources {
		if strings.HasPrefix(s.by, "D ") {
			table = append(table, s.name)
		}
	}
	if !slices.Equal(table, documented) {
		t.Errorf("documented names:\n%q\nwant\n%q", table, documented)
	}
}

func TestIsSubResource(t *testing.T) {
	for _, s := range subResources {
		if !isSubResource(s.name, nil) {
			t.Errorf("%q is in the table and not found", s.name)
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
