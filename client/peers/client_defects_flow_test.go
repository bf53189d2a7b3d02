package peers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	sdkcredentials "github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss/credentials"
	oss1 "github.com/aliyun/aliyun-oss-go-sdk/oss"

	ossmeta "example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/verify"
)

// Rows of the table of clients in doc.go: what takes several requests, and URLs.

// hooksTo prints what the hooks of our client are told.
func hooksTo(w io.Writer) func(*ossmeta.Config) {
	return func(c *ossmeta.Config) {
		c.OnSign = func(_ context.Context, s *signer.Transcript) { fmt.Fprintf(w, "%+v\n%s\n", s, s) }
		c.OnAttempt = func(_ context.Context, a ossmeta.Attempt) { fmt.Fprintf(w, "%+v\n", a) }
	}
}

// A skewed server refuses what is signed for more than a quarter of an hour
// from its own time, which is ahead of the clock by so much.
type skewed struct{ ahead time.Duration }

func (s *skewed) answer(r *http.Request) *http.Response {
	now := time.Now().Add(s.ahead)
	header := http.Header{"Date": {now.UTC().Format(http.TimeFormat)}}
	signed, _ := time.Parse("20060102T150405Z", r.Header.Get("X-Oss-Date"))
	if now.Sub(signed).Abs() <= 15*time.Minute {
		return response(r, 200, header, "")
	}
	header.Set("Content-Type", "application/xml")
	return response(r, 403, header, "<Error><Code>RequestTimeTooSkewed</Code><ServerTime>"+now.UTC().Format("2006-01-02T15:04:05.000Z")+"</ServerTime></Error>")
}

func repairedClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &skewed{}
		w := &wire{answer: server.answer}
		get := &oss.GetObjectRequest{Bucket: examplebucket, Key: exampleKey}
		theirs, ours := clientV2(w, nil), ourBucket(t, w, nil)
		for n, ahead := range []time.Duration{time.Hour, 0, 0} {
			server.ahead = ahead
			if _, err := theirs.GetObject(t.Context(), get); (err == nil) != (n == 0) {
				t.Errorf("theirs, call %d: %v", n+1, err)
			}
			if _, err := ours.GetObject(t.Context(), "key", nil); err != nil {
				t.Errorf("ours, call %d: %v", n+1, err)
			}
		}
	})
}

func deadlineInBackoff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := answering(500, nil, "<Error><Code>InternalError</Code></Error>")
		fails := func(call func(context.Context) error) error {
			ctx, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
			defer cancel()
			return call(ctx)
		}
		if err := fails(func(ctx context.Context) error {
			_, err := headV2(ctx, clientV2(w, nil))
			return err
		}); err == nil || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("theirs: %v", err)
		}
		if err := fails(func(ctx context.Context) error {
			_, err := ourBucket(t, w, nil).HeadObject(ctx, "key", nil)
			return err
		}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("ours: %v", err)
		}
	})
}

func appendRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := answering(500, nil, "<Error><Code>InternalError</Code></Error>")
		clientV2(w, nil).AppendObject(t.Context(), &oss.AppendObjectRequest{Bucket: examplebucket, Key: exampleKey, Position: oss.Ptr(int64(0)), Body: strings.NewReader("x")})
		if len(w.requests) != 3 {
			t.Errorf("theirs: %d requests", len(w.requests))
		}
		w = answering(500, nil, "<Error><Code>InternalError</Code></Error>")
		ourClient(t, w, nil).Do(t.Context(), ossmeta.Operation{Method: "POST", Bucket: "examplebucket", Key: "key",
			Query: map[string][]string{"append": {""}, "position": {"0"}}, Body: strings.NewReader("x")})
		if len(w.requests) != 1 {
			t.Errorf("ours: %d requests", len(w.requests))
		}
	})
}

func retryTimesV1(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := answering(500, nil, "<Error><Code>InternalError</Code></Error>")
		bucketV1(t, w, func(c *oss1.Client) { c.Config.RetryTimes = 5 }).GetObjectDetailedMeta("key")
		if len(w.requests) != 1 {
			t.Errorf("theirs: %d requests", len(w.requests))
		}
		w = answering(500, nil, "<Error><Code>InternalError</Code></Error>")
		ourBucket(t, w, func(c *ossmeta.Config) { c.MaxAttempts = 5 }).HeadObject(t.Context(), "key", nil)
		if len(w.requests) != 5 {
			t.Errorf("ours: %d requests", len(w.requests))
		}
	})
}

