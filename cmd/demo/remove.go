package main

import (
	"context"
	"slices"
	"time"

	"example.com/ossmeta/client"
)

// rm deletes an object, or a version of it, or many objects with as few
// requests as OSS allows.
func rm(ctx context.Context, c *call) error {
	opt, err := c.requestOptions()
	if err != nil {
		return err
	}
	if len(c.args) > 1 {
		if c.versionID != "" {
			return usagef("-version goes with one KEY")
		}
		return c.removeMany(ctx, opt)
	}
	result, err := c.bucket.DeleteObject(ctx, c.key(), &client.DeleteObjectOptions{RequestOptions: opt, VersionID: c.versionID})
	if err != nil {
		return err
	}
	r := c.reportOf(result.Response, "", time.Time{}, result.VersionID)
	r.DeleteMarker = result.DeleteMarker
	return c.done(deletedText(c.bucket.Name(), c.key(), result.DeleteMarker && c.versionID == ""), r)
}

// removeMany deletes all that it can, and fails at the end of the first
// request that left something.
func (c *call) removeMany(ctx context.Context, opt client.RequestOptions) error {
	for keys := range slices.Chunk(c.args, client.MaxDeleted) {
		objects := make([]client.ObjectIdentifier, len(keys))
		for i, key := range keys {
			objects[i].Key = key
		}
		result, err := c.bucket.DeleteMultipleObjects(ctx, objects, &client.DeleteMultipleObjectsOptions{RequestOptions: opt})
		if result != nil { // of an error, too: the objects that are gone
			for _, d := range result.Deleted {
				r := report{Key: d.Key, VersionID: d.DeleteMarkerVersionID, DeleteMarker: d.DeleteMarker, RequestID: result.RequestID}
				if err := c.done(deletedText(c.bucket.Name(), d.Key, d.DeleteMarker), r); err != nil {
					return err
				}
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// deletedText says what became of an object: with versioning its content stays.
func deletedText(bucket, key string, marked bool) string {
	text := "deleted " + bucket + "/" + printable(key)
	if marked {
		text += " by a delete marker"
	}
	return text
}
