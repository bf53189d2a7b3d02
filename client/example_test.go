package client_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"strings"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// The client of a real bucket, with the key from the environment.
func ExampleNew() {
	c, err := client.New(client.Config{Region: "cn-hangzhou", Credentials: credentials.Environment()})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(c.Bucket("examplebucket").Name())
	// Output: examplebucket
}

func ExampleNew_errors() {
	_, err := client.New(client.Config{Region: "oss-cn-hangzhou", Credentials: credentials.Environment()})
	fmt.Println(err)
	// Output: oss: config: Region "oss-cn-hangzhou" is part of an endpoint's name; the region id is "cn-hangzhou"
}

// printMetadata prints what an edit may change.
func printMetadata(m headers.Metadata) {
	for name, value := range m.All() {
		fmt.Printf("%s: %s\n", name, value)
	}
}

func ExampleBucket_PutObject() {
	bucket := exampleBucket()
	_, err := bucket.PutObject(context.Background(), "a.json", strings.NewReader(`{"age": 1}`), &client.PutObjectOptions{
		Metadata: headers.Metadata{
			ContentType: "application/json; charset=utf-8",
			User:        map[string]string{"author": "O. Henry"},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	object, err := bucket.HeadObject(context.Background(), "a.json", nil)
	if err != nil {
		log.Fatal(err)
	}
	printMetadata(object.Metadata)
	// Output:
	// Content-Type: application/json; charset=utf-8
	// x-oss-meta-author: O. Henry
}

func ExampleBucket_GetObject() {
	bucket := exampleBucket()
	object, err := bucket.GetObject(context.Background(), "novel", nil)
	if err != nil {
		log.Fatal(err)
	}
	defer object.Body.Close()
	text, err := io.ReadAll(object.Body) // its CRC-64 is checked at the end
	fmt.Printf("%s, %v\n", text, err)
	// Output: a novel, <nil>
}

func ExampleBucket_HeadObject() {
	bucket := exampleBucket()
	object, err := bucket.HeadObject(context.Background(), "novel", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(object.Size, object.ObjectType, object.StorageClass, object.Header.Get("Content-Type"))
	printMetadata(object.Metadata)
	// Output:
	// 7 Normal Standard text/plain
	// Content-Type: text/plain
	// Cache-Control: no-cache
	// x-oss-meta-author: O. Henry
}

// What OSS answers is found by its code, or by io/fs's errors.
func ExampleBucket_HeadObject_missing() {
	bucket := exampleBucket()
	_, err := bucket.HeadObject(context.Background(), "missing", nil)
	fmt.Println(errors.Is(err, xmlerr.NoSuchKey), errors.Is(err, fs.ErrNotExist))
	// Output: true true
}

func ExampleBucket_GetObjectMeta() {
	bucket := exampleBucket()
	object, err := bucket.GetObjectMeta(context.Background(), "novel", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(object.Size, object.ETag)
	// Output: 7 "4F62C625D8DC86F098BE7F3883BFD6B7"
}

func ExampleBucket_CopyObject() {
	bucket := exampleBucket()
	_, err := bucket.CopyObject(context.Background(), "copy", client.CopySource{Key: "novel"}, nil)
	if err != nil {
		log.Fatal(err)
	}
	object, err := bucket.HeadObject(context.Background(), "copy", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(object.Metadata.User["author"])
	// Output: O. Henry
}

// Replacing wipes what is not given.
func ExampleBucket_ReplaceObjectMeta() {
	bucket := exampleBucket()
	_, err := bucket.ReplaceObjectMeta(context.Background(), "novel",
		headers.Metadata{User: map[string]string{"price": "100 dollar"}}, nil)
	if err != nil {
		log.Fatal(err)
	}
	object, err := bucket.HeadObject(context.Background(), "novel", nil)
	if err != nil {
		log.Fatal(err)
	}
	printMetadata(object.Metadata)
	// Output:
	// Content-Type: application/octet-stream
	// x-oss-meta-price: 100 dollar
}

// Editing keeps it.
func ExampleBucket_EditObjectMeta() {
	bucket := exampleBucket()
	result, err := bucket.EditObjectMeta(context.Background(), "novel", func(m *headers.Metadata) error {
		return m.Set("x-oss-meta-price", "100 dollar")
	}, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, change := range result.Changes {
		fmt.Println(change)
	}
	object, err := bucket.HeadObject(context.Background(), "novel", nil)
	if err != nil {
		log.Fatal(err)
	}
	printMetadata(object.Metadata)
	// Output:
	// + x-oss-meta-price: 100 dollar
	// Content-Type: text/plain
	// Cache-Control: no-cache
	// x-oss-meta-author: O. Henry
	// x-oss-meta-price: 100 dollar
}

// A dry run shows what an edit would do.
func ExampleBucket_EditObjectMeta_dryRun() {
	bucket := exampleBucket()
	plan, err := bucket.EditObjectMeta(context.Background(), "novel", func(m *headers.Metadata) error {
		return m.Delete("Cache-Control")
	}, &client.EditOptions{DryRun: true})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(plan.Changed, plan.Changes)
	// Output: true [- Cache-Control: no-cache]
}

// Wrong: the function depends on how often it is called. Here a dry run called
// it, too; so do other writers that are faster, and answers that get lost.
func ExampleBucket_EditObjectMeta_wrong() {
	ctx, bucket := context.Background(), exampleBucket()
	count := 5
	increment := func(m *headers.Metadata) error {
		count++ // wrong: counts the calls, not the edits
		return m.Set("x-oss-meta-count", fmt.Sprint(count))
	}
	for _, opt := range []*client.EditOptions{{DryRun: true}, nil} {
		result, err := bucket.EditObjectMeta(ctx, "novel", increment, opt)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(result.Changes)
	}
	// Output:
	// [+ x-oss-meta-count: 6]
	// [+ x-oss-meta-count: 7]
}

func ExampleBucket_DeleteObject() {
	bucket := exampleBucket()
	if _, err := bucket.DeleteObject(context.Background(), "novel", nil); err != nil {
		log.Fatal(err)
	}
	_, err := bucket.GetObjectMeta(context.Background(), "novel", nil)
	fmt.Println(errors.Is(err, fs.ErrNotExist))
	// Output: true
}

func ExampleBucket_PutObjectACL() {
	bucket := exampleBucket()
	if _, err := bucket.PutObjectACL(context.Background(), "novel", client.PublicRead, nil); err != nil {
		log.Fatal(err)
	}
	answer, err := bucket.GetObjectACL(context.Background(), "novel", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer.ACL)
	// Output: public-read
}

func ExampleBucket_GetObjectACL() {
	bucket := exampleBucket()
	answer, err := bucket.GetObjectACL(context.Background(), "novel", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer.ACL) // the bucket's holds
	// Output: default
}
