package transcript_test

import (
	"encoding/json"
	"fmt"

	"example.com/ossmeta/signer/transcript"
)

// A transcript that came as JSON, from a log say, is read without a signer.
func ExampleTranscript() {
	const logged = `{"version":"V1","access_key_id":"id","time":"2023-12-16T16:20:57Z","string_to_sign":[
		{"text":"GET","origin":"method"},{"text":"","origin":"header","name":"content-md5","note":"the request has none"},
		{"text":"","origin":"header","name":"content-type","note":"the request has none"},
		{"text":"Sat, 16 Dec 2023 16:20:57 GMT","origin":"time"},{"text":"/bucket/key","origin":"bucket and key"}],"signature":"c2ln"}`
	var t transcript.Transcript
	if err := json.Unmarshal([]byte(logged), &t); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(&t)
	// Output:
	// V1 signature by access key id "id" at 2023-12-16T16:20:57Z
	//
	// string to sign
	//   GET                            | method
	//                                  | header content-md5 (the request has none)
	//                                  | header content-type (the request has none)
	//   Sat, 16 Dec 2023 16:20:57 GMT  | time
	//   /bucket/key                    | bucket and key
	//
	// signature
	//   c2ln
}

// Whoever signs in another way can tell of it in the same form.
func ExampleNew() {
	toSign := []byte("GET\n\n\nSat, 16 Dec 2023 16:20:57 GMT\n/bucket/key")
	t := transcript.New(nil, toSign)
	t.Version, t.AccessKeyID = transcript.V1, "id"
	t.ToSign = []transcript.Line{{Text: "GET", Origin: transcript.OriginMethod}}
	t.ToSign[0].AddNote("as it is sent")
	t.LeaveOut("header", "User-Agent", "nobody signs it")
	fmt.Printf("%q\n%s %s\n", t.StringToSign(), t.ToSign[0].Note, t.LeftOut)
	// Output:
	// "GET\n\n\nSat, 16 Dec 2023 16:20:57 GMT\n/bucket/key"
	// as it is sent [{header User-Agent nobody signs it}]
}

func ExampleRedact() {
	fmt.Println(transcript.Redact("X-Oss-Security-Token", "CAIS…"), transcript.IsTokenName("X-Oss-Security-Token"))
	fmt.Println(transcript.Redact("X-Oss-Date", "20231216T162057Z"), transcript.IsTokenName("X-Oss-Date"))
	// Output:
	// (7 bytes, redacted) true
	// 20231216T162057Z false
}
