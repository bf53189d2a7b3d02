package client_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

func TestCopyObject(t *testing.T) {
	oss := osstest.New(osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName}, {Name: "another"}}})
	b := newBucket(t, oss, nil)
	source := everything()
	source.LastModified = time.Now().Add(-time.Hour).UTC().Truncate(time.Second)
	oss.PutObject("another", "source", source)
	tags := []headers.Tag{{Key: "new", Value: "1 2"}}
	replaced := headers.Metadata{CacheControl: "no-cache", User: map[string]string{"a": "1"}}
	for _, tt := range []struct {
		name string
		opt  *client.CopyObjectOptions
		meta headers.Metadata
		acl  string
		tags []headers.Tag
	}{
		{"as it is", nil, metadataOf(source), "default", source.Tags},
		{"with other tags", &client.CopyObjectOptions{Tags: tags}, metadataOf(source), "default", tags},
		{"without tags", &client.CopyObjectOptions{Tags: []headers.Tag{}}, metadataOf(source), "default", nil},
		{"with other metadata", &client.CopyObjectOptions{Metadata: &replaced}, with(replaced, "application/octet-stream"), "default", source.Tags},
		{"with an ACL", &client.CopyObjectOptions{Placement: client.Placement{ACL: client.PublicRead, StorageClass: "IA",
			Encryption: client.Encryption{Algorithm: "KMS", KeyID: "key"}}}, metadataOf(source), "public-read", source.Tags},
	} {
		result, err := b.CopyObject(t.Context(), "copy", client.CopySource{Bucket: "another", Key: "source"}, tt.opt)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		got, _ := oss.Object(bucketName, "copy")
		if diff := cmp.Diff(tt.meta, metadataOf(got)); diff != "" || got.ACL != tt.acl || !slices.Equal(got.Tags, tt.tags) {
			t.Errorf("%s: ACL %q, tags %q, metadata (-want +got):\n%s", tt.name, got.ACL, got.Tags, diff)
		}
		if result.ETag.String() != got.ETag || !result.LastModified.Equal(got.LastModified) {
			t.Errorf("%s: result %+v, object %q at %v", tt.name, result, got.ETag, got.LastModified)
		}
		if tt.opt != nil && tt.opt.StorageClass == "IA" && (got.StorageClass != "IA" || got.ServerSideEncryption != "KMS" || got.KMSKeyID != "key") {
			t.Errorf("%s: class %q, encryption %q %q", tt.name, got.StorageClass, got.ServerSideEncryption, got.KMSKeyID)
		}
	}
}

func metadataOf(o osstest.Object) headers.Metadata {
	m, _ := headers.ReadMetadata(o.Header)
	return m
}

func with(m headers.Metadata, contentType string) headers.Metadata {
	m = m.Clone()
	m.ContentType = contentType
	return m
}

// TestCopyOldVersion makes an old version the current one, with its metadata:
// that is no copy of an object onto itself.
func TestCopyOldVersion(t *testing.T) {
	oss := osstest.New(osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName, Versioning: "Enabled"}}})
	b := newBucket(t, oss, nil)
	put(t, b, "k", "old", everyMetadata())
	old := head(t, b, "k").VersionID
	put(t, b, "k", "new", headers.Metadata{})
	copied, err := b.CopyObject(t.Context(), "k", client.CopySource{Key: "k", VersionID: old}, nil)
	if err != nil || copied.SourceVersionID != old {
		t.Fatal(copied, err)
	}
	if got, _ := oss.Object(bucketName, "k"); string(got.Body) != "old" || !metadataOf(got).Equal(everyMetadata()) || got.VersionID != copied.VersionID {
		t.Errorf("now there is %+v", got)
	}
}

func TestCopyConditions(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	b := newBucket(t, oss, nil)
	put(t, b, "source", "content", headers.Metadata{})
	is := head(t, b, "source")
	before, etag := is.LastModified.Add(-time.Hour), is.ETag
	for name, tt := range map[string]struct {
		conditions client.Conditions
		want       xmlerr.Code // "" means success
	}{
		"match":                 {client.Conditions{IfMatch: etag}, ""},
		"match another":         {client.Conditions{IfMatch: "A"}, xmlerr.PreconditionFailed},
		"none match":            {client.Conditions{IfNoneMatch: etag}, xmlerr.NotModified},
		"none match another":    {client.Conditions{IfNoneMatch: "A"}, ""},
		"modified since":        {client.Conditions{IfModifiedSince: before}, ""},
		"not modified since":    {client.Conditions{IfModifiedSince: is.LastModified}, xmlerr.NotModified},
		"unmodified since":      {client.Conditions{IfUnmodifiedSince: is.LastModified}, ""},
		"unmodified since long": {client.Conditions{IfUnmodifiedSince: before}, xmlerr.PreconditionFailed},
	} {
		_, err := b.CopyObject(t.Context(), "copy", client.CopySource{Key: "source"}, &client.CopyObjectOptions{Source: tt.conditions})
		if (tt.want == "") != (err == nil) || err != nil && !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
	if _, err := b.CopyObject(t.Context(), "copy", client.CopySource{Key: "source"}, &client.CopyObjectOptions{ForbidOverwrite: true}); !errors.Is(err, xmlerr.FileAlreadyExists) {
		t.Errorf("a copy that forbids overwriting: %v", err)
	}
}

// TestReplaceWipes shows what ReplaceObjectMeta drops, and that the caller's
// Metadata is left alone: oss2 changes it.
func TestReplaceWipes(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	b := newBucket(t, oss, nil)
	oss.PutObject(bucketName, "k", everything())
	given := headers.Metadata{User: map[string]string{"price": "100 dollar"}}
	if _, err := b.ReplaceObjectMeta(t.Context(), "k", given, nil); err != nil {
		t.Fatal(err)
	}
	got, _ := oss.Object(bucketName, "k")
	if diff := cmp.Diff(with(given, "application/octet-stream"), metadataOf(got)); diff != "" {
		t.Errorf("metadata (-want +got):\n%s", diff)
	}
	if got.ACL != "default" || got.StorageClass != "Standard" || got.ServerSideEncryption != "" || !slices.Equal(got.Tags, everything().Tags) {
		t.Errorf("ACL %q, class %q, encryption %q, tags %q", got.ACL, got.StorageClass, got.ServerSideEncryption, got.Tags)
	}
	if !given.Equal(headers.Metadata{User: map[string]string{"price": "100 dollar"}}) {
		t.Errorf("the caller's Metadata is now %+v", given)
	}
	if _, err := b.ReplaceObjectMeta(t.Context(), "k", given, &client.ReplaceObjectMetaOptions{Source: client.Conditions{IfMatch: "A"}}); !errors.Is(err, xmlerr.PreconditionFailed) {
		t.Errorf("a condition that does not hold: %v", err)
	}
}

func TestObjectACL(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	b := newBucket(t, oss, nil)
	put(t, b, "k", "", headers.Metadata{})
	for _, acl := range []client.ACL{client.DefaultACL, client.Private, client.PublicRead, client.PublicReadWrite, client.DefaultACL} {
		if _, err := b.PutObjectACL(t.Context(), "k", acl, nil); err != nil {
			t.Fatal(err)
		}
		if got, err := b.GetObjectACL(t.Context(), "k", nil); err != nil || got.ACL != acl || got.OwnerID == "" {
			t.Errorf("GetObjectACL = %+v, %v, want %s", got, err, acl)
		}
	}
}
