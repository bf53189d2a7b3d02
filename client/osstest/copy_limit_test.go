package osstest_test

import (
	"testing"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

// TestCopyLimits has the limits of 5 GB and 1 GB as 5 and 3 bytes.
func TestCopyLimits(t *testing.T) {
	o, w, _ := still(t, osstest.Options{MaxCopyBytes: 5, MaxRewriteBytes: 3,
		Buckets: []osstest.Bucket{{Name: bucketName}, {Name: "otherbucket"}}})
	for _, test := range []struct {
		name, source, key string
		size              int
		header            []string
		limit             string // "" if it is copied
	}{
		{"elsewhere in the bucket", "/examplebucket/k", "copy", 100, nil, ""},
		{"onto itself", "/examplebucket/k", "k", 100, []string{"x-oss-metadata-directive", "REPLACE"}, ""},
		{"to another bucket", "/otherbucket/k", "copy", 5, nil, ""},
		{"to another bucket", "/otherbucket/k", "copy", 6, nil, "5"},
		{"with the class it has", "/examplebucket/k", "k", 4, []string{"x-oss-storage-class", "Standard"}, ""},
		{"with another class", "/examplebucket/k", "k", 3, []string{"x-oss-storage-class", "IA"}, ""},
		{"with another class", "/examplebucket/k", "k", 4, []string{"x-oss-storage-class", "IA"}, "3"},
		{"encrypted", "/examplebucket/k", "k", 3, []string{"x-oss-server-side-encryption", "AES256"}, ""},
		{"encrypted", "/examplebucket/k", "k", 4, []string{"x-oss-server-side-encryption", "AES256"}, "3"},
		{"both", "/otherbucket/k", "copy", 4, []string{"x-oss-storage-class", "IA"}, "3"},
	} {
		for _, bucket := range []string{bucketName, "otherbucket"} {
			o.PutObject(bucket, "k", osstest.Object{Body: make([]byte, test.size)})
		}
		a := w.do(request{method: "PUT", key: test.key, header: append([]string{"x-oss-copy-source", test.source}, test.header...)})
		if test.limit == "" && a.status == 200 {
			continue
		}
		if a.err == nil || a.err.Code != xmlerr.EntityTooLarge || a.status != 400 || a.err.Extra["MaxSizeAllowed"] != test.limit {
			t.Errorf("%s, %d bytes: %d, %v, want a limit of %q", test.name, test.size, a.status, a.err, test.limit)
		}
	}
}
