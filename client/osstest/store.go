package osstest

import (
	"crypto/md5"
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// objectOverhead is what an object costs beyond its bytes, so that empty
// objects are bounded too. They were seen to take 600 to 1000 bytes.
const objectOverhead = 1 << 10

// Object types of OSS.
const (
	typeNormal     = "Normal"
	typeAppendable = "Appendable"
	typeMultipart  = "Multipart"
	typeSymlink    = "Symlink"
)

// An object never changes once it is in a bucket: a change puts another one in
// its place. So what was read under the lock can be used after it.
type object struct {
	body       []byte
	target     string // of a Symlink, as PutSymlink sends it
	meta       headers.Metadata
	persistent http.Header // names as seeded
	acl        string
	tags       []headers.Tag
	class      string
	encryption encryption
	kind       string // Normal, …
	version    string // "null" or an id
	marker     bool   // a delete marker: nothing but version and modified counts
	modified   time.Time
	etag       headers.ETag
	crc        headers.CRC64
	md5        string // Content-MD5; of Normal objects
	restore    restoring
	sealed     time.Time // of an Appendable object that is not to grow; else zero
}

// An encryption is what the encryption headers say. The server encrypts
// nothing.
type encryption struct {
	algorithm, data, keyID string
}

// setBody sets the body and what follows from it.
func (obj *object) setBody(body []byte) {
	sum := md5.Sum(body)
	crc := headers.NewCRC64()
	crc.Write(body)
	obj.body = body
	obj.etag = headers.ETag(fmt.Sprintf("%X", sum))
	obj.crc = headers.CRC64(crc.Sum64())
	obj.md5 = base64.StdEncoding.EncodeToString(sum[:])
}

// cost returns about how many bytes an object holds. Bodies that copies share
// are counted for each.
func (obj *object) cost(key string) int64 {
	n := objectOverhead + len(key) + len(obj.body) + len(obj.target)
	for name, value := range obj.meta.All() {
		n += len(name) + len(value)
	}
	for name, values := range obj.persistent {
		n += len(name) + len(strings.Join(values, ""))
	}
	for _, t := range obj.tags {
		n += len(t.Key) + len(t.Value)
	}
	return int64(n)
}

// read calls f with the bucket that the request is about and the object that
// it names, nil if there is none (see absent), and answers with what f
// returns. Nothing changes meanwhile.
func (c *call) read(f func(*bucket, *object) (*reply, *xmlerr.Error)) (*reply, *xmlerr.Error) {
	c.oss.mu.RLock()
	defer c.oss.mu.RUnlock()
	return c.with(f)
}

// write does the same for an f that changes something: what it checks and what
// it changes are one step.
func (c *call) write(f func(*bucket, *object) (*reply, *xmlerr.Error)) (*reply, *xmlerr.Error) {
	c.oss.mu.Lock()
	defer c.oss.mu.Unlock()
	return c.with(f)
}

func (c *call) with(f func(*bucket, *object) (*reply, *xmlerr.Error)) (*reply, *xmlerr.Error) {
	b := c.oss.buckets[c.bucket]
	if b == nil {
		return nil, noSuchBucket(c.bucket)
	}
	if c.op.noDirectory && b.isDirectory(c.key) {
		return nil, directory(c.key)
	}
	obj := c.named(b)
	if obj != nil && obj.marker {
		obj = nil
	}
	c.versioned, c.directRead = b.Versioning != "", b.ArchiveDirectRead
	return f(b, obj)
}

// replace stores the object that make returns under the request's key, and
// answers with what done makes of it. make decides whether that is allowed,
// and must not change anything. Both are one step, but for
// Options.SplitConditions.
func (c *call) replace(make func(b *bucket, old *object) (*object, *xmlerr.Error), done func(*object) *reply) (*reply, *xmlerr.Error) {
	store := func(b *bucket, obj *object) *xmlerr.Error { return c.oss.commit(b, c.key, obj) }
	return c.replaceBy(make, store, done)
}

// replaceBy does the same with a store of its own.
func (c *call) replaceBy(make func(b *bucket, old *object) (*object, *xmlerr.Error), store func(*bucket, *object) *xmlerr.Error,
	done func(*object) *reply) (*reply, *xmlerr.Error) {
	var obj *object
	if c.oss.opt.SplitConditions > 0 {
		_, e := c.read(func(b *bucket, old *object) (_ *reply, e *xmlerr.Error) {
			obj, e = make(b, old)
			return nil, e
		})
		if e != nil {
			return nil, e
		}
		time.Sleep(c.oss.opt.SplitConditions)
	}
	return c.write(func(b *bucket, old *object) (*reply, *xmlerr.Error) {
		if obj == nil {
			var e *xmlerr.Error
			if obj, e = make(b, old); e != nil {
				return nil, e
			}
		}
		if e := store(b, obj); e != nil {
			return nil, e
		}
		r := done(obj)
		c.showVersion(r, obj)
		return r, nil
	})
}

// alter changes the object that the request names, which stays the same
// version, and answers 200. f changes a copy of it and adds to the reply. If
// it refuses, nothing is changed.
func (c *call) alter(f func(*bucket, *object, *reply) *xmlerr.Error) (*reply, *xmlerr.Error) {
	return c.write(func(b *bucket, old *object) (*reply, *xmlerr.Error) {
		if old == nil {
			return nil, c.absent(b)
		}
		obj, r := *old, newReply(http.StatusOK)
		if e := f(b, &obj, r); e != nil {
			return nil, e
		}
		c.showVersion(r, &obj)
		return r, c.oss.swap(b, c.key, old, &obj)
	})
}

// commit stamps obj, gives it its version id and makes it the newest version.
// The lock is held for writing.
func (o *OSS) commit(b *bucket, key string, obj *object) *xmlerr.Error {
	obj.modified = o.stamp(b.newest(key))
	return o.place(b, key, obj)
}

// place does the same with the Last-Modified that obj has, if obj fits.
func (o *OSS) place(b *bucket, key string, obj *object) *xmlerr.Error {
	if b.isDirectory(key) {
		obj.makeDirectory()
	}
	obj.version = nullVersion
	if b.Versioning == versioningEnabled {
		o.versions++
		obj.version = versionID(o.versions)
	}
	if e := o.charge(key, b.version(key, obj.version), obj); e != nil {
		return e
	}
	b.push(key, obj)
	return nil
}

// swap puts obj in the place of old, the same version with something about it
// changed.
func (o *OSS) swap(b *bucket, key string, old, obj *object) *xmlerr.Error {
	if e := o.charge(key, old, obj); e != nil {
		return e
	}
	h := slices.Clone(b.histories[key])
	h[slices.Index(h, old)] = obj
	b.set(key, h)
	return nil
}

// remove deletes one version for good.
func (o *OSS) remove(b *bucket, key string, old *object) {
	o.total -= old.cost(key)
	b.set(key, slices.DeleteFunc(slices.Clone(b.histories[key]), func(obj *object) bool { return obj == old }))
}

// charge counts obj in place of old, nil if there is none, or says that the
// server is full.
func (o *OSS) charge(key string, old, obj *object) *xmlerr.Error {
	total := o.total + obj.cost(key)
	if old != nil {
		total -= old.cost(key)
	}
	if total > o.opt.MaxTotalBytes && total > o.total {
		return o.full()
	}
	o.total = total
	return nil
}

func (o *OSS) full() *xmlerr.Error {
	return fail(xmlerr.EntityTooLarge, "", fmt.Sprintf("The embedded server is full: all objects together may take %d bytes"+
		" (Options.MaxTotalBytes), and all bodies under way, too.", o.opt.MaxTotalBytes))
}

// stamp returns the Last-Modified of what is written now: the clock's second,
// but never one before an earlier stamp or that of the object replaced.
func (o *OSS) stamp(old *object) time.Time {
	if now := o.now().UTC().Truncate(time.Second); now.After(o.mark) {
		o.mark = now
	}
	if old != nil && old.modified.After(o.mark) {
		return old.modified
	}
	return o.mark
}
