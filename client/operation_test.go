package client_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

func TestDo(t *testing.T) {
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		oss := osstest.New(osstest.Options{})
		c := newClient(t, oss, func(cfg *client.Config) { cfg.Signature = version })
		for i, chunk := range []string{"one, ", "two"} {
			result, err := c.Do(t.Context(), client.Operation{
				Name: "AppendObject", Method: "POST", Bucket: bucketName, Key: "log",
				Query:  map[string][]string{"append": {""}, "position": {fmt.Sprint(i * len("one, "))}},
				Header: http.Header{"X-Oss-Meta-Author": {"O. Henry"}, "Content-Type": {"text/plain"}},
				Body:   strings.NewReader(chunk),
			})
			if err != nil {
				t.Fatal(err)
			}
			result.Body.Close()
			if got := result.Header.Get("x-oss-next-append-position"); i == 1 && got != "8" {
				t.Errorf("next position %q", got)
			}
		}
		if got := head(t, c.Bucket(bucketName), "log"); got.ObjectType != "Appendable" || got.Metadata.User["author"] != "O. Henry" {
			t.Errorf("stored %+v", got.ObjectProperties)
		}
		result, err := c.Do(t.Context(), client.Operation{Name: "InitiateMultipartUpload", Method: "POST", Bucket: bucketName, Key: "big",
			Query: map[string][]string{"uploads": {""}}})
		if err != nil {
			t.Fatal(err)
		}
		var document struct{ Key, UploadID string }
		if err := result.DecodeXML("InitiateMultipartUploadResult", &document); err != nil || document.Key != "big" {
			t.Errorf("document %+v, error %v", document, err)
		}
		_, err = c.Do(t.Context(), client.Operation{Name: "ListParts", Method: "GET", Bucket: bucketName, Key: "big", Query: map[string][]string{"uploadId": {"none"}}})
		if !errors.Is(err, xmlerr.NoSuchUpload) || !strings.HasPrefix(err.Error(), "oss: ListParts examplebucket/big: NoSuchUpload") {
			t.Errorf("error %v", err)
		}
	}
}

