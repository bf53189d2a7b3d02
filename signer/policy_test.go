package signer_test

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/internal/signertest"
)

// document is a policy that has the signer's own fields and no end.
func document(own []signer.Field) ([]byte, error) {
	conditions := []map[string]string{}
	for _, f := range own {
		conditions = append(conditions, map[string]string{f.Name: f.Value})
	}
	return json.Marshal(map[string]any{"conditions": conditions})
}

// TestSignPolicy has the fields of both versions, those that the document is given,
// and the signature made by hand.
func TestSignPolicy(t *testing.T) {
	for _, c := range []signer.Credentials{signertest.LongTerm, signertest.Temporary} {
		given := map[signer.Version][]signer.Field{signer.V4: {{Name: "x-oss-signature-version", Value: "OSS4-HMAC-SHA256"},
			{Name: "x-oss-credential", Value: c.AccessKeyID + "/" + signertest.Scope}, {Name: "x-oss-date", Value: signertest.Stamp}}, signer.V1: nil}
		key := "aliyun_v4" + c.AccessKeySecret
		for _, part := range []string{"20231216", signertest.Region, "oss", "aliyun_v4_request"} {
			key = signertest.MAC(sha256.New, key, part)
		}
		const text = `{"conditions":["<\u0000\xff>"]}`
		policy := base64.StdEncoding.EncodeToString([]byte(text))
		rest := map[signer.Version][]signer.Field{
			signer.V4: {{Name: "policy", Value: policy}, {Name: "x-oss-signature", Value: hex.EncodeToString([]byte(signertest.MAC(sha256.New, key, policy)))}},
			signer.V1: {{Name: "OSSAccessKeyId", Value: c.AccessKeyID}, {Name: "policy", Value: policy},
				{Name: "Signature", Value: base64.StdEncoding.EncodeToString([]byte(signertest.MAC(sha1.New, c.AccessKeySecret, policy)))}},
		}
		for _, v := range signertest.BothVersions {
			want := given[v]
			if c.SecurityToken != "" {
				want = append(want, signer.Field{Name: "x-oss-security-token", Value: c.SecurityToken})
			}
			var own []signer.Field
			signature, err := signertest.MakeSigner(t, v, c).SignPolicy(signertest.Time.In(time.FixedZone("", 8*3600)), func(fields []signer.Field) ([]byte, error) {
				own = slices.Clone(fields)
				return []byte(text), nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(own, want) {
				t.Errorf("%v: the document is given %v, want %v", v, own, want)
			}
			if want = append(want, rest[v]...); !slices.Equal(signature.Fields, want) {
				t.Errorf("%v: signed as %v, want %v", v, signature, want)
			}
		}
	}
}

// TestSignPolicyRefusals: where the time is not one to sign at, no document is asked for.
func TestSignPolicyRefusals(t *testing.T) {
	for _, tt := range []struct {
		at       time.Time
		versions []signer.Version // that refuse it
		want     signer.RequestError
	}{
		{time.Date(2023, 12, 17, 0, 0, 0, 0, time.UTC), signertest.OnlyV4, signer.RequestError{Part: "time", Name: "20231217T000000Z", Reason: signer.ReasonOtherDay}},
		{time.Date(2023, 12, 16, 0, 0, 0, 0, time.FixedZone("", 3600)), signertest.OnlyV4, signer.RequestError{Part: "time", Name: "20231215T230000Z", Reason: signer.ReasonOtherDay}},
		{time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), signertest.BothVersions, signer.RequestError{Part: "time", Name: "10000-01-01 00:00:00 +0000 UTC", Reason: signer.ReasonYear}},
		{time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), signertest.BothVersions, signer.RequestError{Part: "time", Name: "-0001-01-01 00:00:00 +0000 UTC", Reason: signer.ReasonYear}},
	} {
		for _, v := range signertest.BothVersions {
			asked := false
			_, err := signertest.MakeSigner(t, v, signertest.LongTerm).SignPolicy(tt.at, func([]signer.Field) ([]byte, error) { asked = true; return nil, nil })
			var got *signer.RequestError
			switch {
			case asked != (err == nil) || asked == slices.Contains(tt.versions, v):
				t.Errorf("%v, %v: the document was asked for: %t; %v", tt.at, v, asked, err)
			case asked:
			case !errors.As(err, &got) || *got != tt.want:
				t.Errorf("%v, %v: %v, want %v", tt.at, v, err, &tt.want)
			}
		}
	}
	noDocument := errors.New("no document")
	signature, err := signertest.MakeSigner(t, signer.V4, signertest.LongTerm).SignPolicy(signertest.Time, func([]signer.Field) ([]byte, error) { return []byte("{}"), noDocument })
	if err != noDocument || !cmp.Equal(signature, signer.Signature{}) {
		t.Errorf("%v, %v, want the error of the document", signature, err)
	}
}

// TestSignPolicyDocument: the document may come from a function that signs by the same
// Signer, at another time, that adds to the fields it is given, or that panics.
func TestSignPolicyDocument(t *testing.T) {
	for _, v := range signertest.BothVersions {
		s, mine := signertest.MakeSigner(t, v, signertest.LongTerm), signer.Field{Name: "mine"}
		want, err := s.SignPolicy(signertest.Time, document)
		if err != nil {
			t.Fatal(err)
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%v: the panic is lost", v)
				}
			}()
			s.SignPolicy(signertest.Time.Add(time.Minute), func([]signer.Field) ([]byte, error) { panic("no document") })
		}()
		var kept []signer.Field
		got, err := s.SignPolicy(signertest.Time, func(own []signer.Field) ([]byte, error) {
			kept = append(own, mine)
			if _, err := s.SignPolicy(signertest.Time.Add(time.Hour), document); err != nil {
				return nil, err
			}
			if _, err := s.Sign(signertest.GetRequest(), signertest.Time.Add(time.Second)); err != nil {
				return nil, err
			}
			return document(own)
		})
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v: %v, -want +got:\n%s", v, err, diff)
		}
		if last := kept[len(kept)-1]; last != mine {
			t.Errorf("%v: what the document added to its fields is %v now", v, last)
		}
	}
}
