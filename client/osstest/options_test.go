package osstest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
)

func panicText(f func()) (text string) {
	defer func() {
		if v := recover(); v != nil {
			text = fmt.Sprint(v)
		}
	}()
	f()
	return ""
}

func TestOptionsRefused(t *testing.T) {
	pair := signer.Credentials{AccessKeyID: "id", AccessKeySecret: "secret"}
	for field, opt := range map[string]osstest.Options{
		"Region: \"oss-cn-hangzhou\"":                      {Region: "oss-cn-hangzhou"},
		"Region: \"CN\"":                                   {Region: "CN"},
		"Buckets[0]: \"ab\"":                               {Buckets: []osstest.Bucket{{Name: "ab"}}},
		"Buckets[1]: \"-abc\"":                             {Buckets: []osstest.Bucket{{Name: "abc"}, {Name: "-abc"}}},
		"Buckets[1]: \"abc\" is":                           {Buckets: []osstest.Bucket{{Name: "abc"}, {Name: "abc"}}},
		"Buckets[0]: storage class":                        {Buckets: []osstest.Bucket{{Name: bucketName, StorageClass: "Cold"}}},
		"Buckets[0]: versioning":                           {Buckets: []osstest.Bucket{{Name: bucketName, Versioning: "enabled"}}},
		"SplitConditions: -1":                              {SplitConditions: -1},
		"Buckets[0]: ACL \"default":                        {Buckets: []osstest.Bucket{{Name: bucketName, ACL: "default"}}},
		"Credentials: is empty":                            {Credentials: []signer.Credentials{}},
		"Credentials[1]: signer":                           {Credentials: []signer.Credentials{pair, {AccessKeyID: "x"}}},
		"Credentials[1]: access key":                       {Credentials: []signer.Credentials{pair, pair}},
		"VirtualHost: \"http://x\"":                        {VirtualHost: "http://x"},
		"VirtualHost: \"x:80\"":                            {VirtualHost: "x:80"},
		"VirtualHost: \"127.0.0.1\"":                       {VirtualHost: "127.0.0.1"},
		"CNAME: \"a/b\"":                                   {CNAME: map[string]string{"a/b": bucketName}},
		"CNAME: host \"a.b\"":                              {CNAME: map[string]string{"a.b": "no"}},
		"Denied: access key id \"x\"":                      {Denied: map[string][]string{"x": nil}},
		"Denied: \"oss:GetObjectACL\"":                     {Denied: map[string][]string{"": {"oss:GetObjectACL"}}},
		"Denied: \"GetObject\"":                            {Denied: map[string][]string{"": {"GetObject"}}},
		"Precedence: 2":                                    {Precedence: 2},
		"CopyStorageClass: -1":                             {CopyStorageClass: -1},
		"RestoreTakes: -1":                                 {RestoreTakes: -1},
		"MaxObjectBytes: -1":                               {MaxObjectBytes: -1},
		"MaxCopyBytes: -1":                                 {MaxCopyBytes: -1},
		"MaxRewriteBytes: -1":                              {MaxRewriteBytes: -1},
		"Buckets[0]: retention -1ns is":                    {Buckets: []osstest.Bucket{{Name: bucketName, Retention: -1}}},
		"Buckets[0]: retention does":                       {Buckets: []osstest.Bucket{{Name: bucketName, Retention: 1, Versioning: "Suspended"}}},
		"Buckets[0]: encryption \"DES\"":                   {Buckets: []osstest.Bucket{{Name: bucketName, ServerSideEncryption: "DES"}}},
		"Buckets[0]: encryption \"SM4\", KMS key id \"k\"": {Buckets: []osstest.Bucket{{Name: bucketName, ServerSideEncryption: "SM4", KMSKeyID: "k"}}},
		"MaxTotalBytes: -1":                                {MaxTotalBytes: -1},
		"MaxRequests: -2":                                  {MaxRequests: -2},
	} {
		for name, f := range map[string]func(){
			"New":       func() { osstest.New(opt) },
			"NewServer": func() { osstest.NewServer(opt).Close() },
		} {
			if got := panicText(f); !strings.HasPrefix(got, "osstest: Options."+field) || strings.Contains(got, "secret\"") {
				t.Errorf("%s: panic %q, want %q", name, got, field)
			}
		}
		if err := opt.Validate(); err == nil || !strings.HasPrefix(err.Error(), "Options."+field) {
			t.Errorf("Validate: %v, want %q", err, field)
		}
	}
}

