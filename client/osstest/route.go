package osstest

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// Sizes of request bodies, in bytes.
const (
	documentBody = 64 << 10 // an XML document, or nothing
	objectBody   = -1       // up to Options.MaxObjectBytes
)

// An operation is one thing that a request can ask for.
type operation struct {
	name        string // OSS's own
	method      string
	subResource string   // the query name that selects it, "" for none
	conditions  bool     // honours If-Match and its kin
	copies      bool     // is selected by x-oss-copy-source
	body        int64    // most bytes of body, or objectBody
	headers     []string // the x-oss- headers it honours, beyond the common ones
	run         func(*call) (*reply, *xmlerr.Error)
}

var putHeaders = []string{
	headers.XOSSObjectACL, headers.XOSSStorageClass, headers.XOSSTagging, headers.XOSSForbidOverwrite,
	headers.XOSSServerSideEncryption, headers.XOSSServerSideEncryptionKeyID, headers.XOSSServerSideDataEncryption,
	headers.XOSSHashCRC64ECMA,
}

var copyHeaders = []string{
	headers.XOSSObjectACL, headers.XOSSStorageClass, headers.XOSSTagging, headers.XOSSForbidOverwrite,
	headers.XOSSServerSideEncryption, headers.XOSSServerSideEncryptionKeyID, headers.XOSSServerSideDataEncryption,
	headers.XOSSCopySource, headers.XOSSCopySourceIfMatch, headers.XOSSCopySourceIfNoneMatch,
	headers.XOSSCopySourceIfModifiedSince, headers.XOSSCopySourceIfUnmodifiedSince,
	headers.XOSSMetadataDirective, headers.XOSSTaggingDirective,
}

// commonHeaders are the x-oss- headers that any request may have.
var commonHeaders = []string{
	headers.XOSSDate, headers.XOSSContentSHA256, headers.XOSSSecurityToken, headers.XOSSRequestPayer, "x-oss-user-agent",
}

// operations are the object operations that are supported.
var operations = []operation{
	{name: "PutObject", method: http.MethodPut, body: objectBody, headers: putHeaders, run: putObject},
	{name: "CopyObject", method: http.MethodPut, copies: true, body: documentBody, headers: copyHeaders, run: copyObject},
	{name: "GetObject", method: http.MethodGet, conditions: true, body: documentBody, headers: []string{headers.XOSSRangeBehavior}, run: getObject},
	{name: "HeadObject", method: http.MethodHead, conditions: true, body: documentBody, run: headObject},
	{name: "GetObjectMeta", method: http.MethodHead, subResource: "objectMeta", body: documentBody, run: getObjectMeta},
	{name: "DeleteObject", method: http.MethodDelete, body: documentBody, run: deleteObject},
	{name: "GetObjectACL", method: http.MethodGet, subResource: "acl", body: documentBody, run: getObjectACL},
	{name: "PutObjectACL", method: http.MethodPut, subResource: "acl", body: documentBody, headers: []string{headers.XOSSObjectACL}, run: putObjectACL},
	{name: "GetObjectTagging", method: http.MethodGet, subResource: "tagging", body: documentBody, run: getObjectTagging},
	{name: "PutObjectTagging", method: http.MethodPut, subResource: "tagging", body: documentBody, run: putObjectTagging},
	{name: "DeleteObjectTagging", method: http.MethodDelete, subResource: "tagging", body: documentBody, run: deleteObjectTagging},
}

// conditionHeaders are the conditions of GetObject and HeadObject. If-Range is
// none of OSS's.
var conditionHeaders = []string{
	readConditions.match, readConditions.noneMatch, readConditions.modifiedSince, readConditions.unmodifiedSince,
}

// route finds the operation that a request asks for, and what of it the
// server does not support. The operation may be known all the same.
func (c *call) route() (*operation, *xmlerr.Error) {
	names := slices.Sorted(maps.Keys(c.query))
	switch c.req.Method {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodPost, http.MethodDelete:
	default:
		return nil, fail(xmlerr.MethodNotAllowed, ecMethod, "The specified method is not allowed against this resource.",
			"Method", c.req.Method, "ResourceType", c.resourceType())
	}
	if c.key == "" {
		if len(names) > 0 {
			return nil, unsupported("Query", names[0])
		}
		return nil, unsupported("Method", c.req.Method+" "+c.resourceType())
	}
	op := c.find()
	for _, name := range names {
		if op == nil || name != op.subResource {
			return op, unsupported("Query", name)
		}
	}
	if op == nil {
		return nil, unsupported("Method", c.req.Method+" "+c.resourceType())
	}
	return op, c.unsupportedHeader(op)
}

// find returns the operation of method, sub-resource and copy source.
func (c *call) find() *operation {
	_, copies := c.req.Header[headers.CanonicalName(headers.XOSSCopySource)]
	var plain *operation
	for i := range operations {
		op := &operations[i]
		if op.method != c.req.Method || op.copies != (copies && op.method == http.MethodPut && op.subResource == "") {
			continue
		}
		if op.subResource == "" {
			plain = op
		} else if c.query[op.subResource] != nil {
			return op
		}
	}
	return plain
}

// unsupportedHeader names the first header, by name, that asks for something
// the operation does not do.
func (c *call) unsupportedHeader(op *operation) *xmlerr.Error {
	for _, name := range slices.Sorted(maps.Keys(c.req.Header)) {
		lower := strings.ToLower(name)
		switch {
		case strings.HasPrefix(lower, metaPrefix):
		case strings.HasPrefix(lower, "x-oss-"):
			if !slices.Contains(commonHeaders, lower) && !slices.Contains(op.headers, lower) {
				return unsupported("Header", lower)
			}
		case strings.HasPrefix(lower, "if-"):
			if !op.conditions || !slices.Contains(conditionHeaders, name) {
				return unsupported("Header", name)
			}
		}
	}
	return nil
}

// resourceType says in OSS's words what the request is about.
func (c *call) resourceType() string {
	switch {
	case c.bucket == "":
		return "SERVICE"
	case c.key == "":
		return "BUCKET"
	}
	return "OBJECT"
}
