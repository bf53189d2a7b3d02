// Package osstest is an Alibaba Cloud OSS server for tests and demonstrations:
// in the process, in memory, strict about signatures, and true to OSS where
// object metadata is concerned.
//
// [New] makes the store, which is an [http.Handler]; its Transport needs no
// sockets and works inside a bubble of testing/synctest. [NewServer] puts it
// on a loopback port, in the form of net/http/httptest.
//
//	oss := osstest.New(osstest.Options{})
//	client := &http.Client{Transport: oss.Transport()}
//
// An edit of an object that was written just now waits for real seconds. In
// tests let it wait for those of a bubble of testing/synctest, over Transport,
// or seed the object with an older LastModified.
//
// # What is supported
//
//	PutObject            metadata, persistent headers, ACL, storage class,
//	                     encryption headers, tags, forbid-overwrite, Content-MD5
//	                     and CRC-64 checks
//	GetObject            one range, conditions, response-* overrides; never gzip
//	HeadObject           conditions; errors travel in x-oss-err
//	GetObjectMeta        by HEAD
//	CopyObject           both metadata directives, both tagging directives, all
//	                     source conditions; onto itself as OSS does it; limits of
//	                     size by Options
//	DeleteObject, DeleteMultipleObjects
//	ListObjects, ListObjectsV2, ListObjectVersions
//	AppendObject         metadata of the first one, ACL of any; in place with
//	                     versioning, too
//	SealAppendObject
//	RestoreObject, CleanRestoredObject  by the server's clock; the archive classes
//	                     are neither read nor copied before
//	PutSymlink, GetSymlink  GET and HEAD follow links, by one step
//	multipart upload     InitiateMultipartUpload, UploadPart, UploadPartCopy,
//	                     CompleteMultipartUpload (x-oss-complete-all, too),
//	                     AbortMultipartUpload, ListParts, ListMultipartUploads
//	GetObjectACL, PutObjectACL
//	GetObjectTagging, PutObjectTagging, DeleteObjectTagging
//	buckets              ListBuckets, PutBucket, DeleteBucket, HeadBucket,
//	                     GetBucketInfo, GetBucketLocation, the ACL, versioning,
//	                     and Block Public Access (GET, PUT, DELETE)
//	signatures           V1 and V4 in the Authorization header or in the URL, STS
//	                     tokens; anonymous requests as far as the ACL allows
//	permissions          Options.Denied, in the words of RAM policies
//	fields of Bucket     class and encryption by default, direct reading of
//	                     Archive, no overwriting, retention (WORM), directories
//	                     of a hierarchical namespace
//	x-oss-traffic-limit, x-oss-request-payer  are taken, and change nothing
//	addresses            virtual-hosted, CNAME and path style
//
// # What is not
//
// Everything else is answered with OSS's own NotImplemented, which names the
// query parameter or header that asked for it: other settings of buckets,
// GetObjectMeta by GET, callbacks, SSE-C, signatures of the versions OSS2 and
// S3, POST forms.
//
// # What is a guess
//
// Where OSS says nothing, or two of its pages differ, the server does this:
//
//	combined conditions      all must hold; Options.Precedence for RFC 9110
//	both kinds fail          412 is answered rather than 304
//	PutObjectACL             leaves Last-Modified; Options.ACLMovesLastModified
//	class of a copy          Standard; Options.CopyStorageClass
//	Last-Modified            one mark for the whole store: if the clock steps
//	                         back, it stands until the clock has caught up
//	REPLACE, legacy names    a name such as x-oss-meta-a_b, which OSS refuses, is
//	                         taken when the source object has it already
//	Date                     when the request came in
//	keys                     have up to 1023 bytes, not characters
//	Content-Language         is stored, like the other standard headers
//	values of user metadata  whatever a header can carry
//	8 KB of user metadata    names without x-oss-meta- plus values; 8192 is allowed
//	one header sent twice    400 InvalidArgument for metadata and conditions
//	date of a copy condition HTTP or ISO 8601; anything else is InvalidArgument,
//	                         and on GET and HEAD ignored (RFC 9110)
//	directives               taken in any letter case
//	unknown x-oss- header    NotImplemented
//	headers of a copy        sent with and without x-oss-copy-source-, as ali-oss
//	                         does with all: the form that is none is ignored
//	copies of special kinds  onto itself the object type stays, elsewhere it
//	                         becomes Normal, but of a symlink a symlink; ETag and
//	                         CRC-64 are the source's
//	copies that OSS refuses  an appendable object into a bucket with versioning,
//	                         and any into a part: OperationNotSupported, as for a
//	                         part of a symlink; an encryption for a symlink, or
//	                         another one for an appendable object onto itself:
//	                         InvalidArgument
//	ETag of an Appendable    changes with the body, is not its MD5
//	AppendObject             DeepColdArchive is refused, the other classes are not;
//	                         forbid-overwrite counts for nothing
//	PutSymlink               the ETag changes with the target; tags are taken
//	GetSymlink               400 NotSymlink for anything else
//	conditions on a link     compare with what HeadObject shows
//	parts                    listed without an ETag: InvalidPart; none with
//	                         x-oss-complete-all: an empty object, as with an empty list
//	UploadPartCopy           conditions answer 412 and 304, as those of a copy; a range
//	                         that is none means the whole source
//	whole of the parts       more than Options.MaxObjectBytes: EntityTooLarge
//	forbid-overwrite         counts when an upload begins and when it is completed
//	anonymous PUT, DELETE    the object's ACL decides, or the bucket's if there is
//	                         no object
//	anonymous lists          the bucket's ACL decides, of versions, too
//	PutBucket                of a bucket that exists, without x-oss-acl, leaves the
//	                         ACL; a new bucket does not block public access,
//	                         though many accounts have OSS block it
//	DeleteBucket             an upload without parts is in the way, too
//	PutBucketVersioning      MalformedXML for another Status; Suspended with a
//	                         retention: OperationNotSupported
//	Block Public Access      PutBucketPublicAccessBlock was never sent: false is
//	                         answered
//	keys in documents        without encoding-type the characters that XML 1.0
//	                         does not allow are referred to (&#x01;), which many
//	                         parsers refuse; such references are taken, too
//	documents                longer than 64 KiB, of parts and of keys to delete
//	                         than 2 MiB: MalformedXML
//	encoding-type            a blank is encoded as %20, a plus as %2B
//	marker                   if it is a common prefix, what that stands for is
//	                         passed; if it lies within one, the prefix is listed
//	                         for what comes after it
//	continuation-token       the last name of the page in base64url, without
//	                         padding; counts instead of start-after
//	version-id-marker        a version that is gone marks the place where it was;
//	                         without versioning every id is null
//	max-keys=0               InvalidArgument
//	DeleteMultipleObjects    one object that may not be deleted, or whose key is
//	                         none: nothing is deleted; no Content-MD5:
//	                         MissingArgument; no Object: MalformedXML
//	anonymous overrides      400 InvalidRequest; on signed requests for 206, too;
//	                         an empty value changes nothing
//	range beyond the end     answered with the whole object, as most of OSS's pages
//	                         have it; a newer one has InvalidRange
//	response-content-type    is taken, though OSS refuses it in some accounts (EC
//	                         0017-00000902)
//	URL with V4, too late    tells ExpireTime and ServerTime, as with V1
//	persistent headers       names that HTTP or OSS sets are InvalidArgument; every
//	                         copy drops them, whatever its directive; what
//	                         completes an upload may set them anew
//	restore                  done at once; Options.RestoreTakes. The tier makes no
//	                         difference; asking again extends the time from now,
//	                         and never shortens it; Days or Tier that OSS does not
//	                         have: MalformedXML; CleanRestoredObject answers 200
//	what is archived         is refused after the conditions; a copy of what was
//	                         restored is not restored
//	sealed object            ObjectNotAppendable; onto itself a copy stays sealed
//	retention                tags and ACL can change, a restore can be made
//	Bucket.ForbidOverwrite   like the header, nothing with versioning
//	directories              keys that end with a slash; the other end of a copy
//	                         must not be one, either
//	Options.Denied           checked before an object is looked up; EC 0003-00000201.
//	                         x-oss-tagging needs oss:PutObjectTagging, the ACL
//	                         header nothing more, tags that a copy keeps nothing
//	x-oss-tagging            one "=" in an item, or none
//
// # Faults
//
// [OSS.Inject] makes things go wrong, for the requests that match and as often
// as told: a status, delays, a connection that is cut, a reply that is lost
// after the write took effect, proxies, caches, a clock that is wrong. So the
// second of all copies is done, and its client does not get to know:
//
//	oss.Inject(osstest.Fault{Operation: "CopyObject", Skip: 1, Times: 1, TakesEffect: true, Reset: true})
//
// The same fault is one of a proxy that gives up with {TakesEffect: true,
// Status: 504}. The store stays consistent whatever happens: an operation is
// carried out as a whole or not at all.
//
// # Limits
//
// There are no more than 100 buckets, unless Options.Buckets has more.
//
// Memory is bounded by Options.MaxObjectBytes and Options.MaxTotalBytes, which
// counts the parts of uploads until they are completed or aborted, and by
// the record of requests, which keeps the newest Options.MaxRequests and of
// them no more than 16 MiB. The bodies of requests that are under way may take
// MaxTotalBytes once more, and a Fault with Cache holds up to 1,000 replies.
package osstest

