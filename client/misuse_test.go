package client_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

// TestDoForbidsOverwriting: an answer that got lost must not turn a put that
// succeeded into the refusal of somebody else's object.
func TestDoForbidsOverwriting(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	transport, attempts := oss.Transport(), 0
	c := newClient(t, oss, over(func(r *http.Request) (*http.Response, error) {
		attempts++
		resp, err := transport.RoundTrip(r)
		if err == nil {
			resp.Body.Close()
		}
		return lost(r)
	}))
	_, err := c.Do(t.Context(), client.Operation{Name: "PutSymlink", Method: "PUT", Bucket: bucketName, Key: "k", Query: map[string][]string{"symlink": {""}},
		Header: http.Header{"x-oss-symlink-target": {"target"}, "x-oss-forbid-overwrite": {"true"}}})
	if attempts != 1 || err == nil || errors.Is(err, xmlerr.FileAlreadyExists) {
		t.Errorf("%d attempts, error %v", attempts, err)
	}
}

func TestServiceErrors(t *testing.T) {
	c := newClient(t, osstest.New(osstest.Options{}), over(answer(403, nil, "<Error><Code>AccessDenied</Code></Error>")))
	_, err := c.Do(t.Context(), client.Operation{Name: "ListBuckets", Method: "GET"})
	if err == nil || !strings.HasPrefix(err.Error(), "oss: ListBuckets: AccessDenied") {
		t.Errorf("error %v", err)
	}
}

// TestCurlKeepsDots: curl would take /../ for a way up.
func TestCurlKeepsDots(t *testing.T) {
	b := newBucket(t, osstest.New(osstest.Options{}), nil)
	for key, want := range map[string]bool{"a/../b": true, "./a": true, "..": true, "a/.b/..c": true, "a.b/c.d": false} {
		p, err := b.PresignGetObject(t.Context(), key, nil, nil)
		if err != nil || strings.Contains(p.Curl(), " --path-as-is ") != want {
			t.Errorf("%q: %s, %v", key, p.Curl(), err)
		}
	}
}

// TestCurlKeepsSlash: to a path that ends in a slash --upload-file would add the
// file's name.
func TestCurlKeepsSlash(t *testing.T) {
	b := newBucket(t, osstest.New(osstest.Options{}), nil)
	for key, want := range map[string]string{
		"dir/": "curl --request PUT --data-binary @FILE --header 'Content-Type:' '", "k": "curl --upload-file FILE '",
		"a/..": "curl --path-as-is --request PUT --data-binary @FILE --header 'Content-Type:' '",
	} {
		p, err := b.PresignPutObject(t.Context(), key, nil, nil)
		if err != nil || !strings.HasPrefix(p.Curl(), want+p.URL) {
			t.Errorf("%q: %s, %v", key, p.Curl(), err)
		}
	}
}

// TestRequesterPaysPresigned: whoever has the link pays, and needs no header
// for that.
func TestRequesterPaysPresigned(t *testing.T) {
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		oss := osstest.New(osstest.Options{})
		b := newBucket(t, oss, func(cfg *client.Config) { cfg.Signature, cfg.RequesterPays = version, true })
		put(t, b, "k", "x", headers.Metadata{})
		p, err := b.PresignGetObject(t.Context(), "k", nil, nil)
		if err != nil || len(p.Header) != 0 || !strings.Contains(p.URL, "x-oss-request-payer=requester") {
			t.Fatalf("%v: %+v, %v", version, p, err)
		}
		if resp := send(t, oss, p, "", nil); resp.StatusCode != 200 {
			t.Errorf("%v: %s", version, resp.Status)
		}
	}
}

// TestDryRunIsWhole: the plan has what the client adds to every request, too.
func TestDryRunIsWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss := osstest.New(osstest.Options{})
		oss.PutObject(bucketName, "k", everything())
		b := newBucket(t, oss, func(cfg *client.Config) { cfg.RequesterPays = true })
		dry, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), &client.EditOptions{DryRun: true})
		if err != nil || dry.Request.Get("X-Oss-Request-Payer") != "requester" {
			t.Errorf("%+v, %v", dry, err)
		}
	})
}

