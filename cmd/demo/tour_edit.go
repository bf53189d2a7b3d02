package main

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/headers"
)

// The two objects of editBesideReplace; they begin alike.
const (
	replacedKey = "novel-replaced"
	editedKey   = "novel-edited"
)

// editBesideReplace makes the same change to two equal objects: to one by
// replacing, to the other by editing.
func (g *guide) editBesideReplace() error {
	g.title("5. What this package adds: an edit that loses nothing")
	g.say(`
Two objects have the same content and metadata. Both are to get x-oss-meta-price: 100 dollar, one
with ReplaceObjectMeta as in step 3, the other with

  bucket.EditObjectMeta(ctx, "novel-edited", func(m *headers.Metadata) error {
      return m.Set("x-oss-meta-price", "100 dollar")
  }, nil)

which sends these three requests:
`)
	for _, key := range []string{replacedKey, editedKey} {
		if err := g.putEverything(key); err != nil {
			return err
		}
	}
	before, err := g.properties(editedKey)
	if err != nil {
		return err
	}
	g.clock.advance(time.Minute)
	if err := g.changePrices(); err != nil {
		return err
	}
	if err := g.compare(before); err != nil {
		return err
	}
	g.say(`
The edit read all there was and sent it back, on the condition that nobody had modified the object
since (x-oss-copy-source-if-unmodified-since); else it would have begun again. Last-Modified
has whole seconds, so an object that was written just now is waited for, up to about 2 seconds.
Here the tour's clock was moved on instead. (Of the storage class after a replace the documents of
OSS say two things; the server here takes Standard.)
`)
	return nil
}

// putEverything puts an object that has all that an edit must keep.
func (g *guide) putEverything(key string) error {
	_, err := g.bucket.PutObject(g.ctx, key, strings.NewReader("a novel"), &client.PutObjectOptions{
		Metadata: headers.Metadata{
			ContentType:        "text/plain; charset=gbk",
			ContentDisposition: "inline",
			CacheControl:       "max-age=3600",
			Expires:            "2022-10-12T00:00:00.000Z",
			User:               map[string]string{"author": "O. Henry"},
		},
		Placement: client.Placement{
			ACL:          client.PublicRead,
			StorageClass: "IA",
			Encryption:   client.Encryption{Algorithm: "AES256"},
		},
		Tags: []headers.Tag{{Key: "shelf", Value: "fiction"}},
	})
	return err
}

// changePrices makes the change in both ways, and shows the requests of the
// edit.
func (g *guide) changePrices() error {
	const name, value = "x-oss-meta-price", "100 dollar"
	price := headers.Metadata{User: map[string]string{"price": value}}
	if _, err := g.bucket.ReplaceObjectMeta(g.ctx, replacedKey, price, nil); err != nil {
		return err
	}
	g.tap.take()
	_, err := g.bucket.EditObjectMeta(g.ctx, editedKey, func(m *headers.Metadata) error {
		return m.Set(name, value)
	}, nil)
	g.show()
	return err
}

// properties returns what an object has beside its content, by header name.
func (g *guide) properties(key string) (map[string]string, error) {
	head, err := g.bucket.HeadObject(g.ctx, key, nil)
	if err != nil {
		return nil, err
	}
	acl, err := g.bucket.GetObjectACL(g.ctx, key, nil)
	if err != nil {
		return nil, err
	}
	g.tap.take()
	p := map[string]string{"ACL": string(acl.ACL)}
	for name, value := range head.Metadata.All() {
		p[name] = value
	}
	for _, name := range []string{headers.XOSSStorageClass, headers.XOSSServerSideEncryption, headers.XOSSTaggingCount} {
		p[name] = head.Header.Get(name)
	}
	return p, nil
}

// compare prints what the two objects had and what each of them has now.
func (g *guide) compare(before map[string]string) error {
	replaced, err := g.properties(replacedKey)
	if err != nil {
		return err
	}
	edited, err := g.properties(editedKey)
	if err != nil {
		return err
	}
	const row = "  %-28s  %-24s  %-24s  %s\n"
	fmt.Fprintf(g.w, row, "", "before", "after the replace", "after the edit")
	for _, name := range []string{
		headers.ContentType, headers.ContentDisposition, headers.CacheControl, headers.Expires,
		"x-oss-meta-author", "x-oss-meta-price",
		headers.XOSSStorageClass, headers.XOSSServerSideEncryption, "ACL", headers.XOSSTaggingCount,
	} {
		old := before[name]
		fmt.Fprintf(g.w, row, name, cmp.Or(old, "-"), outcome(old, replaced[name]), outcome(old, edited[name]))
	}
	return nil
}

// outcome says what became of a value.
func outcome(old, now string) string {
	switch now {
	case old:
		return "same"
	case "":
		return "GONE"
	}
	return now
}
