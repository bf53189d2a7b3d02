package client_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
)

var static = credentials.Static(signer.Credentials{AccessKeyID: "exampleId", AccessKeySecret: "exampleSecret"})

// TestEndpoints sends one HeadObject to every kind of endpoint and looks at
// where it goes and for which region it is signed.
func TestEndpoints(t *testing.T) {
	for _, tt := range []struct {
		cfg    client.Config
		url    string
		region string
	}{
		{client.Config{Region: "cn-hangzhou"}, "https://examplebucket.oss-cn-hangzhou.aliyuncs.com/k", "cn-hangzhou"},
		{client.Config{Endpoint: "oss-cn-hangzhou.aliyuncs.com"}, "https://examplebucket.oss-cn-hangzhou.aliyuncs.com/k", "cn-hangzhou"},
		{client.Config{Endpoint: "https://oss-cn-hangzhou-internal.aliyuncs.com/"}, "https://examplebucket.oss-cn-hangzhou-internal.aliyuncs.com/k", "cn-hangzhou"},
		{client.Config{Endpoint: "http://eu-central-1.oss.aliyuncs.com"}, "http://examplebucket.eu-central-1.oss.aliyuncs.com/k", "eu-central-1"},
		{client.Config{Endpoint: "OSS-cn-hangzhou.Aliyuncs.com."}, "https://examplebucket.oss-cn-hangzhou.aliyuncs.com/k", "cn-hangzhou"},
		{client.Config{Endpoint: "oss-cn-north-2-gov-1.aliyuncs.com"}, "https://examplebucket.oss-cn-north-2-gov-1.aliyuncs.com/k", "cn-north-2-gov-1"},
		{client.Config{Endpoint: "oss-accelerate.aliyuncs.com", Region: "cn-beijing"}, "https://examplebucket.oss-accelerate.aliyuncs.com/k", "cn-beijing"},
		{client.Config{Endpoint: "oss-cn-hzfinance.aliyuncs.com", Region: "cn-hangzhou-finance"}, "https://examplebucket.oss-cn-hzfinance.aliyuncs.com/k", "cn-hangzhou-finance"},
		{client.Config{Endpoint: "https://static.example.com", Region: "cn-beijing", CNAME: true}, "https://static.example.com/k", "cn-beijing"},
		{client.Config{Endpoint: "http://127.0.0.1:9000", Region: "cn-beijing"}, "http://127.0.0.1:9000/examplebucket/k", "cn-beijing"},
		{client.Config{Endpoint: "http://[::1]:9000", Region: "cn-beijing"}, "http://[::1]:9000/examplebucket/k", "cn-beijing"},
		{client.Config{Endpoint: "http://localhost:9000", Region: "cn-beijing"}, "http://localhost:9000/examplebucket/k", "cn-beijing"},
		{client.Config{Endpoint: "oss.example.com", Region: "cn-beijing", PathStyle: true}, "https://oss.example.com/examplebucket/k", "cn-beijing"},
		{client.Config{Endpoint: "cb-123.cn-hangzhou.oss-cloudbox.aliyuncs.com", Region: "cb-123", Product: "oss-cloudbox"},
			"https://examplebucket.cb-123.cn-hangzhou.oss-cloudbox.aliyuncs.com/k", "cb-123"},
	} {
		var sent *http.Request
		tt.cfg.Credentials = static
		over(func(r *http.Request) (*http.Response, error) {
			sent = r
			return answer(200, nil, "")(r)
		})(&tt.cfg)
		c, err := client.New(tt.cfg)
		if err != nil {
			t.Errorf("New(%+v): %v", tt.cfg, err)
			continue
		}
		if _, err := c.Bucket(bucketName).HeadObject(t.Context(), "k", nil); err != nil {
			t.Errorf("%s: %v", tt.url, err)
			continue
		}
		product := tt.cfg.Product
		if product == "" {
			product = "oss"
		}
		if got := sent.URL.String(); got != tt.url || sent.Host != sent.URL.Host {
			t.Errorf("sent to %s with Host %s, want %s", got, sent.Host, tt.url)
		}
		if got := sent.Header.Get("Authorization"); !strings.Contains(got, "/"+tt.region+"/"+product+"/") {
			t.Errorf("%s: signed with %q, want region %s", tt.url, got, tt.region)
		}
	}
}

