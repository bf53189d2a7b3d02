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
// or without any tool, the implementations taking turns, which a busy machine
// disturbs less:
//
//	go test -tags ratios -run TestRatios -v -benchtime 50ms
//
// The sizes of stripped programs with net/http alone, with our client, with the
// SDK, and by how much these are larger; and with the signer alone; for Linux
// and as a WebAssembly module:
//
//	go test -run '^$' -bench Size
//
// # Where the signatures differ
//
// TestSignaturesAgree signs some thousand random requests with both, in V1 and
// V4, in the header and in the URL, and they agree byte for byte. The requests
// leave out what follows; each row has a test of its own in defects_test.go or
// defects_query_test.go, which fails when the SDK changes. SDK 1.6.1:
//
//	what                                 the SDK's signer                           ours
//	a query name twice, V4               signs the last value for both              refuses it
//	a query name twice, V1               signs the first value                      refuses it
//	a header map's x-oss-meta-a, that    signs an empty value; with X-Oss-Meta-A    signs its value; refuses
//	  is not in net/http's spelling      beside it, that one's value twice          both spellings
//	AdditionalHeaders Range and range    names it twice                             names it once
//	AdditionalHeaders host               drops it                                   signs Request.Host
//	AdditionalHeaders with an empty      drops it                                   signs it
//	  value
//	AdditionalHeaders date               sets a Date, in place of the caller's,     signs the caller's Date, if
//	                                     and signs it                               there is one
//	?x-oss-process=style/a;b, V1         leaves the parameter out                   signs it
//	?cors, ?lifecycle and others, V1     leaves them out unless told of each        has them in its table
//	prefix=a/b, a%2Fb, a%2fb, V4         three signatures                           one, of what is meant
//	x-oss-content-sha256 of the caller   overwrites it                              refuses another than its own
//	the same, in a URL                   takes it for the payload's line            UNSIGNED-PAYLOAD, as documented
//	a signed URL signed again            carries every parameter twice              changes no request; refuses
//	                                                                                a URL that has a signature
//	a line feed in a value               signs it; it reads as two headers          refuses it
//	a header with two values             signs them joined with ","                 refuses it
//	a header without values              signs it as empty; net/http sends none     leaves it out
//	a control character in a key, V1     signs it                                   refuses it
//	a key that is not UTF-8              signs it                                   refuses it
//	x-oss-date beside another Date, V1   signs both                                 refuses it
//	U+00A0 and the like around a value   trims them, which HTTP does not            keeps them
//	blanks around Content-Type, V1       signs them, which HTTP does not send       trims them
//	a life below 1 s or over 7 days      signs it (its client refuses the latter)   refuses it
//	no region, V4                        signs for the region ""                    refuses it
//	the caller's request                 is changed                                 is only read
//
// Not compared, as ours refuses them: additional headers with '_' in their
// names, an empty query name, a parameter that is a signed header too with
// another value, and parameters of a signature in a request that is to be signed.
package peers
