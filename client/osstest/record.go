package osstest

import (
	"net/http"
	"slices"
	"strings"
	"sync"

	"example.com/ossmeta/headers"
)

// Bounds of the record of requests, beside Options.MaxRequests; the oldest go
// first.
const (
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

// A seenRequest is a RequestRecord whose header takes little room.
type seenRequest struct {
	RequestRecord          // without Header
	header        []string // names and values in turn
}

// record returns what is shown to the outside, with a header of its own.
func (s seenRequest) record() RequestRecord {
	r := s.RequestRecord
	r.Header = make(http.Header, len(s.header)/2)
	for i := 0; i < len(s.header); i += 2 {
		r.Header[s.header[i]] = append(r.Header[s.header[i]], s.header[i+1])
	}
	return r
}

// cost returns about how many bytes it takes.
func (s seenRequest) cost() int {
	n := recordOverhead + len(s.RequestURI) + len(s.Key) + len(s.Host)
	for _, text := range s.header {
		n += len(text)
	}
	return n
}

// A record keeps the newest requests within the bounds.
type record struct {
	mu    sync.Mutex // guards what follows
	ring  []seenRequest
	first int // index of the oldest
	count int
	bytes int
}

// Requests returns the requests that were answered, oldest first: the newest
// Options.MaxRequests, and no more than 16 MiB of them. A request is in it
// before its reply reaches the client.
func (o *OSS) Requests() []RequestRecord {
	rec := &o.seen
	rec.mu.Lock()
	seen := make([]seenRequest, rec.count)
	for i := range seen {
		seen[i] = rec.ring[(rec.first+i)%len(rec.ring)]
	}
	rec.mu.Unlock()
	var list []RequestRecord
	for _, s := range seen {
		list = append(list, s.record())
	}
	return list
}

// ResetRequests forgets the requests that were answered.
func (o *OSS) ResetRequests() {
	rec := &o.seen
	rec.mu.Lock()
	defer rec.mu.Unlock()
	rec.ring, rec.first, rec.count, rec.bytes = nil, 0, 0, 0
}

// remember puts a request and its reply on the record, and tells Options.Log.
func (o *OSS) remember(c *call, r *reply) {
	if o.opt.MaxRequests < 0 && o.opt.Log == nil {
		return
	}
	seen := c.seen()
	seen.Status, seen.Code = r.status, string(r.code)
	if o.opt.MaxRequests > 0 {
		o.seen.add(seen, o.opt.MaxRequests)
	}
	if o.opt.Log != nil {
		o.opt.Log(seen.record())
	}
}

// seen returns what is known of a request before it is answered.
func (c *call) seen() seenRequest {
	path, query := rawTarget(c.req)
	if query != "" {
		path += "?" + redactQuery(query)
	}
	r := RequestRecord{
		Method:     c.req.Method,
		Host:       c.req.Host,
		RequestURI: path,
		Bucket:     c.bucket,
		Key:        c.key,
		RequestID:  c.id,
	}
	if c.op != nil {
		r.Operation = c.op.name
	}
	if c.injection != nil {
		r.Fault = c.injection.text
	}
	return seenRequest{r, redactHeader(c.req.Header)}
}

func (rec *record) add(s seenRequest, most int) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	switch {
	case rec.count < len(rec.ring):
	case rec.count < most:
		rec.grow(most)
	default:
		rec.drop()
	}
	rec.ring[(rec.first+rec.count)%len(rec.ring)] = s
	rec.count++
	rec.bytes += s.cost()
	for rec.bytes > maxRecordBytes && rec.count > 1 {
		rec.drop()
	}
}

// grow makes room for more in a ring that is full.
func (rec *record) grow(most int) {
	ring := make([]seenRequest, min(most, max(16, 2*rec.count)))
	n := copy(ring, rec.ring[rec.first:])
	copy(ring[n:], rec.ring[:rec.first])
	rec.ring, rec.first = ring, 0
}

// drop forgets the oldest.
func (rec *record) drop() {
	oldest := &rec.ring[rec.first]
	rec.bytes -= oldest.cost()
	*oldest = seenRequest{}
	rec.first = (rec.first + 1) % len(rec.ring)
	rec.count--
}

// redactHeader returns the names and values of h in turn, without the secrets.
func redactHeader(h http.Header) []string {
	list := make([]string, 0, 2*len(h))
	for name, values := range h {
		for _, v := range values {
			list = append(list, name, redactField(name, v))
		}
	}
	return list
}

// secretFields are the headers of which nothing is shown, as net/http spells
// them.
var secretFields = []string{
	headers.CanonicalName(headers.XOSSSecurityToken), "Security-Token", "Cookie", "Proxy-Authorization",
	headers.CanonicalName(headers.XOSSServerSideEncryptionCustomerKey),
}

func redactField(name, value string) string {
	switch {
	case strings.EqualFold(name, "Authorization"):
		return redactAuthorization(value)
	case slices.ContainsFunc(secretFields, func(secret string) bool { return strings.EqualFold(secret, name) }):
		return redacted
	}
	return value
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
