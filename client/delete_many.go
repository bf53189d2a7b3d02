package client

import (
	"bytes"
	"context"
	"net/http"
	"strconv"

	"example.com/ossmeta/client/internal/oneline"
	"example.com/ossmeta/client/internal/xmldoc"
	"example.com/ossmeta/xmlerr"
)

// Limits of DeleteMultipleObjects. Source: OSS API reference.
const (
	MaxDeleted     = 1000
	maxDeletedBody = 2 << 20 // bytes of the document that names them
)

// An ObjectIdentifier names an object or one version of it.
type ObjectIdentifier struct {
	Key       string
	VersionID string // "" means the current version
}

// DeleteMultipleObjectsOptions are the options of DeleteMultipleObjects.
type DeleteMultipleObjectsOptions struct {
	RequestOptions

	// Quiet makes OSS answer with what it could not delete alone.
	Quiet bool
}

// A DeleteMultipleObjectsResult is the result of DeleteMultipleObjects.
type DeleteMultipleObjectsResult struct {
	Response
	Deleted []DeletedObject // none with Quiet
}

// A DeletedObject is an object that was deleted, or that was not there.
type DeletedObject struct {
	ObjectIdentifier
	DeleteMarker          bool   // a delete marker was made, or one was deleted
	DeleteMarkerVersionID string // its version
}

// A DeleteError is an object that was not deleted.
type DeleteError struct {
	ObjectIdentifier
	Code    xmlerr.Code // "" if OSS did not mention the object at all
	Message string
}

func (e *DeleteError) Error() string {
	text := oneline.Text(e.Key)
	if e.VersionID != "" {
		text += " version " + oneline.Text(e.VersionID)
	}
	if e.Code == "" {
		return text + ": OSS does not say that it was deleted"
	}
	return text + ": " + string(e.Code) + ": " + oneline.Text(e.Message)
}

// Unwrap returns e.Code, for errors.Is.
func (e *DeleteError) Unwrap() error { return e.Code }

// DeleteErrors are the objects that were not deleted, among many. The others
// are. errors.As finds each *DeleteError.
type DeleteErrors []*DeleteError

func (e DeleteErrors) Error() string {
	const shown = 3
	text := plural(len(e), "object") + " not deleted: " + oneline.Join(e[:min(len(e), shown)])
	if len(e) > shown {
		text += "; …"
	}
	return text
}

// Unwrap lets errors.As find each of them.
func (e DeleteErrors) Unwrap() []error { return oneline.Each(e) }

// DeleteMultipleObjects deletes up to MaxDeleted objects in one request. As
// with DeleteObject it makes no difference whether an object was there. If OSS
// did not delete some of them, the error has DeleteErrors, and the result tells
// of the others.
//
// Source: OSS API reference, DeleteMultipleObjects.
func (b *Bucket) DeleteMultipleObjects(ctx context.Context, objects []ObjectIdentifier, opt *DeleteMultipleObjectsOptions) (*DeleteMultipleObjectsResult, error) {
	opt = orZero(opt)
	op := b.operation("DeleteMultipleObjects", http.MethodPost, opt.RequestOptions)
	op.query = map[string][]string{"delete": {""}, "encoding-type": {"url"}}
	op.setDocument(deleteDocument(op, objects, opt.Quiet))
	op.mayBeEmpty = opt.Quiet // there is nothing to tell then

	var result *DeleteMultipleObjectsResult // also of a document that cannot be read to its end
	var failed DeleteErrors
	_, err := document(ctx, b.c, op, "DeleteResult", func(d *deleteResult, resp Response) (*DeleteMultipleObjectsResult, error) {
		var err error
		result = &DeleteMultipleObjectsResult{Response: resp}
		failed, err = d.read(result, objects, opt.Quiet)
		return result, err
	})
	if err == nil && len(failed) > 0 {
		err = newOpError(op, failed)
	}
	return result, err
}

// A deleteResult is the result document.
type deleteResult struct {
	EncodingType string
	Deleted      []struct {
		Key                   string
		VersionID             string `xml:"VersionId"`
		DeleteMarker          bool
		DeleteMarkerVersionID string `xml:"DeleteMarkerVersionId"`
	}
	Error []struct {
		Key       string
		VersionID string `xml:"VersionId"`
		Code      string
		Message   string
	}
}

// read takes over what was deleted, and returns what was not. Without quiet
// every object must be in one of both; whether OSS tells the version of one that
// was asked for without, it does not say.
func (d *deleteResult) read(result *DeleteMultipleObjectsResult, objects []ObjectIdentifier, quiet bool) (failed DeleteErrors, err error) {
	mentioned := make(map[ObjectIdentifier]bool, len(objects))
	for _, one := range d.Deleted {
		key, err := xmldoc.DecodeName(d.EncodingType, one.Key)
		if err != nil {
			return nil, err
		}
		id := ObjectIdentifier{key, one.VersionID}
		mentioned[id], mentioned[ObjectIdentifier{Key: key}] = true, true
		result.Deleted = append(result.Deleted, DeletedObject{id, one.DeleteMarker, one.DeleteMarkerVersionID})
	}
	for _, one := range d.Error {
		key, err := xmldoc.DecodeName(d.EncodingType, one.Key)
		if err != nil {
			return nil, err
		}
		id := ObjectIdentifier{key, one.VersionID}
		mentioned[id], mentioned[ObjectIdentifier{Key: key}] = true, true
		failed = append(failed, &DeleteError{id, xmlerr.Code(one.Code), one.Message})
	}
	for _, id := range objects {
		if !quiet && !mentioned[id] {
			mentioned[id] = true
			failed = append(failed, &DeleteError{ObjectIdentifier: id})
		}
	}
	return failed, nil
}

// deleteDocument names the objects to delete, if that can be done.
func deleteDocument(op *operation, objects []ObjectIdentifier, quiet bool) *bytes.Buffer {
	if len(objects) == 0 || len(objects) > MaxDeleted {
		op.fail(&ArgumentError{"objects", strconv.Itoa(len(objects)), "is not a number of objects from 1 to " + strconv.Itoa(MaxDeleted)})
		objects = nil
	}
	body := bytes.NewBufferString("<Delete><Quiet>" + strconv.FormatBool(quiet) + "</Quiet>")
	for _, o := range objects {
		op.fail(checkKey(o.Key))
		body.WriteString("<Object>")
		op.fail(appendElement(body, "Key", o.Key))
		if o.VersionID != "" {
			op.fail(appendElement(body, "VersionId", o.VersionID))
		}
		body.WriteString("</Object>")
	}
	body.WriteString("</Delete>")
	if body.Len() > maxDeletedBody {
		op.fail(&ArgumentError{"objects", "", "have names that are too long for one request of 2 MB; give fewer at once"})
	}
	return body
}
