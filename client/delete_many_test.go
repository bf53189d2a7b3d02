package client_test

import (
	"errors"
	"strings"
	"testing"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

func TestDeleteMultipleObjects(t *testing.T) {
	keys := []string{"a", "a b+c%2F", "a&b<c>\"'", "line\nfeed\r", "中文", "what was \uFFFD"}
	for _, quiet := range []bool{false, true} {
		oss := seeded(append(keys, "stays"))
		b := newBucket(t, oss, nil)
		var objects []client.ObjectIdentifier
		for _, key := range append(keys, "was never there") {
			objects = append(objects, client.ObjectIdentifier{Key: key})
		}
		result, err := b.DeleteMultipleObjects(t.Context(), objects, &client.DeleteMultipleObjectsOptions{Quiet: quiet})
		if err != nil {
			t.Fatal(err)
		}
		if want := len(objects); len(result.Deleted) != want && !quiet || quiet && len(result.Deleted) != 0 {
			t.Errorf("quiet %t: %d deleted, want %d", quiet, len(result.Deleted), want)
		}
		if left := collect(t, b, nil); len(left) != 1 || left[0] != "stays" {
			t.Errorf("left: %q", left)
		}
	}
}

func TestDeleteMultipleVersions(t *testing.T) {
	oss := osstest.New(osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName, Versioning: "Enabled"}}})
	b := newBucket(t, oss, nil)
	oss.PutObject(bucketName, "k", osstest.Object{Body: []byte("x")})
	result, err := b.DeleteMultipleObjects(t.Context(), []client.ObjectIdentifier{{Key: "k"}}, nil)
	if err != nil || len(result.Deleted) != 1 || !result.Deleted[0].DeleteMarker || result.Deleted[0].DeleteMarkerVersionID == "" {
		t.Fatalf("%+v, %v", result, err)
	}
	var all []client.ObjectIdentifier
	for _, v := range oss.Versions(bucketName, "k") {
		all = append(all, client.ObjectIdentifier{Key: "k", VersionID: v.VersionID})
	}
	if result, err = b.DeleteMultipleObjects(t.Context(), all, nil); err != nil || len(result.Deleted) != 2 || len(oss.Versions(bucketName, "k")) != 0 {
		t.Errorf("%+v, %v; left %+v", result, err, oss.Versions(bucketName, "k"))
	}
}

func TestDeleteMultipleRefused(t *testing.T) {
	many := make([]client.ObjectIdentifier, client.MaxDeleted+1)
	long := make([]client.ObjectIdentifier, client.MaxDeleted)
	for i := range long {
		long[i].Key = strings.Repeat("\"", 1023)
	}
	b := newBucket(t, osstest.New(osstest.Options{}), over(func() roundTrip { return answer(500, nil, "nothing may be sent") }()))
	for name, objects := range map[string][]client.ObjectIdentifier{
		"none": nil, "too many": many, "too long": long, "no key": {{}}, "control character": {{Key: "a\x01"}}, "not UTF-8": {{Key: "a\xff"}},
	} {
		if _, err := b.DeleteMultipleObjects(t.Context(), objects, nil); !errors.As(err, new(*client.ArgumentError)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestDeleteErrors: what was not deleted is an error each, also what OSS does
// not mention.
func TestDeleteErrors(t *testing.T) {
	b := newBucket(t, osstest.New(osstest.Options{}), over(answer(200, nil, `<?xml version="1.0"?><DeleteResult><EncodingType>url</EncodingType>
		<Deleted><Key>a%20b</Key></Deleted>
		<Error><Key>c</Key><Code>AccessDenied</Code><Message>not yours</Message></Error></DeleteResult>`)))
	result, err := b.DeleteMultipleObjects(t.Context(), []client.ObjectIdentifier{{Key: "a b"}, {Key: "c"}, {Key: "d", VersionID: "v"}}, nil)
	if result == nil || len(result.Deleted) != 1 || result.Deleted[0].Key != "a b" {
		t.Errorf("result %+v", result)
	}
	var failed client.DeleteErrors
	if !errors.As(err, &failed) || len(failed) != 2 || !errors.Is(err, xmlerr.AccessDenied) {
		t.Fatalf("error %v", err)
	}
	const want = "oss: DeleteMultipleObjects examplebucket: 2 objects not deleted: c: AccessDenied: not yours; d version v: OSS does not say that it was deleted"
	if err.Error() != want {
		t.Errorf("error %q, want %q", err, want)
	}
}
