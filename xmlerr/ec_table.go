//go:build !nodiagnosis

package xmlerr

// Remedies that several numbers share.
const (
	useV4        = "sign with V4, or write the header as `OSS2 AccessKeyId:…,AdditionalHeaders:…,Signature:…`"
	useNative    = "sign with OSS's own V4 instead of an S3-compatible signature"
	writeV1      = "write the header as `OSS <AccessKeyId>:<base64 signature>` with one blank"
	listNames    = "list in AdditionalHeaders only headers that the request carries: lower case, sorted, joined by semicolons, without underscores"
	setClock     = "set this machine's clock, or correct it by the server time in the error"
	signRegion   = "sign for the region id of the bucket, such as cn-hangzhou, without the prefix oss-"
	signAnew     = "sign the URL anew; if it is new, set the clock of the machine that signs"
	wholeURL     = "send the whole signed URL; something on the way cut its query"
	scopeForm    = "write the credential as <AccessKeyId>/<YYYYMMDD>/<region>/oss/aliyun_v4_request"
	askGrant     = "have the bucket's owner grant this operation, in the RAM policy, the bucket policy or the ACL"
	checkUser    = "check in the console that the account that owns the key or the bucket exists, is enabled and has paid"
	nameObject   = "use a key of 1 to 1023 bytes of UTF-8 without a slash or backslash in front"
	nameSource   = "write it as /bucket/key or /bucket/key?versionId=id, percent-encoded"
	objectACL    = "use default, private, public-read or public-read-write"
	beginUpload  = "it was completed or aborted, or belongs to another key: list the uploads, or begin anew"
	partNumbers  = "number the parts from 1 to 10000"
	givePosition = "give the object's length, which x-oss-next-append-position tells; 0 at first"
	refererFix   = "send a Referer that the bucket's hotlink protection allows, or change that setting"
)

