package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
)

// A guide leads through the tour.
type guide struct {
	ctx    context.Context
	w      io.Writer
	server *osstest.Server
	clock  *clock
	tap    *wiretap
	bucket *client.Bucket

	transcript *signer.Transcript // of the newest signature
	told       bool               // one exchange was shown in full
}

// tour writes the tour to w. Its clock begins at start.
func tour(ctx context.Context, w io.Writer, start time.Time) error {
	c := &clock{now: start.UTC().Truncate(time.Second)}
	server := osstest.NewServer(osstest.Options{Now: c.read})
	defer server.Close()
	g := &guide{ctx: ctx, w: w, server: server, clock: c, tap: &wiretap{next: server.Client().Transport}}
	oss, err := g.client(server.Credentials())
	if err != nil {
		return err
	}
	g.bucket = oss.Bucket("examplebucket")
	g.welcome()
	for _, step := range []func() error{
		g.putWithHeaders, g.putWithUserMetadata, g.modify, g.query,
		g.editBesideReplace, g.explainSignature, g.wrongSecret, g.presign, g.list,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	g.farewell()
	return nil
}

// client returns a client of the embedded server. It addresses the public
// endpoint of the region, as it would with OSS; its connections end at the
// server, whatever the host is.
func (g *guide) client(key signer.Credentials) (*client.Client, error) {
	return client.New(client.Config{
		Endpoint:    "http://oss-" + g.server.Region() + ".aliyuncs.com",
		Credentials: credentials.Static(key),
		HTTPClient:  &http.Client{Transport: g.tap},
		Now:         g.clock.read,
		OnSign:      func(_ context.Context, t *signer.Transcript) { g.transcript = t },
	})
}

// A clock is the time of the tour, for the server and the client. It stands
// still between the steps.
type clock struct {
	mu  sync.Mutex // guards what follows
	now time.Time
}

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (g *guide) say(text string) { fmt.Fprintln(g.w, text) }

// title begins a step, a minute after the one before.
func (g *guide) title(text string) {
	g.clock.advance(time.Minute)
	fmt.Fprintf(g.w, "%s\n%s\n", text, strings.Repeat("-", len(text)))
}

// show prints the exchanges since the last time. The first one of the tour has
// all its headers.
func (g *guide) show() {
	for _, x := range g.tap.take() {
		x.print(g.w, !g.told)
		g.told = true
	}
}

// standing prints what metadata an object has now.
func (g *guide) standing(key string) error {
	head, err := g.bucket.HeadObject(g.ctx, key, nil)
	if err != nil {
		return err
	}
	g.tap.take()
	g.say("  now the object has only")
	for name, value := range head.Metadata.All() {
		fmt.Fprintf(g.w, "    %s: %s\n", name, value)
	}
	g.say("")
	return nil
}

func (g *guide) welcome() {
	fmt.Fprintf(g.w, `ossmeta: object metadata on Alibaba Cloud OSS, without the vendor SDK
=====================================================================

This tour needs no account, and nothing leaves this machine. An OSS server for tests (package
client/osstest) runs in this process, at %s; it checks every signature and
treats metadata as OSS does. The requests name OSS's public endpoint, as they would with an
account, but their connections go to that server.

  > was sent    < came back

Signatures are shortened. Headers that are of no interest here are left out, and after the first
request also those that each request has. The tour has a clock of its own, for client and server;
it moves on by a minute with every step.

`, g.server.URL)
}

func (g *guide) putWithHeaders() error {
	g.title("1. Put an object with HTTP headers")
	g.say(`
  bucket.PutObject(ctx, "age.json", strings.NewReader(body), &client.PutObjectOptions{
      Metadata: headers.Metadata{ContentType: "application/json; charset=utf-8"}})
`)
	_, err := g.bucket.PutObject(g.ctx, "age.json", strings.NewReader(`{"age": 1}`), &client.PutObjectOptions{
		Metadata: headers.Metadata{ContentType: "application/json; charset=utf-8"}})
	g.show()
	return err
}

func (g *guide) putWithUserMetadata() error {
	g.title("2. Put an object with user metadata")
	g.say(`
  Metadata: headers.Metadata{
      ContentType: "application/json; charset=utf-8",
      User:        map[string]string{"author": "O. Henry"}}
`)
	_, err := g.bucket.PutObject(g.ctx, "novel", strings.NewReader("a novel"), &client.PutObjectOptions{
		Metadata: headers.Metadata{
			ContentType: "application/json; charset=utf-8",
			User:        map[string]string{"author": "O. Henry"},
		}})
	g.show()
	return err
}

// modify changes metadata as oss2's update_object_meta does.
func (g *guide) modify() error {
	g.title("3. Modify metadata: a copy of the object onto itself")
	g.say(`
  bucket.ReplaceObjectMeta(ctx, "novel", metadata, nil)

It does what oss2's update_object_meta does: the object has what this one request carries, and all
else is gone. So each of these three calls wipes what was there before. (EditObjectMeta, in step 5,
does not.)
`)
	for _, m := range []headers.Metadata{
		{ContentType: "text/plain"},
		{User: map[string]string{"author": "O. Henry"}},
		{User: map[string]string{"price": "100 dollar"}},
	} {
		if _, err := g.bucket.ReplaceObjectMeta(g.ctx, "novel", m, nil); err != nil {
			return err
		}
		g.show()
		if err := g.standing("novel"); err != nil {
			return err
		}
	}
	return nil
}

func (g *guide) query() error {
	g.title("4. Query metadata: a part of it, or all")
	g.say("\n  part, err := bucket.GetObjectMeta(ctx, \"novel\", nil)\n")
	part, err := g.bucket.GetObjectMeta(g.ctx, "novel", nil)
	if err != nil {
		return err
	}
	g.show()
	fmt.Fprintf(g.w, `  part.Size          %d
  part.ETag          %v
  part.LastModified  %v

  all, err := bucket.HeadObject(ctx, "novel", nil)

`, part.Size, part.ETag, part.LastModified)
	all, err := g.bucket.HeadObject(g.ctx, "novel", nil)
	if err != nil {
		return err
	}
	g.show()
	fmt.Fprintf(g.w, `  all.ObjectType            %s
  all.Metadata.ContentType  %s
  all.Metadata.User         %v
  all.Header                has every header of the answer, %d of them, and so has part.Header

`, all.ObjectType, all.Metadata.ContentType, all.Metadata.User, len(all.Header))
	return nil
}

func (g *guide) farewell() {
	g.say(`
That was all. On this machine, without an account:

  go run ./cmd/demo serve     runs such a server, and prints what to set in another shell, for:
  echo a novel | go run ./cmd/demo put novel -H 'Content-Type: text/plain' -meta author='O. Henry'
  go run ./cmd/demo edit novel -meta price='100 dollar' -H 'Cache-Control: no-cache' -dry-run
  go run ./cmd/demo presign novel -expires 1h
  go run ./cmd/demo ls

The same commands work on a bucket of yours: go run ./cmd/demo help`)
}
