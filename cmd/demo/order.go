package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"example.com/ossmeta/signer"
)

// An order is a request to sign, and with what: one line of the JSON of sign,
// explain and diagnose. It holds secrets and is never printed.
type order struct {
	id       []byte // JSON text; nil if there is none
	version  string // "v1", "v4" or "", which is v4
	request  signer.Request
	at       int64  // Unix time, in seconds
	expires  int64  // > 0: sign the URL for so many seconds
	query    string // escaped
	key      signer.Credentials
	scope    signer.Scope // Date is set by signer
	addition []string     // V4 only
	sub      []string     // V1 only

	given []string // names of the members that were there
}

// parse makes the order that a JSON text gives. What the text has wrong is
// said by an error that names the member; the id is there all the same.
func (o *order) parse(text []byte) error {
	*o = order{request: signer.Request{Header: map[string][]string{}}, given: o.given[:0]}
	if err := checkJSON(text); err != nil {
		return err
	}
	var first error
	isObject := eachMember(text, func(name, value []byte) {
		if err := o.set(name, value); err != nil && first == nil {
			first = err
		}
	})
	switch {
	case !isObject:
		return errors.New("the JSON is not an object")
	case first != nil:
		return first
	case !slices.Contains(o.given, "time"):
		return errors.New(`"time" is missing; it is the request's, in seconds since 1970`)
	}
	return o.check()
}

// memberNames are those of the JSON, as the usage has them.
var memberNames = [...]string{"version", "method", "bucket", "key", "query", "headers", "time", "region", "product",
	"access_key_id", "access_key_secret", "security_token", "additional_headers", "sub_resources", "presign_seconds", "id"}

// set takes one member of the object. There is no member that is passed over:
// with a slip in its name another request would be signed than was meant.
func (o *order) set(quoted, value []byte) error {
	name, err := unquote(quoted)
	if err != nil {
		return fmt.Errorf("a name in the JSON %w", err)
	}
	switch {
	case !slices.Contains(memberNames[:], name):
		return fmt.Errorf("there is no member %s", short(name))
	case slices.Contains(o.given, name):
		return fmt.Errorf("%q is given twice", name)
	}
	o.given = append(o.given, name)
	switch {
	case name == "id":
		o.id = value
		return nil
	case string(value) == "null" && name != "time": // as if it were left out
		return nil
	}
	switch name {
	case "time":
		o.at, err = wholeNumber(value)
	case "presign_seconds":
		o.expires, err = wholeNumber(value)
	case "headers":
		err = o.setHeaders(value)
	case "additional_headers":
		o.addition, err = unquoteAll(value)
	case "sub_resources":
		o.sub, err = unquoteAll(value)
	default:
		*o.text(name), err = unquote(value)
	}
	if err != nil {
		return fmt.Errorf("%q %w", name, err)
	}
	return nil
}

// text returns where the value of a member goes that is a string.
func (o *order) text(name string) *string {
	switch name {
	case "version":
		return &o.version
	case "method":
		return &o.request.Method
	case "bucket":
		return &o.request.Bucket
	case "key":
		return &o.request.Key
	case "query":
		return &o.query
	case "region":
		return &o.scope.Region
	case "product":
		return &o.scope.Product
	case "access_key_id":
		return &o.key.AccessKeyID
	case "access_key_secret":
		return &o.key.AccessKeySecret
	case "security_token":
		return &o.key.SecurityToken
	}
	panic("demo: internal error: no string is called " + name)
}

// setHeaders takes the pairs of headers. Two names that differ by letter case
// only are refused by the signer.
func (o *order) setHeaders(value []byte) error {
	n := 0
	var first error
	isArray := eachElement(value, func(pair []byte) {
		n++
		both, err := unquoteAll(pair)
		switch {
		case first != nil:
		case err != nil || len(both) != 2:
			first = fmt.Errorf("has as element %d no pair of strings, [name, value]", n)
		case o.request.Header[both[0]] != nil:
			first = fmt.Errorf("has %s twice", short(both[0]))
		default:
			o.request.Header[both[0]] = both[1:]
		}
	})
	if !isArray {
		return errors.New("is not an array of pairs, [name, value]")
	}
	return first
}

func unquoteAll(value []byte) (all []string, first error) {
	all = make([]string, 0, 2)
	isArray := eachElement(value, func(element []byte) {
		s, err := unquote(element)
		if err != nil && first == nil {
			first = fmt.Errorf("has an element that %w", err)
		}
		all = append(all, s)
	})
	if !isArray {
		return nil, errors.New("is not an array of strings")
	}
	return all, first
}

// short quotes foreign text and cuts it short.
func short(s string) string {
	const most = 64
	if len(s) > most {
		return fmt.Sprintf("%q", strings.ToValidUTF8(s[:most], "")) + "..."
	}
	return fmt.Sprintf("%q", s)
}