func TestDoRefused(t *testing.T) {
	for name, o := range map[string]client.Operation{
		"method":        {Method: "PATCH", Bucket: bucketName},
		"bucket":        {Method: "GET", Bucket: "-"},
		"key alone":     {Method: "GET", Key: "k"},
		"key":           {Method: "GET", Bucket: bucketName, Key: "/k"},
		"header":        {Method: "GET", Bucket: bucketName, Header: http.Header{"Authorization": {"x"}}},
		"header twice":  {Method: "GET", Bucket: bucketName, Header: http.Header{"X-Oss-A": {"x"}, "x-oss-a": {"y"}}},
		"length":        {Method: "POST", Bucket: bucketName, Body: strings.NewReader("x"), ContentLength: 2},
		"signed header": {Method: "GET", Bucket: bucketName, Header: http.Header{"X-Oss-A": {"x\ny"}}},
		"query twice":   {Method: "GET", Bucket: bucketName, Query: map[string][]string{"prefix": {"a", "b"}}},
	} {
		c := newClient(t, osstest.New(osstest.Options{}), over(func(*http.Request) (*http.Response, error) {
			t.Errorf("%s: something was sent", name)
			return nil, io.EOF
		}))
		if _, err := c.Do(t.Context(), o); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// TestSubResources has an operation that is newer than the table of sub-resources,
// so that V1 must be told of it (flutter_oss_aliyun issue 48), and a value in
// base64, which is signed as it is and sent escaped (aliyun-oss-java-sdk issue 327).
func TestSubResources(t *testing.T) {
	const sent = "brandNew&x-oss-process=image%2Fwatermark%2Ctext_5a%2BL5%2Fkv%3D%3D"
	var signed []string
	c := newClient(t, osstest.New(osstest.Options{}), func(cfg *client.Config) {
		cfg.Signature = signer.V1
		cfg.OnSign = func(_ context.Context, t *signer.Transcript) { signed = append(signed, string(t.StringToSign())) }
		over(func(r *http.Request) (*http.Response, error) {
			if r.URL.RawQuery != sent {
				t.Errorf("sent %s, want %s", r.URL.RawQuery, sent)
			}
			return answer(200, nil, "")(r)
		})(cfg)
	})
	for _, named := range [][]string{nil, {"brandNew"}, nil} { // the key of one is not another's
		signed = nil
		o := client.Operation{Method: "GET", Bucket: bucketName, Key: "k", SubResources: named,
			Query: map[string][]string{"brandNew": {""}, "x-oss-process": {"image/watermark,text_5a+L5/kv=="}}}
		_, err := c.Do(t.Context(), o)
		p, presignErr := c.Presign(t.Context(), o, nil)
		if err != nil || presignErr != nil || !strings.Contains(p.URL, sent[len("brandNew&"):]) {
			t.Fatal(err, presignErr, p)
		}
		want := "/examplebucket/k?" + strings.Join(append(named, "x-oss-process=image/watermark,text_5a+L5/kv=="), "&")
		for _, text := range signed {
			if !strings.HasSuffix(text, want) {
				t.Errorf("signed %q, want it to end in %s", text, want)
			}
		}
	}
}

// TestArgumentsAreLeftAlone: nothing that the caller gave is added to, so that
// the same options serve again. Python's oss2 leaves its directive in them, and
// Go SDK V2 signs a URL twice if asked twice.
func TestArgumentsAreLeftAlone(t *testing.T) {
	given := func() (client.RequestOptions, client.Operation, headers.Metadata) {
		o := client.RequestOptions{Header: http.Header{"x-oss-traffic-limit": {"819200"}}}
		return o, client.Operation{Method: "PUT", Bucket: bucketName, Key: "k", Query: map[string][]string{"acl": {""}},
			Header: http.Header{"x-oss-object-acl": {"private"}}}, everyMetadata()
	}
	options, operation, m := given()
	c := newClient(t, osstest.New(osstest.Options{}), func(cfg *client.Config) { cfg.RequesterPays = true })
	b, ctx := c.Bucket(bucketName), t.Context()
	for range 2 {
		_, put := b.PutObject(ctx, "k", nil, &client.PutObjectOptions{RequestOptions: options, Metadata: m})
		_, replace := b.ReplaceObjectMeta(ctx, "k", m, nil)
		do, doErr := c.Do(ctx, operation)
		_, presign := c.Presign(ctx, operation, nil)
		if err := errors.Join(put, replace, doErr, presign); err != nil {
			t.Fatal(err)
		}
		do.Body.Close()
	}
	wantOptions, wantOperation, wantM := given()
	for _, diff := range []string{cmp.Diff(wantOptions, options), cmp.Diff(wantM, m),
		cmp.Diff(wantOperation.Query, operation.Query), cmp.Diff(wantOperation.Header, operation.Header)} {
		if diff != "" {
			t.Errorf("(-before +after):\n%s", diff)
		}
	}
}

// TestDoRepeats counts how often an operation is sent whose answers get lost.
func TestDoRepeats(t *testing.T) {
	for _, tt := range []struct {
		method string
		repeat client.Repeat
		want   int
	}{
		{"GET", client.RepeatByMethod, 3}, {"PUT", client.RepeatByMethod, 3}, {"DELETE", client.RepeatByMethod, 3},
		{"POST", client.RepeatByMethod, 1}, {"POST", client.RepeatAlways, 3}, {"PUT", client.RepeatNever, 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			attempts := 0
			c := newClient(t, osstest.New(osstest.Options{}), over(failing(9, lost, nil, &attempts)))
			_, err := c.Do(t.Context(), client.Operation{Method: tt.method, Bucket: bucketName, Key: "k", Repeat: tt.repeat})
			if err == nil || attempts != tt.want {
				t.Errorf("%s, %v: %d attempts, error %v", tt.method, tt.repeat, attempts, err)
			}
		})
	}
}

func TestRequesterPays(t *testing.T) {
	oss := osstest.New(osstest.Options{})
	b := newBucket(t, oss, func(cfg *client.Config) { cfg.RequesterPays = true })
	put(t, b, "k", "x", headers.Metadata{})
	head(t, b, "k")
	for _, r := range oss.Requests() {
		if got := r.Header.Get("x-oss-request-payer"); got != "requester" {
			t.Errorf("%s: %q", r.Operation, got)
		}
	}
}

func TestOnAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss, seen := osstest.New(osstest.Options{}), 0
		var mu sync.Mutex
		var got []client.Attempt
		b := newBucket(t, oss, func(cfg *client.Config) {
			over(failing(1, answer(503, http.Header{"X-Oss-Request-Id": {"ID"}, "X-Oss-Ec": {"EC"}}, slowDown), oss.Transport(), &seen))(cfg)
			cfg.OnAttempt = func(_ context.Context, a client.Attempt) {
				mu.Lock()
				defer mu.Unlock()
				if a.Err != nil && !errors.Is(a.Err, xmlerr.Code("SlowDown")) {
					t.Errorf("error %v", a.Err)
				}
				a.Err, a.RequestID, a.Wait = nil, "", 0
				got = append(got, a)
			}
		})
		put(t, b, "k", "content", headers.Metadata{})
		head(t, b, "k")
		want := []client.Attempt{
			{Operation: "PutObject", Method: "PUT", Bucket: bucketName, Key: "k", Number: 1, Sent: 7, StatusCode: 503, Received: -1, Code: "SlowDown", EC: "EC", Again: true},
			{Operation: "PutObject", Method: "PUT", Bucket: bucketName, Key: "k", Number: 2, Sent: 7, StatusCode: 200, Received: 0},
			{Operation: "HeadObject", Method: "HEAD", Bucket: bucketName, Key: "k", Number: 1, StatusCode: 200, Received: 0},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("attempts (-want +got):\n%s", diff)
		}
	})
}
