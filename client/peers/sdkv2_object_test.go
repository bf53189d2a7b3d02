package peers

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
)

func (s sdkV2) put(p place, body string, o properties) (written, error) {
	r, err := s.client.PutObject(s.ctx, sdkV2Put(p, body, o))
	if err != nil {
		return written{}, err
	}
	return written{oss.ToString(r.ETag), oss.ToString(r.HashCRC64), oss.ToString(r.VersionId)}, nil
}

func sdkV2Put(p place, body string, o properties) *oss.PutObjectRequest {
	return &oss.PutObjectRequest{Bucket: &p.bucket, Key: &p.key, Body: strings.NewReader(body),
		ContentType: given(o.ContentType), CacheControl: given(o.CacheControl), ContentDisposition: given(o.ContentDisposition),
		ContentEncoding: given(o.ContentEncoding), Expires: given(o.Expires), Metadata: o.Meta, RequestCommon: o.language(),
		StorageClass: oss.StorageClassType(o.Class), Acl: oss.ObjectACLType(o.ACL), Tagging: o.tagging(), ForbidOverwrite: o.forbid()}
}

func (s sdkV2) append(p place, position int64, body string, o properties) (int64, error) {
	r, err := s.client.AppendObject(s.ctx, &oss.AppendObjectRequest{Bucket: &p.bucket, Key: &p.key, Position: &position,
		Body: strings.NewReader(body), ContentType: given(o.ContentType), CacheControl: given(o.CacheControl), Metadata: o.Meta})
	if err != nil {
		return 0, err
	}
	return r.NextPosition, nil
}

