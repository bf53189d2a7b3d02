//go:build !race

package client_test

import (
	"net/http"
	"testing"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
)

// The race detector makes sync.Pool drop items on purpose, hence the tag.

// headAnswer is the header of what OSS answers to HeadObject.
var headAnswer = http.Header{
	"Accept-Ranges": {"bytes"}, "Cache-Control": {"no-cache"}, "Connection": {"keep-alive"}, "Content-Length": {"344606"},
	"Content-Md5": {"1B2M2Y8AsgTpgAmY7PhCfg=="}, "Content-Type": {"text/plain"}, "Date": {"Fri, 24 Feb 2012 07:32:52 GMT"},
	"Etag": {`"fba9dede5f27731c9771645a39863328"`}, "Last-Modified": {"Fri, 24 Feb 2012 06:07:48 GMT"}, "Server": {"AliyunOSS"},
	"X-Oss-Hash-Crc64ecma": {"10148921217013230148"}, "X-Oss-Meta-Author": {"O. Henry"}, "X-Oss-Meta-Price": {"100 dollar"},
	"X-Oss-Object-Type": {"Normal"}, "X-Oss-Request-Id": {"559CC9BDC755F95A64485981"}, "X-Oss-Server-Time": {"5"},
	"X-Oss-Storage-Class": {"Standard"},
}

const copyAnswer = `<?xml version="1.0" encoding="UTF-8"?>
<CopyObjectResult>
  <ETag>"5B3C1A2E053D763E1B002CC607C5A0FE"</ETag>
  <LastModified>2018-02-24T09:41:56.000Z</LastModified>
</CopyObjectResult>`

// TestAllocations holds the allocations of a call, those of net/http and of
// the transport included, to what DESIGN promises.
func TestAllocations(t *testing.T) {
	m := headers.Metadata{ContentType: "text/plain", CacheControl: "no-cache", User: map[string]string{"author": "O. Henry", "price": "100 dollar"}}
	for name, tt := range map[string]struct {
		answer roundTrip
		most   float64
		call   func(*client.Bucket) error
	}{
		"HeadObject": {answer(200, headAnswer, ""), 70, func(b *client.Bucket) error {
			_, err := b.HeadObject(t.Context(), "folder/object name.txt", nil)
			return err
		}},
		"ReplaceObjectMeta": {answer(200, headAnswer, copyAnswer), 95, func(b *client.Bucket) error {
			_, err := b.ReplaceObjectMeta(t.Context(), "folder/object name.txt", m, nil)
			return err
		}},
		"PresignGetObject": {nil, 15, func(b *client.Bucket) error {
			_, err := b.PresignGetObject(t.Context(), "folder/object name.txt", nil, nil)
			return err
		}},
	} {
		c, err := client.New(client.Config{Region: "cn-hangzhou", HTTPClient: &http.Client{Transport: tt.answer},
			Credentials: credentials.Static(signer.Credentials{AccessKeyID: "id", AccessKeySecret: "secret"})})
		if err != nil {
			t.Fatal(err)
		}
		b := c.Bucket(bucketName)
		got := testing.AllocsPerRun(200, func() {
			if err := tt.call(b); err != nil {
				t.Fatal(err)
			}
		})
		if got > tt.most {
			t.Errorf("%s: %v allocations, want at most %v", name, got, tt.most)
		}
	}
}
