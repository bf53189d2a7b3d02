//go:build !nodiagnosis

package client_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

// TestEditTellsOfItsStep: what a step of an edit has failed with is there in
// the error of the edit, too.
func TestEditTellsOfItsStep(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	key := oss.Credentials()
	b := newBucket(t, oss, func(cfg *client.Config) {
		cfg.Credentials = credentials.Static(signer.Credentials{AccessKeyID: key.AccessKeyID, AccessKeySecret: "another", SecurityToken: key.SecurityToken})
	})
	_, err := b.EditObjectMeta(t.Context(), "k", setUser("a", "1"), nil)
	var op *client.OpError
	if !errors.As(err, &op) || op.Op != "EditObjectMeta" || op.Header.Get("X-Oss-Request-Id") == "" || op.Diagnosis == nil {
		t.Errorf("error %v", err)
	}
}

func TestEditErrorText(t *testing.T) {
	for want, err := range map[string]client.EditError{
		"other writers were faster":                      {Reason: client.EditContended},
		"other writers were faster: tried":               {Reason: client.EditContended, Detail: "tried"},
		"other writers were faster: AccessDenied":        {Reason: client.EditContended, Err: xmlerr.AccessDenied},
		"other writers were faster: tried: AccessDenied": {Reason: client.EditContended, Detail: "tried", Err: xmlerr.AccessDenied},
	} {
		if got := err.Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestEditKnowsAnswers: these fields of an answer are no metadata, and are not
// taken for what the copy would lose.
func TestEditKnowsAnswers(t *testing.T) {
	for _, name := range []string{"Connection", "Content-Range", "Keep-Alive", "Transfer-Encoding", "Vary", "Via", "Server-Timing",
		"X-Oss-Ec", "X-Oss-Expiration", "X-Oss-Last-Access-Time", "X-Oss-Next-Append-Position", "X-Oss-Process-Status", "X-Oss-Qos-Delay-Time",
		"X-Oss-Request-Charged", "X-Oss-Sealed-Time", "X-Oss-Tagging-Count", "X-Oss-Transition-Time", "X-Oss-Versionid"} {
		oss := osstest.New(osstest.Options{})
		oss.PutObject(bucketName, "k", osstest.Object{LastModified: time.Now().Add(-time.Hour)})
		transport := oss.Transport()
		b := newBucket(t, oss, over(func(r *http.Request) (*http.Response, error) {
			resp, err := transport.RoundTrip(r)
			if err == nil && r.Method == "HEAD" {
				resp.Header.Set(name, "1")
			}
			return resp, err
		}))
		_, err := b.EditObjectMeta(t.Context(), "k", setUser("a", "1"), nil)
		var refused *client.EditError
		if known := name != "Server-Timing"; known != (err == nil) || !known && !errors.As(err, &refused) {
			t.Errorf("with %s: %v", name, err)
		}
	}
}
