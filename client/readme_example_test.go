package client_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
)

// The program of the README. It runs without an account, on the embedded server.
func Example() {
	server := osstest.NewServer(osstest.Options{})
	defer server.Close()

	c, err := client.New(client.Config{
		Endpoint:    server.URL,                               // a real one: "oss-cn-hangzhou.aliyuncs.com", or Region alone
		Region:      server.Region(),                          // "cn-hangzhou"
		Credentials: credentials.Static(server.Credentials()), // or credentials.Environment()
	})
	if err != nil {
		log.Fatal(err)
	}
	ctx, bucket := context.Background(), c.Bucket("examplebucket")

	_, err = bucket.PutObject(ctx, "novel", strings.NewReader("a novel"), &client.PutObjectOptions{
		Metadata: headers.Metadata{ContentType: "text/plain", User: map[string]string{"author": "O. Henry"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	_, err = bucket.EditObjectMeta(ctx, "novel", func(m *headers.Metadata) error {
		return m.Set("x-oss-meta-price", "100 dollar")
	}, nil)
	if err != nil {
		log.Fatal(err)
	}
	object, err := bucket.HeadObject(ctx, "novel", nil)
	if err != nil {
		log.Fatal(err)
	}
	for name, value := range object.Metadata.All() {
		fmt.Println(name+":", value)
	}
	// Output:
	// Content-Type: text/plain
	// x-oss-meta-author: O. Henry
	// x-oss-meta-price: 100 dollar
}
