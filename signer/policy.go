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
	texts := []string{}
	switch value := c.value.(type) {
	case [2]int64:
		if value[0] < 0 || value[1] < value[0] {
			return &RequestError{"condition", c.operator, ReasonCondition}
		}
		return nil
	case string:
		texts = append(texts, value)
	case []string:
		texts = value
	}
	if !isToken(c.field) || c.operator == "" {
		return &RequestError{"condition", c.field, ReasonCondition}
	}
	for _, text := range texts {
		if !utf8.ValidString(text) {
			return &RequestError{"condition", c.field, ReasonNotUTF8}
		}
	}
	if slices.ContainsFunc(own, func(f Field) bool { return strings.EqualFold(f.Name, c.field) }) {
		return &RequestError{"condition", c.field, ReasonConflict}
	}
	return nil
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
	at = at.UTC()
	if !hasYear(at) || !hasYear(p.Expires) {
		return Signature{}, &RequestError{"time", p.Expires.UTC().String(), ReasonYear}
	}
	life := p.Expires.Sub(at)
	if life <= 0 || life > MaxExpires && s.version == V4 {
		return Signature{}, &RequestError{"time", p.Expires.UTC().Format(time.RFC3339), ReasonPolicyEnd}
	}
	c := s.pool.Get().(*canonicalizer)
	defer s.pool.Put(c)
	var fields []Field
	if s.version == V4 {
		timestamp := at.Format(timeFormatV4)
		if DateOf(at) != s.scope.Date {
			return Signature{}, &RequestError{"time", timestamp, ReasonOtherDay}
		}
		fields = append(fields, Field{nameVersion, algorithmV4}, Field{nameCredential, s.credential}, Field{nameDate, timestamp})
	}
	if *s.token != "" {
		fields = append(fields, Field{nameToken, *s.token})
	}
	conditions := append([]Condition{}, p.Conditions...)
	for _, condition := range conditions {
		if err := condition.check(fields); err != nil {
			return Signature{}, err
		}
	}
	for _, f := range fields {
		conditions = append(conditions, Condition{value: map[string]string{f.Name: f.Value}})
	}
	document, err := json.Marshal(struct {
		Expiration string      `json:"expiration"`
		Conditions []Condition `json:"conditions"`
	}{p.Expires.UTC().Format("2006-01-02T15:04:05.000Z"), conditions})
	if err != nil {
		return Signature{}, err
	}
	policy := base64.StdEncoding.EncodeToString(document)
	c.authenticate([]byte(policy))
	signature := string(s.version.appendSignature(nil, c.sum))
	if s.version == V4 {
		return Signature{append(fields, Field{"policy", policy}, Field{nameSignature, signature})}, nil
	}
	return Signature{append(fields, Field{nameAccessKeyIDV1, s.accessKeyID}, Field{"policy", policy}, Field{nameSignatureV1, signature})}, nil
}
