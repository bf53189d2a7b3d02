package verify_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/verify"
)

func refusedWith(t *testing.T, v *verify.Verifier, r *signer.Request, code string) *verify.Error {
	t.Helper()
	verified, err := v.Verify(r, signertest.Time)
	var refused *verify.Error
	if verified != nil || !errors.As(err, &refused) || refused.Code != code {
		t.Fatalf("Verify = %v, %v, want %s", verified, err, code)
	}
	return refused
}

func TestVerified(t *testing.T) {
	for _, v := range signertest.BothVersions {
		for _, c := range []signer.Credentials{signertest.LongTerm, signertest.Temporary} {
			want := verify.Verified{Version: v, AccessKeyID: c.AccessKeyID, Time: signertest.Time}
			if v == signer.V4 {
				want.Scope = signer.Scope{Date: "20231216", Region: signertest.Region, Product: "oss"}
			}
			r := signertest.Send(t, signertest.MakeSigner(t, v, c), signertest.PutRequest())
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

// signByHand puts an Authorization header on r, which holds all else, with the
// reference implementation. V4 takes the additional names sorted; authorize
// writes the header around what it is given.
func signByHand(r *signer.Request, v signer.Version, additional []string, authorize func(credential, signature string) string) {
	if v == signer.V1 {
		date := signertest.Date
		if header := signertest.ReferenceHeader(r); header["x-oss-date"] != "" {
			date = header["x-oss-date"]
		}
		r.Header["Authorization"] = []string{authorize(signertest.LongTerm.AccessKeyID, signertest.ReferenceSignatureV1(signertest.LongTerm.AccessKeySecret, signertest.ReferenceToSignV1(r, date)))}
		return
	}
	toSign := signertest.ReferenceToSignV4(signertest.ReferenceCanonical(r, additional), signertest.Stamp, signertest.Scope)
	r.Header["Authorization"] = []string{authorize(signertest.LongTerm.AccessKeyID+"/"+signertest.Scope, signertest.ReferenceSignatureV4(signertest.LongTerm.AccessKeySecret, signertest.Scope, toSign))}
}

func plainV4(credential, signature string) string {
	return "OSS4-HMAC-SHA256 Credential=" + credential + ",Signature=" + signature
}

func plainV1(id, signature string) string { return "OSS " + id + ":" + signature }

// pattern writes an Authorization header with the credential in place of C and
// the signature in place of S.
func pattern(text string) func(c, s string) string {
	return func(c, s string) string { return strings.NewReplacer("<C>", c, "<S>", s).Replace(text) }
}

// TestTolerated has the forms in which official clients differ.
func TestTolerated(t *testing.T) {
	names := []string{"content-length", "host", "range"}
	for _, tt := range []struct {
		name       string
		version    signer.Version
		header     []string // name, value, …
		additional []string
		authorize  func(c, s string) string
	}{
		{"plain V4", signer.V4, []string{"x-oss-date", signertest.Stamp}, nil, plainV4},
		{"plain V1", signer.V1, []string{"Date", signertest.Date}, nil, plainV1},
		{"blank after the comma", signer.V4, []string{"x-oss-date", signertest.Stamp}, nil, pattern("OSS4-HMAC-SHA256 Credential=<C>, Signature=<S>")},
		{"signature first", signer.V4, []string{"x-oss-date", signertest.Stamp}, nil, pattern("OSS4-HMAC-SHA256 Signature=<S>,Credential=<C>")},
		{"blanks everywhere", signer.V4, []string{"x-oss-date", signertest.Stamp}, nil, pattern("  OSS4-HMAC-SHA256  \tCredential=<C> \t,  Signature=<S> ")},
		{"additional names last", signer.V4, []string{"x-oss-date", signertest.Stamp}, names, pattern("OSS4-HMAC-SHA256 Credential=<C>, Signature=<S>, AdditionalHeaders=content-length;host;range")},
		{"additional names unsorted", signer.V4, []string{"x-oss-date", signertest.Stamp}, names, pattern("OSS4-HMAC-SHA256 Credential=<C>,AdditionalHeaders=range;host;content-length,Signature=<S>")},
		{"additional names twice", signer.V4, []string{"x-oss-date", signertest.Stamp}, []string{"range"}, pattern("OSS4-HMAC-SHA256 Credential=<C>,AdditionalHeaders=range;range,Signature=<S>")},
		{"additional name signed anyway", signer.V4, []string{"x-oss-date", signertest.Stamp}, []string{"content-type"}, pattern("OSS4-HMAC-SHA256 Credential=<C>,AdditionalHeaders=content-type,Signature=<S>")},
		{"Date alone, V4", signer.V4, []string{"Date", signertest.Date}, nil, plainV4},
		{"Date beside x-oss-date, V4", signer.V4, []string{"Date", "Fri, 01 Jan 2010 00:00:00 GMT", "x-oss-date", signertest.Stamp}, nil, plainV4},
		{"x-oss-date alone, V1", signer.V1, []string{"X-Oss-Date", signertest.Date}, nil, plainV1},
		{"x-oss-date alone in ISO 8601, V1", signer.V1, []string{"x-oss-date", signertest.Stamp}, nil, plainV1},
		{"x-oss-date beside Date, V1", signer.V1, []string{"X-Oss-Date", signertest.Date, "Date", "Sat, 16 Dec 2023 16:20:58 GMT"}, nil, plainV1},
		{"blanks after OSS", signer.V1, []string{"Date", signertest.Date}, nil, pattern("OSS   <C>:<S> ")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := signertest.PutRequest()
			r.Header["Range"] = []string{"bytes=0-1"}
			if tt.version == signer.V4 {
				r.Header["x-oss-content-sha256"] = []string{"UNSIGNED-PAYLOAD"}
			}
			for i := 0; i < len(tt.header); i += 2 {
				r.Header[tt.header[i]] = []string{tt.header[i+1]}
			}
			signByHand(r, tt.version, tt.additional, tt.authorize)
			verified, err := testVerifier().Verify(r, signertest.Time)
			if err != nil {
				t.Fatal(err)
			}
			if verified.Version != tt.version || !verified.Time.Equal(signertest.Time) {
				t.Errorf("verified as %+v", *verified)
			}
		})
	}
}

// TestDateText: the official Go SDK V1 sends V4 with Date alone, and has its
// text in the string to sign. Any other text there is refused.
func TestDateText(t *testing.T) {
	for text, good := range map[string]bool{signertest.Date: true, signertest.Stamp: true, "": false, signertest.Date + " ": false} {
		r := signertest.PutRequest()
		r.Header["x-oss-content-sha256"] = []string{"UNSIGNED-PAYLOAD"}
		r.Header["Date"] = []string{signertest.Date}
		toSign := signertest.ReferenceToSignV4(signertest.ReferenceCanonical(r, nil), text, signertest.Scope)
		r.Header["Authorization"] = []string{plainV4(signertest.LongTerm.AccessKeyID+"/"+signertest.Scope, signertest.ReferenceSignatureV4(signertest.LongTerm.AccessKeySecret, signertest.Scope, toSign))}
		if _, err := testVerifier().Verify(r, signertest.Time); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
		r.Header["x-oss-date"] = []string{signertest.Stamp} // is signed, and comes first
		if _, err := testVerifier().Verify(r, signertest.Time); err == nil {
			t.Errorf("%q, with x-oss-date: accepted", text)
		}
	}
}

func TestVerifySkew(t *testing.T) {
	for _, v := range signertest.BothVersions {
		for _, most := range []time.Duration{0, time.Minute} {
			verifier, allowed := testVerifier(), most
			if verifier.MaxSkew = most; most == 0 {
				allowed = 15 * time.Minute
			}
			r := signertest.Send(t, signertest.MakeSigner(t, v, signertest.LongTerm), signertest.PutRequest())
			for _, skew := range []time.Duration{allowed, -allowed} {
				if _, err := verifier.Verify(r, signertest.Time.Add(skew)); err != nil {
					t.Errorf("%v at %v: %v", v, skew, err)
				}
			}
			for _, skew := range []time.Duration{allowed + time.Second, allowed + 1, -allowed - time.Second, -allowed - 1, 24 * time.Hour} {
				now := signertest.Time.Add(skew)
				_, err := verifier.Verify(r, now)
				var got *verify.Error
				if !errors.As(err, &got) || got.Code != "RequestTimeTooSkewed" || got.EC != "0002-00000504" ||
					!got.RequestTime.Equal(signertest.Time) || !got.ServerTime.Equal(now) || got.MaxSkew != allowed {
					t.Errorf("%v at %v: %#v, want RequestTimeTooSkewed with the times", v, skew, err)
				}
			}
		}
	}
}

func TestUnsigned(t *testing.T) {
	_, err := testVerifier().Verify(signertest.PutRequest(), signertest.Time)
	var refused *verify.Error
	if !errors.Is(err, verify.ErrUnsigned) || !errors.As(err, &refused) || refused.Code != "AccessDenied" {
		t.Errorf("Verify of an unsigned request: %v, want ErrUnsigned as AccessDenied", err)
	}
	r := signertest.Send(t, signertest.MakeSigner(t, signer.V4, signertest.LongTerm), signertest.PutRequest())
	r.Method = "GET"
	if _, err := testVerifier().Verify(r, signertest.Time); err == nil || errors.Is(err, verify.ErrUnsigned) {
		t.Errorf("Verify of a wrongly signed request: %v, want no ErrUnsigned", err)
	}
}

// TestMismatchShowsBothSides has what a SignatureDoesNotMatch carries.
func TestMismatchShowsBothSides(t *testing.T) {
	for _, v := range signertest.BothVersions {
		s := signertest.MakeSigner(t, v, signertest.Temporary)
		r := signertest.Send(t, s, signertest.PutRequest())
		sent := signertest.MustSign(t, s, signertest.PutRequest())
		r.Header["X-Oss-Meta-Author"] = []string{"else"}
		got := refusedWith(t, testVerifier(), r, "SignatureDoesNotMatch")
		if !strings.HasSuffix(signertest.ValueOf(sent, "Authorization"), got.SignatureProvided) || got.AccessKeyID != signertest.Temporary.AccessKeyID {
			t.Errorf("%v: provided %q by %q", v, got.SignatureProvided, got.AccessKeyID)
		}
		want := signertest.ReferenceCanonical(r, nil)
		if v == signer.V1 {
			want = signertest.ReferenceToSignV1(r, signertest.Date)
		}
		if diff := cmp.Diff(want, string(signertest.SignedText(got.Transcript))); diff != "" {
			t.Errorf("%v: what was computed (-want +got):\n%s", v, diff)
		}
		right := signertest.Explain(t, s, r).Signature
		if got.Transcript.Signature != "" || strings.Contains(got.Transcript.String()+got.Error(), right) {
			t.Errorf("%v: the signature that would be right is told", v)
		}
	}
}

func TestVerifySubResources(t *testing.T) {
	r := signertest.GetRequest()
	r.Query["mine"] = []string{"1"}
	r = signertest.Send(t, signertest.MakeSigner(t, signer.V1, signertest.LongTerm, "mine"), r)
	refusedWith(t, testVerifier(), r, "SignatureDoesNotMatch")
	v := testVerifier()
	v.SubResources = []string{"mine"}
	if _, err := v.Verify(r, signertest.Time); err != nil {
		t.Error(err)
	}
}
