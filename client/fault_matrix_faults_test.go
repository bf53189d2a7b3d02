package client_test

import (
	"net/http"
	"strings"
	"time"

	"example.com/ossmeta/client"
	"example.com/ossmeta/client/osstest"
	"example.com/ossmeta/xmlerr"
)

// The times of the matrix.
const (
	faultDeadline = time.Hour     // every operation has so long
	faultHold     = 2 * time.Hour // a delay that nobody waits for
	faultSkew     = time.Hour     // more than OSS tolerates
)

// A faultKind is what the client gets to see of a fault.
type faultKind int

const (
	unharmed   faultKind = iota // the answer, as if there were no fault
	refused                     // an answer that another attempt would not change
	passing                     // an answer that says nothing about the request: 408, 429, 5xx
	unanswered                  // no answer
	broken                      // an answer whose body, if there is one, breaks off
	endless                     // an answer whose body, if there is one, does not end
	late                        // no answer before the context ends
	skewed                      // the server's clock is another one
)

// An effect is whether the operation is carried out under a fault.
type effect int

const (
	undone effect = iota
	maybeDone
	done
)

// A matrixFault is a row of faults.
type matrixFault struct {
	name   string
	inject osstest.Fault
	kind   faultKind
	effect effect
	status int               // of the answer, if the kind is refused or passing
	code   xmlerr.Code       // "" = whatever the status amounts to
	reason client.EditReason // why an edit does not believe the HeadObject that it hits; "" = it does
	path   bool              // concerns only requests with a key in their path
}

const matrixHTML = "<html><body>Please log in</body></html>"

var asHTML = http.Header{"Content-Type": {"text/html"}}

// onHeader returns a fault that changes the header of the answer.
func onHeader(name string, values ...string) osstest.Fault {
	return osstest.Fault{Header: http.Header{name: values}}
}

// onRequest returns a proxy that changes the header of the request.
func onRequest(change func(http.Header)) osstest.Fault {
	return osstest.Fault{Request: func(r *http.Request) { change(r.Header) }}
}

// onTarget returns a proxy that changes the target of the request.
func onTarget(old, new string) osstest.Fault {
	return osstest.Fault{Request: func(r *http.Request) { r.RequestURI = strings.ReplaceAll(r.RequestURI, old, new) }}
}

