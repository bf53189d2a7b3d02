package verify_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
	"example.com/ossmeta/signer/verify"
)

// FuzzVerify: nothing panics, and what is accepted has the signature that the
// reference makes with the secret.
func FuzzVerify(f *testing.F) {
	for _, v := range signertest.BothVersions {
		var names []string
		if v == signer.V4 {
			names = []string{"host", "range"}
		}
		for _, c := range []signer.Credentials{signertest.LongTerm, signertest.Temporary} {
			s := signertest.MakeSigner(f, v, c, names...)
			plain := signertest.GetRequest()
			plain.Header["Host"], plain.Header["Range"], plain.Query["acl"] = []string{"h"}, []string{"bytes=0-1"}, []string{""}
			r := signertest.Send(f, s, plain)
			authorization := r.Header["Authorization"][0]
			delete(r.Header, "Authorization")
			f.Add(authorization, "GET", "examplebucket", "folder/a key.txt", "acl", signertest.WriteValues(r.Header))
			r = signertest.Presigned(f, s, plain, time.Hour)
			f.Add("", "GET", "examplebucket", "folder/a key.txt", signertest.WriteValues(r.Query), signertest.WriteValues(r.Header))
			f.Add(authorization, "GET", "examplebucket", "folder/a key.txt", signertest.WriteValues(r.Query), "")
		}
	}
	for _, date := range []struct {
		v           signer.Version
		name, value string
	}{{signer.V4, "Date", signertest.Date}, {signer.V1, "x-oss-date", signertest.Date}, {signer.V1, "X-Oss-Date", signertest.Stamp}} {
		r := signertest.GetRequest()
		r.Header[date.name], r.Header["x-oss-content-sha256"] = []string{date.value}, []string{"UNSIGNED-PAYLOAD"}
		signByHand(r, date.v, nil, map[signer.Version]func(c, s string) string{signer.V4: plainV4, signer.V1: plainV1}[date.v])
		f.Add("", "GET", "examplebucket", "folder/a key.txt", "", signertest.WriteValues(r.Header))
	}
	f.Add("OSS4-HMAC-SHA256 Credential=,AdditionalHeaders=;,Signature=", "GET", "", "", "x-oss-signature=1", "host=\nHost=")
	f.Add("", "GET", "", "", "OSSAccessKeyId=LTAIexample\nExpires=9223372036854775807\nSignature=AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "")
	f.Fuzz(func(t *testing.T, authorization, method, bucket, key, query, header string) {
		r := &signer.Request{Method: method, Bucket: bucket, Key: key, Query: signertest.ReadValues(query, "="), Header: signertest.ReadValues(header, "=")}
		if authorization != "" {
			r.Header["Authorization"] = append(r.Header["Authorization"], authorization)
		}
		verified, err := testVerifier().Verify(r, signertest.Time)
		if err != nil {
			var refused *verify.Error
			if verified != nil || !errors.As(err, &refused) || refused.Code == "" {
				t.Fatalf("Verify = %v, %v, want a *Error with a code", verified, err)
			}
			return
		}
		v := verified.Version
		if !verified.URL && signertest.ReferenceHeader(r)["x-oss-date"] == "" && !verified.Time.Equal(signertest.Time) {
			return // the reference knows Date alone at one time
		}
		c, _ := signertest.LookUp(verified.AccessKeyID)
		if got, want := signertest.ProvidedSignature(v, r), signertest.ReferenceSignature(c.AccessKeySecret, v, nil, r); got != want {
			t.Errorf("accepted with the signature %q, the reference says %q", got, want)
		}
		if token := signertest.ProvidedToken(v, r); token != c.SecurityToken || verified.URL != signertest.InURL(r) {
			t.Errorf("accepted with the token %q as %+v", token, *verified)
		}
		if verified.URL && verified.Expires.Before(signertest.Time) {
			t.Errorf("accepted after %v", verified.Expires)
		}
	})
}

// FuzzTamper changes one part of a signed request. Verify accepts it exactly
// when what was signed has stayed the same.
func FuzzTamper(f *testing.F) {
	for part := range uint8(8) {
		for form := range 4 {
			v1, url := form&1 != 0, form&2 != 0
			for _, change := range [][2]string{{"X-Oss-Meta-Author", "x"}, {"acl", ""}, {"x-oss-signature", "0"}, {"Signature", "0"}, {"Expires", "1702747258"},
				{"Date", signertest.Date}, {"x-oss-date", signertest.Date}, {"X-Oss-Date", signertest.Stamp}, {"x-oss-security-token", signertest.Temporary.SecurityToken}, {"security-token", ""},
				{"x-oss-additional-headers", "host"}, {"content-length", "12"}, {"x-oss-expires", "3601"}, {"Host", "examplebucket.example.com"}} {
				f.Add(v1, url, part, change[0], change[1])
			}
		}
	}
	f.Fuzz(func(t *testing.T, v1, url bool, part uint8, name, value string) {
		v := signertest.VersionOf(v1)
		var names []string
		if v == signer.V4 {
			names = []string{"host", "content-length"}
		}
		s := signertest.MakeSigner(t, v, signertest.Temporary, names...)
		r := signertest.Send(t, s, signertest.PutRequest())
		if url {
			r = signertest.Presigned(t, s, signertest.PutRequest(), time.Hour)
		}
		said := func() string {
			return strings.Join([]string{signertest.ReferenceReceived(v, nil, r), signertest.ProvidedSignature(v, r), signertest.ProvidedToken(v, r)}, "\n")
		}
		before := said()
		tamper(r, part, name, value)
		same := said() == before
		_, err := testVerifier().Verify(r, signertest.Time)
		var refused *verify.Error
		switch {
		case err == nil && !same:
			t.Errorf("accepted, although what was signed is another:\n%s\n%s", before, said())
		case err != nil && same && errors.As(err, &refused) && refused.Code == "SignatureDoesNotMatch":
			t.Errorf("refused, although what was signed is the same: %v", err)
		}
	})
}

func tamper(r *signer.Request, part uint8, name, value string) {
	switch part % 8 {
	case 0:
		r.Method = value
	case 1:
		r.Bucket = value
	case 2:
		r.Key = value
	case 3:
		r.Query[name] = []string{value}
	case 4:
		delete(r.Query, name)
	case 5:
		r.Host = value
	case 6:
		signertest.Drop(r, name)
	default:
		if !strings.EqualFold(name, "authorization") {
			signertest.Set(r, name, value)
		}
	}
}
