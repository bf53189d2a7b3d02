package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// EditObjectMeta changes some of an object's metadata and keeps the rest. It
// reads the object's metadata, lets edit change a copy of it, and sends
// everything back in a copy of the object onto itself, on the condition that
// the object was not modified since. That takes up to two seconds and a quarter
// if the object was modified just now (see below), and as long again for every
// other writer that was faster. If another writer was faster, or if it is
// not clear whether the copy took effect, it starts again: edit may be called
// several times, with what another writer wrote. So edit must depend on its
// argument alone and be idempotent: set a value to 5, do not add 1 to it.
//
// An error of edit ends the operation with nothing written. If edit changes
// nothing, nothing is sent.
//
// Afterwards only Last-Modified, the version id, the request id and an
// expiration that is counted from them differ. An edit sends back everything
// it read (the six standard headers, user metadata, storage class, encryption,
// the ACL, byte for byte; tags stay by directive) and fails if it cannot; it
// detects other writers provided that OSS checks and writes in one step,
// Last-Modified never goes back, and Date and Last-Modified agree within
// Margin. OSS documents none of these three. A change of the ACL alone, or of
// the storage class by a lifecycle rule, between reading and writing is not
// detected, and undone; tags are not touched.
//
// Deleting a version by its id makes an older one current, with an earlier
// Last-Modified. If that happens between reading and writing, the error is
// EditVersionConflict; if moreover the answer got lost that would have told,
// EditUnclear.
//
// Last-Modified counts whole seconds. An object that was modified just now is
// waited for, by the monotonic clock, until no later writer can have the same
// Last-Modified: for up to two seconds and a quarter.
//
// What cannot be edited without loss is refused with an *EditError and nothing
// written: see EditReason. In a bucket with versioning every edit makes a
// version. The copy of an IA or Archive object costs a retrieval and counts as
// new. No data is moved in a bucket without versioning, so that objects over
// 5 GB need nothing special.
func (b *Bucket) EditObjectMeta(ctx context.Context, key string, edit func(*headers.Metadata) error, opt *EditOptions) (*EditResult, error) {
	opt = orZero(opt)
	e := &editor{b: b, key: key, edit: edit, EditOptions: *opt}
	err := e.check()
	if err == nil {
		err = e.run(ctx)
	}
	if err != nil {
		return nil, e.failure(err)
	}
	return &e.result, nil
}

// An editor is one EditObjectMeta under way.
type editor struct {
	EditOptions
	b      *Bucket
	key    string
	edit   func(*headers.Metadata) error
	result EditResult
	clock  serverClock

	// unclear is the result of a copy of which nobody knows whether it took
	// effect; nil without one.
	unclear *EditResult
	copied  []string // the versions that all such copies were meant to be made of
}

func (e *editor) operation() *operation {
	return e.b.object("EditObjectMeta", http.MethodPut, e.key, e.RequestOptions)
}

// run tries until the edit is done.
func (e *editor) run(ctx context.Context) error {
	for n := 1; ; n++ {
		e.result = EditResult{Attempts: n}
		again, err := e.try(ctx, n)
		switch {
		case err == nil:
			return e.settle(ctx)
		case again && n < e.MaxAttempts && sleep(ctx, e.retryDelay(n, err)) == nil:
			continue
		case again && ctx.Err() != nil:
			err = contextError(ctx, err)
		case again && e.unclear == nil:
			return &EditError{Reason: EditContended, Detail: "it was tried " + plural(n, "time") + "; try again later, or set MaxAttempts", Err: err}
		}
		if e.unclear != nil {
			return &EditError{Reason: EditUnclear, Err: err}
		}
		return err
	}
}

