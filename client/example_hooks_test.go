package client_test

import (
	"context"
	"fmt"
	"log"
	"log/slog"
	"os"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
)

// Every request is logged, and with it what OSS's support asks for.
func ExampleAttempt() {
	logger := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == "took" || a.Key == "request" { // differ every time
			return slog.Attr{}
		}
		return a
	}}))
	c := exampleClient(osstest.Options{}, func(cfg *client.Config) {
		cfg.OnAttempt = func(ctx context.Context, a client.Attempt) {
			level := slog.LevelInfo
			if a.Err != nil {
				level = slog.LevelWarn
			}
			logger.Log(ctx, level, a.Operation, "bucket", a.Bucket, "key", a.Key, "attempt", a.Number, "status", a.StatusCode, "ec", a.EC,
				"sent", a.Sent, "received", a.Received, "took", a.Duration, "request", a.RequestID, "again", a.Again)
		}
	})
	bucket := c.Bucket("examplebucket")
	if _, err := bucket.GetObjectACL(context.Background(), "novel", nil); err != nil {
		log.Fatal(err)
	}
	bucket.HeadObject(context.Background(), "missing", nil)
	// Output:
	// level=INFO msg=GetObjectACL bucket=examplebucket key=novel attempt=1 status=200 ec="" sent=0 received=226 again=false
	// level=WARN msg=HeadObject bucket=examplebucket key=missing attempt=1 status=404 ec=0026-00000001 sent=0 received=-1 again=false
}

// A key that was revoked is given up at once, not when it expires.
func ExampleConfig_credentialsRefused() {
	cache := credentials.ECSRole("", nil)
	c, err := client.New(client.Config{
		Region:             "cn-hangzhou",
		Credentials:        cache.Credentials,
		CredentialsRefused: cache.Invalidate,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(c.Bucket("examplebucket").Name())
	// Output: examplebucket
}

// Every signature can be seen, line by line, before it is sent.
func ExampleConfig_onSign() {
	c := exampleClient(osstest.Options{}, func(cfg *client.Config) {
		exampleDay(cfg)
		cfg.OnSign = func(_ context.Context, t *signer.Transcript) { fmt.Print(t) }
	})
	ctx, cancel := context.WithCancel(context.Background())
	cancel() // nothing is sent in this example
	c.Bucket("examplebucket").HeadObject(ctx, "a b", nil)
	// Output:
	// V4 signature by access key id "LTAIosstestExampleKey" at 2023-12-16T16:20:57Z
	//
	// canonical request
	//   HEAD                                   | method
	//   /examplebucket/a%20b                   | bucket and key
	//                                          | query
	//   x-oss-content-sha256:UNSIGNED-PAYLOAD  | set by the signer
	//   x-oss-date:20231216T162057Z            | set by the signer
	//                                          | constant (end of the headers)
	//                                          | names of the additional headers
	//   UNSIGNED-PAYLOAD                       | constant (the only payload digest OSS documents)
	//
	// string to sign
	//   OSS4-HMAC-SHA256                                                  | constant
	//   20231216T162057Z                                                  | time
	//   20231216/cn-hangzhou/oss/aliyun_v4_request                        | scope
	//   cff96e401a54391d650a433c0e19d1d84094d77dcfd9f8a8a2eda67dece2fdce  | SHA-256 of the canonical request
	//
	// not signed
	//   header Accept-Encoding: V4 signs it only as an additional header
	//   header Host: V4 signs it only as an additional header
	//   header User-Agent: V4 signs it only as an additional header
	//
	// signature
	//   ae3de5ca3eafd0733dbdb6f232fb46a69da64cd1137b543ddce2afaa3797d18c
}
