package client

import (
	"cmp"
	"net/http"
	"strings"
	"time"

	"example.com/ossmeta/headers"
)

// EditOptions are the options of EditObjectMeta. The zero value is fit for use.
type EditOptions struct {
	RequestOptions

	// Margin is how far the Date of an answer and the Last-Modified of an
	// object may be apart at OSS: an edit waits until the object has not
	// changed for longer than that. 0 means one second; an hour is the most.
	Margin time.Duration

	// MaxAttempts is how often the edit is tried at most when other writers
	// are faster, or an outcome is unclear; 0 means 32. Every attempt after
	// the first takes about two seconds.
	MaxAttempts int

	// ACL, if not "", is the ACL that the object gets with the edit; it is not
	// read then. "" means that it is read (permission oss:GetObjectAcl) and
	// kept. If the edit changes nothing, the ACL is left alone, too: see
	// PutObjectACL.
	ACL ACL

	// DryRun stops before anything is written. The result tells what would be.
	DryRun bool

	// AllowNonASCII is as in PutObjectOptions, for what the edit changes.
	AllowNonASCII bool

	// AllowAppendable lets an appendable object be edited. OSS documents that
	// a copy changes its user metadata, and no more.
	AllowAppendable bool

	// AllowNullVersion lets the null version of an object be edited, which was
	// made without versioning. If the bucket's versioning is suspended the copy
	// takes its place, and what it was before is not kept as a version; after
	// an answer that got lost the error is EditUnclear, because nothing else
	// tells whether the null version was copied or an older one. A null version
	// that is older than the current one is not seen: in such a bucket an edit
	// takes its place without this option, too, as every write does.
	AllowNullVersion bool

	// DropForcedDisposition lets an object be edited of which OSS forces the
	// download (x-oss-force-download, on its default domains for some types).
	// The Content-Disposition of such an answer is OSS's own: it is not sent
	// back, and one that the object may have is lost, unless edit sets it.
	DropForcedDisposition bool

	// PersistentHeaders says what happens to response headers that are none of
	// OSS's own. They may come from the object (x-oss-persistent-headers), and
	// the copy would drop them; or from a proxy. Vary and Via are taken for
	// OSS's or a proxy's, and are dropped.
	PersistentHeaders PersistentHeaders
}

// PersistentHeaders says what an edit does with response headers that are none
// of OSS's own.
type PersistentHeaders int

const (
	RefusePersistent PersistentHeaders = iota // refuse to edit the object
	CarryPersistent                           // send them back as x-oss-persistent-headers
	DropPersistent                            // leave them out
)

// An EditResult is the result of EditObjectMeta.
type EditResult struct {
	Response // of the copy; the zero value if none was sent, or its answer got lost

	Changed      bool             // something was, or in a dry run would be, written
	Changes      []headers.Change // what turned Before into After
	Before       headers.Metadata // as it was read
	After        headers.Metadata // as it was, or in a dry run would be, sent: for a Content-Type that was removed, OSS stores its default
	Attempts     int              // how often the object was read and edited
	ETag         headers.ETag
	LastModified time.Time // of the object now
	VersionID    string    // of the object now; "" in a bucket without versioning

	// What the edit costs beyond its requests, or in a dry run would cost.
	StoresVersion bool // the bucket has versioning: the object is stored once more
	Retrieves     bool // the storage class has a fee for reading, and a minimum duration that counts anew

	// Request has, in a dry run, the header fields of the copy that would be
	// sent, without the signature.
	Request http.Header
}

func (e *editor) check() error {
	switch {
	case e.Margin < 0 || e.Margin > time.Hour:
		return &ArgumentError{"Margin", e.Margin.String(), "is not from 0 to an hour"}
	case e.MaxAttempts < 0:
		return &ArgumentError{"MaxAttempts", "", "is negative"}
	case e.PersistentHeaders < RefusePersistent || e.PersistentHeaders > DropPersistent:
		return &ArgumentError{"PersistentHeaders", "", "has no such value"}
	case e.edit == nil:
		return &ArgumentError{"edit", "", "is nil"}
	}
	if err := (Placement{ACL: e.ACL}).set(http.Header{}); err != nil {
		return err
	}
	for name := range e.Header {
		if !mayEditCarry(strings.ToLower(name)) {
			return &ArgumentError{"Header", name, "is for the edit itself to set; there are the options ACL and PersistentHeaders, and the operations PutObjectACL and CopyObject"}
		}
	}
	e.Margin = cmp.Or(e.Margin, time.Second)
	e.MaxAttempts = cmp.Or(e.MaxAttempts, 32)
	return nil
}

// mayEditCarry reports a further header that each request of an edit may have,
// and that changes neither what is read nor what is written.
func mayEditCarry(name string) bool {
	switch name {
	case headers.XOSSRequestPayer:
		return true
	case "range", "accept-encoding", "origin":
		return false
	}
	return !strings.HasPrefix(name, "x-oss-") && !strings.HasPrefix(name, "if-")
}
