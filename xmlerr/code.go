package xmlerr

import (
	"io/fs"
	"slices"
	"strings"
)

// Code is the element Code of an error. It is itself an error, so that
// errors.Is(err, xmlerr.NoSuchKey) works. OSS has more codes than there are
// constants; compare an unlisted one with Code("TheCode").
type Code string

// The codes that work with objects, their metadata, buckets and signatures
// meets, by the HTTP status they usually come with (OSS: "Error responses" and
// the pages of the operations). Each constant is spelled as its code is.
const (
	CallbackFailed Code = "CallbackFailed" // 203

	NotModified Code = "NotModified" // 304, never with a body

	BadRequest                      Code = "BadRequest" // 400
	EntityTooLarge                  Code = "EntityTooLarge"
	EntityTooSmall                  Code = "EntityTooSmall"
	FileGroupTooLarge               Code = "FileGroupTooLarge"
	FilePartInterity                Code = "FilePartInterity" // OSS's spelling
	FilePartStale                   Code = "FilePartStale"
	InvalidArgument                 Code = "InvalidArgument"
	InvalidBucketName               Code = "InvalidBucketName"
	InvalidCRC64                    Code = "InvalidCRC64"
	InvalidDigest                   Code = "InvalidDigest"
	InvalidEncryptionAlgorithmError Code = "InvalidEncryptionAlgorithmError"
	InvalidObjectName               Code = "InvalidObjectName"
	InvalidPart                     Code = "InvalidPart"
	InvalidPartOrder                Code = "InvalidPartOrder"
	InvalidPolicyDocument           Code = "InvalidPolicyDocument"
	InvalidRequest                  Code = "InvalidRequest"
	InvalidTag                      Code = "InvalidTag"
	InvalidTaggingKey               Code = "InvalidTaggingKey"
	InvalidTargetBucketForLogging   Code = "InvalidTargetBucketForLogging"
	InvalidTargetType               Code = "InvalidTargetType"
	MalformedXML                    Code = "MalformedXML"
	MissingArgument                 Code = "MissingArgument"
	NotImplemented                  Code = "NotImplemented" // also 501; Extra["Header"] names the culprit
	NotSymlink                      Code = "NotSymlink"     // of GetSymlink; OSS does not document the name
	OperationNotSupported           Code = "OperationNotSupported"
	RequestIsNotMultiPartContent    Code = "RequestIsNotMultiPartContent"
	RequestTimeout                  Code = "RequestTimeout"
	TooManyBuckets                  Code = "TooManyBuckets"

	AccessDenied                        Code = "AccessDenied" // 403
	AccessForbidden                     Code = "AccessForbidden"
	AccessKeyIdAndSecurityTokenNotMatch Code = "AccessKeyIdAndSecurityTokenNotMatch"
	BucketDisable                       Code = "BucketDisable"
	CnameDenied                         Code = "CnameDenied"
	InvalidAccessKeyId                  Code = "InvalidAccessKeyId"
	InvalidObjectState                  Code = "InvalidObjectState"
	InvalidSecurityToken                Code = "InvalidSecurityToken"
	KmsServiceNotEnabled                Code = "KmsServiceNotEnabled"
	NonStandardHostForbidden            Code = "NonStandardHostForbidden"
	RequestTimeTooSkewed                Code = "RequestTimeTooSkewed"
	SecondLevelDomainForbidden          Code = "SecondLevelDomainForbidden"
	SecurityTokenExpired                Code = "SecurityTokenExpired"
	SecurityTokenNotSupported           Code = "SecurityTokenNotSupported"
	SignatureDoesNotMatch               Code = "SignatureDoesNotMatch"
	TransferAccelerationDisabled        Code = "TransferAccelerationDisabled"
	UserDisable                         Code = "UserDisable"
	WORMConfigurationLocked             Code = "WORMConfigurationLocked"

	NoSuchBucket               Code = "NoSuchBucket" // 404
	NoSuchKey                  Code = "NoSuchKey"
	NoSuchUpload               Code = "NoSuchUpload"
	NoSuchVersion              Code = "NoSuchVersion"
	NoSuchWebsiteConfiguration Code = "NoSuchWebsiteConfiguration"
	SymlinkTargetNotExist      Code = "SymlinkTargetNotExist"

	MethodNotAllowed Code = "MethodNotAllowed" // 405, as for a delete marker by its version id

	ArchiveRestoreFileStale   Code = "ArchiveRestoreFileStale" // 409
	ArchiveRestoreNotFinished Code = "ArchiveRestoreNotFinished"
	BucketAlreadyExists       Code = "BucketAlreadyExists"
	BucketNotEmpty            Code = "BucketNotEmpty"
	FileAlreadyExists         Code = "FileAlreadyExists"
	FileImmutable             Code = "FileImmutable"
	ObjectNotAppendable       Code = "ObjectNotAppendable"
	PositionNotEqualToLength  Code = "PositionNotEqualToLength"
	RestoreAlreadyInProgress  Code = "RestoreAlreadyInProgress"

	MissingContentLength Code = "MissingContentLength" // 411
	PreconditionFailed   Code = "PreconditionFailed"   // 412
	InvalidRange         Code = "InvalidRange"         // 416
	MirrorFailed         Code = "MirrorFailed"         // 424

	InternalError Code = "InternalError" // 500

	ActiveRequestLimitExceeded       Code = "ActiveRequestLimitExceeded" // 503
	CpuLimitExceeded                 Code = "CpuLimitExceeded"
	DownloadTrafficRateLimitExceeded Code = "DownloadTrafficRateLimitExceeded"
	MetaOperationQpsLimitExceeded    Code = "MetaOperationQpsLimitExceeded"
	ServiceUnavailable               Code = "ServiceUnavailable"
	SlowDown                         Code = "SlowDown"
	TotalQpsLimitExceeded            Code = "TotalQpsLimitExceeded"
	UploadTrafficRateLimitExceeded   Code = "UploadTrafficRateLimitExceeded"
)

