package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/credentials"
	"example.com/ossmeta/xmlerr"
)

// A command is one that works on a key, on signatures, or serve.
type command struct {
	name     string
	synopsis string // its arguments
	min, max int    // how many
	flags    []string
	run      func(context.Context, *call) error
}

// connection are the flags of every command that talks to a server.
var connection = []string{"endpoint", "region", "bucket", "signature", "path-style", "cname", "H"}

var commands = []command{
	{"put", "KEY [FILE|-]", 1, 2, with(connection, "meta"), onBucket(put)},
	{"get", "KEY", 1, 1, connection, onBucket(get)},
	{"stat", "KEY", 1, 1, with(connection, "json"), onBucket(stat)},
	{"head", "KEY", 1, 1, with(connection, "json"), onBucket(head)},
	{"edit", "KEY", 1, 1, with(connection, "meta", "unset"), onBucket(edit)},
	{"replace", "KEY", 1, 1, with(connection, "meta"), onBucket(replace)},
	{"acl", "KEY [VALUE]", 1, 2, connection, onBucket(acl)},
	{"rm", "KEY", 1, 1, connection, onBucket(rm)},
	{"sign", "no arguments", 0, 0, []string{"json"}, sign},
	{"explain", "[KEY]", 0, 1, []string{"json", "method", "bucket", "query", "H", "meta", "region", "product", "signature",
		"time", "presign", "sign-header", "sub-resource"}, explain},
	{"diagnose", "ERROR [REQUEST|-]", 1, 2, []string{"json"}, diagnoseError},
	{"serve", "no arguments", 0, 0, []string{"addr", "region", "bucket", "access-key-id",
		"access-key-secret", "security-token", "virtual-host", "bucket-acl", "versioning", "precedence",
		"copy-keeps-class", "seed", "quiet"}, serve},
}

func with(names []string, more ...string) []string { return slices.Concat(names, more) }

// onBucket connects before a command runs.
func onBucket(run func(context.Context, *call) error) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if err := c.connect(); err != nil {
			return err
		}
		err := run(ctx, c)
		if c.anonymous && errors.Is(err, xmlerr.AccessDenied) {
			err = fmt.Errorf("%w; the request was not signed: set %s and %s", err,
				credentials.EnvAccessKeyID, credentials.EnvAccessKeySecret)
		}
		return err
	}
}

// findCommand finds a command by its name. The error does not repeat it: a
// slip with the flags could make a secret of it.
func findCommand(name string) (*command, error) {
	names := make([]string, len(commands))
	for i := range commands {
		if commands[i].name == name {
			return &commands[i], nil
		}
		names[i] = commands[i].name
	}
	return nil, usagef("the first argument is none of the commands %s", strings.Join(names, ", "))
}

// check refuses the wrong number of arguments, and flags of other commands.
func (cmd *command) check(args []string, set *flag.FlagSet) error {
	if len(args) < cmd.min || len(args) > cmd.max {
		return usagef("%s takes %s", cmd.name, cmd.synopsis)
	}
	var err error
	set.Visit(func(f *flag.Flag) {
		if err == nil && !slices.Contains(cmd.flags, f.Name) {
			err = usagef("-%s does not go with %s", f.Name, cmd.name)
		}
	})
	return err
}

// A call is one run of a command.
type call struct {
	process
	*flags
	args []string // the first one is the key

	bucket    *client.Bucket // set by connect
	anonymous bool           // as well
}

func (c *call) key() string { return c.args[0] }

// target names the object for people.
func (c *call) target() string { return c.bucket.Name() + "/" + printable(c.key()) }

// requestOptions are those of a command that sends no metadata.
func (c *call) requestOptions() (client.RequestOptions, error) {
	m, others, err := c.fields.split()
	if err != nil {
		return client.RequestOptions{}, err
	}
	for name := range m.All() {
		return client.RequestOptions{}, usagef("-H %s is metadata; it goes with put, edit and replace", name)
	}
	return client.RequestOptions{Header: others}, nil
}

// say writes one line.
func (c *call) say(format string, args ...any) { fmt.Fprintf(c.stdout, format+"\n", args...) }

// done writes what was done, with the id by which OSS's support finds it.
func (c *call) done(what, requestID string) {
	if requestID == "" { // of an edit whose answer got lost
		c.say("%s", what)
		return
	}
	c.say("%s, request id %s", what, printable(requestID))
}
