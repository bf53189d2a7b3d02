package osstest

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"example.com/ossmeta/headers"
)

// An Object is an object as it is stored, for seeding and inspection. In
// OSS.PutObject a zero field means what its comment says.
type Object struct {
	Body []byte

	// Header holds the metadata, byte for byte: Content-Type,
	// Content-Encoding, Content-Disposition, Content-Language, Cache-Control,
	// Expires and X-Oss-Meta-…, under the names that net/http uses. Without
	// Content-Type: by the extension of the key.
	Header http.Header

	ACL          string        // "" = "default", the bucket's
	Tags         []headers.Tag // in their order
	StorageClass string        // "" = "Standard"

	ServerSideEncryption     string // "", "AES256", "KMS" or "SM4"
	ServerSideDataEncryption string // "" or "SM4"
	KMSKeyID                 string // "" = with KMS, the key that it keeps for OSS

	ObjectType   string        // "" = "Normal", or "Symlink" with a SymlinkTarget
	LastModified time.Time     // whole seconds; zero = now
	ETag         string        // in quotes; "" = the MD5 of Body
	CRC64        headers.CRC64 // 0 = that of Body

	// RestoredUntil says of an object of an archive class until when it can be
	// read, in whole seconds; zero = it must be restored first.
	RestoredUntil time.Time

	// SymlinkTarget makes the object a link: the key of another object, as
	// PutSymlink sends it, percent-encoded. There is no Body then.
	SymlinkTarget string

	// VersionID and DeleteMarker tell about a stored version. PutObject does
	// not look at them.
	VersionID    string // as replies tell it: "" in a bucket without versioning
	DeleteMarker bool

	// PersistentHeaders are further headers of replies, which a copy drops.
	PersistentHeaders http.Header
}

