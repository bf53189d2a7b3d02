package signer_test

import (
	"errors"
	"fmt"
	"log"
	"net/http"
	"strings"
	"time"

	"example.com/ossmeta/signer"
)

var (
	exampleTime        = time.Date(2023, 12, 16, 16, 20, 57, 0, time.UTC)
	exampleCredentials = signer.Credentials{AccessKeyID: "LTAIexample", AccessKeySecret: "example-secret"}
)

func ExampleNewV4() {
	s, err := signer.NewV4(exampleCredentials, signer.Scope{Date: signer.DateOf(exampleTime), Region: "cn-hangzhou"}, "host")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(s)
	_, err = signer.NewV4(exampleCredentials, signer.Scope{Date: "20231216", Region: "cn-hangzhou/oss"})
	fmt.Println(err)
	// Output:
	// OSS V4 signer, access key id "LTAIexample", scope 20231216/cn-hangzhou/oss/aliyun_v4_request
	// signer: scope: region "cn-hangzhou/oss" is not made of letters, digits and hyphens
}

func ExampleNewV1() {
	s, err := signer.NewV1(exampleCredentials)
	if err != nil {
		log.Fatal(err)
	}
	signature, err := s.Sign(&signer.Request{Method: "GET", Bucket: "examplebucket", Query: map[string][]string{"acl": {""}}}, exampleTime)
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range signature.Fields {
		fmt.Println(f)
	}
	// Output:
	// Date: Sat, 16 Dec 2023 16:20:57 GMT
	// Authorization: OSS LTAIexample:wp+NVDE/mUih5Z1+B0ImTjZYhMU=
}

func ExampleSigner_Sign() {
	s, err := signer.NewV4(exampleCredentials, signer.Scope{Date: signer.DateOf(exampleTime), Region: "cn-hangzhou"})
	if err != nil {
		log.Fatal(err)
	}
	const bucket, key = "examplebucket", "a folder/photo.jpg"
	path := string(signer.AppendPath([]byte("/"), key))
	req, err := http.NewRequest("HEAD", "https://"+bucket+".oss-cn-hangzhou.aliyuncs.com"+path, nil)
	if err != nil {
		log.Fatal(err)
	}
	signature, err := s.Sign(&signer.Request{Method: req.Method, Bucket: bucket, Key: key, Header: req.Header}, exampleTime)
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range signature.Fields {
		req.Header.Set(f.Name, f.Value)
	}
	fmt.Println(req.URL)
	fmt.Println(strings.ReplaceAll(req.Header.Get("Authorization"), ",", ",\n  "))
	// Output:
	// https://examplebucket.oss-cn-hangzhou.aliyuncs.com/a%20folder/photo.jpg
	// OSS4-HMAC-SHA256 Credential=LTAIexample/20231216/cn-hangzhou/oss/aliyun_v4_request,
	//   Signature=cc8a89161da98cd614f757fa3c4415afccec8c40de71c727e0d89ebc00c77cd0
}

// Signing what two servers could read in two ways is refused.
func ExampleSigner_Sign_refused() {
	s, err := signer.NewV1(exampleCredentials)
	if err != nil {
		log.Fatal(err)
	}
	_, err = s.Sign(&signer.Request{Method: "PUT", Bucket: "examplebucket", Key: "k", Header: map[string][]string{
		"x-oss-meta-author": {"O. Henry\nx-oss-object-acl:public-read"},
	}}, exampleTime)
	fmt.Println(err)
	var refused *signer.RequestError
	fmt.Println(errors.As(err, &refused) && refused.Reason == signer.ReasonLineBreak)
	// Output:
	// signer: header "x-oss-meta-author" has CR, LF or NUL in its value
	// true
}

func ExampleSigner_Explain() {
	c := exampleCredentials
	c.SecurityToken = "a-token-of-STS"
	s, err := signer.NewV1(c)
	if err != nil {
		log.Fatal(err)
	}
	transcript, err := s.Explain(&signer.Request{
		Method: "PUT", Bucket: "examplebucket", Key: "k",
		Query:  map[string][]string{"acl": {""}, "trace": {"1"}},
		Header: map[string][]string{"Content-MD5": {"1B2M2Y8AsgTpgAmY7PhCfg=="}, "Content-Type": {"text/plain"}, "Cache-Control": {"no-cache"}},
	}, exampleTime)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(transcript)
	// Output:
	// V1 signature by access key id "LTAIexample" at 2023-12-16T16:20:57Z
	//
	// string to sign
	//   PUT                                        | method
	//   1B2M2Y8AsgTpgAmY7PhCfg==                   | header Content-MD5
	//   text/plain                                 | header Content-Type
	//   Sat, 16 Dec 2023 16:20:57 GMT              | time
	//   x-oss-security-token:(14 bytes, redacted)  | security token
	//   /examplebucket/k?acl                       | bucket and key
	//
	// not signed
	//   header Cache-Control: V1 signs Content-MD5, Content-Type, Date and x-oss- headers only
	//   query trace: V1 signs sub-resources only, and this is none
	//
	// signature
	//   +g+fObakyGQEki+SUpmRFIgt+s8=
}

func ExampleAppendPath() {
	fmt.Printf("%s\n", signer.AppendPath([]byte("/examplebucket/"), "a folder/50%+.txt"))
	// Output: /examplebucket/a%20folder/50%25%2B.txt
}

func ExampleAppendQuery() {
	query, err := signer.AppendQuery([]byte("?"), map[string][]string{"prefix": {"a/b c"}, "acl": {""}})
	fmt.Printf("%s %v\n", query, err)
	_, err = signer.AppendQuery(nil, map[string][]string{"prefix": {"a", "b"}})
	fmt.Println(err)
	// Output:
	// ?acl&prefix=a%2Fb%20c <nil>
	// signer: query "prefix" has more than one value; OSS does not say how they are joined: send one
}

func ExampleDateOf() {
	hangzhou := time.FixedZone("CST", 8*60*60)
	fmt.Println(signer.DateOf(time.Date(2023, 12, 17, 0, 20, 57, 0, hangzhou)))
	// Output: 20231216
}
