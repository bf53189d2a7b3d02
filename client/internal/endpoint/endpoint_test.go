package endpoint_test

import (
	"errors"
	"strings"
	"testing"

	"example.com/ossmeta/client/internal/endpoint"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		text   string
		style  endpoint.Addressing
		region string // that it names
		object string // the URL of one in it
	}{
		{"", endpoint.VirtualHosted, "cn-beijing", "https://b.oss-cn-beijing.aliyuncs.com/k%2B"},
		{"", endpoint.PathStyle, "cn-beijing", "https://oss-cn-beijing.aliyuncs.com/b/k%2B"},
		{"http://OSS-cn-hangzhou-internal.aliyuncs.com.", endpoint.VirtualHosted, "cn-hangzhou", "http://b.oss-cn-hangzhou-internal.aliyuncs.com/k%2B"},
		{"oss-cn-hangzhou.aliyuncs.com.:8080", endpoint.VirtualHosted, "cn-hangzhou", "https://b.oss-cn-hangzhou.aliyuncs.com:8080/k%2B"},
		{"us-east-1.oss.aliyuncs.com", endpoint.VirtualHosted, "us-east-1", "https://b.us-east-1.oss.aliyuncs.com/k%2B"},
		{"oss-accelerate-overseas.aliyuncs.com", endpoint.VirtualHosted, "", "https://b.oss-accelerate-overseas.aliyuncs.com/k%2B"},
		{"oss-cn-hzjbp-a-internal.aliyuncs.com", endpoint.VirtualHosted, "", "https://b.oss-cn-hzjbp-a-internal.aliyuncs.com/k%2B"},
		{"b.oss-cn-hangzhou.aliyuncs.com", endpoint.CNAME, "", "https://b.oss-cn-hangzhou.aliyuncs.com/k%2B"},
		{"example.aliyuncs.com", endpoint.VirtualHosted, "", "https://b.example.aliyuncs.com/k%2B"},
		{"oss-a.b.aliyuncs.com", endpoint.VirtualHosted, "", "https://b.oss-a.b.aliyuncs.com/k%2B"},
		{"0a9z.example.com:65535", endpoint.VirtualHosted, "", "https://b.0a9z.example.com:65535/k%2B"},
		{"127.0.0.1:80/", endpoint.VirtualHosted, "", "https://127.0.0.1:80/b/k%2B"},
		{"http://[fe80::1]", endpoint.VirtualHosted, "", "http://[fe80::1]/b/k%2B"},
		{"http://[fe80::1]", endpoint.CNAME, "", "http://[fe80::1]/k%2B"},
		{"Localhost", endpoint.VirtualHosted, "", "https://localhost/b/k%2B"},
		{"gateway", endpoint.PathStyle, "", "https://gateway/b/k%2B"},
		{"gate_way.example.com", endpoint.VirtualHosted, "", "https://b.gate_way.example.com/k%2B"},
	} {
		e, err := endpoint.Parse(tt.text, "cn-beijing", tt.style)
		if err != nil {
			t.Errorf("Parse(%q): %v", tt.text, err)
			continue
		}
		u := e.URL("b", "k+")
		if got := u.String(); got != tt.object || e.Region() != tt.region {
			t.Errorf("Parse(%q): region %q, an object at %s, want %q and %s", tt.text, e.Region(), got, tt.region, tt.object)
		}
	}
}

// TestURL: without a key it is the bucket's, without a bucket the service's.
func TestURL(t *testing.T) {
	for _, tt := range []struct {
		style           endpoint.Addressing
		bucket, service string
	}{
		{endpoint.VirtualHosted, "https://b.oss-cn-beijing.aliyuncs.com/", "https://oss-cn-beijing.aliyuncs.com/"},
		{endpoint.PathStyle, "https://oss-cn-beijing.aliyuncs.com/b/", "https://oss-cn-beijing.aliyuncs.com/"},
		{endpoint.CNAME, "https://oss-cn-beijing.aliyuncs.com/", "https://oss-cn-beijing.aliyuncs.com/"},
	} {
		e, err := endpoint.Parse("", "cn-beijing", tt.style)
		if err != nil {
			t.Fatal(err)
		}
		bucket, service := e.URL("b", ""), e.URL("", "")
		if bucket.String() != tt.bucket || service.String() != tt.service {
			t.Errorf("style %v: %s and %s, want %s and %s", tt.style, &bucket, &service, tt.bucket, tt.service)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for text, says := range map[string]string{
		"":                               "missing",
		"ftp://oss.example.com":          "scheme",
		"https://":                       "not a host",
		"..":                             "not a host",
		".example.com":                   "not a host",
		"oss..example.com":               "not a host",
		"oss.example.com:":               "not a host",
		"oss.example.com?x":              "not a host",
		"oss.example.com#x":              "not a host",
		"oss.example.com:0":              "port",
		"oss.example.com:65536":          "port",
		"oss.example.com/x":              "path",
		"oss.exämple.com":                "character",
		"cn-hangzhou":                    "dot",
		"b.oss-cn-hangzhou.aliyuncs.com": "bucket",
		"b.cn-hangzhou.oss.aliyuncs.com": "bucket",
		"id:marked@oss.example.com":      "credentials",
		"oss.example.com:marked@":        "credentials",
	} {
		_, err := endpoint.Parse(text, "", endpoint.VirtualHosted)
		var refused *endpoint.Error
		if !errors.As(err, &refused) || !strings.Contains(refused.Reason, says) || !strings.HasSuffix(err.Error(), refused.Reason) || strings.Contains(err.Error(), "marked") {
			t.Errorf("Parse(%q): %v, want %q in it", text, err, says)
		} else if refused.Text != text && says != "credentials" {
			t.Errorf("Parse(%q) refuses %q", text, refused.Text)
		}
	}
}
