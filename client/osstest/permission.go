package osstest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

// actionPrefix begins the name of every action in RAM policies.
const actionPrefix = "oss:"

// actionNames are the actions of operations whose name is another one than
// theirs (OSS: "RAM policy", the pages of the operations).
var actionNames = map[string]string{
	"AppendObject":            "PutObject",
	"CompleteMultipartUpload": "PutObject",
	"CopyObject":              "PutObject",
	"DeleteMultipleObjects":   "DeleteObject",
	"GetBucketACL":            "GetBucketAcl",
	"GetObjectACL":            "GetObjectAcl",
	"GetObjectMeta":           "GetObject",
	"GetSymlink":              "GetObject",
	"HeadBucket":              "GetBucketInfo",
	"HeadObject":              "GetObject",
	"InitiateMultipartUpload": "PutObject",
	"ListObjectsV2":           "ListObjects",
	"PutBucketACL":            "PutBucketAcl",
	"PutObjectACL":            "PutObjectAcl",
	"PutSymlink":              "PutObject",
	"UploadPart":              "PutObject",
	"UploadPartCopy":          "PutObject",
}

// action returns the action that an operation is, without its prefix.
func (op *operation) action() string { return orElse(actionNames[op.name], op.name) }

// onVersion returns the action on a version that is named: oss:GetObjectAcl
// becomes oss:GetObjectVersionAcl.
func onVersion(action string) string {
	before, after, ok := strings.Cut(action, "Object")
	if !ok {
		return action
	}
	return before + "ObjectVersion" + after
}

// actions returns the actions that the request must be allowed, as far as its
// body does not matter.
func (c *call) actions() []string {
	action := c.op.action()
	if c.versionQuery() != "" {
		action = onVersion(action)
	}
	all := []string{action}
	if c.op.copies {
		read := "GetObject"
		if strings.Contains(c.header(headers.XOSSCopySource), "?versionId=") {
			read = onVersion(read)
		}
		all = append(all, read)
	}
	if c.header(headers.XOSSTagging) != "" {
		all = append(all, "PutObjectTagging")
	}
	return all
}

// permitted refuses a request that Options.Denied denies one of the actions,
// as OSS does if a RAM policy denies it (EC 0003-00000201).
func (c *call) permitted(actions ...string) *xmlerr.Error {
	for _, action := range actions {
		if c.denied(action) {
			return fail(xmlerr.AccessDenied, ecDenied, "You have no right to access this object because of bucket acl or policy.",
				"AuthAction", actionPrefix+action, "NoPermissionType", "ExplicitDeny")
		}
	}
	return nil
}

// denied reports whether an action is denied to who sent the request.
func (c *call) denied(action string) bool {
	action = actionPrefix + action
	denied := c.oss.opt.Denied
	return slices.Contains(denied[""], action) || slices.Contains(denied[c.keyID], action)
}

// checkDenied refuses actions that no request needs, and key ids that the
// server does not know.
func checkDenied(opt Options) error {
	known := map[string]bool{actionPrefix + "GetObject": true}
	for i := range operations {
		action := actionPrefix + operations[i].action()
		known[action], known[onVersion(action)] = true, true
	}
	for _, id := range slices.Sorted(maps.Keys(opt.Denied)) {
		if id != "" && !slices.ContainsFunc(opt.Credentials, func(c signer.Credentials) bool { return c.AccessKeyID == id }) {
			return fmt.Errorf("Options.Denied: access key id %q is none of Options.Credentials", id)
		}
		for _, action := range opt.Denied[id] {
			if !known[action] {
				return fmt.Errorf("Options.Denied: %q is no action of this server, such as \"oss:GetObjectAcl\"", action)
			}
		}
	}
	return nil
}
