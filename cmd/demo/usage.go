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
  demo serve                run an OSS server for tests until interrupted
  demo help                 this text

Flags stand before or after the arguments; "--" ends them, for a KEY that begins with "-".

Where to (all commands but serve; a flag goes before its variable):
  -endpoint HOST            or OSS_ENDPOINT: a host or URL; by default that of the region
  -region ID                or OSS_REGION, such as cn-hangzhou; not needed if the endpoint
                            names it
  -bucket NAME              or OSS_BUCKET
  -signature v1|v4          signature version; v4 by default
  -path-style               the bucket stands in the path; implied for IPs and localhost
  -cname                    the endpoint is a domain that is bound to the bucket

Who (from the environment only, never by flag; without them requests are anonymous):
  OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, and OSS_SESSION_TOKEN for an STS key

Metadata (put, edit, replace), as often as needed:
  -H 'Name: value'          a standard header (Content-Type, Content-Encoding,
                            Content-Disposition, Content-Language, Cache-Control, Expires),
                            user metadata (x-oss-meta-...), or, with every command but edit,
                            another request header such as x-oss-storage-class: IA
  -meta name=value          user metadata: x-oss-meta-name
  -unset NAME               edit only: remove a header, by its full name, as in
                            -unset x-oss-meta-author or -unset Cache-Control

Output:
  -json                     head and stat: one JSON object on one line, with bucket, key, size,
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
  Its first line on standard output is its URL, the second sets the variables of the other
  commands; standard error has one line per request.

The exit status is 0; 1 if the operation failed; 2 if the command line or the configuration
cannot be used.
`
