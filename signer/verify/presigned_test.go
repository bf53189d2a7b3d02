package verify_test

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/verify"
)

// presignByHand signs r, whose query has all else, with the reference
// implementation, for a long-term key.
func presignByHand(r *signer.Request, v signer.Version) {
	name := map[signer.Version]string{signer.V4: "x-oss-signature", signer.V1: "Signature"}[v]
	r.Query[name] = []string{"0"}
	r.Query[name] = []string{signertest.ReferenceSignature(signertest.LongTerm.AccessKeySecret, v, nil, r)}
}

// bareURL returns a request with all parameters of a URL signature but the
// signature itself.
func bareURL(v signer.Version) *signer.Request {
	r := signertest.GetRequest()
	r.Host = "h"
	parameters := map[string]string{"OSSAccessKeyId": signertest.LongTerm.AccessKeyID, "Expires": strconv.FormatInt(signertest.Time.Unix()+60, 10)}
	if v == signer.V4 {
		parameters = map[string]string{"x-oss-signature-version": "OSS4-HMAC-SHA256", "x-oss-date": signertest.Stamp,
			"x-oss-credential": signertest.LongTerm.AccessKeyID + "/" + signertest.Scope, "x-oss-expires": "60"}
	}
	for name, value := range parameters {
		r.Query[name] = []string{value}
	}
	return r
}

func TestPresigned(t *testing.T) {
	for _, v := range signertest.BothVersions {
		for _, c := range []signer.Credentials{signertest.LongTerm, signertest.Temporary} {
			want := verify.Verified{Version: v, URL: true, AccessKeyID: c.AccessKeyID, Expires: signertest.Time.Add(time.Hour)}
			if v == signer.V4 {
				want.Time, want.Scope = signertest.Time, signer.Scope{Date: "20231216", Region: signertest.Region, Product: "oss"}
			}
			r := signertest.Presigned(t, signertest.MakeSigner(t, v, c), signertest.PutRequest(), time.Hour)
			before := signertest.CopyRequest(r)
			got, err := testVerifier().Verify(r, signertest.Time.In(time.FixedZone("", 3600)))
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

// TestPresignedTolerated has the forms in which official clients differ, and
// what is beside the signature.
func TestPresignedTolerated(t *testing.T) {
	for _, tt := range []struct {
		name     string
		versions []signer.Version
		change   func(*signer.Request)
	}{
		{"as it is", nil, signertest.Unchanged},
		{"additional name", signertest.OnlyV4, signertest.WithQuery("x-oss-additional-headers", "host")},
		{"additional names unsorted", signertest.OnlyV4, signertest.Both(signertest.WithHeader("Range", "bytes=0-1"), signertest.WithQuery("x-oss-additional-headers", "range;host"))},
		{"additional names twice", signertest.OnlyV4, signertest.WithQuery("x-oss-additional-headers", "host;host")},
		{"additional name that is signed anyway", signertest.OnlyV4, signertest.Both(signertest.WithHeader("Content-Type", "a/b"), signertest.WithQuery("x-oss-additional-headers", "content-type"))},
		{"no lines of the additional names", signertest.OnlyV4, signertest.WithQuery("x-oss-additional-headers")},
		{"header with the same value as a parameter", signertest.OnlyV4, signertest.WithHeader("x-oss-date", signertest.Stamp)},
		{"payload digest", nil, signertest.WithHeader("x-oss-content-sha256", "UNSIGNED-PAYLOAD")},
		{"any Date", nil, signertest.WithHeader("Date", "yesterday")},
		{"any x-oss-date in the header", signertest.OnlyV1, signertest.WithHeader("x-oss-date", "yesterday")},
		{"Content-Type", nil, signertest.WithHeader("Content-Type", "text/plain")},
		{"metadata", nil, signertest.WithHeader("x-oss-meta-a", "1")},
		{"no lines of Authorization", nil, signertest.WithHeader("Authorization")},
		{"no lines of a token", nil, signertest.WithHeader("x-oss-security-token")},
		{"process", nil, signertest.WithQuery("x-oss-process", "image/resize,w_1/a+b c")},
		{"override of a header", nil, signertest.WithQuery("response-content-disposition", `attachment; filename="ü + é"`)},
	} {
		for _, v := range signertest.VersionsOf(tt.versions) {
			r := bareURL(v)
			tt.change(r)
			presignByHand(r, v)
			if _, err := testVerifier().Verify(r, signertest.Time); err != nil {
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
		for _, v := range signertest.BothVersions {
			r := signertest.Presigned(t, signertest.MakeSigner(t, v, signertest.LongTerm), signertest.PutRequest(), life)
			for _, after := range []time.Duration{0, life - 1, life, early, early - 1, early - time.Hour, life + 1, life + time.Second, life + 24*time.Hour} {
				good := after <= life && (after >= early || v == signer.V1)
				_, err := testVerifier().Verify(r, signertest.Time.Add(after))
				var refused *verify.Error
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
	r := signertest.Presigned(t, signertest.MakeSigner(t, signer.V4, signertest.LongTerm), signertest.PutRequest(), time.Hour)
	v := testVerifier()
	v.MaxSkew = time.Minute
	for after, good := range map[time.Duration]bool{-time.Minute: true, -time.Minute - 1: false, time.Hour: true, time.Hour + 1: false} {
		if _, err := v.Verify(r, signertest.Time.Add(after)); (err == nil) != good {
			t.Errorf("after %v: %v", after, err)
		}
	}
}

// TestExpiryIsCheckedFirst: an expired URL is told to be that, whatever its
// signature.
func TestExpiryIsCheckedFirst(t *testing.T) {
	for _, v := range signertest.BothVersions {
		r := signertest.Presigned(t, signertest.MakeSigner(t, v, signertest.LongTerm), signertest.PutRequest(), time.Hour)
		r.Key = "another"
		_, err := testVerifier().Verify(r, signertest.Time.Add(2*time.Hour))
		var refused *verify.Error
		if !errors.As(err, &refused) || refused.Code != "AccessDenied" || refused.Transcript != nil {
			t.Errorf("%v: %v, want AccessDenied", v, err)
		}
	}
}
