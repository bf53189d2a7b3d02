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

// A command is one that works on a bucket, on signatures, or serve.
type command struct {
	name     string
	synopsis string // its arguments, "" if it takes none
	min, max int    // how many; max is -1 if there is no bound
	flags    []string
	run      func(context.Context, *call) error

	about   string // one or two lines for the page of all commands
	more    string // what its own page says beside; lines
	example string // command lines
}

// commands are all commands, in the order of the help.
var commands = slices.Concat(readCommands, writeCommands, signCommands)

// connection are the flags of every command that talks to a server.
var connection = []string{"endpoint", "region", "bucket", "signature", "path-style", "cname", "requester-pays", "v", "H"}

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
	return nil, usagef("there is no such command; there are %s", strings.Join(names, ", "))
}

// check refuses the wrong number of arguments, and flags of other commands.
func (cmd *command) check(args []string, set *flag.FlagSet) error {
	if len(args) < cmd.min || cmd.max >= 0 && len(args) > cmd.max {
		takes := cmd.synopsis
		if takes == "" {
			takes = "no arguments"
		}
		return usagef("%s takes %s", cmd.name, takes)
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
	args []string // the first one is the key, mostly

	oss       *client.Client // set by connect
	bucket    *client.Bucket // as well
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
		return client.RequestOptions{}, usagef("-H %s is metadata, which does not go with this command", name)
	}
	return client.RequestOptions{Header: others}, nil
}
