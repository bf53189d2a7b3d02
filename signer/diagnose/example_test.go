package diagnose_test

import (
	"fmt"
	"log"
	"strings"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/diagnose"
)

var exampleTime = time.Date(2023, 12, 16, 16, 20, 57, 0, time.UTC)

func exampleTranscript(header map[string][]string) *signer.Transcript {
	s, err := signer.NewV1(signer.Credentials{AccessKeyID: "LTAIexample", AccessKeySecret: "example-secret"})
	if err != nil {
		log.Fatal(err)
	}
	t, err := s.ExplainPresign(&signer.Request{Method: "PUT", Bucket: "examplebucket", Key: "photo.jpg", Header: header}, exampleTime, time.Hour)
	if err != nil {
		log.Fatal(err)
	}
	return t
}

// A browser added a Content-Type to an upload by a signed URL.
func ExampleDiagnose() {
	verdict := diagnose.Diagnose(exampleTranscript(nil), diagnose.Evidence{
		Code:         "SignatureDoesNotMatch",
		EC:           "0002-00000040",
		StringToSign: "PUT\n\nimage/jpeg\n1702747257\n/examplebucket/photo.jpg", // from the body of the answer
	})
	fmt.Println(verdict.Cause)
	fmt.Println(strings.ReplaceAll(verdict.String(), ": ", ":\n  "))
	// Output:
	// content-type added
	// string to sign line 3, content-type:
	//   signed nothing, the server has "image/jpeg":
	//   the sender added a Content-Type that was not signed; sign the Content-Type that will be sent, or keep the client from adding one
}

// Where both sides signed the same bytes, the secret is wrong.
func ExampleDiagnose_wrongSecret() {
	t := exampleTranscript(nil)
	fmt.Println(diagnose.Diagnose(t, diagnose.Evidence{Code: "SignatureDoesNotMatch", StringToSign: string(t.StringToSign())}))
	// Output:
	// both sides signed the same bytes, so the access key secret is wrong; copy the secret of this access key id again, without blanks or line ends around it
}

func ExampleDiagnose_clock() {
	fmt.Println(diagnose.Diagnose(exampleTranscript(nil), diagnose.Evidence{
		Code:        "RequestTimeTooSkewed",
		RequestTime: exampleTime,
		ServerTime:  exampleTime.Add(8 * time.Hour),
	}))
	// Output:
	// time: signed "2023-12-16T16:20:57Z", the server has "2023-12-17T00:20:57Z": the time of the request is 8h0m0s behind the server's; set the clock of the machine that signs, or correct it by the server's time
}
