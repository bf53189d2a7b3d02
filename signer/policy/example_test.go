package policy_test

import (
	"encoding/base64"
	"fmt"
	"log"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/policy"
)

var (
	exampleTime        = time.Date(2023, 12, 16, 16, 20, 57, 0, time.UTC)
	exampleCredentials = signer.Credentials{AccessKeyID: "LTAIexample", AccessKeySecret: "example-secret"}
)

// A form by which a browser uploads images of up to 10 MB into one folder.
func ExampleSign() {
	s, err := signer.NewV4(exampleCredentials, signer.Scope{Date: signer.DateOf(exampleTime), Region: "cn-hangzhou"})
	if err != nil {
		log.Fatal(err)
	}
	signature, err := policy.Sign(s, policy.Policy{Expires: exampleTime.Add(time.Hour), Conditions: []policy.Condition{
		policy.Equal("bucket", "examplebucket"),
		policy.StartsWith("key", "user/eric/"),
		policy.In("content-type", "image/jpeg", "image/png"),
		policy.NotIn("x-oss-object-acl", "public-read-write"),
		policy.LengthRange(1, 10<<20),
	}}, exampleTime)
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range signature.Fields {
		fmt.Println(f) // the policy is not printed: a token would stand in it
		if f.Name == "policy" {
			document, err := base64.StdEncoding.DecodeString(f.Value)
			fmt.Printf("  %.101s… %v\n", document, err)
		}
	}
	// Output:
	// x-oss-signature-version: OSS4-HMAC-SHA256
	// x-oss-credential: LTAIexample/20231216/cn-hangzhou/oss/aliyun_v4_request
	// x-oss-date: 20231216T162057Z
	// policy: (564 bytes)
	//   {"expiration":"2023-12-16T17:20:57.000Z","conditions":[["eq","$bucket","examplebucket"],["starts-with… <nil>
	// x-oss-signature: 9ca1b36ccd963c0315a65279f8c766a7bdacfc27d5df54a5a11b58a93d841f3d
}
