package signer

import (
	"slices"
	"strings"
)

// subResources are the query parameters that the string to sign of V1 takes
// in, sorted. The OSS documents list a part of them; the rest is what the
// official SDKs sign. testdata/signing/subresources.tsv says who signs which.
// Besides these, every name that starts with x-oss- is signed.
var subResources = [...]string{
	"accessPoint", "accessPointPolicy", "acl", "append", "asyncFetch", "bucketArchiveDirectRead", "bucketInfo",
	"callback", "callback-var", "cleanRestoredObject", "cloudboxes", "cname", "comp", "continuation-token",
	"cors", "delete", "encryption", "endTime", "group", "httpsConfig", "img", "inventory", "inventoryId",
	"lifecycle", "link", "live", "location", "logging", "metaQuery", "objectInfo", "objectMeta", "partNumber",
	"policy", "policyStatus", "position", "processConfiguration", "publicAccessBlock", "qos", "qosInfo",
	"qosRequester", "redundancyTransition", "referer", "regionList", "replication", "replicationLocation",
	"replicationProgress", "requestPayment", "requesterQosInfo", "resourceGroup", "resourcePool",
	"resourcePoolBuckets", "resourcePoolInfo", "response-cache-control", "response-content-disposition",
	"response-content-encoding", "response-content-language", "response-content-type", "response-expires",
	"responseHeader", "restore", "rtc", "seal", "security-token", "sequential", "startTime", "stat", "status",
	"style", "styleName", "symlink", "tagging", "transferAcceleration", "udf", "udfApplication",
	"udfApplicationLog", "udfId", "udfImage", "udfImageDesc", "udfName", "uploadId", "uploads", "versionId",
	"versioning", "versions", "vip", "vod", "vpcip", "website", "withHashContext", "worm", "wormExtend",
	"wormId",
}

// isSubResource reports whether V1 signs the query parameter of that name, for a
// caller who has more names, sorted, than the table.
func isSubResource(name string, more []string) bool {
	_, found := slices.BinarySearch(subResources[:], name)
	_, named := slices.BinarySearch(more, name)
	return found || named || strings.HasPrefix(name, "x-oss-")
}
