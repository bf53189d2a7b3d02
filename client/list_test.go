package client_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

var listedKeys = []string{" ", "a", "a b", "a%20b", "a+b", "a/", "a//b", "a/../b", "a/b", "a/c", "a&b<c>\"'", "k?acl", "line\nfeed", "tab\t", "\x01\x1f\x7f",
	"é", "中文/乌龙茶", "😀", "~", "z;z", strings.Repeat("长", 341)}

// seeded returns a server with an object under each of the keys.
func seeded(keys []string) *osstest.OSS {
	oss := osstest.New(osstest.Options{})
	for i, key := range keys {
		oss.PutObject(bucketName, key, osstest.Object{Body: make([]byte, i)})
	}
	return oss
}

func collect(t *testing.T, b *client.Bucket, opt *client.ListObjectsOptions) (keys []string) {
	t.Helper()
	for o, err := range b.ListObjects(t.Context(), opt) {
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, o.Key)
	}
	return keys
}

func TestListObjects(t *testing.T) {
	sorted := slices.Sorted(slices.Values(listedKeys))
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		b := newBucket(t, seeded(listedKeys), func(cfg *client.Config) { cfg.Signature = version })
		for _, size := range []int{0, 1, 2, 7, len(listedKeys), 1000} {
			listing := b.ListObjects(t.Context(), &client.ListObjectsOptions{MaxKeys: size})
			for range 2 { // each range lists anew
				var got []string
				for o, err := range listing {
					if err != nil {
						t.Fatal(err)
					}
					if o.Size != int64(slices.Index(listedKeys, o.Key)) || o.ETag == "" || o.LastModified.IsZero() || o.ObjectType != "Normal" || o.OwnerID != "" {
						t.Errorf("%+v", o)
					}
					got = append(got, o.Key)
				}
				if diff := cmp.Diff(sorted, got); diff != "" {
					t.Fatalf("%v, pages of %d (-want +got):\n%s", version, size, diff)
				}
			}
		}
	}
}

