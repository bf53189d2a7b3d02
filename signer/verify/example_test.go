package verify_test

import (
	"errors"
	"fmt"
	"log"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/verify"
)

var (
	exampleTime        = time.Date(2023, 12, 16, 16, 20, 57, 0, time.UTC)
	exampleCredentials = signer.Credentials{AccessKeyID: "LTAIexample", AccessKeySecret: "example-secret"}
)

func ExampleVerifier_Verify() {
	s, err := signer.NewV4(exampleCredentials, signer.Scope{Date: signer.DateOf(exampleTime), Region: "cn-hangzhou"})
	if err != nil {
		log.Fatal(err)
	}
	r := &signer.Request{Method: "GET", Bucket: "examplebucket", Key: "k", Header: map[string][]string{}}
	signature, err := s.Sign(r, exampleTime)
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range signature.Fields {
		r.Header[f.Name] = []string{f.Value}
	}

	v := verify.Verifier{Region: "cn-hangzhou", Credentials: func(id string) (signer.Credentials, bool) {
		return exampleCredentials, id == exampleCredentials.AccessKeyID
	}}
	verified, err := v.Verify(r, exampleTime.Add(time.Minute))
	fmt.Println(verified.AccessKeyID, verified.Version, err)

	r.Key = "another"
	_, err = v.Verify(r, exampleTime.Add(time.Minute))
	var refused *verify.Error
	if errors.As(err, &refused) {
		fmt.Println(refused.Code, refused.EC, refused.Transcript.Canonical[1].Text)
	}
	// Output:
	// LTAIexample V4 <nil>
	// SignatureDoesNotMatch 0002-00000201 /examplebucket/another
}

// A server that takes a signed URL, and says why it does not.
func ExampleVerifier_Verify_url() {
	s, err := signer.NewV4(exampleCredentials, signer.Scope{Date: signer.DateOf(exampleTime), Region: "cn-hangzhou"})
	if err != nil {
		log.Fatal(err)
	}
	r := &signer.Request{Method: "PUT", Bucket: "examplebucket", Key: "k", Query: map[string][]string{}, Header: map[string][]string{}}
	signature, err := s.Presign(r, exampleTime, time.Hour)
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range signature.Fields {
		r.Query[f.Name] = []string{f.Value}
	}

	v := verify.Verifier{Region: "cn-hangzhou", Credentials: func(id string) (signer.Credentials, bool) {
		return exampleCredentials, id == exampleCredentials.AccessKeyID
	}}
	verified, err := v.Verify(r, exampleTime.Add(time.Minute))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(verified.AccessKeyID, verified.URL, verified.Expires)

	_, err = v.Verify(r, exampleTime.Add(2*time.Hour))
	fmt.Println(err)

	r.Header["Content-Type"] = []string{"image/jpeg"} // the browser added it
	_, err = v.Verify(r, exampleTime.Add(time.Minute))
	var refused *verify.Error
	if errors.As(err, &refused) {
		fmt.Println(refused.Code, refused.Transcript.Canonical[3].Text)
	}
	// Output:
	// LTAIexample true 2023-12-16 17:20:57 +0000 UTC
	// verify: AccessDenied: Request has expired. (EC 0002-00000236)
	// SignatureDoesNotMatch content-type:image/jpeg
}
