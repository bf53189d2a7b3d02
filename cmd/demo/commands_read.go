package main

var readCommands = []command{
	{
		name: "ls", synopsis: "[PREFIX]", max: 1, run: onBucket(ls),
		flags: with(connection, "r", "delimiter", "versions", "json"),
		about: "list keys that begin with PREFIX, grouped at the next slash",
		more: `  Columns: size in bytes, time of the last modification, storage class, key. A group of keys has
  hyphens and the prefix that they share. With -versions there are two columns more before the key:
  current or old, deleted or marker for a delete marker, and the version id. A key that has what a
  terminal could take for something else is quoted as in Go.

  -json: bucket, key, size, etag, last_modified, object_type, storage_class, restore if there is
  one; with -versions also version_id, is_latest, delete_marker. A group: bucket, prefix.`,
		example: "demo ls\ndemo ls photos/ -r -json",
	},
	{
		name: "stat", synopsis: "KEY", min: 1, max: 1, run: onBucket(stat),
		flags: with(connection, "version", "json"),
		about: "the little that GetObjectMeta tells: size, ETag, Last-Modified",
		more: `  -json: bucket, key, size, etag without its quotes, last_modified, version_id if there is one,
  request_id, and headers: all that was sent, names in lower case, each with a list of values
  (bytes that are not UTF-8 as U+FFFD).`,
		example: "demo stat novel",
	},
	{
		name: "head", synopsis: "KEY", min: 1, max: 1, run: onBucket(head),
		flags:   with(connection, "version", "json"),
		about:   "all metadata: every header that OSS sends",
		more:    `  -json: as that of stat.`,
		example: "demo head novel\ndemo head novel -json",
	},
	{
		name: "get", synopsis: "KEY", min: 1, max: 1, run: onBucket(get),
		flags:   with(connection, "version"),
		about:   "write the object's content to standard output",
		more:    `  If the content was damaged on the way, its checksum says so at the end, and the command fails.`,
		example: "demo get novel\ndemo get novel -H 'Range: bytes=0-3'",
	},
	{
		name: "acl", synopsis: "KEY [VALUE]", min: 1, max: 2, run: onBucket(acl),
		flags: with(connection, "version", "json"),
		about: "show the object's ACL, or set it: default, private, public-read\nor public-read-write",
		more:  `  -json: bucket, key, acl, request_id.`,

		example: "demo acl novel public-read\ndemo acl novel",
	},
	{
		name: "tag", synopsis: "KEY [NAME=VALUE...]", min: 1, max: -1, run: onBucket(tag),
		flags: with(connection, "delete", "version", "json"),
		about: "show the object's tags, or set them: those not given are gone",
		more:  `  -json: bucket, key, tags: a list of objects with key and value, request_id.`,

		example: "demo tag novel shelf=fiction lent=\ndemo tag novel\ndemo tag novel -delete",
	},
}
