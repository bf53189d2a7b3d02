package main

var writeCommands = []command{
	{
		name: "put", synopsis: "KEY [FILE|-]", min: 1, max: 2, run: onBucket(put),
		flags: with(connection, "meta", "json"),
		about: "store FILE, or standard input, with the metadata given",
		more: `  The Content-Type is the one that is given; none is guessed from the name.

  -json: bucket, key, etag, crc64, version_id if there is one, request_id.`,
		example: "echo a novel | demo put novel -H 'Content-Type: text/plain' -meta author='O. Henry'",
	},
	{
		name: "edit", synopsis: "KEY", min: 1, max: 1, run: onBucket(edit),
		flags: with(connection, "meta", "unset", "allow", "dry-run", "json"),
		about: "change the metadata given, and keep everything else",
		more: `  An object that was written just now is waited for, up to about 2 s: Last-Modified counts whole
  seconds, and another writer could share this one. -H takes metadata alone.

  What cannot be edited without loss is refused, unless -allow says so: appendable, null-version
  (whose place the copy takes), forced-disposition (OSS's own, which is not sent back), and for
  headers that are none of OSS's carry-persistent or drop-persistent.

  With -dry-run the object is read and judged as ever. What would change is printed, the header of
  the copy that would be sent, and what that costs beside its requests; but it is not sent.

  -json: bucket, key, dry_run, changed, changes: a list of objects with name, before and after, null
  where there is no such header; request, with -dry-run: the header of the copy; stores_version,
  retrieves: what it costs; etag, last_modified, version_id of the object now; request_id.`,
		example: "demo edit novel -meta price='100 dollar' -dry-run\ndemo edit novel -meta price='100 dollar' -unset x-oss-meta-author",
	},
	{
		name: "replace", synopsis: "KEY", min: 1, max: 1, run: onBucket(replace),
		flags: with(connection, "meta", "json"),
		about: "replace all metadata by what is given; the rest is WIPED, as by\noss2's update_object_meta",
		more:  `  -json: bucket, key, etag, last_modified, version_id if there is one, request_id.`,

		example: "demo replace novel -meta price='100 dollar'",
	},
	{
		name: "cp", synopsis: "SOURCE TARGET", min: 2, max: 2, run: onBucket(cp),
		flags: with(connection, "replace", "meta", "version", "json"),
		about: "copy an object, with its metadata and tags",
		more: `  Each of the two is KEY, or /BUCKET/KEY for another bucket in the same region. ACL, encryption and
  storage class are not copied; -H gives them to the copy, as in -H 'x-oss-object-acl: private'.

  -json: bucket, key, source: /BUCKET/KEY, source_version_id, etag, last_modified, version_id,
  request_id.`,
		example: "demo cp novel shelf/novel\ndemo cp novel shelf/novel -replace -meta author='O. Henry'",
	},
	{
		name: "rm", synopsis: "KEY...", min: 1, max: -1, run: onBucket(rm),
		flags: with(connection, "version", "json"),
		about: "delete objects, or with -version one version for good",
		more: `  In a bucket with versioning, and without -version, an object is hidden behind a delete marker.
  It makes no difference whether an object is there.

  -json, an object for each key: bucket, key, version_id (with versioning: of the delete marker, or
  of what was deleted), delete_marker if one was made or deleted, request_id.`,
		example: "demo rm novel shelf/novel",
	},
}
