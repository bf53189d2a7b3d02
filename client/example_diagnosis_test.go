//go:build !nodiagnosis

package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
)

// If OSS refused the signature, the error says why.
func ExampleOpError_diagnosis() {
	c := exampleClient(osstest.Options{}, func(cfg *client.Config) {
		next := cfg.HTTPClient.Transport
		cfg.HTTPClient = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) { // a proxy
			r = r.Clone(r.Context())
			r.Header.Set("Content-Type", "text/html")
			return next.RoundTrip(r)
		})}
	})
	_, err := c.Bucket("examplebucket").PutObject(context.Background(), "novel", strings.NewReader("a novel"), nil)
	var e *client.OpError
	if errors.As(err, &e) && e.Diagnosis != nil {
		fmt.Println(e.Diagnosis.Cause, e.Diagnosis.Name)
	}
	// Output: content-type added content-type
}
