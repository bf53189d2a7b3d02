// Package client is a client of Alibaba Cloud OSS for object metadata.
//
// A [Client] is made by [New] from a [Config]; [Client.Bucket] gives the handle
// with the operations, which have OSS's own names. Options are nil or a pointer
// to a struct that is only read. Every result has the raw header and the
// request id ([Response]).
//
//	c, err := client.New(client.Config{Region: "cn-hangzhou", Credentials: credentials.Environment()})
//	bucket := c.Bucket("examplebucket")
//	object, err := bucket.HeadObject(ctx, "novel", nil)
//
// # Operations
//
//   - An object: [Bucket.PutObject], [Bucket.GetObject], [Bucket.CopyObject],
//     [Bucket.DeleteObject], and many: [Bucket.DeleteMultipleObjects].
//   - Its metadata, all or the least of it: [Bucket.HeadObject],
//     [Bucket.GetObjectMeta]; its ACL and its tags: [Bucket.GetObjectACL],
//     [Bucket.PutObjectACL], [Bucket.GetObjectTagging],
//     [Bucket.PutObjectTagging], [Bucket.DeleteObjectTagging].
//   - Objects and versions of a bucket, as a range or by page:
//     [Bucket.ListObjects], [Bucket.ListObjectVersions].
//   - All others: [Client.Do]. It goes the same way as they do, and knows a
//     request by its method, sub-resources and headers.
//   - A request that is made and sent by other means: [Bucket.SignHTTP].
//
// # Changing metadata
//
// Here OSS surprises: metadata is changed by copying the object onto itself,
// and that drops whatever the request does not carry.
//
//   - [Bucket.ReplaceObjectMeta] does just that, in one request, as oss2's
//     update_object_meta does: what it does not give is gone.
//   - [Bucket.EditObjectMeta] reads first, changes what its caller changes,
//     sends back everything else, and starts again if another writer was
//     faster: nothing is lost.
//
// METADATA.md has what is lost, the steps of an edit, and what it rests on.
//
// # Presigned requests
//
// [Bucket.PresignGetObject], [Bucket.PresignPutObject] and so on, and
// [Client.Presign] for any other operation, give a URL that whoever holds it
// can use until it expires, and the headers to send with it. What is sent must
// be what was signed: the method Check of package presigned tells before OSS does.
//
// # Errors
//
// Every error of an operation is an [*OpError], which names operation, bucket
// and key. Inside it stands what OSS answered, an [*xmlerr.Error], so that
// errors.Is(err, xmlerr.NoSuchKey) and errors.Is(err, fs.ErrNotExist) work; or
// what was refused before anything was sent ([*ArgumentError],
// [*headers.FieldError], [*signer.RequestError]); or what went wrong on the
// way (an error of net/http or of the context). An [*EditError] says why an
// object was not edited, [DeleteErrors] which of many objects were not deleted,
// a [*ChecksumError] that data was damaged. If OSS refused the signature,
// OpError.Diagnosis names the line that differs from what was signed, the
// likely cause and the remedy. OpError.Unclear says whether something may have
// been written all the same. What reading a Body returns is net/http's error.
//
// # Retries
//
// So often is a request sent at most that ends the same way every time, with
// Config.MaxAttempts and EditOptions.MaxAttempts as they are by default. The
// columns are: no answer, or one that breaks off; 503, and 408 and all from 500
// but 501; 429; a clock that OSS refuses; a key that it refuses, with
// Config.CredentialsRefused set; 404, and everything else.
//
//	                                        lost  503  429  clock  key  404
//	HeadObject, GetObjectMeta, GetObject       3    3    3      2    2    1
//	GetObjectACL, GetObjectTagging             3    3    3      2    2    1
//	ListObjects, ListObjectVersions            3    3    3      2    2    1
//	PutObject, CopyObject, ReplaceObjectMeta   3    3    3      2    2    1
//	PutObjectACL, PutObjectTagging             3    3    3      2    2    1
//	DeleteObject, DeleteObjectTagging          3    3    3      2    2    1
//	DeleteMultipleObjects, Do                  3    3    3      2    2    1
//	PutObject (ForbidOverwrite)                1    1    1      2    2    1
//	CopyObject (ForbidOverwrite)               1    1    1      2    2    1
//	ReplaceObjectMeta (IfUnmodifiedSince)      1    1    1      2    2    1
//	Do (POST)                                  1    1    1      2    2    1
//	PutObject (body that cannot seek)          1    1    1      1    1    1
//	EditObjectMeta (its copy)                 32   32   32      2    2    1
//
// What may have taken effect is sent again if that does no harm. It does where
// a first attempt stands in the way of the second, which would then be refused
// as if somebody else had been faster, and where it does twice what was to be
// done once, such as appending: there the first failure is the result, unless
// no connection came about. An edit
// reads again what became of its copy. Nothing comes of a request whose clock
// or key was refused; it is signed anew and sent once more. The offset of the
// local clock is learned from OSS's answer, and kept. A body is sent again from
// its beginning, or not at all. A server whose certificate cannot be verified,
// or that speaks no TLS, is not tried again.
//
// Between attempts lies a random time of up to 0.2, 0.4, 0.8… 20 seconds, or
// what Retry-After says, up to 20. When the context ends, the error matches
// its error and its cause, whatever else went wrong before. There is no limit
// of time for a whole operation but the context's.
//
// # Security
//
// Redirects are refused, because net/http would carry the security token to
// another host. Line breaks, headers that are set by the client or that would
// make another operation of a request, and ambiguous queries are refused before
// anything is sent. Of an answer that is an error at most 64 KiB and 10 seconds
// are read, of a document 8 MiB and two minutes, of a header 256 KiB. Responses
// are never decompressed, and a Content-Type is the caller's or OSS's default,
// never guessed here. Neither an error nor what a hook is given prints a secret
// or a token.
//
// # Hooks
//
// Config.OnAttempt is told of every request with its operation, status, bytes,
// duration, request id and EC; its example writes them to log/slog.
// Config.OnSign is given the transcript of every signature, line by line.
//
// # Small programs, memory, concurrency
//
// The package needs the standard library only. With the build tag nodiagnosis
// OpError.Diagnosis is always nil, an error does not say what to do about its
// EC, and a stripped program is 106 kB smaller. The first is what package
// diagnose makes of a transcript on demand; the second stands in OSS's documents.
//
// Memory grows neither with the size of an object nor with the length of a
// listing: a process with client and server has at most 8 MiB of the system while
// it puts or gets 4 GiB, and 12 MiB while it lists a million objects
// (BenchmarkMemory…). A Client and its Buckets are safe for concurrent use and
// hold no lock while they wait.
//
// # Cost
//
// Without a network a HeadObject takes 31 allocations, where net/http alone takes
// 23 and Go SDK V2 236; a copy takes 54, of 41 and 289; a presigned URL 13, and
// less than a fifth of that SDK's time. On loopback, which is where it shows most,
// there were 0.87 to 0.95 of net/http's calls a second in seven runs, and 1.9 to 2.3
// times those of that SDK. A stripped program with HeadObject is 430 kB larger than
// one with net/http alone, or 324 kB with nodiagnosis; with that SDK it is 963 kB.
// client/peers/RESULTS.md has the whole table, and what differs between runs.
//
// # Guesses
//
// Where OSS's documents say nothing, this package assumes: 501 NotImplemented
// will be the same next time; x-oss-request-payer counts in the query of a
// presigned URL, as Go SDK V1 has it; in a listing a "+" is a plus, since OSS
// encodes it; DeleteMultipleObjects may name the version of an object for which
// none was given. What EditObjectMeta assumes, its own documentation has.
package client