// Error returns the code as it stands.
func (c Code) Error() string { return string(c) }

// Is reports what a code amounts to in the terms of package io/fs:
//
//   - fs.ErrNotExist: every code that begins with NoSuch, and
//     SymlinkTargetNotExist;
//   - fs.ErrExist: FileAlreadyExists, BucketAlreadyExists;
//   - fs.ErrPermission: the server did not accept who asks, or did not allow it:
//     AccessDenied and AccessForbidden; a key, a token or a signature that is
//     wrong, unknown, expired or not usable here (SignatureDoesNotMatch among
//     them: as for a wrong password, no retry helps without other credentials or
//     another signature); a disabled user or bucket; a host name that may not be
//     used.
//
// Not among them: RequestTimeTooSkewed, which a corrected clock cures, and
// refusals that are about the state of an object (InvalidObjectState,
// FileImmutable).
func (c Code) Is(target error) bool {
	switch target {
	case fs.ErrNotExist:
		return strings.HasPrefix(string(c), "NoSuch") || c == SymlinkTargetNotExist
	case fs.ErrExist:
		return c == FileAlreadyExists || c == BucketAlreadyExists
	case fs.ErrPermission:
		return slices.Contains(refusesCaller[:], c)
	}
	return false
}

// refusesCaller are the codes that amount to fs.ErrPermission. It is never
// written.
var refusesCaller = [...]Code{
	AccessDenied, AccessForbidden, InvalidAccessKeyId, SignatureDoesNotMatch,
	InvalidSecurityToken, SecurityTokenExpired, SecurityTokenNotSupported,
	AccessKeyIdAndSecurityTokenNotMatch, UserDisable, BucketDisable,
	CnameDenied, NonStandardHostForbidden, SecondLevelDomainForbidden,
}

// codeOfStatus returns the code that a status most likely stands for, "" where
// several are as likely (400, 409) or OSS does not use the status. A 404 could
// also mean the bucket; both amount to fs.ErrNotExist. 502 and 504 come from
// gateways and mean to the caller what ServiceUnavailable means.
func codeOfStatus(status int) Code {
	switch status {
	case 203:
		return CallbackFailed
	case 304:
		return NotModified
	case 403:
		return AccessDenied
	case 404:
		return NoSuchKey
	case 405:
		return MethodNotAllowed
	case 411:
		return MissingContentLength
	case 412:
		return PreconditionFailed
	case 416:
		return InvalidRange
	case 424:
		return MirrorFailed
	case 501:
		return NotImplemented
	case 502, 503, 504:
		return ServiceUnavailable
	}
	if 500 <= status && status <= 599 {
		return InternalError
	}
	return ""
}
