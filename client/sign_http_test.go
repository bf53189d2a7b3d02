package client_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

func TestSignHTTP(t *testing.T) {
	eachPresigner(t, func(t *testing.T, oss *osstest.OSS, c *client.Client) {
		b := c.Bucket(bucketName)
		put(t, b, "a b/+?.txt", "x", headers.Metadata{})
		for target, query := range map[string]string{
			"/a%20b/%2B%3F.txt": "", "/a b/+%3f.txt?response-content-type=a/b+c&acl=": "acl&response-content-type=a%2Fb%20c", "/a b%2F+%3f.txt?objectMeta": "objectMeta",
		} {
			req, err := http.NewRequest("GET", "http://examplebucket.oss-cn-hangzhou.aliyuncs.com"+target, nil)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(target, "objectMeta") {
				req.Method = "HEAD"
			}
			if err := b.SignHTTP(t.Context(), req); err != nil {
				t.Errorf("%s: %v", target, err)
				continue
			}
			if path := req.URL.EscapedPath(); path != "/a%20b/%2B%3F.txt" || req.URL.RawQuery != query {
				t.Errorf("%s will be sent as %s?%s", target, path, req.URL.RawQuery)
			}
			resp, err := oss.Transport().RoundTrip(req)
			if err != nil {
				t.Fatal(err)
			}
			if e := xmlerr.Decode(resp.StatusCode, resp.Header, resp.Body); e.Code == xmlerr.SignatureDoesNotMatch {
				t.Errorf("%s: %v", req.URL, e)
			}
			resp.Body.Close()
		}
		for _, url := range []string{"http://other.oss-cn-hangzhou.aliyuncs.com/k", "http://examplebucket.oss-cn-hangzhou.aliyuncs.com/k?a;b"} {
			req, _ := http.NewRequest("GET", url, nil)
			if err := b.SignHTTP(t.Context(), req); !errors.As(err, new(*client.ArgumentError)) || req.Header.Get("Authorization") != "" {
				t.Errorf("%s: %v", url, err)
			}
		}
	})
}

// TestSignHTTPElsewhere: nothing is signed that would take the signature, or a
// token, somewhere else, or there without TLS.
func TestSignHTTPElsewhere(t *testing.T) {
	b := newBucket(t, osstest.New(osstest.Options{}), func(cfg *client.Config) { cfg.Endpoint = "https://oss-cn-hangzhou.aliyuncs.com" })
	for url, host := range map[string]string{
		"http://examplebucket.oss-cn-hangzhou.aliyuncs.com/k":  "",
		"https://examplebucket.oss-cn-beijing.aliyuncs.com/k":  "",
		"https://examplebucket.oss-cn-hangzhou.aliyuncs.com/k": "evil.example.com",
	} {
		req, err := http.NewRequest("GET", url, nil)
		if err != nil {
			t.Fatal(err)
		}
		if host != "" {
			req.Host = host
		}
		if err := b.SignHTTP(t.Context(), req); !errors.As(err, new(*client.ArgumentError)) || len(req.Header) != 0 {
			t.Errorf("%s, host %q: error %v, header %v", url, host, err, req.Header)
		}
	}
}
