package main

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/signer"
)

// Variables of the environment beside the ones of package credentials.
const (
	envRegion   = "OSS_REGION"
	envEndpoint = "OSS_ENDPOINT"
	envBucket   = "OSS_BUCKET"
)

// connect makes the handle of the bucket that flags and environment name. It
// sends nothing.
func (c *call) connect() error {
	provider, err := environment(c.env)
	if err != nil {
		return err
	}
	c.anonymous = provider == nil
	bucket, err := c.bucketName()
	if err != nil {
		return err
	}
	if bucket == "" {
		return usagef("no bucket is named: give -bucket, or set %s", envBucket)
	}
	cfg := client.Config{
		Endpoint:    cmp.Or(c.endpoint, c.env(envEndpoint)),
		Region:      c.regionName(),
		Credentials: provider,
		Signature:   signer.Version(c.signature),
		PathStyle:   c.pathStyle,
		CNAME:       c.cname,
		UserAgent:   "ossmeta-demo",

		RequesterPays: c.requesterPays,
	}
	if c.verbose {
		cfg.OnAttempt = c.tell
	}
	if cfg.Endpoint == "" && cfg.Region == "" {
		return usagef("no server is named: give -endpoint or -region, or set %s or %s", envEndpoint, envRegion)
	}
	if c.oss, err = client.New(cfg); err != nil {
		return &usageError{err.Error()}
	}
	c.bucket = c.oss.Bucket(bucket)
	return nil
}

// tell writes a line about a request that was sent.
func (c *call) tell(_ context.Context, a client.Attempt) {
	line := a.Operation + " " + a.Bucket
	if a.Key != "" {
		line += "/" + printable(a.Key)
	}
	line += ": "
	switch {
	case a.StatusCode == 0:
		line += "no answer"
	case a.Code != "":
		line += fmt.Sprintf("%d %s", a.StatusCode, printable(a.Code))
	default:
		line += strconv.Itoa(a.StatusCode)
	}
	line += fmt.Sprintf(" after %v", a.Duration.Round(time.Millisecond))
	if a.RequestID != "" {
		line += ", request id " + printable(a.RequestID)
	}
	if a.Again {
		line += fmt.Sprintf(", again in %v", a.Wait.Round(time.Millisecond))
	}
	fmt.Fprintln(c.stderr, line)
}

// noKey is for commands that sign.
func noKey() error {
	return usagef("there is no key to sign with: set %s and %s", credentials.EnvAccessKeyID, credentials.EnvAccessKeySecret)
}

// bucketName returns the bucket that is named, or "".
func (c *call) bucketName() (string, error) {
	switch len(c.buckets) {
	case 0:
		return c.env(envBucket), nil
	case 1:
		return c.buckets[0], nil
	}
	return "", usagef("-bucket is given more than once")
}

func (c *call) regionName() string { return cmp.Or(c.region, c.env(envRegion)) }

// environment returns the credentials of the environment, or nil if it has none.
// A key by halves is refused: it is a mistake, and no anonymous request was
// meant.
func environment(env func(string) string) (credentials.Provider, error) {
	key := signer.Credentials{
		AccessKeyID:     env(credentials.EnvAccessKeyID),
		AccessKeySecret: env(credentials.EnvAccessKeySecret),
		SecurityToken:   env(credentials.EnvSessionToken),
	}
	switch {
	case key.IsZero():
		return nil, nil
	case key.AccessKeyID == "":
		return nil, usagef("%s is not set, but other parts of a key are", credentials.EnvAccessKeyID)
	case key.AccessKeySecret == "":
		return nil, usagef("%s is not set, but other parts of a key are", credentials.EnvAccessKeySecret)
	}
	return credentials.Static(key), nil
}
