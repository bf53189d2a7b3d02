package signer_test

import (
	"slices"
	"strings"
	"testing"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

func TestSubResourceTable(t *testing.T) {
	known := strings.Fields("documents go1 oss2 java1 v2 java2")
	by, table := signertest.SubResources(), signer.SubResourceTable()
	if len(by) != len(table) {
		t.Errorf("the table has %d names, its provenance %d", len(table), len(by))
	}
	for i, name := range table {
		if i > 0 && table[i-1] >= name {
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
	for name, sources := range signertest.SubResources() {
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
	for _, name := range signer.SubResourceTable() {
		if !signer.IsSubResource(name, nil) {
			t.Errorf("%q is in the table and not found", name)
		}
	}
	for name, want := range map[string]bool{
		"x-oss-process": true, "x-oss-anything": true, "x-oss-": true, "mine": true,
		"x-oss": false, "X-Oss-Process": false, "ACL": false, "acl ": false, "": false, "Mine": false,
		"prefix": false, "marker": false, "max-keys": false, "delimiter": false, "list-type": false,
		"start-after": false, "encoding-type": false, "fetch-owner": false, "zzz": false, "aaa": false,
	} {
		if got := signer.IsSubResource(name, []string{"mine"}); got != want {
			t.Errorf("isSubResource(%q) = %v, want %v", name, got, want)
		}
	}
}

// TestSubResourcesInAnyOrder: the names of the caller are taken in any order, and twice.
func TestSubResourcesInAnyOrder(t *testing.T) {
	names := []string{"mine", "zz", "aa", "mine", "m"}
	s, r := signertest.MakeSigner(t, signer.V1, signertest.LongTerm, names...), signertest.GetRequest()
	for _, name := range []string{"aa", "m", "mine", "none", "zz"} {
		r.Query[name] = []string{""}
	}
	lines := signertest.Explain(t, s, r).ToSign
	if got, want := lines[len(lines)-1].Text, "/examplebucket/folder/a key.txt?aa&m&mine&zz"; got != want {
		t.Errorf("%q is signed, want %q", got, want)
	}
	if want := []string{"mine", "zz", "aa", "mine", "m"}; !slices.Equal(names, want) {
		t.Errorf("the names are %q now, want %q", names, want)
	}
}
