package client_test

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/signer"
	"example.com/ossmeta/xmlerr"
)

// An editCase is one state of an object, its bucket or the world in which it is
// edited. Either nothing but the edit changes, or nothing changes at all.
type editCase struct {
	name   string
	oss    osstest.Options // Buckets without a name is the bucket's
	bucket osstest.Bucket
	key    string // "" = "k"
	object osstest.Object
	opt    client.EditOptions
	first  func(*testing.T, *osstest.OSS, *client.Bucket) // before the first copy is sent
	inject osstest.Fault
	fault  roundTrip             // in place of the first copy's answer
	local  time.Duration         // the client's clock is ahead by this
	want   error                 // nil: edited
	copies int                   // that are sent at most; 0 = 1
	lost   func(*osstest.Object) // takes off what this edit is known, and said, to lose
}

var editCases = []editCase{
	{name: "everything", object: everything()},
	{name: "everything, versioned", bucket: osstest.Bucket{Versioning: "Enabled"}, object: everything()},
	{name: "everything, the class of a copy kept", oss: osstest.Options{CopyStorageClass: osstest.CopyKeepsClass}, object: everything()},
	{name: "the null version", bucket: osstest.Bucket{Versioning: "Suspended"}, want: client.EditNullVersion},
	{name: "the null version, allowed", bucket: osstest.Bucket{Versioning: "Suspended"}, object: everything(), opt: client.EditOptions{AllowNullVersion: true}},
	{name: "AES256 in a bucket with KMS", bucket: osstest.Bucket{ServerSideEncryption: "KMS"}, object: osstest.Object{ServerSideEncryption: "AES256"}},
	{name: "a multipart object", object: osstest.Object{ObjectType: "Multipart", ETag: `"5B3C1A2E053D763E1B002CC607C5A0FE-3"`}},
	{name: "a key that needs escaping", key: "a+b %2F?versionId=x&acl#/中//é.txt"},

	{name: "an appendable object", object: osstest.Object{ObjectType: "Appendable"}, want: client.EditAppendable},
	{name: "an appendable object, allowed", object: osstest.Object{ObjectType: "Appendable", ServerSideEncryption: "AES256"}, opt: client.EditOptions{AllowAppendable: true}},
	{name: "an appendable object, versioned", bucket: osstest.Bucket{Versioning: "Enabled"}, object: osstest.Object{ObjectType: "Appendable"},
		opt: client.EditOptions{AllowAppendable: true}, want: xmlerr.Code("OperationNotSupported")},
	{name: "a symlink", object: osstest.Object{SymlinkTarget: "target"}, want: client.EditSymlink},
	{name: "a directory", bucket: osstest.Bucket{HierarchicalNamespace: true}, key: "d/", want: xmlerr.FileAlreadyExists},

	{name: "archived", object: osstest.Object{StorageClass: "Archive"}, want: xmlerr.Code("InvalidObjectState")},
	{name: "archived and restored", object: osstest.Object{StorageClass: "ColdArchive", RestoredUntil: time.Now().Add(1e6 * time.Hour)},
		lost: func(o *osstest.Object) { o.RestoredUntil = time.Time{} }},
	{name: "archived, read directly", bucket: osstest.Bucket{ArchiveDirectRead: true}, object: osstest.Object{StorageClass: "Archive"}},
	{name: "larger than a copy or a rewrite may be", oss: osstest.Options{MaxCopyBytes: 10, MaxRewriteBytes: 5}, object: osstest.Object{Body: make([]byte, 100)}},
	{name: "larger than a copy may be, versioned", bucket: osstest.Bucket{Versioning: "Enabled"}, oss: osstest.Options{MaxCopyBytes: 10},
		object: osstest.Object{Body: make([]byte, 100)}},
	{name: "no room for more user metadata", object: osstest.Object{Header: http.Header{"X-Oss-Meta-Big": {strings.Repeat("b", 8192-len("big"))}}}, want: xmlerr.InvalidArgument},

	{name: "protected by retention", bucket: osstest.Bucket{Retention: 1e6 * time.Hour}, want: xmlerr.FileImmutable},
	{name: "protected from overwriting", bucket: osstest.Bucket{ForbidOverwrite: true}, want: xmlerr.FileAlreadyExists},
	{name: "public, and the bucket blocks that", bucket: osstest.Bucket{BlockPublicAccess: true}, object: osstest.Object{ACL: "public-read"}, want: client.EditACLRefused},
	{name: "that, with another ACL", bucket: osstest.Bucket{BlockPublicAccess: true}, object: osstest.Object{ACL: "public-read"},
		opt: client.EditOptions{ACL: client.Private}, lost: func(o *osstest.Object) { o.ACL = "private" }},
	{name: "no permission to read the ACL", oss: denied("oss:GetObjectAcl"), want: client.EditACLDenied},
	{name: "that, with the ACL given", oss: denied("oss:GetObjectAcl"), object: osstest.Object{ACL: "private"}, opt: client.EditOptions{ACL: client.Private}},
	{name: "the ACL cannot be read now", inject: osstest.Fault{Operation: "GetObjectACL", Status: 500, Code: "InternalError"}, want: xmlerr.Code("InternalError")},
	{name: "the ACL is told without the version", bucket: osstest.Bucket{Versioning: "Enabled"},
		inject: osstest.Fault{Operation: "GetObjectACL", Header: http.Header{"X-Oss-Version-Id": nil}}},
	{name: "the storage class is not told", inject: osstest.Fault{Operation: "HeadObject", Header: http.Header{"X-Oss-Storage-Class": nil}}},
	{name: "no permission to write", oss: denied("oss:PutObject"), want: xmlerr.AccessDenied},
	{name: "no permission to write, with an ACL", oss: denied("oss:PutObject"), object: osstest.Object{ACL: "private"}, want: client.EditACLRefused},
	{name: "no permission to read", oss: denied("oss:GetObject"), want: xmlerr.AccessDenied},

	{name: "persistent headers", object: persistent(), want: client.EditForeignHeaders},
	{name: "persistent headers, carried", object: persistent(), opt: client.EditOptions{PersistentHeaders: client.CarryPersistent}},
	{name: "persistent headers, dropped", object: persistent(), opt: client.EditOptions{PersistentHeaders: client.DropPersistent},
		lost: func(o *osstest.Object) { o.PersistentHeaders = nil }},
	{name: "a persistent header on two lines", object: osstest.Object{PersistentHeaders: http.Header{"X-Other": {"a", "b"}}},
		opt: client.EditOptions{PersistentHeaders: client.CarryPersistent}, want: client.EditUnreadable},
	{name: "a persistent header that CORS has, too", object: shared(), want: client.EditForeignHeaders},
	{name: "that, carried", object: shared(), opt: client.EditOptions{PersistentHeaders: client.CarryPersistent}},
	{name: "a header of OSS that is not known, carried", opt: client.EditOptions{PersistentHeaders: client.CarryPersistent},
		inject: osstest.Fault{Operation: "HeadObject", Header: http.Header{"X-Oss-New-Property": {"1"}}}, want: client.EditUnreadable},

	{name: "a local clock an hour ahead", local: time.Hour},
	{name: "conditions apart from the write", oss: osstest.Options{SplitConditions: 5 * time.Second}},
	{name: "the token expires", fault: answer(403, nil, "<Error><Code>SecurityTokenExpired</Code></Error>"), want: xmlerr.SecurityTokenExpired},
	{name: "deleted in between", first: remove, want: xmlerr.NoSuchKey},
	{name: "deleted in between, with an ACL", object: osstest.Object{ACL: "private"}, first: remove, want: xmlerr.NoSuchKey},
}

