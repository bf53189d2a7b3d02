// Package policy makes and signs the policies of Alibaba Cloud OSS's POST forms: what
// a browser may upload by a form, and until when, with V1 and V4.
//
// It reads no clock and does no I/O. Where OSS documents no limit, such as on the number
// of conditions or on the life of a policy under V1, neither has it one.
package policy

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"example.com/ossmeta/signer"
)

// The reasons of a *signer.RequestError, beside signer's.
const (
	ReasonEnd       signer.Reason = "is not an end of a policy: later than now and, with V4, within seven days"
	ReasonCondition signer.Reason = "is not a condition that OSS takes: a field with a value, or a range from 0 up"
)

// A Policy says what a POST form may upload, and until when. Source: OSS API
// reference, PostObject, and the page on its V4 signature.
type Policy struct {
	Expires    time.Time   // UTC, to the millisecond; V4 takes at most signer.MaxExpires from the signing time
	Conditions []Condition // all must hold
}

// A Condition is one condition of a Policy, on a form field such as "key",
// "bucket", "content-type" or "x-oss-meta-author". It is made by Equal,
// StartsWith, LengthRange, In or NotIn.
type Condition struct {
	operator, field string
	value           any
}

// MarshalJSON returns the condition as it stands in the policy.
func (c Condition) MarshalJSON() ([]byte, error) {
	switch value := c.value.(type) {
	case nil:
		return []byte("null"), nil
	case [2]int64:
		return json.Marshal([]any{c.operator, value[0], value[1]})
	case map[string]string: // a field of the signer's own
		return json.Marshal(value)
	}
	return json.Marshal([]any{c.operator, "$" + c.field, c.value})
}

// Format prints the operator and the field, for every verb: the value may be a
// token.
func (c Condition) Format(f fmt.State, verb rune) { fmt.Fprintf(f, "%s %q", c.operator, c.field) }

// Equal demands that a field has the value.
func Equal(field, value string) Condition { return Condition{"eq", field, value} }

// StartsWith demands that the value of a field begins with prefix.
func StartsWith(field, prefix string) Condition { return Condition{"starts-with", field, prefix} }

// LengthRange demands that the file has from least to most bytes.
func LengthRange(least, most int64) Condition {
	return Condition{"content-length-range", "", [2]int64{least, most}}
}

// In demands that a field has one of the values.
func In(field string, values ...string) Condition {
	return Condition{"in", field, append([]string{}, values...)}
}

// NotIn demands that a field has none of the values.
func NotIn(field string, values ...string) Condition {
	return Condition{"not-in", field, append([]string{}, values...)}
}

// tokenBytes are the bytes of a token of RFC 9110 section 5.6.2.
const tokenBytes = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// check refuses a condition that no server takes, or that cannot hold beside
// the signer's own fields.
func (c Condition) check(own []signer.Field) error {
	name, good, fault := c.field, false, ReasonCondition
	switch value := c.value.(type) {
	case [2]int64:
		name, good = c.operator, 0 <= value[0] && value[0] <= value[1]
	case string, []string:
		good = c.field != "" && strings.Trim(c.field, tokenBytes) == "" && c.field[0] != '$' // which the policy puts before it
	}
	switch {
	case !good:
	case !utf8.ValidString(fmt.Sprint(c.value)):
		fault = signer.ReasonNotUTF8
	case slices.ContainsFunc(own, func(f signer.Field) bool { return strings.EqualFold(f.Name, c.field) }):
		fault = signer.ReasonConflict
	default:
		return nil
	}
	return &signer.RequestError{Part: "condition", Name: name, Reason: fault}
}

// Sign returns the form fields that sign p, see [signer.Signer.SignPolicy]. The
// conditions that V4 demands on the signer's own fields are added. In the form, the
// field "file" comes last.
//
// The error is a *signer.RequestError if p ends before at, or, with V4, more than
// signer.MaxExpires after it, if at is not on the day of the scope, or for a condition
// that no server takes.
func Sign(s *signer.Signer, p Policy, at time.Time) (signer.Signature, error) {
	at, end := at.UTC(), p.Expires.UTC()
	switch life := end.Sub(at); {
	case !hasYear(at) || !hasYear(end):
		return signer.Signature{}, &signer.RequestError{Part: "time", Name: end.String(), Reason: signer.ReasonYear}
	case life <= 0 || life > signer.MaxExpires && s.Version() == signer.V4:
		return signer.Signature{}, &signer.RequestError{Part: "time", Name: end.Format(time.RFC3339), Reason: ReasonEnd}
	}
	return s.SignPolicy(at, p.document)
}

// hasYear reports a year that is written with four digits.
func hasYear(t time.Time) bool { return 0 <= t.Year() && t.Year() <= 9999 }

// document returns the policy in JSON, with the signer's own fields.
func (p Policy) document(own []signer.Field) ([]byte, error) {
	conditions := append([]Condition{}, p.Conditions...)
	for _, c := range conditions {
		if err := c.check(own); err != nil {
			return nil, err
		}
	}
	for _, f := range own {
		conditions = append(conditions, Condition{value: map[string]string{f.Name: f.Value}})
	}
	return json.Marshal(struct {
		Expiration string      `json:"expiration"`
		Conditions []Condition `json:"conditions"`
	}{p.Expires.UTC().Format("2006-01-02T15:04:05.000Z"), conditions})
}