// PutObject stores an object as obj says, without any of the checks of a
// request: legacy names and values, a Last-Modified in the past. It copies
// obj. It panics if there is no such bucket, if HTTP could not carry the
// object's headers, or if it does not fit into Options.MaxTotalBytes.
func (o *OSS) PutObject(bucket, key string, obj Object) {
	if !validKey(key) {
		panic(fmt.Sprintf("osstest: PutObject: %q is not an object key", key))
	}
	stored, err := obj.stored(key)
	if err != nil {
		panic("osstest: PutObject: " + err.Error())
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	b := o.buckets[bucket]
	if b == nil {
		panic(fmt.Sprintf("osstest: PutObject: there is no bucket %q; see Options.Buckets", bucket))
	}
	if stored.modified.IsZero() {
		stored.modified = o.stamp(b.newest(key))
	}
	if e := o.place(b, key, stored); e != nil {
		panic("osstest: PutObject: " + e.Message)
	}
}

// Object returns a copy of a stored object, the newest version of it.
func (o *OSS) Object(bucket, key string) (Object, bool) {
	o.mu.RLock()
	defer o.mu.RUnlock()
	b := o.buckets[bucket]
	if b == nil || b.current(key) == nil {
		return Object{}, false
	}
	return b.current(key).shown(b), true
}

// Versions returns copies of all versions of an object, delete markers among
// them, newest first.
func (o *OSS) Versions(bucket, key string) []Object {
	o.mu.RLock()
	defer o.mu.RUnlock()
	b := o.buckets[bucket]
	if b == nil {
		return nil
	}
	var all []Object
	for _, obj := range slices.Backward(b.histories[key]) {
		all = append(all, obj.shown(b))
	}
	return all
}

// stored makes of a seeded object what the server keeps.
func (obj Object) stored(key string) (*object, error) {
	meta, err := headers.ReadMetadata(obj.Header)
	if err != nil {
		return nil, fmt.Errorf("Object.Header: %w", err)
	}
	if err := obj.checkHeaders(); err != nil {
		return nil, err
	}
	s := &object{
		meta:       withType(meta, key),
		persistent: obj.PersistentHeaders.Clone(),
		acl:        orElse(obj.ACL, aclDefault),
		tags:       slices.Clone(obj.Tags),
		class:      orElse(obj.StorageClass, classStandard),
		encryption: encryption{obj.ServerSideEncryption, obj.ServerSideDataEncryption, obj.KMSKeyID}.withKey(),
		kind:       orElse(obj.ObjectType, typeNormal),
		modified:   obj.LastModified.UTC().Truncate(time.Second),
	}
	if !obj.RestoredUntil.IsZero() {
		if !archived(s.class) {
			return nil, fmt.Errorf("Object.RestoredUntil: class %s needs no restore", s.class)
		}
		s.restore.expiry = obj.RestoredUntil.UTC().Truncate(time.Second)
	}
	if !validACL(s.acl) {
		return nil, fmt.Errorf("Object.ACL: %q is not an ACL", s.acl)
	}
	s.setBody(bytes.Clone(obj.Body))
	if err := obj.link(s); err != nil {
		return nil, err
	}
	if obj.CRC64 != 0 {
		s.crc = obj.CRC64
	}
	if obj.ETag != "" {
		tag, ok := headers.ParseETag(obj.ETag)
		if !ok {
			return nil, fmt.Errorf("Object.ETag: %q is not an entity tag", obj.ETag)
		}
		s.etag = tag
	}
	if s.kind != typeNormal {
		s.md5 = ""
	}
	return s, nil
}

// checkHeaders refuses what is no metadata, or would not get through HTTP.
func (obj Object) checkHeaders() error {
	for name, values := range obj.Header {
		if err := new(headers.Metadata).Set(name, "x"); err != nil {
			return fmt.Errorf("Object.Header: %w", err)
		}
		if err := checkWire(name, values); err != nil {
			return fmt.Errorf("Object.Header: %w", err)
		}
	}
	for name, values := range obj.PersistentHeaders {
		if err := checkWire(name, values); err != nil {
			return fmt.Errorf("Object.PersistentHeaders: %w", err)
		}
	}
	return nil
}

// link makes s a link if obj is one.
func (obj Object) link(s *object) error {
	if obj.SymlinkTarget == "" && obj.ObjectType != typeSymlink {
		return nil
	}
	_, ok := targetKey(obj.SymlinkTarget)
	switch {
	case !ok || !headers.ValidValue(obj.SymlinkTarget):
		return fmt.Errorf("Object.SymlinkTarget: %q is not an object key, percent-encoded", obj.SymlinkTarget)
	case obj.ObjectType != "" && obj.ObjectType != typeSymlink:
		return fmt.Errorf("Object.SymlinkTarget: the ObjectType is %s", obj.ObjectType)
	case len(obj.Body) > 0:
		return errors.New("Object.SymlinkTarget: there is a Body as well")
	}
	s.kind, s.crc = typeSymlink, 0
	s.setTarget(obj.SymlinkTarget)
	return nil
}

// checkWire refuses a header that HTTP would not carry as it is.
func checkWire(name string, values []string) error {
	for _, v := range values {
		if !headers.ValidName(name) || !headers.ValidValue(v) {
			return fmt.Errorf("HTTP does not carry %q: %q", name, v)
		}
	}
	return nil
}

// shown makes of a kept object what is shown to the outside.
func (s *object) shown(b *bucket) Object {
	version := s.version
	if b.Versioning == "" {
		version = ""
	}
	if s.marker {
		return Object{VersionID: version, DeleteMarker: true, LastModified: s.modified}
	}
	h := make(http.Header)
	s.meta.Write(h)
	return Object{
		Body:                     bytes.Clone(s.body),
		SymlinkTarget:            s.target,
		Header:                   h,
		ACL:                      s.acl,
		Tags:                     slices.Clone(s.tags),
		StorageClass:             s.class,
		ServerSideEncryption:     s.encryption.algorithm,
		ServerSideDataEncryption: s.encryption.data,
		KMSKeyID:                 s.encryption.keyID,
		ObjectType:               s.kind,
		LastModified:             s.modified,
		ETag:                     s.etag.String(),
		CRC64:                    s.crc,
		PersistentHeaders:        s.persistent.Clone(),
		RestoredUntil:            s.restore.expiry,
		VersionID:                version,
		DeleteMarker:             s.marker,
	}
}

func orElse(s, zero string) string {
	if s == "" {
		return zero
	}
	return s
}
