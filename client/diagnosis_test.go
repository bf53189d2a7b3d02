//go:build !nodiagnosis

package client_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/diagnose"
)

// TestDiagnosis changes requests after they were signed, as proxies and
// browsers do, and looks at what the error says.
func TestDiagnosis(t *testing.T) {
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		for name, tt := range map[string]struct {
			cause  diagnose.Cause
			name   string
			change func(*http.Request)
		}{
			"a Content-Type that was added": {diagnose.ContentTypeAdded, "content-type", func(r *http.Request) { r.Header.Set("Content-Type", "image/jpeg") }},
			"metadata that was dropped":     {diagnose.HeaderMissing, "x-oss-meta-author", func(r *http.Request) { r.Header.Del("X-Oss-Meta-Author") }},
			"metadata that was changed":     {diagnose.HeaderChanged, "x-oss-meta-author", func(r *http.Request) { r.Header.Set("X-Oss-Meta-Author", "nobody") }},
		} {
			t.Run(version.String()+" "+name, func(t *testing.T) {
				oss := osstest.New(osstest.Options{})
				transport := oss.Transport()
				b := newBucket(t, oss, func(cfg *client.Config) {
					cfg.Signature = version
					over(func(r *http.Request) (*http.Response, error) {
						r = r.Clone(r.Context())
						tt.change(r)
						return transport.RoundTrip(r)
					})(cfg)
				})
				m := headers.Metadata{User: map[string]string{"author": "O. Henry"}}
				_, err := b.PutObject(t.Context(), "k", strings.NewReader("x"), &client.PutObjectOptions{Metadata: m})
				checkDiagnosis(t, err, tt.cause, tt.name)
			})
		}
	}
}

func checkDiagnosis(t *testing.T, err error, cause diagnose.Cause, name string) {
	t.Helper()
	var op *client.OpError
	if !errors.As(err, &op) || op.Diagnosis == nil {
		t.Fatalf("error %v has no diagnosis", err)
	}
	if op.Diagnosis.Cause != cause || !strings.EqualFold(op.Diagnosis.Name, name) {
		t.Errorf("diagnosis %+v, want %s %s", *op.Diagnosis, cause, name)
	}
	if text := err.Error(); !strings.Contains(text, op.Diagnosis.String()) || strings.Contains(text, "\n") {
		t.Errorf("error %q does not have the diagnosis on its line", text)
	}
}

// TestDiagnosisOfKeys has what is wrong with the key and not with the request.
func TestDiagnosisOfKeys(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	for name, tt := range map[string]struct {
		cause  diagnose.Cause
		change func(*client.Config)
	}{
		"a wrong secret": {diagnose.WrongSecret, func(cfg *client.Config) {
			cfg.Credentials = func(context.Context) (signer.Credentials, error) {
				c := oss.Credentials()
				c.AccessKeySecret = "markedSecret"
				return c, nil
			}
		}},
		"a wrong region": {diagnose.WrongRegion, func(cfg *client.Config) {
			cfg.Endpoint, cfg.Region = "http://127.0.0.1", "cn-beijing"
		}},
	} {
		b := newBucket(t, oss, tt.change)
		_, err := b.GetObjectMeta(t.Context(), "k", nil)
		var op *client.OpError
		if !errors.As(err, &op) || op.Diagnosis == nil || op.Diagnosis.Cause != tt.cause || strings.Contains(err.Error(), "markedSecret") {
			t.Errorf("%s: %v", name, err)
		}
	}
	// What has nothing to do with the signature has no diagnosis.
	_, err := newBucket(t, oss, nil).HeadObject(t.Context(), "missing", nil)
	var op *client.OpError
	if !errors.As(err, &op) || op.Diagnosis != nil {
		t.Errorf("a missing object: %v", err)
	}
}