func (s sdkV2) get(p place, c conditions, o reading) (stat, string, error) {
	request := sdkV2Get(p, o)
	request.IfMatch, request.IfNoneMatch = given(c.Match), given(c.NoneMatch)
	request.IfModifiedSince, request.IfUnmodifiedSince = httpTime(c.ModifiedSince), httpTime(c.UnmodifiedSince)
	r, err := s.client.GetObject(s.ctx, request)
	if err != nil {
		return stat{}, "", err
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	return statOf(r.Headers), string(body), err
}

func sdkV2Get(p place, o reading) *oss.GetObjectRequest {
	r := &oss.GetObjectRequest{Bucket: &p.bucket, Key: &p.key, VersionId: given(p.version),
		ResponseContentType: given(o.Overrides["content-type"]), ResponseCacheControl: given(o.Overrides["cache-control"]),
		ResponseContentDisposition: given(o.Overrides["content-disposition"]), ResponseContentEncoding: given(o.Overrides["content-encoding"]),
		ResponseContentLanguage: given(o.Overrides["content-language"]), ResponseExpires: given(o.Overrides["expires"])}
	if o.Last != 0 {
		r.Range = oss.Ptr(fmt.Sprintf("bytes=%d-%d", o.First, o.Last))
	}
	return r
}

func (s sdkV2) head(p place, c conditions) (stat, error) {
	r, err := s.client.HeadObject(s.ctx, &oss.HeadObjectRequest{Bucket: &p.bucket, Key: &p.key, VersionId: given(p.version),
		IfMatch: given(c.Match), IfNoneMatch: given(c.NoneMatch),
		IfModifiedSince: httpTime(c.ModifiedSince), IfUnmodifiedSince: httpTime(c.UnmodifiedSince)})
	if err != nil {
		return stat{}, err
	}
	return stat{
		ContentType: oss.ToString(r.ContentType), CacheControl: oss.ToString(r.CacheControl), ContentDisposition: oss.ToString(r.ContentDisposition),
		ContentEncoding: oss.ToString(r.ContentEncoding), ContentLanguage: r.Headers.Get("Content-Language"), Expires: oss.ToString(r.Expires),
		Meta: r.Metadata, Size: r.ContentLength, ETag: oss.ToString(r.ETag), Kind: oss.ToString(r.ObjectType), Class: oss.ToString(r.StorageClass),
		CRC: oss.ToString(r.HashCRC64), Version: oss.ToString(r.VersionId), Restore: oss.ToString(r.Restore),
		NextAppend: oss.ToString(r.NextAppendPosition), Tags: int(r.TaggingCount), Modified: oss.ToTime(r.LastModified),
	}, nil
}

func (s sdkV2) meta(p place) (stat, error) {
	r, err := s.client.GetObjectMeta(s.ctx, &oss.GetObjectMetaRequest{Bucket: &p.bucket, Key: &p.key, VersionId: given(p.version)})
	if err != nil {
		return stat{}, err
	}
	known := statOf(r.Headers)
	known.Size, known.ETag, known.Modified = r.ContentLength, oss.ToString(r.ETag), oss.ToTime(r.LastModified)
	return known, nil
}

func (s sdkV2) exists(p place) (bool, error) { return s.client.IsObjectExist(s.ctx, p.bucket, p.key) }

func (s sdkV2) copy(dst, src place, directive string, c conditions, o properties) (copied, error) {
	r, err := s.client.CopyObject(s.ctx, &oss.CopyObjectRequest{Bucket: &dst.bucket, Key: &dst.key,
		SourceBucket: &src.bucket, SourceKey: &src.key, SourceVersionId: given(src.version), MetadataDirective: given(directive),
		IfMatch: given(c.Match), IfNoneMatch: given(c.NoneMatch),
		IfModifiedSince: httpTime(c.ModifiedSince), IfUnmodifiedSince: httpTime(c.UnmodifiedSince),
		ContentType: given(o.ContentType), CacheControl: given(o.CacheControl), ContentDisposition: given(o.ContentDisposition),
		ContentEncoding: given(o.ContentEncoding), Expires: given(o.Expires), Metadata: o.Meta, RequestCommon: o.language(),
		StorageClass: oss.StorageClassType(o.Class), Acl: oss.ObjectACLType(o.ACL), ForbidOverwrite: o.forbid()})
	if err != nil {
		return copied{}, err
	}
	return copied{oss.ToString(r.ETag), oss.ToString(r.VersionId), oss.ToString(r.SourceVersionId), oss.ToTime(r.LastModified)}, nil
}

func (s sdkV2) delete(p place) (deleted, error) {
	r, err := s.client.DeleteObject(s.ctx, &oss.DeleteObjectRequest{Bucket: &p.bucket, Key: &p.key, VersionId: given(p.version)})
	if err != nil {
		return deleted{}, err
	}
	return deleted{Key: p.key, Version: oss.ToString(r.VersionId), Marker: r.DeleteMarker}, nil
}

func (s sdkV2) deleteMany(bucket string, places []place) ([]deleted, error) {
	request := &oss.DeleteMultipleObjectsRequest{Bucket: &bucket}
	for _, p := range places {
		request.Objects = append(request.Objects, oss.DeleteObject{Key: &p.key, VersionId: given(p.version)})
	}
	r, err := s.client.DeleteMultipleObjects(s.ctx, request)
	if err != nil {
		return nil, err
	}
	var all []deleted
	for _, d := range r.DeletedObjects {
		all = append(all, deleted{oss.ToString(d.Key), oss.ToString(d.VersionId), d.DeleteMarker, oss.ToString(d.DeleteMarkerVersionId)})
	}
	return all, nil
}

func (s sdkV2) restore(p place, days int) error {
	request := &oss.RestoreObjectRequest{Bucket: &p.bucket, Key: &p.key, VersionId: given(p.version)}
	if days != 0 {
		request.RestoreRequest = &oss.RestoreRequest{Days: int32(days)}
	}
	_, err := s.client.RestoreObject(s.ctx, request)
	return err
}

func (s sdkV2) presign(method string, p place, life time.Duration, o properties, r reading) (presigned, error) {
	var request any = sdkV2Get(p, r)
	if method == "PUT" {
		request = sdkV2Put(p, "", o)
	}
	u, err := s.client.Presign(s.ctx, request, oss.PresignExpires(life))
	if err != nil {
		return presigned{}, err
	}
	return presigned{u.URL, u.SignedHeaders}, nil
}
