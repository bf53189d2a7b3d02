package main

var signCommands = []command{
	{
		name: "presign", synopsis: "KEY", min: 1, max: 1, run: onBucket(presign),
		flags: with(connection, "method", "query", "meta", "expires", "version", "json"),
		about: "sign a URL with which anybody can send a request; send nothing",
		more: `  The first line is the URL, then comes what must be sent with it, and a command line of curl. The
  URL IS A SECRET: it holds the signature and, of an STS key, the token.

  -json: bucket, key, method, url, headers: names in lower case, each with a list of values;
  expires, curl.`,
		example: "demo presign novel -expires 1h\ndemo presign novel -method PUT -H 'Content-Type: text/plain' -meta author='O. Henry'\ndemo presign novel -region cn-hangzhou -endpoint files.example.com -cname",
	},
	{
		name: "sign", max: 0, run: sign,
		flags: []string{"json"},
		about: "with -json, sign each line of standard input, a request in JSON",
		more: `  A request is an object with these members:
    "version": "v4" or "v1", "method", "bucket", "key", "query": escaped, a blank is %20,
    "headers": [["name", "value"], ...], "time": seconds since 1970, "region", "product",
    "access_key_id", "access_key_secret", "security_token", "additional_headers": [...],
    "sub_resources": [...], "presign_seconds": 1 to 604800 for a URL, "id": any value
  Those left out, and null, are empty; method and time must be there, and version is v4. What the
  version does not sign by is passed over: region, product and additional_headers with V1,
  sub_resources with V4. Refused are unknown members, members and headers given twice, half
  surrogates and lines over 8 MiB.

  Each line is answered, in order, by an object on one line:
    "id", "canonical_request" (V4), "string_to_sign", "authorization" or "url" (path style),
    "fields": [["name", "value"], ...] to set in the header or to add to the query, not escaped;
  or "id" and "error", and sign still exits with 0. Its texts are exact and HOLD A SECURITY TOKEN,
  if there is one; a string to sign that is not UTF-8 comes as "string_to_sign_base64". No variable
  of the environment counts.`,
		example: `echo '{"method":"GET","key":"novel","bucket":"examplebucket","time":1702743657,"region":"cn-hangzhou","access_key_id":"ID","access_key_secret":"made-up"}' | demo sign -json`,
	},
	{
		name: "explain", synopsis: "[KEY]", max: 1, run: explain,
		flags: []string{"method", "bucket", "query", "H", "meta", "region", "product", "signature",
			"time", "presign", "sign-header", "sub-resource", "json"},
		about: "show line by line what is signed of a request, and what is not;\nwithout KEY, of a request in JSON on standard input",
		more: `  It sends nothing. KEY may be '', for a request on the bucket. The JSON is that of sign, one object
  on any number of lines; without it the key, OSS_REGION and OSS_BUCKET of the environment count. A
  token is never shown.

  -json: the transcript.`,
		example: "demo explain novel -method PUT -meta author='O. Henry'",
	},
	{
		name: "diagnose", synopsis: "ERROR [REQUEST|-]", min: 1, max: 2, run: diagnoseError,
		flags: []string{"json"},
		about: "say why OSS refused a signature: ERROR is a file with the XML of\nits answer, REQUEST one with the request in JSON",
		more: `  The JSON is that of sign, one object on any number of lines. No variable of the environment
  counts, and a token is never shown.

  -json: the verdict: cause, stage, line, name, ours, theirs, explanation, remedy.`,
		example: "demo diagnose answer.xml request.json",
	},
	{
		name: "serve", max: 0, run: serve,
		flags: []string{"addr", "region", "bucket", "access-key-id", "access-key-secret", "security-token", "virtual-host",
			"bucket-acl", "versioning", "precedence", "copy-keeps-class", "seed", "quiet"},
		about: "run an OSS server for tests until interrupted",
		more: `  Its first line on standard output is its URL, the second sets the variables of the other
  commands; standard error has one line per request. No variable of the environment counts: the
  region is cn-hangzhou by default, the bucket examplebucket; -bucket may be given several times.
  Everything is in memory: 64 MiB for an object, 1 GiB for all of them. It ends when it is
  interrupted, after at most 3 seconds for the requests under way.`,
		example: "demo serve -addr 127.0.0.1:9000",
	},
}
