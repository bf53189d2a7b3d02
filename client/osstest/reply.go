package osstest

import (
	"encoding/xml"
	"maps"
	"net/http"
	"strconv"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// A reply is what a request is answered with. Its header has OSS's own
// spelling of names (ETag, x-oss-meta-author), and so has the wire.
type reply struct {
	status int
	header http.Header
	body   []byte
	length int64       // of Content-Length; on HEAD there is no body to it
	code   xmlerr.Code // of a refusal

	foreign bool // not OSS's own
}

func newReply(status int) *reply {
	return &reply{status: status, header: make(http.Header)}
}

// set sets one header, byte for byte; an empty value sets nothing.
func (r *reply) set(name, value string) {
	if value != "" {
		r.header[name] = []string{value}
	}
}

// document makes body, an XML document, the body of r.
func (r *reply) document(body []byte) *reply {
	r.set(headers.ContentType, "application/xml")
	r.body, r.length = body, int64(len(body))
	return r
}

// xmlReply answers 200 with v as an XML document.
func xmlReply(v any) *reply {
	body, err := xml.Marshal(v)
	if err != nil {
		panic("osstest: internal error: " + err.Error())
	}
	return newReply(http.StatusOK).document(append([]byte(xml.Header), body...))
}

// complete sets what every reply has.
//
// Date is when the request came in, before anything was read: whoever sees a
// Date that is later than a Last-Modified knows that no later write has the
// same Last-Modified.
func (c *call) complete(r *reply) {
	r.header[headers.Date] = []string{headers.FormatTime(c.started)}
	if r.foreign {
		return
	}
	took := max(0, c.oss.now().Add(c.fault.Skew).Sub(c.started))
	r.header[headers.Server] = []string{"AliyunOSS"}
	r.header[headers.XOSSRequestID] = []string{c.id}
	r.header[headers.XOSSServerTime] = []string{strconv.FormatInt(took.Milliseconds(), 10)}
}

// send writes r to w. What net/http would add by itself (a sniffed
// Content-Type) is ruled out.
func (c *call) send(w http.ResponseWriter, r *reply) {
	h := w.Header()
	h[headers.ContentType] = nil
	maps.Copy(h, r.header)
	if r.status != http.StatusNotModified && r.status != http.StatusNoContent {
		h[headers.ContentLength] = []string{strconv.FormatInt(r.length, 10)}
	}
	c.fault.changeHeader(h)
	w.WriteHeader(r.status)
	if c.req.Method != http.MethodHead {
		c.sendBody(w, r.body)
	}
}
