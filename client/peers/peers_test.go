package peers

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss/credentials"
	sdk "github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss/signer"

	"example.com/ossmeta/signer"
)

const (
	testRegion = "cn-hangzhou"
	testHost   = "examplebucket.oss-cn-hangzhou.aliyuncs.com"
)

var (
	testTime  = time.Date(2023, 12, 16, 16, 20, 57, 0, time.UTC)
	longTerm  = signer.Credentials{AccessKeyID: "LTAI5tExampleExampleId", AccessKeySecret: "ExampleSecretExampleSecret00"}
	temporary = signer.Credentials{AccessKeyID: "STS.ExampleExampleId", AccessKeySecret: "ExampleSecretExampleSecret01",
		SecurityToken: "CAISexampleToken+/=exampleToken"}
)

// A job is one request and how it is to be signed. Both sides get the same.
type job struct {
	version     signer.Version
	life        time.Duration // of a URL; 0 means a signature in the header
	at          time.Time     // of a V4 URL the SDK takes the clock's, whatever stands here
	credentials signer.Credentials
	region      string
	product     string

	method, bucket, key string
	query               url.Values
	rawQuery            string // "" means the query as net/url encodes it
	header              http.Header
	additional          []string // headers to sign, V4
	subResources        []string // query names to sign, V1
}

func newJob(version signer.Version) job {
	return job{version: version, at: testTime, credentials: longTerm, region: testRegion, product: signer.DefaultProduct,
		method: "GET", bucket: "examplebucket", key: "key", header: http.Header{}}
}

// ours signs a job with this project's signer.
func (j *job) ours() (signer.Signature, error) {
	s, err := j.signer()
	if err != nil {
		return signer.Signature{}, err
	}
	if j.life != 0 {
		return s.Presign(j.request(), j.at, j.life)
	}
	return s.Sign(j.request(), j.at)
}

func (j *job) signer() (*signer.Signer, error) {
	if j.version == signer.V1 {
		return signer.NewV1(j.credentials, j.subResources...)
	}
	scope := signer.Scope{Date: signer.DateOf(j.at), Region: j.region, Product: j.product}
	return signer.NewV4(j.credentials, scope, j.additional...)
}

func (j *job) request() *signer.Request {
	return &signer.Request{Method: j.method, Bucket: j.bucket, Key: j.key, Query: j.query, Header: j.header, Host: testHost}
}

// explain returns what this project's signer signs.
func (j *job) explain(t *testing.T) *signer.Transcript {
	t.Helper()
	s, err := j.signer()
	if err != nil {
		t.Fatal(err)
	}
	transcript, err := s.Explain(j.request(), j.at)
	if err != nil {
		t.Fatal(err)
	}
	return transcript
}

// A theirs is a request that the SDK has signed.
type theirs struct {
	header       http.Header
	query        url.Values
	rawQuery     string
	stringToSign string
}

func (r theirs) authorization() string { return r.header.Get("Authorization") }

// theirs signs a job with the SDK's signer, on a request of its own.
func (j *job) theirs(t testing.TB) theirs {
	t.Helper()
	signed, err := j.tryTheirs(t)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func (j *job) tryTheirs(t testing.TB) (theirs, error) {
	context, s := j.sdk()
	if err := s.Sign(t.Context(), context); err != nil {
		return theirs{}, err
	}
	r := context.Request
	query, err := url.ParseQuery(r.URL.RawQuery)
	if j.rawQuery != "" {
		err = nil // what the SDK left as it was
	}
	return theirs{r.Header, query, r.URL.RawQuery, context.StringToSign}, err
}

// sdk returns what the SDK takes for a job.
func (j *job) sdk() (*sdk.SigningContext, sdk.Signer) {
	rawQuery := j.rawQuery
	if rawQuery == "" {
		rawQuery = j.query.Encode()
	}
	context := &sdk.SigningContext{
		Product: &j.product, Region: &j.region, Time: j.at, AuthMethodQuery: j.life != 0,
		SubResource: j.subResources, AdditionalHeaders: j.additional,
		Credentials: &credentials.Credentials{AccessKeyID: j.credentials.AccessKeyID,
			AccessKeySecret: j.credentials.AccessKeySecret, SecurityToken: j.credentials.SecurityToken},
		Request: &http.Request{Method: j.method, Host: testHost, Header: j.header.Clone(),
			URL: &url.URL{Scheme: "https", Host: testHost, Path: "/", RawQuery: rawQuery}},
	}
	if j.life != 0 {
		context.Time = j.at.Add(j.life)
	}
	if j.bucket != "" {
		context.Bucket = &j.bucket
	}
	if j.key != "" {
		context.Key = &j.key
	}
	if j.version == signer.V1 {
		return context, &sdk.SignerV1{}
	}
	return context, &sdk.SignerV4{}
}
