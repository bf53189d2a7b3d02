package client_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

func TestObjectTagging(t *testing.T) {
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		oss := osstest.New(osstest.Options{})
		b, ctx := newBucket(t, oss, func(cfg *client.Config) { cfg.Signature = version }), t.Context()
		put(t, b, "k", "x", headers.Metadata{})
		modified := head(t, b, "k").LastModified
		want := []headers.Tag{{Key: "k+1", Value: "a=b:c"}, {Key: "empty", Value: ""}}
		if _, err := b.PutObjectTagging(ctx, "k", want, nil); err != nil {
			t.Fatal(err)
		}
		got, err := b.GetObjectTagging(ctx, "k", nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got.Tags); diff != "" {
			t.Errorf("tags (-want +got):\n%s", diff)
		}
		if now := head(t, b, "k"); now.TagCount != 2 || !now.LastModified.Equal(modified) {
			t.Errorf("%+v", now.ObjectProperties)
		}
		if _, err := b.DeleteObjectTagging(ctx, "k", nil); err != nil {
			t.Fatal(err)
		}
		if got, err := b.GetObjectTagging(ctx, "k", nil); err != nil || len(got.Tags) != 0 {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := b.PutObjectTagging(ctx, "k", []headers.Tag{{Key: "a\x01"}}, nil); !errors.As(err, new(*client.ArgumentError)) {
			t.Errorf("a character that XML cannot carry: %v", err)
		}
		if _, err := b.PutObjectTagging(ctx, "k", []headers.Tag{{Key: "a\uFFFD"}}, nil); !errors.Is(err, xmlerr.InvalidTag) {
			t.Errorf("U+FFFD, which XML can carry: %v", err)
		}
		if _, err := b.PutObjectTagging(ctx, "k", []headers.Tag{{Key: "<&>"}}, nil); !errors.Is(err, xmlerr.InvalidTag) {
			t.Errorf("a tag that OSS refuses: %v", err)
		}
		if _, err := b.GetObjectTagging(ctx, "nothing", nil); !errors.Is(err, xmlerr.NoSuchKey) {
			t.Errorf("no object: %v", err)
		}
	}
}
