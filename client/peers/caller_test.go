package peers

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss/credentials"
	oss1 "github.com/aliyun/aliyun-oss-go-sdk/oss"

	ossmeta "example.com/ossmeta/client"
	ours "example.com/ossmeta/client/credentials"
	"example.com/ossmeta/headers"
)

// A caller is a client whose calls are measured: V4, and for the rest as its
// users get it. All callers ask for the same.
type caller struct {
	name    string
	head    func(context.Context) error
	replace func(context.Context) error // a copy of an object onto itself, with new metadata
	put     func(context.Context, payload) error
	get     func(context.Context, payload) error
	presign func(context.Context) error // a GET, good for an hour; nil for the floor
}

const (
	callBucket = "examplebucket"
	callKey    = "folder/object name.txt"
)

// A payload is what callers put and get.
type payload struct {
	key     string
	content []byte
	crc     string
}

func newPayload(key string, size int) payload {
	content := bytes.Repeat([]byte("ossmeta\n"), size/8)
	crc := headers.NewCRC64()
	crc.Write(content)
	return payload{key, content, headers.CRC64(crc.Sum64()).String()}
}

// newCallers connects everybody with a server, by way of transport if that is
// not nil. The floor is net/http sending what ours sends.
func newCallers(endpoint string, transport http.RoundTripper) ([]caller, error) {
	var h *http.Client // nil is each client's own
	if transport != nil {
		h = &http.Client{Transport: transport}
	}
	bare, err := newFloor(endpoint, transport)
	if err != nil {
		return nil, err
	}
	ours, err := newOurs(endpoint, h)
	if err != nil {
		return nil, err
	}
	v1, err := newV1(endpoint, h)
	if err != nil {
		return nil, err
	}
	return []caller{bare, ours, newV2(endpoint, h), v1}, nil
}

var callMetadata = headers.Metadata{ContentType: "text/plain", CacheControl: "no-cache",
	User: map[string]string{"author": "O. Henry", "price": "100 dollar"}}

func newOurs(endpoint string, h *http.Client) (caller, error) {
	c, err := ossmeta.New(ossmeta.Config{Endpoint: endpoint, Region: testRegion, Credentials: ours.Static(longTerm), HTTPClient: h})
	if err != nil {
		return caller{}, err
	}
	b := c.Bucket(callBucket)
	return caller{"ours",
		func(ctx context.Context) error {
			_, err := b.HeadObject(ctx, callKey, nil)
			return err
		},
		func(ctx context.Context) error {
			_, err := b.ReplaceObjectMeta(ctx, callKey, callMetadata, nil)
			return err
		},
		func(ctx context.Context, o payload) error {
			_, err := b.PutObject(ctx, o.key, bytes.NewReader(o.content), nil)
			return err
		},
		func(ctx context.Context, o payload) error {
			r, err := b.GetObject(ctx, o.key, nil)
			if err != nil {
				return err
			}
			return discard(r.Body)
		},
		func(ctx context.Context) error {
			_, err := b.PresignGetObject(ctx, callKey, nil, &ossmeta.PresignOptions{Expires: time.Hour})
			return err
		},
	}, nil
}

func newV2(endpoint string, h *http.Client) caller {
	config := oss.LoadDefaultConfig().WithRegion(testRegion).WithEndpoint(endpoint).
		WithCredentialsProvider(credentials.NewStaticCredentialsProvider(longTerm.AccessKeyID, longTerm.AccessKeySecret))
	if h != nil {
		config.WithHttpClient(h)
	}
	c := oss.NewClient(config)
	return caller{"SDK V2",
		func(ctx context.Context) error {
			_, err := c.HeadObject(ctx, &oss.HeadObjectRequest{Bucket: oss.Ptr(callBucket), Key: oss.Ptr(callKey)})
			return err
		},
		func(ctx context.Context) error {
			_, err := c.CopyObject(ctx, &oss.CopyObjectRequest{Bucket: oss.Ptr(callBucket), Key: oss.Ptr(callKey),
				SourceKey: oss.Ptr(callKey), MetadataDirective: oss.Ptr("REPLACE"), ContentType: oss.Ptr(callMetadata.ContentType),
				CacheControl: oss.Ptr(callMetadata.CacheControl), Metadata: callMetadata.User})
			return err
		},
		func(ctx context.Context, o payload) error {
			_, err := c.PutObject(ctx, &oss.PutObjectRequest{Bucket: oss.Ptr(callBucket), Key: &o.key, Body: bytes.NewReader(o.content)})
			return err
		},
		func(ctx context.Context, o payload) error {
			r, err := c.GetObject(ctx, &oss.GetObjectRequest{Bucket: oss.Ptr(callBucket), Key: &o.key})
			if err != nil {
				return err
			}
			return discard(r.Body)
		},
		func(ctx context.Context) error {
			_, err := c.Presign(ctx, &oss.GetObjectRequest{Bucket: oss.Ptr(callBucket), Key: oss.Ptr(callKey)}, oss.PresignExpires(time.Hour))
			return err
		},
	}
}

