// Command sign signs one request, for its size: under wasip1 it is about as
// small as a Go program that signs can be.
package main

import (
	"os"
	"time"

	"example.com/ossmeta/signer"
)

func main() {
	s, err := signer.NewV4(signer.Credentials{AccessKeyID: "LTAI5tExampleExampleId", AccessKeySecret: "ExampleSecretExampleSecret00"},
		signer.Scope{Date: "20231216", Region: "cn-hangzhou"})
	if err != nil {
		fail(err)
	}
	signature, err := s.Sign(&signer.Request{Method: "HEAD", Bucket: "examplebucket", Key: "key"},
		time.Date(2023, 12, 16, 16, 20, 57, 0, time.UTC))
	if err != nil {
		fail(err)
	}
	for _, f := range signature.Fields {
		os.Stdout.WriteString(f.Name + ": " + f.Value + "\n")
	}
}

func fail(err error) {
	os.Stderr.WriteString(err.Error() + "\n")
	os.Exit(1)
}
