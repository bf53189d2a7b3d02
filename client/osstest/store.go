package osstest

import (
	"crypto/md5"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// objectOverhead is what an object costs beyond its bytes, so that empty
// objects are bounded too.
const objectOverhead = 512 // bytes

// Object types of OSS.
const (
	typeNormal     = "Normal"
	typeAppendable = "Appendable"
)

type bucket struct {
	name    string
	acl     string // never "default"
	objects map[string]*object
}

// An object never changes once it is in a bucket: a change puts another one in
// its place. So what was read under the lock can be used after it.
type object struct {
	body       []byte
	meta       headers.Metadata
	persistent http.Header // names as seeded
	acl        string
	tags       []headers.Tag
	class      string
	encryption encryption
	kind       string // Normal, …
	modified   time.Time
	etag       headers.ETag
	crc        headers.CRC64
	md5        string // Content-MD5; of Normal objects
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
	n := objectOverhead + len(key) + len(obj.body)
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

// read calls f with the bucket and the object that the request is about, nil
// if there is no such object, and answers with what f returns. Nothing changes
// meanwhile.
func (c *call) read(f func(*bucket, *object) (*reply, *xmlerr.Error)) (*reply, *xmlerr.Error) {
	c.oss.mu.RLock()
	defer c.oss.mu.RUnlock()
	b := c.oss.buckets[c.bucket]
	return f(b, b.objects[c.key])
}

// write does the same for an f that changes something: what it checks and what
// it changes are one step.
func (c *call) write(f func(*bucket, *object) (*reply, *xmlerr.Error)) (*reply, *xmlerr.Error) {
	c.oss.mu.Lock()
	defer c.oss.mu.Unlock()
	b := c.oss.buckets[c.bucket]
	return f(b, b.objects[c.key])
}

// commit stamps obj and puts it in its place. The lock is held for writing.
func (o *OSS) commit(b *bucket, key string, obj *object) *xmlerr.Error {
	obj.modified = o.stamp(b.objects[key])
	return o.place(b, key, obj)
}

// place puts obj in its place with the Last-Modified it has, if it fits.
func (o *OSS) place(b *bucket, key string, obj *object) *xmlerr.Error {
	total := o.total + obj.cost(key)
	if old := b.objects[key]; old != nil {
		total -= old.cost(key)
	}
	if total > o.opt.MaxTotalBytes && total > o.total {
		return fail(xmlerr.EntityTooLarge, "", fmt.Sprintf(
			"The embedded server is full: all objects together may take %d bytes (Options.MaxTotalBytes).", o.opt.MaxTotalBytes))
	}
	b.objects[key], o.total = obj, total
	return nil
}

// remove deletes an object, if there is one.
func (o *OSS) remove(b *bucket, key string) {
	if old := b.objects[key]; old != nil {
		o.total -= old.cost(key)
		delete(b.objects, key)
	}
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
