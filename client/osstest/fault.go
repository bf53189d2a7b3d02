package osstest

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"example.com/ossmeta/xmlerr"
)

// A Fault is what goes wrong with requests: which, how many of them, and how.
// OSS.Inject makes it happen. The zero value matches every request and does
// nothing to it, but count it.
//
// The fields of the second part can be combined, and happen in their order:
// {TakesEffect: true, Delay: time.Minute, Reset: true} carries a request out,
// lets the client wait for a minute, and cuts its connection.
//
// All waiting is done by package time, so in a bubble of testing/synctest by
// the bubble's, whatever Options.Now is. Save for EffectDelay it ends when
// net/http sees that the client has gone.
type Fault struct {
	_ [0]func() // fields by name only, and no comparing

	Operation string                   // matches these alone, by OSS's name, such as "CopyObject"; "" = all
	Match     func(RequestRecord) bool // matches if it is true of the request as it arrived, which has no Status yet; nil = all; called concurrently
	Skip      int                      // so many of the requests that match are spared first
	Times     int                      // so many are then affected; 0 = all

	// Cache is a cache in between: a GET or HEAD is answered with the 200 that
	// the same method, host and target was answered with before, and its Age.
	// The first one, which fills the cache, counts as affected, too. What is
	// written changes nothing in it.
	Cache bool

	// Request is a proxy that changes what it passes on, before the server
	// looks at it: Header, Host, Method, or the target, which stands in
	// RequestURI, escaped. The request is a copy, but for its Body, which is
	// not to be touched. It is called concurrently.
	Request func(*http.Request)

	Skew        time.Duration // how far the server's clock is ahead, for the signature and Date; Last-Modified keeps to the clock
	ReadDelay   time.Duration // waits before the request's body is read
	EffectDelay time.Duration // waits before the operation is carried out, which then it is though the client may have gone
	TakesEffect bool          // the operation is carried out, or refused, before Status or Reset take the place of its reply
	Delay       time.Duration // waits before the reply

	// Status is answered in place of the operation; 0 means that the operation
	// answers. With a Code it is OSS that answers, with the error document, or
	// in x-oss-err if the request is a HEAD. Without one it is somebody else,
	// whose reply has the Body and the Header given here and a Date.
	Status int
	Code   xmlerr.Code
	Body   string

	// Header is set in the reply, whoever it is from: Retry-After, Location, a
	// wrong Date. A name without values takes that header away. Letter case of
	// names does not matter.
	Header http.Header

	BodyDelay time.Duration // waits within the body of the reply, after its first half
	Truncate  int           // so many bytes at the end of the body, or all, are not sent, though Content-Length counts them; then the connection ends
	Reset     bool          // the connection is cut, on a socket by RST, in place of a reply; ServeHTTP panics with http.ErrAbortHandler
}

// noFault does nothing. It never changes.
var noFault Fault

// String says in one line what happens, for the record of requests.
func (f Fault) String() string {
	var all []string
	add := func(is bool, text string) {
		if is {
			all = append(all, text)
		}
	}
	wait := func(d time.Duration, text string) { add(d != 0, text+" "+d.String()) }
	add(f.Cache, "cache")
	add(f.Request != nil, "request changed")
	wait(f.Skew, "skew")
	wait(f.ReadDelay, "read delay")
	wait(f.EffectDelay, "effect delay")
	add(f.TakesEffect, "takes effect")
	wait(f.Delay, "delay")
	add(f.Status != 0, strings.TrimSpace(strconv.Itoa(f.Status)+" "+string(f.Code)))
	add(len(f.Header) > 0, "header changed")
	wait(f.BodyDelay, "body delay")
	add(f.Truncate != 0, "truncated by "+strconv.Itoa(f.Truncate))
	add(f.Reset, "reset")
	if all == nil {
		return "no fault"
	}
	return strings.Join(all, ", ")
}

// check says which field makes no sense.
func (f Fault) check() error {
	answers := f.Status != 0
	switch {
	case f.Operation != "" && !isOperation(f.Operation):
		return fmt.Errorf("Fault.Operation: the server has no %q", f.Operation)
	case f.Skip < 0 || f.Times < 0 || f.Truncate < 0:
		return fmt.Errorf("Fault: Skip %d, Times %d or Truncate %d is negative", f.Skip, f.Times, f.Truncate)
	case min(f.ReadDelay, f.EffectDelay, f.Delay, f.BodyDelay) < 0:
		return fmt.Errorf("Fault: a delay is negative")
	case answers && (f.Status < 200 || f.Status > 599):
		return fmt.Errorf("Fault.Status: %d is not from 200 to 599", f.Status)
	case !answers && (f.Code != "" || f.Body != ""):
		return fmt.Errorf("Fault.Status: is missing for the Code or Body")
	case f.Code != "" && f.Body != "":
		return fmt.Errorf("Fault.Body: with a Code the body is OSS's")
	case f.Reset && (answers || f.Cache || len(f.Header) > 0 || f.BodyDelay > 0 || f.Truncate > 0):
		return fmt.Errorf("Fault.Reset: there is no reply that another field could be about")
	case f.Cache && (answers || f.TakesEffect):
		return fmt.Errorf("Fault.Cache: goes with no other reply")
	case f.TakesEffect && !answers && !f.Reset:
		return fmt.Errorf("Fault.TakesEffect: neither Status nor Reset takes the place of the reply")
	}
	return nil
}

func isOperation(name string) bool {
	for i := range operations {
		if operations[i].name == name {
			return true
		}
	}
	return false
}
