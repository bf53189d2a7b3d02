package client

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"

	"example.com/ossmeta/client/internal/upload"
	"example.com/ossmeta/client/internal/xmldoc"
	"example.com/ossmeta/headers"
	"example.com/ossmeta/signer"
)

// An operation is one call of OSS, before it becomes an HTTP request.
type operation struct {
	name         string // OSS's name of it
	method       string
	bucket       string // "" for an operation on the service
	key          string
	on           level
	query        map[string][]string
	subResources []string    // names in query that V1 signs beyond the ones it knows
	header       http.Header // the operation's own fields, until nextHeader hands it out
	fields       []field     // the same, for each further request
	err          error       // what is wrong with the arguments; nil for nothing
	options      RequestOptions
	body         payload // nil for none
	success      []int   // the status codes that mean success; nil means 200
	once         bool    // an attempt that may have taken effect is not repeated

	// read reads the answer of a success and closes its body, so that an attempt
	// whose document breaks off is a lost one, and one whose document is an error
	// is refused; nil if the body is handed on. As a function it keeps
	// encoding/xml out of programs that only read metadata.
	read       func(*http.Response) error
	mayBeEmpty bool // the document

	refusal *answerError // of the last attempt; nil if there was none
	renewed bool         // the credentials were refused already
	unclear error        // of the first attempt that may have taken effect; nil if there was none
}

// A payload is what an operation sends, an *upload.Body. The interface keeps the
// code for it, CRC-64 and all, out of programs that only read metadata.
type payload interface {
	Rewindable() bool
	Attach(*http.Request) (*upload.Attempt, error)
}

// A level says what an operation is about.
type level int

const (
	onBucket level = iota
	onObject
	onService
)

func (op *operation) succeeds(status int) bool {
	return op.success == nil && status == http.StatusOK || slices.Contains(op.success, status)
}

// object returns an operation on an object, to be completed. An empty key is
// refused when it is sent.
func (b *Bucket) object(name, method, key string, options RequestOptions) *operation {
	op := b.operation(name, method, options)
	op.key, op.on = key, onObject
	return op
}

// versionOptions are what the options of several operations are made of.
type versionOptions struct {
	RequestOptions
	VersionID string // "" means the current version
}

// version returns an operation on a version of an object, or on a sub-resource
// of it, to be completed.
func (b *Bucket) version(name, method, key string, opt *versionOptions, subResources ...string) *operation {
	opt = orZero(opt)
	op := b.object(name, method, key, opt.RequestOptions)
	if opt.VersionID != "" {
		op.setQuery("versionId", opt.VersionID)
	}
	for _, sub := range subResources {
		op.setQuery(sub, "")
	}
	return op
}

// setQuery sets a query parameter, or a sub-resource, which has no value.
func (op *operation) setQuery(name, value string) {
	if op.query == nil {
		op.query = map[string][]string{}
	}
	op.query[name] = []string{value}
}

// operation returns an operation on the bucket, to be completed.
func (b *Bucket) operation(name, method string, options RequestOptions) *operation {
	op := &operation{name: name, method: method, bucket: b.name, options: options}
	op.header = op.newHeader()
	return op
}

// newHeader returns a header with room for most of what a request has.
func (op *operation) newHeader() http.Header {
	if op.method == http.MethodPut {
		return make(http.Header, 14)
	}
	return http.Header{} // 8, which it makes room for by itself
}

// A field is a header field of an operation.
type field struct {
	name   string
	values []string
}

// nextHeader returns the header of op's next request. The first one gets op's own,
// any other a new one with the same fields: what sent the one before may still be
// reading it, and a caller's transport may have changed it.
func (op *operation) nextHeader() http.Header {
	h := op.header
	if op.header = nil; h != nil {
		return h
	}
	h = op.newHeader()
	for _, f := range op.fields {
		h[f.name] = f.values
	}
	return h
}

// complete checks op and adds what every request of c has.
func (c *Client) complete(op *operation) error {
	if err := cmp.Or(op.err, op.checkTarget()); err != nil {
		return err
	}
	if err := op.options.merge(op.header); err != nil {
		return err
	}
	if c.cfg.RequesterPays && get(op.header, "X-Oss-Request-Payer") == "" {
		op.header.Set(headers.XOSSRequestPayer, "requester")
	}
	op.fields = make([]field, 0, len(op.header))
	for name, values := range op.header {
		op.fields = append(op.fields, field{name, values})
		for _, value := range values {
			if err := headers.CheckField(name, value); err != nil {
				return err
			}
		}
	}
	if c.cfg.Signature == signer.V1 && len(op.options.SignedHeaders) > 0 {
		return &ArgumentError{"SignedHeaders", "", "goes with V4; V1 has no additional headers"}
	}
	return nil
}

// setBody makes what r reads the body of op. A length, if it is not 0, must be the
// one that r tells, if it does.
func (op *operation) setBody(r io.Reader, length int64) {
	body := upload.New(r)
	op.body = body
	switch {
	case length < 0:
		op.fail(&ArgumentError{"ContentLength", "", "is negative"})
	case length > 0 && body.Length >= 0 && length != body.Length:
		op.fail(&ArgumentError{"ContentLength", strconv.FormatInt(length, 10),
			"is not the length of the body, " + strconv.FormatInt(body.Length, 10)})
	case length > 0:
		body.Length = length
	}
}

