//go:build !nodiagnosis

package xmlerr_test

import (
	"regexp"
	"strings"
	"testing"

	"example.com/ossmeta/xmlerr"
)

// documented are the ECs that signing, metadata and object operations are known
// to meet.
const documented = `
0002-00000039 0002-00000040 0002-00000061 0002-00000063 0002-00000064 0002-00000068 0002-00000070 0002-00000076 0002-00000077
0002-00000078 0002-00000102 0002-00000103 0002-00000104 0002-00000105 0002-00000106 0002-00000107 0002-00000108 0002-00000112
0002-00000201 0002-00000209 0002-00000210 0002-00000213 0002-00000219 0002-00000223 0002-00000226 0002-00000227 0002-00000232
0002-00000236 0002-00000303 0002-00000307 0002-00000423 0002-00000429 0002-00000430 0002-00000501 0002-00000502 0002-00000503
0002-00000504 0002-00000705 0002-00000902 0002-00000904 0003-00000001 0003-00000016 0003-00000703 0003-00000801 0003-00000803
0003-00000905 0003-00001403 0007-00000203 0010-00000209 0011-00000002 0011-00000004 0011-00000005 0013-00000109 0015-00000101
0015-00000103 0015-00000301 0015-00000401 0016-00000502 0016-00000608 0016-00000702 0016-00000719 0017-00000279 0017-00000288
0026-00000001 0026-00000016 0031-00000001`

func TestECTable(t *testing.T) {
	form := regexp.MustCompile(`^\d{4}-\d{8}$`)
	last := ""
	for _, info := range xmlerr.ECTable() {
		if !form.MatchString(info.EC) || info.EC <= last {
			t.Errorf("%q is malformed or not after %q", info.EC, last)
		}
		last = info.EC
		for _, text := range []string{info.Meaning, info.Remedy} {
			if text == "" || len(text) > 160 || strings.ContainsAny(text, "\r\n") || strings.HasSuffix(text, ".") || text != strings.TrimSpace(text) {
				t.Errorf("%s: %q is not a short line without a full stop", info.EC, text)
			}
		}
		if got, ok := xmlerr.LookupEC(info.EC); !ok || got != info {
			t.Errorf("LookupEC(%s) = %v, %v", info.EC, got, ok)
		}
	}
}

func TestECTableIsComplete(t *testing.T) {
	for _, ec := range strings.Fields(documented) {
		if _, ok := xmlerr.LookupEC(ec); !ok {
			t.Errorf("%s is not in the table", ec)
		}
	}
	for _, ec := range []string{"", "0002", "0002-00000041", "9999-99999999", "0002-00000040 "} {
		if info, ok := xmlerr.LookupEC(ec); ok || info != (xmlerr.ECInfo{}) {
			t.Errorf("LookupEC(%q) = %v, %v", ec, info, ok)
		}
	}
}

func TestErrorLineWithRemedy(t *testing.T) {
	e := &xmlerr.Error{StatusCode: 404, Code: "NoSuchBucket", EC: "0015-00000101"}
	want := "NoSuchBucket (404, EC 0015-00000101): check the bucket's name, and that the endpoint is the bucket's region"
	if got := e.Error(); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