import (
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"example.com/ossmeta/client/internal/endpoint"
)

// A Client talks to one endpoint of OSS. It is made by New.
type Client struct {
	cfg      Config                                      // with its defaults filled in; HTTPClient is our own copy
	send     func(*http.Request) (*http.Response, error) // one request, by HTTPClient; see sender
	endpoint endpoint.Endpoint
	region   string
	random   func(most time.Duration) time.Duration // from 0 to less than most, which is not 0

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

// sender returns what sends one request: the transport itself if h would do no
// more for it than copy the header, for a redirect that is refused.
func sender(h *http.Client) func(*http.Request) (*http.Response, error) {
	if t, ok := h.Transport.(*http.Transport); ok && h.Timeout == 0 {
		return t.RoundTrip
	}
	return h.Do
}

// defaultTransport speaks HTTP/1.1, as OSS does, and bounds every phase that
// does not depend on the size of an object.
func defaultTransport() *http.Transport {
	dialer := &net.Dialer{Timeout: 5 * time.Second, KeepAlive: 15 * time.Second}
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            dialer.DialContext,
		TLSHandshakeTimeout:    10 * time.Second,
		ResponseHeaderTimeout:  60 * time.Second,
		MaxResponseHeaderBytes: 256 << 10, // OSS's metadata has 8 KB
		IdleConnTimeout:        50 * time.Second,
		MaxIdleConns:           256,
		MaxIdleConnsPerHost:    64,
		DisableCompression:     true,
	}
}
