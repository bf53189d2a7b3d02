package headers_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"example.com/ossmeta/headers"
)

func Example() {
	// What HeadObject answered, as net/http keeps it.
	response := http.Header{
		"Content-Type":        {"text/html"},
		"Expires":             {"2022-10-12T00:00:00.000Z"},
		"X-Oss-Meta-Author":   {"Ann"},
		"X-Oss-Storage-Class": {"Standard"},
	}
	was, err := headers.ReadMetadata(response)
	if err != nil {
		fmt.Println(err)
		return
	}

	m := was.Clone()
	m.CacheControl = "no-cache"
	m.User["reviewer"] = "Bob"
	for _, fault := range m.Check(was) {
		fmt.Println(fault)
	}
	for _, change := range was.Diff(m) {
		fmt.Println(change)
	}

	request := http.Header{}
	m.Write(request)
	fmt.Println(len(request), "fields,", "Expires:", request.Get("Expires"))
	// Output:
	// + Cache-Control: no-cache
	// + x-oss-meta-reviewer: Bob
	// 5 fields, Expires: 2022-10-12T00:00:00.000Z
}

func ExampleReadMetadata() {
	m, err := headers.ReadMetadata(http.Header{
		"Content-Type":      {"text/html"},
		"X-Oss-Meta-Author": {"Ann", "Bob"},
	})
	fmt.Println(m.ContentType, m.User["author"])
	var fault *headers.FieldError
	fmt.Println(errors.As(err, &fault) && fault.Reason == headers.ReasonDuplicate)
	// Output:
	// text/html Ann
	// true
}

func ExampleMetadata_Write() {
	h := http.Header{"content-type": {"text/plain"}}
	headers.Metadata{
		ContentType: "text/html",
		User:        map[string]string{"author": "Ann"},
	}.Write(h)
	fmt.Println(h)
	// Output: map[Content-Type:[text/html] X-Oss-Meta-Author:[Ann]]
}

func ExampleMetadata_All() {
	m := headers.Metadata{
		Expires:     "0",
		ContentType: "text/html",
		User:        map[string]string{"b": "2", "a": "1"},
	}
	for name, value := range m.All() {
		fmt.Printf("%s: %s\n", name, value)
	}
	// Output:
	// Content-Type: text/html
	// Expires: 0
	// x-oss-meta-a: 1
	// x-oss-meta-b: 2
}

func ExampleMetadata_Get() {
	m := headers.Metadata{User: map[string]string{"author": ""}}
	fmt.Println(m.Get("X-Oss-Meta-Author"))
	fmt.Println(m.Get("Content-Type"))
	// Output:
	//  true
	//  false
}

func ExampleMetadata_Set() {
	var m headers.Metadata
	fmt.Println(m.Set("x-oss-meta-Author", "Ann"))
	fmt.Println(m.User)
	fmt.Println(m.Set("author", "Ann")) // wrong: the full name is needed
	// Output:
	// <nil>
	// map[author:Ann]
	// header "author" with value "Ann": it is not metadata; use a standard field such as Content-Type, or a name after x-oss-meta-
}

func ExampleMetadata_Delete() {
	m := headers.Metadata{CacheControl: "no-cache"}
	fmt.Println(m.Delete("cache-control"), m.CacheControl == "")
	// Output: <nil> true
}

func ExampleMetadata_Clone() {
	m := headers.Metadata{User: map[string]string{"author": "Ann"}}
	c := m.Clone()
	c.User["author"] = "Bob"
	fmt.Println(m.User["author"])
	// Output: Ann
}

// Wrong: an assignment shares the map of user metadata.
func ExampleMetadata_Clone_wrong() {
	m := headers.Metadata{User: map[string]string{"author": "Ann"}}
	c := m
	c.User["author"] = "Bob"
	fmt.Println(m.User["author"])
	// Output: Bob
}

func ExampleMetadata_Equal() {
	m := headers.Metadata{User: map[string]string{"Author": "Ann"}}
	n := headers.Metadata{User: map[string]string{"author": "Ann"}}
	fmt.Println(m.Equal(n))
	// Output: true
}

func ExampleMetadata_Diff() {
	m := headers.Metadata{ContentType: "text/plain", Expires: "0"}
	n := headers.Metadata{ContentType: "text/html", User: map[string]string{"title": "你好"}}
	for _, change := range m.Diff(n) {
		fmt.Println(change)
	}
	// Output:
	// ~ Content-Type: text/plain -> text/html
	// - Expires: 0
	// + x-oss-meta-title: "你好"
}

