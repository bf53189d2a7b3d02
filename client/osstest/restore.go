package osstest

import (
	"encoding/xml"
	"net/http"
	"slices"
	"strconv"
	"time"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

var restoreOperations = []operation{
	{name: "RestoreObject", method: http.MethodPost, level: objectLevel, subResource: "restore", owner: true, query: ofVersion, run: restoreObject},
	{name: "CleanRestoredObject", method: http.MethodPost, level: objectLevel, subResource: "cleanRestoredObject", owner: true, query: ofVersion,
		run: cleanRestoredObject},
}

// A restoring is the restore that an archived object has, or had: it can be
// read from done on, and before expiry. The zero value is none.
type restoring struct{ done, expiry time.Time }

// state returns what x-oss-restore tells at the time now; false for nothing.
func (r restoring) state(now time.Time) (headers.Restore, bool) {
	switch {
	case now.Before(r.done):
		return headers.Restore{Ongoing: true}, true
	case now.Before(r.expiry):
		return headers.Restore{Expiry: r.expiry}, true
	}
	return headers.Restore{}, false
}

// info returns the text of x-oss-restore at the time now, "" for none.
func (r restoring) info(now time.Time) string {
	state, ok := r.state(now)
	if !ok {
		return ""
	}
	return state.String()
}

// archived reports a class whose objects cannot be read as they are.
func archived(class string) bool {
	return slices.Contains(archiveClasses, class)
}

// frozen refuses to read the content of an archived object that is not
// restored, unless it is of class Archive and its bucket has these read
// directly.
func (c *call) frozen(obj *object, directRead bool) *xmlerr.Error {
	if !archived(obj.class) || directRead && obj.class == classArchive {
		return nil
	}
	if state, ok := obj.restore.state(c.started); ok && !state.Ongoing {
		return nil
	}
	return fail(xmlerr.InvalidObjectState, ecFrozen, "The operation is not valid for the object's state", "ObjectName", c.key)
}

// begun returns the restore of an object that is asked for at the time now, to
// be done after takes and then to last for life. One that is done is extended,
// and never shortened.
func (r restoring) begun(now time.Time, takes, life time.Duration) restoring {
	state, known := r.state(now)
	if !known {
		r.done = now.Add(takes)
	}
	expiry := now.Add(life)
	if r.done.After(now) {
		expiry = r.done.Add(life)
	}
	if expiry = expiry.Truncate(time.Second); expiry.After(state.Expiry) {
		r.expiry = expiry
	}
	return r
}

// restoreObject makes an archived object readable for some days: it answers
// 202 to the first request, and 200 to one that extends the time (OSS
// RestoreObject).
func restoreObject(c *call) (*reply, *xmlerr.Error) {
	sent, e := c.restoreRequest()
	if e != nil {
		return nil, e
	}
	return c.alter(func(_ *bucket, obj *object, r *reply) *xmlerr.Error {
		if !archived(obj.class) {
			return fail(xmlerr.OperationNotSupported, ecNotArchived, "The operation is not supported for this resource", "StorageClass", obj.class)
		}
		life, e := sent.life(obj.class)
		if e != nil {
			return e
		}
		state, known := obj.restore.state(c.started)
		if state.Ongoing {
			return fail(xmlerr.RestoreAlreadyInProgress, ecRestoring, "The restore operation is in progress.")
		}
		if !known {
			r.status = http.StatusAccepted
		}
		if obj.class != classArchive {
			r.set("x-oss-object-restore-priority", orElse(sent.Tier, "Standard"))
		}
		obj.restore = obj.restore.begun(c.started.UTC(), c.oss.opt.RestoreTakes, life)
		return nil
	})
}

// A restoreRequest is the body of a RestoreObject, which may be missing.
type restoreRequest struct {
	XMLName xml.Name `xml:"RestoreRequest"`
	Days    *int
	Tier    string `xml:"JobParameters>Tier"`
}

func (c *call) restoreRequest() (sent restoreRequest, e *xmlerr.Error) {
	if len(c.body) > 0 {
		if e := c.readXML(&sent); e != nil {
			return sent, e
		}
	}
	if !slices.Contains([]string{"", "Expedited", "Standard", "Bulk"}, sent.Tier) {
		return sent, fail(xmlerr.MalformedXML, ecRestoreTier, "The tier is none of Expedited, Standard, Bulk.", "Tier", sent.Tier)
	}
	return sent, nil
}

// life returns how long the object is to be readable: 1 to 7 days for Archive,
// 1 to 365 for the other classes, one day if nothing is said (OSS
// RestoreObject).
func (sent restoreRequest) life(class string) (time.Duration, *xmlerr.Error) {
	days, most, ec := 1, 365, ecRestoreDays
	if class == classArchive {
		most, ec = 7, ecMalformedXML
	}
	if sent.Days != nil {
		days = *sent.Days
	}
	if days < 1 || days > most {
		return 0, fail(xmlerr.MalformedXML, ec, "Days is out of range for the storage class.", "Days", strconv.Itoa(days))
	}
	return time.Duration(days) * 24 * time.Hour, nil
}

// cleanRestoredObject freezes a restored object before its time (OSS
// CleanRestoredObject).
func cleanRestoredObject(c *call) (*reply, *xmlerr.Error) {
	return c.alter(func(_ *bucket, obj *object, _ *reply) *xmlerr.Error {
		state, known := obj.restore.state(c.started)
		switch {
		case !known:
			return fail(xmlerr.ArchiveRestoreFileStale, ecRestoreStale, "The archive file or restore info stale")
		case state.Ongoing:
			return fail(xmlerr.ArchiveRestoreNotFinished, ecRestoreNotFinished, "The archive file's restore is not finished.")
		}
		obj.restore = restoring{}
		return nil
	})
}