func TestConfigErrors(t *testing.T) {
	for _, tt := range []struct {
		cfg   client.Config
		field string
		says  string // a part of the message
	}{
		{client.Config{}, "Endpoint", "Region"},
		{client.Config{Endpoint: "http://"}, "Endpoint", "host"},
		{client.Config{Endpoint: "ftp://oss.example.com"}, "Endpoint", "scheme"},
		{client.Config{Endpoint: "http://gw.example.com/gateway/oss", Region: "cn-hangzhou"}, "Endpoint", "path"},
		{client.Config{Endpoint: "http://u:p@oss.example.com"}, "Endpoint", ""},
		{client.Config{Endpoint: "b.cn-hangzhou.oss.aliyuncs.com", Region: "cn-hangzhou"}, "Endpoint", "begins with a bucket's name"},
		{client.Config{Endpoint: "oss example.com"}, "Endpoint", ""},
		{client.Config{Endpoint: "oss-accelerate.aliyuncs.com"}, "Region", "missing"},
		{client.Config{Endpoint: "http://127.0.0.1:9000"}, "Region", "missing"},
		{client.Config{Region: "oss-cn-hangzhou"}, "Region", `"cn-hangzhou"`},
		{client.Config{Region: "cn-beijing-internal"}, "Region", `"cn-beijing"`},
		{client.Config{Region: "CN-Beijing"}, "Region", "lower-case"},
		{client.Config{Region: "beijing"}, "Region", "cn-beijing"},
		{client.Config{Endpoint: "oss-cn-beijing.aliyuncs.com", Region: "beijing"}, "Region", "cn-beijing"},
		{client.Config{Endpoint: "oss-cn-hangzhou.aliyuncs.com", Region: "cn-beijing"}, "Region", "cn-hangzhou"},
		{client.Config{Endpoint: "oss-cn-hangzhou.aliyuncs.com", Region: "cn-beijing", Product: "oss"}, "Region", "cn-hangzhou"},
		{client.Config{Region: "cn-hangzhou", Signature: 7}, "Signature", ""},
		{client.Config{Region: "cn-hangzhou", Signature: signer.V1, SignedHeaders: []string{"host"}}, "SignedHeaders", "V4"},
		{client.Config{Region: "cn-hangzhou", SignedHeaders: []string{"a b"}}, "SignedHeaders", ""},
		{client.Config{Endpoint: "static.example.com", Region: "cn-hangzhou", PathStyle: true, CNAME: true}, "PathStyle", "CNAME"},
		{client.Config{Region: "cn-hangzhou", CNAME: true}, "CNAME", "Endpoint"},
		{client.Config{Region: "cn-hangzhou", Product: "bad product"}, "Product", ""},
		{client.Config{Region: "cn-hangzhou", SignedHeaders: []string{"Authorization"}}, "SignedHeaders", ""},
		{client.Config{Endpoint: "mybucket.oss-cn-hangzhou.aliyuncs.com", Region: "cn-hangzhou"}, "Endpoint", "bucket"},
		{client.Config{Endpoint: "cn-hangzhou", Region: "cn-hangzhou"}, "Endpoint", "dot"},
		{client.Config{Endpoint: "oss.example.com:", Region: "cn-hangzhou"}, "Endpoint", ""},
		{client.Config{Endpoint: "oss.example.com:99999", Region: "cn-hangzhou"}, "Endpoint", "port"},
		{client.Config{Endpoint: "oss.example.com?", Region: "cn-hangzhou"}, "Endpoint", ""},
		{client.Config{Endpoint: ".", Region: "cn-hangzhou"}, "Endpoint", ""},
		{client.Config{Region: "cn-hangzhou", MaxAttempts: -1}, "MaxAttempts", "negative"},
		{client.Config{Region: "cn-hangzhou", UserAgent: "a\nb"}, "UserAgent", ""},
	} {
		tt.cfg.Credentials = static
		_, err := client.New(tt.cfg)
		var got *client.ConfigError
		if !errors.As(err, &got) || got.Field != tt.field || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("New(Endpoint %q, Region %q …): %v, want a *ConfigError for %s", tt.cfg.Endpoint, tt.cfg.Region, err, tt.field)
		}
	}
	if _, err := client.New(client.Config{Endpoint: "http://u:markedPassword@oss.example.com"}); strings.Contains(err.Error(), "marked") {
		t.Errorf("a password in %q", err)
	}
	_, err := client.New(client.Config{Endpoint: "ftp://x", Region: "oss-cn-hangzhou", MaxAttempts: -1})
	if lines := strings.Split(err.Error(), "\n"); len(lines) != 3 {
		t.Errorf("New joined %q, want 3 errors", lines)
	}
}

