//go:build !race

package xmldoc_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/ossmeta/client/internal/xmldoc"
)

// TestAllocations: the usual answer to a copy is read without encoding/xml, which
// allocates some thirty times.
func TestAllocations(t *testing.T) {
	const document = `<?xml version="1.0" encoding="UTF-8"?>` + "\n<Owner>\n  <ID>1</ID>\n</Owner>\n"
	body := strings.NewReader(document)
	resp := &http.Response{StatusCode: 200, Body: io.NopCloser(body), ContentLength: int64(len(document))}
	for _, told := range []int64{int64(len(document)), -1} {
		resp.ContentLength = told
		n := testing.AllocsPerRun(100, func() {
			body.Reset(document)
			if err := xmldoc.Decode(resp, "Owner", new(plain)); err != nil {
				t.Fatal(err)
			}
		})
		if n > 8 {
			t.Errorf("of length %d: %v allocations, want at most 8", told, n)
		}
	}
}