// copyLarge has Go SDK V2 copy an object in parts, and our client in one
// request, and returns what each sent.
func copyLarge(t *testing.T, tags ...headers.Tag) (theirs, ours []*http.Request) {
	t.Helper()
	const etag = "0123456789ABCDEF0123456789ABCDEF"
	server := osstest.New(osstest.Options{})
	server.PutObject("examplebucket", "source", osstest.Object{Body: make([]byte, 300_000), StorageClass: "IA", ETag: `"` + etag + `"`, Tags: tags})
	transport := server.Transport()
	w := &wire{answer: func(r *http.Request) *http.Response {
		resp, err := transport.RoundTrip(r)
		if err != nil {
			return response(r, 502, nil, err.Error())
		}
		return resp
	}}
	key := server.Credentials()
	c := clientV2(w, func(c *oss.Config) {
		c.CredentialsProvider = sdkcredentials.NewStaticCredentialsProvider(key.AccessKeyID, key.AccessKeySecret, key.SecurityToken)
	})
	c.NewCopier(func(o *oss.CopierOptions) {
		o.PartSize, o.MultipartCopyThreshold, o.DisableShallowCopy = 100*1024, 100*1024, true
	}).Copy(t.Context(), &oss.CopyObjectRequest{Bucket: examplebucket, Key: oss.Ptr("copy"), SourceKey: oss.Ptr("source"), IfMatch: oss.Ptr(`"` + etag + `"`)})
	theirs, w.requests = w.requests, nil
	_, err := ourBucket(t, w, func(c *ossmeta.Config) { c.Credentials = credentials.Static(key) }).CopyObject(t.Context(), "copy2",
		ossmeta.CopySource{Key: "source"}, &ossmeta.CopyObjectOptions{Source: ossmeta.Conditions{IfMatch: etag}, Placement: ossmeta.Placement{StorageClass: "IA"}})
	if err != nil || len(w.requests) != 1 {
		t.Fatalf("ours: %v, %d requests", err, len(w.requests))
	}
	return theirs, w.requests
}

// only returns the requests that have the query parameter, and the header field
// of the first of them.
func only(requests []*http.Request, query, name string) (some []*http.Request, value string) {
	for _, r := range requests {
		if r.URL.Query().Has(query) {
			some = append(some, r)
		}
	}
	if len(some) == 0 {
		return nil, ""
	}
	return some, some[0].Header.Get(name)
}

func tagsOfLargeCopy(t *testing.T) {
	theirs, ours := copyLarge(t, headers.Tag{Key: "k&1", Value: "a=b+c"})
	_, got := only(theirs, "uploads", "X-Oss-Tagging")
	equal(t, "theirs", got, "k&1=a=b+c")
	equal(t, "ours", fmt.Sprint(ours[0].Header["X-Oss-Tagging"], ours[0].Header["X-Oss-Tagging-Directive"]), "[] []") // COPY is OSS's default
}

func conditionOfLargeCopy(t *testing.T) {
	const condition, class = "X-Oss-Copy-Source-If-Match", "X-Oss-Storage-Class"
	theirs, ours := copyLarge(t)
	if parts, got := only(theirs, "partNumber", condition); len(parts) < 2 || got != "" {
		t.Errorf("theirs: %d parts, the first with the condition %q", len(parts), got)
	}
	if initiate, got := only(theirs, "uploads", class); len(initiate) != 1 || got != "" {
		t.Errorf("theirs: %d uploads, of class %q", len(initiate), got)
	}
	if ours[0].Header.Get(condition) == "" || ours[0].Header.Get(class) != "IA" {
		t.Errorf("ours: %v", ours[0].Header)
	}
}

func additionalInURLV1(t *testing.T) {
	bucket := bucketV1(t, nil, oss1.AuthVersion(oss1.AuthV4), oss1.AdditionalHeaders([]string{"content-type"}))
	theirs, err := bucket.SignURL("key", oss1.HTTPPut, 60, oss1.ContentType("text/plain"))
	if err != nil {
		t.Fatal(err)
	}
	query := queryOf(t, theirs)
	equal(t, "theirs", query.Get("x-oss-additional-headers"), "content-type")
	request := &signer.Request{Method: "PUT", Bucket: "examplebucket", Key: "key", Query: query, Header: http.Header{"Content-Type": {"text/plain"}}}
	v := verify.Verifier{Region: testRegion, Credentials: func(string) (signer.Credentials, bool) { return longTerm, true }}
	var refused *verify.Error
	if _, err := v.Verify(request, time.Now()); !errors.As(err, &refused) || refused.Code != "SignatureDoesNotMatch" {
		t.Errorf("theirs, verified: %v", err)
	}
	ours, err := ourBucket(t, nil, func(c *ossmeta.Config) { c.SignedHeaders = []string{"content-type"} }).PresignPutObject(t.Context(), "key",
		&ossmeta.PutObjectOptions{Metadata: headers.Metadata{ContentType: "text/plain"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "ours", fmt.Sprint(queryOf(t, ours.URL)["x-oss-additional-headers"]), "[]")
}

// A providerV1 is Go SDK V1's interface to credentials.
type providerV1 struct{ signer.Credentials }

func (p providerV1) GetCredentials() oss1.Credentials { return p }
func (p providerV1) GetAccessKeyID() string           { return p.AccessKeyID }
func (p providerV1) GetAccessKeySecret() string       { return p.AccessKeySecret }
func (p providerV1) GetSecurityToken() string         { return p.SecurityToken }

func keyIDInURLV1(t *testing.T) {
	c, err := oss1.New(testEndpoint, "", "", oss1.SetCredentialsProvider(providerV1{longTerm}), oss1.AuthVersion(oss1.AuthV2))
	if err != nil {
		t.Fatal(err)
	}
	bucket, err := c.Bucket("examplebucket")
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := bucket.SignURL("key", oss1.HTTPGet, 60)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "theirs", fmt.Sprint(queryOf(t, theirs)["x-oss-access-key-id"]), "[]")
	for version, name := range map[signer.Version]string{signer.V1: "OSSAccessKeyId", signer.V4: "x-oss-credential"} {
		ours, err := ourBucket(t, nil, func(c *ossmeta.Config) { c.Signature = version }).PresignGetObject(t.Context(), "key", nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := queryOf(t, ours.URL).Get(name); !strings.HasPrefix(got, temporary.AccessKeyID) {
			t.Errorf("ours, %v: %s is %q", version, name, got)
		}
	}
}