func ExampleMetadata_Check() {
	was := headers.Metadata{User: map[string]string{"old_name": "kept"}}
	m := was.Clone()
	m.User["new_name"] = "1"
	m.User["title"] = "你好"
	for _, fault := range m.Check(was) {
		fmt.Println(fault)
	}
	// Output:
	// header "x-oss-meta-new_name" with value "1": names of user metadata may hold only letters, digits and hyphens; rename it (OSS: EC 0011-00000004)
	// header "x-oss-meta-title" with value "你好": the value is not ASCII and may not arrive as it is; encode it with headers.EncodeExtValue, or set AllowNonASCII
}

func ExampleChange_String() {
	fmt.Println(headers.Change{Name: "Expires", Old: "0", New: " 0"})
	// Output: ~ Expires: 0 -> " 0"
}

func ExampleCheckField() {
	if fault := headers.CheckField("Range", "bytes=0-9\n"); fault != nil {
		fmt.Println(fault)
	}
	fmt.Println(headers.CheckField("Range", "bytes=0-9") == nil)
	// Output:
	// header "Range" with value "bytes=0-9\n": the value holds a control character such as CR or LF; remove it or encode the value
	// true
}

func ExampleFieldError() {
	var m headers.Metadata
	var fault *headers.FieldError
	if err := m.Set("ETag", "x"); errors.As(err, &fault) {
		fmt.Println(fault.Name, fault.Reason == headers.ReasonUnknown)
	}
	// Output: ETag true
}

func ExampleValidName() {
	fmt.Println(headers.ValidName("x-oss-meta-a_b"), headers.ValidName("a b"))
	// Output: true false
}

func ExampleValidValue() {
	fmt.Println(headers.ValidValue("a\tb"), headers.ValidValue("a\nb"))
	// Output: true false
}

func ExampleCanonicalName() {
	fmt.Println(headers.CanonicalName("x-oss-meta-author"), headers.CanonicalName(headers.ETagName))
	// Output: X-Oss-Meta-Author Etag
}

func ExampleGet() {
	h := map[string][]string{"x-oss-request-id": {"5C3D9175B6FC201293AD4890"}}
	id, ok := headers.Get(h, "X-Oss-Request-Id")
	fmt.Println(id, ok)
	// Output: 5C3D9175B6FC201293AD4890 true
}

func ExampleParseETag() {
	quoted, _ := headers.ParseETag(`"5B3C1A2E053D763E1B002CC607C5A0FE"`)
	bare, _ := headers.ParseETag(`5B3C1A2E053D763E1B002CC607C5A0FE`)
	fmt.Println(quoted == bare, quoted)
	// Output: true "5B3C1A2E053D763E1B002CC607C5A0FE"
}

func ExampleParseCRC64() {
	sum, ok := headers.ParseCRC64("11051210869376104954")
	fmt.Println(sum == 0x995dc9bbdf1939fa, ok)
	// Output: true true
}

func ExampleNewCRC64() {
	h := headers.NewCRC64()
	io.WriteString(h, "123456789")
	fmt.Println(headers.CRC64(h.Sum64()))
	// Output: 11051210869376104954
}

func ExampleParseTime() {
	t, ok := headers.ParseTime("Sun, 06 Nov 1994 08:49:37 GMT")
	fmt.Println(t.Unix(), ok)
	// Output: 784111777 true
}

func ExampleFormatTime() {
	fmt.Println(headers.FormatTime(time.Unix(784111777, 0)))
	// Output: Sun, 06 Nov 1994 08:49:37 GMT
}

func ExampleParseRestore() {
	r, ok := headers.ParseRestore(`ongoing-request="false", expiry-date="Sun, 16 Apr 2017 08:12:33 GMT"`)
	fmt.Println(r.Ongoing, r.Expiry, ok)
	fmt.Println(headers.Restore{Ongoing: true})
	// Output:
	// false 2017-04-16 08:12:33 +0000 UTC true
	// ongoing-request="true"
}

func ExampleParseTags() {
	tags, ok := headers.ParseTags("team=data+lake&temporary")
	fmt.Printf("%q %v\n", tags, ok)
	// Output: [{"team" "data lake"} {"temporary" ""}] true
}

func ExampleFormatTags() {
	fmt.Println(headers.FormatTags([]headers.Tag{{Key: "team", Value: "data lake"}, {Key: "a", Value: "1+1=2"}}))
	// Output: team=data%20lake&a=1%2B1%3D2
}

func ExampleEncodeExtValue() {
	m := headers.Metadata{ContentDisposition: "attachment; filename*=" + headers.EncodeExtValue("你好.txt")}
	fmt.Println(m.ContentDisposition)
	// Output: attachment; filename*=UTF-8''%E4%BD%A0%E5%A5%BD.txt
}

func ExampleParseExtValue() {
	fmt.Println(headers.ParseExtValue("UTF-8''%E4%BD%A0%E5%A5%BD.txt"))
	// Output: 你好.txt true
}
