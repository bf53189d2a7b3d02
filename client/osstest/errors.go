package osstest

import (
	"encoding/base64"
	"net/http"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// EC numbers that OSS documents for what this server refuses.
const (
	ecAnonymous    = "0003-00000001"
	ecDenied       = "0003-00000201"
	ecMethod       = "0003-00000016"
	ecMetaSize     = "0011-00000002"
	ecMetaName     = "0011-00000004"
	ecNoSuchBucket = "0015-00000101"
	ecExists       = "0026-00000002"
	ecForbidValue  = "0017-00000279"
	ecNoSuchKey    = "0026-00000001"
	ecMalformedXML = "0016-00000608"
	ecTagKeyLength = "0010-00000209"
	ecTagValueLong = "0010-00000214"
	ecTagValue     = "0010-00000217"
	ecTagForm      = "0010-00000219"
	ecTraffic      = "0004-00000502"
	ecTrafficTwice = "0004-00000501"
	ecNoObjectACL  = "0017-00000105"
	ecObjectACL    = "0017-00000104"
	ecStorageClass = "0013-00000101"
	ecCondition    = "0017-00001001"

	ecDeepColdArchive = "0013-00000109"
	ecPositionMissing = "0016-00000501"
	ecPositionInvalid = "0016-00000502"
	ecPositionDiffers = "0026-00000016"
	ecTargetNotExist  = "0026-00000012"
	ecNotSymlink      = "0043-00000101"
	ecPartNoNumber    = "0017-00000219"
	ecPartNumber      = "0017-00000220"
	ecNoSuchUpload    = "0017-00000244"
	ecPartOrder       = "0042-00000209"
	ecPartTooSmall    = "0042-00000213"
	ecPartSource      = "0042-00000301"
	ecCompleteAllBody = "0042-00000216"

	ecKeyEmpty   = "0016-00000001"
	ecKeyNotUTF8 = "0016-00000002"
	ecKeyLong    = "0016-00000003"
	ecKeySlash   = "0016-00000005"

	ecSourceVersion   = "0012-00000203"
	ecSourceQuery     = "0016-00000304"
	ecSourceNoVersion = "0016-00000305"
	ecSourceMarker    = "0016-00000307"
	ecMarkerVersion   = "0017-00000002"
	ecMD5Form         = "0017-00000502"
	ecMD5Differs      = "0017-00000503"
	ecTagTwice        = "0010-00000210"
	ecTagsMany        = "0010-00000218"
	ecEncryptionPlace = "0005-00000002"
	ecLinkNoTarget    = "0043-00000001"
	ecDeleteNoMD5     = "0016-00000606"

	ecBucketNotEmpty  = "0015-00000301"
	ecListType        = "0015-00000401"
	ecPublicObjectACL = "0016-00000901"

	ecDeleteDenied       = "0016-00000616"
	ecFrozen             = "0016-00000404"
	ecRestoring          = "0016-00000701"
	ecNotArchived        = "0016-00000702"
	ecRestoreTier        = "0016-00000703"
	ecRestoreDays        = "0016-00000704" // of ColdArchive and DeepColdArchive
	ecRestoreStale       = "0016-00000718"
	ecRestoreNotFinished = "0016-00000719"
)

// statusOf returns the status that OSS answers a code with.
func statusOf(code xmlerr.Code) int {
	switch code {
	case xmlerr.AccessDenied, xmlerr.AccessKeyIdAndSecurityTokenNotMatch, xmlerr.InvalidAccessKeyId,
		xmlerr.InvalidObjectState, xmlerr.InvalidSecurityToken, xmlerr.RequestTimeTooSkewed, xmlerr.SecondLevelDomainForbidden,
		xmlerr.SecurityTokenExpired, xmlerr.SecurityTokenNotSupported, xmlerr.SignatureDoesNotMatch:
		return http.StatusForbidden
	case xmlerr.NoSuchBucket, xmlerr.NoSuchKey, xmlerr.NoSuchUpload, xmlerr.NoSuchVersion, xmlerr.SymlinkTargetNotExist:
		return http.StatusNotFound
	case xmlerr.MethodNotAllowed:
		return http.StatusMethodNotAllowed
	case xmlerr.BucketAlreadyExists, xmlerr.BucketNotEmpty, xmlerr.FileAlreadyExists, xmlerr.FileImmutable,
		xmlerr.ObjectNotAppendable, xmlerr.PositionNotEqualToLength,
		xmlerr.RestoreAlreadyInProgress, xmlerr.ArchiveRestoreFileStale, xmlerr.ArchiveRestoreNotFinished:
		return http.StatusConflict
	case xmlerr.MissingContentLength:
		return http.StatusLengthRequired
	case xmlerr.PreconditionFailed:
		return http.StatusPreconditionFailed
	case xmlerr.InvalidRange:
		return http.StatusRequestedRangeNotSatisfiable
	case xmlerr.NotModified:
		return http.StatusNotModified
	}
	return http.StatusBadRequest
}

// fail makes an error. Further elements come as pairs of name and text.
func fail(code xmlerr.Code, ec, message string, extra ...string) *xmlerr.Error {
	e := &xmlerr.Error{StatusCode: statusOf(code), Code: code, EC: ec, Message: message}
	for i := 0; i+1 < len(extra); i += 2 {
		if e.Extra == nil {
			e.Extra = make(map[string]string)
		}
		e.Extra[extra[i]] = extra[i+1]
	}
	return e
}

// invalid makes the InvalidArgument of one argument.
func invalid(name, value, message string) *xmlerr.Error {
	return fail(xmlerr.InvalidArgument, "", message, "ArgumentName", name, "ArgumentValue", value)
}

// invalidEC makes that of one for which OSS documents a number.
func invalidEC(ec, name, value, message string) *xmlerr.Error {
	e := invalid(name, value, message)
	e.EC = ec
	return e
}

// unsupported makes the NotImplemented of what kind and name say: a Header, a
// Query, or a Method.
func unsupported(kind, name string) *xmlerr.Error {
	return fail(xmlerr.NotImplemented, "", "A "+kind+" you provided implies functionality that is not implemented: "+name, kind, name)
}

func noSuchBucket(name string) *xmlerr.Error {
	return fail(xmlerr.NoSuchBucket, ecNoSuchBucket, "The specified bucket does not exist.", "BucketName", name)
}

func noSuchKey(key string) *xmlerr.Error {
	return fail(xmlerr.NoSuchKey, ecNoSuchKey, "The specified key does not exist.", "Key", key)
}

func noSuchVersion(key, id string) *xmlerr.Error {
	return fail(xmlerr.NoSuchVersion, "", "The specified version does not exist.", "Key", key, "VersionId", id)
}

func accessDenied() *xmlerr.Error {
	return fail(xmlerr.AccessDenied, ecAnonymous, "You have no right to access this object because of bucket acl.")
}

// troubleshooting is where OSS sends people for an EC (OSS "Error responses").
const troubleshooting = "https://api.aliyun.com/troubleshoot?q="

// errorReply completes e and makes the reply of it: an XML body, on HEAD the
// header x-oss-err instead.
func errorReply(c *call, e *xmlerr.Error) *reply {
	r := newReply(e.StatusCode)
	r.code = e.Code
	r.fields = append(r.fields, c.aside...)
	if e.StatusCode == http.StatusNotModified {
		return r // never with a body
	}
	e.RequestID, e.HostID = c.id, c.req.Host
	if e.EC != "" {
		r.set(headers.XOSSEC, e.EC)
		if e.Extra == nil {
			e.Extra = make(map[string]string)
		}
		e.Extra["RecommendDoc"] = troubleshooting + e.EC
	}
	body := e.AppendXML(nil)
	if c.req.Method == http.MethodHead {
		r.set(headers.XOSSErr, base64.StdEncoding.EncodeToString(body))
		return r
	}
	return r.document(body)
}
