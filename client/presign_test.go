package client_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/client/presigned"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
)

// send sends a presigned request as somebody who knows nothing but it.
func send(t *testing.T, oss *osstest.OSS, p *presigned.Request, body string, change func(*http.Request)) *http.Response {
	t.Helper()
	req, err := http.NewRequest(p.Method, p.URL, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = p.Header.Clone()
	if change != nil {
		change(req)
	}
	resp, err := oss.Transport().RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return resp
}

// eachPresigner runs a test with V4 and V1, with and without a token.
func eachPresigner(t *testing.T, test func(*testing.T, *osstest.OSS, *client.Client)) {
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		for _, token := range []string{"", "exampleToken/+="} {
			t.Run(version.String()+" "+token, func(t *testing.T) {
				c := signer.Credentials{AccessKeyID: "exampleId", AccessKeySecret: "exampleSecret", SecurityToken: token}
				oss := osstest.New(osstest.Options{Credentials: []signer.Credentials{c}, CNAME: map[string]string{"static.example.com": bucketName}})
				test(t, oss, newClient(t, oss, func(cfg *client.Config) {
					cfg.Signature, cfg.Credentials = version, credentials.Static(c)
				}))
			})
		}
	}
}

func TestPresignPutAndGet(t *testing.T) {
	eachPresigner(t, func(t *testing.T, oss *osstest.OSS, c *client.Client) {
		ctx, b, key := t.Context(), c.Bucket(bucketName), "a b/+?&=中.txt"
		m := headers.Metadata{ContentType: "text/plain", CacheControl: "no-cache", User: map[string]string{"author": "O. Henry"}}
		p, err := b.PresignPutObject(ctx, key, &client.PutObjectOptions{Metadata: m, Placement: client.Placement{StorageClass: "IA"}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if resp := send(t, oss, p, "a novel", nil); resp.StatusCode != 200 {
			t.Fatal(resp.Status)
		}
		if got := head(t, b, key); !got.Metadata.Equal(m) || got.StorageClass != "IA" {
			t.Errorf("stored %+v", got.ObjectProperties)
		}
		get, err := b.PresignGetObject(ctx, key, &client.GetObjectOptions{Override: client.ResponseOverride{
			ContentDisposition: `attachment; filename="中 文+.txt"`, ContentType: "text/odd"}}, &client.PresignOptions{Expires: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		resp := send(t, oss, get, "", nil)
		body, _ := io.ReadAll(resp.Body)
		if string(body) != "a novel" || resp.StatusCode != 200 {
			t.Errorf("%s: %s", resp.Status, body)
		}
		if len(get.Header) != 0 {
			t.Errorf("a GET needs no headers, and has %v", get.Header)
		}
	})
}

func TestPresignOthers(t *testing.T) {
	eachPresigner(t, func(t *testing.T, oss *osstest.OSS, c *client.Client) {
		ctx, b := t.Context(), c.Bucket(bucketName)
		put(t, b, "k", "x", headers.Metadata{ContentType: "text/plain"})
		headP, err := b.PresignHeadObject(ctx, "k", nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		copyP, err := b.PresignCopyObject(ctx, "k", client.CopySource{Key: "k"},
			&client.CopyObjectOptions{Metadata: &headers.Metadata{ContentType: "text/other"}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		aclP, err := c.Presign(ctx, client.Operation{Name: "GetObjectACL", Method: "GET", Bucket: bucketName, Key: "k",
			Query: map[string][]string{"acl": {""}}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []*presigned.Request{headP, copyP, aclP} {
			if resp := send(t, oss, p, "", nil); resp.StatusCode != 200 {
				t.Errorf("%s %s: %s", p.Method, p.URL, resp.Status)
			}
		}
		if got := head(t, b, "k").Metadata.ContentType; got != "text/other" {
			t.Errorf("the copy left %q", got)
		}
	})
}

func TestPresignElsewhere(t *testing.T) {
	eachPresigner(t, func(t *testing.T, oss *osstest.OSS, c *client.Client) {
		b := c.Bucket(bucketName)
		put(t, b, "k", "x", headers.Metadata{})
		for _, how := range []client.PresignOptions{
			{Endpoint: "http://oss-cn-hangzhou.aliyuncs.com"},
			{Endpoint: "http://static.example.com", CNAME: true},
		} {
			p, err := b.PresignGetObject(t.Context(), "k", nil, &how)
			if err != nil {
				t.Fatal(err)
			}
			if resp := send(t, oss, p, "", nil); resp.StatusCode != 200 {
				t.Errorf("%s: %s", p.URL, resp.Status)
			}
		}
	})
}

// TestPresignElsewhereSignsHost: it is the host that the URL has.
func TestPresignElsewhereSignsHost(t *testing.T) {
	oss := osstest.New(osstest.Options{CNAME: map[string]string{"static.example.com": bucketName}})
	b := newBucket(t, oss, func(cfg *client.Config) {
		cfg.Endpoint, cfg.SignedHeaders = "http://oss-cn-hangzhou-internal.aliyuncs.com", []string{"host"}
	})
	oss.PutObject(bucketName, "k", osstest.Object{})
	p, err := b.PresignGetObject(t.Context(), "k", nil, &client.PresignOptions{Endpoint: "http://static.example.com", CNAME: true})
	if err != nil {
		t.Fatal(err)
	}
	if resp := send(t, oss, p, "", nil); resp.StatusCode != 200 || !strings.Contains(p.URL, "x-oss-additional-headers=host") {
		t.Errorf("%s: %s", p.URL, resp.Status)
	}
}

func TestPresignRefused(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	b := newBucket(t, oss, nil)
	for _, tt := range []struct {
		name string
		how  client.PresignOptions
		key  string
		as   any
	}{
		{"negative", client.PresignOptions{Expires: -time.Second}, "k", new(*signer.RequestError)},
		{"under a second", client.PresignOptions{Expires: time.Millisecond}, "k", new(*signer.RequestError)},
		{"over 7 days", client.PresignOptions{Expires: 7*24*time.Hour + time.Second}, "k", new(*signer.RequestError)},
		{"no key", client.PresignOptions{}, "", new(*client.ArgumentError)},
		{"no domain", client.PresignOptions{CNAME: true}, "k", new(*client.ConfigError)},
		{"another region", client.PresignOptions{Endpoint: "oss-cn-beijing.aliyuncs.com"}, "k", new(*client.ConfigError)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := b.PresignGetObject(t.Context(), tt.key, nil, &tt.how)
			if err == nil || !errors.As(err, tt.as) || !strings.HasPrefix(err.Error(), "oss: GetObject examplebucket") {
				t.Errorf("error %v", err)
			}
		})
	}
	anonymous := newBucket(t, oss, func(cfg *client.Config) { cfg.Credentials = nil })
	if _, err := anonymous.PresignGetObject(t.Context(), "k", nil, nil); !errors.As(err, new(*client.ArgumentError)) {
		t.Errorf("anonymous: %v", err)
	}
}

// TestPresignSkew: a client whose clock is an hour late has learned it, and
// signs URLs by the server's clock.
func TestPresignSkew(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	b := newBucket(t, oss, func(cfg *client.Config) { cfg.Now = func() time.Time { return time.Now().Add(-time.Hour) } })
	put(t, b, "k", "x", headers.Metadata{})
	p, err := b.PresignGetObject(t.Context(), "k", nil, &client.PresignOptions{Expires: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	if resp := send(t, oss, p, "", nil); resp.StatusCode != 200 {
		t.Error(resp.Status)
	}
	if left := time.Until(p.Expires); left < 50*time.Second || left > 70*time.Second {
		t.Errorf("it expires in %v", left)
	}
}

func fault(part, name, reason string) []presigned.Fault {
	return []presigned.Fault{{Part: part, Name: name, Reason: reason}}
}

// TestPresignCheck: what Check refuses is what OSS refuses, and what it lets
// through OSS takes.
func TestPresignCheck(t *testing.T) {
	changes := map[string]struct {
		change func(*http.Request)
		want   []presigned.Fault
	}{
		"nothing":              {func(*http.Request) {}, nil},
		"a User-Agent":         {func(r *http.Request) { r.Header.Set("User-Agent", "Mozilla/5.0") }, nil},
		"blanks around":        {func(r *http.Request) { r.Header.Set("X-Oss-Meta-Author", " O. Henry ") }, nil},
		"another type":         {func(r *http.Request) { r.Header.Set("Content-Type", "image/jpeg") }, fault("header", "Content-Type", "is missing or another")},
		"no type":              {func(r *http.Request) { r.Header.Del("Content-Type") }, fault("header", "Content-Type", "is missing or another")},
		"Content-MD5":          {func(r *http.Request) { r.Header.Set("Content-MD5", "nUNKqrJqEX7GSUuNUAvWBA==") }, fault("header", "Content-Md5", "was not signed")},
		"further metadata":     {func(r *http.Request) { r.Header.Set("X-Oss-Meta-B", "1") }, fault("header", "X-Oss-Meta-B", "was not signed")},
		"metadata changed":     {func(r *http.Request) { r.Header.Set("X-Oss-Meta-Author", "o. henry") }, fault("header", "X-Oss-Meta-Author", "is missing or another")},
		"another method":       {func(r *http.Request) { r.Method = "POST" }, fault("method", "", "is POST, and PUT was signed")},
		"another host":         {func(r *http.Request) { r.Host = "other.oss-cn-hangzhou.aliyuncs.com" }, fault("url", "", "goes to another host")},
		"Authorization":        {func(r *http.Request) { r.Header.Set("Authorization", "OSS a:b") }, fault("header", "Authorization", "signs the request a second time")},
		"another key":          {func(r *http.Request) { r.URL.Path += "x" }, fault("url", "", "has another path")},
		"another sub-resource": {func(r *http.Request) { r.URL.RawQuery += "&acl" }, fault("query", "acl", "was not signed")},
	}
	eachPresigner(t, func(t *testing.T, oss *osstest.OSS, c *client.Client) {
		p, err := c.Bucket(bucketName).PresignPutObject(t.Context(), "k", &client.PutObjectOptions{Metadata: headers.Metadata{
			ContentType: "text/plain", User: map[string]string{"author": "O. Henry"}}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for name, tt := range changes {
			var got []presigned.Fault
			resp := send(t, oss, p, "x", func(r *http.Request) {
				tt.change(r)
				var refused *presigned.Error
				if errors.As(p.Check(r), &refused) {
					got = refused.Faults
				}
			})
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
			if refused := resp.StatusCode != 200; refused != (tt.want != nil) {
				t.Errorf("%s: the server answers %s", name, resp.Status)
			}
		}
	})
}

// TestPresignCheckQuery is the same with the query, which programs write anew or
// add to (ali-oss issues 672 and 1310).
func TestPresignCheckQuery(t *testing.T) {
	const name = "response-content-disposition"
	changes := []struct {
		old, new string // in the query
		want     []presigned.Fault
	}{
		{"", "", nil},
		{"a%2Bb%20c", "a%2bb+c", nil}, // the same
		{"a%2Bb", "a+b", fault("query", name, "is missing or another")},
		{name + "=a%2Bb%20c", "", fault("query", name, "is missing or another")},
		{name, name + "=a&" + name, fault("query", name, "is missing or another")},
		{name, "response-content-type=a%2Fb&" + name, fault("query", "response-content-type", "was not signed")},
	}
	eachPresigner(t, func(t *testing.T, oss *osstest.OSS, c *client.Client) {
		put(t, c.Bucket(bucketName), "k", "x", headers.Metadata{})
		p, err := c.Bucket(bucketName).PresignGetObject(t.Context(), "k", &client.GetObjectOptions{
			Override: client.ResponseOverride{ContentDisposition: "a+b c"}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, tt := range changes {
			var got []presigned.Fault
			resp := send(t, oss, p, "", func(r *http.Request) {
				r.URL.RawQuery = strings.Replace(r.URL.RawQuery, tt.old, tt.new, 1)
				var refused *presigned.Error
				if errors.As(p.Check(r), &refused) {
					got = refused.Faults
				}
			})
			if diff := cmp.Diff(tt.want, got); diff != "" || (resp.StatusCode != 200) != (tt.want != nil) {
				t.Errorf("%s for %s: the server answers %s; faults (-want +got):\n%s", tt.new, tt.old, resp.Status, diff)
			}
		}
	})
}

func TestPresignedRequest(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	b := newBucket(t, oss, nil)
	p, err := b.PresignPutObject(t.Context(), "k", &client.PutObjectOptions{Metadata: headers.Metadata{User: map[string]string{"a": "it's"}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	req, err := p.NewRequest(context.Background(), nil)
	if err != nil || p.Check(req) != nil || req.Header.Get("Accept-Encoding") != "identity" {
		t.Errorf("Request: %v, %v, header %v", err, p.Check(req), req.Header)
	}
	want := `curl --upload-file FILE --header 'X-Oss-Meta-A: it'\''s' '` + p.URL + `'`
	if got := p.Curl(); got != want {
		t.Errorf("Curl:\n%s\nwant\n%s", got, want)
	}
}