// try reads, edits and writes once. It reports whether to start again.
func (e *editor) try(ctx context.Context, n int) (again bool, err error) {
	head, err := e.read(ctx, n)
	if err != nil {
		return errors.Is(err, errMoved), err
	}
	kept, err := e.keep(head)
	if err != nil {
		return false, err
	}
	before, after := head.Metadata, head.Metadata.Clone()
	if head.Header.Get(forceDownload) != "" { // OSS's own
		before.ContentDisposition, after.ContentDisposition = "", ""
	}
	if after.User == nil {
		after.User = map[string]string{} // for edit to write to
	}
	if err := e.edit(&after); err != nil {
		return false, err
	}
	e.result.Before, e.result.After = before, after
	e.result.ETag, e.result.LastModified, e.result.VersionID = head.ETag, head.LastModified, head.VersionID
	op := e.operation()
	if err := setReplace(op.header, after, before, e.AllowNonASCII); err != nil {
		return false, err
	}
	if after.Equal(before) {
		if was := e.unclear; was != nil { // the copy had taken effect
			e.result.Changed, e.result.Before, e.result.Changes = true, was.Before, was.Changes
			e.result.StoresVersion, e.result.Retrieves = was.StoresVersion || isVersion(head.VersionID), was.Retrieves
		}
		return false, nil
	}
	e.result.Changed, e.result.Changes = true, before.Diff(after)
	e.result.StoresVersion, e.result.Retrieves = isVersion(head.VersionID), head.StorageClass != "" && head.StorageClass != "Standard"
	if err := e.keepACL(ctx, kept); err != nil {
		return errors.Is(err, errMoved), err
	}
	op.fail(kept.set(op.header, CopySource{Bucket: e.b.name, Key: e.key}))
	if e.DryRun {
		e.result.Request = op.header
		return false, e.b.c.complete(op)
	}
	return e.write(ctx, op, kept)
}

// write sends the copy and judges its outcome.
func (e *editor) write(ctx context.Context, op *operation, kept *kept) (again bool, err error) {
	op.once = true // whether it took effect is found out by reading again
	result, err := e.b.copy(ctx, op)
	if err != nil {
		if op.unclear != nil {
			before := e.result
			e.unclear = &before
			if kept.versionID != "" {
				e.copied = append(e.copied, kept.versionID)
			}
			return ctx.Err() == nil, err
		}
		if errors.Is(err, xmlerr.AccessDenied) && kept.acl != DefaultACL {
			err = &EditError{Reason: EditACLRefused, Detail: "the ACL is " + string(kept.acl), Err: err}
		}
		return errors.Is(err, xmlerr.PreconditionFailed), err
	}
	e.result.Response = result.Response
	e.result.ETag, e.result.LastModified, e.result.VersionID = result.ETag, result.LastModified, result.VersionID
	e.result.StoresVersion = e.result.StoresVersion || isVersion(result.VersionID)
	if result.SourceVersionID != kept.versionID {
		return false, &EditError{Reason: EditVersionConflict,
			Detail:      fmt.Sprintf("version %q was read and %q was copied; what the other writer changed stands in the latter", kept.versionID, result.SourceVersionID),
			ReadVersion: kept.versionID, CopiedVersion: result.SourceVersionID}
	}
	return false, nil
}

// settle makes sure that a copy of which nobody knows whether it took effect was
// made of the version that was read, as write does for the others. It was if
// that version is still there: then what is current since is newer, and the
// copy's condition does not hold for it. Deleting a version makes an older one
// current, for which it does. A null version that is there may be another one.
func (e *editor) settle(ctx context.Context) error {
	for _, id := range e.copied {
		var err error
		if isVersion(id) || isVersion(e.result.VersionID) {
			if _, err = e.b.HeadObject(ctx, e.key, &HeadObjectOptions{RequestOptions: e.RequestOptions, VersionID: id}); err == nil {
				continue
			}
		}
		return &EditError{Reason: EditUnclear, Detail: fmt.Sprintf("version %q was read, and another may have been copied", id), Err: err}
	}
	return nil
}

// isVersion reports the id of a version that stays when another one is made.
func isVersion(id string) bool { return id != "" && id != "null" }

// retryDelay returns how long to wait before starting again. After an unclear
// outcome it is longer every time. After another writer was faster the object
// has to be waited for anyway: it is looked at when that tells most about the
// server's clock.
func (e *editor) retryDelay(n int, err error) time.Duration {
	if errors.Is(err, errMoved) || errors.Is(err, xmlerr.PreconditionFailed) {
		return e.clock.untilTelling()
	}
	return e.b.c.jitter(min(baseDelay<<min(n, 10), maxDelay))
}