// fail has op refused with err, unless that is nil or something else was wrong
// before.
func (op *operation) fail(err error) { op.err = cmp.Or(op.err, err) }

func (op *operation) checkTarget() error {
	if op.on == onService {
		return nil
	}
	if err := checkBucket(op.bucket); err != nil || op.on == onBucket {
		return err
	}
	return checkKey(op.key)
}

// An Operation is any call of OSS, for Client.Do and Client.Presign: one that
// this package has no method for, such as AppendObject or RestoreObject. It is
// signed, retried and judged as all others are. Whether it is about an object,
// a bucket or the service is told by what is empty: mind a key that is empty by
// mistake.
type Operation struct {
	_ [0]func() // fields by name only

	Name   string // OSS's name of it, which errors and hooks show: "AppendObject"; "" means Method
	Method string // "POST"
	Bucket string // "" for an operation on the service
	Key    string // "" for an operation on the bucket

	// Query has the sub-resources and parameters, not escaped. A name has one
	// value; "" is sent as the name alone: {"append": {""}, "position": {"0"}}.
	Query map[string][]string

	// SubResources names what of Query V1 must sign beyond the table of package
	// signer, for an operation that is newer than it. V4 signs all of Query.
	SubResources []string

	// Header has all further fields, metadata among them. Refused are the ones
	// that the client or the signer sets.
	Header        http.Header
	SignedHeaders []string // as in RequestOptions

	Body          io.Reader // as PutObject's; nil for none
	ContentLength int64     // as in PutObjectOptions

	// Success lists the status codes that mean success; nil means 200, 202, 204
	// and 206. (203 is what OSS answers when a callback failed.)
	Success []int

	// Repeat says whether the request may be sent again when nobody knows
	// whether it has taken effect.
	Repeat Repeat
}

// Repeat says whether a request may be sent again though it may have taken
// effect already.
type Repeat int

const (
	RepeatByMethod Repeat = iota // all but POST (RFC 9110 section 9.2.2) and what has x-oss-forbid-overwrite
	RepeatAlways                 // it does no harm
	RepeatNever                  // a first attempt would stand in the way of a second
)

// An OperationResult is the result of Do. The caller must close its Body.
type OperationResult struct {
	Response
	Body io.ReadCloser // reading ends with the context given to Do

	op *operation
}

// Do sends any operation of OSS, by the same pipeline as the methods of
// Bucket: the same checks, signature, retries and errors. The caller must close
// the result's Body, or call DecodeXML.
func (c *Client) Do(ctx context.Context, o Operation) (*OperationResult, error) {
	op := o.operation()
	resp, _, err := c.do(ctx, op)
	if err != nil {
		return nil, err
	}
	return &OperationResult{newResponse(resp), resp.Body, op}, nil
}

// DecodeXML reads the body, of at most 8 MiB, as an XML document with the given
// root element into v, and closes it. A document that is an error is one,
// whatever the status says.
func (r *OperationResult) DecodeXML(root string, v any) error {
	defer r.Body.Close()
	resp := &http.Response{StatusCode: r.StatusCode, Header: r.Header, Body: r.Body}
	if err := xmldoc.Decode(resp, root, v); err != nil {
		return newOpError(r.op, err)
	}
	return nil
}

// operation returns what o asks for.
func (o *Operation) operation() *operation {
	op := &operation{name: cmp.Or(o.Name, o.Method), method: o.Method, bucket: o.Bucket, key: o.Key, query: o.Query,
		subResources: o.SubResources, header: http.Header{}, success: o.Success,
		options: RequestOptions{SignedHeaders: o.SignedHeaders}}
	if op.success == nil {
		op.success = []int{http.StatusOK, http.StatusAccepted, http.StatusNoContent, http.StatusPartialContent}
	}
	switch {
	case o.Bucket == "" && o.Key == "":
		op.on = onService
	case o.Key != "":
		op.on = onObject
	}
	op.once = o.once(op)
	if o.Body != nil || o.ContentLength != 0 {
		op.setBody(o.Body, o.ContentLength)
	}
	for name, values := range o.Header {
		canonical := http.CanonicalHeaderKey(name)
		op.fail(checkReservedHeader(name))
		if _, twice := op.header[canonical]; twice {
			op.fail(&ArgumentError{"Header", name, "is set twice, in two letter cases"})
		}
		op.header[canonical] = slices.Clone(values)
	}
	return op
}

// once reports whether an attempt that may have taken effect is the last.
func (o *Operation) once(op *operation) bool {
	switch o.Method {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodOptions:
		_, forbids := headers.Get(o.Header, headers.XOSSForbidOverwrite)
		return o.Repeat == RepeatNever || forbids && o.Repeat == RepeatByMethod
	case http.MethodPost:
	default:
		op.fail(&ArgumentError{"Method", o.Method, "is none that OSS has"})
	}
	return o.Repeat != RepeatAlways
}
