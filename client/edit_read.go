package client

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"example.com/ossmeta/client/internal/oneline"
	"example.com/ossmeta/headers"
)

// errMoved says that the object was modified while it was waited for, and
// errWaiting that it was still being waited for.
var (
	errMoved   = errors.New("the object is being modified")
	errWaiting = errors.New("waiting for the second of the object's Last-Modified to pass, up to 2 seconds after a write")
)

// read returns the object's metadata at a moment when any later writer will
// have a later Last-Modified.
//
// Date and Last-Modified count whole seconds of one clock, up to Margin. Once
// the Date of an answer is later than Last-Modified by more than Margin, the
// second of that Last-Modified is over: whoever writes after this answer was
// made cannot be stamped with it.
func (e *editor) read(ctx context.Context, n int) (*HeadObjectResult, error) {
	var first time.Time
	var waited time.Duration
	for {
		sent := e.clock.elapsed()
		head, err := e.b.HeadObject(ctx, e.key, &HeadObjectOptions{RequestOptions: e.RequestOptions})
		if err != nil {
			return nil, err
		}
		date, modified, err := times(head)
		if err != nil {
			return nil, err
		}
		e.clock.observe(date, sent)
		if !first.IsZero() && !modified.Equal(first) {
			return nil, errMoved
		}
		// The answer's Date may have been taken after its metadata, but by no
		// more than the whole exchange took.
		settled := modified.Add(e.Margin + e.clock.elapsed() - sent)
		if date.After(settled) {
			return head, nil
		}
		// Whoever waited longest goes first: the others spread behind.
		turn := contention / time.Duration(n)
		wait := e.clock.until(modified.Add(e.Margin+time.Second)) + turn/2 + e.b.c.jitter(turn/2)
		if waited += wait; waited > e.Margin+clockPatience {
			return nil, &EditError{Reason: EditClock, Detail: "Last-Modified is " + headers.FormatTime(modified) +
				", and the Date of the answer " + headers.FormatTime(date)}
		}
		first = modified
		if err := sleep(ctx, wait); err != nil {
			return nil, contextError(ctx, errWaiting)
		}
	}
}

// clockPatience is how long beyond the margin an edit waits for the server's
// Date to pass Last-Modified.
const clockPatience = 10 * time.Second

// contention is the time over which editors of one object spread.
const contention = 250 * time.Millisecond

// times returns when an answer was made and when its object was modified. It
// refuses answers that do not say, or that are old.
func times(head *HeadObjectResult) (date, modified time.Time, err error) {
	refuse := func(reason EditReason, detail string) (time.Time, time.Time, error) {
		return time.Time{}, time.Time{}, &EditError{Reason: reason, Detail: detail}
	}
	if age, ok := headers.Get(head.Header, "Age"); ok {
		return refuse(EditCached, "the answer has Age: "+oneline.Text(age))
	}
	if head.Header.Get("ETag") == "" {
		return refuse(EditIncomplete, "the answer to HeadObject has no ETag")
	}
	for _, f := range []struct {
		name string
		time *time.Time
	}{{"Date", &date}, {"Last-Modified", &modified}} {
		value := head.Header.Get(f.name)
		t, ok := headers.ParseTime(value)
		if !ok {
			return refuse(EditIncomplete, "the answer to HeadObject has no usable "+f.name)
		}
		*f.time = t
	}
	return date, modified, nil
}

// foreignHeaders returns the names of the response headers that are none of
// OSS's own, in order.
func foreignHeaders(h http.Header) (names []string) {
	for name := range h {
		if !isOSSResponseHeader(strings.ToLower(name)) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// isOSSResponseHeader reports a header that OSS, or HTTP itself, puts into an
// answer, and that says nothing about the object that a copy would lose, or
// that an edit keeps. The headers of CORS are none: OSS gives them to requests
// with an Origin, which an edit does not have. Source: OSS API reference,
// "Common HTTP headers", HeadObject and GetObject.
func isOSSResponseHeader(name string) bool {
	switch name {
	case "accept-ranges", "cache-control", "connection", "content-disposition", "content-encoding",
		"content-language", "content-length", "content-md5", "content-range", "content-type", "date", "etag",
		"expires", "keep-alive", "last-modified", "server", "transfer-encoding", "vary", "via",
		headers.XOSSStorageClass, headers.XOSSServerSideEncryption, headers.XOSSServerSideDataEncryption,
		headers.XOSSServerSideEncryptionKeyID, headers.XOSSObjectType, headers.XOSSHashCRC64ECMA,
		headers.XOSSRequestID, headers.XOSSServerTime, headers.XOSSTaggingCount, headers.XOSSVersionID,
		headers.XOSSRestore, headers.XOSSExpiration, headers.XOSSTransitionTime, headers.XOSSLastAccessTime,
		headers.XOSSSealedTime, headers.XOSSNextAppendPosition, headers.XOSSProcessStatus,
		headers.XOSSRequestCharged, headers.XOSSEC, forceDownload, "x-oss-versionid", "x-oss-qos-delay-time":
		return true
	}
	return strings.HasPrefix(name, headers.UserMetaPrefix)
}