// ecTable is sorted by EC.
var ecTable = [...]ECInfo{
	// 0002: authentication
	{"0002-00000006", "the security token does not belong to the access key, is missing, or there should be none", "send access key id, secret and security token as STS gave them together"},
	{"0002-00000031", "S3-compatible signatures are not enabled", useNative},
	{"0002-00000039", "the request is signed in its header and in its URL", "drop the Authorization header or the signature parameters of the URL"},
	{"0002-00000040", "V1 signature does not match", "most often the access key secret is wrong, or has a blank too many; if not, compare the server's string to sign (Evidence) with your own"},
	{"0002-00000061", "V1 Authorization header does not begin with OSS", writeV1},
	{"0002-00000062", "V1 Authorization header lacks the colon before the signature", writeV1},
	{"0002-00000063", "V1 Authorization header is malformed, often for want of the access key id", writeV1},
	{"0002-00000064", "access key id in the Authorization header has illegal characters", "look for blanks and line ends around the configured access key id"},
	{"0002-00000068", "V1 signed URL without Expires", "add the parameter Expires, in seconds since 1970"},
	{"0002-00000069", "V1 signed URL is used after it expired", signAnew},
	{"0002-00000070", "Expires of a V1 signed URL is not a valid time", "give Expires as an integer, in seconds since 1970"},
	{"0002-00000071", "V1 signed URL without OSSAccessKeyId", wholeURL},
	{"0002-00000072", "OSSAccessKeyId of a V1 signed URL is empty", "sign with an access key id"},
	{"0002-00000074", "V1 signed URL without Signature", wholeURL},
	{"0002-00000076", "AdditionalHeaders does not fit the request", listNames},
	{"0002-00000077", "AdditionalHeaders does not fit the request", listNames},
	{"0002-00000078", "AdditionalHeaders does not fit the request", listNames},
	{"0002-00000102", "V2 (OSS2) Authorization header lacks a field", useV4},
	{"0002-00000103", "V2 (OSS2) Authorization header has a field without a colon", useV4},
	{"0002-00000104", "V2 (OSS2) Authorization header has an unknown field", useV4},
	{"0002-00000105", "V2 (OSS2) Authorization header lacks AccessKeyId", useV4},
	{"0002-00000106", "V2 (OSS2) Authorization header is malformed", useV4},
	{"0002-00000107", "V2 (OSS2) Authorization header is malformed", useV4},
	{"0002-00000108", "V2 (OSS2) Authorization header lacks Signature", useV4},
	{"0002-00000112", "AdditionalHeaders does not fit the request", listNames},
	{"0002-00000201", "V4 signature does not match", "most often the access key secret is wrong, or has a blank too many; if not, compare the server's canonical request and string to sign (Evidence) with your own"},
	{"0002-00000206", "access key id in the V4 credential has illegal characters", "look for blanks and line ends around the configured access key id"},
	{"0002-00000209", "AdditionalHeaders is present but empty", "leave AdditionalHeaders out if no further header is signed"},
	{"0002-00000210", "AdditionalHeaders has an empty name", listNames},
	{"0002-00000213", "credential of the V4 Authorization header is malformed", scopeForm},
	{"0002-00000215", "V4 signed URL without x-oss-expires", wholeURL},
	{"0002-00000216", "x-oss-expires of a V4 signed URL is empty", "give x-oss-expires in seconds, 1 to 604800, counted from x-oss-date"},
	{"0002-00000217", "V4 signed URL without x-oss-credential", wholeURL},
	{"0002-00000218", "x-oss-credential of a V4 signed URL is empty", scopeForm},
	{"0002-00000219", "V4 signed URL without x-oss-signature", wholeURL},
	{"0002-00000223", "date in the V4 credential is wrong", "take the UTC day of x-oss-date, as YYYYMMDD"},
	{"0002-00000224", "x-oss-credential of a V4 signed URL is malformed", scopeForm},
	{"0002-00000226", "signed for another region than the bucket's", signRegion},
	{"0002-00000227", "signed for another product", "sign for the product oss (a cloud box: oss-cloudbox)"},
	{"0002-00000228", "URL signed for another region than the bucket's", signRegion},
	{"0002-00000232", "x-oss-expires is out of range", "ask for 1 to 604800 seconds, and no longer than a security token lives"},
	{"0002-00000235", "V4 signed URL is used before its time, by more than 15 minutes", "set the clock of the machine that signs"},
	{"0002-00000236", "V4 signed URL is used after it expired", signAnew},
	{"0002-00000303", "S3-compatible signed URL without AWSAccessKeyId", useNative},
	{"0002-00000307", "S3-compatible V2 signature does not match", useNative},
	{"0002-00000423", "S3-compatible V4 signature is malformed", useNative},
	{"0002-00000429", "S3-compatible V4 signature does not match", useNative},
	{"0002-00000430", "S3-compatible V4 signature does not match", useNative},
	{"0002-00000501", "request time differs from the server's by more than 15 minutes", setClock},
	{"0002-00000502", "date is not in the form that the signature wants", "send Date as `Mon, 02 Jan 2006 15:04:05 GMT`, x-oss-date of V4 as `20060102T150405Z`"},
	{"0002-00000503", "request has neither Date nor x-oss-date", "send one of the two; a proxy or a browser may have dropped it"},
	{"0002-00000504", "request time differs too much from the server's, or cannot be read", setClock},
	{"0002-00000705", "signature of a POST form does not match", "sign the base64 text of the policy, byte for byte as it is sent"},
	{"0002-00000902", "access key id is not known", "check the access key id, and that it belongs to this site of Alibaba Cloud; a temporary one needs its security token"},
	{"0002-00000904", "access key is disabled, or may not be used from this address", "enable the key in the RAM console, or allow this network address for it"},
	// 0003: access control
	{"0003-00000001", "access is denied", askGrant},
	{"0003-00000002", "operations on this bucket need a signed request", "sign the request; it came without credentials"},
	{"0003-00000016", "the method is not allowed for this resource", "use a method that the operation's page has; of a delete marker, name another version"},
	{"0003-00000201", "a RAM policy denies the operation", askGrant},
	{"0003-00000301", "the policy of the security token does not allow the operation", "ask STS for a token whose policy and role both allow this operation"},
	{"0003-00000501", "hotlink protection refuses an empty Referer", refererFix},
	{"0003-00000502", "hotlink protection refuses this Referer", refererFix},
	{"0003-00000503", "Referer is not in the list of hotlink protection", refererFix},
	{"0003-00000703", "access is denied", askGrant},
	{"0003-00000801", "the user is disabled", checkUser},
	{"0003-00000803", "the user does not exist", checkUser},
	{"0003-00000905", "access is denied", askGrant},
	{"0003-00001403", "access is denied", askGrant},
	// 0004: traffic
	{"0004-00000501", "x-oss-traffic-limit is in the header and in the query", "send it in one of the two"},
	{"0004-00000502", "x-oss-traffic-limit is out of range", "give 819200 to 838860800, in bit/s"},
	// 0005: encryption
	{"0005-00000002", "the operation does not support x-oss-server-side-encryption", "leave the header out; what makes an object takes it, an upload where it begins"},
	// 0007: callback
	{"0007-00000203", "the object was stored, but the upload callback failed", "make the callback server answer 200 with JSON; do not upload again"},
	// 0010: tags
	{"0010-00000209", "a tag's key is longer than 128 characters", "shorten the key"},
	{"0010-00000210", "two tags have the same key", "give each key once"},
	{"0010-00000214", "a tag's value is longer than 256 characters", "shorten the value"},
	{"0010-00000217", "a tag's value has illegal characters", "use letters, digits, blanks and + - = . _ : /"},
	{"0010-00000218", "the object has more than 10 tags", "keep ten of them"},
	{"0010-00000219", "x-oss-tagging is malformed", "write it as k=v&k2=v2, keys and values percent-encoded"},
	// 0011: user metadata
	{"0011-00000002", "user metadata is larger than 8 KB", "shorten or drop x-oss-meta-* headers; names and values count together"},
	{"0011-00000004", "name of user metadata has illegal characters", "use letters, digits and hyphens after x-oss-meta-; an underscore is refused"},
	{"0011-00000005", "value of user metadata has illegal characters", "use printable ASCII; encode other text reversibly"},
	// 0012: versions
	{"0012-00000203", "the version of the copy source does not exist", "list the versions of the object for their ids"},
	// 0013: storage class
	{"0013-00000101", "storage class is not known", "use Standard, IA, Archive, ColdArchive or DeepColdArchive"},
	{"0013-00000109", "DeepColdArchive cannot be used for this region, user or operation", "choose another storage class"},
	// 0015: buckets
	{"0015-00000101", "the bucket does not exist", "check the bucket's name, and that the endpoint is the bucket's region"},
	{"0015-00000103", "a bucket of this name was deleted a moment ago", "wait and try again, or choose another name"},
	{"0015-00000301", "the bucket is not empty", "delete all objects, versions, delete markers and unfinished uploads first"},
	{"0015-00000401", "list-type is not valid", "use list-type=2, or leave it out"},
	// 0016, 0017: request
	{"0016-00000001", "object key is empty", nameObject},
	{"0016-00000002", "object key is too long or not UTF-8", nameObject},
	{"0016-00000003", "object key is too long", nameObject},
	{"0016-00000005", "object key begins with a slash or a backslash", nameObject},
	{"0016-00000304", "x-oss-copy-source has an unknown parameter", nameSource},
	{"0016-00000305", "x-oss-copy-source has an empty versionId", nameSource},
	{"0016-00000307", "the version of the copy source is a delete marker", "name a version that is none, or leave the version out"},
	{"0016-00000404", "the object is archived, and not restored", "restore the object and wait until x-oss-restore says that it is done, or have its bucket read Archive directly"},
	{"0016-00000501", "position of an append is missing", givePosition},
	{"0016-00000502", "position of an append is not a number", givePosition},
	{"0016-00000606", "Content-MD5 of a deletion of several objects is missing", "send the base64 of the MD5 of the request body"},
	{"0016-00000608", "the XML of the request is malformed", "compare the request body with the operation's page"},
	{"0016-00000616", "objects may not be deleted without a signature, or by this key", "sign the request, with a key that may delete all of the objects"},
	{"0016-00000701", "the object is being restored already", "wait until x-oss-restore says that it is done"},
	{"0016-00000702", "the storage class needs no restore", "restore Archive, ColdArchive and DeepColdArchive only"},
	{"0016-00000703", "Tier of a restore is not known", "use Expedited, Standard or Bulk"},
	{"0016-00000704", "Days of a restore is out of range", "give 1 to 365 days"},
	{"0016-00000718", "the object has no restore that could be ended", "end a restore only while x-oss-restore has an expiry date"},
	{"0016-00000719", "the restore of the object is not done yet", "wait until x-oss-restore says that it is done"},
	{"0016-00000901", "the bucket blocks public access", "use private, or switch Block Public Access off"},
	{"0017-00000002", "a delete marker, named by its version id, does not allow the operation", "name another version, or none"},
	{"0017-00000104", "object ACL is not known", objectACL},
	{"0017-00000105", "x-oss-object-acl is missing", objectACL},
	{"0017-00000219", "partNumber is missing", partNumbers},
	{"0017-00000220", "partNumber is out of range", partNumbers},
	{"0017-00000244", "the multipart upload does not exist", beginUpload},
	{"0017-00000279", "x-oss-forbid-overwrite is neither true nor false", "send true or false in lower case"},
	{"0017-00000288", "x-oss-process is too long", "shorten the processing instructions, or save them as a style"},
	{"0017-00000502", "Content-MD5 is not the base64 of an MD5", "send the base64 of its 16 bytes, not of its hex digits"},
	{"0017-00000503", "Content-MD5 is not that of the body", "compute it of the bytes that are sent; if it is right, send them again"},
	{"0017-00001001", "a condition of the request does not hold", "read the object anew and decide again; its ETag or Last-Modified has changed"},
	// 0026: objects
	{"0026-00000001", "the object does not exist", "check the key byte for byte (letter case, leading slash, encoding), and the bucket"},
	{"0026-00000002", "the object exists already", "choose another key, or drop x-oss-forbid-overwrite and the bucket's rule against overwriting"},
	{"0026-00000012", "the target of the symlink does not exist", "make the target, or point the link elsewhere"},
	{"0026-00000016", "position of an append is not the object's length", "continue from the header x-oss-next-append-position"},
	// 0031: XML
	{"0031-00000001", "the XML of the request is malformed", "compare the request body with the operation's page"},
	// 0042, 0043: multipart upload, symlinks
	{"0042-00000002", "the multipart upload to abort, or whose parts to list, does not exist", beginUpload},
	{"0042-00000104", "the multipart upload that a part is for does not exist", beginUpload},
	{"0042-00000209", "parts are not listed in ascending order", "list each part once, by its number"},
	{"0042-00000213", "a part that is not the last is smaller than 100 KB", "upload the object in larger parts"},
	{"0042-00000216", "x-oss-complete-all and a list of parts are sent together", "send the list, or the header without a body"},
	{"0042-00000301", "x-oss-copy-source of a part is malformed", nameSource},
	{"0042-00000311", "the multipart upload that a part is copied for does not exist", beginUpload},
	{"0043-00000001", "x-oss-symlink-target is missing", "name the object that the link leads to, percent-encoded"},
	{"0043-00000101", "the object is not a symlink", "ask with HeadObject; GetSymlink is for links alone"},
}
