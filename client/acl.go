package client

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

// ObjectACLOptions are the options of GetObjectACL and PutObjectACL.
type ObjectACLOptions struct {
	RequestOptions
	VersionID string // "" means the current version
}

// A GetObjectACLResult is the result of GetObjectACL.
type GetObjectACLResult struct {
	Response
	ACL       ACL    // DefaultACL if the bucket's holds
	OwnerID   string // the account that owns the object
	OwnerName string
}

// GetObjectACL returns an object's ACL. It needs the permission
// oss:GetObjectAcl.
//
// Source: OSS API reference, GetObjectACL.
func (b *Bucket) GetObjectACL(ctx context.Context, key string, opt *ObjectACLOptions) (*GetObjectACLResult, error) {
	op := b.version("GetObjectACL", http.MethodGet, key, (*versionOptions)(opt), "acl")
	type accessControlPolicy struct {
		OwnerID   string   `xml:"Owner>ID"`
		OwnerName string   `xml:"Owner>DisplayName"`
		Grants    []string `xml:"AccessControlList>Grant"`
	}
	return document(ctx, b.c, op, "AccessControlPolicy", func(p *accessControlPolicy, resp Response) (*GetObjectACLResult, error) {
		if len(p.Grants) != 1 {
			return nil, fmt.Errorf("it has %d grants, not one", len(p.Grants))
		}
		return &GetObjectACLResult{resp, ACL(strings.TrimSpace(p.Grants[0])), p.OwnerID, p.OwnerName}, nil
	})
}

// PutObjectACL sets an object's ACL. By OSS's page on what affects
// Last-Modified that moves it for objects without content only.
//
// Source: OSS API reference, PutObjectACL.
func (b *Bucket) PutObjectACL(ctx context.Context, key string, acl ACL, opt *ObjectACLOptions) (Response, error) {
	op := b.version("PutObjectACL", http.MethodPut, key, (*versionOptions)(opt), "acl")
	if acl == "" {
		op.fail(&ArgumentError{"ACL", "", "is empty"})
	}
	op.fail(Placement{ACL: acl}.set(op.header))
	return b.c.call(ctx, op)
}