func remove(t *testing.T, _ *osstest.OSS, b *client.Bucket) {
	if _, err := b.DeleteObject(t.Context(), "k", nil); err != nil {
		t.Error(err)
	}
}

func denied(action string) osstest.Options {
	return osstest.Options{Denied: map[string][]string{"": {action}}}
}

func persistent() osstest.Object {
	return osstest.Object{PersistentHeaders: http.Header{"X-Frame-Options": {"DENY"}, "X-Other": {"a, b"}}}
}

func shared() osstest.Object {
	return osstest.Object{PersistentHeaders: http.Header{"Access-Control-Allow-Origin": {"*"}}}
}

func TestEditCases(t *testing.T) {
	for _, version := range []signer.Version{signer.V4, signer.V1} {
		for _, tt := range editCases {
			t.Run(tt.name+", "+version.String(), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { tt.run(t, version) })
			})
		}
	}
}

func (tt editCase) run(t *testing.T, version signer.Version) {
	key := tt.key
	if key == "" {
		key = "k"
	}
	tt.bucket.Name = bucketName
	tt.oss.Buckets = []osstest.Bucket{tt.bucket}
	oss, copies := osstest.New(tt.oss), 0
	transport := oss.Transport()
	rival := newBucket(t, oss, nil)
	b := newBucket(t, oss, func(cfg *client.Config) {
		cfg.Signature, cfg.Now = version, func() time.Time { return time.Now().Add(tt.local) }
		over(func(r *http.Request) (*http.Response, error) {
			if r.Method == "PUT" {
				if copies++; copies == 1 && tt.first != nil {
					tt.first(t, oss, rival)
				}
				if copies == 1 && tt.fault != nil {
					return tt.fault(r)
				}
			}
			return transport.RoundTrip(r)
		})(cfg)
	})
	oss.PutObject(bucketName, "target", osstest.Object{})
	tt.object.LastModified = time.Now().Add(-time.Hour)
	oss.PutObject(bucketName, key, tt.object)
	if tt.inject.Operation != "" {
		oss.Inject(tt.inject)
	}
	before := oss.Versions(bucketName, key)
	result, err := b.EditObjectMeta(t.Context(), key, setUser("x", "1"), &tt.opt)
	if copies > max(tt.copies, 1) {
		t.Errorf("%d copies were sent: repeating cannot help", copies)
	}
	after := oss.Versions(bucketName, key)
	if tt.want != nil {
		var op *client.OpError
		if !errors.Is(err, tt.want) || !errors.As(err, &op) || op.Unclear || strings.Contains(err.Error(), "\n") {
			t.Errorf("error %v, want %v", err, tt.want)
		}
		var refused *client.EditError
		if _, reason := tt.want.(client.EditReason); errors.As(err, &refused) != reason {
			t.Errorf("error %v is, or is not, an EditError", err)
		}
		if tt.first == nil && !cmp.Equal(before, after) {
			t.Errorf("something was written:\n%s", cmp.Diff(before, after))
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	versioned := tt.bucket.Versioning == "Enabled"
	if result.StoresVersion != versioned || result.Retrieves != (before[0].StorageClass != "Standard") || result.VersionID != after[0].VersionID {
		t.Errorf("result %+v", result)
	}
	if versioned && (len(after) != 2 || !cmp.Equal(before[0], after[1])) {
		t.Errorf("the version before is another now:\n%s", cmp.Diff(before[0], after[1:]))
	}
	want := before[0]
	want.Header.Set("X-Oss-Meta-X", "1")
	want.LastModified, want.VersionID = after[0].LastModified, after[0].VersionID
	if tt.lost != nil {
		tt.lost(&want)
	}
	if diff := cmp.Diff(want, after[0]); diff != "" {
		t.Errorf("the object after the edit (-want +got):\n%s", diff)
	}
}

// TestEditDryRun: a dry run sends nothing but reads, and what it says it would
// send is what the edit sends.
func TestEditDryRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		oss := osstest.New(osstest.Options{Buckets: []osstest.Bucket{{Name: bucketName, Versioning: "Enabled"}}})
		b := newBucket(t, oss, nil)
		oss.PutObject(bucketName, "k", everything())
		dry, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), &client.EditOptions{DryRun: true})
		if err != nil || !dry.Changed || !dry.StoresVersion || !dry.Retrieves {
			t.Fatalf("%+v, %v", dry, err)
		}
		for _, r := range oss.Requests() {
			if r.Method != "HEAD" && r.Method != "GET" {
				t.Errorf("a dry run sent %s %s", r.Method, r.RequestURI)
			}
		}
		if _, err := b.EditObjectMeta(t.Context(), "k", setUser("x", "1"), nil); err != nil {
			t.Fatal(err)
		}
		requests := oss.Requests()
		sent := requests[len(requests)-1].Header
		for name, values := range dry.Request {
			if !slices.Equal(sent[name], values) {
				t.Errorf("%s: %q in the plan, %q was sent", name, values, sent[name])
			}
		}
		for name := range sent {
			if _, planned := dry.Request[name]; !planned && name != "Authorization" && name != "X-Oss-Date" && name != "X-Oss-Content-Sha256" &&
				name != "User-Agent" && name != "Connection" && name != "Content-Length" && name != "Accept-Encoding" {
				t.Errorf("%s was sent and is not in the plan", name)
			}
		}
		if !bytes.Equal(oss.Versions(bucketName, "k")[0].Body, everything().Body) {
			t.Error("the body is another")
		}
	})
}
