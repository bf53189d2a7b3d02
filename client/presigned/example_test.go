package presigned_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"strings"

	"example.com/ossmeta/client/presigned"
)

// received is what a server sends to those who are to put an object for it.
const received = `{"Method":"PUT","URL":"https://examplebucket.oss-cn-hangzhou.aliyuncs.com/it%27s?x-oss-signature=c0ffee",
	"Header":{"Content-Type":["text/plain"]},"Expires":"2023-12-16T17:20:57Z"}`

func readReceived() *presigned.Request {
	var p presigned.Request
	if err := json.Unmarshal([]byte(received), &p); err != nil {
		log.Fatal(err)
	}
	return &p
}

// A program that got a request as JSON makes it.
func ExampleRequest_NewRequest() {
	p := readReceived()
	req, err := p.NewRequest(context.Background(), strings.NewReader("a novel"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(req.Method, req.URL.Path, req.Header)
	// Output: PUT /it's map[Accept-Encoding:[identity] Content-Type:[text/plain]]
}

// A library that adds metadata makes another request of it.
func ExampleRequest_Check() {
	p := readReceived()
	req, err := p.NewRequest(context.Background(), strings.NewReader("a novel"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(p.Check(req))
	req.Header.Set("X-Oss-Meta-Author", "O. Henry")
	fmt.Println(p.Check(req))
	// Output:
	// <nil>
	// oss: the request is not the one that was signed: header X-Oss-Meta-Author was not signed
}

// A program finds out what differs.
func ExampleError() {
	p := readReceived()
	req, err := p.NewRequest(context.Background(), nil)
	if err != nil {
		log.Fatal(err)
	}
	req.Method = "DELETE"
	var e *presigned.Error
	if errors.As(p.Check(req), &e) {
		fmt.Println(e.Faults[0].Part, e.Faults[0].Reason)
	}
	// Output: method is DELETE, and PUT was signed
}

func ExampleRequest_Curl() {
	fmt.Println(readReceived().Curl())
	// Output: curl --upload-file FILE --header 'Content-Type: text/plain' 'https://examplebucket.oss-cn-hangzhou.aliyuncs.com/it%27s?x-oss-signature=c0ffee'
}
