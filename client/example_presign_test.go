package client_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
)

// A link to download an object, under a name of its own.
func ExampleBucket_PresignGetObject() {
	bucket := exampleClient(osstest.Options{}, exampleDay).Bucket("examplebucket")
	p, err := bucket.PresignGetObject(context.Background(), "novel", &client.GetObjectOptions{
		Override: client.ResponseOverride{ContentDisposition: `attachment; filename="a novel.txt"`},
	}, &client.PresignOptions{Expires: time.Hour})
	if err != nil {
		log.Fatal(err)
	}
	address, query, _ := strings.Cut(p.URL, "?")
	fmt.Println(address)
	for parameter := range strings.SplitSeq(query, "&") {
		fmt.Println(" ", parameter)
	}
	fmt.Println(len(p.Header), "headers, until", p.Expires)
	// Output:
	// https://examplebucket.oss-cn-hangzhou.aliyuncs.com/novel
	//   response-content-disposition=attachment%3B%20filename%3D%22a%20novel.txt%22
	//   x-oss-credential=LTAIosstestExampleKey%2F20231216%2Fcn-hangzhou%2Foss%2Faliyun_v4_request
	//   x-oss-date=20231216T162057Z
	//   x-oss-expires=3600
	//   x-oss-signature=af7ba3c1851143fec442d2007b3bdecc2b0ff5fe7bdbb03db4bdeb2153bdf73a
	//   x-oss-signature-version=OSS4-HMAC-SHA256
	// 0 headers, until 2023-12-16 17:20:57 +0000 UTC
}

// exampleSend stands for whoever was given the request.
func exampleSend(req *http.Request, c *http.Client) {
	resp, err := c.Do(req)
	if err != nil {
		log.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(resp.StatusCode)
	if len(body) > 0 {
		fmt.Println(string(body))
	}
}

// examplePresigner returns a client, and one that sends what it presigned.
func examplePresigner() (context.Context, *client.Bucket, *http.Client) {
	var sender *http.Client
	c := exampleClient(osstest.Options{}, func(cfg *client.Config) { sender = cfg.HTTPClient })
	return context.Background(), c.Bucket("examplebucket"), sender
}

// Whoever holds the request can put an object, with this metadata and no other.
func ExampleBucket_PresignPutObject() {
	ctx, bucket, sender := examplePresigner()
	p, err := bucket.PresignPutObject(ctx, "cover.jpg", &client.PutObjectOptions{
		Metadata: headers.Metadata{ContentType: "image/jpeg", User: map[string]string{"author": "O. Henry"}},
	}, nil)
	if err != nil {
		log.Fatal(err)
	}
	req, err := p.NewRequest(ctx, strings.NewReader("a picture"))
	if err != nil {
		log.Fatal(err)
	}
	exampleSend(req, sender)
	object, err := bucket.HeadObject(ctx, "cover.jpg", nil)
	if err != nil {
		log.Fatal(err)
	}
	printMetadata(object.Metadata)
	// Output:
	// 200
	// Content-Type: image/jpeg
	// x-oss-meta-author: O. Henry
}

func ExampleBucket_PresignHeadObject() {
	ctx, bucket, sender := examplePresigner()
	p, err := bucket.PresignHeadObject(ctx, "novel", nil, nil)
	if err != nil {
		log.Fatal(err)
	}
	req, err := p.NewRequest(ctx, nil)
	if err != nil {
		log.Fatal(err)
	}
	exampleSend(req, sender)
	// Output: 200
}

// Whoever holds the request can set this metadata, without a key.
func ExampleBucket_PresignCopyObject() {
	ctx, bucket, sender := examplePresigner()
	p, err := bucket.PresignCopyObject(ctx, "novel", client.CopySource{Key: "novel"}, &client.CopyObjectOptions{
		Metadata: &headers.Metadata{ContentType: "text/markdown"},
	}, nil)
	if err != nil {
		log.Fatal(err)
	}
	req, err := p.NewRequest(ctx, nil)
	if err != nil {
		log.Fatal(err)
	}
	resp, err := sender.Do(req)
	if err != nil {
		log.Fatal(err)
	}
	defer resp.Body.Close()
	object, err := bucket.HeadObject(ctx, "novel", nil)
	if err != nil {
		log.Fatal(err)
	}
	printMetadata(object.Metadata)
	// Output:
	// Content-Type: text/markdown
}

// Any operation can be presigned, here reading the tags.
func ExampleClient_Presign() {
	var sender *http.Client
	c := exampleClient(osstest.Options{}, func(cfg *client.Config) { sender = cfg.HTTPClient })
	ctx := context.Background()
	p, err := c.Presign(ctx, client.Operation{
		Name: "GetObjectTagging", Method: "GET", Bucket: "examplebucket", Key: "novel",
		Query: map[string][]string{"tagging": {""}},
	}, nil)
	if err != nil {
		log.Fatal(err)
	}
	req, err := p.NewRequest(ctx, nil)
	if err != nil {
		log.Fatal(err)
	}
	exampleSend(req, sender)
	// Output:
	// 200
	// <?xml version="1.0" encoding="UTF-8"?>
	// <Tagging><TagSet></TagSet></Tagging>
}

// The client may talk to the internal endpoint, and link to a domain of the
// bucket's own.
func ExamplePresignOptions() {
	bucket := exampleClient(osstest.Options{}, exampleDay).Bucket("examplebucket")
	p, err := bucket.PresignGetObject(context.Background(), "novel", nil,
		&client.PresignOptions{Endpoint: "static.example.com", CNAME: true})
	if err != nil {
		log.Fatal(err)
	}
	address, _, _ := strings.Cut(p.URL, "?")
	fmt.Println(address)
	// Output: https://static.example.com/novel
}

// A signingTransport signs what goes through it. It signs clones, because a
// signature holds for one attempt.
type signingTransport struct {
	bucket *client.Bucket
	next   http.RoundTripper
}

func (s signingTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	if err := s.bucket.SignHTTP(r.Context(), r); err != nil {
		return nil, err
	}
	return s.next.RoundTrip(r)
}

// A program that has its own requests has them signed on the way.
func ExampleBucket_SignHTTP() {
	_, bucket, sender := examplePresigner()
	signing := &http.Client{
		Transport:     signingTransport{bucket, sender.Transport},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	resp, err := signing.Get("http://examplebucket.oss-cn-hangzhou.aliyuncs.com/novel?acl")
	if err != nil {
		log.Fatal(err)
	}
	defer resp.Body.Close()
	fmt.Println(resp.Status)
	// Output: 200 OK
}
