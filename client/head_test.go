package client_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
)

// TestProperties: what OSS tells of an object stands in the fields of each
// result that can have it.
func TestProperties(t *testing.T) {
	oss := osstest.New(osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName, Versioning: "Enabled"}}})
	modified, until := time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC), time.Date(2999, 1, 2, 3, 4, 5, 0, time.UTC)
	oss.PutObject(bucketName, "k", osstest.Object{Body: []byte("abc"), StorageClass: "ColdArchive", RestoredUntil: until, LastModified: modified,
		ServerSideEncryption: "KMS", KMSKeyID: "key", ServerSideDataEncryption: "SM4", Tags: []headers.Tag{{Key: "a"}}})
	version := oss.Versions(bucketName, "k")[0].VersionID
	const tag = headers.ETag("900150983CD24FB0D6963F7D28E17F72")
	want := client.ObjectProperties{Size: 3, ETag: tag, LastModified: modified, ObjectType: "Normal", StorageClass: "ColdArchive", VersionID: version,
		Encryption: client.Encryption{Algorithm: "KMS", DataAlgorithm: "SM4", KeyID: "key"}, TagCount: 1, Restore: headers.Restore{Expiry: until}.String(),
		Metadata: headers.Metadata{ContentType: "application/octet-stream"}}

	b := newBucket(t, oss, nil)
	head, err := b.HeadObject(t.Context(), "k", nil)
	if err != nil {
		t.Fatal(err)
	}
	get, err := b.GetObject(t.Context(), "k", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer get.Body.Close()
	for name, got := range map[string]client.ObjectProperties{"HeadObject": head.ObjectProperties, "GetObject": get.ObjectProperties} {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	meta, err := b.GetObjectMeta(t.Context(), "k", nil)
	if err != nil {
		t.Fatal(err)
	}
	if crc, ok := meta.CRC64(); meta.Size != 3 || meta.ETag != tag || !meta.LastModified.Equal(modified) || meta.VersionID != version || !ok || crc == 0 {
		t.Errorf("GetObjectMeta: %+v", meta)
	}
}

// TestListedProperties reads an entry with everything that OSS documents.
func TestListedProperties(t *testing.T) {
	const document = `<ListBucketResult><Contents><Key>k</Key><TransitionTime>2024-04-23T07:21:42.000Z</TransitionTime>
<LastModified>2023-12-08T08:12:20.000Z</LastModified><ETag>"E"</ETag><Type>Normal</Type><Size>3</Size><StorageClass>ColdArchive</StorageClass>
<RestoreInfo>ongoing-request="true"</RestoreInfo><Owner><ID>1</ID><DisplayName>one</DisplayName></Owner></Contents></ListBucketResult>`
	b := newBucket(t, osstest.New(osstest.Options{}), over(answer(200, nil, document)))
	page, err := b.ListObjectsPage(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []client.ListedObject{{Key: "k", Size: 3, ETag: "E", LastModified: time.Date(2023, 12, 8, 8, 12, 20, 0, time.UTC), ObjectType: "Normal",
		StorageClass: "ColdArchive", OwnerID: "1", OwnerName: "one", Restore: `ongoing-request="true"`,
		TransitionTime: time.Date(2024, 4, 23, 7, 21, 42, 0, time.UTC)}}
	if diff := cmp.Diff(want, page.Objects); diff != "" {
		t.Error(diff)
	}
}
