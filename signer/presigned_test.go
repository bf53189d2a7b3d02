package signer_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

// TestPresignedFields has the parameters of both versions, in the order of the
// documents.
func TestPresignedFields(t *testing.T) {
	credential := signertest.Temporary.AccessKeyID + "/" + signertest.Scope
	for v, want := range map[signer.Version][]signer.Field{
		signer.V4: {{"x-oss-signature-version", "OSS4-HMAC-SHA256"}, {"x-oss-credential", credential}, {"x-oss-date", signertest.Stamp},
			{"x-oss-expires", "90"}, {"x-oss-additional-headers", "host"}, {"x-oss-security-token", signertest.Temporary.SecurityToken}, {"x-oss-signature", ""}},
		signer.V1: {{"OSSAccessKeyId", signertest.Temporary.AccessKeyID}, {"Expires", "1702743747"}, {"security-token", signertest.Temporary.SecurityToken}, {"Signature", ""}},
	} {
		var names []string
		if v == signer.V4 {
			names = []string{"host", "range"} // the request has no range
		}
		signature, err := signertest.MakeSigner(t, v, signertest.Temporary, names...).Presign(signertest.PutRequest(), signertest.Time, 90*time.Second+time.Second/2)
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
	for _, v := range signertest.BothVersions {
		s, r := signertest.MakeSigner(t, v, signertest.Temporary), signertest.GetRequest()
		first := signertest.Presigned(t, s, r, time.Hour)
		again := signertest.CopyRequest(first)
		delete(again.Query, "x-oss-signature")
		delete(again.Query, "Signature")
		if diff := cmp.Diff(first, signertest.Presigned(t, s, again, time.Hour)); diff != "" {
			t.Errorf("%v: signing again gives another request:\n%s", v, diff)
		}
	}
}

// TestConcurrentForms has one signer make all kinds of signatures at once.
func TestConcurrentForms(t *testing.T) {
	for _, v := range signertest.BothVersions {
		s := signertest.MakeSigner(t, v, signertest.Temporary)
		forms := []func() (signer.Signature, error){
			func() (signer.Signature, error) { return s.Sign(signertest.PutRequest(), signertest.Time) },
			func() (signer.Signature, error) {
				return s.Presign(signertest.PutRequest(), signertest.Time, time.Hour)
			},
			func() (signer.Signature, error) {
				return s.Presign(signertest.GetRequest(), signertest.Time, signer.MaxExpires)
			},
			func() (signer.Signature, error) { return s.SignPolicy(signertest.Time, document) },
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
