package client_test

import (
	"log"
	"net/http"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/client/osstest"
)

// exampleClient returns a client of an embedded server, to which options may
// give credentials, and in whose bucket examplebucket the object novel was
// stored an hour ago. change, if not nil, adjusts the Config.
func exampleClient(options osstest.Options, change func(*client.Config)) *client.Client {
	oss := osstest.New(options)
	oss.PutObject("examplebucket", "novel", osstest.Object{
		Body:         []byte("a novel"),
		Header:       http.Header{"Content-Type": {"text/plain"}, "Cache-Control": {"no-cache"}, "X-Oss-Meta-Author": {"O. Henry"}},
		LastModified: time.Now().Add(-time.Hour),
	})
	cfg := client.Config{
		Endpoint:    "http://oss-cn-hangzhou.aliyuncs.com",
		Credentials: credentials.Static(oss.Credentials()),
		HTTPClient:  &http.Client{Transport: oss.Transport()},
	}
	if change != nil {
		change(&cfg)
	}
	c, err := client.New(cfg)
	if err != nil {
		log.Fatal(err)
	}
	return c
}

func exampleBucket() *client.Bucket {
	return exampleClient(osstest.Options{}, nil).Bucket("examplebucket")
}

// exampleDay has a client sign at a fixed time, so that what it signs is always
// the same.
func exampleDay(cfg *client.Config) {
	cfg.Endpoint = "oss-cn-hangzhou.aliyuncs.com"
	cfg.Now = func() time.Time { return time.Date(2023, 12, 16, 16, 20, 57, 0, time.UTC) }
}
