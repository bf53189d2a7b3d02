package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"

	"golang.org/x/net/netutil"

	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
)

const (
	maxConnections = 256              // at the same time; more wait to be accepted
	headerTime     = 10 * time.Second // for a client to send its header
	idleTime       = time.Minute      // for a connection without requests, so that those that wait get one
	graceTime      = 3 * time.Second  // for requests under way when the server is to end
)

// serve runs the embedded server until ctx ends.
func serve(ctx context.Context, c *call) error {
	oss, err := newOSS(c)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "%s\n%s\n", urlOf(listener.Addr()), c.exports(oss, urlOf(listener.Addr())))
	server := &http.Server{
		Handler:           oss,
		ReadHeaderTimeout: headerTime,
		IdleTimeout:       idleTime,
		ErrorLog:          log.New(io.Discard, "", 0), // broken connections are their clients' affair
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(netutil.LimitListener(listener, maxConnections)) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceTime)
	defer cancel()
	if server.Shutdown(grace) != nil {
		server.Close()
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// newOSS makes the server that the flags describe.
func newOSS(c *call) (*osstest.OSS, error) {
	opt := osstest.Options{
		Region:      c.region,
		VirtualHost: c.virtualHost,
		Buckets:     c.bucketsToServe(),
		MaxRequests: -1, // nobody asks for them
	}
	switch c.precedence {
	case "", "and":
	case "rfc":
		opt.Precedence = osstest.RFC
	default:
		return nil, usagef("serve: -precedence is and or rfc")
	}
	if c.copyKeepsClass {
		opt.CopyStorageClass = osstest.CopyKeepsClass
	}
	if !c.quiet {
		opt.Log = (&requestLog{w: c.stderr}).log
	}
	if c.accessKeyID != "" || c.accessKeySecret != "" || c.token != "" {
		opt.Credentials = []signer.Credentials{{AccessKeyID: c.accessKeyID, AccessKeySecret: c.accessKeySecret, SecurityToken: c.token}}
	}
	if err := opt.Validate(); err != nil {
		return nil, usagef("serve: %v", err)
	}
	oss := osstest.New(opt)
	if c.seed == "" {
		return oss, nil
	}
	return oss, seed(oss, opt.Buckets[0].Name, c.seed)
}

// bucketsToServe returns the buckets that there are, at least one.
func (c *call) bucketsToServe() (buckets []osstest.Bucket) {
	names := c.buckets
	if len(names) == 0 {
		names = list{"examplebucket"}
	}
	for _, name := range names {
		buckets = append(buckets, osstest.Bucket{Name: name, ACL: c.bucketACL, Versioning: c.versioning})
	}
	return buckets
}

// urlOf returns a URL at which the address can be reached from this machine.
func urlOf(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return "http://" + addr.String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// exports returns the line that sets the environment of the other commands. A
// key that was given is not in it; the made-up one is no secret.
func (c *call) exports(oss *osstest.OSS, url string) string {
	bucket := c.bucketsToServe()[0].Name
	line := fmt.Sprintf("export %s=%s %s=%s %s=%s", envEndpoint, url, envRegion, oss.Region(), envBucket, bucket)
	if c.accessKeyID == "" {
		key := oss.Credentials()
		line += fmt.Sprintf(" %s=%s %s=%s", credentials.EnvAccessKeyID, key.AccessKeyID,
			credentials.EnvAccessKeySecret, key.AccessKeySecret)
		line += " " + credentials.EnvSessionToken + "=" // an STS token would not go with it
	}
	return line
}
