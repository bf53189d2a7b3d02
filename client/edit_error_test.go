//go:build !nodiagnosis

package client_test

import (
	"errors"
	"net/http"
	"strings"
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
	refused := &client.EditError{Reason: client.EditACLRefused, Detail: "the ACL is private", Err: xmlerr.AccessDenied}
	if got := refused.Error(); !strings.HasSuffix(got, ": AccessDenied") {
		t.Errorf("%s does not end in its cause", got)
	}
}

// TestEditKnowsAnswers: these fields of an answer are no metadata, and are not
// taken for what the copy would lose.
func TestEditKnowsAnswers(t *testing.T) {
	for _, name := range []string{"Content-Range", "Keep-Alive", "Server-Timing"} {
		oss := osstest.New(osstest.Options{})
		oss.PutObject(bucketName, "k", osstest.Object{LastModified: time.Now().Add(-time.Hour)})
		oss.Inject(osstest.Fault{Operation: "HeadObject", Header: http.Header{name: {"1"}}})
		_, err := newBucket(t, oss, nil).EditObjectMeta(t.Context(), "k", setUser("a", "1"), nil)
		var refused *client.EditError
		if known := name != "Server-Timing"; known != (err == nil) || !known && !errors.As(err, &refused) {
			t.Errorf("with %s: %v", name, err)
		}
	}
}
