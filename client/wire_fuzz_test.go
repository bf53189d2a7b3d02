package client_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
)

var fuzzCredentials = signer.Credentials{AccessKeyID: "STS.example", AccessKeySecret: "example-secret", SecurityToken: "example/token+=="}

// bucket returns a handle whose requests go to the server.
func (s *rawServer) bucket(tb testing.TB, v signer.Version) *client.Bucket {
	tb.Helper()
	transport := &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		return countedConn{conn, &s.sent}, err
	}}
	tb.Cleanup(transport.CloseIdleConnections)
	c, err := client.New(client.Config{Endpoint: "http://" + s.listener.Addr().String(), Region: "cn-hangzhou", Signature: v,
		Credentials: credentials.Static(fuzzCredentials), HTTPClient: &http.Client{Transport: transport}, MaxAttempts: 1,
		Now: func() time.Time { return time.Date(2023, 12, 16, 16, 20, 57, 0, time.UTC) }})
	if err != nil {
		tb.Fatal(err)
	}
	return c.Bucket(bucketName)
}

// A fuzzedRequest is one call of the client. The texts have lines of a name,
// '=' and a value.
type fuzzedRequest struct {
	v1                       bool
	operation                uint8
	key, other, version      string
	header, metadata, signed string
	condition                string
	since                    int64
	body                     string
}

// pairs reads lines of a name, '=' and a value.
func pairs(text string) map[string][]string {
	m := map[string][]string{}
	for line := range strings.SplitSeq(text, "\n") {
		if name, value, found := strings.Cut(line, "="); found {
			m[name] = append(m[name], value)
		}
	}
	return m
}

func (f fuzzedRequest) options() client.RequestOptions {
	o := client.RequestOptions{Header: pairs(f.header)}
	if !f.v1 {
		o.SignedHeaders = strings.Fields(f.signed)
	}
	return o
}

func (f fuzzedRequest) meta() headers.Metadata {
	m := headers.Metadata{User: map[string]string{}}
	for name, values := range pairs(f.metadata) {
		field := map[string]*string{"type": &m.ContentType, "encoding": &m.ContentEncoding, "disposition": &m.ContentDisposition,
			"language": &m.ContentLanguage, "cache": &m.CacheControl, "expires": &m.Expires}[name]
		if field == nil {
			m.User[name] = values[0]
		} else {
			*field = values[0]
		}
	}
	return m
}

func (f fuzzedRequest) conditions() client.Conditions {
	c := client.Conditions{IfMatch: headers.ETag(f.condition)}
	if f.since > 0 && f.since < 1<<37 {
		c.IfUnmodifiedSince = time.Unix(f.since, 0)
	}
	return c
}

// call makes the call, and returns the method that it is sent with.
func (f fuzzedRequest) call(ctx context.Context, b *client.Bucket) (method string, err error) {
	options := f.options()
	switch f.operation % 6 {
	case 0, 1:
		o := &client.PutObjectOptions{RequestOptions: options, Metadata: f.meta(), AllowNonASCII: f.operation >= 128,
			Tags: []headers.Tag{{Key: f.other, Value: f.version}}, ContentMD5: f.condition}
		body := io.Reader(strings.NewReader(f.body))
		if f.operation%6 == 1 {
			body = io.MultiReader(body) // of no known length
		}
		_, err = b.PutObject(ctx, f.key, body, o)
		return "PUT", err
	case 2:
		_, err = b.HeadObject(ctx, f.key, &client.HeadObjectOptions{RequestOptions: options, Conditions: f.conditions(), VersionID: f.version})
		return "HEAD", err
	case 3:
		get, err := b.GetObject(ctx, f.key, &client.GetObjectOptions{RequestOptions: options, Conditions: f.conditions(), VersionID: f.version, Range: f.body})
		if err == nil {
			_, err = io.Copy(io.Discard, get.Body)
			get.Body.Close()
		}
		return "GET", err
	case 4:
		m := f.meta()
		_, err = b.CopyObject(ctx, f.key, client.CopySource{Key: f.other, VersionID: f.version}, &client.CopyObjectOptions{RequestOptions: options,
			Source: f.conditions(), Metadata: &m, AllowNonASCII: f.operation >= 128, Placement: client.Placement{ACL: client.Private, StorageClass: f.body}})
		return "PUT", err
	}
	_, err = b.ReplaceObjectMeta(ctx, f.key, f.meta(), &client.ReplaceObjectMetaOptions{RequestOptions: options, Source: f.conditions(), AllowNonASCII: f.operation >= 128})
	return "PUT", err
}

// check sends the request. One that the client refuses has sent nothing; of
// one that it sends, the bytes that arrived give the signature.
func (f fuzzedRequest) check(t *testing.T, s *rawServer, v4, v1 *client.Bucket) (sent bool) {
	t.Helper()
	b, version := v4, signer.V4
	if f.v1 {
		b, version = v1, signer.V1
	}
	before := s.sent.Load()
	method, err := f.call(t.Context(), b)
	heads := s.take()
	if err != nil {
		var op *client.OpError
		if n := s.sent.Load() - before; n != 0 || len(heads) != 0 || !errors.As(err, &op) {
			t.Errorf("%+v is refused with %v, after %d bytes were sent: %q", f, err, n, heads)
		}
		return false
	}
	if len(heads) != 1 {
		t.Fatalf("%+v has sent %d requests", f, len(heads))
	}
	r := parseRaw(heads[0])
	r.repeated = slices.DeleteFunc(r.repeated, func(name string) bool { // several lines of a field that is not signed are the caller's
		return !r.signs(name)
	})
	r.check(t, version, true, fuzzCredentials)
	if path := decodePercent(t, r.path); r.method != method || path != "/"+bucketName+"/"+f.key {
		t.Errorf("%+v arrives as %s %q", f, r.method, path)
	}
	if got := r.header["x-oss-security-token"]; got != fuzzCredentials.SecurityToken {
		t.Errorf("%+v arrives with the token %q", f, got)
	}
	for name, values := range f.options().Header {
		want := strings.Trim(values[0], " \t")
		if strings.EqualFold(name, "accept-encoding") && values[0] == "" {
			want = "identity" // net/http would ask for gzip
		}
		if got := r.header[strings.ToLower(name)]; len(values) == 1 && got != want {
			t.Errorf("%+v: %s arrives as %q", f, name, got)
		}
	}
	if want := f.additional(r); version == signer.V4 && r.additional() != want {
		t.Errorf("%+v has signed the additional headers %q, want %q", f, r.additional(), want)
	}
	return true
}

// additional returns the further headers that are to be signed, of a request
// that arrived: the ones that were asked for, are there, and are not signed
// anyway. Transfer-Encoding is net/http's own.
func (f fuzzedRequest) additional(r rawRequest) string {
	var names []string
	for _, name := range f.options().SignedHeaders {
		lower := strings.ToLower(name)
		if _, found := r.header[lower]; found && lower != "content-type" && lower != "content-md5" && lower != "transfer-encoding" && !strings.HasPrefix(lower, "x-oss-") {
			names = append(names, lower)
		}
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ";")
}

// signs reports a field that is part of the signature.
func (r rawRequest) signs(name string) bool {
	return name == "content-type" || name == "content-md5" || name == "authorization" || name == "date" ||
		strings.HasPrefix(name, "x-oss-") || slices.Contains(strings.Split(r.additional(), ";"), name)
}

func (r rawRequest) additional() string {
	_, list, _ := strings.Cut(r.header["authorization"], "AdditionalHeaders=")
	list, _, _ = strings.Cut(list, ",")
	return list
}
