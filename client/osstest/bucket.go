package osstest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Bucket says what a bucket is like. Beside the name, the zero value is
// private and without versioning.
type Bucket struct {
	Name string // 3 to 63 lower-case letters, digits and hyphens

	ACL          string // "" = "private"; "public-read", "public-read-write"
	StorageClass string // of objects that are put without one; "" = "Standard"
	Versioning   string // "" = never enabled; "Enabled", "Suspended"

	DataRedundancyType string // "" = "LRS"; "ZRS". It is told, nothing more

	// BlockPublicAccess refuses public ACLs, of the bucket and of objects, and
	// takes their effect from those that are there.
	BlockPublicAccess bool

	// ArchiveDirectRead lets objects of class Archive be read and copied
	// without a restore.
	ArchiveDirectRead bool

	// ServerSideEncryption is the encryption of what is written without one:
	// "", "AES256", "KMS" or "SM4"; with "KMS" the key may be KMSKeyID.
	ServerSideEncryption, KMSKeyID string

	// ForbidOverwrite makes every write behave as if it had
	// x-oss-forbid-overwrite: true (OSS PutBucketOverwriteConfig).
	ForbidOverwrite bool

	// Retention protects each object, from its Last-Modified on, for so long:
	// to overwrite, to extend or to delete it is refused with FileImmutable.
	// With versioning enabled it protects the versions. Source: OSS "Retention
	// policy (WORM)".
	Retention time.Duration

	// HierarchicalNamespace makes directories of keys that end with a slash:
	// they are of type application/x-directory, cannot be copied, uploaded in
	// parts or deleted as objects, and have no ACL.
	HierarchicalNamespace bool
}

// Values of Bucket.Versioning beyond "".
const (
	versioningEnabled   = "Enabled"
	versioningSuspended = "Suspended"
)

// redundancyTypes are the values of Bucket.DataRedundancyType. The first is
// the default.
var redundancyTypes = []string{"LRS", "ZRS"}

// nullVersion is the id of the version that was made without versioning.
const nullVersion = "null"

// check says which field makes no sense.
func (b Bucket) check() error {
	switch {
	case !validBucket(b.Name):
		return fmt.Errorf("%q is not a bucket name (3 to 63 lower-case letters, digits and hyphens)", b.Name)
	case b.ACL != "" && !validBucketACL(b.ACL):
		return fmt.Errorf("ACL %q is not a bucket's (private, public-read, public-read-write)", b.ACL)
	case b.StorageClass != "" && !slices.Contains(storageClasses, b.StorageClass):
		return fmt.Errorf("storage class %q is none of %s", b.StorageClass, strings.Join(storageClasses, ", "))
	case !slices.Contains([]string{"", versioningEnabled, versioningSuspended}, b.Versioning):
		return fmt.Errorf("versioning %q is none of \"\", Enabled, Suspended", b.Versioning)
	case b.DataRedundancyType != "" && !slices.Contains(redundancyTypes, b.DataRedundancyType):
		return fmt.Errorf("data redundancy type %q is neither LRS nor ZRS", b.DataRedundancyType)
	case b.Retention < 0:
		return fmt.Errorf("retention %v is negative", b.Retention)
	case b.Retention > 0 && b.Versioning == versioningSuspended:
		return errors.New("retention does not go with suspended versioning")
	}
	if e := (encryption{b.ServerSideEncryption, "", b.KMSKeyID}).check(); e != nil {
		return fmt.Errorf("encryption %q, KMS key id %q: %s", b.ServerSideEncryption, b.KMSKeyID, e.Message)
	}
	return nil
}

// validBucket reports what OSS takes as the name of a bucket: 3 to 63
// lower-case letters, digits and hyphens, no hyphen at either end.
func validBucket(name string) bool {
	return 3 <= len(name) && len(name) <= 63 && isName(name) &&
		name[0] != '-' && name[len(name)-1] != '-'
}

// A bucket is one that exists. OSS.mu guards it.
type bucket struct {
	Bucket // with every field filled in, but for Versioning

	created   time.Time
	histories map[string]history
	index     keyIndex
	uploads   map[string]*upload // that are under way, by id
}

// A history is what is stored under one key: its versions, oldest first, at
// least one. Only with versioning there are more, or delete markers.
type history []*object

func newBucket(b Bucket, created time.Time) *bucket {
	b.ACL = orElse(b.ACL, aclPrivate)
	b.StorageClass = orElse(b.StorageClass, classStandard)
	b.DataRedundancyType = orElse(b.DataRedundancyType, redundancyTypes[0])
	return &bucket{Bucket: b, created: created, histories: make(map[string]history), uploads: make(map[string]*upload)}
}

// complete gives a new object what its request does not name: the bucket's
// class and encryption.
func (b *bucket) complete(obj *object) {
	obj.class = orElse(obj.class, b.StorageClass)
	b.encrypt(obj)
}

// encrypt gives a new object the bucket's encryption if it has none. A link
// never has any.
func (b *bucket) encrypt(obj *object) {
	if obj.encryption == (encryption{}) && obj.kind != typeSymlink {
		obj.encryption = encryption{b.ServerSideEncryption, "", b.KMSKeyID}
	}
	obj.encryption = obj.encryption.withKey()
}

// hasBucket reports whether there is a bucket of that name.
func (o *OSS) hasBucket(name string) bool {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return o.buckets[name] != nil
}

// newest returns the newest version of a key, which may be a delete marker;
// nil if there is none.
func (b *bucket) newest(key string) *object {
	h := b.histories[key]
	if len(h) == 0 {
		return nil
	}
	return h[len(h)-1]
}

// current returns the object under a key, nil if there is none.
func (b *bucket) current(key string) *object {
	if obj := b.newest(key); obj != nil && !obj.marker {
		return obj
	}
	return nil
}

// version returns one version of a key, which may be a delete marker; nil if
// there is none with this id.
func (b *bucket) version(key, id string) *object {
	for _, obj := range b.histories[key] {
		if obj.version == id {
			return obj
		}
	}
	return nil
}

// push makes obj the newest version of its key. It takes the place of the
// version with the same id, if there is one: without versioning, and while it
// is suspended, that is the null version.
func (b *bucket) push(key string, obj *object) {
	h := slices.DeleteFunc(slices.Clone(b.histories[key]), func(old *object) bool { return old.version == obj.version })
	b.set(key, append(h, obj))
}

// set sets the history of a key; an empty one deletes the key.
func (b *bucket) set(key string, h history) {
	_, known := b.histories[key]
	if len(h) == 0 {
		delete(b.histories, key)
	} else {
		b.histories[key] = h
	}
	if known != (len(h) > 0) {
		b.index.forget()
	}
}
