package signer

import (
	"slices"
	"strings"
)

// The sub-resources of V1: the query parameters that its string to sign takes
// in. The OSS documents list a part of them ("D"); the rest is what the
// official SDKs sign: Go V1 ("G1", the same as PHP V1), Python oss2 ("P1"),
// Java V1 ("J1"), and the second generation, whose fixed lists are shorter and
// extended per operation ("V2"; "J2" for Java alone). Besides these, every
// name that starts with x-oss- is signed, as Go V2 does.

type subResource struct {
	name string
	by   string
}

var subResources = [...]subResource{ // sorted by name
	{"accessPoint", "P1"},
	{"accessPointPolicy", "P1"},
	{"acl", "D G1 P1 J1 V2"},
	{"append", "D G1 P1 J1 V2"},
	{"asyncFetch", "G1 P1 J1"},
	{"bucketArchiveDirectRead", "P1"},
	{"bucketInfo", "D G1 P1 J1 V2"},
	{"callback", "G1 P1 J1 V2"},
	{"callback-var", "G1 P1 J1 V2"},
	{"cleanRestoredObject", "J2"},
	{"cloudboxes", "G1 V2"},
	{"cname", "D G1 P1 J1"},
	{"comp", "D G1 P1 J1"},
	{"continuation-token", "G1 P1 J1 V2"},
	{"cors", "D G1 P1 J1"},
	{"delete", "D G1 P1 J1 V2"},
	{"encryption", "G1 P1 J1"},
	{"endTime", "D G1 P1 J1"},
	{"group", "P1"},
	{"httpsConfig", "P1"},
	{"img", "D G1 J1"},
	{"inventory", "G1 P1 J1"},
	{"inventoryId", "G1 P1 J1"},
	{"lifecycle", "D G1 P1 J1"},
	{"link", "P1"},
	{"live", "D G1 P1 J1"},
	{"location", "D G1 P1 J1 V2"},
	{"logging", "D G1 P1 J1"},
	{"metaQuery", "G1 P1 J1"},
	{"objectInfo", "P1"},
	{"objectMeta", "D G1 P1 J1 V2"},
	{"partNumber", "D G1 P1 J1 V2"},
	{"policy", "G1 P1 J1"},
	{"policyStatus", "J1"},
	{"position", "D G1 P1 J1 V2"},
	{"processConfiguration", "J1"},
	{"publicAccessBlock", "P1"},
	{"qos", "D G1 P1 J1"},
	{"qosInfo", "G1 P1 J1"},
	{"qosRequester", "P1"},
	{"redundancyTransition", "P1"},
	{"referer", "D G1 P1 J1"},
	{"regionList", "G1 P1 J1 V2"},
	{"replication", "D G1 P1 J1"},
	{"replicationLocation", "D G1 P1 J1"},
	{"replicationProgress", "D G1 P1 J1"},
	{"requestPayment", "G1 P1 J1"},
	{"requesterQosInfo", "P1"},
	{"resourceGroup", "G1 P1 J1 J2"},
	{"resourcePool", "P1"},
	{"resourcePoolBuckets", "P1"},
	{"resourcePoolInfo", "P1"},
	{"response-cache-control", "D G1 P1 J1 V2"},
	{"response-content-disposition", "D G1 P1 J1 V2"},
	{"response-content-encoding", "D G1 P1 J1 V2"},
	{"response-content-language", "D G1 P1 J1 V2"},
	{"response-content-type", "D G1 P1 J1 V2"},
	{"response-expires", "D G1 P1 J1 V2"},
	{"responseHeader", "G1"},
	{"restore", "G1 P1 J1 V2"},
	{"rtc", "G1"},
	{"seal", "J1"},
	{"security-token", "D G1 P1 J1 V2"},
	{"sequential", "G1 P1 J1 V2"},
	{"startTime", "D G1 P1 J1"},
	{"stat", "G1 P1 J1 V2"},
	{"status", "D G1 P1 J1"},
	{"style", "D G1 P1 J1"},
	{"styleName", "D G1 P1 J1"},
	{"symlink", "D G1 P1 J1 V2"},
	{"tagging", "D G1 P1 J1 V2"},
	{"transferAcceleration", "G1 P1 J1"},
	{"udf", "G1 J1"},
	{"udfApplication", "G1 J1"},
	{"udfApplicationLog", "G1 J1"},
	{"udfId", "G1 J1"},
	{"udfImage", "G1 J1"},
	{"udfImageDesc", "G1 J1"},
	{"udfName", "G1 J1"},
	{"uploadId", "D G1 P1 J1 V2"},
	{"uploads", "D G1 P1 J1 V2"},
	{"versionId", "G1 P1 J1 V2"},
	{"versioning", "G1 P1 J1 V2"},
	{"versions", "G1 P1 J1 V2"},
	{"vip", "J1"},
	{"vod", "D G1 P1 J1"},
	{"vpcip", "J1"},
	{"website", "D G1 P1 J1"},
	{"withHashContext", "G1"},
	{"worm", "G1 P1 J1"},
	{"wormExtend", "G1 P1 J1"},
	{"wormId", "G1 P1 J1"},
}

// isSubResource reports whether V1 signs the query parameter of that name.
func isSubResource(name string, more []string) bool {
	if strings.HasPrefix(name, "x-oss-") || slices.Contains(more, name) {
		return true
	}
	_, found := slices.BinarySearchFunc(subResources[:], name,
		func(s subResource, name string) int { return strings.Compare(s.name, name) })
	return found
}
