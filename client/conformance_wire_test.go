package client_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

// A place is a bucket that the conformance tests can be run on: of the
// embedded server, or a real one.
type place struct {
	ctx    context.Context
	bucket *client.Bucket
	base   string // URL of the bucket, without a slash at its end
	http   *http.Client
	key    signer.Credentials
	region string
	prefix string // of all keys
}

// embedded is a place on a server with the given options. It is for a bubble
// of testing/synctest.
func embedded(ctx context.Context, opt osstest.Options) (*place, error) {
	oss := osstest.New(opt)
	p := &place{ctx: ctx, base: "http://" + bucketName + ".oss-" + oss.Region() + ".aliyuncs.com",
		http: &http.Client{Transport: oss.Transport()}, key: oss.Credentials(), region: oss.Region(), prefix: "conformance/"}
	return p, p.connect("http://oss-"+oss.Region()+".aliyuncs.com", bucketName)
}

// live is the place that the environment names, nil if it names none:
//
//	OSS_LIVE_BUCKET             a bucket of yours; objects are made and deleted
//	                            below ossmeta-conformance/ and nowhere else
//	OSS_LIVE_REGION             its region, such as cn-hangzhou
//	OSS_LIVE_ACCESS_KEY_ID, OSS_LIVE_ACCESS_KEY_SECRET, OSS_LIVE_SESSION_TOKEN
func live(ctx context.Context) (*place, error) {
	bucket := os.Getenv("OSS_LIVE_BUCKET")
	if bucket == "" {
		return nil, nil
	}
	host := "oss-" + os.Getenv("OSS_LIVE_REGION") + ".aliyuncs.com"
	p := &place{
		ctx:  ctx,
		base: "https://" + bucket + "." + host,
		http: &http.Client{Timeout: time.Minute},
		key: signer.Credentials{AccessKeyID: os.Getenv("OSS_LIVE_ACCESS_KEY_ID"),
			AccessKeySecret: os.Getenv("OSS_LIVE_ACCESS_KEY_SECRET"), SecurityToken: os.Getenv("OSS_LIVE_SESSION_TOKEN")},
		region: os.Getenv("OSS_LIVE_REGION"),
		prefix: "ossmeta-conformance/" + strconv.FormatInt(time.Now().UnixNano(), 36) + "/",
	}
	return p, p.connect("https://"+host, bucket)
}

func (p *place) connect(endpoint, bucket string) error {
	c, err := client.New(client.Config{Endpoint: endpoint, Region: p.region, Credentials: credentials.Static(p.key), HTTPClient: p.http})
	if err == nil {
		p.bucket = c.Bucket(bucket)
	}
	return err
}

// A seen is what came back.
type seen struct {
	status int
	code   string // of a refusal
	header http.Header
	body   string
	err    error // if nothing did
}

// outcome is the status with the code, if there is one.
func (s seen) outcome() string {
	if s.err != nil {
		return s.err.Error()
	}
	return strings.TrimSpace(strconv.Itoa(s.status) + " " + s.code)
}

// send signs and sends a request about one object as it is, with nothing that
// the client would check or add. header has names and values in turn.
func (p *place) send(method, key, subResource, body string, header ...string) seen {
	req, err := http.NewRequestWithContext(p.ctx, method, p.base, strings.NewReader(body))
	if err != nil {
		return seen{err: err}
	}
	key = p.prefix + key
	req.URL.Path, req.URL.RawPath = "/"+key, string(signer.AppendPath([]byte("/"), key))
	req.URL.RawQuery = subResource
	for i := 0; i+1 < len(header); i += 2 {
		req.Header[http.CanonicalHeaderKey(header[i])] = append(req.Header[http.CanonicalHeaderKey(header[i])], header[i+1])
	}
	if err := p.sign(req, key); err != nil {
		return seen{err: err}
	}
	resp, err := p.http.Do(req)
	if err != nil {
		return seen{err: err}
	}
	defer resp.Body.Close()
	content, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	got := seen{status: resp.StatusCode, header: resp.Header, body: string(content), err: err}
	if got.status >= 300 {
		got.code = string(xmlerr.Decode(resp.StatusCode, resp.Header, bytes.NewReader(content)).Code)
	}
	return got
}

func (p *place) sign(req *http.Request, key string) error {
	query, err := url.ParseQuery(req.URL.RawQuery)
	if err != nil {
		return err
	}
	now := time.Now()
	s, err := signer.NewV4(p.key, signer.Scope{Date: signer.DateOf(now), Region: p.region})
	if err != nil {
		return err
	}
	header := req.Header.Clone()
	for name, values := range header { // several values are not signed, but for the first: see the row that sends them
		header[name] = values[:1]
	}
	signature, err := s.Sign(&signer.Request{Method: req.Method, Bucket: p.bucket.Name(), Key: key, Query: query, Header: header}, now)
	for _, f := range signature.Fields {
		req.Header.Set(f.Name, f.Value)
	}
	return err
}

// put stores an object whose content is x.
func (p *place) put(key string, header ...string) seen { return p.send("PUT", key, "", "x", header...) }

// copy copies one object within the bucket.
func (p *place) copy(from, to string, header ...string) seen {
	source := "/" + p.bucket.Name() + "/" + p.prefix + from
	return p.send("PUT", to, "", "", append([]string{"x-oss-copy-source", source}, header...)...)
}

// head reads an object's headers.
func (p *place) head(key string, header ...string) seen {
	return p.send("HEAD", key, "", "", header...)
}

// delete deletes what a row may have made.
func (p *place) delete(keys ...string) {
	for _, key := range keys {
		p.send("DELETE", key, "", "")
	}
}
