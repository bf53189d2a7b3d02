package verify_test

import (
	"strings"
	"testing"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

// TestMalformedAuthorization has values that no client means to send. <C> is
// the right credential and <S> the right signature of the request.
func TestMalformedAuthorization(t *testing.T) {
	const malformedV1, noPair, badCredential, noSignature, badName = "0002-00000061", "0002-00000062", "0002-00000213", "0002-00000219", "0002-00000076"
	const v4 = "OSS4-HMAC-SHA256 "
	scope := func(text string) string { return v4 + "Credential=" + text + ",Signature=<S>" }
	for _, tt := range []struct {
		version   signer.Version
		value, ec string
	}{
		{signer.V4, "", malformedV1},
		{signer.V4, "<S>", malformedV1},
		{signer.V4, "Bearer <S>", malformedV1},
		{signer.V4, "OSS4-HMAC-SHA1 Credential=<C>,Signature=<S>", malformedV1},
		{signer.V4, "oss4-hmac-sha256 Credential=<C>,Signature=<S>", malformedV1},
		{signer.V4, "OSS4-HMAC-SHA256\tCredential=<C>,Signature=<S>", malformedV1},
		{signer.V4, "OSS4-HMAC-SHA256", ""},
		{signer.V4, v4 + "Signature=<S>", badCredential},
		{signer.V4, v4 + "Credential=<C>", noSignature},
		{signer.V4, v4 + "Credential=<C>,Signature", noSignature},
		{signer.V4, v4 + "Credential=<C>,Signature=", noSignature},
		{signer.V4, v4 + "Credential=<C>,Signature=<S>0", noSignature},
		{signer.V4, v4 + "Credential=<C>,Signature=0<S>", noSignature},
		{signer.V4, v4 + "Credential=<C>,Signature=" + strings.Repeat("g", 64), noSignature},
		{signer.V4, v4 + "Credential=<C>,Signature=" + strings.Repeat("A", 64), noSignature},
		{signer.V4, v4 + "Credential=<C> Signature=<S>", badCredential},
		{signer.V4, v4 + "Credential=<C>;Signature=<S>", badCredential},
		{signer.V4, v4 + "Credential=<C>,Signature=<S>,", ""},
		{signer.V4, v4 + ",Credential=<C>,Signature=<S>", ""},
		{signer.V4, v4 + "Credential=<C>,,Signature=<S>", ""},
		{signer.V4, v4 + "Credential=<C>,Signature=<S>,Signature=<S>", ""},
		{signer.V4, v4 + "Credential=<C>,Credential=<C>,Signature=<S>", ""},
		{signer.V4, v4 + "Credential=<C>,SignedHeaders=host,Signature=<S>", ""},
		{signer.V4, v4 + "credential=<C>,signature=<S>", ""},
		{signer.V4, v4 + "Credential =<C>,Signature=<S>", ""},
		{signer.V4, scope("LTAIexample"), badCredential},
		{signer.V4, scope("/" + signertest.Scope), badCredential},
		{signer.V4, scope(""), badCredential},
		{signer.V4, scope("<C>/"), badCredential},
		{signer.V4, scope("LTAIexample/20231216/cn-hangzhou/oss/aws4_request"), badCredential},
		{signer.V4, scope("LTAIexample/2023121/cn-hangzhou/oss/aliyun_v4_request"), badCredential},
		{signer.V4, scope("LTAIexample/20231316/cn-hangzhou/oss/aliyun_v4_request"), badCredential},
		{signer.V4, scope("LTAIexample/20231216//oss/aliyun_v4_request"), badCredential},
		{signer.V4, scope("LTAIexample/20231216/cn-hangzhou//aliyun_v4_request"), badCredential},
		{signer.V4, scope("LTAIexample/20231216/cn_hangzhou/oss/aliyun_v4_request"), badCredential},
		{signer.V4, v4 + "Credential=<C>,AdditionalHeaders=,Signature=<S>", "0002-00000209"},
		{signer.V4, v4 + "Credential=<C>,AdditionalHeaders,Signature=<S>", "0002-00000209"},
		{signer.V4, v4 + "Credential=<C>,AdditionalHeaders=;,Signature=<S>", "0002-00000210"},
		{signer.V4, v4 + "Credential=<C>,AdditionalHeaders=host;,Signature=<S>", "0002-00000210"},
		{signer.V4, v4 + "Credential=<C>,AdditionalHeaders=;host,Signature=<S>", "0002-00000210"},
		{signer.V4, v4 + "Credential=<C>,AdditionalHeaders=host;;range,Signature=<S>", "0002-00000210"},
		{signer.V4, v4 + "Credential=<C>,AdditionalHeaders=a_b,Signature=<S>", badName},
		{signer.V4, v4 + "Credential=<C>,AdditionalHeaders=a b,Signature=<S>", badName},
		{signer.V4, v4 + "Credential=<C>,AdditionalHeaders=Host,Signature=<S>", badName},
		{signer.V4, v4 + "Credential=<C>,AdditionalHeaders=host;absent,Signature=<S>", "0002-00000077"},
		{signer.V4, "OSS LTAIexample:<S>", malformedV1},

		{signer.V1, "OSS", noPair},
		{signer.V1, "OSS ", noPair},
		{signer.V1, "oss <C>:<S>", malformedV1},
		{signer.V1, "OSS:<C>:<S>", malformedV1},
		{signer.V1, "OSS2 AccessKeyId:<C>,Signature:<S>", malformedV1},
		{signer.V1, "OSS <C> <S>", noPair},
		{signer.V1, "OSS <C>:", noPair},
		{signer.V1, "OSS :<S>", noPair},
		{signer.V1, "OSS <C>: <S>", malformedV1},
		{signer.V1, "OSS <C>:<S>=", malformedV1},
		{signer.V1, "OSS <C>:x<S>", malformedV1},
		{signer.V1, "OSS <C>:!!!!", malformedV1},
		{signer.V1, "OSS <C>:QUFB", malformedV1},
		{signer.V1, "OSS4-HMAC-SHA256 Credential=<C>,Signature=<S>", badCredential},
	} {
		t.Run(tt.value, func(t *testing.T) {
			r := signertest.GetRequest()
			r.Host = "h"
			r.Header["x-oss-content-sha256"] = []string{"UNSIGNED-PAYLOAD"}
			if tt.version == signer.V4 {
				r.Header["x-oss-date"] = []string{signertest.Stamp}
			} else {
				r.Header["Date"] = []string{signertest.Date}
			}
			signByHand(r, tt.version, nil, pattern(tt.value))
			got := refusedWith(t, testVerifier(), r, "InvalidArgument")
			if got.EC != tt.ec {
				t.Errorf("EC %q, want %q: %v", got.EC, tt.ec, got)
			}
		})
	}
}

// TestSignatureOfAnotherForm has signatures that decode to the right bytes and
// are written in another way.
func TestSignatureOfAnotherForm(t *testing.T) {
	s, r := signertest.MakeSigner(t, signer.V4, signertest.LongTerm), signertest.GetRequest()
	sum := signertest.Explain(t, s, r).Signature
	r = signertest.Send(t, s, r)
	signertest.Set(r, "Authorization", strings.Replace(r.Header["Authorization"][0], sum, strings.ToUpper(sum), 1))
	refusedWith(t, testVerifier(), r, "InvalidArgument")

	// The last character of a base64 of 20 bytes has two bits that say nothing.
	s, r = signertest.MakeSigner(t, signer.V1, signertest.LongTerm), signertest.GetRequest()
	sum = signertest.Explain(t, s, r).Signature
	r = signertest.Send(t, s, r)
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	last := strings.IndexByte(alphabet, sum[26])
	loose := sum[:26] + alphabet[last+1:last+2] + "="
	signertest.Set(r, "Authorization", strings.Replace(r.Header["Authorization"][0], sum, loose, 1))
	if verified, err := testVerifier().Verify(r, signertest.Time); err == nil {
		t.Errorf("the signature %s is taken for %s: %+v", loose, sum, *verified)
	}
}

// TestTwoAuthorizations: what is wrong is that there are two, whichever of them the map has first.
func TestTwoAuthorizations(t *testing.T) {
	for _, v := range signertest.BothVersions {
		r := signertest.Send(t, signertest.MakeSigner(t, v, signertest.LongTerm), signertest.GetRequest())
		r.Header["authorization"] = []string{"nonsense"}
		for range 50 {
			if got := refusedWith(t, testVerifier(), r, "InvalidArgument"); got.EC != "" {
				t.Fatalf("%v: %v", v, got)
			}
		}
	}
}

// TestAuthorizationAmongAdditional: nobody can sign the header that the signature stands in.
func TestAuthorizationAmongAdditional(t *testing.T) {
	r := signertest.Send(t, signertest.MakeSigner(t, signer.V4, signertest.LongTerm), signertest.GetRequest())
	replaceAuthorization(",Signature", ",AdditionalHeaders=authorization,Signature")(r)
	lines := refusedWith(t, testVerifier(), r, "SignatureDoesNotMatch").Transcript.Canonical
	if got := lines[len(lines)-2].Text; got != "authorization" {
		t.Errorf("the additional headers are %q", got)
	}
}

// TestHostAmongAdditional: the Host of the request and the one of its header are the same.
func TestHostAmongAdditional(t *testing.T) {
	for _, tt := range []struct {
		host, header string
		lacks        bool
	}{{"h", "", false}, {"", "h", false}, {"h", "h", false}, {"", "", true}, {" \t", "", true}} {
		sent := signertest.GetRequest()
		sent.Host = "h"
		r := signertest.Send(t, signertest.MakeSigner(t, signer.V4, signertest.LongTerm, "host"), sent)
		if r.Host = tt.host; tt.header != "" {
			r.Header["Host"] = []string{tt.header}
		}
		if tt.lacks {
			if got := refusedWith(t, testVerifier(), r, "InvalidArgument"); got.EC != "0002-00000077" {
				t.Errorf("Host %q: %v", tt.host, got)
			}
		} else if _, err := testVerifier().Verify(r, signertest.Time); err != nil {
			t.Errorf("Host %q and %q: %v", tt.host, tt.header, err)
		}
	}
}
