package signer_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/signer"
)

// TestPresignedFields has the parameters of both versions, in the order of the
// documents.
func TestPresignedFields(t *testing.T) {
	credential := temporary.AccessKeyID + "/" + testScope
	for v, want := range map[signer.Version][]signer.Field{
		signer.V4: {{"x-oss-signature-version", "OSS4-HMAC-SHA256"}, {"x-oss-credential", credential}, {"x-oss-date", testStamp},
			{"x-oss-expires", "90"}, {"x-oss-additional-headers", "host"}, {"x-oss-security-token", temporary.SecurityToken}, {"x-oss-signature", ""}},
		signer.V1: {{"OSSAccessKeyId", temporary.AccessKeyID}, {"Expires", "1702743747"}, {"security-token", temporary.SecurityToken}, {"Signature", ""}},
	} {
		var names []string
		if v == signer.V4 {
			names = []string{"host", "range"} // the request has no range
		}
		signature, err := makeSigner(t, v, temporary, names...).Presign(putRequest(), testTime, 90*time.Second+time.Second/2)
		if err != nil {
			t.Fatal(err)
		}
		got := slices.Clone(signature.Fields)
		got[len(got)-1].Value = ""
		if !slices.Equal(got, want) {
			t.Errorf("%v: the fields are %v, want %v", v, got, want)
		}
	}
}

// TestPresignAgain signs a request that has the signer's own parameters
// already, but for the signature.
func TestPresignAgain(t *testing.T) {
	for _, v := range bothVersions {
		s, r := makeSigner(t, v, temporary), getRequest()
		first := presigned(t, s, r, time.Hour)
		again := copyRequest(first)
		delete(again.Query, "x-oss-signature")
		delete(again.Query, "Signature")
		if diff := cmp.Diff(first, presigned(t, s, again, time.Hour)); diff != "" {
			t.Errorf("%v: signing again gives another request:\n%s", v, diff)
		}
	}
}

// TestConcurrentForms has one signer make all kinds of signatures at once.
func TestConcurrentForms(t *testing.T) {
	for _, v := range bothVersions {
		s := makeSigner(t, v, temporary)
		forms := []func() (signer.Signature, error){
			func() (signer.Signature, error) { return s.Sign(putRequest(), testTime) },
			func() (signer.Signature, error) { return s.Presign(putRequest(), testTime, time.Hour) },
			func() (signer.Signature, error) { return s.Presign(getRequest(), testTime, signer.MaxExpires) },
			func() (signer.Signature, error) { return s.SignPolicy(testTime, document) },
		}
		var done sync.WaitGroup
		for _, sign := range forms {
			want, err := sign()
			if err != nil {
				t.Fatal(err)
			}
			for range 4 {
				done.Go(func() {
					for range 20 {
						if got, err := sign(); err != nil || !slices.Equal(got.Fields, want.Fields) {
							t.Errorf("%v: %v, %v, want %v", v, got, err, want)
							return
						}
					}
				})
			}
		}
		done.Wait()
	}
}
