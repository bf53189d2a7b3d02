package client_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// exampleShelf has some more objects in the bucket.
func exampleShelf(options osstest.Options) (context.Context, *client.Bucket) {
	ctx, bucket := context.Background(), exampleClient(options, nil).Bucket("examplebucket")
	for _, key := range []string{"covers/back.jpg", "covers/front.jpg", "essay"} {
		if _, err := bucket.PutObject(ctx, key, strings.NewReader(key), nil); err != nil {
			log.Fatal(err)
		}
	}
	return ctx, bucket
}

func ExampleBucket_ListObjects() {
	ctx, bucket := exampleShelf(osstest.Options{})
	for object, err := range bucket.ListObjects(ctx, nil) {
		if err != nil {
			log.Fatal(err) // comes once, at the end
		}
		fmt.Println(object.Key, object.Size)
	}
	// Output:
	// covers/back.jpg 15
	// covers/front.jpg 16
	// essay 5
	// novel 7
}

// With a delimiter a listing looks like that of a directory.
func ExampleBucket_ListObjects_delimiter() {
	ctx, bucket := exampleShelf(osstest.Options{})
	for object, err := range bucket.ListObjects(ctx, &client.ListObjectsOptions{Delimiter: "/"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(object.Key, object.IsPrefix)
	}
	// Output:
	// covers/ true
	// essay false
	// novel false
}

// A program that shows pages keeps the token between two of them.
func ExampleBucket_ListObjectsPage() {
	ctx, bucket := exampleShelf(osstest.Options{})
	opt := client.ListObjectsOptions{MaxKeys: 3}
	for {
		page, err := bucket.ListObjectsPage(ctx, &opt)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(len(page.Objects), "objects, the last one is", page.Objects[len(page.Objects)-1].Key)
		if opt.ContinuationToken = page.NextContinuationToken; opt.ContinuationToken == "" {
			return
		}
	}
	// Output:
	// 3 objects, the last one is essay
	// 1 objects, the last one is novel
}

func exampleVersions() (context.Context, *client.Bucket) {
	ctx, bucket := exampleShelf(osstest.Options{Buckets: []osstest.Bucket{{Name: "examplebucket", Versioning: "Enabled"}}})
	if _, err := bucket.DeleteObject(ctx, "novel", nil); err != nil {
		log.Fatal(err)
	}
	return ctx, bucket
}

// A deleted object is behind its delete marker, and can be had by its version.
func ExampleBucket_ListObjectVersions() {
	ctx, bucket := exampleVersions()
	for version, err := range bucket.ListObjectVersions(ctx, &client.ListObjectVersionsOptions{Prefix: "novel"}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(version.Key, version.IsLatest, version.DeleteMarker)
		if !version.DeleteMarker {
			object, err := bucket.HeadObject(ctx, version.Key, &client.HeadObjectOptions{VersionID: version.VersionID})
			if err != nil {
				log.Fatal(err)
			}
			printMetadata(object.Metadata)
		}
	}
	// Output:
	// novel true true
	// novel false false
	// Content-Type: text/plain
	// Cache-Control: no-cache
	// x-oss-meta-author: O. Henry
}

func ExampleBucket_ListObjectVersionsPage() {
	ctx, bucket := exampleVersions()
	page, err := bucket.ListObjectVersionsPage(ctx, &client.ListObjectVersionsOptions{MaxKeys: 4})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(page.Versions), "versions, up to one of", page.NextKeyMarker)
	// Output: 4 versions, up to one of novel
}

func ExampleBucket_DeleteMultipleObjects() {
	ctx, bucket := exampleShelf(osstest.Options{})
	result, err := bucket.DeleteMultipleObjects(ctx, []client.ObjectIdentifier{{Key: "covers/back.jpg"}, {Key: "covers/front.jpg"}}, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, deleted := range result.Deleted {
		fmt.Println(deleted.Key)
	}
	// Output:
	// covers/back.jpg
	// covers/front.jpg
}

// What was not deleted is an error each; the others are gone.
func ExampleDeleteErrors() {
	err := error(&client.OpError{Op: "DeleteMultipleObjects", Bucket: "examplebucket", Err: client.DeleteErrors{
		{ObjectIdentifier: client.ObjectIdentifier{Key: "novel"}, Code: xmlerr.AccessDenied, Message: "Not yours."},
	}})
	fmt.Println(err)
	var failed client.DeleteErrors
	if errors.As(err, &failed) {
		for _, one := range failed {
			fmt.Println(one.Key, errors.Is(one, xmlerr.AccessDenied))
		}
	}
	// Output:
	// oss: DeleteMultipleObjects examplebucket: 1 object not deleted: novel: AccessDenied: Not yours.
	// novel true
}

func ExampleBucket_PutObjectTagging() {
	ctx, bucket := context.Background(), exampleBucket()
	tags := []headers.Tag{{Key: "genre", Value: "short story"}}
	if _, err := bucket.PutObjectTagging(ctx, "novel", tags, nil); err != nil {
		log.Fatal(err)
	}
	object, err := bucket.HeadObject(ctx, "novel", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(object.TagCount)
	// Output: 1
}

func ExampleBucket_GetObjectTagging() {
	ctx, bucket := context.Background(), exampleBucket()
	if _, err := bucket.PutObject(ctx, "essay", nil, &client.PutObjectOptions{Tags: []headers.Tag{{Key: "genre", Value: "essay"}}}); err != nil {
		log.Fatal(err)
	}
	result, err := bucket.GetObjectTagging(ctx, "essay", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Tags)
	// Output: [{genre essay}]
}

func ExampleBucket_DeleteObjectTagging() {
	response, err := exampleBucket().DeleteObjectTagging(context.Background(), "novel", nil)
	fmt.Println(response.StatusCode, err)
	// Output: 204 <nil>
}
