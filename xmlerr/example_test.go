package xmlerr_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"example.com/ossmeta/xmlerr"
)

func ExampleDecode() {
	body := strings.NewReader(`<?xml version="1.0" encoding="UTF-8"?>
<Error>
  <Code>NoSuchKey</Code>
  <Message>The specified key does not exist.</Message>
  <RequestId>5C3D9175EXAMPLE300000003</RequestId>
  <HostId>examplebucket.oss-cn-hangzhou.aliyuncs.com</HostId>
  <Key>notes.txt</Key>
</Error>`)
	var err error = xmlerr.Decode(404, nil, body)
	fmt.Println(err)
	fmt.Println(errors.Is(err, xmlerr.NoSuchKey), errors.Is(err, fs.ErrNotExist))

	var e *xmlerr.Error
	if errors.As(err, &e) {
		fmt.Println(e.Extra["Key"])
	}
	// Output:
	// NoSuchKey: The specified key does not exist. (404, request id 5C3D9175EXAMPLE300000003)
	// true true
	// notes.txt
}

// An answer to HEAD has no body; the document is in a header, or the status has
// to do.
func ExampleDecode_head() {
	doc := (&xmlerr.Error{Code: xmlerr.SymlinkTargetNotExist, Message: "The symlink target object does not exist."}).AppendXML(nil)
	header := map[string][]string{"X-Oss-Err": {base64.StdEncoding.EncodeToString(doc)}}

	for _, err := range []*xmlerr.Error{
		xmlerr.Decode(404, header, nil),
		xmlerr.Decode(412, nil, nil),
	} {
		fmt.Printf("%v, from %v\n", err, err.Source)
	}
	// Output:
	// SymlinkTargetNotExist: The symlink target object does not exist. (404), from header
	// PreconditionFailed: deduced from the status, the answer names no code (412), from status
}

// A proxy's 404 says nothing about the object. Deciding by the status alone
// would be wrong here.
func ExampleDecode_foreign() {
	err := xmlerr.Decode(404, nil, strings.NewReader("<html><title>no such site</title></html>"))
	fmt.Println(err)
	fmt.Println(errors.Is(err, fs.ErrNotExist))
	// Output:
	// answer is not an OSS error: "<html><title>no such site</title></html>" (404)
	// false
}

// Wrong: an error must not be compared with ==, it is a pointer and it may be
// wrapped. Right: errors.Is.
func ExampleCode() {
	err := fmt.Errorf("reading notes: %w", xmlerr.Decode(404, nil, nil))
	fmt.Println(err == xmlerr.NoSuchKey)
	fmt.Println(errors.Is(err, xmlerr.NoSuchKey))
	fmt.Println(errors.Is(err, xmlerr.Code("NoSuchLiveChannel")))
	// Output:
	// false
	// true
	// false
}

func ExampleError_AppendXML() {
	e := &xmlerr.Error{
		Code:      xmlerr.NotImplemented,
		Message:   "A header you provided implies functionality that is not implemented.",
		RequestID: "5C3D9175EXAMPLE600000006",
		Extra:     map[string]string{"Header": "If-None-Match"},
	}
	fmt.Printf("%s", e.AppendXML(nil))
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?>
	// <Error>
	//   <Code>NotImplemented</Code>
	//   <Message>A header you provided implies functionality that is not implemented.</Message>
	//   <RequestId>5C3D9175EXAMPLE600000006</RequestId>
	//   <Header>If-None-Match</Header>
	// </Error>
}

func ExampleEvidence() {
	ev := &xmlerr.Evidence{StringToSign: "GET ?", StringToSignBytes: "47 45 54 0A 01 "}
	fmt.Printf("%+v\n", ev) // never its contents
	fmt.Printf("%q\n", ev.ExactStringToSign())
	// Output:
	// [signature evidence, redacted]
	// "GET\n\x01"
}

func ExampleEvidence_ExactCanonicalRequest() {
	ev := &xmlerr.Evidence{CanonicalRequest: "GET\n/examplebucket/a\n"}
	fmt.Printf("%q\n", ev.ExactCanonicalRequest())
	// Output: "GET\n/examplebucket/a\n"
}