func TestListObjectsOptions(t *testing.T) {
	b := newBucket(t, seeded(listedKeys), nil)
	for _, tt := range []struct {
		name string
		opt  *client.ListObjectsOptions
		want []string
	}{
		{"groups", &client.ListObjectsOptions{Delimiter: "/", Prefix: "a", MaxKeys: 2}, []string{"a", "a b", "a%20b", "a&b<c>\"'", "a+b", "a/"}},
		{"below a group", &client.ListObjectsOptions{Delimiter: "/", Prefix: "a/"}, []string{"a/", "a/../", "a//", "a/b", "a/c"}},
		{"start after", &client.ListObjectsOptions{StartAfter: "~"}, []string{"é", "中文/乌龙茶", strings.Repeat("长", 341), "😀"}},
		{"nothing", &client.ListObjectsOptions{Prefix: "nothing"}, nil},
	} {
		if diff := cmp.Diff(tt.want, collect(t, b, tt.opt)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	for o, err := range b.ListObjects(t.Context(), &client.ListObjectsOptions{FetchOwner: true, Delimiter: "/", Prefix: "a/"}) {
		if err != nil || o.IsPrefix == (o.OwnerID != "") || o.IsPrefix != (o.Key == "a/../" || o.Key == "a//") {
			t.Errorf("%+v, %v", o, err)
		}
	}
	for range b.ListObjects(t.Context(), nil) {
		break // leaks nothing: the tests of package resource look for goroutines and connections
	}
}

func TestListObjectsPage(t *testing.T) {
	b := newBucket(t, seeded(listedKeys), nil)
	page, err := b.ListObjectsPage(t.Context(), &client.ListObjectsOptions{MaxKeys: 3})
	if err != nil || len(page.Objects) != 3 || page.NextContinuationToken == "" || page.RequestID == "" {
		t.Fatalf("%+v, %v", page, err)
	}
	rest := collect(t, b, &client.ListObjectsOptions{ContinuationToken: page.NextContinuationToken})
	if len(rest) != len(listedKeys)-3 {
		t.Errorf("%d keys are left, want %d", len(rest), len(listedKeys)-3)
	}
}

// TestListRefused: an error ends a listing and comes once.
func TestListRefused(t *testing.T) {
	const truncated = "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>%s</NextContinuationToken></ListBucketResult>"
	for _, tt := range []struct {
		name   string
		answer roundTrip
		opt    client.ListObjectsOptions
		want   error
	}{
		{"too many", nil, client.ListObjectsOptions{MaxKeys: 1001}, nil},
		{"negative", nil, client.ListObjectsOptions{MaxKeys: -1}, nil},
		{"no bucket", answer(404, nil, "<Error><Code>NoSuchBucket</Code></Error>"), client.ListObjectsOptions{}, xmlerr.NoSuchBucket},
		{"an error with 200", answer(200, nil, "<Error><Code>InternalError</Code></Error>"), client.ListObjectsOptions{}, xmlerr.InternalError},
		{"no token", answer(200, nil, fmt.Sprintf(truncated, "")), client.ListObjectsOptions{}, nil},
		{"the same token", answer(200, nil, fmt.Sprintf(truncated, "t")), client.ListObjectsOptions{ContinuationToken: "t"}, nil},
		{"bad encoding", answer(200, nil, "<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>%zz</Key></Contents></ListBucketResult>"), client.ListObjectsOptions{}, nil},
		{"HTML", answer(200, nil, "<html>"), client.ListObjectsOptions{}, nil},
		{"cut off", answer(200, nil, "<ListBucketResult><Contents>"), client.ListObjectsOptions{}, nil},
		{"too large", answer(200, nil, strings.Repeat(" ", 9<<20)), client.ListObjectsOptions{}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBucket(t, osstest.New(osstest.Options{}), over(func(r *http.Request) (*http.Response, error) {
				if tt.answer == nil {
					t.Fatal("something was sent")
				}
				return tt.answer(r)
			}))
			var errs []error
			for o, err := range b.ListObjects(t.Context(), &tt.opt) {
				if errs = append(errs, err); o != (client.ListedObject{}) {
					t.Errorf("%+v", o)
				}
			}
			var op *client.OpError
			if len(errs) != 1 || !errors.As(errs[0], &op) || op.Op != "ListObjects" || tt.want != nil && !errors.Is(errs[0], tt.want) {
				t.Errorf("errors %v, want %v", errs, tt.want)
			}
		})
	}
}

func TestListObjectVersions(t *testing.T) {
	oss := osstest.New(osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName, Versioning: "Enabled"}}})
	b := newBucket(t, oss, nil)
	for _, key := range []string{"a/b", "k\x01", "k\x01", "z"} {
		oss.PutObject(bucketName, key, osstest.Object{Body: []byte(key)})
	}
	if _, err := b.DeleteObject(t.Context(), "k\x01", nil); err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{0, 1, 2} {
		var got []string
		for v, err := range b.ListObjectVersions(t.Context(), &client.ListObjectVersionsOptions{MaxKeys: size}) {
			if err != nil || v.VersionID == "" || v.LastModified.IsZero() || v.DeleteMarker != (v.Size == 0) {
				t.Fatalf("%+v, %v", v, err)
			}
			got = append(got, fmt.Sprintf("%q %t %t", v.Key, v.IsLatest, v.DeleteMarker))
		}
		want := []string{`"a/b" true false`, `"k\x01" true true`, `"k\x01" false false`, `"k\x01" false false`, `"z" true false`}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("pages of %d (-want +got):\n%s", size, diff)
		}
	}
	groups := 0
	for v, err := range b.ListObjectVersions(t.Context(), &client.ListObjectVersionsOptions{Delimiter: "/"}) {
		if err != nil {
			t.Fatal(err)
		}
		if v.IsPrefix && v.Key == "a/" {
			groups++
		}
	}
	if groups != 1 {
		t.Errorf("%d groups", groups)
	}
}
