package signer

import (
	"cmp"
	"time"
)

// DefaultProduct is the product that an empty Scope.Product stands for.
const DefaultProduct = "oss"

const (
	scopeTerminator = "aliyun_v4_request"
	timeFormatDay   = "20060102"
)

// A Scope is what a V4 signing key is good for: one day, one region, one
// product. A key of one scope signs nothing in another.
type Scope struct {
	Date    string // UTC day as YYYYMMDD, see DateOf
	Region  string // region id without "oss-", such as "cn-hangzhou"; of a cloud box its id, "cb-…"
	Product string // "" means DefaultProduct; "oss-cloudbox" for a cloud box
}

// DateOf returns the UTC day of t, which is in a year from 0 to 9999, in the
// form that Scope.Date takes.
func DateOf(t time.Time) string { return t.UTC().Format(timeFormatDay) }

// String returns the scope as it stands in the string to sign,
// "20231216/cn-hangzhou/oss/aliyun_v4_request".
func (s Scope) String() string {
	return s.Date + "/" + s.Region + "/" + s.product() + "/" + scopeTerminator
}

func (s Scope) product() string { return cmp.Or(s.Product, DefaultProduct) }

// A ScopeError says which part of a Scope cannot be used.
type ScopeError struct {
	Part   string // "date", "region" or "product"
	Value  string
	Reason string
}

func (e *ScopeError) Error() string {
	return "signer: scope: " + e.Part + " " + quote(e.Value) + " " + e.Reason
}

// Check returns a *ScopeError for a scope that would not parse back into the same
// three parts. Whether OSS has such a region is not its business.
func (s Scope) Check() error {
	if _, err := time.Parse(timeFormatDay, s.Date); err != nil {
		return &ScopeError{"date", s.Date, "is not a day as YYYYMMDD"}
	}
	switch {
	case s.Region == "":
		return &ScopeError{"region", s.Region, "is missing; V4 signs the region id, such as cn-hangzhou"}
	case !consistsOf(s.Region, isScopeByte):
		return &ScopeError{"region", s.Region, "is not made of letters, digits and hyphens"}
	case !consistsOf(s.Product, isScopeByte):
		return &ScopeError{"product", s.Product, "is not made of letters, digits and hyphens"}
	}
	return nil
}

func isScopeByte(b byte) bool { return isAlphanumeric(b) || b == '-' }
