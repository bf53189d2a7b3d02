package signer_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/verify"
)

// rebuilt returns m made anew, its names put in in the n-th of their orders.
func rebuilt(m map[string][]string, n int) map[string][]string {
	names := slices.Sorted(maps.Keys(m))
	if n > 0 && len(names) > 0 {
		slices.Reverse(names[n%len(names):])
	}
	out := map[string][]string{}
	for _, name := range names {
		out[name] = m[name]
	}
	return out
}

// FuzzSignVerify: what Sign and Presign accept, Verify accepts; what is signed
// is what the reference says; and the order of the maps does not matter. The
// life in seconds, if not 0, asks for a URL.
func FuzzSignVerify(f *testing.F) {
	for _, life := range []int32{0, 1, 3600, 604800, 604801, -1} {
		f.Add(false, "PUT", "bucket", "a key/ü", "acl=\nprefix=a b", "X-Oss-Meta-A= v \nCache-Control=x", "host\nrange", "h", "token", life)
		f.Add(true, "GET", "bucket", "k?acl", "x-oss-process=a&b\nuploads", "Content-Type=a/b\nx-oss-meta-a_b=\xff", "mine", "", "", life)
		f.Add(false, "GET", "", "", "a~=1\naé=2\n%=+", "range=1\nRange-=2\nHost=h", "range\nHOST\nx-oss-date", "h", "", life)
		f.Add(false, "0", "", "", "", "", "HOST", " ", "", life)
		f.Add(true, "get", "b", "", "=\na=1\na=2", "Date="+signertest.Date+"\nx-oss-date="+signertest.Date, "", "", "t", life)
		f.Add(false, "GET", "b", "k", "x-oss-date="+signertest.Stamp+"\nx-oss-expires=3600", "x-oss-date="+signertest.Stamp, "", "", "t", life)
		f.Add(true, "GET", "b", "k", "Expires=1702747257\nsecurity-token=t", "Content-MD5=", "", "", "t", life)
		f.Add(true, "PUT", "b", "k", "acl", "content-type=a/b\nContent-MD5= m \nX-Oss-Meta-A=v\nx-oss-date="+signertest.Date, "mine", "h", "t", life)
		f.Add(false, "PUT", "b", "k", "x-oss-process=a/b", "Range=bytes=0-1\nContent-Type=a/b\nX-Oss-Meta-A=\xff", "Host\nrange\ncontent-type", "h", "t", life)
	}
	f.Fuzz(func(t *testing.T, v1 bool, method, bucket, key, query, header, names, host, token string, life int32) {
		c, v := signertest.LongTerm, signertest.VersionOf(v1)
		c.SecurityToken = token
		all := strings.Fields(names)
		s, err := signer.NewV1(c, all...)
		if !v1 {
			s, err = signer.NewV4(c, signer.Scope{Date: "20231216", Region: signertest.Region}, all...)
		}
		if err != nil {
			return
		}
		sign := s.Sign
		if life != 0 {
			sign = func(r *signer.Request, at time.Time) (signer.Signature, error) {
				return s.Presign(r, at, time.Duration(life)*time.Second)
			}
		}
		r := &signer.Request{Method: method, Bucket: bucket, Key: key, Host: host, Query: signertest.ReadValues(query, "="), Header: signertest.ReadValues(header, "=")}
		signature, err := sign(r, signertest.Time)
		for n := range 3 {
			again := *r
			again.Query, again.Header = rebuilt(r.Query, n), rebuilt(r.Header, n)
			other, otherErr := sign(&again, signertest.Time)
			if (err == nil) != (otherErr == nil) || !slices.Equal(signature.Fields, other.Fields) {
				t.Fatalf("signed as %v, %v, then as %v, %v", signature, err, other, otherErr)
			}
		}
		if err != nil {
			var refused *signer.RequestError
			if !errors.As(err, &refused) {
				t.Fatalf("%T, want a *RequestError", err)
			}
			return
		}
		if life < 0 || life > 604800 {
			t.Fatalf("signed for %d seconds", life)
		}
		if life != 0 {
			checkPresigned(t, c, v, all, r, signertest.ReceivedURL(r, signature), life)
		} else if after := signertest.Received(r, signature); signertest.ProvidedToken(v, after) == c.SecurityToken {
			checkSigned(t, c, v, all, after)
		}
	})
}

// checkPresigned verifies a signed URL as checkSigned does. Out of its domain
// is what a caller puts among the parameters of the signature that the signer
// has not: it stands in TestForeignParameters.
func checkPresigned(t *testing.T, c signer.Credentials, v signer.Version, names []string, before, r *signer.Request, life int32) {
	t.Helper()
	foreign := v == signer.V4 && len(before.Query["x-oss-additional-headers"]) > 0
	if foreign || signertest.ProvidedToken(v, r) != c.SecurityToken || v == signer.V1 && slices.Contains(names, "Signature") {
		return
	}
	verified := checkSigned(t, c, v, names, r)
	if want := signertest.Time.Add(time.Duration(life) * time.Second); !verified.URL || !verified.Expires.Equal(want) {
		t.Errorf("verified as %+v, want a URL until %v", *verified, want)
	}
}

// checkSigned verifies a signed request, and compares its signature with the
// reference.
func checkSigned(t *testing.T, c signer.Credentials, v signer.Version, names []string, r *signer.Request) *verify.Verified {
	t.Helper()
	verifier := &verify.Verifier{Region: signertest.Region, SubResources: names,
		Credentials: func(id string) (signer.Credentials, bool) { return c, id == c.AccessKeyID }}
	verified, err := verifier.Verify(r, signertest.Time)
	if err != nil {
		t.Fatalf("signed and refused: %v", err)
	}
	if verified.Version != v || verified.AccessKeyID != c.AccessKeyID || verified.URL != signertest.InURL(r) {
		t.Errorf("verified as %+v", *verified)
	}
	if at := verified.Time; !at.Equal(signertest.Time) && !(at.IsZero() && v == signer.V1 && verified.URL) {
		t.Errorf("signed at %v", at)
	}
	if got, want := signertest.ProvidedSignature(v, r), signertest.ReferenceSignature(c.AccessKeySecret, v, names, r); got != want {
		t.Errorf("%s, the reference says %s", got, want)
	}
	return verified
}
