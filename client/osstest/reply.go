package osstest

import (
	"encoding/xml"
	"net/http"
	"slices"
	"strconv"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// A reply is what a request is answered with. Its header has OSS's own
// spelling of names (ETag, x-oss-meta-author), and so has the wire.
type reply struct {
	status int
	fields []headerField
	body   []byte
	length int64       // of Content-Length; on HEAD there is no body to it
	code   xmlerr.Code // of a refusal

	foreign bool // not OSS's own
}

// A headerField is one field of a header. Several of one name stand together.
type headerField struct{ name, value string }

func newReply(status int) *reply {
	return &reply{status: status, fields: make([]headerField, 0, 20)} // usually enough
}

// set sets one header, byte for byte; an empty value sets nothing.
func (r *reply) set(name, value string) {
	if value != "" {
		r.put(name, value)
	}
}

// put sets one header, though the value may be empty.
func (r *reply) put(name string, values ...string) {
	r.fields = slices.DeleteFunc(r.fields, func(f headerField) bool { return f.name == name })
	for _, value := range values {
		r.fields = append(r.fields, headerField{name, value})
	}
}

// writeTo sets the fields in h, in place of what it has of them.
func (r *reply) writeTo(h http.Header) {
	values := make([]string, len(r.fields)) // in one piece
	first := 0
	for i, f := range r.fields {
		values[i] = f.value
		if f.name != r.fields[first].name {
			first = i
		}
		h[f.name] = values[first : i+1 : i+1]
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
	r.put(headers.Date, headers.FormatTime(c.started))
	if r.status != http.StatusNotModified && r.status != http.StatusNoContent {
		r.put(headers.ContentLength, strconv.FormatInt(r.length, 10))
	}
	if r.foreign {
		return
	}
	took := max(0, c.oss.now().Add(c.fault.Skew).Sub(c.started))
	r.put(headers.Server, "AliyunOSS")
	r.put(headers.XOSSRequestID, c.id)
	r.put(headers.XOSSServerTime, strconv.FormatInt(took.Milliseconds(), 10))
}

// send writes r to w. What net/http would add by itself (a sniffed
// Content-Type) is ruled out.
func (c *call) send(w http.ResponseWriter, r *reply) {
	h := w.Header()
	r.writeTo(h)
	if _, ok := h[headers.ContentType]; !ok {
		h[headers.ContentType] = nil
	}
	c.fault.changeHeader(h)
	w.WriteHeader(r.status)
	if c.req.Method != http.MethodHead {
		c.sendBody(w, r.body)
	}
}
