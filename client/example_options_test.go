package client_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"strings"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
)

func ExampleBucket_Name() {
	fmt.Println(exampleBucket().Name())
	// Output: examplebucket
}

// What an edit costs is known before it is made.
func ExampleEditResult() {
	c := exampleClient(osstest.Options{Buckets: []osstest.Bucket{{Name: "examplebucket", Versioning: "Enabled"}}}, nil)
	edit := func(m *headers.Metadata) error { return m.Set("Cache-Control", "no-store") }
	plan, err := c.Bucket("examplebucket").EditObjectMeta(context.Background(), "novel", edit, &client.EditOptions{DryRun: true})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(plan.StoresVersion, plan.Retrieves)
	fmt.Println(plan.Request.Get("x-oss-metadata-directive"), plan.Request.Get("x-oss-meta-author"))
	// Output:
	// true false
	// REPLACE O. Henry
}

// Text beyond ASCII is refused unless it is asked for, because other clients may
// read it in another character set. headers.EncodeExtValue is the safe way.
func ExampleEditOptions() {
	ctx, bucket := context.Background(), exampleBucket()
	edit := func(m *headers.Metadata) error { return m.Set("x-oss-meta-author", "欧·亨利") }
	_, err := bucket.EditObjectMeta(ctx, "novel", edit, nil)
	fmt.Println(errors.As(err, new(*headers.FieldError)))
	_, err = bucket.EditObjectMeta(ctx, "novel", edit, &client.EditOptions{AllowNonASCII: true, ACL: client.Private})
	fmt.Println(err)
	// Output:
	// true
	// <nil>
}

// Any operation takes further headers, and has more of them signed.
func ExampleRequestOptions() {
	c := exampleClient(osstest.Options{}, func(cfg *client.Config) {
		next := cfg.HTTPClient.Transport
		cfg.HTTPClient = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			fmt.Println(strings.Contains(r.Header.Get("Authorization"), "AdditionalHeaders=cache-control,"), r.Header.Get("x-oss-traffic-limit"))
			return next.RoundTrip(r)
		})}
	})
	_, err := c.Bucket("examplebucket").PutObject(context.Background(), "novel", strings.NewReader("a novel"), &client.PutObjectOptions{
		Metadata: headers.Metadata{CacheControl: "no-cache"},
		RequestOptions: client.RequestOptions{
			Header:        http.Header{"x-oss-traffic-limit": {"819200"}}, // bits per second
			SignedHeaders: []string{"cache-control"},                      // or a proxy could change it unseen
		},
	})
	fmt.Println(err)
	// Output:
	// true 819200
	// <nil>
}

// How OSS is to keep an object.
func ExamplePlacement() {
	ctx, bucket := context.Background(), exampleBucket()
	_, err := bucket.PutObject(ctx, "secret", strings.NewReader("a secret"), &client.PutObjectOptions{Placement: client.Placement{
		ACL: client.Private, StorageClass: "IA", Encryption: client.Encryption{Algorithm: "KMS", DataAlgorithm: "SM4"},
	}})
	if err != nil {
		log.Fatal(err)
	}
	object, err := bucket.HeadObject(ctx, "secret", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(object.StorageClass, object.Encryption.Algorithm, object.Encryption.DataAlgorithm)
	// Output: IA KMS SM4
}
