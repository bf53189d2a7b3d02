package peers

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	oss1 "github.com/aliyun/aliyun-oss-go-sdk/oss"

	ossmeta "example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

// Rows of the table of clients in doc.go: what is sent, and what is made of an answer.

func bareRefusal(t *testing.T) {
	_, err := headV2(t.Context(), clientV2(answering(403, nil, ""), nil))
	var theirs *oss.ServiceError
	if !errors.As(err, &theirs) || theirs.Code != "BadErrorResponse" || !strings.Contains(theirs.Message, "Failed to parse xml") {
		t.Errorf("theirs: %v", err)
	}
	_, err = ourBucket(t, answering(403, nil, ""), nil).HeadObject(t.Context(), "key", nil)
	var ours *xmlerr.Error
	if !errors.As(err, &ours) || ours.StatusCode != 403 || !errors.Is(err, fs.ErrPermission) {
		t.Errorf("ours: %v", err)
	}
}

func notModifiedV1(t *testing.T) {
	_, err := bucketV1(t, answering(304, nil, "")).GetObjectDetailedMeta("key")
	var service oss1.ServiceError
	if err == nil || errors.As(err, &service) {
		t.Errorf("theirs: %v", err)
	}
	_, err = ourBucket(t, answering(304, nil, ""), nil).HeadObject(t.Context(), "key", nil)
	var ours *xmlerr.Error
	if !errors.As(err, &ours) || ours.StatusCode != 304 {
		t.Errorf("ours: %v", err)
	}
}

// refusedHere fails the test unless err is about an argument, and nothing was sent.
func refusedHere(t *testing.T, w *wire, err error) {
	t.Helper()
	var argument *ossmeta.ArgumentError
	var field *headers.FieldError
	if !errors.As(err, &argument) && !errors.As(err, &field) || len(w.requests) > 0 {
		t.Errorf("ours: %v, after %d requests", err, len(w.requests))
	}
}

func twoContentTypes(t *testing.T) {
	w := answering(200, nil, "")
	clientV2(w, nil).PutObject(t.Context(), &oss.PutObjectRequest{Bucket: examplebucket, Key: oss.Ptr("a.jpg"), ContentType: oss.Ptr("image/png"),
		RequestCommon: oss.RequestCommon{Headers: map[string]string{"content-type": "text/html"}}})
	if got := w.first(t).Header["Content-Type"]; len(got) != 2 {
		t.Errorf("theirs: %q", got)
	}
	w = answering(200, nil, "")
	_, err := ourBucket(t, w, nil).PutObject(t.Context(), "a.jpg", nil, &ossmeta.PutObjectOptions{Metadata: headers.Metadata{ContentType: "image/png"},
		RequestOptions: ossmeta.RequestOptions{Header: http.Header{"content-type": {"text/html"}}}})
	refusedHere(t, w, err)
}

// differs calls put until what it returns has been both of two values.
func differs(t *testing.T, put func() string) {
	t.Helper()
	first := put()
	for range 500 {
		if put() != first {
			return
		}
	}
	t.Errorf("theirs: always %q", first)
}

func twoContentTypesV1(t *testing.T) {
	differs(t, func() string {
		w := answering(200, nil, "")
		bucketV1(t, w).PutObject("a.jpg", strings.NewReader(""), oss1.ContentType("image/png"), oss1.SetHeader("content-type", "text/html"))
		return w.first(t).Header.Get("Content-Type")
	})
}

func collidingMetadata(t *testing.T) {
	metadata := map[string]string{"Owner": "a", "owner": "b"}
	w := answering(200, nil, "")
	clientV2(w, nil).PutObject(t.Context(), &oss.PutObjectRequest{Bucket: examplebucket, Key: exampleKey, Metadata: metadata})
	if got := w.first(t).Header["X-Oss-Meta-Owner"]; len(got) != 2 {
		t.Errorf("theirs: %q", got)
	}
	w = answering(200, nil, "")
	_, err := ourBucket(t, w, nil).PutObject(t.Context(), "key", nil, &ossmeta.PutObjectOptions{Metadata: headers.Metadata{User: metadata}})
	refusedHere(t, w, err)
}

func collidingMetadataV1(t *testing.T) {
	differs(t, func() string {
		w := answering(200, nil, "")
		bucketV1(t, w).PutObject("key", strings.NewReader(""), oss1.Meta("Owner", "a"), oss1.Meta("owner", "b"))
		return w.first(t).Header.Get("X-Oss-Meta-Owner")
	})
}

func emptyMetadata(t *testing.T) {
	metadata := map[string]string{"flag": ""}
	w := answering(200, nil, "")
	clientV2(w, nil).PutObject(t.Context(), &oss.PutObjectRequest{Bucket: examplebucket, Key: exampleKey, Metadata: metadata})
	if got := w.first(t).Header["X-Oss-Meta-Flag"]; got != nil {
		t.Errorf("theirs: %q", got)
	}
	w = answering(200, nil, "")
	if _, err := ourBucket(t, w, nil).PutObject(t.Context(), "key", nil, &ossmeta.PutObjectOptions{Metadata: headers.Metadata{User: metadata}}); err != nil {
		t.Error(err)
	}
	if got := w.first(t).Header["X-Oss-Meta-Flag"]; !slices.Equal(got, []string{""}) {
		t.Errorf("ours: %q", got)
	}
}

