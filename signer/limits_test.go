package signer_test

import (
	"errors"
	"strings"
	"testing"

	"example.com/ossmeta/signer"
)

// TestLimitsOfQuotes has foreign text that is shown whole, and some that is cut.
func TestLimitsOfQuotes(t *testing.T) {
	for text, want := range map[string]string{
		strings.Repeat("a", 64): `"` + strings.Repeat("a", 64) + `" `, strings.Repeat("a", 65): `"` + strings.Repeat("a", 64) + `"… `,
		strings.Repeat("a", 63) + "é": `"` + strings.Repeat("a", 63) + `"… `,
	} {
		err := &signer.RequestError{Part: "key", Name: text, Reason: signer.ReasonControl}
		if !strings.HasPrefix(err.Error(), "signer: key "+want) {
			t.Errorf("%v, want it to show %s", err, want)
		}
	}
}

// TestLimitsOfBuckets has every byte in a bucket's name.
func TestLimitsOfBuckets(t *testing.T) {
	for b := range 256 {
		r := getRequest()
		r.Bucket = "a" + string([]byte{byte(b)})
		_, err := makeSigner(t, signer.V4, longTerm).Sign(r, testTime)
		var refused *signer.RequestError
		isName := strings.IndexByte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._", byte(b)) >= 0
		if isName != (err == nil) || err != nil && (!errors.As(err, &refused) || refused.Reason != signer.ReasonBucket) {
			t.Errorf("bucket %q: %v", r.Bucket, err)
		}
	}
}
