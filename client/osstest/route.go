package osstest

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// A level says what a request is about.
type level int

const (
	service level = iota // no bucket
	bucketLevel
	objectLevel
)

// String returns the level as OSS's ResourceType.
func (l level) String() string { return [...]string{"SERVICE", "BUCKET", "OBJECT"}[l] }

// An operation is one thing that a request can ask for.
type operation struct {
	name        string // OSS's own
	method      string
	level       level
	subResource string   // the query name that selects it, "" for none
	query       []string // the query names that it takes beyond that and the common ones
	traffic     bool     // takes x-oss-traffic-limit, in the header or in the query
	conditions  bool     // honours If-Match and its kin
	copies      bool     // is selected by x-oss-copy-source
	creates     bool     // the bucket need not exist
	owner       bool     // is not for anonymous requests, whatever the ACL
	noDirectory bool     // is not for directories
	body        int64    // most bytes of its document, 0 for documentBody; or objectBody
	headers     []string // the x-oss- headers it honours, beyond the common ones
	run         func(*call) (*reply, *xmlerr.Error)
}

// newHeaders say what a new object is like.
var newHeaders = []string{
	headers.XOSSObjectACL, headers.XOSSStorageClass, headers.XOSSTagging, headers.XOSSForbidOverwrite,
	headers.XOSSServerSideEncryption, headers.XOSSServerSideEncryptionKeyID, headers.XOSSServerSideDataEncryption,
	headers.XOSSPersistentHeaders,
}

// sourceHeaders say what is copied, and under which conditions.
var sourceHeaders = []string{
	headers.XOSSCopySource, copyConditions.match, copyConditions.noneMatch, copyConditions.modifiedSince, copyConditions.unmodifiedSince,
}

var (
	putHeaders  = slices.Concat(newHeaders, []string{headers.XOSSHashCRC64ECMA})
	copyHeaders = slices.Concat(newHeaders, sourceHeaders, []string{headers.XOSSMetadataDirective, headers.XOSSTaggingDirective})
)

// commonHeaders are the x-oss- headers that any request may have.
var commonHeaders = []string{
	headers.XOSSDate, headers.XOSSContentSHA256, headers.XOSSSecurityToken, headers.XOSSRequestPayer, "x-oss-user-agent",
}

// commonQuery are the query names that any request may have: those that sign a
// URL, of V4 and of V1, and who pays.
var commonQuery = []string{
	"x-oss-signature-version", "x-oss-credential", headers.XOSSDate, "x-oss-expires",
	"x-oss-additional-headers", headers.XOSSSecurityToken, "x-oss-signature",
	"OSSAccessKeyId", "Expires", "Signature", "security-token", headers.XOSSRequestPayer,
}

// ofVersion is the query of operations on one version of an object.
var ofVersion = []string{"versionId"}

// readQuery is the query of GetObject.
var readQuery = slices.AppendSeq([]string{"versionId"}, maps.Keys(overrides))

// operations are what is supported, apart from what its own file adds to it.
var operations = slices.Concat(objectOperations, metadataOperations, appendOperations, symlinkOperations, uploadOperations,
	bucketOperations, listOperations, restoreOperations, sealOperations)

var objectOperations = []operation{
	{name: "PutObject", method: http.MethodPut, level: objectLevel, traffic: true, body: objectBody, headers: putHeaders, run: putObject},
	{name: "CopyObject", method: http.MethodPut, level: objectLevel, copies: true, traffic: true, headers: copyHeaders, run: copyObject},
	{name: "GetObject", method: http.MethodGet, level: objectLevel, query: readQuery, traffic: true, conditions: true,
		headers: []string{headers.XOSSRangeBehavior}, run: getObject},
	{name: "HeadObject", method: http.MethodHead, level: objectLevel, query: ofVersion, conditions: true, run: headObject},
	{name: "DeleteObject", method: http.MethodDelete, level: objectLevel, noDirectory: true, query: ofVersion, run: deleteObject},
}

var metadataOperations = []operation{
	{name: "GetObjectMeta", method: http.MethodHead, level: objectLevel, subResource: "objectMeta", query: ofVersion, run: getObjectMeta},
	{name: "GetObjectACL", method: http.MethodGet, level: objectLevel, subResource: "acl", owner: true, noDirectory: true, query: ofVersion, run: getObjectACL},
	{name: "PutObjectACL", method: http.MethodPut, level: objectLevel, subResource: "acl", owner: true, noDirectory: true, query: ofVersion,
		headers: []string{headers.XOSSObjectACL}, run: putObjectACL},
	{name: "GetObjectTagging", method: http.MethodGet, level: objectLevel, subResource: "tagging", owner: true, query: ofVersion, run: getObjectTagging},
	{name: "PutObjectTagging", method: http.MethodPut, level: objectLevel, subResource: "tagging", owner: true, query: ofVersion, run: putObjectTagging},
	{name: "DeleteObjectTagging", method: http.MethodDelete, level: objectLevel, subResource: "tagging", owner: true, query: ofVersion, run: deleteObjectTagging},
}

