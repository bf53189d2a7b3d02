//go:build alioss

package peers

import (
	"fmt"
	"strconv"
)

func (a aliOSS) initiate(p place, o properties) (upload, error) {
	var result struct{ Bucket, Name, UploadID string }
	_, err := a.encoding(o).ask(p.bucket, &result, "initMultipartUpload", p.key, map[string]any{"headers": o.headers(), "meta": o.Meta})
	return upload{result.Bucket, result.Name, result.UploadID}, err
}

func (a aliOSS) part(u upload, number int, body string) (part, error) {
	var result struct{ ETag string }
	_, err := a.ask(u.Bucket, &result, "uploadPart", u.Key, u.ID, number, buffer(body), 0, len(body))
	return part{Number: number, ETag: result.ETag}, err
}

func (a aliOSS) partCopy(u upload, number int, src place, first, length int64) (part, error) {
	var result struct{ ETag string }
	_, err := a.ask(u.Bucket, &result, "uploadPartCopy", u.Key, u.ID, number, fmt.Sprintf("%d-%d", first, first+length-1),
		map[string]any{"sourceKey": src.key, "sourceBucketName": src.bucket}, a.at(src))
	return part{Number: number, ETag: result.ETag}, err
}

func (a aliOSS) parts(u upload) ([]part, error) {
	var result struct {
		Parts []struct{ PartNumber, ETag, Size string }
	}
	_, err := a.ask(u.Bucket, &result, "listParts", u.Key, u.ID)
	var all []part
	for _, p := range result.Parts {
		number, _ := strconv.Atoi(p.PartNumber)
		size, _ := strconv.ParseInt(p.Size, 10, 64)
		all = append(all, part{number, p.ETag, size})
	}
	return all, err
}

func (a aliOSS) uploads(bucket, prefix string) ([]upload, error) {
	var all []upload
	query := map[string]string{"prefix": prefix, "max-uploads": "1"}
	for range maxPages {
		var result struct {
			Bucket                            string
			Uploads                           []struct{ Name, UploadID string }
			NextKeyMarker, NextUploadIDMarker string
			IsTruncated                       bool
		}
		if _, err := a.ask(bucket, &result, "listUploads", query); err != nil {
			return nil, err
		}
		for _, u := range result.Uploads {
			all = append(all, upload{result.Bucket, u.Name, u.UploadID})
		}
		if !result.IsTruncated {
			break
		}
		query["key-marker"], query["upload-id-marker"] = result.NextKeyMarker, result.NextUploadIDMarker
	}
	return all, nil
}

func (a aliOSS) complete(u upload, parts []part) (completed, error) {
	var list []map[string]any
	for _, p := range parts {
		list = append(list, map[string]any{"number": p.Number, "etag": p.ETag})
	}
	var result struct{ Bucket, Name, ETag string }
	r, err := a.ask(u.Bucket, &result, "completeMultipartUpload", u.Key, u.ID, list)
	h := r.header()
	return completed{result.Bucket, result.Name, result.ETag, h.Get("x-oss-hash-crc64ecma"), h.Get("x-oss-version-id")}, err
}

func (a aliOSS) abort(u upload) error {
	_, err := a.ask(u.Bucket, nil, "abortMultipartUpload", u.Key, u.ID)
	return err
}
