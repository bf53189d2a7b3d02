package client

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// kept is what an object has beside its Metadata and loses in a copy that does
// not carry it. Values stand as OSS sent them.
type kept struct {
	lastModified string // the guard
	versionID    string
	acl          ACL // not sent if it is DefaultACL
	persistent   string
	fields       [][2]string // storage class and encryption
}

// keep collects what must be sent back, and refuses objects that a copy onto
// themselves would damage.
func (e *editor) keep(head *HeadObjectResult) (*kept, error) {
	switch {
	case head.ObjectType == "Symlink":
		return nil, &EditError{Reason: EditSymlink}
	case head.ObjectType == "Appendable" && !e.AllowAppendable:
		return nil, &EditError{Reason: EditAppendable}
	case head.VersionID == "null" && !e.AllowNullVersion:
		return nil, &EditError{Reason: EditNullVersion}
	case head.Header.Get(forceDownload) != "" && !e.DropForcedDisposition:
		return nil, &EditError{Reason: EditForcedDownload}
	case head.Header.Get("Pragma") != "": // net/http makes a Cache-Control of it
		return nil, &EditError{Reason: EditUnreadable, Detail: "the answer has Pragma, and Cache-Control cannot be told from it"}
	}
	if _, err := headers.ReadMetadata(head.Header); err != nil {
		return nil, &EditError{Reason: EditUnreadable, Err: err}
	}
	k := &kept{lastModified: head.Header.Get("Last-Modified"), versionID: head.VersionID}
	for _, name := range []string{
		headers.XOSSStorageClass, headers.XOSSServerSideEncryption,
		headers.XOSSServerSideDataEncryption, headers.XOSSServerSideEncryptionKeyID,
	} {
		switch values := head.Header.Values(name); {
		case len(values) > 1:
			return nil, &EditError{Reason: EditUnreadable, Detail: "the answer has " + name + " more than once"}
		case len(values) == 1:
			k.fields = append(k.fields, [2]string{name, values[0]})
		}
	}
	foreign := foreignHeaders(head.Header)
	if len(foreign) == 0 || e.PersistentHeaders == DropPersistent {
		return k, nil
	}
	if e.PersistentHeaders == RefusePersistent {
		return nil, &EditError{Reason: EditForeignHeaders, Detail: strings.Join(foreign, ", ")}
	}
	for _, name := range foreign {
		switch {
		case len(head.Header[name]) > 1:
			return nil, &EditError{Reason: EditUnreadable, Detail: "the answer has " + name + " more than once"}
		case strings.HasPrefix(strings.ToLower(name), "x-oss-"):
			return nil, &EditError{Reason: EditUnreadable, Detail: "the answer has " + name + ", which is not known here and cannot be carried; it can be dropped"}
		}
	}
	k.persistent = formatPersistent(foreign, head.Header)
	return k, nil
}

// forceDownload marks an answer in which OSS itself set Content-Disposition.
// Source: OSS help page of EC 0048-00000101.
const forceDownload = "x-oss-force-download"

// formatPersistent returns the value of x-oss-persistent-headers:
//
//	name ":" base64(value) *( "," name ":" base64(value) )
func formatPersistent(names []string, h http.Header) string {
	fields := make([]string, len(names))
	for i, name := range names {
		fields[i] = name + ":" + base64.StdEncoding.EncodeToString([]byte(h[name][0]))
	}
	return strings.Join(fields, ",")
}

// keepACL reads the object's ACL. It comes last before the write, and anew for
// every attempt: a change of the ACL need not move Last-Modified. It must be
// the ACL of the version that was read: that one may become current again.
func (e *editor) keepACL(ctx context.Context, k *kept) error {
	if k.acl = e.ACL; k.acl != "" {
		return nil
	}
	answer, err := e.b.GetObjectACL(ctx, e.key, &ObjectACLOptions{RequestOptions: e.RequestOptions})
	if errors.Is(err, xmlerr.AccessDenied) {
		return &EditError{Reason: EditACLDenied, Err: err}
	}
	if err != nil {
		return err
	}
	if id := answer.Header.Get(headers.XOSSVersionID); id != "" && id != k.versionID {
		return errMoved
	}
	switch k.acl = answer.ACL; k.acl {
	case DefaultACL, Private, PublicRead, PublicReadWrite:
		return nil
	}
	return &EditError{Reason: EditUnreadable, Detail: "its ACL is " + strconv.Quote(string(k.acl)) + ", which cannot be sent back"}
}

// set writes the header of the copy, but for the metadata.
func (k *kept) set(h http.Header, source CopySource) error {
	h.Set(headers.XOSSCopySourceIfUnmodifiedSince, k.lastModified)
	h.Set(headers.XOSSTaggingDirective, "Copy")
	for _, f := range k.fields {
		h.Set(f[0], f[1])
	}
	if k.acl != DefaultACL {
		h.Set(headers.XOSSObjectACL, string(k.acl))
	}
	setIf(h, headers.XOSSPersistentHeaders, k.persistent)
	return setCopySource(h, source)
}