// conditionHeaders are the conditions of GetObject and HeadObject. If-Range is
// none of OSS's.
var conditionHeaders = []string{
	readConditions.match, readConditions.noneMatch, readConditions.modifiedSince, readConditions.unmodifiedSince,
}

// route finds the operation that a request asks for, and what of it the
// server does not support. The operation may be known all the same.
func (c *call) route() (*operation, *xmlerr.Error) {
	switch c.req.Method {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodPost, http.MethodDelete:
	default:
		return nil, fail(xmlerr.MethodNotAllowed, ecMethod, "The specified method is not allowed against this resource.",
			"Method", c.req.Method, "ResourceType", c.level().String())
	}
	op := c.find()
	if name := c.unsupportedQuery(op); name != "" {
		return op, unsupported("Query", name)
	}
	if op == nil {
		return nil, unsupported("Method", c.req.Method+" "+c.level().String())
	}
	return op, c.unsupportedHeader(op)
}

// takes reports whether name may be in the query.
func (op *operation) takes(name string) bool {
	return name == op.subResource || name == headers.XOSSTrafficLimit && op.traffic ||
		slices.Contains(op.query, name) || slices.Contains(commonQuery, name)
}

// copySourceField is x-oss-copy-source as net/http spells it.
var copySourceField = headers.CanonicalName(headers.XOSSCopySource)

// find returns the operation of method, level, sub-resource and copy source:
// of those that fit, the one that is selected by most.
func (c *call) find() *operation {
	_, copies := c.req.Header[copySourceField]
	var found *operation
	most := -1
	for i := range operations {
		op := &operations[i]
		if op.method != c.req.Method || op.level != c.level() || op.copies && !copies {
			continue
		}
		selected := 0
		if op.copies {
			selected = 1
		}
		if op.subResource != "" {
			if c.query[op.subResource] == nil {
				continue
			}
			selected += 2
		}
		if selected > most {
			found, most = op, selected
		}
	}
	return found
}

// unsupportedQuery names the first query parameter, by name, that the
// operation does not take, or "".
func (c *call) unsupportedQuery(op *operation) (first string) {
	for name := range c.query {
		known := slices.Contains(commonQuery, name) || op != nil && op.takes(name)
		if !known && (first == "" || name < first) {
			first = name
		}
	}
	return first
}

// unsupportedHeader names the first header, by name, that asks for something
// the operation does not do.
func (c *call) unsupportedHeader(op *operation) *xmlerr.Error {
	first := ""
	for name := range c.req.Header {
		if !op.honours(name) && !(op.copies && c.repeats(name)) && (first == "" || name < first) {
			first = name
		}
	}
	switch {
	case first == "":
		return nil
	case strings.EqualFold(first, headers.XOSSServerSideEncryption):
		return invalidEC(ecEncryptionPlace, headers.XOSSServerSideEncryption, c.header(first), "The operation does not support the header.")
	case hasPrefixFold(first, ossPrefix):
		first = strings.ToLower(first)
	}
	return unsupported("Header", first)
}

// honours reports whether a header asks for nothing that the operation does
// not do.
func (op *operation) honours(name string) bool {
	same := func(known string) bool { return strings.EqualFold(known, name) }
	switch {
	case hasPrefixFold(name, metaPrefix):
		return true
	case hasPrefixFold(name, ossPrefix):
		return slices.ContainsFunc(commonHeaders, same) || slices.ContainsFunc(op.headers, same) || op.traffic && same(headers.XOSSTrafficLimit)
	case hasPrefixFold(name, "if-"):
		return op.conditions && slices.Contains(conditionHeaders, name)
	}
	return true
}

// ossPrefix begins the names of OSS's own headers.
const ossPrefix = "x-oss-"

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

const sourcePrefix = headers.XOSSCopySource + "-"

// repeats reports a header that the request has twice, with this prefix of
// conditions of a copy and without. So ali-oss, the official client for
// JavaScript, sends all headers of a copy; the form that is none is ignored.
func (c *call) repeats(name string) bool {
	if other, found := strings.CutPrefix(strings.ToLower(name), sourcePrefix); found {
		return c.req.Header.Values(other) != nil
	}
	return hasPrefixFold(name, "if-") && c.req.Header.Values(sourcePrefix+name) != nil
}

// level says what the request is about.
func (c *call) level() level {
	switch {
	case c.bucket == "":
		return service
	case c.key == "":
		return bucketLevel
	}
	return objectLevel
}
