//go:build alioss

package peers

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"example.com/ossmeta/signer"
)

// filled returns m without what is empty, which ali-oss would send.
func filled(m map[string]string) map[string]string {
	maps.DeleteFunc(m, func(_, value string) bool { return value == "" })
	return m
}

// headers are those that write o, apart from user metadata.
func (o properties) headers() map[string]string {
	h := map[string]string{"Content-Type": o.ContentType, "Cache-Control": o.CacheControl, "Content-Disposition": o.ContentDisposition,
		"Content-Encoding": o.ContentEncoding, "Content-Language": o.ContentLanguage, "Expires": o.Expires,
		"x-oss-storage-class": o.Class, "x-oss-object-acl": o.ACL}
	if tagging := o.tagging(); tagging != nil {
		h["x-oss-tagging"] = *tagging
	}
	if forbid := o.forbid(); forbid != nil {
		h["x-oss-forbid-overwrite"] = *forbid
	}
	return filled(h)
}

// headers are those of GET, HEAD and, with ali-oss, copies.
func (c conditions) headers() map[string]string {
	h := map[string]string{"If-Match": c.Match, "If-None-Match": c.NoneMatch}
	for name, value := range map[string]*string{"If-Modified-Since": httpTime(c.ModifiedSince), "If-Unmodified-Since": httpTime(c.UnmodifiedSince)} {
		if value != nil {
			h[name] = *value
		}
	}
	return filled(h)
}

// prefixed returns the overrides under the names of their parameters.
func (r reading) prefixed() map[string]string {
	query := make(map[string]string)
	for name, value := range r.Overrides {
		query["response-"+name] = value
	}
	return query
}

// encoding chooses how to send o: not Latin-1, which is ali-oss's default, if
// metadata are not.
func (a aliOSS) encoding(o properties) aliOSS {
	for _, value := range o.Meta {
		a.latin1 = a.latin1 || slices.Max([]rune(value)) > 0xFF
	}
	return a
}

// at says which version of p is meant.
func (a aliOSS) at(p place) map[string]any { return map[string]any{"versionId": p.version} }

func (a aliOSS) put(p place, body string, o properties) (written, error) {
	r, err := a.encoding(o).ask(p.bucket, nil, "put", p.key, buffer(body), map[string]any{"headers": o.headers(), "meta": o.Meta})
	h := r.header()
	return written{h.Get("ETag"), h.Get("x-oss-hash-crc64ecma"), h.Get("x-oss-version-id")}, err
}

func (a aliOSS) append(p place, position int64, body string, o properties) (int64, error) {
	var result struct{ NextAppendPosition string }
	_, err := a.encoding(o).ask(p.bucket, &result, "append", p.key, buffer(body),
		map[string]any{"position": strconv.FormatInt(position, 10), "headers": o.headers(), "meta": o.Meta})
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(result.NextAppendPosition, 10, 64)
}

func (a aliOSS) get(p place, c conditions, o reading) (stat, string, error) {
	h := c.headers()
	if o.Last != 0 {
		h["Range"] = fmt.Sprintf("bytes=%d-%d", o.First, o.Last)
	}
	r, err := a.ask(p.bucket, nil, "get", p.key, map[string]any{"headers": h, "subres": o.prefixed(), "versionId": p.version})
	return statOf(r.header()), r.Content, err
}

func (a aliOSS) head(p place, c conditions) (stat, error) {
	r, err := a.ask(p.bucket, nil, "head", p.key, map[string]any{"headers": c.headers(), "versionId": p.version})
	return statOf(r.header()), err
}

func (a aliOSS) meta(p place) (stat, error) {
	r, err := a.ask(p.bucket, nil, "getObjectMeta", p.key, a.at(p))
	return statOf(r.header()), err
}

// exists has no method of its own in ali-oss.
func (a aliOSS) exists(p place) (bool, error) {
	_, err := a.head(p, conditions{})
	if got, is := a.refusal(err); is && got.Code == "NoSuchKey" {
		return false, nil
	}
	return err == nil, err
}

func (a aliOSS) copy(dst, src place, directive string, c conditions, o properties) (copied, error) {
	h := o.headers()
	maps.Copy(h, c.headers())
	if directive != "" {
		h["x-oss-metadata-directive"] = directive
	}
	var result struct {
		Data struct {
			ETag         string
			LastModified time.Time
		}
	}
	r, err := a.encoding(o).ask(dst.bucket, &result, "copy", dst.key, src.key, src.bucket,
		map[string]any{"headers": h, "meta": o.Meta, "versionId": src.version})
	return copied{result.Data.ETag, r.header().Get("x-oss-version-id"), r.header().Get("x-oss-copy-source-version-id"),
		result.Data.LastModified}, err
}

func (a aliOSS) delete(p place) (deleted, error) {
	r, err := a.ask(p.bucket, nil, "delete", p.key, a.at(p))
	h := r.header()
	return deleted{Key: p.key, Version: h.Get("x-oss-version-id"), Marker: h.Get("x-oss-delete-marker") == "true"}, err
}

func (a aliOSS) deleteMany(bucket string, places []place) ([]deleted, error) {
	var names []any
	for _, p := range places {
		if p.version == "" {
			names = append(names, p.key)
		} else {
			names = append(names, map[string]any{"key": p.key, "versionId": p.version})
		}
	}
	var result struct {
		Deleted []struct{ Key, VersionId, DeleteMarker, DeleteMarkerVersionId string }
	}
	_, err := a.ask(bucket, &result, "deleteMulti", names)
	var all []deleted
	for _, d := range result.Deleted {
		all = append(all, deleted{d.Key, d.VersionId, d.DeleteMarker == "true", d.DeleteMarkerVersionId})
	}
	return all, err
}

func (a aliOSS) restore(p place, days int) error {
	_, err := a.ask(p.bucket, nil, "restore", p.key, map[string]any{"type": "Archive", "Days": days, "versionId": p.version})
	return err
}

func (a aliOSS) presign(method string, p place, life time.Duration, o properties, r reading) (presigned, error) {
	sent := o.headers()
	for name, value := range o.Meta {
		sent[metaPrefix+name] = value
	}
	var u string
	var err error
	if a.to.version == signer.V4 {
		_, err = a.ask(p.bucket, &u, "signatureUrlV4", method, life/time.Second, map[string]any{"headers": sent, "queries": r.prefixed()}, p.key)
	} else {
		options := map[string]any{"method": method, "expires": life / time.Second, "response": r.Overrides}
		for name, value := range sent {
			options[name] = value
		}
		_, err = a.ask(p.bucket, &u, "signatureUrl", p.key, options)
	}
	return presigned{u, sent}, err
}
