package main

const usage = `demo works on the metadata of Alibaba Cloud OSS objects.

  demo                      a tour; it needs no account and nothing leaves this machine
  demo put KEY [FILE|-]     store FILE, or standard input, with the metadata given
  demo get KEY              write the object's content to standard output
  demo stat KEY             the little that GetObjectMeta tells: size, ETag, Last-Modified
  demo head KEY             all metadata: every header that OSS sends
  demo edit KEY             change the metadata given, and keep everything else; an object
                            that was written just now is waited for, up to about 2 s
  demo replace KEY          replace all metadata by what is given; the rest is WIPED, as by
                            oss2's update_object_meta
  demo acl KEY [VALUE]      show the object's ACL, or set it: default, private, public-read
                            or public-read-write
  demo rm KEY               delete the object
  demo sign -json           sign each line of standard input, a request in JSON, on a line
  demo explain [KEY]        show line by line what is signed of a request, and what is not;
                            without KEY, of a request in JSON on standard input
  demo diagnose ERROR [REQUEST|-]
                            say why OSS refused a signature: ERROR is a file with the XML of
                            its answer, REQUEST one with the request in JSON
  demo serve                run an OSS server for tests until interrupted
  demo help                 this text

Flags stand before or after the arguments; "--" ends them, for a KEY that begins with "-".

Where to (a flag goes before its variable; explain knows -region, -bucket and -signature,
sign, diagnose and serve none of the variables):
  -endpoint HOST            or OSS_ENDPOINT: a host or URL; by default that of the region
  -region ID                or OSS_REGION, such as cn-hangzhou; not needed if the endpoint
                            names it
  -bucket NAME              or OSS_BUCKET
  -signature v1|v4          signature version; v4 by default
  -path-style               the bucket stands in the path; implied for IPs and localhost
  -cname                    the endpoint is a domain that is bound to the bucket

Who (from the environment only, never by flag; without them requests are anonymous, and
explain has nothing to do):
  OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, and OSS_SESSION_TOKEN for an STS key

Metadata (put, edit, replace), as often as needed:
  -H 'Name: value'          a standard header (Content-Type, Content-Encoding,
                            Content-Disposition, Content-Language, Cache-Control, Expires),
                            user metadata (x-oss-meta-...), or, with every command but edit,
                            another request header such as x-oss-storage-class: IA
  -meta name=value          user metadata: x-oss-meta-name
  -unset NAME               edit only: remove a header, by its full name, as in
                            -unset x-oss-meta-author or -unset Cache-Control

explain KEY, which sends nothing; -H and -meta give the headers, and KEY may be '':
  -method METHOD            GET by default
  -query QUERY              escaped, without '?': a blank is %20, '+' is refused
  -product NAME             oss by default, as far as the signature goes (V4)
  -sign-header NAME         sign this header too (V4), as often as needed
  -sub-resource NAME        sign this query parameter too (V1), as often as needed
  -time SECONDS             the time of the request, since 1970; now by default
  -presign SECONDS          sign a URL that lives so long, not a header

Requests in JSON (sign, explain, diagnose), an object with these members:
  "version": "v4" or "v1", "method", "bucket", "key", "query": escaped, as with -query,
  "headers": [["name", "value"], ...], "time": seconds since 1970, "region", "product",
  "access_key_id", "access_key_secret", "security_token", "additional_headers": [...],
  "sub_resources": [...], "presign_seconds": 1 to 604800 for a URL, "id": any value
  Those left out are empty; only time must be there, and version is v4. What the version does
  not sign by is passed over: region, product and additional_headers with V1, sub_resources
  with V4. Refused are unknown members, members and headers given twice, null, half surrogates
  and lines over 8 MiB. sign answers each line, in order, by an object on one line:
  "id", "canonical_request" (V4), "string_to_sign", "authorization" or "url" (path style),
  "fields": [["name", "value"], ...] to set in the header or to add to the query, not escaped;
  or "id" and "error", and still exits with 0. Its texts are exact and HOLD A SECURITY TOKEN,
  if there is one; a string to sign that is not UTF-8 comes as "string_to_sign_base64".
  explain and diagnose take one object, on any number of lines, and never show a token.

Output:
  -json                     one JSON object on one line; explain: the transcript; diagnose: the
                            verdict (cause, stage, line, name, ours, theirs, explanation,
                            remedy); head and stat: bucket, key, size,
                            etag (without its quotes), last_modified (the header's text),
                            request_id, and headers: all that was sent, names in lower case,
                            each with a list of values (bytes that are not UTF-8 as U+FFFD)

serve (no variable of the environment counts here):
  -addr HOST:PORT           127.0.0.1:0 by default, which is a free port
  -region ID                cn-hangzhou by default
  -bucket NAME              as often as needed; examplebucket by default
  -access-key-id ID, -access-key-secret SECRET, -security-token TOKEN
                            the only key that is accepted; by default a made-up pair
  -virtual-host DOMAIN      where buckets are hosts: BUCKET.DOMAIN; by default the public
                            endpoint of the region
  -seed DIR                 store the files under DIR in the first bucket at the start
  -bucket-acl ACL           private by default, public-read or public-read-write
  -versioning STATE         Enabled or Suspended; by default never enabled
  -precedence and|rfc       several conditions: all must hold, as by default, or RFC 9110
  -copy-keeps-class         a copy has the storage class of its source, not Standard
  -quiet                    no line per request
  Its first line on standard output is its URL, the second sets the variables of the other
  commands; standard error has one line per request. Everything is in memory: 64 MiB for an
  object, 1 GiB for all of them. It ends when it is interrupted, after at most 3 seconds for
  the requests under way.

The exit status is 0; 1 if the operation failed; 2 if the command line or the configuration
cannot be used.
`
