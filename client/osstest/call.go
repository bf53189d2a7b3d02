package osstest

import (
	"net/http"
	"time"

	"example.com/ossmeta/xmlerr"
)

// A call is one request on its way through the server.
type call struct {
	oss     *OSS
	req     *http.Request
	id      string
	started time.Time // by the server's clock

	bucket, key string
	query       map[string][]string
	op          *operation // nil until it is known
	anonymous   bool
	keyID       string // the access key id that signed; "" if anonymous
	versioned   bool   // the bucket is, or was
	directRead  bool   // of the bucket's Archive objects
	body        []byte
	held        int64         // so many bytes of it are in OSS.held
	aside       []headerField // further headers of a refusal

	fault     *Fault     // never nil
	injection *Injection // of fault, if it was injected
}

// ServeHTTP answers one request. Header names are set in OSS's own spelling,
// which an http.Client folds as usual; whoever looks into the header of a
// ResponseWriter by hand finds "ETag", not "Etag".
func (o *OSS) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	c := &call{oss: o, req: req, started: o.now(), id: requestID(o.requests.Add(1))}
	c.meet()
	r := c.result()
	if !c.fault.Reset {
		c.drain()
	}
	o.remember(c, r)
	c.wait(c.fault.Delay)
	if c.fault.Reset {
		reset(w)
	}
	c.send(w, r)
}

// requestID makes an id of OSS's form, 24 characters, of a number.
func requestID(n uint64) string {
	id := []byte("0551E57A0000000000000000")
	for i := len(id) - 1; n > 0; i, n = i-1, n>>4 {
		id[i] = "0123456789ABCDEF"[n&0xF]
	}
	return string(id)
}

// answer does what a request asks for, in OSS's order: address, bucket,
// signature, support, body, operation. That a bucket is missing OSS tells whoever
// asks: so the tests of Go SDK V2 find it.
func (c *call) answer() (*reply, *xmlerr.Error) {
	notSupported, e := c.address()
	if e != nil {
		return nil, e
	}
	op := c.op
	if c.bucket != "" && (op == nil || !op.creates) && !c.oss.hasBucket(c.bucket) {
		return nil, noSuchBucket(c.bucket)
	}
	if e := c.authenticate(); e != nil {
		return nil, e
	}
	if notSupported != nil {
		return nil, notSupported
	}
	if op.owner && c.anonymous {
		return nil, accessDenied()
	}
	if e := c.permitted(c.actions()...); e != nil {
		return nil, e
	}
	if e := c.checkTraffic(); e != nil {
		return nil, e
	}
	defer c.release()
	if e := c.readBody(); e != nil {
		return nil, e
	}
	time.Sleep(c.fault.EffectDelay)
	return op.run(c)
}

// address finds out what the request is about, and what of it the server does
// not support.
func (c *call) address() (notSupported, e *xmlerr.Error) {
	path, rawQuery := rawTarget(c.req)
	if c.bucket, c.key, e = c.oss.locate(c.req.Host, path); e != nil {
		return nil, e
	}
	var ok bool
	if c.query, ok = splitQuery(rawQuery); !ok {
		return nil, invalid("RequestURI", "", "The percent-encoding of the query is broken.")
	}
	c.op, notSupported = c.route()
	return notSupported, nil
}

// also sets a header of the reply if it is a refusal.
func (c *call) also(name, value string) {
	c.aside = append(c.aside, headerField{name, value})
}

// header returns the first value of a request header.
func (c *call) header(name string) string { return c.req.Header.Get(name) }

// single returns the value of a request header that must not be there twice.
func (c *call) single(name string) (string, *xmlerr.Error) {
	values := c.req.Header.Values(name)
	if len(values) > 1 {
		return "", invalid(name, "", "The header is there more than once.")
	}
	if len(values) == 0 {
		return "", nil
	}
	return values[0], nil
}

// queryValue returns the first value of a name in the query. An empty one is
// as good as none.
func (c *call) queryValue(name string) string {
	if values := c.query[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}
