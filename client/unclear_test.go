package client_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
)

// TestUnclear has writes whose last attempt is refused, or was never sent.
func TestUnclear(t *testing.T) {
	refusal := answer(403, nil, "<Error><Code>AccessDenied</Code></Error>")
	unconnected := func(*http.Request) (*http.Response, error) { return nil, &net.OpError{Op: "dial", Err: io.EOF} }
	for name, tt := range map[string]struct {
		first, then roundTrip
		forbid      bool
		attempts    int
		unclear     bool
		text        string
	}{
		"refused":                     {refusal, refusal, false, 1, false, "AccessDenied"},
		"refused after a lost answer": {lost, refusal, false, 2, true, "after an attempt that may have taken effect: no answer: connection reset by peer"},
		"refused after a 503":         {answer(503, nil, slowDown), refusal, false, 2, true, "after an attempt that may have taken effect: SlowDown"},
		"not connected":               {unconnected, unconnected, false, 3, false, "no answer: dial"},
		"not connected, once":         {unconnected, unconnected, true, 3, false, "no answer: dial"},
		"not connected, then lost":    {unconnected, lost, true, 2, true, "no answer: connection reset by peer"},
	} {
		synctest.Test(t, func(t *testing.T) {
			attempts := 0
			b := newBucket(t, osstest.New(osstest.Options{}), over(failing(1, tt.first, tt.then, &attempts)))
			_, err := b.PutObject(t.Context(), "k", strings.NewReader("x"), &client.PutObjectOptions{ForbidOverwrite: tt.forbid})
			var op *client.OpError
			if !errors.As(err, &op) || op.Unclear != tt.unclear || attempts != tt.attempts || !strings.Contains(err.Error(), tt.text) {
				t.Errorf("%s: %d attempts, unclear %v, error %v", name, attempts, op != nil && op.Unclear, err)
			}
		})
	}
}
