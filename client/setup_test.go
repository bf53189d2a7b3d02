package client_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
)

const bucketName = "examplebucket"

// newBucket returns a handle for the bucket of an embedded server, over its
// Transport, that is without sockets. change, if not nil, adjusts the Config.
func newBucket(t *testing.T, oss *osstest.OSS, change func(*client.Config)) *client.Bucket {
	t.Helper()
	return newClient(t, oss, change).Bucket(bucketName)
}

func newClient(t *testing.T, oss *osstest.OSS, change func(*client.Config)) *client.Client {
	t.Helper()
	cfg := client.Config{
		Endpoint:    "http://oss-" + oss.Region() + ".aliyuncs.com",
		Credentials: credentials.Static(oss.Credentials()),
		HTTPClient:  &http.Client{Transport: oss.Transport()},
	}
	if change != nil {
		change(&cfg)
	}
	c, err := client.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A roundTrip is an http.RoundTripper made of a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// answer returns a handler's answer in place of a server's.
func answer(status int, h http.Header, body string) roundTrip {
	return func(r *http.Request) (*http.Response, error) {
		if r.Body != nil {
			io.Copy(io.Discard, r.Body)
			r.Body.Close()
		}
		if h == nil {
			h = http.Header{}
		}
		return &http.Response{StatusCode: status, Header: h.Clone(), ProtoMajor: 1, ProtoMinor: 1,
			Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r}, nil
	}
}

// over sends a client's requests through f.
func over(f roundTrip) func(*client.Config) {
	return func(cfg *client.Config) { cfg.HTTPClient = &http.Client{Transport: f} }
}

func put(t *testing.T, b *client.Bucket, key, body string, m headers.Metadata) {
	t.Helper()
	if _, err := b.PutObject(t.Context(), key, strings.NewReader(body), &client.PutObjectOptions{Metadata: m}); err != nil {
		t.Fatal(err)
	}
}

func head(t *testing.T, b *client.Bucket, key string) *client.HeadObjectResult {
	t.Helper()
	result, err := b.HeadObject(context.Background(), key, nil)
	if err != nil {
		t.Fatal(err)
	}
	return result
}
