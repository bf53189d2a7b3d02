package osstest

import (
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/ossmeta/xmlerr"
)

// result carries the request out, or what its fault puts in place of that.
func (c *call) result() *reply {
	f := c.fault
	if f.Cache {
		if r := c.injection.fromCache(c); r != nil {
			return r
		}
	}
	replaced := f.Status != 0 || f.Reset
	var r *reply
	if !replaced || f.TakesEffect {
		var e *xmlerr.Error
		if r, e = c.answer(); e != nil {
			r = errorReply(c, e)
		}
	}
	if replaced {
		c.aside = nil
		r = f.reply(c)
	}
	c.complete(r)
	if f.Cache {
		c.injection.cache(c, r)
	}
	return r
}

// reply makes what is answered in place of an operation's reply. After a reset
// nothing of it is sent.
func (f *Fault) reply(c *call) *reply {
	if f.Code != "" {
		return errorReply(c, &xmlerr.Error{StatusCode: f.Status, Code: f.Code, Message: "This fault was injected."})
	}
	r := newReply(f.Status)
	r.foreign = true
	r.body, r.length = []byte(f.Body), int64(len(f.Body))
	return r
}

// aged returns a copy of a reply out of a cache.
func (r *reply) aged(age time.Duration) *reply {
	copied := *r
	copied.fields = slices.Clone(r.fields)
	copied.set("Age", strconv.FormatInt(int64(max(0, age)/time.Second), 10))
	return &copied
}

// changeHeader does what Fault.Header says. A name without values stays in h,
// so that net/http does not add a header of its own.
func (f *Fault) changeHeader(h http.Header) {
	for name, values := range f.Header {
		maps.DeleteFunc(h, func(other string, _ []string) bool { return strings.EqualFold(name, other) })
		h[http.CanonicalHeaderKey(name)] = values
	}
}

// sendBody writes the body, or as much of it as the fault lets through.
// net/http ends the connection if that is less than Content-Length.
func (c *call) sendBody(w http.ResponseWriter, body []byte) {
	body = body[:len(body)-min(len(body), c.fault.Truncate)]
	if c.fault.BodyDelay > 0 {
		half := len(body) / 2
		w.Write(body[:half])
		http.NewResponseController(w).Flush()
		c.wait(c.fault.BodyDelay)
		body = body[half:]
	}
	w.Write(body) // a client that went away is nobody's error here
}

// wait waits, until the client has gone.
func (c *call) wait(d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.req.Context().Done():
	}
}

// reset cuts the connection and does not return.
func reset(w http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		if tcp, ok := conn.(*net.TCPConn); ok {
			tcp.SetLinger(0) // close by RST
		}
		conn.Close()
	}
	panic(http.ErrAbortHandler)
}
