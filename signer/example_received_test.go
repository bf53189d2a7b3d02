package signer_test

import (
	"crypto/hmac"
	"fmt"
	"log"
	"strings"

	"example.com/ossmeta/signer"
)

// A receiver makes the signature anew and compares it with the one that the request
// carries. Package verify is the whole of it: it reads what the request says, and
// checks the time, the scope and the token.
func ExampleSigner_SignReceived() {
	r, date := receivedExample()
	_, provided, _ := strings.Cut(r.Header["Authorization"][0], "Signature=")
	s, err := signer.NewV4(exampleCredentials, signer.Scope{Date: date[:8], Region: "cn-hangzhou"})
	if err != nil {
		log.Fatal(err)
	}
	for _, key := range []string{"k", "another"} {
		r.Key = key
		right, err := s.SignReceived(r, signer.Presented{Date: date, Time: exampleTime})
		fmt.Println(key, hmac.Equal([]byte(right), []byte(provided)), err)
	}
	// Output:
	// k true <nil>
	// another false <nil>
}

// What the sender of a refused request may see.
func ExampleSigner_ExplainReceived() {
	r, date := receivedExample()
	s, err := signer.NewV4(exampleCredentials, signer.Scope{Date: date[:8], Region: "cn-hangzhou"})
	if err != nil {
		log.Fatal(err)
	}
	transcript, err := s.ExplainReceived(r, signer.Presented{Date: date, Time: exampleTime})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n%q\n", transcript.StringToSign(), transcript.Signature)
	// Output:
	// OSS4-HMAC-SHA256
	// 20231216T162057Z
	// 20231216/cn-hangzhou/oss/aliyun_v4_request
	// c3b47ae3fb2be43a60763509446a232c96b53be2a99eae32c1f167b843e2cb1a
	// ""
}

// receivedExample returns a request that was signed and sent, and its x-oss-date.
func receivedExample() (r *signer.Request, date string) {
	s, err := signer.NewV4(exampleCredentials, signer.Scope{Date: signer.DateOf(exampleTime), Region: "cn-hangzhou"})
	if err != nil {
		log.Fatal(err)
	}
	r = &signer.Request{Method: "GET", Bucket: "examplebucket", Key: "k", Header: map[string][]string{}}
	signature, err := s.Sign(r, exampleTime)
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range signature.Fields {
		r.Header[f.Name] = []string{f.Value}
	}
	return r, r.Header["x-oss-date"][0]
}

// A proxy need not know a key to refuse what two servers could read in two ways.
func ExampleCheckReceived() {
	r := &signer.Request{Method: "PUT", Bucket: "examplebucket", Key: "k", Header: map[string][]string{
		"Range":               {"bytes=0-1", "bytes=2-3"},
		"X-Oss-Meta-Reviewed": {"yes"},
	}}
	fmt.Println(signer.CheckReceived(r, signer.V4))
	fmt.Println(signer.CheckReceived(r, signer.V4, "range")) // it is signed
	r.Header["x-oss-meta-reviewed"] = []string{"no"}
	fmt.Println(signer.CheckReceived(r, signer.V4))
	// Output:
	// <nil>
	// signer: header "Range" has more than one value; OSS does not say how they are joined: send one
	// signer: header "x-oss-meta-reviewed" is given twice, in names that differ only by letter case
}

func ExampleScope_Check() {
	fmt.Println(signer.Scope{Date: "20231216", Region: "cn-hangzhou"}.Check())
	fmt.Println(signer.Scope{Date: "2023-12-16", Region: "cn-hangzhou"}.Check())
	// Output:
	// <nil>
	// signer: scope: date "2023-12-16" is not a day as YYYYMMDD
}
