package signer_test

import (
	"fmt"
	"log"
	"time"

	"example.com/ossmeta/signer"
)

// A URL by which anybody may upload one object of one type, for ten minutes.
// Whoever uses it must send exactly the headers that were signed.
func ExampleSigner_Presign() {
	s, err := signer.NewV4(exampleCredentials, signer.Scope{Date: signer.DateOf(exampleTime), Region: "cn-hangzhou"})
	if err != nil {
		log.Fatal(err)
	}
	r := &signer.Request{Method: "PUT", Bucket: "examplebucket", Key: "a folder/photo.jpg",
		Query: map[string][]string{}, Header: map[string][]string{"Content-Type": {"image/jpeg"}}}
	signature, err := s.Presign(r, exampleTime, 10*time.Minute)
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range signature.Fields {
		r.Query[f.Name] = []string{f.Value}
	}
	url := signer.AppendPath([]byte("https://examplebucket.oss-cn-hangzhou.aliyuncs.com/"), r.Key)
	url, err = signer.AppendQuery(append(url, '?'), r.Query)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", url)
	// Output:
	// https://examplebucket.oss-cn-hangzhou.aliyuncs.com/a%20folder/photo.jpg?x-oss-credential=LTAIexample%2F20231216%2Fcn-hangzhou%2Foss%2Faliyun_v4_request&x-oss-date=20231216T162057Z&x-oss-expires=600&x-oss-signature=b4215fbfee4e8929c38a9440c5e9034b0e4124a2efffa489b5f107789aaabccb&x-oss-signature-version=OSS4-HMAC-SHA256
}

// A life that OSS would not take is refused, and so is a token in the header.
func ExampleSigner_Presign_refused() {
	s, err := signer.NewV1(exampleCredentials)
	if err != nil {
		log.Fatal(err)
	}
	r := &signer.Request{Method: "GET", Bucket: "examplebucket", Key: "k", Header: map[string][]string{}}
	_, err = s.Presign(r, exampleTime, 30*24*time.Hour)
	fmt.Println(err)
	r.Header["x-oss-security-token"] = []string{"a-token-of-STS"}
	_, err = s.Presign(r, exampleTime, time.Hour)
	fmt.Println(err)
	// Output:
	// signer: time "720h0m0s" is not a life from one second to seven days
	// signer: header "x-oss-security-token" belongs to a signature in the header; a signed URL carries its own
}

func ExampleSigner_ExplainPresign() {
	s, err := signer.NewV4(exampleCredentials, signer.Scope{Date: signer.DateOf(exampleTime), Region: "cn-hangzhou"}, "host")
	if err != nil {
		log.Fatal(err)
	}
	r := &signer.Request{Method: "GET", Bucket: "examplebucket", Key: "k", Host: "examplebucket.oss-cn-hangzhou.aliyuncs.com",
		Query: map[string][]string{"versionId": {"CAEQ"}}}
	transcript, err := s.ExplainPresign(r, exampleTime, time.Hour)
	if err != nil {
		log.Fatal(err)
	}
	for _, part := range transcript.Canonical[2].Parts {
		fmt.Printf("%s | %s\n", part.Text, part.Origin)
	}
	// Output:
	// versionId=CAEQ | query
	// x-oss-additional-headers=host | set by the signer
	// x-oss-credential=LTAIexample%2F20231216%2Fcn-hangzhou%2Foss%2Faliyun_v4_request | set by the signer
	// x-oss-date=20231216T162057Z | set by the signer
	// x-oss-expires=3600 | set by the signer
	// x-oss-signature-version=OSS4-HMAC-SHA256 | set by the signer
}

// A policy that is made by hand; package policy makes them of conditions.
func ExampleSigner_SignPolicy() {
	s, err := signer.NewV1(exampleCredentials)
	if err != nil {
		log.Fatal(err)
	}
	signature, err := s.SignPolicy(exampleTime, func(own []signer.Field) ([]byte, error) {
		fmt.Println("to be demanded:", own) // V4 and STS have some
		return []byte(`{"expiration":"2023-12-16T17:20:57.000Z","conditions":[["eq","$bucket","examplebucket"]]}`), nil
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range signature.Fields {
		fmt.Println(f)
	}
	// Output:
	// to be demanded: []
	// OSSAccessKeyId: LTAIexample
	// policy: (120 bytes)
	// Signature: OUJVXKgmRrlo7FvXb3ymjoddzZk=
}
