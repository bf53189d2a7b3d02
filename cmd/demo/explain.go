package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"example.com/ossmeta/signer"
)

// explain prints how a signature comes about: of a request that the flags
// describe, or, without KEY, of one in the JSON of sign. It sends nothing. No
// secret and no token is in a transcript.
func explain(ctx context.Context, c *call) error {
	var o order
	var err error
	if len(c.args) == 0 {
		err = c.orderFrom(ctx, &o, c.stdin)
	} else {
		err = c.orderOfFlags(ctx, &o)
	}
	if err != nil {
		return err
	}
	t, err := new(keyring).explain(&o)
	if err != nil && len(c.args) > 0 {
		return &usageError{err.Error()}
	}
	if err != nil {
		return err
	}
	if c.json {
		return writeJSON(c.stdout, t)
	}
	_, err = io.WriteString(c.stdout, t.String())
	return err
}

// orderFrom reads one order; it may stand on several lines.
func (c *call) orderFrom(ctx context.Context, o *order, r io.Reader) error {
	if c.describes() {
		return usagef("the request is read as JSON; flags that describe one go with KEY")
	}
	in := until(ctx, r)
	defer in.Close()
	text, err := io.ReadAll(io.LimitReader(in, maxLine+1))
	if err != nil {
		return err
	}
	if len(text) > maxLine {
		return errors.New("the request is longer than " + maxLineText)
	}
	if err := o.parse(text); err != nil {
		return fmt.Errorf("the request: %w", err)
	}
	return nil
}

// describes reports whether a flag says something of a request.
func (c *call) describes() (found bool) {
	c.set.Visit(func(f *flag.Flag) { found = found || f.Name != "json" })
	return found
}

// orderOfFlags makes the order that the command line describes.
func (c *call) orderOfFlags(ctx context.Context, o *order) error {
	bucket, err := c.bucketName()
	if err != nil {
		return err
	}
	provider, err := environment(c.env)
	if err != nil {
		return err
	}
	if provider == nil {
		return noKey()
	}
	key, err := provider(ctx)
	if err != nil {
		return err
	}
	header := make(map[string][]string, len(c.fields))
	for _, f := range c.fields {
		header[f.name] = []string{f.value}
	}
	*o = order{
		version:  c.signature.String(),
		request:  signer.Request{Method: c.method, Bucket: bucket, Key: c.key(), Header: header},
		at:       time.Now().Unix(),
		expires:  c.presign.value,
		query:    c.query,
		key:      key,
		scope:    signer.Scope{Region: c.regionName(), Product: c.product},
		addition: c.signHeaders,
		sub:      c.subResources,
	}
	if c.time.given {
		o.at = c.time.value
	}
	if c.presign.given && c.presign.value == 0 {
		return usagef("-presign is 0; a signed URL lives from 1 s to 7 days")
	}
	if err := o.check(); err != nil {
		return usagef("%s", flagNames.Replace(err.Error()))
	}
	return c.checkVersion()
}

// flagNames puts the names of flags in place of JSON's.
var flagNames = strings.NewReplacer(`"time"`, "-time", `"presign_seconds"`, "-presign", `"query"`, "-query")

// checkVersion refuses flags that the version of the signature has no use for.
func (c *call) checkVersion() error {
	unused := []string{"sub-resource"}
	if signer.Version(c.signature) == signer.V1 {
		unused = []string{"sign-header", "product"}
	}
	var err error
	c.set.Visit(func(f *flag.Flag) {
		if slices.Contains(unused, f.Name) {
			err = usagef("-%s does not go with -signature %v", f.Name, &c.signature)
		}
	})
	return err
}
