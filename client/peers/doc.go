// Package peers holds nothing to import: its tests and benchmarks set this
// project's signer against that of the official OSS SDK for Go, version 2, and
// official clients against this project's server, osstest. It is a module of
// its own, so that nobody else requires the SDKs.
//
//	go vet ./... && go test ./...
//
// # Official clients drive osstest
//
// TestDrive has both official SDKs for Go, unmodified, go through one table of
// steps over a real socket, with signatures checked: V4 and V1; path style,
// virtual-hosted, and a domain of one's own (CNAME). The steps check what the
// client tells and what osstest has stored; afterwards every request must have
// been signed and addressed as the name of the test says. TestAliOSS takes
// ali-oss, the official client for JavaScript, through the same table. It needs
// node, npm and what npm downloads into a temporary folder, so it is behind a
// build tag, which .ci/run sets:
//
//	go test -run TestDrive -v
//	go test -tags alioss -run TestAliOSS -v
//
// What was learnt of them on the way, all of which osstest takes:
//
//	Go SDK V1 with V4     signs the text of its Date header where the timestamp
//	                      stands, as it sends no x-oss-date; '%2F' for '/' in paths
//	Go SDK V1             "+" for a blank in x-oss-copy-source and x-oss-symlink-target;
//	                      "?marker" for a marker that is empty
//	Go SDK V1, a 304      an error without a type
//	Go SDK V2, a 304      a ServiceError with the code BadErrorResponse
//	ali-oss, a 304        success, of copies too
//	ali-oss, HEAD, a 404  NoSuchKey, whatever the server says
//	ali-oss, a copy       sends every header again as x-oss-copy-source-<name>,
//	                      and If-Match and its kin in both forms
//	ali-oss, keys         removes dot segments ("a/../b") after signing: such keys
//	                      are left out
//	ali-oss, IP address   leaves the bucket to the Host header
//	ali-oss, a restore    takes 202 for success, and no other status
//
// # Benchmarks
//
// Both sides and the floor, the bare hashing, in one run; benchstat prints the
// medians, with the first of them as the base:
//
//	go test -run '^$' -bench 'Sign|Presign' -count 10 >new.txt
//	go run golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da -col /impl -row .name,/version new.txt
//
// Calls over loopback (HEAD, a copy, bodies of 1 KiB and 64 MiB) and without a
// network, by net/http alone, by ours and by both SDKs:
//
//	go test -run '^$' -bench 'Call|Client'
//
// All of it without any tool, the implementations taking short turns, which a
// busy machine disturbs less, and with sizes and modules, as one table of
// Markdown that says which targets are met; in seconds, and as RESULTS.md was
// made:
//
//	go test -tags ratios -run TestRatios -v -rounds 1 -benchtime 5ms
//	go test -tags ratios -run TestRatios -v -rounds 61 -benchtime 5ms -results RESULTS.md
//
// The sizes of stripped programs with net/http alone, with our client, with the
// SDKs, and by how much these are larger; and with the signer alone; for Linux
// and as a WebAssembly module:
//
//	go test -run '^$' -bench Size
//
// # Where the signatures differ
//
// TestSignaturesAgree signs more than 100,000 random requests with both, in V1
// and V4, in the header and in the URL. They agree byte for byte, but for what
// stands here: every disagreement is explained by a row, and once the request
// is mended as the row says the signatures agree again; every row explains
// something in a run, and has a test of its own (TestDefects), which fails when
// the SDK changes. Go SDK V2 1.6.1:
//
//	what                                 the SDK                                      ours
//	a header map's x-oss-meta-a, that is signs an empty value                         signs its value
//	  not in net/http's spelling
//	X-Oss-Meta-A beside it               signs that one's value twice                 refuses both spellings
//	a header with two values             signs them joined with ","                   refuses it, if it is signed
//	a header without values              signs it as empty; net/http sends none       leaves it out
//	a line feed in a value               signs it; it reads as two headers            refuses it
//	a header name or method that is no   signs it                                     refuses it
//	  token
//	U+00A0 and the like around a value   trims them, which HTTP does not              keeps them
//	blanks around Content-Type, V1       signs them, which HTTP does not carry        trims them
//	AdditionalHeaders Range and range    names it twice                               names it once
//	AdditionalHeaders host               drops it                                     signs Request.Host
//	AdditionalHeaders with an empty      drops it                                     signs it
//	  value
//	AdditionalHeaders date               sets a Date, in place of the caller's, and   signs the caller's Date, if there is one
//	                                       signs it
//	AdditionalHeaders with '_', or       signs it; OSS refuses that                   refuses it
//	  Authorization
//	x-oss-date, x-oss-content-sha256 or  overwrites it; signs a token if it has none  refuses another than its own
//	  a token of the caller's
//	x-oss-date or Date of the caller's,  signs x-oss-date beside its Date; overwrites refuses another than its own
//	  V1                                   Date
//	x-oss-content-sha256 in a URL        takes it for the payload's line              UNSIGNED-PAYLOAD, as documented
//	a token or Authorization in the      signs the token                              refuses it: the URL carries its own
//	  header of a signed URL
//	a query name twice, V4               signs the last value for both                refuses it
//	a query name twice, V1               signs the first value                        refuses it
//	an empty query name                  signs it, V4; leaves it out, V1              refuses it
//	prefix=a/b, a%2Fb, a%2fb, V4         three signatures                             one, of what is meant
//	?x-oss-process=style/a;b, V1 and     leaves the parameter out                     signs it
//	  signed URLs
//	?cors, ?lifecycle and others, V1     leaves them out unless told of each          has them in its table
//	a signed URL signed again, or in the carries every parameter twice                changes no request; refuses a URL that has a
//	  header, too                                                                       signature
//	a parameter that is a signed header, signs both values                            refuses two values
//	  too, V4
//	a life below 1 s or over 7 days      signs it (its client refuses the latter)     refuses it
//	a control character in a key, V1     signs it                                     refuses it
//	a key that is not UTF-8              signs it                                     refuses it
//	a bucket "a/b", or a key without a   signs it as bucket a, key b/…                refuses it
//	  bucket
//	no region, V4                        signs for the region ""                      refuses it
//	the caller's request                 is changed                                   is only read
//	key k?acl, and key k with ?acl, V1   one string to sign                           the same: V1 has no other
//
// # Where the clients differ
//
// Each row has a test of its own, too (TestDefects). V2 is Go SDK V2 1.6.1; Go
// SDK V1 is 3.0.2:
//
//	what                                 the SDK                                      ours
//	HEAD, 403 without a body, V2         BadErrorResponse, Failed to parse xml        fs.ErrPermission, and the status
//	HEAD, 304, Go SDK V1                 an error without a type                      an *xmlerr.Error
//	Content-Type by option and by        sends both, in random order                  refuses it
//	  header, V2
//	Content-Type twice, Go SDK V1        sends one of them, at random                 refuses it
//	metadata Owner and owner, V2         sends both as x-oss-meta-owner               refuses it
//	metadata Owner and owner, Go SDK V1  sends one of them, at random                 refuses it
//	metadata with an empty value, V2     drops it                                     sends it
//	metadata "v ", Go SDK V1 with V1     signs the blank, which HTTP does not carry:  refuses it
//	                                       refused
//	x-oss-meta-a twice in an answer, V2  tells of the first                           has both in the header
//	a clock repaired after it was off,   every later call fails                       follows it in both directions
//	  V2
//	a deadline while it waits to retry,  returns the server's 500                     context.DeadlineExceeded
//	  V2
//	a URL that ended an hour ago, V2     signs x-oss-expires=-3600                    refuses it
//	no credentials provider, V2          a nil pointer panic                          an anonymous request
//	debug log, V2                        prints Authorization and the token           hooks hold no secret
//	an endpoint with a path, V2          drops the path                               refuses it
//	a large copy of an object with tags, sends them not escaped: k&1=a=b              tags stay, by directive
//	  V2
//	a large copy with IfMatch, V2        sends no condition with the parts; drops     one request, with all of them
//	                                       class and encryption
//	AppendObject, 500, V2                is sent three times                          once, as all that cannot be repeated
//	x-oss-date of the caller's, V2       is overwritten                               is refused
//	AdditionalHeaders content-type in a  names it in the URL, not in what it signs    in neither: it is signed anyway
//	  URL, Go SDK V1 with V4
//	V2 signature and a provider, Go SDK  a URL with an empty key id                   V1 and V4, with the id
//	  V1
//	RetryTimes(5), 500, Go SDK V1        is never read: one attempt                   MaxAttempts
//
// Not shown: a data race in Go SDK V2, which writes the clock's offset without
// a lock when several calls learn it (only the race detector sees it).
package peers
