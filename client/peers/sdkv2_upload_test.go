package peers

import (
	"fmt"
	"strings"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
)

func (s sdkV2) initiate(p place, o properties) (upload, error) {
	r, err := s.client.InitiateMultipartUpload(s.ctx, &oss.InitiateMultipartUploadRequest{Bucket: &p.bucket, Key: &p.key,
		ContentType: given(o.ContentType), CacheControl: given(o.CacheControl), ContentDisposition: given(o.ContentDisposition),
		ContentEncoding: given(o.ContentEncoding), Expires: given(o.Expires), Metadata: o.Meta, RequestCommon: o.language(),
		StorageClass: oss.StorageClassType(o.Class), Tagging: o.tagging(), ForbidOverwrite: o.forbid()})
	if err != nil {
		return upload{}, err
	}
	return upload{oss.ToString(r.Bucket), oss.ToString(r.Key), oss.ToString(r.UploadId)}, nil
}

func (s sdkV2) part(u upload, number int, body string) (part, error) {
	r, err := s.client.UploadPart(s.ctx, &oss.UploadPartRequest{Bucket: &u.Bucket, Key: &u.Key, UploadId: &u.ID,
		PartNumber: int32(number), Body: strings.NewReader(body)})
	if err != nil {
		return part{}, err
	}
	return part{Number: number, ETag: oss.ToString(r.ETag)}, nil
}

func (s sdkV2) partCopy(u upload, number int, src place, first, length int64) (part, error) {
	r, err := s.client.UploadPartCopy(s.ctx, &oss.UploadPartCopyRequest{Bucket: &u.Bucket, Key: &u.Key, UploadId: &u.ID,
		PartNumber: int32(number), SourceBucket: &src.bucket, SourceKey: &src.key, SourceVersionId: given(src.version),
		Range: oss.Ptr(fmt.Sprintf("bytes=%d-%d", first, first+length-1))})
	if err != nil {
		return part{}, err
	}
	return part{Number: number, ETag: oss.ToString(r.ETag)}, nil
}

func (s sdkV2) parts(u upload) ([]part, error) {
	var all []part
	pages := s.client.NewListPartsPaginator(&oss.ListPartsRequest{Bucket: &u.Bucket, Key: &u.Key, UploadId: &u.ID, MaxParts: 2})
	for n := 0; pages.HasNext() && n < maxPages; n++ {
		r, err := pages.NextPage(s.ctx)
		if err != nil {
			return nil, err
		}
		for _, p := range r.Parts {
			all = append(all, part{int(p.PartNumber), oss.ToString(p.ETag), p.Size})
		}
	}
	return all, nil
}

func (s sdkV2) uploads(bucket, prefix string) ([]upload, error) {
	var all []upload
	pages := s.client.NewListMultipartUploadsPaginator(&oss.ListMultipartUploadsRequest{Bucket: &bucket, Prefix: given(prefix), MaxUploads: 1})
	for n := 0; pages.HasNext() && n < maxPages; n++ {
		r, err := pages.NextPage(s.ctx)
		if err != nil {
			return nil, err
		}
		for _, u := range r.Uploads {
			all = append(all, upload{oss.ToString(r.Bucket), oss.ToString(u.Key), oss.ToString(u.UploadId)})
		}
	}
	return all, nil
}

func (s sdkV2) complete(u upload, parts []part) (completed, error) {
	body := &oss.CompleteMultipartUpload{}
	for _, p := range parts {
		body.Parts = append(body.Parts, oss.UploadPart{PartNumber: int32(p.Number), ETag: &p.ETag})
	}
	r, err := s.client.CompleteMultipartUpload(s.ctx, &oss.CompleteMultipartUploadRequest{Bucket: &u.Bucket, Key: &u.Key, UploadId: &u.ID,
		CompleteMultipartUpload: body})
	if err != nil {
		return completed{}, err
	}
	return completed{oss.ToString(r.Bucket), oss.ToString(r.Key), oss.ToString(r.ETag), oss.ToString(r.HashCRC64), oss.ToString(r.VersionId)}, nil
}

func (s sdkV2) abort(u upload) error {
	_, err := s.client.AbortMultipartUpload(s.ctx, &oss.AbortMultipartUploadRequest{Bucket: &u.Bucket, Key: &u.Key, UploadId: &u.ID})
	return err
}
