package client

import (
	"context"
	"io"
	"net/http"

	"example.com/ossmeta/headers"
)

// An ACL is the access control list of an object, in OSS's words.
type ACL string

// The ACLs of an object. DefaultACL means that the bucket's ACL holds.
const (
	DefaultACL      ACL = "default"
	Private         ACL = "private"
	PublicRead      ACL = "public-read"
	PublicReadWrite ACL = "public-read-write"
)

// An Encryption asks OSS to encrypt an object on its side. The zero value asks
// for nothing: the bucket's default holds.
type Encryption struct {
	Algorithm     string // "AES256", "KMS" or "SM4"
	DataAlgorithm string // with KMS: "SM4", or "" for AES256
	KeyID         string // with KMS: the key; "" means OSS's own
}

// Placement says how OSS is to keep an object. It is part of the options of
// every operation that writes one.
type Placement struct {
	ACL          ACL        // "" means DefaultACL
	StorageClass string     // "Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive"; "" is OSS's choice
	Encryption   Encryption // the zero value is the bucket's default
}

func (p Placement) set(h http.Header) error {
	switch p.ACL {
	case "", DefaultACL, Private, PublicRead, PublicReadWrite:
	default:
		return &ArgumentError{"ACL", string(p.ACL), "is none that an object can have: default, private, public-read, public-read-write"}
	}
	setIf(h, headers.XOSSObjectACL, string(p.ACL))
	setIf(h, headers.XOSSStorageClass, p.StorageClass)
	setIf(h, headers.XOSSServerSideEncryption, p.Encryption.Algorithm)
	setIf(h, headers.XOSSServerSideDataEncryption, p.Encryption.DataAlgorithm)
	setIf(h, headers.XOSSServerSideEncryptionKeyID, p.Encryption.KeyID)
	return nil
}

// PutObjectOptions are the options of PutObject. The zero value is fit for use.
type PutObjectOptions struct {
	RequestOptions
	Placement

	// Metadata is stored with the object. Without a ContentType OSS stores its
	// default, by the key's extension, else application/octet-stream.
	Metadata headers.Metadata

	// AllowNonASCII lets user metadata and other values have bytes beyond
	// ASCII. OSS stores them as they are; other clients may read them in
	// another character set. headers.EncodeExtValue is the safe way.
	AllowNonASCII bool

	// Tags are the object's tags: at most 10.
	Tags []headers.Tag

	// ForbidOverwrite makes OSS refuse with FileAlreadyExists if the key has
	// an object. It means nothing in a bucket with versioning. A put has no other
	// condition: OSS answers If-Match and its kin with NotImplemented.
	ForbidOverwrite bool

	// ContentLength is the length of the body in bytes, for a reader that does
	// not tell: so much is read and no more, and a reader that ends before is
	// an error. 0 means: find out, else send it in chunks.
	ContentLength int64

	// ContentMD5 is the base64 of the body's MD5, for OSS to compare.
	ContentMD5 string
}

// A PutObjectResult is the result of PutObject.
type PutObjectResult struct {
	Response
	ETag      headers.ETag
	CRC64     headers.CRC64 // of the bytes that were sent
	VersionID string        // "" in a bucket without versioning
}

// PutObject stores an object with its metadata, replacing the one that may be
// there. It reads body from where it stands and never closes it; nil is an
// empty object. A body that is an io.Seeker (an *os.File, a *bytes.Reader) has
// a known length and can be sent again if the connection breaks.
//
// The CRC-64 of what was sent is compared with the one that OSS computed; a
// difference is a *ChecksumError. When PutObject fails, a Read of body that was
// under way then may still be running when it returns; no other one begins.
//
// Source: OSS API reference, PutObject. Limit: 5 GB.
func (b *Bucket) PutObject(ctx context.Context, key string, body io.Reader, opt *PutObjectOptions) (*PutObjectResult, error) {
	opt = orZero(opt)
	op := b.putObject(key, opt)
	op.setBody(body, opt.ContentLength)
	op.read = op.confirm
	resp, sent, err := b.c.do(ctx, op)
	if err != nil {
		return nil, err
	}
	result := &PutObjectResult{Response: newResponse(resp)}
	var whole bool
	if result.CRC64, whole = sent.Sum(); !whole {
		return nil, newOpError(op, &sendError{errEarlyAnswer})
	}
	result.VersionID = get(resp.Header, "X-Oss-Version-Id")
	result.ETag, _ = headers.ParseETag(resp.Header.Get("ETag"))
	theirs, ok := headers.ParseCRC64(get(resp.Header, "X-Oss-Hash-Crc64ecma"))
	if ok && theirs != result.CRC64 {
		return result, newOpError(op, &ChecksumError{result.CRC64, theirs})
	}
	return result, nil
}

func (b *Bucket) putObject(key string, opt *PutObjectOptions) *operation {
	opt = orZero(opt)
	op := b.object("PutObject", http.MethodPut, key, opt.RequestOptions)
	op.once = opt.ForbidOverwrite // its own first attempt would stand in the way
	op.fail(opt.set(op.header))
	return op
}

func (o *PutObjectOptions) set(h http.Header) error {
	if err := checkMetadata(o.Metadata, headers.Metadata{}, o.AllowNonASCII); err != nil {
		return err
	}
	o.Metadata.Write(h)
	if err := o.Placement.set(h); err != nil {
		return err
	}
	if o.ForbidOverwrite {
		h.Set(headers.XOSSForbidOverwrite, "true")
	}
	setIf(h, "Content-MD5", o.ContentMD5)
	setIf(h, headers.XOSSTagging, headers.FormatTags(o.Tags))
	return nil
}
