package signer_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
)

const (
	testRegion = "cn-hangzhou"
	testScope  = "20231216/cn-hangzhou/oss/aliyun_v4_request"
	testStamp  = "20231216T162057Z"
	testDate   = "Sat, 16 Dec 2023 16:20:57 GMT"
)

var (
	testTime  = time.Date(2023, 12, 16, 16, 20, 57, 0, time.UTC)
	longTerm  = signer.Credentials{AccessKeyID: "LTAIexample", AccessKeySecret: "example-secret-0123456789"}
	temporary = signer.Credentials{AccessKeyID: "STS.example", AccessKeySecret: "example-secret-9876543210",
		SecurityToken: "example/token+0123456789=="}
	bothVersions = []signer.Version{signer.V4, signer.V1}
)

// makeSigner returns a signer of the version; names are its additional headers
// or its sub-resources.
func makeSigner(tb testing.TB, v signer.Version, c signer.Credentials, names ...string) *signer.Signer {
	tb.Helper()
	var s *signer.Signer
	var err error
	if v == signer.V4 {
		s, err = signer.NewV4(c, signer.Scope{Date: signer.DateOf(testTime), Region: testRegion}, names...)
	} else {
		s, err = signer.NewV1(c, names...)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func getRequest() *signer.Request {
	return &signer.Request{Method: "GET", Bucket: "examplebucket", Key: "folder/a key.txt",
		Query: map[string][]string{}, Header: map[string][]string{}}
}

// putRequest returns a request in which every kind of part occurs.
func putRequest() *signer.Request {
	return &signer.Request{
		Method: "PUT", Bucket: "examplebucket", Key: "folder/a key+ü.txt", Host: "examplebucket.example.com",
		Query: map[string][]string{"acl": {""}, "versionId": {"CAEQ/x"}, "prefix": {"a b"}},
		Header: map[string][]string{
			"Content-Type":      {"text/plain"},
			"Content-MD5":       {"eB5eJF1ptWaXm4bijSPyxw=="},
			"Cache-Control":     {"no-cache"},
			"Content-Length":    {"12"},
			"X-Oss-Meta-Author": {"O. Henry"},
			"x-oss-meta-empty":  {""},
		},
	}
}

// copyRequest copies r as deep as it goes.
func copyRequest(r *signer.Request) *signer.Request {
	c := *r
	c.Query, c.Header = copyValues(r.Query), copyValues(r.Header)
	return &c
}

func copyValues(m map[string][]string) map[string][]string {
	c := maps.Clone(m)
	for name, values := range c {
		c[name] = slices.Clone(values)
	}
	return c
}

// set sets a header as a sender does, whatever the letter case.
func set(r *signer.Request, name, value string) {
	drop(r, name)
	r.Header[name] = []string{value}
}

func drop(r *signer.Request, name string) {
	maps.DeleteFunc(r.Header, func(n string, _ []string) bool { return strings.EqualFold(n, name) })
}

// send returns r as a server receives it: signed, with blanks trimmed.
func send(tb testing.TB, s *signer.Signer, r *signer.Request) *signer.Request {
	tb.Helper()
	signature, err := s.Sign(r, testTime)
	if err != nil {
		tb.Fatal(err)
	}
	return received(r, signature)
}

func received(r *signer.Request, signature signer.Signature) *signer.Request {
	c := copyRequest(r)
	if c.Header == nil {
		c.Header = map[string][]string{}
	}
	for _, f := range signature.Fields {
		set(c, f.Name, f.Value)
	}
	for _, values := range c.Header {
		for i, value := range values {
			values[i] = strings.Trim(value, " \t")
		}
	}
	return c
}

// valueOf returns the value of a field of the signature.
func valueOf(s signer.Signature, name string) string {
	for _, f := range s.Fields {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

func testVerifier() *signer.Verifier {
	return &signer.Verifier{Region: testRegion, Credentials: lookUp}
}

func lookUp(id string) (signer.Credentials, bool) {
	for _, c := range []signer.Credentials{longTerm, temporary} {
		if c.AccessKeyID == id {
			return c, true
		}
	}
	return signer.Credentials{}, false
}