import (
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"example.com/ossmeta/signer"
	"example.com/ossmeta/signer/verify"
)

// An OSS is an embedded OSS server: buckets with their objects and the
// http.Handler that serves them. Make one with New. It is safe for concurrent
// use, and needs no closing.
type OSS struct {
	opt      Options // completed; never changed
	verifier verify.Verifier
	requests atomic.Uint64 // counts them, for the request ids
	held     atomic.Int64  // bytes of request bodies

	mu       sync.RWMutex // guards what follows, but for the objects: they never change
	buckets  map[string]*bucket
	total    int64     // cost of all versions, bytes
	versions uint64    // counts them, for their ids
	uploads  uint64    // counts the multipart uploads, for their ids
	mark     time.Time // newest Last-Modified that the clock gave

	seen record

	faults   atomic.Pointer[[]*Injection]
	faultsMu sync.Mutex // held to change them
}

// New returns a server whose buckets are empty. The options are copied. It panics
// with a message that names the field if they make no sense.
func New(opt Options) *OSS {
	opt, err := opt.completed()
	if err != nil {
		panic("osstest: " + err.Error())
	}
	o := &OSS{
		opt:     opt,
		buckets: make(map[string]*bucket),
	}
	byID := make(map[string]signer.Credentials)
	for _, c := range opt.Credentials {
		byID[c.AccessKeyID] = c
	}
	o.verifier = verify.Verifier{
		Credentials: func(id string) (signer.Credentials, bool) { c, ok := byID[id]; return c, ok },
		Region:      opt.Region,
	}
	for _, b := range opt.Buckets {
		o.buckets[b.Name] = newBucket(b, o.now().UTC())
	}
	return o
}

// Region returns the region that V4 signatures must name.
func (o *OSS) Region() string { return o.opt.Region }

// Credentials returns the first of the credentials that the server accepts.
func (o *OSS) Credentials() signer.Credentials { return o.opt.Credentials[0] }

// now reads the injected clock.
func (o *OSS) now() time.Time { return o.opt.Now() }

var _ http.Handler = (*OSS)(nil)

// Format prints where o is, for every verb: its fields hold secrets.
func (o *OSS) Format(f fmt.State, verb rune) {
	if o == nil {
		io.WriteString(f, "<nil>")
		return
	}
	io.WriteString(f, "osstest, region "+o.opt.Region)
}
