// Package signertest has what the tests of package signer and of the packages
// below it share: requests, keys, the published vectors, a second implementation of
// both signatures, and a search for secrets in what is printed. It is for tests only.
package signertest

import (
	"strings"
	"time"

	"example.com/ossmeta/signer"
)

// A T is a *testing.T, *testing.B or *testing.F.
type T interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// All that is signed here is signed at Time, unless the test says more, and for Region.
const (
	Region = "cn-hangzhou"
	Scope  = "20231216/cn-hangzhou/oss/aliyun_v4_request"
	Stamp  = "20231216T162057Z"
	Date   = "Sat, 16 Dec 2023 16:20:57 GMT"
)

// The keys are the ones that LookUp knows.
var (
	Time      = time.Date(2023, 12, 16, 16, 20, 57, 0, time.UTC)
	LongTerm  = signer.Credentials{AccessKeyID: "LTAIexample", AccessKeySecret: "example-secret-0123456789"}
	Temporary = signer.Credentials{AccessKeyID: "STS.example", AccessKeySecret: "example-secret-9876543210",
		SecurityToken: "example/token+0123456789=="}

	BothVersions = []signer.Version{signer.V4, signer.V1}
	OnlyV4       = []signer.Version{signer.V4}
	OnlyV1       = []signer.Version{signer.V1}
)

// MakeSigner returns a signer of the version; names are its additional headers
// or its sub-resources.
func MakeSigner(tb T, v signer.Version, c signer.Credentials, names ...string) *signer.Signer {
	tb.Helper()
	var s *signer.Signer
	var err error
	if v == signer.V4 {
		s, err = signer.NewV4(c, signer.Scope{Date: signer.DateOf(Time), Region: Region}, names...)
	} else {
		s, err = signer.NewV1(c, names...)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// MustSign signs r at Time.
func MustSign(t T, s *signer.Signer, r *signer.Request) signer.Signature {
	t.Helper()
	signature, err := s.Sign(r, Time)
	if err != nil {
		t.Fatal(err)
	}
	return signature
}

// Explain explains how r is signed at Time.
func Explain(t T, s *signer.Signer, r *signer.Request) *signer.Transcript {
	t.Helper()
	transcript, err := s.Explain(r, Time)
	if err != nil {
		t.Fatal(err)
	}
	return transcript
}

// ExplainPresign is Explain for the URL form.
func ExplainPresign(t T, s *signer.Signer, r *signer.Request) *signer.Transcript {
	t.Helper()
	transcript, err := s.ExplainPresign(r, Time, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return transcript
}

// SignedText returns the canonical request of V4, the string to sign of V1.
func SignedText(t *signer.Transcript) []byte {
	if canonical := t.CanonicalRequest(); canonical != nil {
		return canonical
	}
	return t.StringToSign()
}

// ValueOf returns the value of a field of the signature.
func ValueOf(s signer.Signature, name string) string {
	for _, f := range s.Fields {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// LookUp is the lookup of a server that knows LongTerm and Temporary.
func LookUp(id string) (signer.Credentials, bool) {
	for _, c := range []signer.Credentials{LongTerm, Temporary} {
		if c.AccessKeyID == id {
			return c, true
		}
	}
	return signer.Credentials{}, false
}

// VersionsOf returns what a row of a table says; nil means both.
func VersionsOf(versions []signer.Version) []signer.Version {
	if versions == nil {
		return BothVersions
	}
	return versions
}

// VersionOf returns the version that a fuzzer chose.
func VersionOf(v1 bool) signer.Version {
	if v1 {
		return signer.V1
	}
	return signer.V4
}
