package client_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
)

// nastyKeys are keys that something on the way would like to change.
var nastyKeys = []string{
	"a b", "a+b", "a%2Fb", "100%", "a//b", "../up", "a/./b/../c", "a?acl", "a#b", `a"b'c`, "中文/键.txt",
	"a&b=c;d", "(a)*!~'", "a\\b", "a:b@c", "é", " lead and trail ", "a\tb", "+", "%", "?", "#", "..", ".",
}

// TestSignedIsSent takes every operation with nasty keys to a raw socket, and
// makes the signature anew from the bytes that arrive there, by a reader of
// this test's own: not net/http's, and not the signer's code.
func TestSignedIsSent(t *testing.T) {
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		for _, pathStyle := range []bool{true, false} {
			t.Run(version.String()+" path style "+strconv.FormatBool(pathStyle), func(t *testing.T) {
				signedIsSent(t, version, pathStyle)
			})
		}
	}
}

func signedIsSent(t *testing.T, version signer.Version, pathStyle bool) {
	now := time.Now()
	server := osstest.NewServer(osstest.Options{VirtualHost: "oss.example.com", Now: func() time.Time { return now }})
	defer server.Close()
	tap := newTap(t, strings.TrimPrefix(server.URL, "http://"))
	endpoint := "http://oss.example.com"
	if pathStyle {
		endpoint = "http://" + tap.address
	}
	cfg := client.Config{Endpoint: endpoint, Region: server.Region(), Signature: version,
		Credentials: credentials.Static(server.Credentials()), HTTPClient: &http.Client{Transport: tap.transport()}}
	if version == signer.V4 {
		cfg.SignedHeaders = []string{"host", "content-length", "cache-control", "range"}
	}
	c, err := client.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range nastyKeys {
		if version == signer.V1 && strings.ContainsAny(key, "\t") {
			continue // V1 cannot sign control characters
		}
		now = now.Add(time.Minute) // for the edit not to wait
		everyOperation(t, c.Bucket(bucketName), key, func() { now = now.Add(time.Minute) })
		got, ok := server.Object(bucketName, "copy of "+key)
		if !ok || string(got.Body) != "content" || got.Header.Get("X-Oss-Meta-Edited") != "yes" {
			t.Errorf("key %q: after all operations there is %v", key, got.Header)
		}
	}
	requests := tap.requests()
	if len(requests) < 10*(len(nastyKeys)-1) {
		t.Fatalf("%d requests arrived", len(requests))
	}
	asked := fuzzedRequest{signed: strings.Join(cfg.SignedHeaders, " ")}
	for _, r := range requests {
		r.check(t, version, pathStyle, server.Credentials())
		if got, want := r.additional(), asked.additional(r); got != want {
			t.Errorf("%s %s has signed the additional headers %q, want %q", r.method, r.path, got, want)
		}
	}
}

func everyOperation(t *testing.T, b *client.Bucket, key string, tick func()) {
	t.Helper()
	ctx := t.Context()
	try := func(op string, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s %q: %v", op, key, err)
		}
	}
	m := headers.Metadata{CacheControl: "max-age=1,  no-transform", User: map[string]string{"author": "O. Henry", "tab": "a\tb"}}
	_, err := b.PutObject(ctx, key, strings.NewReader("content"), &client.PutObjectOptions{Metadata: m,
		Tags: []headers.Tag{{Key: "a b", Value: "+="}}})
	try("PutObject", err)
	_, err = b.HeadObject(ctx, key, nil)
	try("HeadObject", err)
	_, err = b.GetObjectMeta(ctx, key, nil)
	try("GetObjectMeta", err)
	get, err := b.GetObject(ctx, key, &client.GetObjectOptions{Range: "bytes=1-3"})
	try("GetObject", err)
	if err == nil {
		body, _ := io.ReadAll(get.Body)
		get.Body.Close()
		if string(body) != "ont" {
			t.Errorf("GetObject %q: %q", key, body)
		}
	}
	_, err = b.PutObjectACL(ctx, key, client.Private, nil)
	try("PutObjectACL", err)
	_, err = b.GetObjectACL(ctx, key, nil)
	try("GetObjectACL", err)
	_, err = b.CopyObject(ctx, "copy of "+key, client.CopySource{Key: key}, nil)
	try("CopyObject", err)
	_, err = b.ReplaceObjectMeta(ctx, key, m, nil)
	try("ReplaceObjectMeta", err)
	tick()
	_, err = b.EditObjectMeta(ctx, "copy of "+key, setUser("edited", "yes"), nil)
	try("EditObjectMeta", err)
	_, err = b.DeleteObject(ctx, key, nil)
	try("DeleteObject", err)
}

// A tap is a listener that passes every connection on to a server and keeps
// what the client sent.
type tap struct {
	address string
	mu      sync.Mutex
	sent    []*bytes.Buffer
	done    sync.WaitGroup
}

func newTap(t *testing.T, target string) *tap {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &tap{address: listener.Addr().String()}
	p.done.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", target)
			if err != nil {
				t.Error(err)
				client.Close()
				return
			}
			sent := &bytes.Buffer{}
			p.mu.Lock()
			p.sent = append(p.sent, sent)
			p.mu.Unlock()
			p.done.Go(func() {
				io.Copy(io.MultiWriter(sent, server), client)
				server.(*net.TCPConn).CloseWrite()
			})
			p.done.Go(func() {
				io.Copy(client, server)
				client.Close()
				server.Close()
			})
		}
	})
	t.Cleanup(func() { listener.Close() })
	return p
}

// transport dials the tap for every host, and closes every connection.
func (p *tap) transport() *http.Transport {
	return &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, p.address)
	}}
}

// requests returns the raw requests, one of each connection.
func (p *tap) requests() []rawRequest {
	p.mu.Lock()
	defer p.mu.Unlock()
	requests := make([]rawRequest, len(p.sent))
	for i, sent := range p.sent {
		requests[i] = parseRaw(sent.String())
	}
	return requests
}
