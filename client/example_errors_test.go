package client_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"strings"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

// An error says which operation failed, on what, and what OSS has to say.
func ExampleOpError() {
	_, err := exampleBucket().GetObject(context.Background(), "missing", nil)
	var e *client.OpError
	if errors.As(err, &e) {
		fmt.Println(e.Op, e.Bucket, e.Key)
	}
	var answer *xmlerr.Error
	if errors.As(err, &answer) {
		fmt.Println(answer.StatusCode, answer.Code, answer.EC)
	}
	// Output:
	// GetObject examplebucket missing
	// 404 NoSuchKey 0026-00000001
}

// What cannot be right is refused before anything is sent.
func ExampleArgumentError() {
	_, err := exampleBucket().HeadObject(context.Background(), "/novel", nil)
	var e *client.ArgumentError
	fmt.Println(errors.As(err, &e), e.Name)
	fmt.Println(err)
	// Output:
	// true key
	// oss: HeadObject examplebucket//novel: key "/novel" begins with a slash or backslash, which OSS does not allow
}

// New reports all fields that cannot be used at once.
func ExampleConfigError() {
	_, err := client.New(client.Config{Endpoint: "examplebucket.oss-cn-hangzhou.aliyuncs.com", MaxAttempts: -1})
	fmt.Println(err)
	// Output:
	// oss: config: Endpoint "examplebucket.oss-cn-hangzhou.aliyuncs.com" begins with a bucket's name; leave it out: Client.Bucket says which bucket
	// oss: config: MaxAttempts "-1" is negative
}

// An edit that cannot be made without loss is not made.
func ExampleEditError() {
	c := exampleClient(osstest.Options{Denied: map[string][]string{"": {"oss:GetObjectAcl"}}}, nil)
	bucket := c.Bucket("examplebucket")
	edit := func(m *headers.Metadata) error { return m.Set("Cache-Control", "no-store") }
	_, err := bucket.EditObjectMeta(context.Background(), "novel", edit, nil)
	fmt.Println(errors.Is(err, client.EditACLDenied))
	var e *client.EditError
	if errors.As(err, &e) {
		fmt.Println(e.Reason)
	}
	_, err = bucket.EditObjectMeta(context.Background(), "novel", edit, &client.EditOptions{ACL: client.DefaultACL})
	fmt.Println(err)
	// Output:
	// true
	// the object's ACL cannot be read, and the copy would reset it; grant oss:GetObjectAcl, or set the option ACL
	// <nil>
}

// A proxy, or a disk, that damages data is found out.
func ExampleChecksumError() {
	c := exampleClient(osstest.Options{}, func(cfg *client.Config) {
		next := cfg.HTTPClient.Transport
		cfg.HTTPClient = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			resp, err := next.RoundTrip(r)
			if err == nil {
				resp.Header.Set("x-oss-hash-crc64ecma", "1")
			}
			return resp, err
		})}
	})
	_, err := c.Bucket("examplebucket").PutObject(context.Background(), "novel", strings.NewReader("a novel"), nil)
	fmt.Println(errors.As(err, new(*client.ChecksumError)))
	// Output: true
}

// A condition that does not hold is an answer, too.
func ExampleConditions() {
	ctx, bucket := context.Background(), exampleBucket()
	object, err := bucket.HeadObject(ctx, "novel", nil)
	if err != nil {
		log.Fatal(err)
	}
	_, err = bucket.GetObject(ctx, "novel", &client.GetObjectOptions{Conditions: client.Conditions{IfNoneMatch: object.ETag}})
	fmt.Println(errors.Is(err, xmlerr.NotModified))
	_, err = bucket.ReplaceObjectMeta(ctx, "novel", headers.Metadata{},
		&client.ReplaceObjectMetaOptions{Source: client.Conditions{IfUnmodifiedSince: object.LastModified.Add(-time.Minute)}})
	fmt.Println(errors.Is(err, xmlerr.PreconditionFailed))
	// Output:
	// true
	// true
}

// The CRC-64 of an object's content, without its content.
func ExampleResponse_CRC64() {
	object, err := exampleBucket().HeadObject(context.Background(), "novel", nil)
	if err != nil {
		log.Fatal(err)
	}
	theirs, ok := object.CRC64()
	ours := headers.NewCRC64()
	ours.Write([]byte("a novel"))
	fmt.Println(ok, theirs == headers.CRC64(ours.Sum64()))
	// Output: true true
}

// Nothing is sent; a bucket's name is checked by the operations.
func ExampleClient_Bucket() {
	c, err := client.New(client.Config{Region: "cn-hangzhou", Credentials: credentials.Static(signer.Credentials{AccessKeyID: "id", AccessKeySecret: "secret"})})
	if err != nil {
		log.Fatal(err)
	}
	bucket := c.Bucket("Example_Bucket")
	_, err = bucket.HeadObject(context.Background(), "novel", nil)
	fmt.Println(bucket.Name(), errors.As(err, new(*client.ArgumentError)))
	// Output: Example_Bucket true
}