func newV1(endpoint string, h *http.Client) (caller, error) {
	options := []oss1.ClientOption{oss1.Region(testRegion), oss1.AuthVersion(oss1.AuthV4)}
	if h != nil {
		options = append(options, oss1.HTTPClient(h))
	}
	c, err := oss1.New(endpoint, longTerm.AccessKeyID, longTerm.AccessKeySecret, options...)
	if err != nil {
		return caller{}, err
	}
	b, err := c.Bucket(callBucket)
	return caller{"SDK V1",
		func(ctx context.Context) error {
			_, err := b.GetObjectDetailedMeta(callKey, oss1.WithContext(ctx))
			return err
		},
		func(ctx context.Context) error {
			return b.SetObjectMeta(callKey, oss1.WithContext(ctx), oss1.ContentType(callMetadata.ContentType),
				oss1.CacheControl(callMetadata.CacheControl), oss1.Meta("author", "O. Henry"), oss1.Meta("price", "100 dollar"))
		},
		func(ctx context.Context, o payload) error {
			return b.PutObject(o.key, bytes.NewReader(o.content), oss1.WithContext(ctx))
		},
		func(ctx context.Context, o payload) error {
			r, err := b.GetObject(o.key, oss1.WithContext(ctx))
			if err != nil {
				return err
			}
			return discard(r)
		},
		func(ctx context.Context) error {
			_, err := b.SignURL(callKey, oss1.HTTPGet, 3600)
			return err
		},
	}, err
}

// A floor is net/http alone, with the timeouts that ours has. It sends what
// ours sent when it was made, body apart, signature and all.
type floor struct {
	http *http.Client
	sent map[string]sentRequest // by what was called
}

type sentRequest struct {
	method, url string
	header      map[string]string
}

func newFloor(endpoint string, transport http.RoundTripper) (caller, error) {
	f := floor{&http.Client{Transport: transport}, map[string]sentRequest{}}
	if transport == nil {
		f.http.Transport = &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
			ResponseHeaderTimeout: 60 * time.Second,
			IdleConnTimeout:       50 * time.Second,
			MaxIdleConnsPerHost:   64,
			DisableCompression:    true,
		}
	}
	var last *http.Request
	model, err := newOurs(endpoint, &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		last = r
		return answerCall(r), nil
	})})
	if err != nil {
		return caller{}, err
	}
	ctx := context.Background()
	for name, call := range map[string]func() error{
		"head":    func() error { return model.head(ctx) },
		"replace": func() error { return model.replace(ctx) },
		"put":     func() error { return model.put(ctx, small) },
		"get":     func() error { return model.get(ctx, small) },
	} {
		if err := call(); err != nil {
			return caller{}, err
		}
		f.sent[name] = sentRequest{last.Method, strings.TrimSuffix(last.URL.String(), small.key), flat(last.Header)}
	}
	return caller{"net/http",
		func(ctx context.Context) error { return f.call(ctx, "head", "", nil) },
		func(ctx context.Context) error { return f.call(ctx, "replace", "", nil) },
		func(ctx context.Context, o payload) error {
			return f.call(ctx, "put", o.key, bytes.NewReader(o.content))
		},
		func(ctx context.Context, o payload) error { return f.call(ctx, "get", o.key, nil) },
		nil,
	}, nil
}

func (f floor) call(ctx context.Context, name, key string, body io.Reader) error {
	sent := f.sent[name]
	req, err := http.NewRequestWithContext(ctx, sent.method, sent.url+key, body)
	if err != nil {
		return err
	}
	for name, value := range sent.header {
		req.Header.Set(name, value)
	}
	resp, err := f.http.Do(req)
	if err != nil {
		return err
	}
	return discard(resp.Body)
}

// flat returns the first value of each field.
func flat(h http.Header) map[string]string {
	first := make(map[string]string, len(h))
	for name := range h {
		first[name] = h.Get(name)
	}
	return first
}

// discard reads a body to its end.
func discard(body io.ReadCloser) error {
	defer body.Close()
	_, err := io.Copy(io.Discard, body)
	return err
}
