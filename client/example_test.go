package client_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"strings"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
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

// exampleBucket returns a bucket of an embedded server, with the object novel
// in it that was stored an hour ago.
func exampleBucket() (*client.Bucket, func()) {
	server := osstest.NewServer(osstest.Options{})
	server.PutObject("examplebucket", "novel", osstest.Object{
		Body:         []byte("a novel"),
		Header:       map[string][]string{"Content-Type": {"text/plain"}, "Cache-Control": {"no-cache"}, "X-Oss-Meta-Author": {"O. Henry"}},
		LastModified: time.Now().Add(-time.Hour),
	})
	c, err := client.New(client.Config{Endpoint: server.URL, Region: server.Region(), Credentials: credentials.Static(server.Credentials())})
	if err != nil {
		log.Fatal(err)
	}
	return c.Bucket("examplebucket"), server.Close
}

func printMetadata(m headers.Metadata) {
	for name, value := range m.All() {
		fmt.Printf("%s: %s\n", name, value)
	}
}

func ExampleBucket_PutObject() {
	bucket, done := exampleBucket()
	defer done()
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
	bucket, done := exampleBucket()
	defer done()
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
	bucket, done := exampleBucket()
	defer done()
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
	bucket, done := exampleBucket()
	defer done()
	_, err := bucket.HeadObject(context.Background(), "missing", nil)
	fmt.Println(errors.Is(err, xmlerr.NoSuchKey), errors.Is(err, fs.ErrNotExist))
	// Output: true true
}

func ExampleBucket_GetObjectMeta() {
	bucket, done := exampleBucket()
	defer done()
	object, err := bucket.GetObjectMeta(context.Background(), "novel", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(object.Size, object.ETag)
	// Output: 7 "4F62C625D8DC86F098BE7F3883BFD6B7"
}

func ExampleBucket_CopyObject() {
	bucket, done := exampleBucket()
	defer done()
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
	bucket, done := exampleBucket()
	defer done()
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
	bucket, done := exampleBucket()
	defer done()
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
	bucket, done := exampleBucket()
	defer done()
	plan, err := bucket.EditObjectMeta(context.Background(), "novel", func(m *headers.Metadata) error {
		return m.Delete("Cache-Control")
	}, &client.EditOptions{DryRun: true})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(plan.Changed, plan.Changes)
	// Output: true [- Cache-Control: no-cache]
}

// Wrong: the function may be called several times, with what another writer
// has written, or with what its own first call has. Whatever depends on how
// often it is called comes out wrong.
func ExampleBucket_EditObjectMeta_wrong() {
	bucket, done := exampleBucket()
	defer done()
	count := 5
	_, err := bucket.EditObjectMeta(context.Background(), "novel", func(m *headers.Metadata) error {
		count++ // wrong: counts the attempts, not the edits
		return m.Set("x-oss-meta-count", fmt.Sprint(count))
	}, nil)
	fmt.Println(err)
	// Output: <nil>
}

func ExampleBucket_DeleteObject() {
	bucket, done := exampleBucket()
	defer done()
	if _, err := bucket.DeleteObject(context.Background(), "novel", nil); err != nil {
		log.Fatal(err)
	}
	_, err := bucket.GetObjectMeta(context.Background(), "novel", nil)
	fmt.Println(errors.Is(err, fs.ErrNotExist))
	// Output: true
}

func ExampleBucket_PutObjectACL() {
	bucket, done := exampleBucket()
	defer done()
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
	bucket, done := exampleBucket()
	defer done()
	answer, err := bucket.GetObjectACL(context.Background(), "novel", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer.ACL) // the bucket's holds
	// Output: default
}

// Every signature can be seen, line by line, before it is sent.
func ExampleConfig_onSign() {
	oss := osstest.New(osstest.Options{})
	c, err := client.New(client.Config{
		Region:      oss.Region(),
		Credentials: credentials.Static(oss.Credentials()),
		Now:         func() time.Time { return time.Date(2023, 12, 16, 16, 20, 57, 0, time.UTC) },
		OnSign:      func(_ context.Context, t *signer.Transcript) { fmt.Print(t) },
		MaxAttempts: 1,
	})
	if err != nil {
		log.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel() // nothing is sent in this example
	c.Bucket("examplebucket").HeadObject(ctx, "a b", nil)
	// Output:
	// V4 signature by access key id "LTAIosstestExampleKey" at 2023-12-16T16:20:57Z
	//
	// canonical request
	//   HEAD                                   | method
	//   /examplebucket/a%20b                   | bucket and key
	//                                          | query
	//   x-oss-content-sha256:UNSIGNED-PAYLOAD  | set by the signer
	//   x-oss-date:20231216T162057Z            | set by the signer
	//                                          | constant (end of the headers)
	//                                          | names of the additional headers
	//   UNSIGNED-PAYLOAD                       | constant (the only payload digest OSS documents)
	//
	// string to sign
	//   OSS4-HMAC-SHA256                                                  | constant
	//   20231216T162057Z                                                  | time
	//   20231216/cn-hangzhou/oss/aliyun_v4_request                        | scope
	//   cff96e401a54391d650a433c0e19d1d84094d77dcfd9f8a8a2eda67dece2fdce  | SHA-256 of the canonical request
	//
	// not signed
	//   header Accept-Encoding: V4 signs it only as an additional header
	//   header Host: V4 signs it only as an additional header
	//   header User-Agent: V4 signs it only as an additional header
	//
	// signature
	//   ae3de5ca3eafd0733dbdb6f232fb46a69da64cd1137b543ddce2afaa3797d18c
}
