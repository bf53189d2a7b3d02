package peers

import (
	"net/http"
	"time"

	oss1 "github.com/aliyun/aliyun-oss-go-sdk/oss"
)

// options returns the SDK's options for what is to be set.
func (o properties) options() []oss1.Option {
	var options []oss1.Option
	add := func(option func(string) oss1.Option, value string) {
		if value != "" {
			options = append(options, option(value))
		}
	}
	add(oss1.ContentType, o.ContentType)
	add(oss1.CacheControl, o.CacheControl)
	add(oss1.ContentDisposition, o.ContentDisposition)
	add(oss1.ContentEncoding, o.ContentEncoding)
	add(oss1.ContentLanguage, o.ContentLanguage)
	if t, err := http.ParseTime(o.Expires); err == nil {
		options = append(options, oss1.Expires(t))
	}
	for name, value := range o.Meta {
		options = append(options, oss1.Meta(name, value))
	}
	if o.Class != "" {
		options = append(options, oss1.ObjectStorageClass(oss1.StorageClassType(o.Class)))
	}
	if o.ACL != "" {
		options = append(options, oss1.ObjectACL(oss1.ACLType(o.ACL)))
	}
	if o.Tags != nil {
		options = append(options, oss1.SetTagging(sdkV1Tagging(o.Tags)))
	}
	if o.ForbidOverwrite {
		options = append(options, oss1.ForbidOverWrite(true))
	}
	return options
}

func sdkV1Tagging(tags []tag) oss1.Tagging {
	var tagging oss1.Tagging
	for _, t := range tags {
		tagging.Tags = append(tagging.Tags, oss1.Tag{Key: t.Key, Value: t.Value})
	}
	return tagging
}

// options returns the SDK's options for conditions of a GET or HEAD.
func (c conditions) options() []oss1.Option {
	return c.by(oss1.IfMatch, oss1.IfNoneMatch, oss1.IfModifiedSince, oss1.IfUnmodifiedSince)
}

// sourceOptions returns the SDK's options for conditions of a copy.
func (c conditions) sourceOptions() []oss1.Option {
	return c.by(oss1.CopySourceIfMatch, oss1.CopySourceIfNoneMatch, oss1.CopySourceIfModifiedSince, oss1.CopySourceIfUnmodifiedSince)
}

func (c conditions) by(match, noneMatch func(string) oss1.Option, modified, unmodified func(time.Time) oss1.Option) []oss1.Option {
	var options []oss1.Option
	if c.Match != "" {
		options = append(options, match(c.Match))
	}
	if c.NoneMatch != "" {
		options = append(options, noneMatch(c.NoneMatch))
	}
	if !c.ModifiedSince.IsZero() {
		options = append(options, modified(c.ModifiedSince.UTC()))
	}
	if !c.UnmodifiedSince.IsZero() {
		options = append(options, unmodified(c.UnmodifiedSince.UTC()))
	}
	return options
}

// of returns the SDK's options with the version of p, if it names one.
func (p place) of(options ...oss1.Option) []oss1.Option {
	if p.version == "" {
		return options
	}
	return append(options, oss1.VersionId(p.version))
}

// overrides returns the SDK's options for other headers in the reply.
func (r reading) overrides() []oss1.Option {
	var options []oss1.Option
	for name, option := range map[string]func(string) oss1.Option{
		"content-type": oss1.ResponseContentType, "content-language": oss1.ResponseContentLanguage, "expires": oss1.ResponseExpires,
		"cache-control": oss1.ResponseCacheControl, "content-disposition": oss1.ResponseContentDisposition,
		"content-encoding": oss1.ResponseContentEncoding,
	} {
		if value := r.Overrides[name]; value != "" {
			options = append(options, option(value))
		}
	}
	return options
}