// TestCheckTwice: a header that is there in two letter cases is sent twice.
func TestCheckTwice(t *testing.T) {
	b := newBucket(t, osstest.New(osstest.Options{}), nil)
	p, err := b.PresignPutObject(t.Context(), "k", &client.PutObjectOptions{Metadata: headers.Metadata{ContentType: "text/plain"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	req, err := p.NewRequest(context.Background(), strings.NewReader("content"))
	if err != nil || p.Check(req) != nil || req.ContentLength != 7 {
		t.Fatalf("%+v, %v", req, err)
	}
	req.Header["content-type"] = []string{"text/html"}
	if p.Check(req) == nil {
		t.Error("a second Content-Type was let through")
	}
	delete(req.Header, "Content-Type")
	req.Header["content-type"] = []string{"text/plain"}
	if err := p.Check(req); err != nil {
		t.Errorf("content-type in lower case: %v", err)
	}
}

// TestPresignExpires: the seconds of a URL are whole ones, and so Expires is never
// later than its end.
func TestPresignExpires(t *testing.T) {
	at := time.Date(2023, 12, 16, 16, 20, 57, 6e8, time.UTC)
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		b := newBucket(t, osstest.New(osstest.Options{}), func(cfg *client.Config) {
			cfg.Signature, cfg.Now = version, func() time.Time { return at }
		})
		for expires, want := range map[time.Duration]time.Time{0: at.Add(15*time.Minute - 6e8), 1500 * time.Millisecond: at.Add(time.Second - 6e8)} {
			p, err := b.PresignGetObject(t.Context(), "k", nil, &client.PresignOptions{Expires: expires})
			if err != nil || !p.Expires.Equal(want) {
				t.Errorf("%v, %v: %+v, %v, want %v", version, expires, p, err, want)
			}
		}
	}
}

// TestPresignElsewherePathStyle: a deployment that wants path style wants it
// for its other endpoint, too.
func TestPresignElsewherePathStyle(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	private := newBucket(t, oss, func(cfg *client.Config) {
		cfg.Endpoint, cfg.Region, cfg.PathStyle = "http://storage", "cn-hangzhou", true
	})
	local := newBucket(t, oss, func(cfg *client.Config) { cfg.Endpoint, cfg.Region = "http://127.0.0.1", "cn-hangzhou" })
	for want, b := range map[string]*client.Bucket{"https://storage.example.com/examplebucket/k?": private, "https://examplebucket.storage.example.com/k?": local} {
		p, err := b.PresignGetObject(t.Context(), "k", nil, &client.PresignOptions{Endpoint: "storage.example.com"})
		if err != nil || !strings.HasPrefix(p.URL, want) {
			t.Errorf("%+v, %v; want %s…", p, err, want)
		}
	}
}

// TestDeletedVersions: OSS may tell the version of what was asked for without.
func TestDeletedVersions(t *testing.T) {
	b := newBucket(t, osstest.New(osstest.Options{}), over(answer(200, nil, `<DeleteResult>
		<Deleted><Key>a</Key><VersionId>null</VersionId></Deleted></DeleteResult>`)))
	if _, err := b.DeleteMultipleObjects(t.Context(), []client.ObjectIdentifier{{Key: "a"}}, nil); err != nil {
		t.Error(err)
	}
	if _, err := b.DeleteMultipleObjects(t.Context(), []client.ObjectIdentifier{{Key: "a", VersionID: "v"}}, nil); err == nil {
		t.Error("another version was taken for the one that was asked for")
	}
}

// TestNotImplemented: what OSS does not have it will not have next time.
func TestNotImplemented(t *testing.T) {
	attempts := 0
	c := newClient(t, osstest.New(osstest.Options{}), over(func(r *http.Request) (*http.Response, error) {
		attempts++
		return answer(501, nil, "<Error><Code>NotImplemented</Code></Error>")(r)
	}))
	if _, err := c.Bucket(bucketName).GetObject(t.Context(), "k", nil); !errors.Is(err, xmlerr.Code("NotImplemented")) || attempts != 1 {
		t.Errorf("%d attempts, %v", attempts, err)
	}
}
