package signer_test

import (
	"errors"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/signer"
)

// presignByHand signs r, whose query has all else, with the reference
// implementation, for a long-term key.
func presignByHand(r *signer.Request, v signer.Version) {
	name := map[signer.Version]string{signer.V4: "x-oss-signature", signer.V1: "Signature"}[v]
	r.Query[name] = []string{"0"}
	r.Query[name] = []string{referenceSignature(longTerm.AccessKeySecret, v, nil, r)}
}

// bareURL returns a request with all parameters of a URL signature but the
// signature itself.
func bareURL(v signer.Version) *signer.Request {
	r := getRequest()
	r.Host = "h"
	parameters := map[string]string{"OSSAccessKeyId": longTerm.AccessKeyID, "Expires": strconv.FormatInt(testTime.Unix()+60, 10)}
	if v == signer.V4 {
		parameters = map[string]string{"x-oss-signature-version": "OSS4-HMAC-SHA256", "x-oss-date": testStamp,
			"x-oss-credential": longTerm.AccessKeyID + "/" + testScope, "x-oss-expires": "60"}
	}
	for name, value := range parameters {
		r.Query[name] = []string{value}
	}
	return r
}

func TestPresigned(t *testing.T) {
	for _, v := range bothVersions {
		for _, c := range []signer.Credentials{longTerm, temporary} {
			want := signer.Verified{Version: v, URL: true, AccessKeyID: c.AccessKeyID, Expires: testTime.Add(time.Hour)}
			if v == signer.V4 {
				want.Time, want.Scope = testTime, signer.Scope{Date: "20231216", Region: testRegion, Product: "oss"}
			}
			r := presigned(t, makeSigner(t, v, c), putRequest(), time.Hour)
			before := copyRequest(r)
			got, err := testVerifier().Verify(r, testTime.In(time.FixedZone("", 3600)))
			if err != nil {
				t.Errorf("%v, %v: %v", v, c, err)
				continue
			}
			if diff := cmp.Diff(want, *got); diff != "" {
				t.Errorf("%v, %v (-want +got):\n%s", v, c, diff)
			}
			if diff := cmp.Diff(before, r); diff != "" {
				t.Errorf("verifying changed the request:\n%s", diff)
			}
		}
	}
}

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

// TestPresignedTolerated has the forms in which official clients differ, and
// what is beside the signature.
func TestPresignedTolerated(t *testing.T) {
	for _, tt := range []struct {
		name     string
		versions []signer.Version
		change   func(*signer.Request)
	}{
		{"as it is", nil, unchanged},
		{"additional name", onlyV4, withQuery("x-oss-additional-headers", "host")},
		{"additional names unsorted", onlyV4, both(withHeader("Range", "bytes=0-1"), withQuery("x-oss-additional-headers", "range;host"))},
		{"additional names twice", onlyV4, withQuery("x-oss-additional-headers", "host;host")},
		{"additional name that is signed anyway", onlyV4, both(withHeader("Content-Type", "a/b"), withQuery("x-oss-additional-headers", "content-type"))},
		{"no lines of the additional names", onlyV4, withQuery("x-oss-additional-headers")},
		{"header with the same value as a parameter", onlyV4, withHeader("x-oss-date", testStamp)},
		{"payload digest", nil, withHeader("x-oss-content-sha256", "UNSIGNED-PAYLOAD")},
		{"any Date", nil, withHeader("Date", "yesterday")},
		{"any x-oss-date in the header", onlyV1, withHeader("x-oss-date", "yesterday")},
		{"Content-Type", nil, withHeader("Content-Type", "text/plain")},
		{"metadata", nil, withHeader("x-oss-meta-a", "1")},
		{"no lines of Authorization", nil, withHeader("Authorization")},
		{"no lines of a token", nil, withHeader("x-oss-security-token")},
		{"process", nil, withQuery("x-oss-process", "image/resize,w_1/a+b c")},
		{"override of a header", nil, withQuery("response-content-disposition", `attachment; filename="ü + é"`)},
	} {
		for _, v := range versionsOf(tt.versions) {
			r := bareURL(v)
			tt.change(r)
			presignByHand(r, v)
			if _, err := testVerifier().Verify(r, testTime); err != nil {
				t.Errorf("%s, %v: %v", tt.name, v, err)
			}
		}
	}
}

// TestPresignedLimits asks for a URL at the ends of its life. A URL of V1 says
// only when it ends.
func TestPresignedLimits(t *testing.T) {
	const early = -15 * time.Minute
	for _, life := range []time.Duration{signer.MinExpires, time.Hour, signer.MaxExpires} {
		for _, v := range bothVersions {
			r := presigned(t, makeSigner(t, v, longTerm), putRequest(), life)
			for _, after := range []time.Duration{0, life - 1, life, early, early - 1, early - time.Hour, life + 1, life + time.Second, life + 24*time.Hour} {
				good := after <= life && (after >= early || v == signer.V1)
				_, err := testVerifier().Verify(r, testTime.Add(after))
				var refused *signer.VerifyError
				switch {
				case good && err != nil:
					t.Errorf("%v, good for %v, after %v: %v", v, life, after, err)
				case good:
				case !errors.As(err, &refused) || refused.Code != "AccessDenied":
					t.Errorf("%v, good for %v, after %v: %v, want AccessDenied", v, life, after, err)
				case v == signer.V4 && after > life && refused.EC != "0002-00000236":
					t.Errorf("%v, good for %v, after %v: EC %q", v, life, after, refused.EC)
				}
			}
		}
	}
}

// TestPresignedSkew: MaxSkew moves the beginning of a URL, not its end.
func TestPresignedSkew(t *testing.T) {
	r := presigned(t, makeSigner(t, signer.V4, longTerm), putRequest(), time.Hour)
	v := testVerifier()
	v.MaxSkew = time.Minute
	for after, good := range map[time.Duration]bool{-time.Minute: true, -time.Minute - 1: false, time.Hour: true, time.Hour + 1: false} {
		if _, err := v.Verify(r, testTime.Add(after)); (err == nil) != good {
			t.Errorf("after %v: %v", after, err)
		}
	}
}

// TestExpiryIsCheckedFirst: an expired URL is told to be that, whatever its
// signature.
func TestExpiryIsCheckedFirst(t *testing.T) {
	for _, v := range bothVersions {
		r := presigned(t, makeSigner(t, v, longTerm), putRequest(), time.Hour)
		r.Key = "another"
		_, err := testVerifier().Verify(r, testTime.Add(2*time.Hour))
		var refused *signer.VerifyError
		if !errors.As(err, &refused) || refused.Code != "AccessDenied" || refused.Transcript != nil {
			t.Errorf("%v: %v, want AccessDenied", v, err)
		}
	}
}

// TestConcurrentForms has one signer make all kinds of signatures at once.
func TestConcurrentForms(t *testing.T) {
	for _, v := range bothVersions {
		s, p := makeSigner(t, v, temporary), signer.Policy{Expires: testTime.Add(time.Hour), Conditions: everyCondition}
		forms := []func() (signer.Signature, error){
			func() (signer.Signature, error) { return s.Sign(putRequest(), testTime) },
			func() (signer.Signature, error) { return s.Presign(putRequest(), testTime, time.Hour) },
			func() (signer.Signature, error) { return s.Presign(getRequest(), testTime, signer.MaxExpires) },
			func() (signer.Signature, error) { return s.SignPolicy(p, testTime) },
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