// What is sent goes through real HTTP framing here, which drops the blank.
func blankMetadataV1(t *testing.T) {
	server := osstest.New(osstest.Options{})
	key := server.Credentials()
	c, err := oss1.New(testEndpoint, key.AccessKeyID, key.AccessKeySecret, oss1.SecurityToken(key.SecurityToken),
		oss1.HTTPClient(&http.Client{Transport: server.Transport()}))
	if err != nil {
		t.Fatal(err)
	}
	bucket, err := c.Bucket("examplebucket")
	if err != nil {
		t.Fatal(err)
	}
	err = bucket.PutObject("key", strings.NewReader(""), oss1.Meta("a", "v "))
	var theirs oss1.ServiceError
	if !errors.As(err, &theirs) || theirs.Code != "SignatureDoesNotMatch" {
		t.Errorf("theirs: %v", err)
	}
	w := answering(200, nil, "")
	_, err = ourBucket(t, w, func(c *ossmeta.Config) { c.Signature = signer.V1 }).PutObject(t.Context(), "key", nil, &ossmeta.PutObjectOptions{Metadata: headers.Metadata{User: map[string]string{"a": "v "}}})
	refusedHere(t, w, err)
}

func repeatedMetadata(t *testing.T) {
	header := http.Header{"X-Oss-Meta-A": {"1", "2"}}
	theirs, err := headV2(t.Context(), clientV2(answering(200, header, ""), nil))
	if err != nil || theirs.Metadata["a"] != "1" {
		t.Errorf("theirs: %v, %v", theirs, err)
	}
	ours, err := ourBucket(t, answering(200, header, ""), nil).HeadObject(t.Context(), "key", nil)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "ours", fmt.Sprint(ours.Header["X-Oss-Meta-A"], ours.Metadata.User["a"]), "[1 2]1")
}

func endpointPath(t *testing.T) {
	w := answering(200, nil, "")
	headV2(t.Context(), clientV2(w, func(c *oss.Config) { c.WithEndpoint("http://gw/gateway/oss").WithUsePathStyle(true) }))
	equal(t, "theirs", w.first(t).URL.Path, "/examplebucket/key")
	_, err := ossmeta.New(ossmeta.Config{Endpoint: "http://gw/gateway/oss", Region: testRegion})
	var ours *ossmeta.ConfigError
	if !errors.As(err, &ours) || ours.Field != "Endpoint" {
		t.Errorf("ours: %v", err)
	}
}

func callersDate(t *testing.T) {
	const date = "20231216T162057Z"
	w := answering(200, nil, "")
	clientV2(w, nil).HeadObject(t.Context(), &oss.HeadObjectRequest{Bucket: examplebucket, Key: exampleKey,
		RequestCommon: oss.RequestCommon{Headers: map[string]string{"x-oss-date": date}}})
	if got := w.first(t).Header.Get("X-Oss-Date"); got == date {
		t.Error("theirs: it is kept")
	}
	w = answering(200, nil, "")
	_, err := ourBucket(t, w, nil).HeadObject(t.Context(), "key", &ossmeta.HeadObjectOptions{
		RequestOptions: ossmeta.RequestOptions{Header: http.Header{"X-Oss-Date": {date}}}})
	refusedHere(t, w, err)
}

func debugLog(t *testing.T) {
	var log strings.Builder
	headV2(t.Context(), clientV2(answering(200, nil, ""), func(c *oss.Config) {
		c.WithLogLevel(oss.LogDebug).WithLogPrinter(oss.LogPrinterFunc(func(v ...any) { fmt.Fprintln(&log, v...) }))
	}))
	for _, secret := range []string{temporary.SecurityToken, "Authorization:OSS4-HMAC-SHA256 Credential="} {
		if !strings.Contains(log.String(), secret) {
			t.Errorf("theirs: %s", &log)
		}
	}
	var told strings.Builder
	_, err := ourBucket(t, answering(200, nil, ""), hooksTo(&told)).HeadObject(t.Context(), "key", nil)
	if err != nil || !strings.Contains(told.String(), "HeadObject") || strings.Contains(told.String(), temporary.SecurityToken) {
		t.Errorf("ours: %v, %s", err, &told)
	}
}

func noProvider(t *testing.T) {
	panics := func() (panicked any) {
		defer func() { panicked = recover() }()
		headV2(t.Context(), clientV2(answering(200, nil, ""), func(c *oss.Config) { c.CredentialsProvider = nil }))
		return nil
	}
	if panics() == nil {
		t.Error("theirs does not panic")
	}
	w := answering(200, nil, "")
	_, err := ourBucket(t, w, func(c *ossmeta.Config) { c.Credentials = nil }).HeadObject(t.Context(), "key", nil)
	if err != nil || w.first(t).Header.Get("Authorization") != "" {
		t.Errorf("ours: %v", err)
	}
}

func pastURL(t *testing.T) {
	theirs, err := clientV2(nil, nil).Presign(t.Context(), &oss.GetObjectRequest{Bucket: examplebucket, Key: exampleKey},
		oss.PresignExpiration(time.Now().Add(-time.Hour)))
	if err != nil {
		t.Fatal(err)
	}
	if got := queryOf(t, theirs.URL).Get("x-oss-expires"); !strings.HasPrefix(got, "-36") {
		t.Errorf("theirs: %s", got)
	}
	if ours, err := ourBucket(t, nil, nil).PresignGetObject(t.Context(), "key", nil, &ossmeta.PresignOptions{Expires: -time.Hour}); err == nil {
		t.Errorf("ours: %v", ours)
	}
}
