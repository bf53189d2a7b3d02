package osstest

import (
	"net/http"
	"strings"
	"time"

	"example.com/ossmeta/headers"
	"example.com/ossmeta/xmlerr"
)

// conditionNames are the headers that carry the four conditions.
type conditionNames struct {
	match, noneMatch, modifiedSince, unmodifiedSince string
}

// The conditions of reading an object and of copying one.
var (
	readConditions = conditionNames{
		headers.IfMatch, headers.IfNoneMatch, headers.IfModifiedSince, headers.IfUnmodifiedSince,
	}
	copyConditions = conditionNames{
		headers.XOSSCopySourceIfMatch, headers.XOSSCopySourceIfNoneMatch,
		headers.XOSSCopySourceIfModifiedSince, headers.XOSSCopySourceIfUnmodifiedSince,
	}
)

// A condition is one of them in a request.
type condition struct {
	name    string
	present bool
	holds   bool
	status  int // of the reply if it does not hold
}

// conditional evaluates the conditions of a GET or HEAD. It returns nil, nil
// if they hold.
func (c *call) conditional(obj *object) (*reply, *xmlerr.Error) {
	e := c.conditions(readConditions, obj)
	if e == nil || e.Code != xmlerr.NotModified {
		return nil, e
	}
	r := newReply(http.StatusNotModified)
	r.code = e.Code
	r.set(headers.ETagName, obj.etag.String())
	r.set(headers.LastModified, headers.FormatTime(obj.modified))
	return r, nil
}

// conditions evaluates the conditions with these names against obj, combined
// as Options.Precedence says. It returns nil, NotModified or
// PreconditionFailed, or says what is wrong with a condition.
func (c *call) conditions(names conditionNames, obj *object) *xmlerr.Error {
	match, e := c.tagCondition(names.match, obj.etag)
	if e != nil {
		return e
	}
	noneMatch, e := c.tagCondition(names.noneMatch, obj.etag)
	if e != nil {
		return e
	}
	noneMatch.holds, noneMatch.status = !noneMatch.holds, http.StatusNotModified
	strict := names == copyConditions
	unmodified, e := c.dateCondition(names.unmodifiedSince, strict, func(t time.Time) bool { return !obj.modified.After(t) })
	if e != nil {
		return e
	}
	modified, e := c.dateCondition(names.modifiedSince, strict, func(t time.Time) bool { return obj.modified.After(t) })
	if e != nil {
		return e
	}
	modified.status = http.StatusNotModified
	if c.oss.opt.Precedence == RFC { // RFC 9110 section 13.2.2, steps 2 and 4
		unmodified.present = unmodified.present && !match.present
		modified.present = modified.present && !noneMatch.present
	}
	for _, cond := range [...]condition{match, unmodified, noneMatch, modified} {
		if !cond.present || cond.holds {
			continue
		}
		if cond.status == http.StatusNotModified {
			return fail(xmlerr.NotModified, "", "Not Modified", "Condition", cond.name)
		}
		return fail(xmlerr.PreconditionFailed, ecCondition, "At least one of the pre-conditions you specified did not hold.", "Condition", cond.name)
	}
	return nil
}

// tagCondition compares the entity tags of a header with that of an object; it
// holds if one is equal. OSS takes tags with and without quotes.
func (c *call) tagCondition(name string, tag headers.ETag) (condition, *xmlerr.Error) {
	cond := condition{name: name, status: http.StatusPreconditionFailed}
	value, e := c.single(name)
	if e != nil || value == "" {
		return cond, e
	}
	cond.present = true
	for one := range strings.SplitSeq(value, ",") {
		one = strings.TrimSpace(one)
		if parsed, ok := headers.ParseETag(one); one == "*" || ok && parsed == tag {
			cond.holds = true
		}
	}
	return cond, nil
}

// dateCondition evaluates a header with a date. A date that is none is an
// error if strict, else as if it were not there (RFC 9110 section 13.1.3).
func (c *call) dateCondition(name string, strict bool, holds func(time.Time) bool) (condition, *xmlerr.Error) {
	cond := condition{name: name, status: http.StatusPreconditionFailed}
	value, e := c.single(name)
	if e != nil || value == "" {
		return cond, e
	}
	t, ok := headers.ParseTime(value)
	if !ok && strict { // OSS's page of 2021 has ISO 8601 there
		var err error
		if t, err = time.Parse(time.RFC3339, value); err != nil {
			return cond, invalid(name, value, "The date is not an HTTP date.")
		}
		ok = true
	}
	if ok {
		cond.present, cond.holds = true, holds(t)
	}
	return cond, nil
}
