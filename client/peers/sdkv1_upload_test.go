package peers

import (
	"net/http"
	"strconv"
	"strings"

	oss1 "github.com/aliyun/aliyun-oss-go-sdk/oss"
)

func (s sdkV1) initiate(p place, o properties) (upload, error) {
	r, err := s.in(p.bucket).InitiateMultipartUpload(p.key, o.options()...)
	return upload{r.Bucket, r.Key, r.UploadID}, err
}

// begun is u as the SDK has it. It takes bucket and key of what follows from
// the server's answer.
func (u upload) begun() oss1.InitiateMultipartUploadResult {
	return oss1.InitiateMultipartUploadResult{Bucket: u.Bucket, Key: u.Key, UploadID: u.ID}
}

func (s sdkV1) part(u upload, number int, body string) (part, error) {
	r, err := s.in(u.Bucket).UploadPart(u.begun(), strings.NewReader(body), int64(len(body)), number)
	return part{Number: r.PartNumber, ETag: r.ETag}, err
}

func (s sdkV1) partCopy(u upload, number int, src place, first, length int64) (part, error) {
	r, err := s.in(u.Bucket).UploadPartCopy(u.begun(), src.bucket, src.key, first, length, number, src.of()...)
	return part{Number: r.PartNumber, ETag: r.ETag}, err
}

func (s sdkV1) parts(u upload) ([]part, error) {
	var all []part
	marker := 0
	for range maxPages {
		r, err := s.in(u.Bucket).ListUploadedParts(u.begun(), oss1.MaxParts(2), oss1.PartNumberMarker(marker))
		if err != nil {
			return nil, err
		}
		for _, p := range r.UploadedParts {
			all = append(all, part{p.PartNumber, p.ETag, int64(p.Size)})
		}
		if !r.IsTruncated {
			break
		}
		if marker, err = strconv.Atoi(r.NextPartNumberMarker); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (s sdkV1) uploads(bucket, prefix string) ([]upload, error) {
	var all []upload
	var key, id string
	for range maxPages {
		r, err := s.in(bucket).ListMultipartUploads(oss1.Prefix(prefix), oss1.MaxUploads(1), oss1.KeyMarker(key), oss1.UploadIDMarker(id))
		if err != nil {
			return nil, err
		}
		for _, u := range r.Uploads {
			all = append(all, upload{r.Bucket, u.Key, u.UploadID})
		}
		if !r.IsTruncated {
			break
		}
		key, id = r.NextKeyMarker, r.NextUploadIDMarker
	}
	return all, nil
}

func (s sdkV1) complete(u upload, parts []part) (completed, error) {
	var uploaded []oss1.UploadPart
	for _, p := range parts {
		uploaded = append(uploaded, oss1.UploadPart{PartNumber: p.Number, ETag: p.ETag})
	}
	var h http.Header
	r, err := s.in(u.Bucket).CompleteMultipartUpload(u.begun(), uploaded, oss1.GetResponseHeader(&h))
	return completed{r.Bucket, r.Key, r.ETag, h.Get("x-oss-hash-crc64ecma"), oss1.GetVersionId(h)}, err
}

func (s sdkV1) abort(u upload) error { return s.in(u.Bucket).AbortMultipartUpload(u.begun()) }
