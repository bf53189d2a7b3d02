package peers

import (
	"io"
	"net/http"
	"strings"
	"time"

	oss1 "github.com/aliyun/aliyun-oss-go-sdk/oss"
)

func (s sdkV1) put(p place, body string, o properties) (written, error) {
	var h http.Header
	err := s.in(p.bucket).PutObject(p.key, strings.NewReader(body), append(o.options(), oss1.GetResponseHeader(&h))...)
	return written{h.Get("ETag"), h.Get("x-oss-hash-crc64ecma"), oss1.GetVersionId(h)}, err
}

func (s sdkV1) append(p place, position int64, body string, o properties) (int64, error) {
	return s.in(p.bucket).AppendObject(p.key, strings.NewReader(body), position, o.options()...)
}

func (s sdkV1) get(p place, c conditions, o reading) (stat, string, error) {
	var h http.Header
	options := append(p.of(c.options()...), oss1.GetResponseHeader(&h))
	options = append(options, o.overrides()...)
	if o.Last != 0 {
		options = append(options, oss1.Range(o.First, o.Last))
	}
	r, err := s.in(p.bucket).GetObject(p.key, options...)
	if err != nil {
		return stat{}, "", err
	}
	defer r.Close()
	body, err := io.ReadAll(r)
	return statOf(h), string(body), err
}

func (s sdkV1) head(p place, c conditions) (stat, error) {
	h, err := s.in(p.bucket).GetObjectDetailedMeta(p.key, p.of(c.options()...)...)
	return statOf(h), err
}

func (s sdkV1) meta(p place) (stat, error) {
	h, err := s.in(p.bucket).GetObjectMeta(p.key, p.of()...)
	return statOf(h), err
}

func (s sdkV1) exists(p place) (bool, error) { return s.in(p.bucket).IsObjectExist(p.key) }

func (s sdkV1) copy(dst, src place, directive string, c conditions, o properties) (copied, error) {
	var h http.Header
	options := append(src.of(o.options()...), oss1.GetResponseHeader(&h))
	options = append(options, c.sourceOptions()...)
	if directive != "" {
		options = append(options, oss1.MetadataDirective(oss1.MetadataDirectiveType(directive)))
	}
	var r oss1.CopyObjectResult
	var err error
	if src.bucket == dst.bucket {
		r, err = s.in(src.bucket).CopyObject(src.key, dst.key, options...)
	} else {
		r, err = s.in(src.bucket).CopyObjectTo(dst.bucket, dst.key, src.key, options...)
	}
	return copied{r.ETag, oss1.GetVersionId(h), oss1.GetCopySrcVersionId(h), r.LastModified}, err
}

func (s sdkV1) delete(p place) (deleted, error) {
	var h http.Header
	err := s.in(p.bucket).DeleteObject(p.key, p.of(oss1.GetResponseHeader(&h))...)
	return deleted{Key: p.key, Version: oss1.GetVersionId(h), Marker: oss1.GetDeleteMark(h)}, err
}

func (s sdkV1) deleteMany(bucket string, places []place) ([]deleted, error) {
	var objects []oss1.DeleteObject
	for _, p := range places {
		objects = append(objects, oss1.DeleteObject{Key: p.key, VersionId: p.version})
	}
	r, err := s.in(bucket).DeleteObjectVersions(objects)
	var all []deleted
	for _, d := range r.DeletedObjectsDetail {
		all = append(all, deleted{d.Key, d.VersionId, d.DeleteMarker, d.DeleteMarkerVersionId})
	}
	return all, err
}

func (s sdkV1) restore(p place, days int) error {
	if days == 0 {
		return s.in(p.bucket).RestoreObject(p.key, p.of()...)
	}
	return s.in(p.bucket).RestoreObjectDetail(p.key, oss1.RestoreConfiguration{Days: int32(days)}, p.of()...)
}

func (s sdkV1) presign(method string, p place, life time.Duration, o properties, r reading) (presigned, error) {
	options := append(o.options(), r.overrides()...)
	u, err := s.in(p.bucket).SignURL(p.key, oss1.HTTPMethod(method), int64(life/time.Second), p.of(options...)...)
	sent := make(map[string]string)
	if o.ContentType != "" {
		sent["Content-Type"] = o.ContentType
	}
	for name, value := range o.Meta {
		sent[metaPrefix+name] = value
	}
	return presigned{u, sent}, err
}
