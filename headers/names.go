package headers

// UserMetaPrefix begins the name of each user metadata header, in any letter
// case (OSS PutObject).
const UserMetaPrefix = "x-oss-meta-"

// Header fields of HTTP (RFC 9110, 9111, 6266, 1864) in the spelling of the OSS
// documents. A Go http.Header keeps them under their [CanonicalName], which is
// another spelling for [ContentMD5] and [ETagName].
const (
	AcceptEncoding     = "Accept-Encoding"
	AcceptRanges       = "Accept-Ranges"
	Age                = "Age"
	Authorization      = "Authorization"
	CacheControl       = "Cache-Control"
	Connection         = "Connection"
	ContentDisposition = "Content-Disposition"
	ContentEncoding    = "Content-Encoding"
	ContentLanguage    = "Content-Language"
	ContentLength      = "Content-Length"
	ContentMD5         = "Content-MD5"
	ContentRange       = "Content-Range"
	ContentType        = "Content-Type"
	Date               = "Date"
	ETagName           = "ETag" // its value is of type ETag
	Expires            = "Expires"
	Host               = "Host"
	IfMatch            = "If-Match"
	IfModifiedSince    = "If-Modified-Since"
	IfNoneMatch        = "If-None-Match"
	IfUnmodifiedSince  = "If-Unmodified-Since"
	LastModified       = "Last-Modified"
	Location           = "Location"
	Range              = "Range"
	RetryAfter         = "Retry-After"
	Server             = "Server"
	TransferEncoding   = "Transfer-Encoding"
	UserAgent          = "User-Agent"
)

// Header fields of OSS that a request carries (OSS PutObject, CopyObject,
// CompleteMultipartUpload, GetObject, PutSymlink, signature V1 and V4). Some
// come back in the response.
const (
	XOSSACL                                   = "x-oss-acl" // of a bucket
	XOSSCallback                              = "x-oss-callback"
	XOSSCallbackVar                           = "x-oss-callback-var"
	XOSSCompleteAll                           = "x-oss-complete-all"
	XOSSContentSHA256                         = "x-oss-content-sha256"
	XOSSCopySource                            = "x-oss-copy-source"
	XOSSCopySourceIfMatch                     = "x-oss-copy-source-if-match"
	XOSSCopySourceIfModifiedSince             = "x-oss-copy-source-if-modified-since"
	XOSSCopySourceIfNoneMatch                 = "x-oss-copy-source-if-none-match"
	XOSSCopySourceIfUnmodifiedSince           = "x-oss-copy-source-if-unmodified-since"
	XOSSCopySourceRange                       = "x-oss-copy-source-range"
	XOSSDate                                  = "x-oss-date"
	XOSSForbidOverwrite                       = "x-oss-forbid-overwrite"
	XOSSMetadataDirective                     = "x-oss-metadata-directive"
	XOSSObjectACL                             = "x-oss-object-acl"
	XOSSPersistentHeaders                     = "x-oss-persistent-headers"
	XOSSRangeBehavior                         = "x-oss-range-behavior"
	XOSSRequestPayer                          = "x-oss-request-payer"
	XOSSSecurityToken                         = "x-oss-security-token"
	XOSSServerSideDataEncryption              = "x-oss-server-side-data-encryption"
	XOSSServerSideEncryption                  = "x-oss-server-side-encryption"
	XOSSServerSideEncryptionCustomerAlgorithm = "x-oss-server-side-encryption-customer-algorithm"
	XOSSServerSideEncryptionCustomerKey       = "x-oss-server-side-encryption-customer-key"
	XOSSServerSideEncryptionCustomerKeyMD5    = "x-oss-server-side-encryption-customer-key-md5"
	XOSSServerSideEncryptionKeyID             = "x-oss-server-side-encryption-key-id"
	XOSSStorageClass                          = "x-oss-storage-class"
	XOSSSymlinkTarget                         = "x-oss-symlink-target"
	XOSSTagging                               = "x-oss-tagging"
	XOSSTaggingDirective                      = "x-oss-tagging-directive"
	XOSSTrafficLimit                          = "x-oss-traffic-limit"
)

// Header fields of OSS that only a response carries (OSS HeadObject,
// GetObjectMeta, CopyObject, AppendObject, DeleteObject, error responses).
const (
	XOSSCopySourceVersionID = "x-oss-copy-source-version-id"
	XOSSDeleteMarker        = "x-oss-delete-marker"
	XOSSEC                  = "x-oss-ec"
	XOSSErr                 = "x-oss-err"
	XOSSExpiration          = "x-oss-expiration"
	XOSSHashCRC64ECMA       = "x-oss-hash-crc64ecma"
	XOSSLastAccessTime      = "x-oss-last-access-time"
	XOSSNextAppendPosition  = "x-oss-next-append-position"
	XOSSObjectType          = "x-oss-object-type"
	XOSSProcessStatus       = "x-oss-process-status"
	XOSSRequestCharged      = "x-oss-request-charged"
	XOSSRequestID           = "x-oss-request-id"
	XOSSRestore             = "x-oss-restore"
	XOSSSealedTime          = "x-oss-sealed-time"
	XOSSServerTime          = "x-oss-server-time"
	XOSSTaggingCount        = "x-oss-tagging-count"
	XOSSTransitionTime      = "x-oss-transition-time"
	XOSSVersionID           = "x-oss-version-id"
)