func ExampleOptions_Validate() {
	fmt.Println(osstest.Options{Region: "oss-cn-hangzhou"}.Validate())
	// Output: Options.Region: "oss-cn-hangzhou" is not a region id such as "cn-hangzhou"
}

func TestOptionsAreCopied(t *testing.T) {
	opt := osstest.Options{
		Buckets:     []osstest.Bucket{{Name: bucketName}},
		Credentials: []signer.Credentials{{AccessKeyID: "id", AccessKeySecret: "secret"}},
		CNAME:       map[string]string{"a.example": bucketName},
	}
	o := osstest.New(opt)
	opt.Buckets[0].Name, opt.Credentials[0].AccessKeyID = "changed", "changed"
	delete(opt.CNAME, "a.example")
	if o.Credentials().AccessKeyID != "id" {
		t.Error("the credentials changed")
	}
	o.PutObject(bucketName, "k", osstest.Object{ACL: "public-read"})
	resp, err := (&http.Client{Transport: o.Transport()}).Get("http://a.example/k")
	if err != nil {
		t.Fatal(err)
	}
	if resp.Body.Close(); resp.StatusCode != 200 {
		t.Errorf("status %d", resp.StatusCode)
	}
}

func TestSeedingRefused(t *testing.T) {
	o := osstest.New(osstest.Options{})
	for want, f := range map[string]func(){
		"no bucket \"nosuch\"": func() { o.PutObject("nosuch", "k", osstest.Object{}) },
		"is not an object key": func() { o.PutObject(bucketName, "", osstest.Object{}) },
		"\"/k\" is not":        func() { o.PutObject(bucketName, "/k", osstest.Object{}) },
		"Header": func() {
			o.PutObject(bucketName, "k", osstest.Object{Header: http.Header{"X-Oss-Object-Acl": {"private"}}})
		},
		"Header: HTTP":                  func() { o.PutObject(bucketName, "k", osstest.Object{Header: http.Header{"Expires": {"a\nb"}}}) },
		"PersistentHeaders: HTTP":       func() { o.PutObject(bucketName, "k", osstest.Object{PersistentHeaders: http.Header{"a b": {"c"}}}) },
		"ACL: \"all\"":                  func() { o.PutObject(bucketName, "k", osstest.Object{ACL: "all"}) },
		"RestoredUntil: class Standard": func() { o.PutObject(bucketName, "k", osstest.Object{RestoredUntil: time.Now()}) },
		"ETag: \"\\\"\" is not":         func() { o.PutObject(bucketName, "k", osstest.Object{ETag: `"`}) },
	} {
		if got := panicText(f); !strings.HasPrefix(got, "osstest: PutObject: ") || !strings.Contains(got, want) {
			t.Errorf("panic %q, want %q", got, want)
		}
	}
	if _, ok := o.Object("nosuch", "k"); ok {
		t.Error("an object in no bucket")
	}
}

// TestSeedingCopies changes what was given and what was got.
func TestSeedingCopies(t *testing.T) {
	o := osstest.New(osstest.Options{})
	seed := osstest.Object{Body: []byte("body"), Header: http.Header{"X-Oss-Meta-A": {"1"}}, Tags: rich().Tags, PersistentHeaders: http.Header{"X-Team": {"blue"}}}
	o.PutObject(bucketName, "k", seed)
	for range 2 {
		seed.Body[0], seed.Tags[0].Key, seed.PersistentHeaders["X-Team"][0], seed.Header["X-Oss-Meta-A"][0] = 'x', "x", "x", "x"
		got, ok := o.Object(bucketName, "k")
		if !ok || string(got.Body) != "body" || got.Tags[0].Key != "a" || got.PersistentHeaders.Get("X-Team") != "blue" ||
			got.Header.Get("X-Oss-Meta-A") != "1" || got.ACL != "default" || got.StorageClass != "Standard" || got.ObjectType != "Normal" {
			t.Errorf("%+v", got)
		}
		seed = got
	}
}
