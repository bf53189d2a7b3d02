package main

import (
	"context"

	"example.com/ossmeta/client"
	"example.com/ossmeta/headers"
)

// replace leaves the object with the metadata given, and none other.
func replace(ctx context.Context, c *call) error {
	m, others, err := c.fields.split()
	if err != nil {
		return err
	}
	opt := &client.ReplaceObjectMetaOptions{RequestOptions: client.RequestOptions{Header: others}}
	result, err := c.bucket.ReplaceObjectMeta(ctx, c.key(), m, opt)
	if err != nil {
		return err
	}
	c.done("replaced all metadata of "+c.target(), result.RequestID)
	return nil
}

// edit changes the metadata given and keeps the rest. It prints what changed.
func edit(ctx context.Context, c *call) error {
	m, others, err := c.fields.split()
	if err != nil {
		return err
	}
	for name := range others {
		return usagef("edit sets the header %s itself, to keep the object as it is; -H takes metadata here", name)
	}
	change, err := editFunc(m, c.unset)
	if err != nil {
		return err
	}
	result, err := c.bucket.EditObjectMeta(ctx, c.key(), change, nil)
	if err != nil {
		return err
	}
	if !result.Changed {
		c.say("%s is so already; nothing was written", c.target())
		return nil
	}
	for _, change := range result.Changes {
		c.say("%v", change)
	}
	c.done("edited "+c.target(), result.RequestID)
	return nil
}

// editFunc returns the edit that sets what is in m and removes the headers
// named in unset. It is pure and idempotent, as it must be.
func editFunc(m headers.Metadata, unset []string) (func(*headers.Metadata) error, error) {
	some := len(unset) > 0
	for range m.All() {
		some = true
	}
	if !some {
		return nil, usagef("edit has nothing to change: give -H, -meta or -unset")
	}
	for _, name := range unset {
		if err := new(headers.Metadata).Delete(name); err != nil {
			return nil, &usageError{"-unset: " + err.Error()}
		}
		if _, both := m.Get(name); both {
			return nil, usagef("%s is to be set and unset", name)
		}
	}
	return func(current *headers.Metadata) error {
		for name, value := range m.All() {
			if err := current.Set(name, value); err != nil {
				return err
			}
		}
		for _, name := range unset {
			if err := current.Delete(name); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// acl shows the object's ACL, or sets it.
func acl(ctx context.Context, c *call) error {
	common, err := c.requestOptions()
	if err != nil {
		return err
	}
	opt := &client.ObjectACLOptions{RequestOptions: common}
	if len(c.args) == 1 {
		result, err := c.bucket.GetObjectACL(ctx, c.key(), opt)
		if err != nil {
			return err
		}
		c.say("%s", printable(string(result.ACL)))
		return nil
	}
	result, err := c.bucket.PutObjectACL(ctx, c.key(), client.ACL(c.args[1]), opt)
	if err != nil {
		return err
	}
	c.done("set the ACL of "+c.target()+" to "+c.args[1], result.RequestID)
	return nil
}
