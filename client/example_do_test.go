package client_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
)

// Appending: the first time with metadata, later at the position where the last
// time ended. It is not repeated if an answer gets lost: HeadObject tells then
// how long the object is.
func ExampleClient_Do() {
	ctx, c := context.Background(), exampleClient(osstest.Options{}, nil)
	position := "0"
	for _, line := range []string{"one\n", "two\n"} {
		result, err := c.Do(ctx, client.Operation{
			Name: "AppendObject", Method: "POST", Bucket: "examplebucket", Key: "log",
			Query:  map[string][]string{"append": {""}, "position": {position}},
			Header: http.Header{"Content-Type": {"text/plain"}, "X-Oss-Meta-Author": {"O. Henry"}},
			Body:   strings.NewReader(line),
		})
		if err != nil {
			log.Fatal(err)
		}
		result.Body.Close()
		position = result.Header.Get("x-oss-next-append-position")
	}
	object, err := c.Bucket("examplebucket").GetObject(ctx, "log", nil)
	if err != nil {
		log.Fatal(err)
	}
	defer object.Body.Close()
	text, err := io.ReadAll(object.Body)
	fmt.Printf("%s%s, %v\n", text, object.Metadata.User["author"], err)
	// Output:
	// one
	// two
	// O. Henry, <nil>
}

// A symbolic link with metadata of its own.
func ExampleClient_Do_symlink() {
	ctx, c := context.Background(), exampleClient(osstest.Options{}, nil)
	result, err := c.Do(ctx, client.Operation{
		Name: "PutSymlink", Method: "PUT", Bucket: "examplebucket", Key: "latest",
		Query:  map[string][]string{"symlink": {""}},
		Header: http.Header{"X-Oss-Symlink-Target": {url.PathEscape("novel")}, "X-Oss-Meta-Author": {"the publisher"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	result.Body.Close()
	object, err := c.Bucket("examplebucket").HeadObject(ctx, "latest", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(object.ObjectType, object.Size) // of the target
	// Output: Symlink 7
}

// An upload in parts has its metadata when it begins.
func ExampleClient_Do_multipartUpload() {
	ctx, c := context.Background(), exampleClient(osstest.Options{}, nil)
	do := func(name, method string, query map[string][]string, h http.Header, body string) *client.OperationResult {
		o := client.Operation{Name: name, Method: method, Bucket: "examplebucket", Key: "big", Query: query, Header: h}
		if body != "" {
			o.Body = strings.NewReader(body)
		}
		result, err := c.Do(ctx, o)
		if err != nil {
			log.Fatal(err)
		}
		return result
	}
	begun := do("InitiateMultipartUpload", "POST", map[string][]string{"uploads": {""}},
		http.Header{"Content-Type": {"text/plain"}, "X-Oss-Meta-Author": {"O. Henry"}}, "")
	var upload struct {
		ID string `xml:"UploadId"`
	}
	if err := begun.DecodeXML("InitiateMultipartUploadResult", &upload); err != nil {
		log.Fatal(err)
	}
	parts := []string{strings.Repeat("a", 100<<10), "the last part may be small"}
	document := "<CompleteMultipartUpload>"
	for i, content := range parts {
		n := strconv.Itoa(i + 1)
		part := do("UploadPart", "PUT", map[string][]string{"partNumber": {n}, "uploadId": {upload.ID}}, nil, content)
		part.Body.Close()
		document += "<Part><PartNumber>" + n + "</PartNumber><ETag>" + part.Header.Get("ETag") + "</ETag></Part>"
	}
	do("CompleteMultipartUpload", "POST", map[string][]string{"uploadId": {upload.ID}}, nil, document+"</CompleteMultipartUpload>").Body.Close()

	object, err := c.Bucket("examplebucket").HeadObject(ctx, "big", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(object.ObjectType, object.Size)
	printMetadata(object.Metadata)
	// Output:
	// Multipart 102426
	// Content-Type: text/plain
	// x-oss-meta-author: O. Henry
}

// Restoring an archived object does no harm if it is asked for twice.
func ExampleOperation() {
	ctx, c := context.Background(), exampleClient(osstest.Options{}, nil)
	bucket := c.Bucket("examplebucket")
	if _, err := bucket.PutObject(ctx, "old", nil, &client.PutObjectOptions{Placement: client.Placement{StorageClass: "Archive"}}); err != nil {
		log.Fatal(err)
	}
	result, err := c.Do(ctx, client.Operation{
		Name: "RestoreObject", Method: "POST", Bucket: "examplebucket", Key: "old",
		Query:  map[string][]string{"restore": {""}},
		Body:   bytes.NewReader([]byte("<RestoreRequest><Days>2</Days></RestoreRequest>")),
		Repeat: client.RepeatAlways,
	})
	if err != nil {
		log.Fatal(err)
	}
	defer result.Body.Close()
	fmt.Println(result.StatusCode)
	// Output: 202
}

// An answer is an XML document.
func ExampleOperationResult_DecodeXML() {
	c := exampleClient(osstest.Options{}, nil)
	result, err := c.Do(context.Background(), client.Operation{Name: "ListBuckets", Method: "GET"})
	if err != nil {
		log.Fatal(err)
	}
	var list struct {
		Names []string `xml:"Buckets>Bucket>Name"`
	}
	if err := result.DecodeXML("ListAllMyBucketsResult", &list); err != nil {
		log.Fatal(err)
	}
	fmt.Println(list.Names)
	// Output: [examplebucket]
}
