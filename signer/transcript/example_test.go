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
