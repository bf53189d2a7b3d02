package peers

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	sdkcredentials "github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss/credentials"
	oss1 "github.com/aliyun/aliyun-oss-go-sdk/oss"

	ossmeta "example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
)

// clientDefects are rows on the clients of the SDKs for Go.
var clientDefects = []defect{
	{what: "HEAD, 403 without a body, V2", theirs: "BadErrorResponse, Failed to parse xml", ours: "fs.ErrPermission, and the status", shown: bareRefusal},
	{what: "HEAD, 304, Go SDK V1", theirs: "an error without a type", ours: "an *xmlerr.Error", shown: notModifiedV1},
	{what: "Content-Type by option and by header, V2", theirs: "sends both, in random order", ours: "refuses it", shown: twoContentTypes},
	{what: "Content-Type twice, Go SDK V1", theirs: "sends one of them, at random", ours: "refuses it", shown: twoContentTypesV1},
	{what: "metadata Owner and owner, V2", theirs: "sends both as x-oss-meta-owner", ours: "refuses it", shown: collidingMetadata},
	{what: "metadata Owner and owner, Go SDK V1", theirs: "sends one of them, at random", ours: "refuses it", shown: collidingMetadataV1},
	{what: "metadata with an empty value, V2", theirs: "drops it", ours: "sends it", shown: emptyMetadata},
	{what: `metadata "v ", Go SDK V1 with V1`, theirs: "signs the blank, which HTTP does not carry: refused", ours: "refuses it", shown: blankMetadataV1},
	{what: "x-oss-meta-a twice in an answer, V2", theirs: "tells of the first", ours: "has both in the header", shown: repeatedMetadata},
	{what: "a clock repaired after it was off, V2", theirs: "every later call fails", ours: "follows it in both directions", shown: repairedClock},
	{what: "a deadline while it waits to retry, V2", theirs: "returns the server's 500", ours: "context.DeadlineExceeded", shown: deadlineInBackoff},
	{what: "a URL that ended an hour ago, V2", theirs: "signs x-oss-expires=-3600", ours: "refuses it", shown: pastURL},
	{what: "no credentials provider, V2", theirs: "a nil pointer panic", ours: "an anonymous request", shown: noProvider},
	{what: "debug log, V2", theirs: "prints Authorization and the token", ours: "hooks hold no secret", shown: debugLog},
	{what: "an endpoint with a path, V2", theirs: "drops the path", ours: "refuses it", shown: endpointPath},
	{what: "a large copy of an object with tags, V2", theirs: "sends them not escaped: k&1=a=b", ours: "tags stay, by directive", shown: tagsOfLargeCopy},
	{what: "a large copy with IfMatch, V2", theirs: "sends no condition with the parts; drops class and encryption", ours: "one request, with all of them", shown: conditionOfLargeCopy},
	{what: "AppendObject, 500, V2", theirs: "is sent three times", ours: "once, as all that cannot be repeated", shown: appendRepeated},
	{what: "x-oss-date of the caller's, V2", theirs: "is overwritten", ours: "is refused", shown: callersDate},
	{what: "AdditionalHeaders content-type in a URL, Go SDK V1 with V4", theirs: "names it in the URL, not in what it signs", ours: "in neither: it is signed anyway", shown: additionalInURLV1},
	{what: "V2 signature and a provider, Go SDK V1", theirs: "a URL with an empty key id", ours: "V1 and V4, with the id", shown: keyIDInURLV1},
	{what: "RetryTimes(5), 500, Go SDK V1", theirs: "is never read: one attempt", ours: "MaxAttempts", shown: retryTimesV1},
}

// A wire is an http.RoundTripper that keeps the requests and answers them.
type wire struct {
	mu       sync.Mutex
	requests []*http.Request
	answer   func(*http.Request) *http.Response
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	w.requests = append(w.requests, r)
	w.mu.Unlock()
	if r.Body != nil {
		io.Copy(io.Discard, r.Body)
	}
	return w.answer(r), r.Context().Err()
}

// first returns the first request that was sent.
func (w *wire) first(t *testing.T) *http.Request {
	t.Helper()
	if len(w.requests) == 0 {
		t.Fatal("nothing was sent")
	}
	return w.requests[0]
}

// answering returns a wire on which every answer is the same.
func answering(status int, header http.Header, body string) *wire {
	return &wire{answer: func(r *http.Request) *http.Response { return response(r, status, header, body) }}
}

func response(r *http.Request, status int, header http.Header, body string) *http.Response {
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{StatusCode: status, Status: http.StatusText(status), Header: header, ProtoMajor: 1, ProtoMinor: 1,
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r}
}

const testEndpoint = "http://oss-cn-hangzhou.aliyuncs.com"

// clientV2 returns a client of Go SDK V2 on a wire.
func clientV2(over http.RoundTripper, change func(*oss.Config)) *oss.Client {
	c := temporary
	config := oss.LoadDefaultConfig().WithRegion(testRegion).WithEndpoint(testEndpoint).
		WithCredentialsProvider(sdkcredentials.NewStaticCredentialsProvider(c.AccessKeyID, c.AccessKeySecret, c.SecurityToken)).
		WithHttpClient(&http.Client{Transport: over})
	if change != nil {
		change(config)
	}
	return oss.NewClient(config)
}

// bucketV1 returns a bucket of Go SDK V1 on a wire.
func bucketV1(t *testing.T, over http.RoundTripper, options ...oss1.ClientOption) *oss1.Bucket {
	t.Helper()
	c, err := oss1.New(testEndpoint, longTerm.AccessKeyID, longTerm.AccessKeySecret, append(options, oss1.Region(testRegion),
		oss1.HTTPClient(&http.Client{Transport: over}))...)
	if err != nil {
		t.Fatal(err)
	}
	bucket, err := c.Bucket("examplebucket")
	if err != nil {
		t.Fatal(err)
	}
	return bucket
}

// ourClient returns this project's client on a wire.
func ourClient(t *testing.T, over http.RoundTripper, change func(*ossmeta.Config)) *ossmeta.Client {
	t.Helper()
	config := ossmeta.Config{Endpoint: testEndpoint, Credentials: credentials.Static(temporary), HTTPClient: &http.Client{Transport: over}}
	if change != nil {
		change(&config)
	}
	c, err := ossmeta.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func ourBucket(t *testing.T, over http.RoundTripper, change func(*ossmeta.Config)) *ossmeta.Bucket {
	t.Helper()
	return ourClient(t, over, change).Bucket("examplebucket")
}

var examplebucket, exampleKey = oss.Ptr("examplebucket"), oss.Ptr("key")

func headV2(ctx context.Context, c *oss.Client) (*oss.HeadObjectResult, error) {
	return c.HeadObject(ctx, &oss.HeadObjectRequest{Bucket: examplebucket, Key: exampleKey})
}

// queryOf returns the query of a URL.
func queryOf(t *testing.T, text string) url.Values {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query()
}
