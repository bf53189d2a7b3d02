package osstest_test

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
)

// A server in the process, seeded and read without any request of one's own.
func ExampleNew() {
	oss := osstest.New(osstest.Options{Buckets: []osstest.Bucket{{Name: "novels"}}})
	oss.PutObject("novels", "gift.txt", osstest.Object{
		Body:   []byte("One dollar and eighty-seven cents."),
		Header: http.Header{"X-Oss-Meta-Author": {"O. Henry"}},
		Tags:   []headers.Tag{{Key: "state", Value: "draft"}},
	})
	obj, ok := oss.Object("novels", "gift.txt")
	fmt.Println(ok, obj.Header.Get("Content-Type"), obj.Header.Get("X-Oss-Meta-Author"), obj.ETag)
	// Output: true text/plain O. Henry "AAB4C338D832C5D547208FDDBBD7E80D"
}

// Requests without sockets. This one is anonymous; any signing client works
// the same way with OSS.Credentials.
func ExampleOSS_Transport() {
	oss := osstest.New(osstest.Options{Buckets: []osstest.Bucket{{Name: "examplebucket", ACL: "public-read"}}})
	oss.PutObject("examplebucket", "k", osstest.Object{Header: http.Header{"X-Oss-Meta-Author": {"O. Henry"}}})
	client := &http.Client{Transport: oss.Transport()}
	resp, err := client.Head("https://examplebucket.oss-cn-hangzhou.aliyuncs.com/k")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	fmt.Println(resp.Status, resp.Header.Get("x-oss-meta-author"))
	// Output: 200 OK O. Henry
}

// A server on a loopback port, as for a program under test.
func ExampleNewServer() {
	s := osstest.NewServer(osstest.Options{})
	defer s.Close()
	resp, err := http.Head(s.URL + "/examplebucket/private")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	fmt.Println(strings.HasPrefix(s.URL, "http://127.0.0.1:"), resp.StatusCode)
	// Output: true 403
}

// What a server was asked, without secrets.
func ExampleOSS_Requests() {
	oss := osstest.New(osstest.Options{})
	client := &http.Client{Transport: oss.Transport()}
	resp, err := client.Get("http://127.0.0.1/examplebucket/a%20b")
	if err != nil {
		fmt.Println(err)
		return
	}
	resp.Body.Close()
	for _, r := range oss.Requests() {
		fmt.Printf("%s %s %q %d %s\n", r.Operation, r.Bucket, r.Key, r.Status, r.Code)
	}
	// Output: GetObject examplebucket "a b" 403 AccessDenied
}

// A reply that is lost although the write took effect. A client that tries
// again succeeds: the fault is used up.
func ExampleOSS_Inject() {
	oss := osstest.New(osstest.Options{Buckets: []osstest.Bucket{{Name: "examplebucket", ACL: "public-read-write"}}})
	lost := oss.Inject(osstest.Fault{Operation: "PutObject", Times: 1, TakesEffect: true, Reset: true})
	client := &http.Client{Transport: oss.Transport()}
	for range 2 {
		req, err := http.NewRequest("PUT", "http://127.0.0.1/examplebucket/k", strings.NewReader("content"))
		if err != nil {
			fmt.Println(err)
			return
		}
		resp, err := client.Do(req)
		if err == nil {
			resp.Body.Close()
		}
		obj, _ := oss.Object("examplebucket", "k")
		fmt.Printf("failed: %t, stored: %s\n", err != nil, obj.Body)
	}
	fmt.Println(lost.Affected(), oss.Requests()[0].Fault)
	// Output:
	// failed: true, stored: content
	// failed: false, stored: content
	// 1 takes effect, reset
}

// A clock of one's own makes every time that the server tells repeatable.
func ExampleOptions_now() {
	oss := osstest.New(osstest.Options{Now: func() time.Time { return time.Date(2024, 1, 2, 3, 4, 5, 678e6, time.UTC) }})
	oss.PutObject("examplebucket", "k", osstest.Object{})
	obj, _ := oss.Object("examplebucket", "k")
	fmt.Println(headers.FormatTime(obj.LastModified))
	// Output: Tue, 02 Jan 2024 03:04:05 GMT
}

// Wrong use: a seeded object is what is stored, not a request. Properties such
// as the ACL have fields of their own.
func ExampleOSS_PutObject_wrongUse() {
	defer func() { fmt.Println(strings.Contains(fmt.Sprint(recover()), "X-Oss-Object-Acl")) }()
	oss := osstest.New(osstest.Options{})
	oss.PutObject("examplebucket", "k", osstest.Object{Header: http.Header{"X-Oss-Object-Acl": {"private"}}})
	// Output: true
}