// faults are the columns of the matrix. To add one, add a line: what is
// injected, what the client sees of it, whether the operation is carried out,
// and what is answered.
var faults = []matrixFault{
	// OSS, or somebody on the way, refuses, and nothing is carried out.
	{name: "500", inject: osstest.Fault{Status: 500, Code: "InternalError"}, kind: passing, status: 500, code: "InternalError"},
	{name: "503, Retry-After", inject: osstest.Fault{Status: 503, Code: "ServiceUnavailable", Header: http.Header{"Retry-After": {"7"}}}, kind: passing, status: 503, code: "ServiceUnavailable"},
	{name: "429", inject: osstest.Fault{Status: 429, Code: "TooManyRequests"}, kind: passing, status: 429, code: "TooManyRequests"},
	{name: "408", inject: osstest.Fault{Status: 408}, kind: passing, status: 408},
	{name: "501", inject: osstest.Fault{Status: 501, Code: "NotImplemented"}, kind: refused, status: 501, code: "NotImplemented"},
	{name: "403, key", inject: osstest.Fault{Status: 403, Code: "InvalidAccessKeyId"}, kind: refused, status: 403, code: "InvalidAccessKeyId"},
	{name: "403", inject: osstest.Fault{Status: 403, Code: "AccessDenied"}, kind: refused, status: 403, code: "AccessDenied"},
	{name: "502 of a proxy", inject: osstest.Fault{Status: 502, Body: matrixHTML, Header: asHTML}, kind: passing, status: 502},
	{name: "404 of a proxy", inject: osstest.Fault{Status: 404, Body: matrixHTML, Header: asHTML}, kind: refused, status: 404},
	{name: "redirect", inject: osstest.Fault{Status: 307, Header: http.Header{"Location": {"http://elsewhere.example.com/"}}}, kind: refused, status: 307},
	{name: "portal", inject: osstest.Fault{Status: 200, Body: matrixHTML, Header: asHTML}, kind: refused, status: 200},
	{name: "200 with an error", inject: osstest.Fault{Status: 200, Code: "InternalError"}, kind: refused, status: 200, code: "InternalError"},
	{name: "500, huge", inject: osstest.Fault{Status: 500, Body: strings.Repeat("<p>sorry</p>", 1<<14)}, kind: passing, status: 500},
	{name: "403, huge", inject: osstest.Fault{Status: 403, Body: strings.Repeat("<p>sorry</p>", 1<<14)}, kind: refused, status: 403},
	{name: "500, endless", inject: osstest.Fault{Status: 500, Code: "InternalError", BodyDelay: faultHold}, kind: passing, status: 500},
	{name: "403, endless", inject: osstest.Fault{Status: 403, Code: "AccessDenied", BodyDelay: faultHold}, kind: refused, status: 403},
	{name: "500, truncated", inject: osstest.Fault{Status: 500, Code: "InternalError", Truncate: 20}, kind: passing, status: 500},
	{name: "403, truncated", inject: osstest.Fault{Status: 403, Code: "AccessDenied", Truncate: 1 << 20}, kind: refused, status: 403},
	{name: "reset", inject: osstest.Fault{Reset: true}, kind: unanswered},
	{name: "503, late", inject: osstest.Fault{Status: 503, Delay: faultHold}, kind: late},

	// It is carried out, and the answer does not tell, or not in time.
	{name: "reset, effect", inject: osstest.Fault{TakesEffect: true, Reset: true}, kind: unanswered, effect: done},
	{name: "504, effect", inject: osstest.Fault{TakesEffect: true, Status: 504, Body: matrixHTML, Header: asHTML}, kind: passing, effect: done, status: 504},
	{name: "500, effect", inject: osstest.Fault{TakesEffect: true, Status: 500, Code: "InternalError"}, kind: passing, effect: done, status: 500, code: "InternalError"},
	{name: "203, effect", inject: osstest.Fault{TakesEffect: true, Status: 203, Code: "CallbackFailed"}, kind: refused, effect: done, status: 203, code: "CallbackFailed"},
	{name: "portal, effect", inject: osstest.Fault{TakesEffect: true, Status: 200, Body: matrixHTML, Header: asHTML}, kind: refused, effect: done, status: 200},
	{name: "truncated", inject: osstest.Fault{Truncate: 5}, kind: broken, effect: done},
	{name: "truncated to nothing", inject: osstest.Fault{Truncate: 1 << 20}, kind: broken, effect: done},
	{name: "endless body", inject: osstest.Fault{BodyDelay: faultHold}, kind: endless, effect: done},
	{name: "late answer", inject: osstest.Fault{Delay: faultHold}, kind: late, effect: done},
	{name: "late reset", inject: osstest.Fault{Delay: faultHold, TakesEffect: true, Reset: true}, kind: late, effect: done},
	{name: "late effect", inject: osstest.Fault{EffectDelay: faultHold}, kind: late, effect: done},
	{name: "late reading", inject: osstest.Fault{ReadDelay: faultHold}, kind: late, effect: maybeDone},

	// Clocks.
	{name: "server's clock ahead", inject: osstest.Fault{Skew: faultSkew}, kind: skewed, effect: done},
	{name: "server's clock behind", inject: osstest.Fault{Skew: -faultSkew}, kind: skewed, effect: done},
	{name: "Date of 1970", inject: onHeader("Date", "Thu, 01 Jan 1970 00:00:00 GMT"), effect: done, reason: client.EditClock},
	{name: "Date ahead", inject: onHeader("Date", "Fri, 01 Jan 2100 00:00:00 GMT"), effect: done},
	{name: "Date that is none", inject: onHeader("Date", "now"), effect: done, reason: client.EditIncomplete},

	// Somebody on the way.
	{name: "slow", inject: osstest.Fault{ReadDelay: 5 * time.Second, EffectDelay: 5 * time.Second, Delay: 5 * time.Second, BodyDelay: 5 * time.Second}, effect: done},
	{name: "Age", inject: onHeader("Age", "90"), effect: done, reason: client.EditCached},
	{name: "cache that is cold", inject: osstest.Fault{Cache: true}, effect: done},
	{name: "no ETag", inject: onHeader("ETag"), effect: done, reason: client.EditIncomplete},
	{name: "further header of the answer", inject: onHeader("X-Proxy", "1"), effect: done, reason: client.EditForeignHeaders},
	{name: "further header", inject: onRequest(func(h http.Header) { h.Set("Via", "1.1 proxy") }), effect: done},
	{name: "further metadata", inject: onRequest(func(h http.Header) { h.Set("X-Oss-Meta-Proxy", "1") }), kind: refused, status: 403, code: xmlerr.SignatureDoesNotMatch},
	{name: "another Content-Type", inject: onRequest(func(h http.Header) { h.Set("Content-Type", "x/y") }), kind: refused, status: 403, code: xmlerr.SignatureDoesNotMatch},
	{name: "no Authorization", inject: onRequest(func(h http.Header) { h.Del("Authorization") }), kind: refused, status: 403, code: xmlerr.AccessDenied},
	{name: "path escaped more", inject: onTarget("k", "%6b"), effect: done, path: true},
	{name: "path decoded once more", inject: onTarget("%25", "%"), kind: refused, status: 403, code: xmlerr.SignatureDoesNotMatch, path: true},
}

// A position is which of the requests of a step meet the fault.
type position struct {
	name       string
	from       int  // the first that does; those before are answered with 503
	all        bool // of the later ones, too
	wrongClock bool // the local clock is wrong at first: what comes before is refused for that, and nothing else
}

// matrixAttempts is Config.MaxAttempts and EditOptions.MaxAttempts.
const matrixAttempts = 3

var positions = []position{
	{name: "first", from: 1},
	{name: "second", from: 2},
	{name: "last", from: matrixAttempts},
	{name: "all", from: 1, all: true},
	{name: "all after the clock was corrected", from: 2, all: true, wrongClock: true},
}

// opener is what comes before the fault.
var opener = matrixFault{inject: osstest.Fault{Status: 503, Code: "ServiceUnavailable"}, kind: passing, status: 503, code: "ServiceUnavailable"}

var noFault = matrixFault{effect: done}

// at returns what the n-th request of the step meets.
func (p position) at(n int, f *matrixFault) *matrixFault {
	switch {
	case n == p.from, p.all && n > p.from:
		return f
	case n < p.from && !p.wrongClock:
		return &opener
	}
	return &noFault
}
