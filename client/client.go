// Package client is a client of Alibaba Cloud OSS for object metadata.
//
// It puts objects with HTTP headers and user metadata, reads part of an
// object's metadata (GetObjectMeta) or all of it (HeadObject), and changes it
// in place. The last is where OSS surprises: metadata is changed by copying
// the object onto itself, and that drops whatever the request does not carry.
//
//   - [Bucket.ReplaceObjectMeta] does just that, in one request, as oss2's
//     update_object_meta does: what it does not give is gone.
//   - [Bucket.EditObjectMeta] reads first, changes what its caller changes,
//     sends back everything else, and starts again if another writer was
//     faster: nothing is lost.
//
// A [Client] is made by [New] from a [Config]; [Client.Bucket] gives the
// handle with the operations, which have OSS's own names. Options are nil or a
// pointer to a struct that is only read. Every result has the raw header and
// the request id ([Response]).
//
// # Errors
//
// Every error of an operation is an [*OpError], which names operation, bucket
// and key. Inside it stands what OSS answered, an [*xmlerr.Error], so that
// errors.Is(err, xmlerr.NoSuchKey) and errors.Is(err, fs.ErrNotExist) work; or
// what was refused before anything was sent ([*ArgumentError],
// [*headers.FieldError], [*signer.RequestError]); or what went wrong on the
// way (an error of net/http or of the context). An [*EditError] says why an
// object was not edited. If OSS refused the signature, OpError.Diagnosis names
// the line that differs from what was signed, the likely cause and the remedy.
//
// # What is sent
//
// Redirects are refused, responses are never decompressed, and a Content-Type
// is the caller's or OSS's default, never guessed here. A request is retried,
// up to Config.MaxAttempts times, when the connection broke or OSS answered
// 408, 429 or 5xx, if it can be repeated without harm and its body can be read
// again. A wrong local clock is found out from OSS's answer and corrected for.
//
// # Small programs
//
// With the build tag nodiagnosis OpError.Diagnosis is always nil, and a
// stripped program is about 110 kB smaller. The package diagnose says the same
// of a transcript on demand.
//
// The package needs the standard library only. A Client and its Buckets are
// safe for concurrent use.
package client

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"example.com/ossmeta/signer"
)

// A Client talks to one endpoint of OSS. It is made by New.
type Client struct {
	endpoint           endpoint
	region             string
	product            string
	credentials        func(context.Context) (signer.Credentials, error)
	credentialsRefused func(signer.Credentials)
	version            signer.Version
	signed             []string
	userAgent          string
	maxAttempts        int
	now                func() time.Time
	requesterPays      bool
	pathStyle          bool // it was asked for, whatever the endpoint
	onSign             func(context.Context, *signer.Transcript)
	onAttempt          func(context.Context, Attempt)
	http               *http.Client

	skew   atomic.Int64 // the server's clock minus the local one, in nanoseconds
	signer atomic.Pointer[keyedSigner]
}

// A Bucket is the handle for one bucket. It is made by Client.Bucket.
type Bucket struct {
	c    *Client
	name string
}

// Bucket returns the handle for a bucket. It sends nothing; a name that OSS
// does not allow is refused by the operations.
func (c *Client) Bucket(name string) *Bucket { return &Bucket{c, name} }

// Name returns the bucket's name.
func (b *Bucket) Name() string { return b.name }

// httpClient returns what sends the requests: a copy of the caller's client,
// or one of our own.
func httpClient(given *http.Client) *http.Client {
	c := http.Client{Transport: defaultTransport()}
	if given != nil {
		c = *given
	}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c.Jar = nil
	return &c
}

// defaultTransport speaks HTTP/1.1, as OSS does, and bounds every phase that
// does not depend on the size of an object.
func defaultTransport() *http.Transport {
	dialer := &net.Dialer{Timeout: 5 * time.Second, KeepAlive: 15 * time.Second}
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           dialer.DialContext,
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: 60 * time.Second,
		ExpectContinueTimeout: time.Second,
		IdleConnTimeout:       50 * time.Second,
		MaxIdleConns:          256,
		MaxIdleConnsPerHost:   64,
		DisableCompression:    true,
	}
}