// TestArguments has what is refused before anything is sent.
func TestArguments(t *testing.T) {
	c, err := client.New(client.Config{Region: "cn-hangzhou", Credentials: static, HTTPClient: &http.Client{
		Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			t.Errorf("%s %s was sent", r.Method, r.URL)
			return nil, errors.New("sent")
		})}})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "ab", "Bucket", "-bucket", "bucket-", "a.bucket", "bucket/x", strings.Repeat("a", 64)} {
		var got *client.ArgumentError
		if _, err := c.Bucket(name).HeadObject(t.Context(), "k", nil); !errors.As(err, &got) || got.Name != "bucket" {
			t.Errorf("bucket %q: %v", name, err)
		}
	}
	b := c.Bucket(bucketName)
	for _, key := range []string{"", "/k", `\k`, "k\xff", strings.Repeat("k", 1024)} {
		var got *client.ArgumentError
		if _, err := b.GetObjectMeta(t.Context(), key, nil); !errors.As(err, &got) || got.Name != "key" {
			t.Errorf("key %.20q: %v", key, err)
		}
		if _, err := b.CopyObject(t.Context(), "k", client.CopySource{Key: key}, nil); !errors.As(err, &got) || got.Name != "key" {
			t.Errorf("source key %.20q: %v", key, err)
		}
	}
	for name, h := range map[string]http.Header{
		"the signer's":      {"X-Oss-Date": {"now"}},
		"authorization":     {"authorization": {"OSS a:b"}},
		"the client's":      {"Host": {"example.com"}},
		"metadata":          {"content-type": {"text/plain"}},
		"user metadata":     {"x-oss-meta-a": {"1"}},
		"two letter cases":  {"X-Oss-Traffic-Limit": {"819200"}, "x-oss-traffic-limit": {"819200"}},
		"a line break":      {"X-Oss-Traffic-Limit": {"1\r\nX-Oss-Meta-A: 1"}},
		"a name with blank": {"X Y": {"1"}},
		"the copy's":        {"x-oss-copy-source": {"/examplebucket/other"}},
		"a directive":       {"X-Oss-Metadata-Directive": {"REPLACE"}},
		"forbid-overwrite":  {"X-Oss-Forbid-Overwrite": {"true"}},
	} {
		if _, err := b.PutObject(t.Context(), "k", nil, &client.PutObjectOptions{RequestOptions: client.RequestOptions{Header: h}}); err == nil {
			t.Errorf("Header %s was taken", name)
		}
	}
	for name, m := range map[string]headers.Metadata{
		"underscore":   {User: map[string]string{"a_b": "1"}},
		"letter case":  {User: map[string]string{"Owner": "a", "owner": "b"}},
		"line break":   {CacheControl: "a\r\nb"},
		"outer blanks": {User: map[string]string{"a": " v "}},
		"not ASCII":    {User: map[string]string{"author": "欧·亨利"}},
	} {
		var got *headers.FieldError
		if _, err := b.PutObject(t.Context(), "k", nil, &client.PutObjectOptions{Metadata: m}); !errors.As(err, &got) {
			t.Errorf("PutObject with %s: %v", name, err)
		}
		if _, err := b.ReplaceObjectMeta(t.Context(), "k", m, nil); !errors.As(err, &got) {
			t.Errorf("ReplaceObjectMeta with %s: %v", name, err)
		}
	}
	// oss2's update_object_meta(key, None) wipes an object; this does not.
	if _, err := b.CopyObject(t.Context(), "k", client.CopySource{Key: "k"}, nil); err == nil {
		t.Error("a copy onto itself without metadata was taken")
	}
	if _, err := b.PutObjectACL(t.Context(), "k", "", nil); err == nil {
		t.Error("an empty ACL was taken")
	}
	if _, err := b.PutObject(t.Context(), "k", nil, &client.PutObjectOptions{ContentLength: -1}); err == nil {
		t.Error("a negative ContentLength was taken")
	}
}
