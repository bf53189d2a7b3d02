package main

import (
	"context"

	"example.com/ossmeta/client"
	"example.com/ossmeta/headers"
)

// edit changes the metadata given and keeps the rest. It prints what changed,
// or with -dry-run what would change, by which request, and at what cost.
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
	opt, err := c.editOptions()
	if err != nil {
		return err
	}
	result, err := c.bucket.EditObjectMeta(ctx, c.key(), change, opt)
	if err != nil {
		return err
	}
	if c.json {
		return writeJSON(c.stdout, c.planOf(result))
	}
	for _, change := range result.Changes {
		c.say("%v", change)
	}
	switch {
	case !result.Changed:
		c.say("%s is so already; nothing was written", c.target())
	case c.dryRun:
		c.plan(result)
	default:
		return c.done("edited "+c.target(), report{VersionID: result.VersionID, RequestID: result.RequestID})
	}
	return nil
}

// editOptions are those of -dry-run and -allow.
func (c *call) editOptions() (*client.EditOptions, error) {
	opt := &client.EditOptions{DryRun: c.dryRun}
	for _, what := range c.allow {
		switch what {
		case "appendable":
			opt.AllowAppendable = true
		case "null-version":
			opt.AllowNullVersion = true
		case "forced-disposition":
			opt.DropForcedDisposition = true
		case "drop-persistent":
			opt.PersistentHeaders = client.DropPersistent
		case "carry-persistent":
			opt.PersistentHeaders = client.CarryPersistent
		default:
			return nil, usagef("-allow knows appendable, null-version, forced-disposition, carry-persistent, drop-persistent")
		}
	}
	return opt, nil
}

// plan prints the request that would be sent, and what it costs.
func (c *call) plan(result *client.EditResult) {
	c.say("\n%s", c.style.dim("the copy onto itself that would be sent, before it is signed:"))
	c.writeHeader("  ", result.Request)
	c.say("")
	for _, cost := range costs(result) {
		c.say("costs %s", cost)
	}
	c.say("%s was read; nothing was written", c.target())
}

// costs says what an edit costs beyond its requests.
func costs(result *client.EditResult) (list []string) {
	if result.StoresVersion {
		list = append(list, "the storage of one more version: the bucket has versioning")
	}
	if result.Retrieves {
		list = append(list, "a retrieval, and the class's minimum duration anew: the storage class is not Standard")
	}
	return list
}

// A planJSON is the JSON of edit.
type planJSON struct {
	Bucket  string       `json:"bucket"`
	Key     string       `json:"key"`
	DryRun  bool         `json:"dry_run"`
	Changed bool         `json:"changed"` // or, in a dry run, would be
	Changes []changeJSON `json:"changes"`

	Request       map[string][]string `json:"request,omitempty"` // headers of the copy; of a dry run alone
	StoresVersion bool                `json:"stores_version"`
	Retrieves     bool                `json:"retrieves"`

	ETag         string `json:"etag"` // this and what follows: of the object now
	LastModified string `json:"last_modified"`
	VersionID    string `json:"version_id,omitempty"`
	RequestID    string `json:"request_id,omitempty"` // of the copy
}

// A changeJSON is one change; null is a header that is not there.
type changeJSON struct {
	Name   string  `json:"name"`
	Before *string `json:"before"`
	After  *string `json:"after"`
}

func (c *call) planOf(result *client.EditResult) planJSON {
	p := planJSON{
		Bucket: c.bucket.Name(), Key: c.key(), DryRun: c.dryRun, Changed: result.Changed, Changes: []changeJSON{},
		StoresVersion: result.StoresVersion, Retrieves: result.Retrieves,
		ETag: string(result.ETag), LastModified: isoTime(result.LastModified), VersionID: result.VersionID, RequestID: result.RequestID,
	}
	if result.Request != nil {
		p.Request = lowerNames(result.Request)
	}
	for _, change := range result.Changes {
		one := changeJSON{Name: change.Name, Before: &change.Old, After: &change.New}
		if change.Added {
			one.Before = nil
		}
		if change.Removed {
			one.After = nil
		}
		p.Changes = append(p.Changes, one)
	}
	return p
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
