package signer

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A Policy says what a POST form may upload, and until when. Source: OSS API
// reference, PostObject, and the page on its V4 signature.
type Policy struct {
	Expires    time.Time   // UTC, to the millisecond; V4 takes at most MaxExpires from the signing time
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

// check refuses a condition that no server takes, or that cannot hold beside
// the signer's own fields.
func (c Condition) check(own []Field) error {
	name, good, fault := c.field, false, ReasonCondition
	switch value := c.value.(type) {
	case [2]int64:
		name, good = c.operator, 0 <= value[0] && value[0] <= value[1]
	case string, []string:
		good = isToken(c.field) && c.field[0] != '$' // which the policy puts before it
	}
	switch {
	case !good:
	case !utf8.ValidString(fmt.Sprint(c.value)):
		fault = ReasonNotUTF8
	case slices.ContainsFunc(own, func(f Field) bool { return strings.EqualFold(f.Name, c.field) }):
		fault = ReasonConflict
	default:
		return nil
	}
	return &RequestError{"condition", name, fault}
}

// SignPolicy returns the form fields that sign p: with V4
// x-oss-signature-version, x-oss-credential, x-oss-date, policy and
// x-oss-signature, with V1 OSSAccessKeyId, policy and Signature, and
// x-oss-security-token where the credentials have one. The conditions that V4
// demands on its own fields are added. In the form, the field "file" comes last.
//
// The error is a *RequestError if p ends before at, or, with V4, more than
// MaxExpires after it, if at is not on the day of the scope, or for a condition
// that no server takes.
func (s *Signer) SignPolicy(p Policy, at time.Time) (Signature, error) {
	at, end := at.UTC(), p.Expires.UTC()
	life, stamp := end.Sub(at), at.Format(timeFormatV4)
	switch {
	case !hasYear(at) || !hasYear(end):
		return Signature{}, &RequestError{"time", end.String(), ReasonYear}
	case life <= 0 || life > MaxExpires && s.version == V4:
		return Signature{}, &RequestError{"time", end.Format(time.RFC3339), ReasonPolicyEnd}
	case s.version == V4 && DateOf(at) != s.scope.Date:
		return Signature{}, &RequestError{"time", stamp, ReasonOtherDay}
	}
	var own []Field
	if s.version == V4 {
		own = []Field{{nameVersion, algorithmV4}, {nameCredential, s.credential}, {nameDate, stamp}}
	}
	own = sent(append(own, Field{nameToken, *s.token}))
	conditions := append([]Condition{}, p.Conditions...)
	for _, c := range conditions {
		if err := c.check(own); err != nil {
			return Signature{}, err
		}
	}
	for _, f := range own {
		conditions = append(conditions, Condition{value: map[string]string{f.Name: f.Value}})
	}
	document, _ := json.Marshal(struct { // texts and numbers, which always can be
		Expiration string      `json:"expiration"`
		Conditions []Condition `json:"conditions"`
	}{end.Format("2006-01-02T15:04:05.000Z"), conditions})
	policy := base64.StdEncoding.EncodeToString(document)
	if s.version == V1 {
		own = append(own, Field{nameAccessKeyIDV1, s.accessKeyID})
	}
	return Signature{append(own, Field{"policy", policy}, s.signatureOf(policy))}, nil
}

// signatureOf returns the form field with the signature of a policy.
func (s *Signer) signatureOf(policy string) Field {
	c := s.pool.Get().(*canonicalizer)
	defer s.pool.Put(c)
	c.authenticate([]byte(policy))
	return Field{s.version.scheme().signature, string(c.appendSignature(nil, s.version))}
}
