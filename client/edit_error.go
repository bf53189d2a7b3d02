package client

import (
	"errors"
	"strconv"
)

// An EditError says why EditObjectMeta did not edit an object. But for
// EditUnclear and EditVersionConflict, nothing was written. errors.Is finds its
// Reason.
type EditError struct {
	Reason EditReason
	Detail string
	Err    error // what lies behind it, or nil

	ReadVersion, CopiedVersion string // of EditVersionConflict: version ids
}

func (e *EditError) Error() string {
	text := string(e.Reason)
	if e.Detail != "" {
		text += ": " + e.Detail
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns e.Reason, and e.Err if there is one.
func (e *EditError) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Reason}
	}
	return []error{e.Reason, e.Err}
}

// failure names the operation that failed with err, and has what OSS answered to
// the step that did.
func (e *editor) failure(err error) *OpError {
	failed := newOpError(e.operation(), err)
	failed.Unclear = errors.Is(err, EditUnclear) // which every error is after such a copy
	if step, ok := asType[*OpError](err); ok {
		failed.Header, failed.Diagnosis = step.Header, step.Diagnosis
	}
	return failed
}

// An EditReason is why an object was not edited, and what to do about it. It
// is an error, for errors.Is.
type EditReason string

func (r EditReason) Error() string { return string(r) }

// The reasons of an EditError.
const (
	EditIncomplete      EditReason = "the answer does not say enough to edit safely; is there a proxy in between?"
	EditCached          EditReason = "a cache answered instead of OSS; use an endpoint without one"
	EditClock           EditReason = "the server's clock does not move; the edit cannot be guarded"
	EditSymlink         EditReason = "the object is a symbolic link, of which a copy would drop what HeadObject does not tell; edit its target"
	EditAppendable      EditReason = "the object is appendable; set AllowAppendable if OSS may copy it"
	EditNullVersion     EditReason = "the bucket's versioning may be suspended, and the copy would take the place of the null version; set AllowNullVersion for that, or enable versioning"
	EditForeignHeaders  EditReason = "the answer has headers that are none of OSS's, which the copy would drop; set PersistentHeaders to carry or to drop them"
	EditForcedDownload  EditReason = "OSS forces the object to be downloaded (x-oss-force-download), so that its own Content-Disposition cannot be told from the added one; use an endpoint bound to a domain of your own, or set DropForcedDisposition"
	EditUnclear         EditReason = "it is not known whether the metadata was changed: a copy was sent, and no answer told what came of it"
	EditUnreadable      EditReason = "the object has something that one request cannot send back"
	EditACLDenied       EditReason = "the object's ACL cannot be read, and the copy would reset it; grant oss:GetObjectAcl, or set the option ACL"
	EditACLRefused      EditReason = "OSS refuses the copy, which has to carry the object's ACL: grant oss:PutObject and oss:PutObjectAcl, see whether the bucket blocks public access, or set the option ACL"
	EditVersionConflict EditReason = "another writer made a version in between"
	EditContended       EditReason = "other writers were faster"
)

func plural(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return strconv.Itoa(n) + " " + unit + "s"
}
