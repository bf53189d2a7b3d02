package osstest

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"example.com/ossmeta/headers"
)

// Bounds of the record of requests; the oldest go first.
const (
	maxRecords     = 10_000
	maxRecordBytes = 16 << 20 // of names, values, targets and keys
	recordOverhead = 512      // bytes, what a record costs beyond them
)

const redacted = "REDACTED"

// A RequestRecord is what the server saw of one request and answered. It holds
// no secret: of Authorization the signature, the whole of
// x-oss-security-token, and the values of query parameters that sign a URL are
// replaced with "REDACTED".
type RequestRecord struct {
	Method, Host string
	RequestURI   string      // as it was sent, not decoded
	Operation    string      // "PutObject"; "" if it is none that the server knows
	Bucket, Key  string      // decoded
	Header       http.Header // without Host
	Status       int         // 0 if the connection was cut in place of a reply
	Code         string      // of a refusal, such as "NoSuchKey"; else ""
	RequestID    string
	Fault        string // what Fault.String says of the one that affected it; "" = none
}

// record keeps the newest requests within the bounds.
type record struct {
	mu    sync.Mutex // guards what follows
	list  []RequestRecord
	bytes int
}

// Requests returns the requests that were answered, oldest first: the newest
// 10,000, and no more than 16 MiB of them. A request is in it before its reply
// reaches the client.
func (o *OSS) Requests() []RequestRecord {
	o.seen.mu.Lock()
	list := slices.Clone(o.seen.list)
	o.seen.mu.Unlock()
	for i := range list { // the headers in the record never change
		list[i].Header = list[i].Header.Clone()
	}
	return list
}

// ResetRequests forgets the requests that were answered.
func (o *OSS) ResetRequests() {
	o.seen.mu.Lock()
	defer o.seen.mu.Unlock()
	o.seen.list, o.seen.bytes = nil, 0
}

// remember puts a request and its reply on the record, and tells Options.Log.
func (o *OSS) remember(c *call, r *reply) {
	seen := c.record()
	seen.Status, seen.Code = r.status, string(r.code)
	o.seen.add(seen)
	if o.opt.Log != nil {
		seen.Header = seen.Header.Clone()
		o.opt.Log(seen)
	}
}

// record returns what is known of a request before it is answered.
func (c *call) record() RequestRecord {
	path, query := rawTarget(c.req)
	if query != "" {
		path += "?" + redactQuery(query)
	}
	seen := RequestRecord{
		Method:     c.req.Method,
		Host:       c.req.Host,
		RequestURI: path,
		Bucket:     c.bucket,
		Key:        c.key,
		Header:     redactHeader(c.req.Header),
		RequestID:  c.id,
	}
	if c.op != nil {
		seen.Operation = c.op.name
	}
	if c.injection != nil {
		seen.Fault = c.injection.text
	}
	return seen
}

func (rec *record) add(r RequestRecord) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	rec.list = append(rec.list, r)
	rec.bytes += recordCost(r)
	for len(rec.list) > maxRecords || rec.bytes > maxRecordBytes && len(rec.list) > 1 {
		rec.bytes -= recordCost(rec.list[0])
		rec.list[0] = RequestRecord{}
		rec.list = rec.list[1:]
	}
}

// recordCost returns about how many bytes a record holds.
func recordCost(r RequestRecord) int {
	n := recordOverhead + len(r.RequestURI) + len(r.Key) + len(r.Host)
	for name, values := range r.Header {
		n += len(name)
		for _, v := range values {
			n += len(v)
		}
	}
	return n
}

// redactHeader returns a copy of h without its secrets.
func redactHeader(h http.Header) http.Header {
	h = maps.Clone(h)
	for name, values := range h {
		hide := func(string) string { return redacted }
		switch strings.ToLower(name) {
		case headers.XOSSSecurityToken, "security-token", "cookie", "proxy-authorization",
			headers.XOSSServerSideEncryptionCustomerKey:
		case "authorization":
			hide = redactAuthorization
		default:
			hide = func(v string) string { return v }
		}
		values = slices.Clone(values)
		for i := range values {
			values[i] = hide(values[i])
		}
		h[name] = values
	}
	return h
}

// redactAuthorization hides the signature, and the whole value if it is not
// of a known form.
func redactAuthorization(v string) string {
	if id, _, ok := strings.Cut(v, ":"); ok && strings.HasPrefix(v, "OSS ") {
		return id + ":" + redacted
	}
	const signature = "Signature="
	if i := strings.Index(v, signature); i >= 0 && strings.HasPrefix(v, "OSS4-HMAC-SHA256 ") {
		i += len(signature)
		rest := strings.TrimLeft(v[i:], "0123456789abcdefABCDEF")
		if rest == "" || rest[0] == ',' && !strings.Contains(rest, signature) {
			return v[:i] + redacted + rest
		}
	}
	return redacted
}

// redactQuery hides the values of the parameters that sign a URL.
func redactQuery(raw string) string {
	pairs := strings.Split(raw, "&")
	for i, pair := range pairs {
		name, _, hasValue := strings.Cut(pair, "=")
		decoded, _ := unescape(name, true)
		switch strings.ToLower(decoded) {
		case "signature", "security-token", "x-oss-signature", "x-oss-security-token":
			if hasValue {
				pairs[i] = name + "=" + redacted
			}
		}
	}
	return strings.Join(pairs, "&")
}
